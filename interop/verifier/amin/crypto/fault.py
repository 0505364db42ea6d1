"""What a proof fails with: a named check of docs/protocol/, and what is wrong."""

from __future__ import annotations


class Fault(Exception):
    """`check` is a name in docs/protocol/README.md; `trustees` are those to blame, where it is a trustee."""

    def __init__(self, check: str, what: str, *trustees: int) -> None:
        super().__init__(f"{check}: {what}")
        self.check, self.what, self.trustees = check, what, trustees
