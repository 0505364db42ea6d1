#!/usr/bin/env python3
"""Does this verifier say of many records what the first one says? And does it see what a keeper does to a true one?

    check_records.py FOLDER

The folder holds what the stories and cheats of the journey left (`journey/src/keep.rs`): `NAME/record`, the verdict of
the first verifier in `NAME/verdict`, and in `NAME/blames` the checks and culprits that the cheat is known by.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from amin.report import Report
from amin.verify import verify


def compare(folder: Path) -> list[str]:
    """What the two verifiers differ in, about one record."""
    report = verify(folder / "record")
    due = (folder / "verdict").read_text().strip()
    found = report.verdict()[1]
    differences = [] if found == due else [f"verdict {found} where the first says {due}"]
    blames = folder / "blames"
    for line in blames.read_text().splitlines() if blames.exists() else []:
        check, _, culprit = line.partition(" ")
        if not any(f.check == check and culprit in f.culprits for f in report.findings):
            differences.append(f"{check} does not blame {culprit}")
    if differences:
        differences += said(report)
    return differences


def said(report: Report) -> list[str]:
    """What was found, for whoever reads a difference."""
    lines = [f"    {f.check}: {f.what} [{', '.join(f.culprits)}]" for f in report.findings[:5]]
    skipped = [f"    not tried: {', '.join(report.skipped())}"] if report.skipped() else []
    return lines + skipped + ([f"    {report.unreadable}"] if report.unreadable else [])


# --- what the keeper of a folder can do without anybody's key, and the check that must see it -----------------------


def flip(path: str, at: int) -> Callable[[Path], None]:
    """One bit of a file."""

    def crime(record: Path) -> None:
        file = next(iter(sorted(record.glob(path))))
        data = bytearray(file.read_bytes())
        data[at] ^= 1
        file.write_bytes(bytes(data))

    return crime


def one_vote_more(record: Path) -> None:
    """In the minutes of a box."""
    file = next(iter(sorted(record.glob("minutes/*/*.json"))))
    text = file.read_text()
    before, _, rest = text.rpartition('"votes": ')
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    file.write_text(f'{before}"votes": {int(digits) + 1}{rest[len(digits) :]}')


def mixes_exchanged(record: Path) -> None:
    """What two trustees made of one box."""
    first, second = sorted(record.glob("mix/*/*/*.slots"))[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)


def last_entry_dropped(record: Path) -> None:
    """With its bundle made anew, and the checkpoint left as it is."""
    file = next(iter(record.glob("tile/entries/000.p/*")))
    data, ends, at = file.read_bytes(), [0], 0
    while at < len(data):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
        ends.append(at)
    (file.parent / str(len(ends) - 2)).write_bytes(data[: ends[-2]])
    file.write_bytes(data[: ends[-2]])


def another_file(record: Path) -> None:
    """That nobody signed."""
    (record / "appendix.txt").write_text("trust me")


def witness_cut_off(record: Path) -> None:
    """The last line of the checkpoint."""
    file = record / "checkpoint"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))


CRIMES: list[tuple[str, str, Callable[[Path], None]]] = [
    ("one vote more in the minutes", "count.totals", one_vote_more),
    ("one bit of a mix proof", "record.files", flip("mix/*/*/*.proof", 40)),
    ("one bit of a mixed slot", "record.files", flip("mix/*/*/*.slots", 3)),
    ("one bit of a partial opening", "record.files", flip("open/*/*/*.partial", 8)),
    ("one bit of an entry", "log.tree", flip("tile/entries/000.p/*", 20_000)),
    ("one bit of a tile", "log.entries", flip("tile/0/000.p/*", 5)),
    ("one bit of the list of cards", "record.files", flip("cards/*", 1)),
    ("one bit of a result", "result.seats", flip("results/*.json", 40)),
    ("two mixes exchanged", "record.files", mixes_exchanged),
    ("the last entry dropped", "log.entries", last_entry_dropped),
    ("a file more", "record.files", another_file),
    ("the witness cut off", "log.witness", witness_cut_off),
]


def refuse(honest: Path, crime: int) -> list[str]:
    """Commits one crime on a copy of a true record."""
    name, check, commit = CRIMES[crime]
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        shutil.copytree(honest / "record", record)
        commit(record)
        report = verify(record)
    if any(finding.check == check for finding in report.findings):
        return []
    return [f"{name}: {check} does not see it", *said(report)]


def main() -> int:
    kept = sorted(path.parent for path in Path(sys.argv[1]).rglob("verdict"))
    honest = [folder for folder in kept if (folder / "verdict").read_text().strip() == "TRUE"]
    if not honest:
        print(f"there is no true record in {sys.argv[1]}")
        return 1
    bad = 0
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for folder, differences in zip(kept, workers.map(compare, kept), strict=True):
            bad += bool(differences)
            for line in differences:
                print(f"WRONG {folder.name}: {line}")
        tried = range(len(CRIMES))
        for differences in workers.map(refuse, [honest[0]] * len(CRIMES), tried):
            bad += bool(differences)
            for line in differences:
                print(f"WRONG {line}")
    told = f"{len(kept)} records, {len(honest)} of them true, and {len(CRIMES)} crimes on one of those"
    print(f"{told}: {bad} disagreements")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
