"""Polling day, from the opening of a branch to the ledger: docs/protocol/polls.md."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..entries import Entry, ledger_rows, tracking_code
from ..report import HEADQUARTERS, Refusal
from ..setup import officers, shape
from ..strict import Form, parse, spelled
from . import pending
from .cards import read_cards
from .signatures import signatories
from .state import Branch, State

MOST_CARDS = 100_000
NO_BOX = "the branch was declared to have no box"


def opening(state: State, entry: Entry) -> None:
    """`polls.zero`, and `polls.device` for the booths' keys."""
    body = entry.body
    id, by = body["branch"], f"branch:{body['branch']}"
    if not state.has_key():
        raise state.early(entry, "the election key")
    if state.ledger is not None:
        raise state.late(entry, "the ledger was closed", by)
    if id in state.branches:
        raise state.again(entry, f"branch {id}", by)
    if id in state.voids:
        raise state.late(entry, NO_BOX, by)
    if body["ballots"]:
        raise Refusal("polls.zero", f"branch {id} opened with {body['ballots']} ballots in the box", *officers(id))
    booths: dict[int, bytes] = {}
    for booth in body["booths"]:
        if booth["number"] in booths:
            raise state.again(entry, f"booth {booth['number']}", by)
        booths[booth["number"]] = bytes.fromhex(booth["key"])
    seats = dict(state.seats)
    for number, key in booths.items():
        if key in seats:
            raise Refusal("polls.device", f"booth {number} of branch {id} has the key of {seats[key]}", *officers(id))
        seats[key] = f"booth:{id}/{number}"
    if body["cards"]["bytes"] > MOST_CARDS * 32:
        raise Refusal("polls.card", f"branch {id}: the list of cards is too long", *officers(id))
    cards = read_cards(state.record.signed(f"cards/{id}", body["cards"]))
    if cards is None:
        raise Refusal("polls.card", f"branch {id}: the list of cards is not one", *officers(id))
    pending_cards = pending.opening(state, body, cards)
    state.seats = seats
    state.pending_cards |= pending_cards
    state.branches[id] = Branch(cards, booths, pending_cards=pending_cards)


def ballot(state: State, entry: Entry) -> None:
    """A ballot goes into the box and spends its card."""
    body = entry.body
    branch = _may_be_sealed(state, entry, body)
    state.ciphertexts |= _fresh(state, body)
    branch.spent.add(body["card"])
    cast = (tracking_code(state.event, body), entry)
    branch.standing.add(cast[0])
    if body["card"] in branch.pending_cards:
        branch.pending[body["card"]] = cast
    else:
        branch.ballots.append(cast)


def spoiled(state: State, entry: Entry) -> None:
    """A challenged ballot is opened; its card stays good."""
    body = entry.body["ballot"]
    branch = _may_be_sealed(state, entry, body)
    state.ciphertexts |= _fresh(state, body)
    branch.challenges[body["card"]] = branch.challenges.get(body["card"], 0) + 1
    branch.standing.add(tracking_code(state.event, body))
    branch.spoiled += 1


def _may_be_sealed(state: State, entry: Entry, body: dict[str, Any]) -> Branch:
    """`ballot.contests`, `polls.card`, and that the branch is open."""
    id, card, by = body["branch"], body["card"], f"booth:{body['branch']}/{body['booth']}"
    if [sealed["contest"] for sealed in body["contests"]] != [contest["id"] for contest in state.frozen.contests]:
        raise Refusal("ballot.contests", "it does not hold the contests of the set-up in their order", by)
    if id in state.voids:
        raise state.late(entry, NO_BOX, by)
    branch = state.branches.get(id)
    if branch is None:
        raise state.early(entry, "the branch's opening")
    if branch.closing is not None:
        raise state.late(entry, "the branch was closed", by)
    both = (by, f"branch:{id}")
    if card not in branch.cards and card not in branch.pending_cards:
        raise Refusal("polls.card", f"card {card} is none of branch {id}'s", *both)
    if card in branch.spent:
        raise Refusal("polls.card", f"card {card} of branch {id} was spent already", *both)
    expected = branch.challenges.get(card, 0) + 1
    if body["attempt"] != expected:
        raise Refusal("polls.card", f"card {card}: attempt {body['attempt']} where {expected} was due", *both)
    return branch


def _fresh(state: State, body: dict[str, Any]) -> set[bytes]:
    """`seal.replay`: the first halves, none of which stands in two places."""
    fresh: set[bytes] = set()
    for sealed in body["contests"]:
        contest = state.frozen.contest(sealed["contest"])
        if contest is None or len(sealed["seal"]) != shape(contest).length:
            continue  # refused by its shape, with the proofs
        for slot in range(contest["picks"]):
            A = sealed["seal"][64 * slot : 64 * slot + 32]
            if A in state.ciphertexts or A in fresh:
                by = f"booth:{body['branch']}/{body['booth']}"
                raise Refusal("seal.replay", f"contest {sealed['contest']}: it repeats a ciphertext", by)
            fresh.add(A)
    return fresh


def refused(state: State, entry: Entry) -> None:
    """`polls.refused`: a ballot that has a receipt and may not stand uses card and attempt as if it stood."""
    body = entry.body
    id, card, by = body["branch"], body["card"], f"branch:{body['branch']}"
    if id in state.voids:
        raise state.late(entry, NO_BOX, by)
    branch = state.branches.get(id)
    if branch is None:
        raise state.early(entry, "the branch's opening")
    if branch.closing is not None:
        raise state.late(entry, "the branch was closed", by)
    for holds, what in (
        (re.fullmatch("[a-z.]{1,40}", body["check"]), "it names no check"),
        (card in branch.cards or card in branch.pending_cards, "its card is none of this branch's"),
        (body["code"] not in branch.refused, "it was named before"),
        (body["code"] not in branch.standing, "it stands on the record"),
    ):
        if not holds:
            raise Refusal("polls.refused", f"branch {id}, ballot {body['code']}: {what}", HEADQUARTERS, by)
    if card not in branch.spent:
        if body["was"] == "cast":
            branch.spent.add(card)
            branch.refused_cards += card in branch.cards
        elif branch.challenges.get(card, 0) + 1 == body["attempt"]:
            branch.challenges[card] = body["attempt"]
    branch.refused[body["code"]] = body


def closing(state: State, entry: Entry) -> None:
    """`polls.closing`"""
    body = entry.body
    id, by = body["branch"], f"branch:{body['branch']}"
    if id in state.voids:
        raise state.late(entry, NO_BOX, by)
    branch = state.branches.get(id)
    if branch is None:
        raise state.early(entry, "the branch's opening")
    if branch.closing is not None:
        raise state.again(entry, f"branch {id}", by)
    settled = branch.settlement
    for holds, what in (
        (body["ballots"] == len(branch.ballots), f"{len(branch.ballots)} ballots stand on the record"),
        (body["spoiled"] == branch.spoiled, f"{branch.spoiled} challenged ballots stand on the record"),
        (not settled or body["check_ins"] == settled["check_ins"], "other check-ins were settled"),
        (not settled or body["cards"] == settled["cards"], "other cards were settled"),
        (body["cards"] <= body["check_ins"], "more cards than check-ins"),
        (body["cards"] <= len(branch.cards), "more cards than it had"),
        (body["refused"] == branch.refused_cards, f"{branch.refused_cards} cards are spent on refused ballots"),
        (
            body["ballots"] + body["refused"] + body["abandoned"] == body["cards"],
            "ballots, refused ballots and abandoned cards are not the cards",
        ),
    ):
        if not holds:
            raise Refusal("polls.closing", f"branch {id} closes with wrong figures: {what}", *officers(id))
    pending.closing(branch, body)
    branch.closing = body


def settlement(state: State, entry: Entry) -> None:
    """`polls.settled`"""
    body, by = entry.body, signatories(state, entry)
    id = body["branch"]
    if state.ledger is not None:
        raise state.late(entry, "the ledger was closed", by[0])
    if id in state.voids:
        raise state.late(entry, NO_BOX, by[0])
    branch = state.branches.get(id)
    if branch is None:
        raise state.early(entry, "the branch's opening")
    if branch.settlement is not None:
        raise state.again(entry, f"branch {id}", by[0])
    for holds, what in (
        (is_a_reason(body["reason"]), "a reason that cannot be read aloud"),
        (not branch.closing or branch.closing["check_ins"] == body["counted"], "another count than it closed with"),
        (body["cards"] >= len(branch.ballots) + branch.refused_cards, "fewer cards than ballots"),
        (body["cards"] <= body["check_ins"], "more cards than check-ins"),
        (body["cards"] <= len(branch.cards), "more cards than it had"),
    ):
        if not holds:
            raise Refusal("polls.settled", f"branch {id} is settled with {what}", *by)
    branch.settlement = body


def void(state: State, entry: Entry) -> None:
    """`polls.branches`: a branch is said to have no box."""
    body, by = entry.body, signatories(state, entry)
    id, why = body["branch"], body["why"]
    if state.ledger is not None:
        raise state.late(entry, "the ledger was closed", by[0])
    if state.released is not None:
        raise state.late(entry, "the pending ballots were decided", by[0])
    if id not in state.frozen.branches:
        raise Refusal("entry.names", f"the set-up has no branch {id}", by[0])
    if id in state.voids:
        raise state.again(entry, f"branch {id}", by[0])
    branch = state.branches.get(id)
    for holds, what in (
        (is_a_reason(body["reason"]), "the reason cannot be read aloud"),
        (why != "not-opened" or branch is None, "it did open"),
        (why == "not-opened" or branch is not None, "it never opened"),
        (why != "lost" or branch is None or branch.closing is None, "it has closed, so it is not lost"),
        (branch is None or body["said_by"] == "boards", "only the boards may set ballots aside"),
    ):
        if not holds:
            raise Refusal("polls.branches", f"branch {id} is said to have no box: {what}", *by)
    state.voids[id] = body


def is_a_reason(text: str) -> bool:
    """Something, of at most 1,000 bytes, without control characters."""
    control = any(unicodedata.category(c) == "Cc" for c in text)
    return bool(text.strip()) and len(text.encode()) <= 1_000 and not control


def ledger(state: State, entry: Entry) -> None:
    """`polls.branches` for all, then `polls.ledger`."""
    if state.ledger is not None:
        raise state.again(entry, "the event", HEADQUARTERS)
    if not state.branches:
        raise state.early(entry, "the opening of any branch")
    unaccounted = state.unaccounted()
    if unaccounted is not None:
        what = f"branch {unaccounted} has not closed, and nobody who may says why it has no box"
        raise Refusal("polls.branches", what, HEADQUARTERS)
    if state.released is None and state.pending():
        raise Refusal("pending.decided", "no decision stands before the ledger", HEADQUARTERS)
    file = state.record.signed("ledger.json", entry.body["ledger"])
    try:
        rows = ledger_rows(parse(file), "ledger")
        if spelled(rows) != file:
            raise Form("it means a ledger, and is not written as one is")
        if [row["branch"] for row in rows] != state.frozen.branches:
            raise Form("it does not list the branches of the set-up in their order")
    except Form as why:
        raise Refusal("record.files", f"the file ledger.json cannot be read: {why}", HEADQUARTERS) from None
    for row in rows:
        id = row["branch"]
        not_opened = id in state.voids and state.voids[id]["why"] == "not-opened"
        due = 0 if not_opened else state.branches[id].check_ins
        if due is not None and due != row["check_ins"]:
            what = f"the ledger has {row['check_ins']} check-ins for branch {id}, its officers signed {due}"
            raise Refusal("polls.ledger", what, *officers(id), HEADQUARTERS)
    state.ledger = rows
    state.make_boxes()
