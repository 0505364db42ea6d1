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
    standing: set[str] = field(default_factory=set)
    """Tracking codes of its ballots on the record, cast and challenged."""
    refused: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Ballots that may not stand, by tracking code."""
    refused_cards: int = 0
    """Cards of the shuffled stack that are spent on them."""
    ballots: list[tuple[str, Entry]] = field(default_factory=list)
    """Tracking code and entry."""
    pending_cards: set[str] = field(default_factory=set)
    pending: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    """Ballots on pending cards, by card."""
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
    pending_cards: set[str] = field(default_factory=set)
    """Of all branches: none may stand in two, for they are decided by number."""
    released: set[str] | None = None
    """The pending ballots that are mixed, once it is decided."""
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
        counted = {id: len(self.counted(b)) for id, b in self.branches.items() if id not in self.voids}
        found = sorted(units(self.frozen, counted), key=lambda unit: unit.name)
        for contest in sorted(contest["id"] for contest in self.frozen.contests):
            for unit in found:
                self.boxes[box_name({"contest": contest, "unit": unit.name})] = Box(contest, unit)

    def ballots_of(self, unit: Unit) -> list[tuple[str, Entry]]:
        """By branch in the unit's order, in each branch by tracking code; those of a void branch are set aside."""
        all = []
        for branch in unit.branches:
            if branch in self.branches and branch not in self.voids:
                all += sorted(self.counted(self.branches[branch]), key=lambda ballot: ballot[0])
        return all

    def counted(self, branch: Branch) -> list[tuple[str, Entry]]:
        """Those of confirmed voters, and the pending ones that were released."""
        return branch.ballots + [ballot for card, ballot in branch.pending.items() if card in (self.released or ())]

    def pending(self) -> dict[str, str]:
        """Every pending ballot that must be decided: card and branch. Those of a void branch are set aside with the rest."""
        return {
            card: id for id, branch in self.branches.items() if id not in self.voids for card in branch.pending
        }

    def unaccounted(self) -> str | None:
        """The first branch that has neither closed nor been declared to have no box."""
        for id in self.frozen.branches:
            closed = id in self.branches and self.branches[id].closing is not None
            if not closed and id not in self.voids:
                return id
        return None

    def early(self, entry: Entry, needs: str) -> Refusal:
        """It must wait."""
        return Refusal("entry.order", f"{entry.kind} came before {needs}", KEEPER)

    def late(self, entry: Entry, after: str, by: str) -> Refusal:
        """Its time is over."""
        return Refusal("entry.order", f"{entry.kind} came after {after}", by)

    def again(self, entry: Entry, of: str, by: str) -> Refusal:
        """It may stand once."""
        return Refusal("entry.order", f"{entry.kind} of {of} stands on the record already", by)
