"""Ballots of voters whom the headquarters could not confirm: docs/protocol/polls.md, "Cut off"."""

from __future__ import annotations

from typing import Any

from ..entries import Entry, decided
from ..report import HEADQUARTERS, Refusal
from ..setup import officers
from ..strict import Form, parse, spelled
from .cards import read_cards
from .signatures import signatories
from .state import Branch, State


def opening(state: State, body: dict[str, Any], cards: set[str]) -> set[str]:
    """`pending.counts`: the pending cards of a branch, if it has any."""
    id, file = body["branch"], body["pending"]
    if file is None:
        return set()
    if file["bytes"] > state.frozen.most_pending * 32:
        raise Refusal("pending.counts", f"branch {id} opens with more pending cards than the policy allows", *officers(id))
    found = read_cards(state.record.signed(f"pending/{id}", file))
    if found is None:
        raise Refusal("polls.card", f"branch {id}: the list of pending cards is not one", *officers(id))
    for holds, what in (
        (bool(found), "a list of no pending cards"),
        (not found & (cards | state.pending_cards), "pending cards that stand in another stack"),
    ):
        if not holds:
            raise Refusal("pending.counts", f"branch {id} opens with {what}", *officers(id))
    return found


def closing(branch: Branch, body: dict[str, Any]) -> None:
    """`pending.counts`: the figures of a closing."""
    id, stated, cards = body["branch"], body["pending"], len(branch.pending_cards)
    if (stated is not None) != bool(cards):
        raise Refusal("pending.counts", f"branch {id} closes with pending figures or without, wrongly", *officers(id))
    if stated is None:
        return
    for holds, what in (
        (stated["ballots"] == len(branch.pending), f"{len(branch.pending)} pending ballots stand on the record"),
        (stated["ballots"] <= stated["check_ins"], "more pending ballots than pending check-ins"),
        (stated["check_ins"] <= cards, "more pending check-ins than pending cards"),
    ):
        if not holds:
            raise Refusal("pending.counts", f"branch {id} closes with wrong figures: {what}", *officers(id))


def decision(state: State, entry: Entry) -> None:
    """`pending.decided`"""
    if state.ledger is not None:
        raise state.late(entry, "the ledger was closed", HEADQUARTERS)
    if state.released is not None:
        raise state.again(entry, "the event", HEADQUARTERS)
    if state.unaccounted() is not None:
        raise state.early(entry, "the closing of every branch")
    file = state.record.signed("decision.json", entry.body["decision"])
    try:
        said = decided(parse(file), "decision")
        if spelled(said) != file:
            raise Form("it means a decision, and is not written as one is")
        lists = said["released"], [ballot["card"] for ballot in said["struck"]]
        if any(a >= b for cards in lists for a, b in zip(cards, cards[1:], strict=False)):
            raise Form("its cards do not ascend")
    except Form as why:
        raise Refusal("record.files", f"the file decision.json cannot be read: {why}", HEADQUARTERS) from None
    released, struck = set(lists[0]), set(lists[1])
    due = state.pending().keys()
    for holds, what in (
        (not released & struck, "a pending ballot is released and struck"),
        (bool(due), "nothing is pending"),
        (due <= released | struck, "a pending ballot is left undecided"),
        (released | struck <= due, "it speaks of a card under which no pending ballot lies"),
    ):
        if not holds:
            raise Refusal("pending.decided", what, *signatories(state, entry))
    state.released = released
