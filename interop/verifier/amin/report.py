"""What was tried, what is wrong, and whose fault it is."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

KEEPER = "the record's keeper"
HEADQUARTERS = "headquarters"


@dataclass(frozen=True)
class Finding:
    """A named check that fails."""

    check: str
    what: str
    culprits: tuple[str, ...]


class Refusal(Exception):
    """An entry, a file or a proof is refused."""

    def __init__(self, check: str, what: str, *culprits: str) -> None:
        super().__init__(f"{check}: {what}")
        self.check, self.what, self.culprits = check, what, culprits


class Unreadable(Exception):
    """There is no record here, or not enough of one to judge."""


_STEERS = {0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)}


def plain(text: str) -> str:
    """Without what steers a terminal or turns the direction of reading: names are the record's."""
    steers = (unicodedata.category(c) == "Cc" or ord(c) in _STEERS for c in text)
    return "".join(f"\\u{{{ord(c):x}}}" if it_steers else c for c, it_steers in zip(text, steers, strict=True))


@dataclass
class Report:
    """All that was checked. `checks` are the names of docs/protocol/README.md, and whether each must be tried."""

    checks: dict[str, bool]
    checked: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    unreadable: str | None = None
    event: str | None = None
    ballots: int = 0

    def tried(self, check: str, n: int = 1) -> None:
        """A check was tried on `n` things."""
        assert check in self.checks, check
        self.checked[check] += n

    def wrong(self, check: str, what: str, *culprits: str) -> None:
        """Something is wrong."""
        assert check in self.checks, check
        self.findings.append(Finding(check, plain(what), tuple(plain(culprit) for culprit in culprits)))

    def refused(self, place: str, refusal: Refusal) -> None:
        """Something was refused at a place."""
        self.wrong(refusal.check, f"{place}: {refusal.what}", *refusal.culprits)

    def skipped(self) -> list[str]:
        """Checks that a finished election must have been tried with, and was not."""
        return [check for check, always in self.checks.items() if always and not self.checked[check]]

    def verdict(self) -> tuple[int, str]:
        """The exit code and its word."""
        if self.findings:
            return 1, "FALSE"
        if self.unreadable is not None:
            return 2, "UNREADABLE"
        if self.skipped():
            return 1, "FALSE"
        return 0, "TRUE"

    def lines(self) -> list[str]:
        """One line a check, in the order of an election, and the verdict."""
        lines = []
        skipped = self.skipped()
        for check in self.checks:
            found = [finding for finding in self.findings if finding.check == check]
            for finding in found[:20]:
                lines.append(f"WRONG {check}: {finding.what} [{', '.join(finding.culprits)}]")
            if len(found) > 20:
                lines.append(f"WRONG {check}: and {len(found) - 20} more")
            if not found:
                if check in skipped:
                    lines.append(f"WRONG {check}: was not tried once; this is no finished election")
                else:
                    lines.append(f"ok    {check} ({self.checked[check]})")
        if self.unreadable is not None:
            lines.append(f"cannot be read: {plain(self.unreadable)}")
        lines.append(self.verdict()[1])
        return lines

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        skipped = self.skipped()
        code, word = self.verdict()
        return {
            "ok": code == 0,
            "verdict": word,
            "unreadable": self.unreadable,
            "event": self.event,
            "ballots": self.ballots,
            "checks": [
                {
                    "check": check,
                    "ok": check not in skipped and not any(f.check == check for f in self.findings),
                    "checked": self.checked[check],
                    "findings": [asdict(f) for f in self.findings if f.check == check],
                }
                for check in self.checks
            ],
        }
