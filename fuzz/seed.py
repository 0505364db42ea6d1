#!/usr/bin/env python3
"""Writes the first inputs of the fuzzers, from the vectors and from a rehearsal's record, into `corpus/`.

    fuzz/seed.py [RECORD]

A fuzzer that begins with nothing does not find a signed note by chance in ten minutes.
"""

import base64
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"


def vector(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def keep(target, name, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def crypto(name, what, data, size=0, threshold=0, candidates=0):
    head = bytes([what, size, threshold]) + candidates.to_bytes(2, "little")
    keep("crypto_decoders", name, head + bytes.fromhex(data))


def mathematics():
    for i, mix in enumerate(vector("mix")["mixes"]):
        crypto(f"list-{i}", 0, mix["input"])
        crypto(f"mix-{i}", 1, mix["proof"], size=len(mix["input"]) // 128)
    opening = vector("opening")
    for i, one in enumerate(opening["partials"]):
        crypto(f"partial-{i}", 2, one["partial"], size=len(opening["box"]) // 128)
    ceremony = vector("ceremony")
    plan = {"size": ceremony["n"], "threshold": ceremony["t"]}
    for i, one in enumerate(ceremony["pledges"]):
        crypto(f"pledge-{i}", 3, one["bytes"])
    for i, one in enumerate(ceremony["transport"]):
        crypto(f"transport-{i}", 4, one)
    for what, name in ((5, "deals"), (6, "verdicts")):
        for i, one in enumerate(ceremony[name]):
            crypto(f"{name}-{i}", what, one["bytes"], **plan)
    for i, one in enumerate(vector("seal")["seals"]):
        shape = {"size": one["S"], "candidates": one["M"]}
        crypto(f"seal-{i}", 7, one["seal"], **shape)
        crypto(f"opening-{i}", 8, one["randomness"], **shape)


def record():
    log = vector("log")
    grown = max(log["consistency"], key=lambda one: len(one["proof"]))
    proof = "".join(base64.b64encode(bytes.fromhex(hash)).decode() + "\n" for hash in grown["proof"])
    texts = [
        (0, "entry", vector("entry")["entry"]),
        (1, "checkpoint", log["checkpoint"]),
        (2, "receipt", log["receipt"]),
        (3, "request", f"old {grown['old']}\n{proof}\n" + log["checkpoint"]),
        (5, "head", log["checkpoint"].split("\n\n")[0] + "\n"),
        (6, "log-key", log["log"]),
        (6, "witness-key", log["witness"]),
        (9, "signatory", "officer:0001/supervisory"),
        (7, "tile", "tile/0/000.p/7"),
    ]
    for what, name, text in texts:
        keep("record_decoders", name, bytes([what, 0]) + text.encode())
    bundle = bytes.fromhex(log["files"]["tile/entries/000.p/7"])
    keep("record_decoders", "bundle", bytes([4, len(log["leaves"])]) + bundle)


def files(record):
    keep("election_files", "setup", b"\x00" + vector("setup")["setup"].encode())
    keep("election_files", "national-id", b"\x030499370899")
    for what, pattern in ((1, "minutes/*/*.json"), (2, "results/*.json")):
        for i, path in enumerate(sorted(record.glob(pattern)) if record else []):
            keep("election_files", f"{path.parent.name}-{i}", bytes([what]) + path.read_bytes())


def contests():
    for path in sorted((HERE.parent / "crates/seats/tests/elections").glob("*.json")):
        small = [one for one in json.loads(path.read_text())["contests"] if one["seats"] <= 12]
        for i, contest in enumerate(small[:3]):
            lists = [{"code": code, "votes": votes} for code, votes, _ in contest["lists"]]
            told = {"seats": contest["seats"], "lists": lists}
            keep("seats_json", f"{path.stem}-{i}", json.dumps(told, ensure_ascii=False).encode())


mathematics()
record()
files(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
contests()
print({folder.name: len(list(folder.iterdir())) for folder in sorted((HERE / "corpus").iterdir())})
