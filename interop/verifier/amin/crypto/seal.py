"""A sealed ballot and the proof that it is a set: docs/protocol/seal.md, equation by equation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from .elgamal import Slot
from .fault import Fault
from .group import G, Malformed, Point, Reader, U, hash_to_group, inverse, powers, proper_point, sum_of_multiples, ℓ
from .transcript import Transcript


@dataclass(frozen=True)
class Shape:
    """`S` picks among `M` candidates; everything about the length of a seal follows."""

    S: int
    M: int

    def __post_init__(self) -> None:
        if not (1 <= self.S <= 64 and self.M >= 0 and self.S + self.M <= 65_536):
            raise Fault("seal.shape", f"there is no contest of {self.S} picks and {self.M} candidates")

    @property
    def max(self) -> int:
        """The greatest number."""
        return self.S + self.M - 1

    @property
    def n(self) -> int:
        """Bits of a value: as many as `M` has, at least 1."""
        return max(self.M.bit_length(), 1)

    @property
    def W(self) -> int:
        """All bits."""
        return self.n * (self.S + 1)

    @property
    def k(self) -> int:
        """Rounds of halving."""
        return next(k for k in count() if -(-self.W // (1 << k)) <= 6)

    @property
    def e(self) -> int:
        """What is left after them."""
        return -(-self.W // (1 << self.k))

    @property
    def N(self) -> int:
        """Length of the vectors."""
        return self.e << self.k

    @property
    def length(self) -> int:
        """Bytes of a seal."""
        return 32 * (2 * self.S + 11 + 2 * self.k + 2 * self.e)


@dataclass(frozen=True)
class Seal:
    """The pieces, in the order of their bytes. Points are not decoded yet."""

    slots: list[Slot]
    R_A: bytes
    R_B: bytes
    s_r: int
    s_m: int
    C_a: bytes
    C_s: bytes
    T_1: bytes
    T_2: bytes
    t: int
    tau: int
    mu: int
    rounds: list[tuple[bytes, bytes]]
    a: list[int]
    b: list[int]

    @staticmethod
    def read(shape: Shape, data: bytes) -> Seal:
        """`seal.shape`."""
        if len(data) != shape.length:
            raise Fault("seal.shape", f"{len(data)} bytes where a seal of this contest has {shape.length}")
        reader = Reader(data)
        try:
            slots = [Slot(*reader.encodings(2)) for _ in range(shape.S)]
            R_A, R_B = reader.encodings(2)
            s_r, s_m = reader.scalars(2)
            C_a, C_s, T_1, T_2 = reader.encodings(4)
            t, tau, mu = reader.scalars(3)
            rounds = [(L, R) for L, R in (reader.encodings(2) for _ in range(shape.k))]
            a, b = reader.scalars(shape.e), reader.scalars(shape.e)
        except Malformed as why:
            raise Fault("seal.shape", str(why)) from None
        return Seal(slots, R_A, R_B, s_r, s_m, C_a, C_s, T_1, T_2, t, tau, mu, rounds, a, b)


def check(shape: Shape, h: Point, context: bytes, data: bytes) -> Seal:
    """`seal.shape`, `seal.points`, `seal.link`, `seal.set`."""
    seal = Seal.read(shape, data)

    def decode(encoding: bytes, what: str) -> Point:
        try:
            return proper_point(encoding)
        except Malformed as why:
            raise Fault("seal.points", f"{what}: {why}") from None

    A = [decode(slot.A, f"A of slot {i}") for i, slot in enumerate(seal.slots)]
    B = [decode(slot.B, f"B of slot {i}") for i, slot in enumerate(seal.slots)]
    R_A, R_B = decode(seal.R_A, "R_A"), decode(seal.R_B, "R_B")
    C_a, C_s = decode(seal.C_a, "C_a"), decode(seal.C_s, "C_s")
    T_1, T_2 = decode(seal.T_1, "T_1"), decode(seal.T_2, "T_2")
    rounds = [(decode(L, f"L of round {q}"), decode(R, f"R of round {q}")) for q, (L, R) in enumerate(seal.rounds)]

    # The transcript; each challenge binds all lines above it.
    transcript = Transcript("seal/1")
    transcript.append("context", context)
    transcript.append("h", h)
    transcript.append_number("S", shape.S)
    transcript.append_number("M", shape.M)
    transcript.append("slots", b"".join(slot.A + slot.B for slot in seal.slots))
    λ = transcript.challenge("lambda")
    transcript.append("R_A", R_A)
    transcript.append("R_B", R_B)
    c = transcript.challenge("c")
    transcript.append_scalar("s_r", seal.s_r)
    transcript.append_scalar("s_m", seal.s_m)
    transcript.append("C_a", C_a)
    transcript.append("C_s", C_s)
    y, z = transcript.challenge("y"), transcript.challenge("z")
    transcript.append("T_1", T_1)
    transcript.append("T_2", T_2)
    x = transcript.challenge("x")
    transcript.append_scalar("t", seal.t)
    transcript.append_scalar("tau", seal.tau)
    transcript.append_scalar("mu", seal.mu)
    w = transcript.challenge("w")
    u = []
    for L, R in rounds:
        transcript.append("L", L)
        transcript.append("R", R)
        u.append(transcript.challenge("u"))

    # (3)
    λ_powers = powers(λ, shape.S)
    Ā, B̄ = sum_of_multiples(λ_powers, A), sum_of_multiples(λ_powers, B)
    # (4)
    if seal.s_r * G != R_A + c * Ā:
        raise Fault("seal.link", "equation (4)")
    # (5)
    if seal.s_r * h + seal.s_m * U != R_B + c * B̄:
        raise Fault("seal.link", "equation (5)")

    # (2)
    S, n, W, N, k, e = shape.S, shape.n, shape.W, shape.N, shape.k, shape.e
    V = [B[0]] + [B[j] - B[j - 1] - U for j in range(1, S)] + [shape.max * U - B[S - 1]]
    z_powers = powers(z, S + 4)
    y_powers = powers(y, N)
    δ = (z - z * z) * sum(y_powers[:W]) - sum(z_powers[3 + j] for j in range(S + 1)) * (2**n - 1)
    # (9)
    left = seal.t * U + seal.tau * h
    if left != sum_of_multiples(z_powers[2 : S + 3], V) + δ * U + x * T_1 + x * x * T_2:
        raise Fault("seal.set", "equation (9)")

    # (10). H′_i = y^{−i}·H_i is never formed: its factor goes to the scalar.
    G_i = [hash_to_group("seal vector G", i.to_bytes(4, "little")) for i in range(N)]
    H_i = [hash_to_group("seal vector H", i.to_bytes(4, "little")) for i in range(N)]
    y_inverse = powers(inverse(y), N)
    Q = w * U
    on_H = [(z * y_powers[i] + z_powers[2 + i // n] * 2 ** (i % n)) * y_inverse[i] for i in range(W)]
    P = C_a + x * C_s - z * sum_of_multiples([1] * W, G_i[:W]) + sum_of_multiples(on_H, H_i[:W])
    P = P - seal.mu * h + seal.t * Q
    for u_q, (L, R) in zip(u, rounds, strict=True):
        P = L + u_q * P + u_q * u_q * R

    def folded(i: int, upper: bool) -> int:
        """What base `i` is multiplied with: `u_q` for every round in which it lies in that half."""
        product = 1
        for q in range(k):
            if (i // (N >> (q + 1)) % 2 == 1) == upper:
                product = product * u[q] % ℓ
        return product

    # Base i ends in coordinate i mod e.
    end = sum_of_multiples((folded(i, False) * seal.a[i % e] for i in range(N)), G_i)
    end += sum_of_multiples((folded(i, True) * seal.b[i % e] * y_inverse[i] for i in range(N)), H_i)
    end += sum(a * b for a, b in zip(seal.a, seal.b, strict=True)) * Q
    if end != P:
        raise Fault("seal.set", "equation (10)")
    return seal


def check_opening(shape: Shape, h: Point, seal: Seal, m: list[int], r: list[int]) -> None:
    """`seal.opening`: (1) recomputed gives the very bytes of every slot."""
    if len(m) != shape.S or len(r) != shape.S:
        raise Fault("seal.opening", f"{shape.S} numbers and scalars are needed")
    for i, slot in enumerate(seal.slots):
        # (1)
        if slot != (r[i] * G, r[i] * h + m[i] * U):
            raise Fault("seal.opening", f"slot {i} does not hold what the opening says")
