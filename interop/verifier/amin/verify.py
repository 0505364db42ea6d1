"""The whole way, in the order of docs/protocol/verify.md."""

from __future__ import annotations

from pathlib import Path

from . import ballots, boxes, entries, log, results
from .checks import CHECKS
from .entries import Entry
from .files import Record
from .report import HEADQUARTERS, KEEPER, Refusal, Report, Unreadable
from .rules.admit import TRIES, admit
from .rules.state import State
from .setup import Setup
from .strict import Form


def verify(folder: Path, event: str | None = None) -> Report:
    """Checks a record; `event` is the digest of the set-up, if it is known from elsewhere."""
    report, record = Report(CHECKS), Record(folder)
    try:
        setup = _judge(record, report)
        if setup is not None:
            _check(record, setup, event, report)
    except Unreadable as why:
        report.unreadable = str(why)
    return report


def _judge(record: Record, report: Report) -> Setup | None:
    """The set-up, for the keys of log and witness."""
    file = record.read("setup.json")
    if file is None:
        raise Unreadable("there is no setup.json: without it nobody's keys are known")
    try:
        return Setup.read(file)
    except Form as why:
        raise Unreadable(f"setup.json: {why}") from None
    except Refusal as refusal:
        report.wrong(refusal.check, refusal.what, HEADQUARTERS)
        return None


def _check(record: Record, judged_by: Setup, event: str | None, report: Report) -> None:
    all, size = log.check(record, judged_by.log_key, judged_by.witness_key, report)
    state = State(record)
    read: list[Entry] = []
    for sequence, data in enumerate(all):
        report.tried("entry.form")
        try:
            entry = entries.read(sequence, data)
            read.append(entry)
            pending = ["pending.counts"] if entry.body.get("pending") else []
            for check in ("entry.order", "entry.signatures", "entry.names", *TRIES[entry.kind], *pending):
                report.tried(check)
            admit(state, entry)
        except Refusal as refusal:
            report.refused(f"entry {sequence}", refusal)
    _event(state, judged_by, event, report)
    _files(record, read, size, report)
    report.ballots = sum(len(branch.ballots) + len(branch.pending) for branch in state.branches.values())
    ballots.check(state, read, report)
    counted = boxes.check(state, report)
    results.check(state, counted, report)


def _event(state: State, judged_by: Setup, event: str | None, report: Report) -> None:
    """`setup.event`, and that enough trustees stand by the key."""
    report.tried("setup.event")
    if state.setup is None:
        report.wrong("setup.event", "the record holds no frozen set-up", KEEPER)
        return
    report.event = state.event
    if event is not None and state.event != event:
        report.wrong("setup.event", f"the record is of event {state.event}, not of {event}", KEEPER)
    if state.event != judged_by.event:
        report.wrong("setup.event", "the checkpoint was judged by another set-up than the one on the record", KEEPER)
    if not state.has_key():
        silent = [f"trustee:{j}" for j in range(1, state.setup.trustees + 1) if j not in state.confirmed]
        what = f"{len(state.confirmed)} of {state.setup.threshold} trustees confirmed the key"
        report.wrong("ceremony.key", what, *silent)


def _files(record: Record, read: list[Entry], size: int, report: Report) -> None:
    """`record.files`: every file that an entry names, then every file that is there."""
    known = set()
    for entry in read:
        for path, file in entries.files(entry):
            known.add(path)
            report.tried("record.files")
            try:
                record.signed(path, file)
            except Refusal as refusal:
                report.refused(f"entry {entry.sequence}", refusal)
    for path in record.paths():
        if path not in known and not log.accounts_for(path, size):
            report.wrong("record.files", f"nothing on the record speaks of the file {path}", KEEPER)
