"""Ristretto255 and its scalars, in the letters of docs/notation.md. The arithmetic is libsodium's (RFC 9496).

A point is kept as its canonical encoding, 32 bytes; two points are equal when their bytes are. A scalar is an
`int` from 0 to `ℓ − 1`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

import rbcl

ℓ = 2**252 + 27742317777372353535851937790883648493
"""The order of the group. (To Python this letter is the same name as `l`.)"""


class Malformed(ValueError):
    """Bytes that are not what they claim to be."""


class Point(bytes):
    """An element of the group, being its encoding. Read one from a stranger with `point` or `proper_point`.

    It is added and multiplied as on the pages: `P + Q`, `s * P`. Bytes would be joined and repeated instead, so what a
    class of bytes can do besides is taken away.
    """

    __mul__ = None  # type: ignore[assignment]

    def __add__(self, other: Point) -> Point:  # type: ignore[override]
        return Point(rbcl.crypto_core_ristretto255_add(self, other))

    def __sub__(self, other: Point) -> Point:
        return Point(rbcl.crypto_core_ristretto255_sub(self, other))

    def __neg__(self) -> Point:
        return NEUTRAL - self

    def __rmul__(self, s: int) -> Point:  # type: ignore[override]
        """`s·P`. libsodium will not return the neutral element from a product, so we see to that case."""
        s %= ℓ
        if s == 0 or self == NEUTRAL:
            return NEUTRAL
        if self == G:
            return Point(rbcl.crypto_scalarmult_ristretto255_base(s.to_bytes(32, "little")))
        return Point(rbcl.crypto_scalarmult_ristretto255(s.to_bytes(32, "little"), self))


NEUTRAL = Point(32)
G = Point(rbcl.crypto_scalarmult_ristretto255_base((1).to_bytes(32, "little")))
"""The base point."""


def point(encoding: bytes) -> Point:
    """Reads a canonical encoding."""
    if len(encoding) != 32 or not rbcl.crypto_core_ristretto255_is_valid_point(encoding):
        raise Malformed("not a canonical point")
    return Point(encoding)


def proper_point(encoding: bytes) -> Point:
    """Reads a canonical encoding of a point other than the neutral one."""
    P = point(encoding)
    if P == NEUTRAL:
        raise Malformed("the neutral element is not allowed here")
    return P


def scalar(encoding: bytes) -> int:
    """Reads a scalar: 32 bytes, the least first, below `ℓ`."""
    s = int.from_bytes(encoding, "little")
    if len(encoding) != 32 or s >= ℓ:
        raise Malformed("not a canonical scalar")
    return s


def inverse(s: int) -> int:
    """`1/s` modulo `ℓ`; `s` is not 0."""
    return pow(s, -1, ℓ)


def powers(base: int, n: int) -> list[int]:
    """`base^0 … base^(n−1)`."""
    all, power = [], 1
    for _ in range(n):
        all.append(power)
        power = power * base % ℓ
    return all


def sum_of_multiples(scalars: Iterable[int], points: Iterable[Point]) -> Point:
    """`Σ s_i·P_i`."""
    total = NEUTRAL
    for s, P in zip(scalars, points, strict=True):
        total = total + s * P
    return total


def le64(n: int) -> bytes:
    """`n` in eight bytes, the least first."""
    return n.to_bytes(8, "little")


@cache
def hash_to_group(domain: str, *parts: bytes) -> Point:
    """A point of unknown logarithm (transcript.md, "Hash to the group")."""
    hash = hashlib.sha512(b"amin/1/group")
    for part in (domain.encode(), *parts):
        hash.update(le64(len(part)) + part)
    return Point(rbcl.crypto_core_ristretto255_from_hash(hash.digest()))


U = hash_to_group("vote base")
"""The base of the votes."""


class Reader:
    """A cursor over bytes that a stranger sent."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, n: int) -> bytes:
        """The next `n` bytes."""
        piece = self.data[self.at : self.at + n]
        if len(piece) < n:
            raise Malformed("bytes end too early")
        self.at += n
        return piece

    def scalar(self) -> int:
        """The next scalar."""
        return scalar(self.take(32))

    def scalars(self, n: int) -> list[int]:
        """The next `n` scalars."""
        return [self.scalar() for _ in range(n)]

    def encodings(self, n: int) -> list[bytes]:
        """The next `n` encodings of points, not yet looked at."""
        return [self.take(32) for _ in range(n)]

    def end(self) -> None:
        """Nothing may be left."""
        if self.at != len(self.data):
            raise Malformed(f"{len(self.data) - self.at} bytes are left over")
