"""What the entries so far amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..crypto.ceremony import Circle, JointKey
from ..entries import Entry, box_name
from ..files import Record
from ..report import KEEPER, Refusal
from ..setup import Setup
from ..units import Unit, units


@dataclass
class Branch:
    """A branch that opened."""

    cards: set[str]
    booths: dict[int, bytes]
    spent: set[str] = field(default_factory=set)
    challenges: dict[str, int] = field(default_factory=dict)
    ballots: list[tuple[str, Entry]] = field(default_factory=list)
    """Tracking code and entry."""
    spoiled: int = 0
    settlement: dict[str, Any] | None = None
    closing: dict[str, Any] | None = None

    @property
    def check_ins(self) -> int | None:
        """What the ledger must have."""
        stated = self.settlement or self.closing
        return stated["check_ins"] if stated else None


@dataclass
class Box:
    """A box between closing and count."""

    contest: str
    unit: Unit
    mixes: list[dict[str, Any]] = field(default_factory=list)
    partials: dict[int, dict[str, Any]] = field(default_factory=dict)
    minutes: dict[str, Any] | None = None


@dataclass
class State:
    """The fold over the entries."""

    record: Record
    setup: Setup | None = None
    circle: Circle | None = None
    seats: dict[bytes, str] = field(default_factory=dict)
    """Whose key a key is; a booth's key joins when its branch opens."""
    pledges: dict[int, bytes] = field(default_factory=dict)
    deals: dict[int, bytes] = field(default_factory=dict)
    verdicts: dict[int, bytes] = field(default_factory=dict)
    joint: JointKey | None = None
    confirmed: set[int] = field(default_factory=set)
    branches: dict[str, Branch] = field(default_factory=dict)
    voids: dict[str, dict[str, Any]] = field(default_factory=dict)
    ciphertexts: set[bytes] = field(default_factory=set)
    """First halves of all sealed ballots, cast or challenged."""
    ledger: list[dict[str, Any]] | None = None
    boxes: dict[str, Box] = field(default_factory=dict)
    lots: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def frozen(self) -> Setup:
        """The set-up, once it is frozen."""
        if self.setup is None:
            raise Refusal("entry.order", "it came before a frozen set-up", KEEPER)
        return self.setup

    @property
    def event(self) -> str:
        """The digest of the set-up."""
        return self.frozen.event

    def has_key(self) -> bool:
        """Have enough trustees confirmed the election key?"""
        return self.joint is not None and len(self.confirmed) >= self.frozen.threshold

    def key_of(self, by: str) -> bytes | None:
        """The key of a signatory."""
        if by.startswith("booth:"):
            branch, _, number = by.removeprefix("booth:").partition("/")
            opened = self.branches.get(branch)
            return opened.booths.get(int(number)) if opened else None
        return self.frozen.keys.get(by)

    def make_boxes(self) -> None:
        """When the ledger stands: units, then a box for each contest and unit."""
        counted = {id: len(b.ballots) for id, b in self.branches.items() if id not in self.voids}
        found = sorted(units(self.frozen, counted), key=lambda unit: unit.name)
        for contest in sorted(contest["id"] for contest in self.frozen.contests):
            for unit in found:
                self.boxes[box_name({"contest": contest, "unit": unit.name})] = Box(contest, unit)

    def ballots_of(self, unit: Unit) -> list[tuple[str, Entry]]:
        """By branch in the unit's order, in each branch by tracking code; those of a void branch are set aside."""
        all = []
        for branch in unit.branches:
            if branch in self.branches and branch not in self.voids:
                all += sorted(self.branches[branch].ballots, key=lambda ballot: ballot[0])
        return all

    def early(self, entry: Entry, needs: str) -> Refusal:
        """It must wait."""
        return Refusal("entry.order", f"{entry.kind} came before {needs}", KEEPER)

    def late(self, entry: Entry, after: str, by: str) -> Refusal:
        """Its time is over."""
        return Refusal("entry.order", f"{entry.kind} came after {after}", by)

    def again(self, entry: Entry, of: str, by: str) -> Refusal:
        """It may stand once."""
        return Refusal("entry.order", f"{entry.kind} of {of} stands on the record already", by)
