"""The key ceremony as the public sees it: docs/protocol/ceremony.md, equation by equation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .fault import Fault
from .group import NEUTRAL, G, Malformed, Point, Reader, proper_point, sum_of_multiples, ℓ
from .proofs import Equal, Know
from .transcript import Transcript


@dataclass(frozen=True)
class TransportKey:
    """`P_j` with `Know(p_j; P_j)`."""

    P: Point
    proof: Know
    encoding: bytes

    @staticmethod
    def read(data: bytes) -> TransportKey:
        reader = Reader(data)
        P = proper_point(reader.take(32))
        proof = Know.read(reader)
        reader.end()
        return TransportKey(P, proof, data)


@dataclass(frozen=True)
class Circle:
    """The trustees of one ceremony; having one means that `ceremony.transport` has passed."""

    n: int
    t: int
    transport: list[TransportKey]
    digest: bytes

    @staticmethod
    def of(n: int, t: int, context: bytes, registrations: Sequence[bytes]) -> Circle:
        """`ceremony.transport`"""
        if not 1 <= t <= n <= 64:
            raise Fault("ceremony.transport", f"{t} of {n} trustees cannot be")
        if len(registrations) != n:
            raise Fault("ceremony.transport", f"{len(registrations)} keys of {n} trustees")
        keys: list[TransportKey] = []
        for j, data in enumerate(registrations, 1):
            try:
                key = TransportKey.read(data)
            except Malformed as why:
                raise Fault("ceremony.transport", f"the key of trustee {j}: {why}", j) from None
            transcript = Transcript("ceremony.transport")
            transcript.append("context", context)
            transcript.append_number("trustee", j)
            if not key.proof.holds(transcript, key.P):
                raise Fault("ceremony.transport", f"trustee {j} does not prove its key", j)
            if any(other.P == key.P for other in keys):
                raise Fault("ceremony.transport", f"trustee {j} has another's key", j)
            keys.append(key)
        transcript = Transcript("ceremony.circle")
        transcript.append("context", context)
        transcript.append_number("n", n)
        transcript.append_number("t", t)
        for key in keys:
            transcript.append("P", key.encoding)
        return Circle(n, t, keys, transcript.challenge_bytes("circle"))

    def bound_to(self, event: bytes) -> Circle:
        """The same circle, its digest bound to the event."""
        transcript = Transcript("ceremony.event")
        transcript.append("circle", self.digest)
        transcript.append("event", event)
        return Circle(self.n, self.t, self.transport, transcript.challenge_bytes("event"))

    def P(self, j: int) -> Point:
        """`P_j`"""
        return self.transport[j - 1].P

    def transcript(self, domain: str, trustee: int) -> Transcript:
        """Bound to the circle and to who speaks."""
        transcript = Transcript(domain)
        transcript.append("circle", self.digest)
        transcript.append_number("trustee", trustee)
        return transcript


@dataclass(frozen=True)
class Deal:
    """What dealer `i` publishes: `C_{i,k}`, `R_i`, `c_ij` and two proofs."""

    C: list[Point]
    R: Point
    c: list[int]
    knows_secret: Know
    knows_envelope: Know
    encoding: bytes

    @staticmethod
    def read(circle: Circle, data: bytes) -> Deal:
        reader = Reader(data)
        C = [proper_point(P) for P in reader.encodings(circle.t)]
        R = proper_point(reader.take(32))
        c = reader.scalars(circle.n)
        deal = Deal(C, R, c, Know.read(reader), Know.read(reader), data)
        reader.end()
        return deal


def pledge_to(circle: Circle, i: int, deal: bytes) -> bytes:
    """What dealer `i` pledges to this deal with."""
    transcript = circle.transcript("ceremony.pledge", i)
    transcript.append("deal", deal)
    return transcript.challenge_bytes("pledge")[:32]


def check_deal(circle: Circle, i: int, pledge: bytes, data: bytes) -> Deal:
    """`ceremony.pledge`, `ceremony.deal`"""
    try:
        deal = Deal.read(circle, data)
    except Malformed as why:
        raise Fault("ceremony.deal", f"the deal of trustee {i}: {why}", i) from None
    if pledge != pledge_to(circle, i, data):
        raise Fault("ceremony.pledge", f"the deal of trustee {i} is not the one pledged", i)
    transcript = circle.transcript("ceremony.deal", i)
    for C in deal.C:
        transcript.append("C", C)
    transcript.append("R", deal.R)
    for c in deal.c:
        transcript.append_scalar("masked", c)
    if not deal.knows_secret.holds(transcript, deal.C[0]):
        raise Fault("ceremony.deal", f"dealer {i} does not prove that it knows its secret", i)
    if not deal.knows_envelope.holds(transcript, deal.R):
        raise Fault("ceremony.deal", f"dealer {i} does not prove that it knows what it sealed with", i)
    return deal


def committed_at(C: Sequence[Point], j: int) -> Point:
    """`Σ_k j^k·C_k`, the right side of (5)."""
    return sum_of_multiples((j**k for k in range(len(C))), C)


def mask(circle: Circle, i: int, j: int, R: Point, K: Point) -> int:
    """`H(circle, i, j, R_i, P_j, K_ij)` of (4)."""
    transcript = circle.transcript("ceremony.envelope", i)
    transcript.append_number("receiver", j)
    transcript.append("R", R)
    transcript.append("P", circle.P(j))
    transcript.append("K", K)
    return transcript.challenge("mask")


@dataclass(frozen=True)
class Complaint:
    """`K_ij` laid open, with (6)."""

    K: Point
    proof: Equal


@dataclass(frozen=True)
class Verdict:
    """What trustee `j` says of the deals."""

    seen: bytes
    complaints: dict[int, Complaint]

    @staticmethod
    def read(circle: Circle, data: bytes) -> Verdict:
        reader = Reader(data)
        seen = reader.take(32)
        accused = int.from_bytes(reader.take(8), "little")
        if accused >> circle.n:
            raise Malformed("a dealer is accused who is none")
        complaints = {}
        for i in range(1, circle.n + 1):
            if accused >> (i - 1) & 1:
                complaints[i] = Complaint(proper_point(reader.take(32)), Equal.read(reader))
        reader.end()
        return Verdict(seen, complaints)


def seen(circle: Circle, pledges: Mapping[int, bytes], deals: Mapping[int, bytes]) -> bytes:
    """The hash of all pledges and deals; nobody speaks, hence trustee 0."""
    transcript = circle.transcript("ceremony.seen", 0)
    for label, messages in (("pledge", pledges), ("deal", deals)):
        for i in sorted(messages):
            transcript.append_number("trustee", i)
            transcript.append(label, messages[i])
    return transcript.challenge_bytes("seen")[:32]


def dealer_is_guilty(circle: Circle, i: int, deal: Deal, j: int, complaint: Complaint) -> bool:
    """Judges a complaint of `j` about a deal that has passed its checks: true if the dealer, false if the
    complainer is guilty."""
    transcript = circle.transcript("ceremony.complaint", j)
    transcript.append_number("dealer", i)
    # (6)
    if not complaint.proof.holds(transcript, circle.P(j), deal.R, complaint.K):
        return False
    # (4), then (5)
    s_ij = (deal.c[j - 1] - mask(circle, i, j, deal.R, complaint.K)) % ℓ
    return s_ij * G != committed_at(deal.C, j)


@dataclass
class JointKey:
    """What the ceremony makes."""

    h: Point
    X: list[Point]
    qualified: list[int]
    holders: list[int]
    faults: list[Fault] = field(default_factory=list)


def conclude(
    circle: Circle, pledges: Mapping[int, bytes], deals: Mapping[int, bytes], verdicts: Mapping[int, bytes]
) -> JointKey:
    """`ceremony.pledge`, `ceremony.deal`, `ceremony.verdict`, `ceremony.key`: from the messages to the key.

    Each trustee has at most one message of each round here; that it has not two is the record's to see.
    """
    faults: list[Fault] = []
    valid: dict[int, Deal] = {}
    for i in range(1, circle.n + 1):
        if i not in pledges:
            faults.append(Fault("ceremony.pledge", f"trustee {i} has not pledged", i))
        elif i not in deals:
            faults.append(Fault("ceremony.deal", f"trustee {i} has not dealt", i))
        else:
            try:
                valid[i] = check_deal(circle, i, pledges[i], deals[i])
            except Fault as fault:
                faults.append(fault)

    on_record = seen(circle, pledges, deals)
    convicted: set[int] = set()
    holders: list[int] = []
    for j in range(1, circle.n + 1):
        if j not in verdicts:
            faults.append(Fault("ceremony.verdict", f"trustee {j} gives no verdict", j))
            continue
        try:
            verdict = Verdict.read(circle, verdicts[j])
        except Malformed as why:
            faults.append(Fault("ceremony.verdict", f"the verdict of trustee {j}: {why}", j))
            continue
        believed = verdict.seen == on_record
        if not believed:
            faults.append(Fault("ceremony.verdict", f"trustee {j} judged other deals", j))
        for i, complaint in verdict.complaints.items():
            if i in valid and dealer_is_guilty(circle, i, valid[i], j, complaint):
                convicted.add(i)
                faults.append(Fault("ceremony.verdict", f"dealer {i} dealt trustee {j} a wrong share", i))
            else:
                believed = False
                faults.append(Fault("ceremony.verdict", f"trustee {j} complains falsely of dealer {i}", j))
        if believed:
            holders.append(j)
    holders = [j for j in holders if j not in convicted]
    qualified = [i for i in valid if i not in convicted]
    if len(qualified) < circle.t:
        raise Fault("ceremony.key", f"{len(qualified)} dealers qualify of {circle.t} needed", *guilty(faults))
    if len(holders) < circle.t:
        raise Fault("ceremony.key", f"{len(holders)} trustees hold shares of {circle.t} needed", *guilty(faults))

    # (7)
    sums = [sum_of_multiples([1] * len(qualified), (valid[i].C[k] for i in qualified)) for k in range(circle.t)]
    h = sums[0]
    # (8)
    X = [committed_at(sums, j) for j in range(1, circle.n + 1)]
    if h == NEUTRAL or NEUTRAL in X:
        raise Fault("ceremony.key", "the key, or a verification key, is the neutral element")
    return JointKey(h, X, qualified, holders, faults)


def guilty(faults: Sequence[Fault]) -> list[int]:
    """Everybody whom these faults name, once."""
    return sorted({trustee for fault in faults for trustee in fault.trustees})
