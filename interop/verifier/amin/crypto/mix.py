"""The proof that a list is another one re-encrypted and permuted: docs/protocol/mix.md, equation by equation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .elgamal import Slot, decode
from .fault import Fault
from .group import G, Malformed, Point, Reader, hash_to_group, inverse, le64, point, powers, sum_of_multiples, ℓ
from .transcript import Transcript

ROW = 1024
"""Slots of a row."""


def com(v: Sequence[int], r: int) -> Point:
    """`com(v; r) = r·G + v_1·h_1 + v_2·h_2 + …`"""
    return r * G + sum_of_multiples(v, (hash_to_group("mix base", le64(i)) for i in range(1, len(v) + 1)))


@dataclass(frozen=True)
class Proof:
    """The pieces, in the order of their bytes. Points are not decoded yet."""

    c_a: list[bytes]
    c_b: list[bytes]
    c_alpha: list[bytes]
    c_beta: list[bytes]
    c_L: bytes
    c_Q: bytes
    T_A: bytes
    T_B: bytes
    ã: list[int]
    b̃: list[int]
    r̃: list[int]
    s̃: list[int]
    q̃: int
    ρ̃: int

    @staticmethod
    def read(N: int, data: bytes) -> Proof:
        """`mix.shape` for the proof of `N` slots."""
        m = -(-N // ROW)
        length = 64 * N + 192 * m + 192
        if len(data) != length:
            raise Fault("mix.shape", f"the proof has {len(data)} bytes where {N} slots need {length}")
        reader = Reader(data)
        try:
            c_a, c_b, c_alpha, c_beta = (reader.encodings(m) for _ in range(4))
            c_L, c_Q, T_A, T_B = reader.encodings(4)
            ã, b̃, r̃, s̃ = (reader.scalars(n) for n in (N, N, m, m))
            q̃, ρ̃ = reader.scalars(2)
        except Malformed as why:
            raise Fault("mix.shape", f"the proof: {why}") from None
        return Proof(c_a, c_b, c_alpha, c_beta, c_L, c_Q, T_A, T_B, ã, b̃, r̃, s̃, q̃, ρ̃)


def check(h: Point, context: bytes, input: list[Slot], output: list[Slot], proof_bytes: bytes) -> None:
    """`mix.shape`, `mix.points`, `mix.proof`."""
    N = len(input)
    if N == 0:
        raise Fault("mix.shape", "the list is empty")
    if len(output) != N:
        raise Fault("mix.shape", f"{N} slots went in and {len(output)} came out")
    proof = Proof.read(N, proof_bytes)

    e = decode("mix.points", input, "input")
    e_ = decode("mix.points", output, "output")
    try:
        c_a, c_b, c_alpha, c_beta = (
            [point(P) for P in row] for row in (proof.c_a, proof.c_b, proof.c_alpha, proof.c_beta)
        )
        c_L, c_Q, T_A, T_B = (point(P) for P in (proof.c_L, proof.c_Q, proof.T_A, proof.T_B))
    except Malformed as why:
        raise Fault("mix.points", f"the proof: {why}") from None

    transcript = Transcript("mix/1")
    transcript.append("context", context)
    transcript.append("h", h)
    transcript.append_number("N", N)
    transcript.append("input", b"".join(slot.A + slot.B for slot in input))
    transcript.append("output", b"".join(slot.A + slot.B for slot in output))
    transcript.append_points("c_a", c_a)
    z = transcript.challenge("z")
    transcript.append_points("c_b", c_b)
    λ = transcript.challenge("lambda")
    transcript.append_points("c_alpha", c_alpha)
    transcript.append_points("c_beta", c_beta)
    transcript.append("c_L", c_L)
    transcript.append("c_Q", c_Q)
    transcript.append("T_A", T_A)
    transcript.append("T_B", T_B)
    x = transcript.challenge("x")

    ã, b̃ = proof.ã, proof.b̃
    if any((z + j) % ℓ == 0 for j in range(N)):
        raise Fault("mix.proof", "the challenge is a pole")
    u = [inverse(z + j) for j in range(N)]
    # (V1)
    if sum(b̃) % ℓ != x * sum(u) % ℓ:
        raise Fault("mix.proof", "equation (V1)")
    for k in range(len(c_a)):
        row = slice(k * ROW, (k + 1) * ROW)
        # (V2)
        if x * c_a[k] + c_alpha[k] != com(ã[row], proof.r̃[k]):
            raise Fault("mix.proof", f"equation (V2), row {k}")
    for k in range(len(c_b)):
        row = slice(k * ROW, (k + 1) * ROW)
        # (V3)
        if x * c_b[k] + c_beta[k] != com(b̃[row], proof.s̃[k]):
            raise Fault("mix.proof", f"equation (V3), row {k}")
    # (V4)
    folded = sum(power * (b̃[i] * (x * z + ã[i]) - x * x) for i, power in enumerate(powers(λ, N)))
    if x * c_L + c_Q != com([folded], proof.q̃):
        raise Fault("mix.proof", "equation (V4)")
    # (V5)
    left = sum_of_multiples(b̃, (slot.A for slot in e_))
    if left != x * sum_of_multiples(u, (slot.A for slot in e)) + T_A + proof.ρ̃ * G:
        raise Fault("mix.proof", "equation (V5)")
    # (V6)
    left = sum_of_multiples(b̃, (slot.B for slot in e_))
    if left != x * sum_of_multiples(u, (slot.B for slot in e)) + T_B + proof.ρ̃ * h:
        raise Fault("mix.proof", "equation (V6)")
