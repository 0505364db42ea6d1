"""Opening a mixed box: docs/protocol/opening.md, equation by equation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .elgamal import Ciphertext, Slot, decode
from .fault import Fault
from .group import NEUTRAL, Malformed, Point, Reader, U, inverse, proper_point, sum_of_multiples, ℓ
from .proofs import Equal
from .transcript import Transcript


@dataclass(frozen=True)
class Box:
    """A box to open, decoded once for all trustees."""

    slots: list[Ciphertext]
    digest: bytes

    @staticmethod
    def of(encoded: list[Slot]) -> Box:
        """`open.shape` for the box, and its digest."""
        if not encoded:
            raise Fault("open.shape", "the box is empty")
        decoded = decode("open.shape", encoded, "box")
        transcript = Transcript("open.slots")
        transcript.append_points("A", [slot.A for slot in encoded])
        transcript.append_points("B", [slot.B for slot in encoded])
        return Box(decoded, transcript.challenge_bytes("slots"))


def check_partial(context: bytes, j: int, X_j: Point, box: Box, data: bytes) -> list[Point]:
    """`open.shape`, `open.partial`; the points `D_i` of trustee `j`."""
    N = len(box.slots)
    if len(data) != 32 * N + 64:
        raise Fault("open.shape", f"{len(data)} bytes where {N} slots need {32 * N + 64}")
    reader = Reader(data)
    encodings = reader.encodings(N)
    try:
        D = [proper_point(P) for P in encodings]
        proof = Equal.read(reader)
    except Malformed as why:
        raise Fault("open.shape", str(why)) from None
    if X_j == NEUTRAL:
        raise Fault("open.partial", "the verification key is the neutral element")

    transcript = Transcript("open.partial")
    transcript.append("context", context)
    transcript.append_number("trustee", j)
    transcript.append("X", X_j)
    transcript.append("slots", box.digest)
    transcript.append_points("D", D)
    e = transcript.small_challenges("e", N)
    # (2)
    A_star = sum_of_multiples(e, (slot.A for slot in box.slots))
    D_star = sum_of_multiples(e, D)
    # (3)
    if not proof.holds(transcript, X_j, A_star, D_star):
        raise Fault("open.partial", f"trustee {j} does not prove its partial opening")
    return D


def lagrange(T: Sequence[int]) -> dict[int, int]:
    """(5) `λ_j = Π_{k∈T, k≠j} k / (k − j)`."""
    λ = {}
    for j in T:
        above = below = 1
        for k in T:
            if k != j:
                above, below = above * k % ℓ, below * (k - j) % ℓ
        λ[j] = above * inverse(below) % ℓ
    return λ


def combine(t: int, n: int, box: Box, partials: dict[int, list[Point]]) -> list[Point]:
    """`open.combine`: `m_i·U` of every slot, from exactly `t` checked partial openings."""
    if len(partials) != t or not all(1 <= j <= n for j in partials):
        raise Fault("open.combine", f"{len(partials)} partial openings where exactly {t} are combined")
    λ = lagrange(list(partials))
    opened = []
    for i, slot in enumerate(box.slots):
        # (4)
        masks = sum_of_multiples((λ[j] for j in partials), (partials[j][i] for j in partials))
        opened.append(slot.B - masks)
    return opened


class Table:
    """`open.table`: the points `0·U … (M−1)·U` of a contest with `M` numbers."""

    def __init__(self, M: int) -> None:
        self.numbers: dict[Point, int] = {}
        P = NEUTRAL
        for m in range(M):
            self.numbers[P] = m
            P = P + U

    def read(self, P: Point) -> int | None:
        """The number of a point; none where the slot holds no number of this contest."""
        return self.numbers.get(P)
