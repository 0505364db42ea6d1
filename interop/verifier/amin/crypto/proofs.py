"""`Know` and `Equal`, the two small proofs of docs/protocol/ceremony.md."""

from __future__ import annotations

from dataclasses import dataclass

from .group import G, Point, Reader
from .transcript import Transcript


@dataclass(frozen=True)
class Know:
    """Schnorr's proof of knowledge of `x` in `X = x·G`, kept as challenge and response."""

    c: int
    z: int

    @staticmethod
    def read(reader: Reader) -> Know:
        return Know(reader.scalar(), reader.scalar())

    def holds(self, transcript: Transcript, X: Point) -> bool:
        """`T = z·G − c·X` must give back the challenge."""
        T = self.z * G - self.c * X
        transcript.append("X", X)
        transcript.append("T", T)
        return transcript.challenge("c") == self.c


@dataclass(frozen=True)
class Equal:
    """Chaum and Pedersen's proof that `X = x·G` and `Y = x·H` for one `x`."""

    c: int
    z: int

    @staticmethod
    def read(reader: Reader) -> Equal:
        return Equal(reader.scalar(), reader.scalar())

    def holds(self, transcript: Transcript, X: Point, H: Point, Y: Point) -> bool:
        """`T = z·G − c·X` and `T′ = z·H − c·Y` must give back the challenge."""
        T = self.z * G - self.c * X
        T_ = self.z * H - self.c * Y
        for label, P in (("X", X), ("H", H), ("Y", Y), ("T", T), ("T_", T_)):
            transcript.append(label, P)
        return transcript.challenge("c") == self.c
