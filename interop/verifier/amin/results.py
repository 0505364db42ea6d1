"""`result.*`: totals and seats, recomputed from what the boxes hold."""

from __future__ import annotations

from typing import Any

from . import seats
from .boxes import Totals, add, zero
from .report import HEADQUARTERS, KEEPER, Report
from .rules.state import State
from .strict import Form, parse, spelled


def check(state: State, counted: dict[str, Totals], report: Report) -> None:
    """Every contest."""
    if state.setup is None:
        return
    for contest in state.setup.contests:
        _check(state, contest, counted, report)


def _check(state: State, contest: dict[str, Any], counted: dict[str, Totals], report: Report) -> None:
    id = contest["id"]
    signers = (HEADQUARTERS, *state.frozen.boards(id))
    report.tried("result.totals")
    if id not in state.outcomes:
        report.tried("result.seats")
        report.wrong("result.seats", f"contest {id} has no result", *signers)
        return
    totals, boxes = zero(contest), []
    for name, box in state.boxes.items():
        if box.contest == id:
            boxes.append(box.unit.name)
            if name in counted:
                add(totals, counted[name])
            else:
                report.wrong("count.boxes", f"box {name} could not be counted", KEEPER)
    data = state.record.read(f"results/{id}.json") or b""
    try:
        stated = parse(data)
        if not isinstance(stated, dict):
            raise Form("it is no object")
    except Form as why:
        report.wrong("result.totals", f"contest {id}: its result cannot be read: {why}", *signers)
        return
    if stated.get("totals") != totals or stated.get("boxes") != boxes:
        report.wrong("result.totals", f"contest {id}: its totals are not the sum of its boxes", *signers)
    try:
        due = _due(contest, totals, boxes, state.lots.get(id, []), stated.get("seats"))
    except seats.NotJudged as rule:
        report.unreadable = f"contest {id}: this program does not apply the rule {rule}"
        return
    except seats.Undecided as why:
        report.tried("result.seats")
        report.wrong("result.seats", f"contest {id}: {why}", *signers)
        return
    report.tried("result.seats")
    if data != spelled(due):
        wrong = [name for name in due if due[name] != stated.get(name)] or ["spelling"]
        what = f"contest {id}: the rule {contest['rule']} gives another result: {', '.join(wrong)}"
        report.wrong("result.seats", what, *signers)


def _due(
    contest: dict[str, Any], totals: Totals, boxes: list[str], lots: list[dict[str, Any]], stated: Any
) -> dict[str, Any]:
    """The result as it must be. The steps are taken as they are stated, if they lead to the seats."""
    votes = [one["votes"] for one in totals["votes"]]
    told = dict(stated) if isinstance(stated, dict) else {}
    if sum(votes):
        decided = seats.decide(contest, votes, lots)
        elected, alternates = decided.elected, decided.alternates
        given = [{"list": code, "seats": n, "votes": v} for code, n, v in decided.seats]
        computed = {
            "rule": contest["rule"],
            "version": seats.VERSION,
            "readings": seats.readings_of(contest),
            "seats": given,
            "vacant": decided.vacant,
            "elected": elected,
            "alternates": alternates,
        }
    else:
        elected, alternates = [], []
        computed = {"rule": contest["rule"], "version": seats.VERSION, "seats": []}
    if sum(votes) and not seats.steps_lead_to(told.get("steps"), decided.seats):
        raise seats.Undecided("its steps do not lead to its seats")
    for name, value in computed.items():
        same = isinstance(told.get(name), type(value)) and told[name] == value
        told[name] = told[name] if same else value
    return {
        "contest": contest["id"],
        "rule": contest["rule"],
        "boxes": boxes,
        "totals": totals,
        "valid_votes": sum(votes),
        "elected": elected,
        "alternates": alternates,
        "seats": told,
    }
