"""What a proof fails with: a named check of docs/protocol/, and what is wrong."""

from __future__ import annotations


class Fault(Exception):
    """`check` is a name in docs/protocol/README.md."""

    def __init__(self, check: str, what: str) -> None:
        super().__init__(f"{check}: {what}")
        self.check, self.what = check, what
