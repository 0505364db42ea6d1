"""The fold: may this entry be the next?"""

from __future__ import annotations

from collections.abc import Callable

from ..entries import Entry
from ..report import KEEPER, Refusal
from . import count, pending, polls, setup, signatures
from .state import State

RULES: dict[str, Callable[[State, Entry], None]] = {
    "pledge": setup.pledge,
    "deal": setup.deal,
    "verdict": setup.verdict,
    "key": setup.key,
    "opening": polls.opening,
    "ballot": polls.ballot,
    "spoiled": polls.spoiled,
    "refused": polls.refused,
    "closing": polls.closing,
    "settlement": polls.settlement,
    "void": polls.void,
    "decision": pending.decision,
    "ledger": polls.ledger,
    "mix": count.mix,
    "partial": count.partial,
    "count": count.count,
    "lot": count.lot,
    "outcome": count.outcome,
}

TRIES: dict[str, list[str]] = {
    "setup": ["setup.rules", "setup.keys", "ceremony.transport"],
    "pledge": ["ceremony.pledge"],
    "deal": ["ceremony.pledge", "ceremony.deal"],
    "verdict": ["ceremony.verdict"],
    "key": ["ceremony.key"],
    "opening": ["polls.zero", "polls.device"],
    "ballot": ["polls.device", "polls.card", "ballot.contests", "seal.replay"],
    "spoiled": ["polls.device", "polls.card", "ballot.contests", "seal.replay"],
    "refused": ["polls.refused"],
    "closing": ["polls.closing"],
    "settlement": ["polls.settled"],
    "void": ["polls.branches"],
    "decision": ["pending.decided"],
    "ledger": ["polls.ledger", "polls.branches"],
    "mix": ["box.names", "mix.order", "mix.input"],
    "partial": ["box.names", "open.input"],
    "count": ["box.names", "open.threshold"],
    "lot": [],
    "outcome": ["count.boxes"],
}
"""Which checks an entry of a kind is tried by, besides those that every entry is."""


def admit(state: State, entry: Entry) -> None:
    """Changes the state, or refuses and leaves it as it was."""
    if entry.kind == "setup":
        setup.freeze(state, entry)
        return
    if state.setup is None:
        raise Refusal("entry.order", f"{entry.kind} came before a frozen set-up", KEEPER)
    signatures.check(state, entry)
    RULES[entry.kind](state, entry)
