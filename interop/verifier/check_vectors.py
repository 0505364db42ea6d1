#!/usr/bin/env python3
"""Is what this verifier computes what `vectors/` says, and does it refuse every crime by the check that must?"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amin import entries, log, seats, signature
from amin.checks import CHECKS
from amin.crypto import ceremony, elgamal, mix, opening, seal
from amin.crypto.fault import Fault
from amin.crypto.group import NEUTRAL, G, Malformed, U, hash_to_group, point, scalar, ℓ
from amin.crypto.transcript import Transcript
from amin.report import Refusal, Report
from amin.setup import Setup
from amin.strict import Form
from amin.units import units

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
Vector = dict[str, Any]
x = bytes.fromhex


class Disagreement(AssertionError):
    """The verifier and a vector differ."""


def same(mine: Any, theirs: Any, what: str) -> None:
    """Both must be equal."""
    if mine != theirs:
        raise Disagreement(f"{what}: computed {mine!r}, the vector says {theirs!r}")


def le32(s: int) -> bytes:
    """A scalar in bytes."""
    return s.to_bytes(32, "little")


# --- one function for each structure: it raises `Fault` where a check fails, `Disagreement` where a value differs ---


def check_transcript(vector: Vector) -> None:
    transcript = Transcript(vector["domain"])
    for step in vector["steps"]:
        if "append" in step:
            label = step["append"]
            if "bytes" in step:
                transcript.append(label, x(step["bytes"]))
            elif "number" in step:
                transcript.append_number(label, step["number"])
            elif "point" in step:
                transcript.append(label, point(x(step["point"])))
            elif "points" in step:
                transcript.append_points(label, [point(x(P)) for P in step["points"]])
            else:
                transcript.append_scalar(label, scalar(x(step["scalar"])))
        elif "challenge_bytes" in step:
            same(transcript.challenge_bytes(step["challenge_bytes"]).hex(), step["gives"], "challenge")
        elif "challenge" in step:
            same(le32(transcript.challenge(step["challenge"])).hex(), step["gives"], "challenge")
        else:
            small = transcript.small_challenges(step["small_challenges"], len(step["gives"]))
            same([le32(s).hex() for s in small], step["gives"], "small challenges")


def check_group(vector: Vector) -> None:
    same(G.hex(), vector["G"], "G")
    same(U.hex(), vector["U"], "U")
    same(NEUTRAL.hex(), vector["neutral"], "neutral element")
    same(le32(ℓ - 1).hex(), vector["minus_one"], "ℓ − 1")
    for case in vector["hash_to_group"]:
        same(hash_to_group(case["domain"], *map(x, case["parts"])).hex(), case["gives"], "hash_to_group")
    for case in vector["multiples"]:
        same((scalar(x(case["s"])) * point(x(case["P"]))).hex(), case["gives"], "multiple")


def check_elgamal(vector: Vector) -> None:
    secret, r, s = (scalar(x(vector[name])) for name in ("x", "r", "s"))
    h = secret * G
    same(h.hex(), vector["h"], "h")
    A, B = r * G, r * h + vector["m"] * U
    same((A.hex(), B.hex()), (vector["A"], vector["B"]), "slot")
    A_, B_ = A + s * G, B + s * h
    same((A_.hex(), B_.hex()), (vector["A_"], vector["B_"]), "slot encrypted anew")
    same((B_ - secret * A_).hex(), vector["mU"], "m·U")


def check_signature(vector: Vector) -> None:
    for signed in vector.get("signatures", [vector]):
        message, signed_by = signed["message"].encode(), x(vector["public"])
        if not signature.holds_under(signed["domain"], signed_by, message, x(signed["signature"])):
            raise Fault("entry.signatures", "the signature does not hold")


def check_seal(vector: Vector) -> None:
    for one in vector.get("seals", [vector]):
        shape, h = seal.Shape(one["S"], one["M"]), point(x(one["h"]))
        checked = seal.check(shape, h, one["context"].encode(), x(one["seal"]))
        if "numbers" in one:
            r = x(one["randomness"])
            randomness = [scalar(r[i : i + 32]) for i in range(0, len(r), 32)]
            seal.check_opening(shape, h, checked, one["numbers"], randomness)
        if "candidates" in one:
            chosen = sorted(shape.S + place for place in one["candidates"])
            same(list(range(shape.S - len(chosen))) + chosen, one["numbers"], "numbers of the choice")


def check_mix(vector: Vector) -> None:
    for one in vector.get("mixes", [vector]):
        input, output = elgamal.slots(x(one["input"])), elgamal.slots(x(one["output"]))
        mix.check(point(x(one["h"])), one["context"].encode(), input, output, x(one["proof"]))


def check_opening(vector: Vector) -> None:
    box = opening.Box.of(elgamal.slots(x(vector["box"])))
    partials = {}
    for part in vector["partials"]:
        j = part["trustee"]
        X_j = point(x(vector["X"][j - 1]))
        D = opening.check_partial(vector["context"].encode(), j, X_j, box, x(part["partial"]))
        partials[j] = D
    opened = opening.combine(vector["t"], vector["n"], box, partials)
    table = opening.Table(vector["numbers_of_the_contest"])
    numbers = [table.read(P) for P in opened]
    if None in numbers:
        raise Fault("open.table", f"slot {numbers.index(None)} holds no number of the contest")
    if "mU" in vector:
        same([P.hex() for P in opened], vector["mU"], "m·U")
        same(numbers, vector["opens_to"], "numbers")
        same(box.digest.hex(), vector["slots_digest"], "digest of the box")


def check_ceremony(vector: Vector) -> None:
    registered = [x(key) for key in vector["transport"]]
    circle = ceremony.Circle.of(vector["n"], vector["t"], vector["context"].encode(), registered)
    circle = circle.bound_to(vector["event"].encode())
    rounds = [{m["trustee"]: x(m["bytes"]) for m in vector[name]} for name in ("pledges", "deals", "verdicts")]
    key = ceremony.conclude(circle, *rounds)
    same(key.h.hex(), vector["h"], "h")
    same([X.hex() for X in key.X], vector["X"], "X")
    same((key.qualified, key.holders), (vector["qualified"], vector["holders"]), "who qualifies, who holds")
    faults = [{"check": fault.check, "culprits": list(fault.trustees)} for fault in key.faults]
    same(faults, vector["faults"], "faults")
    if "transport_secrets" in vector:
        check_shares(vector, circle, rounds[1], key)
    if key.faults:
        raise key.faults[0]


def check_shares(vector: Vector, circle: ceremony.Circle, deals: dict[int, bytes], key: ceremony.JointKey) -> None:
    """Equations (1), (3), (4), (9), which only trustees can compute: with the secrets that the vector tells."""
    secrets = [scalar(x(p)) for p in vector["transport_secrets"]]
    for j, p_j in enumerate(secrets, 1):
        same(p_j * G, circle.P(j), "P_j")
        x_j = 0
        for i in key.qualified:
            deal = ceremony.Deal.read(circle, deals[i])
            K = p_j * deal.R
            s_ij = (deal.c[j - 1] - ceremony.mask(circle, i, j, deal.R, K)) % ℓ
            same(s_ij * G, ceremony.committed_at(deal.C, j), "(5)")
            x_j += s_ij
        same(x_j * G, key.X[j - 1], "(9)")
        if j == 2:
            same(le32(x_j % ℓ).hex(), vector["key_share_of_trustee_2"], "x_2")


def check_log(vector: Vector) -> None:
    if "inclusion" in vector and "leaf" in vector["inclusion"]:
        one = vector["inclusion"]
        path = [x(hash) for hash in one["path"]]
        if not log.included(x(one["leaf"]), one["index"], one["size"], x(one["root"]), path):
            raise Fault("log.tree", "the path does not lead to the root")
    elif "consistency" in vector and "old_root" in vector["consistency"]:
        one = vector["consistency"]
        proof = [x(hash) for hash in one["proof"]]
        if not log.consistent(one["old"], x(one["old_root"]), one["new"], x(one["new_root"]), proof):
            raise Fault("log.witness", "no proof joins these histories")
    elif "bundle" in vector:
        try:
            log.read_bundle(x(vector["bundle"]), vector["width"])
        except Form as why:
            raise Fault("log.entries", str(why)) from None
    else:
        _check_shown(vector)
        if "roots" in vector:
            _check_tree(vector)


def _check_shown(vector: Vector) -> None:
    """A checkpoint and the entries shown with it."""
    report = Report(CHECKS)
    checkpoint = log.check_checkpoint(
        vector["checkpoint"].encode(), log.Key.parse(vector["log"]), log.Key.parse(vector["witness"]), report
    )
    for finding in report.findings:
        raise Fault(finding.check, finding.what)
    assert checkpoint is not None
    tree = log.Tree([log.leaf_hash(x(entry)) for entry in vector["entries"]])
    if (len(tree.leaves), tree.root()) != (checkpoint.size, checkpoint.root):
        raise Fault("log.tree", "the entries do not hash to the root")


def _check_tree(vector: Vector) -> None:
    entries = [x(entry) for entry in vector["entries"]]
    tree = log.Tree([log.leaf_hash(entry) for entry in entries])
    same([leaf.hex() for leaf in tree.leaves], vector["leaves"], "leaves")
    same([tree.root(n).hex() for n in range(len(entries) + 1)], vector["roots"], "roots")
    for one in vector["inclusion"]:
        index, size, path = one["index"], one["size"], [x(hash) for hash in one["path"]]
        same(tree.inclusion(index, size), path, "inclusion proof")
        same(log.included(tree.leaves[index], index, size, tree.root(size), path), True, "inclusion")
    for one in vector["consistency"]:
        old, new, proof = one["old"], one["new"], [x(hash) for hash in one["proof"]]
        same(tree.consistency(old, new), proof, "consistency proof")
        same(log.consistent(old, tree.root(old), new, tree.root(new), proof), True, "consistency")
    due = [*log.layout(len(entries), -1), *log.layout(len(entries), 0)]
    same(sorted(vector["files"]), sorted(tile.path for tile in due), "tiles")
    for tile in due:
        data = x(vector["files"][tile.path])
        if tile.level < 0:
            same(log.read_bundle(data, tile.width), entries, tile.path)
        else:
            same(data, b"".join(tile.hashes(tree)), tile.path)
    # A receipt: form, index, path, an empty line, the checkpoint.
    head, _, note = vector["receipt"].partition("\n\n")
    form, index, *path = head.split("\n")
    same((form, note), ("c2sp.org/tlog-proof@v1", vector["checkpoint"]), "receipt")
    n = int(index.removeprefix("index "))
    same([base64.b64decode(hash) for hash in path], tree.inclusion(n, len(entries)), "path of the receipt")


def check_entry(vector: Vector) -> None:
    try:
        entry = entries.read(0, vector["entry"].encode())
    except Refusal as refusal:
        raise Fault(refusal.check, refusal.what) from None
    if "keys" not in vector:
        return
    domain = f"{vector['event']}/{entry.kind}"
    for signed in entry.signatures:
        signer = x(vector["keys"][signed["by"]])
        if not signature.holds_under(domain, signer, entry.body_bytes, signed["signature"]):
            raise Fault("entry.signatures", f"the signature of {signed['by']} is false")
    if "tracking_code" in vector:
        event, ballot = vector["event"], entry.body
        same((domain, entry.body_bytes.decode()), (vector["domain"], vector["body"]), "what is signed")
        same(entries.tracking_code(event, ballot), vector["tracking_code"], "tracking code")
        same(entries.card_number(vector["card"]["branch"], vector["card"]["printed"]), vector["card"]["number"], "card")
        same(entries.seal_context(event, "council", ballot).decode(), vector["seal_context"], "context of a seal")
        box = vector["box_context"]
        same(entries.box_context(event, box["box"], box["trustee"]).decode(), box["context"], "context of a box")
        same(f"{event}/ceremony", vector["ceremony_context"], "context of the ceremony")


def check_setup(vector: Vector) -> None:
    try:
        setup = Setup.read(vector["setup"].encode())
    except Refusal as refusal:
        raise Fault(refusal.check, refusal.what) from None
    if "event" not in vector:
        return
    same(setup.event, vector["event"], "event")
    same({name: key.hex() for name, key in setup.keys.items()}, vector["keys"], "keys")
    for case in vector["units"]:
        asked = {name: case[name] for name in ("counting_unit", "privacy_floor")}
        made = units(Setup(setup.data | asked, setup.event), case["ballots"])
        found = [{"unit": unit.name, "branches": unit.branches, "ballots": unit.ballots} for unit in made]
        same(found, case["units"], f"units of {asked}")


def check_seats(vector: Vector) -> None:
    for case in vector["cases"]:
        given, due = case["given"], case["due"]
        plain = {"list": None, "veteran": False, "degree": 0}
        contest = given | {
            "lists": [{"code": code} for code in given["lists"]],
            "candidates": [plain | candidate for candidate in given["candidates"]],
        }
        found = seats.decide(contest, [one["votes"] for one in given["candidates"]], given["lots"])
        what = f"{given['rule']}, {given['seats']} seats, {given['readings']}"
        same(seats.VERSION, due["version"], f"the version of {what}")
        same(seats.readings_of(contest), due["readings"], f"readings of {what}")
        same(found.elected, due["elected"], f"elected by {what}")
        same(found.alternates, due["alternates"], f"alternates by {what}")
        shared = [{"list": code, "seats": n, "votes": votes} for code, n, votes in found.seats]
        same((shared, found.vacant), (due["seats"], due["vacant"]), f"seats by {what}")


STRUCTURES: dict[str, Callable[[Vector], None]] = {
    "transcript": check_transcript,
    "group": check_group,
    "elgamal": check_elgamal,
    "signature": check_signature,
    "seal": check_seal,
    "mix": check_mix,
    "opening": check_opening,
    "ceremony": check_ceremony,
    "log": check_log,
    "entry": check_entry,
    "setup": check_setup,
    "seats": check_seats,
}


def checks_of_the_page() -> dict[str, bool]:
    """The table of docs/protocol/README.md: every named check, and whether it must be tried."""
    page = (VECTORS.parent / "docs/protocol/README.md").read_text()
    rows = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| (.*?) \|", page, re.MULTILINE)
    return {name: "*if any*" not in claim for name, claim in rows}


def main() -> int:
    bad = 0
    if list(checks_of_the_page().items()) != list(CHECKS.items()):
        bad += 1
        print("WRONG the named checks are not those of docs/protocol/README.md, in its order")
    for file in sorted(VECTORS.glob("*.json")):
        try:
            STRUCTURES[file.stem](json.loads(file.read_bytes()))
            print(f"ok    {file.name}")
        except (Fault, Refusal, Form, Malformed, Disagreement, KeyError) as why:
            bad += 1
            print(f"WRONG {file.name}: {type(why).__name__} {why}")
    crimes = sorted((VECTORS / "hostile").glob("*.json"))
    for file in crimes:
        vector = json.loads(file.read_bytes())
        try:
            STRUCTURES[vector["structure"]](vector)
            found = "nothing"
        except Fault as fault:
            found = fault.check
        except (Refusal, Form, Malformed, Disagreement, KeyError) as why:
            found = f"{type(why).__name__} {why}"
        if found != vector["check"]:
            bad += 1
            print(f"WRONG hostile/{file.name}: {vector['check']} must refuse it, found {found}")
    print(f"{len(crimes)} crimes, {bad} disagreements")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
