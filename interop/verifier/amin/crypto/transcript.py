"""The Fiat–Shamir transcript, byte by byte as docs/protocol/transcript.md has it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from .group import le64, ℓ


class Transcript:
    """A stream of labelled items. A challenge is a hash of all of them, and becomes an item itself."""

    def __init__(self, domain: str) -> None:
        self.stream = hashlib.sha512()
        self.append("amin/1", domain.encode())

    def append(self, label: str, data: bytes) -> None:
        """Appends bytes, or the encoding of a point."""
        name = label.encode()
        self.stream.update(le64(len(name)) + name + le64(len(data)) + data)

    def append_number(self, label: str, number: int) -> None:
        """Appends a number as `le64`."""
        self.append(label, le64(number))

    def append_scalar(self, label: str, s: int) -> None:
        """Appends a scalar."""
        self.append(label, s.to_bytes(32, "little"))

    def append_points(self, label: str, points: Sequence[bytes]) -> None:
        """Appends a list of points as one item."""
        self.append(label, b"".join(points))

    def challenge_bytes(self, label: str) -> bytes:
        """Sixty-four bytes that bind everything so far."""
        name = label.encode()
        fork = self.stream.copy()
        fork.update(le64(len(name)) + name + b"challenge")
        data = fork.digest()
        self.append(label, data)
        return data

    def challenge(self, label: str) -> int:
        """A challenge modulo `ℓ`."""
        return int.from_bytes(self.challenge_bytes(label), "little") % ℓ

    def small_challenges(self, label: str, n: int) -> list[int]:
        """`n` challenges of 128 bits."""
        seed = self.challenge_bytes(label)
        all: list[int] = []
        block = 0
        while len(all) < n:
            data = hashlib.sha512(b"amin/1/expand" + seed + le64(block)).digest()
            all += [int.from_bytes(data[i : i + 16], "little") for i in range(0, 64, 16)]
            block += 1
        return all[:n]
