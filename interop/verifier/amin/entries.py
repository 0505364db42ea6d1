"""Entries as bytes: kind, body, signatures. docs/protocol/entries.md has every body field by field."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from .report import KEEPER, Refusal
from .strict import (
    Form,
    Optional,
    Read,
    base64_bytes,
    compact,
    hex32,
    identifier,
    list_of,
    object_of,
    parse,
    pattern,
    string,
    u16,
    u64,
)

MOST_BYTES = 65_535

_number = "0|[1-9][0-9]{0,4}"
_id = "[a-z0-9][a-z0-9_-]{0,63}"
_signatory_form = pattern(
    f"headquarters|body:{_id}/(executive|supervisory)|officer:{_id}/(executive|supervisory)"
    f"|branch:{_id}|booth:{_id}/({_number})|trustee:({_number})",
    "signatory",
)


def signatory(value: Any, at: str) -> str:
    """One spelling each; numbers have 16 bits."""
    name = str(_signatory_form(value, at))
    digits = name.rpartition("/" if name.startswith("booth:") else ":")[2]
    if name.startswith(("booth:", "trustee:")) and int(digits) >= 2**16:
        raise Form(f"{at} is no signatory")
    return name


def _signature(value: Any, at: str) -> bytes:
    data = base64_bytes(value, at)
    if len(data) != 64:
        raise Form(f"{at} is no signature of 64 bytes")
    return bytes(data)


def _unit(value: Any, at: str) -> str:
    name = str(pattern(f"{_id}(\\+[1-9][0-9]{{0,9}})?", "counting unit")(value, at))
    if int(name.partition("+")[2] or 0) >= 2**32:
        raise Form(f"{at} is no counting unit")
    return name


file = object_of(sha256=hex32, bytes=u64)
box = object_of(contest=identifier, unit=_unit)
_sealed = object_of(contest=identifier, seal=base64_bytes)
_opened = object_of(contest=identifier, numbers=list_of(u16), randomness=base64_bytes)
_ballot = object_of(branch=identifier, booth=u16, card=hex32, attempt=u16, contests=list_of(_sealed))
_booth = object_of(number=u16, key=hex32)
_drawn = object_of(purpose=string, among=list_of(identifier), drawn=list_of(identifier))

BODIES: dict[str, Read] = {
    "setup": object_of(setup=file),
    "pledge": object_of(trustee=u16, pledge=base64_bytes),
    "deal": object_of(trustee=u16, deal=base64_bytes),
    "verdict": object_of(trustee=u16, verdict=base64_bytes),
    "key": object_of(trustee=u16, key=hex32),
    "opening": object_of(
        branch=identifier, at=string, booths=list_of(_booth), cards=file, ballots=u64, pending=Optional(file, None)
    ),
    "ballot": _ballot,
    "spoiled": object_of(ballot=_ballot, opened=list_of(_opened)),
    "refused": object_of(
        branch=identifier,
        booth=u16,
        card=hex32,
        attempt=u16,
        was=pattern("cast|challenged", "thing to do with a ballot"),
        code=hex32,
        check=string,
    ),
    "closing": object_of(
        branch=identifier,
        at=string,
        check_ins=u64,
        cards=u64,
        ballots=u64,
        spoiled=u64,
        abandoned=u64,
        refused=Optional(u64, 0),
        pending=Optional(object_of(check_ins=u64, ballots=u64), None),
    ),
    "settlement": object_of(branch=identifier, at=string, counted=u64, check_ins=u64, cards=u64, reason=string),
    "void": object_of(
        branch=identifier,
        at=string,
        why=pattern("not-opened|lost|annulled", "reason for having no box"),
        said_by=pattern("officers|boards", "one who may say so"),
        reason=string,
    ),
    "decision": object_of(decision=file),
    "ledger": object_of(ledger=file),
    "mix": object_of(box_=box, trustee=u16, input=file, output=file, proof=file),
    "partial": object_of(box_=box, trustee=u16, input=file, partial=file),
    "count": object_of(box_=box, minutes=file),
    "lot": object_of(contest=identifier, drawn=_drawn),
    "outcome": object_of(contest=identifier, result=file),
}

decided = object_of(
    released=list_of(hex32),
    struck=list_of(
        object_of(card=hex32, why=pattern("another|undone|ineligible|unclaimed", "reason for striking a ballot"))
    ),
)

ledger_rows = list_of(object_of(branch=identifier, check_ins=u64, refused=u64))


@dataclass(frozen=True)
class Entry:
    """An entry as it stands on the record."""

    sequence: int
    kind: str
    body: dict[str, Any]
    body_bytes: bytes
    signatures: list[dict[str, Any]]


def read(sequence: int, data: bytes) -> Entry:
    """`entry.form`"""
    try:
        if len(data) > MOST_BYTES:
            raise Form(f"it has {len(data)} bytes")
        value = parse(data)
        if compact(value) != data:
            raise Form("it means an entry, and is not written as one is")
        if not isinstance(value, dict) or list(value) != ["kind", "body", "signatures"]:
            raise Form("an entry is a kind, a body and signatures")
        kind, body, signatures = value.values()
        if not isinstance(kind, str) or kind not in BODIES:
            raise Form(f"there is no kind {kind!r}")
        signed = list_of(object_of(by=signatory, signature=_signature))
        return Entry(sequence, kind, BODIES[kind](body, "body"), compact(body), signed(signatures, "signatures"))
    except Form as why:
        raise Refusal("entry.form", str(why), KEEPER) from None


def box_name(box: dict[str, Any]) -> str:
    """`CONTEST/UNIT`"""
    return f"{box['contest']}/{box['unit']}"


def files(entry: Entry) -> list[tuple[str, dict[str, Any]]]:
    """The files that an entry brings onto the record, and where they lie."""
    body = entry.body
    match entry.kind:
        case "setup":
            return [("setup.json", body["setup"])]
        case "opening":
            stacks = [(f"cards/{body['branch']}", body["cards"])]
            if body["pending"] is not None:
                stacks.append((f"pending/{body['branch']}", body["pending"]))
            return stacks
        case "decision":
            return [("decision.json", body["decision"])]
        case "ledger":
            return [("ledger.json", body["ledger"])]
        case "mix":
            place = f"mix/{box_name(body['box'])}/{body['trustee']}"
            return [(f"{place}.slots", body["output"]), (f"{place}.proof", body["proof"])]
        case "partial":
            return [(f"open/{box_name(body['box'])}/{body['trustee']}.partial", body["partial"])]
        case "count":
            return [(f"minutes/{box_name(body['box'])}.json", body["minutes"])]
        case "outcome":
            return [(f"results/{body['contest']}.json", body["result"])]
        case _:
            return []


def tracking_code(event: str, ballot: dict[str, Any]) -> str:
    """What the voter is shown: a hash of all that is sealed and of no signature."""
    parts = ["amin/1/ballot", event, ballot["branch"], str(ballot["booth"]), ballot["card"], str(ballot["attempt"])]
    for sealed in ballot["contests"]:
        parts += [sealed["contest"], hashlib.sha256(sealed["seal"]).hexdigest()]
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def card_number(branch: str, printed: str) -> str:
    """The public number of a card, from what is printed on it."""
    return hashlib.sha256(f"amin/1/card/{branch}/{printed}".encode()).hexdigest()


def seal_context(event: str, contest: str, ballot: dict[str, Any]) -> bytes:
    """What a seal is bound to."""
    parts = [event, contest, ballot["branch"], str(ballot["booth"]), ballot["card"], str(ballot["attempt"])]
    return "/".join(parts).encode()


def box_context(event: str, box: str, trustee: int) -> bytes:
    """What a mix and a partial opening are bound to."""
    return f"{event}/{box}/{trustee}".encode()
