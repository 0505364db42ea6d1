"""From totals to seats: docs/seats.md, for the rules of Tehran and for plurality, with their default readings.

The nine other rules are known by name, so that a set-up that names one can be read; their result is not judged here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

TEHRAN = {
    "tehran-1404": ("nearest", "share"),
    "tehran-1404-largest-remainder": ("down", "remainder"),
    "tehran-1404-integer-then-share": ("down", "share"),
}
"""First pass, and the order of the seats left over."""

RULES = [
    *TEHRAN,
    "plurality",
    "largest-remainder-hare",
    "largest-remainder-droop",
    "largest-remainder-imperiali",
    "dhondt",
    "sainte-lague",
    "sainte-lague-modified",
]

INDEPENDENTS = "independents"


class NotJudged(Exception):
    """A rule that this program does not apply."""


class Undecided(Exception):
    """The rule does not give a result: a lot is due, or the totals do not fit."""


@dataclass(frozen=True)
class Person:
    """A candidate with the votes of all boxes."""

    code: str
    votes: int
    veteran: bool
    degree: int


@dataclass
class Group:
    """A list, or all independents together."""

    code: str
    persons: list[Person]
    given: int = 0

    @property
    def votes(self) -> int:
        """24(1): the votes of its members."""
        return sum(person.votes for person in self.persons)


@dataclass
class Lots:
    """The lots on the record; each answers one question, and none may be left over."""

    drawn: list[dict[str, Any]]
    used: set[int] = field(default_factory=set)

    def draw(self, purpose: str, among: list[str], choose: int) -> list[str]:
        """The answer to a question, in order."""
        for i, lot in enumerate(self.drawn):
            if i not in self.used and lot["purpose"] == purpose and sorted(lot["among"]) == sorted(among):
                if len(lot["drawn"]) != choose or not set(lot["drawn"]) <= set(among):
                    raise Undecided(f"the lot {purpose} draws {len(lot['drawn'])} where {choose} are due")
                if len(set(lot["drawn"])) != choose:
                    raise Undecided(f"the lot {purpose} draws one twice")
                self.used.add(i)
                return list(lot["drawn"])
        raise Undecided(f"a lot is due: {purpose}, {choose} of {', '.join(sorted(among))}")


@dataclass(frozen=True)
class Seats:
    """What a rule gives."""

    seats: list[tuple[str, int, int]]
    """Group, seats, votes."""
    vacant: int
    elected: list[str]
    alternates: list[str]


def decide(contest: dict[str, Any], votes: list[int], lots: list[dict[str, Any]]) -> Seats:
    """Applies the contest's rule."""
    rule = contest["rule"]
    if rule not in TEHRAN and rule != "plurality":
        raise NotJudged(rule)
    answers = Lots(lots)
    persons = [
        (candidate["list"], Person(candidate["code"], n, candidate["veteran"], candidate["degree"]))
        for candidate, n in zip(contest["candidates"], votes, strict=True)
    ]
    groups = [
        Group(one["code"], [person for code, person in persons if code == one["code"]]) for one in contest["lists"]
    ]
    alone = [person for code, person in persons if code is None]
    if alone:
        groups.append(Group(INDEPENDENTS, alone))
    N = contest["seats"]
    if rule == "plurality":
        seated = most_voted([p for group in groups for p in group.persons], N, "elected", answers, ordered=False)
        for group in groups:
            group.given = sum(person in seated for person in group.persons)
        vacant = N - len(seated)
    else:
        if any(len(group.persons) > N for group in groups if group.code != INDEPENDENTS):
            raise Undecided("a list has more candidates than there are seats")
        vacant = apportion(groups, N, *TEHRAN[rule], answers)
        seated = []
        for group in groups:
            # Step 7
            seated += most_voted(group.persons, group.given, "elected", answers, ordered=False)
    # Step 8, reading next-by-votes. Nobody becomes an alternate without a vote.
    others = [p for group in groups for p in group.persons if p not in seated and p.votes > 0]
    alternates = most_voted(others, contest["alternates"], "alternate", answers, ordered=True)
    if len(answers.used) < len(lots):
        raise Undecided("a lot stands on the record that no tie asked for")
    seated.sort(key=lambda person: (-person.votes, person.code))
    return Seats(
        [(group.code, group.given, group.votes) for group in groups],
        vacant,
        [person.code for person in seated],
        [person.code for person in alternates],
    )


def apportion(groups: list[Group], N: int, rounding: str, leftovers: str, lots: Lots) -> int:
    """Article 24, steps 1 to 6; how many seats nobody is left to take."""
    T = sum(group.votes for group in groups)
    # Step 2
    entitlement = {group.code: Fraction(group.votes * N, T) for group in groups}
    whole = {code: due.numerator // due.denominator for code, due in entitlement.items()}
    fraction = {code: due - whole[code] for code, due in entitlement.items()}
    for group in groups:
        # Step 3; reading half: up
        up = rounding == "nearest" and fraction[group.code] >= Fraction(1, 2)
        # Step 4
        group.given = min(whole[group.code] + up, len(group.persons))
    left = N - sum(group.given for group in groups)
    # Step 5; readings over-allocation: smallest-fraction, remainder-tie: greater-share
    while left < 0:
        rounded = [group for group in groups if group.given > whole[group.code]]
        for group in first(rounded, lambda g: (fraction[g.code], g.votes), -left, "take-back", lots):
            group.given -= 1
            left += 1
    # Step 6; reading independents-in-leftovers: pooled
    while left > 0:
        takers = [group for group in groups if group.votes and group.given < len(group.persons)]
        if not takers:
            return left
        share: Callable[[Group], Any] = lambda g: -g.votes  # noqa: E731
        remainder: Callable[[Group], Any] = lambda g: (-fraction[g.code], -g.votes)  # noqa: E731
        order = share if leftovers == "share" else remainder
        for group in first(takers, order, left, "leftover-seat", lots):
            group.given += 1
            left -= 1
    return 0


def first(groups: list[Group], order: Callable[[Group], Any], places: int, purpose: str, lots: Lots) -> list[Group]:
    """The first `places` of an order; equals who cannot all be served draw lots."""
    chosen: list[Group] = []
    for _, run in groupby(sorted(groups, key=order), key=order):
        equals = list(run)
        free = places - len(chosen)
        if len(equals) > free > 0:
            drawn = lots.draw(purpose, [group.code for group in equals], free)
            equals = [next(group for group in equals if group.code == code) for code in drawn]
        chosen += equals[: max(free, 0)]
    return chosen


def most_voted(persons: list[Person], places: int, purpose: str, lots: Lots, *, ordered: bool) -> list[Person]:
    """The first `places` by votes, then veterans, then degree, then a lot. Where only who is in matters, equals who
    are all in draw none."""

    def rank(person: Person) -> tuple[int, bool, int]:
        return -person.votes, not person.veteran, -person.degree

    chosen: list[Person] = []
    for _, run in groupby(sorted(persons, key=rank), key=rank):
        equals = list(run)
        free = places - len(chosen)
        if free <= 0:
            break
        if len(equals) > free or (ordered and len(equals) > 1):
            drawn = lots.draw(purpose, [person.code for person in equals], min(free, len(equals)))
            equals = [next(person for person in equals if person.code == code) for code in drawn]
        chosen += equals
    return chosen
