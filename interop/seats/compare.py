#!/usr/bin/env python3
"""Compares the classic methods with the PyPI package `apportionment`, profile by profile.

    pip install apportionment
    cargo build --release -p seats --example allocate_lines
    python3 interop/seats/compare.py --engine target/release/examples/allocate_lines --profiles 1000000

Where the peer says "tie", we must ask for a lot, and the other way round. Its divisor methods divide in floating
point. For D'Hondt and Sainte-Laguë that is exact here, because equal fractions of small whole numbers have equal
doubles and unequal ones do not; its largest remainders run on fractions. Its modified Sainte-Laguë divides by the
double nearest to 1.4, which is not 1.4; differences there are therefore checked against whole-number arithmetic in
this file and counted by whose mistake they are.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from fractions import Fraction

import apportionment.methods as peer

METHODS = {
    "largest-remainder-hare": ("largest_remainder", True),
    "dhondt": ("dhondt", False),
    "sainte-lague": ("saintelague", False),
    "sainte-lague-modified": ("modified_saintelague", False),
}


def profile(dice):
    seats = dice.randint(1, 30)
    parties = dice.randint(1, 10)
    # Few votes make ties; edge counts are zeros, ones and equals.
    most = dice.choice([6, 60, 5_000, 3_000_000])
    votes = [dice.randint(0, most) for _ in range(parties)]
    if dice.random() < 0.1:
        votes = [dice.choice([0, 1, most, most]) for _ in votes]
    if sum(votes) == 0:
        votes[0] = 1
    return seats, votes


def asked_of_peer(method, fractions, votes, seats):
    try:
        return peer.compute(method, votes, seats, fractions=fractions, tiesallowed=False)
    except peer.TiesException:
        return "lot"


def modified_in_fractions(votes, seats):
    given = [0] * len(votes)
    for _ in range(seats):
        quotient = [
            Fraction(v) / (Fraction(7, 5) if g == 0 else 2 * g + 1) for v, g in zip(votes, given)
        ]
        best = max(quotient)
        firsts = [i for i, q in enumerate(quotient) if q == best]
        if len(firsts) > seats - sum(given):
            return "lot"
        given[firsts[0]] += 1
    return given


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--profiles", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1404)
    options = arguments.parse_args()
    dice = random.Random(options.seed)
    names = list(METHODS)
    asked = []
    for i in range(options.profiles):
        seats, votes = profile(dice)
        asked.append((names[i % len(names)], seats, votes))

    lines = "".join(f"{rule} {seats} {' '.join(map(str, votes))}\n" for rule, seats, votes in asked)
    start = time.perf_counter()
    run = subprocess.run([options.engine], input=lines, capture_output=True, text=True, check=True)
    engine_seconds = time.perf_counter() - start
    answers = run.stdout.splitlines()
    assert len(answers) == len(asked)

    peer_seconds, lots, wrong, peer_inexact = 0.0, 0, [], 0
    for (rule, seats, votes), answer in zip(asked, answers):
        method, fractions = METHODS[rule]
        start = time.perf_counter()
        theirs = asked_of_peer(method, fractions, votes, seats)
        peer_seconds += time.perf_counter() - start
        ours = "lot" if answer == "lot" else [int(word) for word in answer.split()]
        lots += ours == "lot"
        if ours != theirs:
            if rule == "sainte-lague-modified" and ours == modified_in_fractions(votes, seats):
                peer_inexact += 1
            else:
                wrong.append({"rule": rule, "seats": seats, "votes": votes, "ours": ours, "theirs": theirs})
    print(
        json.dumps(
            {
                "profiles": len(asked),
                "lots": lots,
                "disagreements": len(wrong),
                "peer_inexact_with_divisor_1_4": peer_inexact,
                "us_per_profile_engine_with_text": round(engine_seconds / len(asked) * 1e6, 3),
                "us_per_profile_peer": round(peer_seconds / len(asked) * 1e6, 3),
                "first_disagreements": wrong[:5],
            }
        )
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
