"""Whose signatures an entry needs: exactly these, in this order, each once, each true (docs/protocol/requests.md, "An entry")."""

from __future__ import annotations

from .. import signature
from ..entries import Entry
from ..report import HEADQUARTERS, KEEPER, Refusal
from ..setup import officers
from .state import State


def signatories(state: State, entry: Entry) -> list[str]:
    """The table."""
    body, setup = entry.body, state.frozen
    match entry.kind:
        case "setup":
            return [HEADQUARTERS, *setup.all_boards()]
        case "pledge" | "deal" | "verdict" | "key" | "mix" | "partial":
            return [f"trustee:{body['trustee']}"]
        case "opening" | "closing":
            return [f"branch:{body['branch']}", *officers(body["branch"])]
        case "ballot":
            return [f"booth:{body['branch']}/{body['booth']}", f"branch:{body['branch']}"]
        case "spoiled":
            ballot = body["ballot"]
            return [f"booth:{ballot['branch']}/{ballot['booth']}", f"branch:{ballot['branch']}"]
        case "refused":
            return [HEADQUARTERS, f"branch:{body['branch']}"]
        case "settlement":
            return [*officers(body["branch"]), *setup.all_boards()]
        case "void":
            return officers(body["branch"]) if body["said_by"] == "officers" else setup.all_boards()
        case "decision":
            return [HEADQUARTERS, *(f"body:{contest['id']}/supervisory" for contest in setup.contests)]
        case "ledger" | "count":
            return [HEADQUARTERS]
        case "lot":
            return setup.boards(body["contest"])
        case "outcome":
            return [HEADQUARTERS, *setup.boards(body["contest"])]
        case _:
            raise AssertionError(entry.kind)


def check(state: State, entry: Entry) -> None:
    """`entry.signatures`, `entry.names`, and `polls.device` for a booth that nobody enrolled."""
    needed = signatories(state, entry)
    domain = f"{state.event}/{entry.kind}"
    given = [signed["by"] for signed in entry.signatures]
    for by in given:
        if by not in needed:
            raise Refusal("entry.signatures", f"{entry.kind} carries a signature of {by}, who has no part in it", by)
    for by in needed:
        if by not in given:
            raise Refusal("entry.signatures", f"{entry.kind} lacks the signature of {by}", by)
    if len(given) > len(needed):
        by = given[len(needed)]
        raise Refusal("entry.signatures", f"{entry.kind} carries a signature of {by}, who has no part in it", by)
    for due, signed in zip(needed, entry.signatures, strict=True):
        by = signed["by"]
        if by != due:
            raise Refusal("entry.signatures", f"the signature of {by} under {entry.kind} is not in its place", by)
        key = state.key_of(by)
        if key is None:
            if not by.startswith("booth:"):
                raise Refusal("entry.names", f"the set-up has no {by}", by)
            if by.removeprefix("booth:").partition("/")[0] not in state.branches:
                raise Refusal("entry.order", f"{entry.kind} came before the branch's opening", KEEPER)
            raise Refusal("polls.device", f"{by} is not enrolled", by)
        if not signature.holds_under(domain, key, entry.body_bytes, signed["signature"]):
            raise Refusal("entry.signatures", f"the signature of {by} under {entry.kind} is false", by)
