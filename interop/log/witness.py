"""Asks a witness that we did not write to cosign a log of ours, and rewrites the log's directory with its
cosignatures in place of those of our own witnesses, so that `check` can read it.

usage: witness.py DIRECTORY ADDRESS VKEY
"""

import pathlib
import sys
import urllib.error
import urllib.request


def ask(address: str, request: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{address}/add-checkpoint", data=request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def expect(what: str, address: str, request: bytes, status: int, body: str | None = None) -> None:
    found = ask(address, request)
    if found[0] != status or body is not None and found[1] != body:
        sys.exit(f"{what}: the witness answers {found}, expected {status} {body}")
    print(f"{what}: {status}")


def main() -> None:
    directory, address, vkey = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    sizes = sorted(int(path.name) for path in (directory / "requests").iterdir())
    requests = {size: (directory / "requests" / str(size)).read_bytes() for size in sizes}
    if len(sizes) < 3:
        sys.exit("too few requests to check anything")

    past = {}
    for size in sizes:
        status, line = ask(address, requests[size])
        if status != 200:
            sys.exit(f"size {size}: the witness refuses: {status} {line}")
        signed = requests[size].split(b"\n\n", 1)[1].decode()
        past[size] = signed + line
    print(f"{len(past)} requests granted")

    # What our own witness refuses, this one must refuse with the same status.
    last, before = sizes[-1], sizes[-2]
    old = requests[last].split(b"\n", 1)[0]
    expect("rollback", address, requests[before], 409, f"{last}\n")
    expect("stale", address, requests[last], 409, f"{last}\n")
    shrunk = requests[before].replace(requests[before].split(b"\n", 1)[0], b"old %d" % last, 1)
    expect("shrunk", address, shrunk, 400)
    forged = requests[last].replace(b"\n\n", b"\n\nx", 1).replace(old, b"old %d" % last, 1)
    expect("unknown log", address, forged, 404)

    for size, checkpoint in past.items():
        (directory / "past" / str(size)).write_text(checkpoint)
    (directory / "log/checkpoint").write_text(past[last])
    for path in (directory / "receipts").iterdir():
        proof, note = path.read_text().split("\n\n", 1)
        path.write_text(proof + "\n\n" + past[int(note.split("\n")[1])])
    for path in (directory / "keys").glob("witness-*"):
        path.unlink()
    (directory / "keys/witness-0").write_text(vkey)


main()
