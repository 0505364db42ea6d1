"""The first entry, and the key ceremony on the record: docs/protocol/setup.md."""

from __future__ import annotations

from collections.abc import Callable

from ..crypto import ceremony
from ..crypto.fault import Fault
from ..crypto.group import Malformed
from ..entries import Entry
from ..report import HEADQUARTERS, Refusal
from ..setup import Setup
from ..strict import Form
from . import signatures
from .state import State

REGISTRATION = b"amin/1/registration"


def freeze(state: State, entry: Entry) -> None:
    """Nothing → a frozen event."""
    if state.setup is not None:
        raise state.again(entry, "the event", HEADQUARTERS)
    file = state.record.signed("setup.json", entry.body["setup"])
    try:
        setup = Setup.read(file)
    except Form as why:
        raise Refusal("setup.rules", str(why), HEADQUARTERS) from None
    registered = [trustee["transport"] for trustee in setup.data["trustees"]]
    try:
        circle = ceremony.Circle.of(setup.trustees, setup.threshold, REGISTRATION, registered)
    except Fault as fault:
        raise _refused(fault) from None
    state.setup, state.seats = setup, dict(setup.seats_of_keys)
    state.circle = circle.bound_to(f"{setup.event}/ceremony".encode())
    try:
        signatures.check(state, entry)
    except Refusal:
        state.setup, state.circle, state.seats = None, None, {}
        raise


def pledge(state: State, entry: Entry) -> None:
    """First round."""
    trustee, data = _message(state, entry, None, state.pledges)
    if len(data) != 32:
        raise Refusal("ceremony.pledge", f"trustee {trustee}: a pledge has 32 bytes", f"trustee:{trustee}")
    state.pledges[trustee] = data


def deal(state: State, entry: Entry) -> None:
    """Second round, when all have pledged."""
    trustee, data = _message(state, entry, state.pledges, state.deals)
    circle = _circle(state)
    _judged(trustee, lambda: ceremony.check_deal(circle, trustee, state.pledges[trustee], data))
    state.deals[trustee] = data


def verdict(state: State, entry: Entry) -> None:
    """Third round, when all have dealt. With the last verdict the key is concluded."""
    trustee, data = _message(state, entry, state.deals, state.verdicts)
    circle = _circle(state)
    _judged(trustee, lambda: ceremony.Verdict.read(circle, data))
    verdicts = state.verdicts | {trustee: data}
    if len(verdicts) == circle.n:
        try:
            state.joint = ceremony.conclude(circle, state.pledges, state.deals, verdicts)
        except Fault as fault:
            raise _refused(fault, trustee) from None
    state.verdicts[trustee] = data


def key(state: State, entry: Entry) -> None:
    """A trustee confirms the key."""
    trustee, stated = entry.body["trustee"], entry.body["key"]
    if state.joint is None:
        raise state.early(entry, "the verdicts of all trustees")
    if trustee in state.confirmed:
        raise state.again(entry, f"trustee {trustee}", f"trustee:{trustee}")
    if stated != state.joint.h.hex():
        what = f"trustee {trustee} confirms a key that the ceremony does not give"
        raise Refusal("ceremony.key", what, f"trustee:{trustee}")
    state.confirmed.add(trustee)


def _message(
    state: State, entry: Entry, before: dict[int, bytes] | None, messages: dict[int, bytes]
) -> tuple[int, bytes]:
    """Whose message it is and what it says; every round waits for the whole one before it."""
    trustee = entry.body["trustee"]
    if before is not None and len(before) < state.frozen.trustees:
        raise state.early(entry, "the round before it was complete")
    if trustee in messages:
        raise state.again(entry, f"trustee {trustee}", f"trustee:{trustee}")
    return trustee, entry.body[entry.kind]


def _circle(state: State) -> ceremony.Circle:
    assert state.circle is not None, "a frozen set-up has a circle"
    return state.circle


def _judged(trustee: int, judge: Callable[[], object]) -> None:
    try:
        judge()
    except Malformed as why:
        raise Refusal("ceremony.verdict", f"trustee {trustee}: {why}", f"trustee:{trustee}") from None
    except Fault as fault:
        raise Refusal(fault.check, fault.what, f"trustee:{trustee}") from None


def _refused(fault: Fault, last: int = 0) -> Refusal:
    """The first culprit is named; where there is none, the one who spoke last."""
    return Refusal(fault.check, fault.what, f"trustee:{fault.trustees[0] if fault.trustees else last}")
