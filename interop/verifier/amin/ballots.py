"""`seal.*`: every ballot is a set of numbers of its contests, sealed for itself alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .crypto import seal
from .crypto.fault import Fault
from .crypto.group import Malformed, Point, Reader
from .entries import Entry, seal_context, tracking_code
from .report import Refusal, Report
from .rules.state import State
from .setup import shape


def check(state: State, entries: Iterable[Entry], report: Report) -> None:
    """All ballots on the record, admitted or not, cast or challenged."""
    if state.joint is None:
        return
    h = state.joint.h
    for entry in entries:
        try:
            if entry.kind == "ballot":
                for name in ("seal.shape", "seal.points", "seal.link", "seal.set"):
                    report.tried(name)
                _seals(state, h, entry.body)
            elif entry.kind == "spoiled":
                report.tried("seal.opening")
                _opened(state, h, entry.body)
        except Refusal as refusal:
            report.refused(f"entry {entry.sequence}", refusal)


def _seals(state: State, h: Point, ballot: dict[str, Any]) -> list[tuple[dict[str, Any], seal.Seal]]:
    code = tracking_code(state.event, ballot)
    checked = []
    for sealed in ballot["contests"]:
        contest = state.frozen.contest(sealed["contest"])
        if contest is None:
            raise Refusal("ballot.contests", f"ballot {code}: there is no contest {sealed['contest']}", _booth(ballot))
        context = seal_context(state.event, contest["id"], ballot)
        try:
            checked.append((contest, seal.check(shape(contest), h, context, sealed["seal"])))
        except Fault as fault:
            what = f"ballot {code}, contest {contest['id']}: {fault.what}"
            raise Refusal(fault.check, what, _booth(ballot)) from None
    return checked


def _opened(state: State, h: Point, body: dict[str, Any]) -> None:
    """A challenged ballot: its seals hold, and numbers and randomness give exactly its slots."""
    ballot = body["ballot"]
    checked = _seals(state, h, ballot)
    if [one["contest"] for one in body["opened"]] != [contest["id"] for contest, _ in checked]:
        raise Refusal("ballot.contests", "not exactly its contests are opened", _booth(ballot))
    for (contest, one), opened in zip(checked, body["opened"], strict=True):
        reader = Reader(opened["randomness"])
        try:
            r = reader.scalars(contest["picks"])
            reader.end()
            numbers = opened["numbers"]
            in_order = all(a < b for a, b in zip(numbers, numbers[1:], strict=False))
            if not in_order or (numbers and numbers[-1] > shape(contest).max):
                raise Fault("seal.opening", "the numbers are no ballot")
            seal.check_opening(shape(contest), h, one, numbers, r)
        except (Fault, Malformed) as why:
            raise Refusal("seal.opening", f"contest {contest['id']}: {why}", _booth(ballot)) from None


def _booth(ballot: dict[str, Any]) -> str:
    return f"booth:{ballot['branch']}/{ballot['booth']}"
