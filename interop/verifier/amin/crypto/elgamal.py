"""Slots: `A = r·G`, `B = r·h + m·U`, 64 bytes."""

from __future__ import annotations

from typing import NamedTuple

from .fault import Fault
from .group import Malformed, Point, point, proper_point


class Slot(NamedTuple):
    """A ciphertext as it is encoded; not yet known to be two points."""

    A: bytes
    B: bytes


class Ciphertext(NamedTuple):
    """Two points."""

    A: Point
    B: Point


def slots(data: bytes) -> list[Slot]:
    """A list of slots, `A ‖ B` of each."""
    if len(data) % 64:
        raise Malformed(f"{len(data)} bytes are no list of slots")
    return [Slot(data[i : i + 32], data[i + 32 : i + 64]) for i in range(0, len(data), 64)]


def decode(check: str, list: list[Slot], whose: str) -> list[Ciphertext]:
    """Points: canonical, no `A` neutral. (Whether a `B` may be neutral is said on each page; here it may.)"""
    decoded = []
    for i, slot in enumerate(list):
        try:
            decoded.append(Ciphertext(proper_point(slot.A), point(slot.B)))
        except Malformed as why:
            raise Fault(check, f"{whose} slot {i}: {why}") from None
    return decoded
