"""The lists of cards with which a branch opens."""

from __future__ import annotations


def read_cards(data: bytes) -> set[str] | None:
    """32 bytes each, strictly ascending."""
    cards = [data[i : i + 32] for i in range(0, len(data), 32)]
    if len(data) % 32 or any(a >= b for a, b in zip(cards, cards[1:], strict=False)):
        return None
    return {card.hex() for card in cards}
