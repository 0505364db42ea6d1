"""`mix.*`, `open.*`, `count.*`: every box from its ballots to its minutes."""

from __future__ import annotations

from typing import Any

from .crypto import elgamal, mix, opening
from .crypto.elgamal import Slot
from .crypto.fault import Fault
from .crypto.group import Malformed
from .entries import box_context
from .files import is_file
from .report import HEADQUARTERS, KEEPER, Refusal, Report
from .rules.state import Box, State
from .setup import shape
from .strict import spelled

Totals = dict[str, Any]


def check(state: State, report: Report) -> dict[str, Totals]:
    """What every box holds, as far as its way can be followed."""
    counted: dict[str, Totals] = {}
    if state.setup is None or state.joint is None:
        return counted
    if state.ledger is None:
        report.wrong("count.boxes", "the polls are not closed: there is no ledger on the record", HEADQUARTERS)
        return counted
    for name, box in state.boxes.items():
        try:
            counted[name] = Way(state, name, box, report).totals()
        except Refusal as refusal:
            report.refused(f"box {name}", refusal)
    return counted


class Way:
    """The way of one box. What breaks it is raised; what does not is reported."""

    def __init__(self, state: State, name: str, box: Box, report: Report) -> None:
        self.state, self.name, self.box, self.report = state, name, box, report
        contest = state.frozen.contest(box.contest)
        assert contest is not None and state.joint is not None
        self.contest, self.joint = contest, state.joint

    def totals(self) -> Totals:
        """From the ballots to what was counted."""
        totals = self.count(self.open(self.mixed(self.slots())))
        self.compare(totals)
        return totals

    def slots(self) -> list[Slot]:
        """The box as the ballots make it; recomputed, never read."""
        place = self.state.frozen.contests.index(self.contest)
        slots = []
        for _, entry in self.state.ballots_of(self.box.unit):
            sealed = entry.body["contests"][place]["seal"]
            if len(sealed) != shape(self.contest).length:
                raise Refusal("seal.shape", "a ballot of this box cannot be read", KEEPER)
            slots += elgamal.slots(sealed[: 64 * self.contest["picks"]])
        return slots

    def mixed(self, current: list[Slot]) -> list[Slot]:
        """Through every mixer; what the last one left."""
        if len(self.box.mixes) < self.state.frozen.threshold:
            self.report.wrong("mix.order", f"box {self.name} was mixed {len(self.box.mixes)} times", HEADQUARTERS)
        for step in self.box.mixes:
            path = f"mix/{self.name}/{step['trustee']}"
            output = self._slots(f"{path}.slots", step["output"])
            try:
                self._mix(step, current, output, self.state.record.signed(f"{path}.proof", step["proof"]))
            except Refusal as refusal:
                self.report.refused(f"box {self.name}", refusal)
            current = output
        return current

    def _mix(self, step: dict[str, Any], input: list[Slot], output: list[Slot], proof: bytes) -> None:
        by = f"trustee:{step['trustee']}"
        for name in ("mix.input", "mix.shape", "mix.points", "mix.proof"):
            self.report.tried(name)
        if not is_file(b"".join(slot.A + slot.B for slot in input), step["input"]):
            raise Refusal("mix.input", f"{by} did not take it as the step before left it", by)
        context = box_context(self.state.event, self.name, step["trustee"])
        try:
            mix.check(self.joint.h, context, input, output, proof)
        except Fault as fault:
            raise Refusal(fault.check, fault.what, by) from None

    def open(self, slots: list[Slot]) -> list[int]:
        """Every partial opening is judged, also those that are not needed; the numbers in the slots."""
        t, n = self.state.frozen.threshold, self.state.frozen.trustees
        try:
            decoded = opening.Box.of(slots)
        except Fault as fault:
            raise Refusal("mix.points", fault.what, KEEPER) from None
        good: dict[int, list[Any]] = {}
        for j, body in self.box.partials.items():
            self.report.tried("open.shape")
            self.report.tried("open.partial")
            try:
                data = self.state.record.signed(f"open/{self.name}/{j}.partial", body["partial"])
                context = box_context(self.state.event, self.name, j)
                good[j] = opening.check_partial(context, j, self.joint.X[j - 1], decoded, data)
            except Fault as fault:
                self.report.wrong(fault.check, f"box {self.name}: {fault.what}", f"trustee:{j}")
            except Refusal as refusal:
                self.report.refused(f"box {self.name}", refusal)
        self.report.tried("open.threshold")
        self.report.tried("open.combine")
        if len(good) < t:
            raise Refusal("open.threshold", f"{len(good)} right openings, {t} are needed", HEADQUARTERS)
        used = {j: good[j] for j in sorted(good)[:t]}
        try:
            points = opening.combine(t, n, decoded, used)
        except Fault as fault:
            raise Refusal(fault.check, fault.what, HEADQUARTERS) from None
        self.report.tried("open.table", len(points))
        table = opening.Table(self.contest["picks"] + len(self.contest["candidates"]))
        numbers = [table.read(P) for P in points]
        outside = numbers.count(None)
        if outside:
            raise Refusal("open.table", f"{outside} slots open to no number of the contest", KEEPER)
        return [number for number in numbers if number is not None]

    def count(self, numbers: list[int]) -> Totals:
        """A number below `picks` is a blank pick; any other a vote for the candidate at that place."""
        picks = self.contest["picks"]
        if len(numbers) % picks:
            raise Refusal("count.totals", f"{len(numbers)} slots are no whole ballots", HEADQUARTERS)
        totals = zero(self.contest)
        totals["ballots"] = len(numbers) // picks
        for number in numbers:
            if number < picks:
                totals["blank_picks"] += 1
            else:
                totals["votes"][number - picks]["votes"] += 1
        return totals

    def compare(self, totals: Totals) -> None:
        """`count.boxes`, `count.totals`: the minutes are exactly these bytes."""
        self.report.tried("count.boxes")
        if self.box.minutes is None:
            self.report.wrong("count.boxes", f"box {self.name} has no minutes", HEADQUARTERS)
            return
        self.report.tried("count.totals")
        stated = self.state.record.read(f"minutes/{self.name}.json") or b""
        if stated != spelled(self.minutes(totals)):
            signed = is_file(stated, self.box.minutes)
            what = f"box {self.name}: the minutes are not what its slots open to"
            self.report.wrong("count.totals", what, HEADQUARTERS if signed else KEEPER)

    def minutes(self, totals: Totals) -> dict[str, Any]:
        """As docs/protocol/count.md has them."""
        unit = self.box.unit
        minutes: dict[str, Any] = {
            "box": {"contest": self.box.contest, "unit": unit.name},
            "branches": unit.branches,
        }
        remarks = [remark for id in unit.branches for remark in self._remarks(id)]
        if remarks:
            minutes["remarks"] = remarks
        return minutes | {"totals": totals}

    def _remarks(self, id: str) -> list[dict[str, Any]]:
        remarks: list[dict[str, Any]] = []
        branch, void = self.state.branches.get(id), self.state.voids.get(id)
        if branch and branch.settlement:
            settled = branch.settlement
            figures = {name: settled[name] for name in ("counted", "check_ins", "cards", "reason")}
            remarks.append({"told": "settled", "branch": id} | figures)
        figures = branch.closing["pending"] if branch and branch.closing and not void else None
        if branch and figures and figures["check_ins"]:
            released = sum(card in (self.state.released or ()) for card in branch.pending)
            told = {"told": "pending", "branch": id, "check_ins": figures["check_ins"], "released": released}
            remarks.append(told | {"struck": len(branch.pending) - released})
        if branch and branch.refused and not void:
            cast = sum(ballot["was"] == "cast" for ballot in branch.refused.values())
            told = {"told": "refused", "branch": id, "cast": cast}
            remarks.append(told | {"challenged": len(branch.refused) - cast})
        if void:
            set_aside = len(branch.ballots) + len(branch.pending) if branch else 0
            told = {"told": "void", "branch": id, "why": void["why"], "set_aside": set_aside}
            remarks.append(told | {"reason": void["reason"]})
        return remarks

    def _slots(self, path: str, file: dict[str, Any]) -> list[Slot]:
        try:
            return elgamal.slots(self.state.record.signed(path, file))
        except Malformed as why:
            raise Refusal("mix.shape", f"{path}: {why}", KEEPER) from None


def zero(contest: dict[str, Any]) -> Totals:
    """Nothing counted yet."""
    votes = [{"code": candidate["code"], "votes": 0} for candidate in contest["candidates"]]
    return {"ballots": 0, "blank_picks": 0, "votes": votes}


def add(totals: Totals, other: Totals) -> None:
    """Another box of the same contest."""
    totals["ballots"] += other["ballots"]
    totals["blank_picks"] += other["blank_picks"]
    for mine, theirs in zip(totals["votes"], other["votes"], strict=True):
        mine["votes"] += theirs["votes"]
