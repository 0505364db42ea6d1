"""From totals to seats: docs/seats.md, for the rules of Tehran under every reading, and for plurality.

The six other rules are known by name, so that a set-up that names one can be read; their result is not judged here.
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

VERSION = 1
"""Of the wording of these rules."""

READINGS = {
    "half": ("up", "down"),
    "over-allocation": ("smallest-fraction", "lowest-share", "order-of-share"),
    "remainder-tie": ("greater-share", "lot"),
    "independents-in-leftovers": ("pooled", "best-person", "behind-lists"),
    "independents-seated": ("any", "rank-within-seats"),
    "person-tie": ("veteran-degree-lot", "lot"),
    "alternates": ("next-by-votes", "shared-out"),
}
"""What the law leaves open: the answers that boards can sign, the rule's own first."""

OPEN = {
    "tehran-1404": list(READINGS),
    "tehran-1404-largest-remainder": [
        "remainder-tie",
        "independents-in-leftovers",
        "independents-seated",
        "person-tie",
        "alternates",
    ],
    "tehran-1404-integer-then-share": ["independents-in-leftovers", "independents-seated", "person-tie", "alternates"],
    "plurality": ["person-tie"],
}
"""Which of them each rule leaves open."""

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
    room: int | None = None
    """So many seats it can fill; as many as it has persons where nothing else is said."""

    @property
    def full(self) -> bool:
        """Can it take no more?"""
        return self.given >= (len(self.persons) if self.room is None else self.room)

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


def readings_of(contest: dict[str, Any]) -> dict[str, str]:
    """The answers in force: those signed with the contest, and the rule's own to every other question."""
    rule, signed = contest["rule"], contest.get("readings", {})
    if rule not in OPEN:
        raise NotJudged(rule)
    for question, answer in signed.items():
        if question not in OPEN[rule] or answer not in READINGS[question]:
            raise Undecided(f"{rule} has no reading {question}: {answer}")
    return {question: signed.get(question, READINGS[question][0]) for question in sorted(OPEN[rule])}


def decide(contest: dict[str, Any], votes: list[int], lots: list[dict[str, Any]]) -> Seats:
    """Applies the contest's rule."""
    rule = contest["rule"]
    signed = readings_of(contest)
    way = {question: answers[0] for question, answers in READINGS.items()} | signed
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
    everybody = [person for _, person in persons]
    if rule == "plurality":
        seated = most_voted(everybody, N, "elected", way, answers, ordered=False)
        for group in groups:
            group.given = sum(person in seated for person in group.persons)
        vacant = N - len(seated)
    else:
        if any(len(group.persons) > N for group in groups if group.code != INDEPENDENTS):
            raise Undecided("a list has more candidates than there are seats")
        bar = rank_bar(everybody, N, way)
        may_sit = {g.code: [p for p in g.persons if g.code != INDEPENDENTS or p.votes >= bar] for g in groups}
        for group in groups:
            group.room = len(may_sit[group.code])
        vacant = apportion(groups, N, rule, way, answers, ("take-back", "leftover-seat"), alone)
        seated = []
        for group in groups:
            # Step 7
            seated += most_voted(may_sit[group.code], group.given, "elected", way, answers, ordered=False)
    # Step 8. Nobody becomes an alternate without a vote.
    others = {g.code: [p for p in g.persons if p not in seated and p.votes > 0] for g in groups}
    if way["alternates"] == "next-by-votes":
        alternates = most_voted(
            [p for persons in others.values() for p in persons],
            contest["alternates"],
            "alternate",
            way,
            answers,
            ordered=True,
        )
    else:
        alternates = []
        # A person without a vote could be seated, and then leaves no place free for one with votes.
        shares = [
            Group(g.code, g.persons, room=max(sum(p.votes > 0 for p in g.persons) - g.given, 0)) for g in groups
        ]
        seated_alone = sum(person in seated for person in alone)
        still_alone = sorted(alone, key=lambda p: -p.votes)[seated_alone:]
        if contest["alternates"]:
            purposes = ("alternate-take-back", "alternate-place")
            apportion(shares, contest["alternates"], rule, way, answers, purposes, still_alone)
        for share in shares:
            alternates += most_voted(others[share.code], share.given, "alternate", way, answers, ordered=True)
    if len(answers.used) < len(lots):
        raise Undecided("a lot stands on the record that no tie asked for")
    seated.sort(key=lambda person: (-person.votes, person.code))
    return Seats(
        [(group.code, group.given, group.votes) for group in groups],
        vacant,
        [person.code for person in seated],
        [person.code for person in alternates],
    )


def rank_bar(everybody: list[Person], N: int, way: dict[str, str]) -> int:
    """Reading rank-within-seats: the votes below which an independent has been outvoted by as many as there are seats."""
    if way["independents-seated"] == "any" or len(everybody) < N:
        return 0
    return sorted((person.votes for person in everybody), reverse=True)[N - 1]


def apportion(
    groups: list[Group],
    N: int,
    rule: str,
    way: dict[str, str],
    lots: Lots,
    purposes: tuple[str, str],
    alone: list[Person],
) -> int:
    """Article 24, steps 1 to 6; how many seats nobody is left to take."""
    rounding, leftovers = TEHRAN[rule]
    take_back, leftover = purposes
    T = sum(group.votes for group in groups)
    # Step 2
    entitlement = {group.code: Fraction(group.votes * N, T) for group in groups}
    whole = {code: due.numerator // due.denominator for code, due in entitlement.items()}
    fraction = {code: due - whole[code] for code, due in entitlement.items()}
    for group in groups:
        # Step 3
        half = Fraction(1, 2)
        up = fraction[group.code] > half or (fraction[group.code] == half and way["half"] == "up")
        # Step 4
        room = len(group.persons) if group.room is None else group.room
        group.given = min(whole[group.code] + (rounding == "nearest" and up), room)
    left = N - sum(group.given for group in groups)
    # Step 5
    tied_by_share = way["remainder-tie"] == "greater-share"
    while left < 0:
        if way["over-allocation"] == "order-of-share":
            left += _from_the_last(groups, -left, take_back, lots)
            continue
        rounded = [group for group in groups if group.given > whole[group.code]]

        def low(g: Group) -> Any:
            if way["over-allocation"] == "lowest-share":
                return g.votes
            return (fraction[g.code], g.votes if tied_by_share else 0)

        for group in first(rounded, low, -left, take_back, lots):
            group.given -= 1
            left += 1
    # Step 6
    persons = sorted((person.votes for person in alone), reverse=True)
    while left > 0:
        takers = [group for group in groups if group.votes and not group.full]
        if way["independents-in-leftovers"] == "behind-lists":
            takers = [group for group in takers if group.code != INDEPENDENTS] or takers
        if not takers:
            return left

        def high(g: Group) -> Any:
            votes, rest = g.votes, fraction[g.code]
            if g.code == INDEPENDENTS and persons and way["independents-in-leftovers"] == "best-person":
                votes = persons[g.given] if g.given < len(persons) else 0
                rest = Fraction(votes * N, T)
            if leftovers == "share":
                return -votes
            return (-rest, -votes if tied_by_share else 0)

        for group in first(takers, high, left, leftover, lots):
            group.given += 1
            left -= 1
    return 0


def _from_the_last(groups: list[Group], over: int, purpose: str, lots: Lots) -> int:
    """Reading order-of-share: the last of the order lose all they have before the next lose anything."""
    seated = [group for group in groups if group.given]
    last = min(group.votes for group in seated)
    equals = [group for group in seated if group.votes == last]
    if len(equals) > 1 and sum(group.given for group in equals) > over:
        drawn = lots.draw(purpose, [group.code for group in equals], len(equals))
        equals = [next(group for group in equals if group.code == code) for code in drawn]
    taken = 0
    for group in equals:
        gives = min(group.given, over - taken)
        group.given -= gives
        taken += gives
    return taken


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


def most_voted(
    persons: list[Person], places: int, purpose: str, way: dict[str, str], lots: Lots, *, ordered: bool
) -> list[Person]:
    """The first `places` by votes, then as `person-tie` says. Where only who is in matters, equals who are all in draw
    no lot."""

    def rank(person: Person) -> tuple[int, bool, int]:
        if way["person-tie"] == "lot":
            return -person.votes, False, 0
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


def steps_lead_to(steps: Any, seats: list[tuple[str, int, int]]) -> bool:
    """Do the steps of a result, each from where the one before it stood, lead to these seats?"""
    standing = {code: 0 for code, _, _ in seats}
    if not isinstance(steps, list):
        return False
    for step in steps:
        if not isinstance(step, dict) or not isinstance(step.get("change"), list):
            return False
        if step.get("house") == "members":
            for change in step["change"]:
                if not isinstance(change, dict) or standing.get(change.get("list")) != change.get("from"):
                    return False
                standing[change["list"]] = change.get("to")
        if step.get("standing") != [{"list": code, "seats": n} for code, n in standing.items()]:
            return False
    return standing == {code: n for code, n, _ in seats}
