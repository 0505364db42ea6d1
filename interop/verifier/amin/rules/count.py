"""Mixing, opening, counting, deciding: docs/protocol/count.md."""

from __future__ import annotations

from ..entries import Entry, box_name
from ..report import HEADQUARTERS, Refusal
from .state import Box, State


def _box(state: State, entry: Entry, by: str) -> Box:
    """`box.names`"""
    if state.ledger is None:
        raise state.early(entry, "the ledger")
    name = box_name(entry.body["box"])
    if name not in state.boxes:
        raise Refusal("box.names", f"there is no box {name}", by)
    return state.boxes[name]


def mix(state: State, entry: Entry) -> None:
    """`mix.order`, and `mix.input` between mixes; that the first takes the box is seen with the proofs."""
    body = entry.body
    name, by = box_name(body["box"]), f"trustee:{body['trustee']}"
    box = _box(state, entry, by)
    if box.partials:
        raise state.late(entry, "the box was being opened", by)
    if any(step["trustee"] == body["trustee"] for step in box.mixes):
        raise Refusal("mix.order", f"trustee {body['trustee']} mixed box {name} twice", by)
    if box.mixes and box.mixes[-1]["output"] != body["input"]:
        raise Refusal("mix.input", f"box {name} was not taken as the step before left it", by)
    box.mixes.append(body)


def partial(state: State, entry: Entry) -> None:
    """`mix.order`, `open.input`"""
    body = entry.body
    name, by = box_name(body["box"]), f"trustee:{body['trustee']}"
    box = _box(state, entry, by)
    if len(box.mixes) < state.frozen.threshold:
        raise Refusal("mix.order", f"box {name} was opened after {len(box.mixes)} mixes", by)
    if box.mixes[-1]["output"] != body["input"]:
        raise Refusal("open.input", f"what was opened of box {name} is not what the last mix left", by)
    if body["trustee"] in box.partials:
        raise state.again(entry, f"box {name} by trustee {body['trustee']}", by)
    box.partials[body["trustee"]] = body


def count(state: State, entry: Entry) -> None:
    """`open.threshold`"""
    name = box_name(entry.body["box"])
    box = _box(state, entry, HEADQUARTERS)
    if len(box.partials) < state.frozen.threshold:
        raise Refusal("open.threshold", f"box {name} was counted after {len(box.partials)} openings", HEADQUARTERS)
    if box.minutes is not None:
        raise state.again(entry, f"box {name}", HEADQUARTERS)
    box.minutes = entry.body["minutes"]


def lot(state: State, entry: Entry) -> None:
    """A lot comes after all boxes of its contest, and before the outcome."""
    contest = entry.body["contest"]
    _counted(state, entry, contest)
    if contest in state.outcomes:
        raise state.late(entry, "the result was decided", f"body:{contest}/executive")
    state.lots.setdefault(contest, []).append(entry.body["drawn"])


def outcome(state: State, entry: Entry) -> None:
    """`count.boxes`"""
    contest = entry.body["contest"]
    _counted(state, entry, contest)
    if contest in state.outcomes:
        raise state.again(entry, f"contest {contest}", HEADQUARTERS)
    state.outcomes[contest] = entry.body["result"]


def _counted(state: State, entry: Entry, contest: str) -> None:
    if state.ledger is None:
        raise state.early(entry, "the ledger")
    for name, box in state.boxes.items():
        if box.contest == contest and box.minutes is None:
            raise Refusal("count.boxes", f"contest {contest}: box {name} is not counted", HEADQUARTERS)
