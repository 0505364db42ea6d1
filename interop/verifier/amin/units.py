"""Which ballots are counted together: docs/protocol/count.md, "Units and the privacy floor"."""

from __future__ import annotations

from dataclasses import dataclass, field

from .setup import Setup


@dataclass
class Unit:
    """Branches counted together."""

    branches: list[str] = field(default_factory=list)
    ballots: int = 0

    @property
    def name(self) -> str:
        """Its first branch, and how many follow."""
        more = len(self.branches) - 1
        return self.branches[0] + (f"+{more}" if more else "")


def units(setup: Setup, ballots: dict[str, int]) -> list[Unit]:
    """The units that these numbers of ballots make."""
    floor = max(setup.data["privacy_floor"], 1)
    done: list[Unit] = []
    open = Unit()
    for group in groups(setup):
        open.branches += group
        open.ballots += sum(ballots.get(branch, 0) for branch in group)
        if open.ballots >= floor:
            done.append(open)
            open = Unit()
    if open.branches:
        if done:
            done[-1].branches += open.branches
            done[-1].ballots += open.ballots
        else:
            done.append(open)
    return [unit for unit in done if unit.ballots]


def groups(setup: Setup) -> list[list[str]]:
    """Each branch, or each area in the order of its first branch, or all."""
    match setup.data["counting_unit"]:
        case "branch":
            return [[branch] for branch in setup.branches]
        case "area":
            areas: dict[str, list[str]] = {}
            for branch in setup.data["branches"]:
                areas.setdefault(branch["area"], []).append(branch["id"])
            return list(areas.values())
        case _:
            return [setup.branches]
