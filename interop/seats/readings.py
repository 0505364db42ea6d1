"""The seat rules of Tehran under every reading, and plurality, against the second verifier's own program of them.

    cargo build && python3 interop/seats/readings.py target/debug/amin [--contests 2000] [--seed 1]

Random small contests with many ties; where a lot is due it is drawn at random and handed to both. Compared are seats,
vacant seats, members, alternates, the readings in force and the version; and the steps must lead to the seats.
"""

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "verifier"))
from amin import seats  # noqa: E402  found by the line above


def contest(chance):
    """A rule, a contest for `amin seats`, and its candidates with their lists."""
    rule = chance.choice(list(seats.OPEN))
    house, most = chance.randint(1, 7), chance.choice([3, 12, 400, 10**6])
    asked = {"seats": house, "alternates": chance.randint(0, 4)}
    asked["readings"] = {q: chance.choice(seats.READINGS[q]) for q in seats.OPEN[rule] if chance.random() < 0.5}

    def persons(code, n):
        return [
            {
                "code": f"{code}{i:02}",
                "votes": chance.randint(0, most),
                "veteran": chance.random() < 0.3,
                "degree": chance.randint(0, 2),
            }
            for i in range(n)
        ]

    asked["lists"] = [
        {"code": str(11 + i), "candidates": persons(11 + i, chance.randint(1, house))}
        for i in range(chance.randint(0, 4))
    ]
    asked["independents"] = persons(90, chance.randint(0, 6))
    standing = [(one["code"], who) for one in asked["lists"] for who in one["candidates"]]
    return rule, asked, standing + [(None, who) for who in asked["independents"]]


def engine(amin, rule, asked, chance):
    """The engine's answer, with the lots that it asked for."""
    lots = []
    while True:
        run = subprocess.run(
            [amin, "seats", rule, "--json"], input=json.dumps(asked | {"lots": lots}), capture_output=True, text=True
        )
        answer = json.loads(run.stdout)
        if run.returncode != 3:
            return answer, lots
        due = answer["needs_lot"]
        drawn = chance.sample(due["among"], due["choose"])
        lots.append({"for": due["for"], "among": due["among"], "drawn": drawn})


def second(rule, asked, standing, lots):
    """The same by the second verifier."""
    about = {
        "rule": rule,
        "readings": asked["readings"],
        "seats": asked["seats"],
        "alternates": asked["alternates"],
        "lists": [{"code": one["code"]} for one in asked["lists"]],
        "candidates": [who | {"list": code} for code, who in standing],
    }
    drawn = [{"purpose": lot["for"], "among": lot["among"], "drawn": lot["drawn"]} for lot in lots]
    found = seats.decide(about, [who["votes"] for _, who in standing], drawn)
    return found, {
        "version": seats.VERSION,
        "readings": seats.readings_of(about),
        "seats": [{"list": code, "seats": n, "votes": votes} for code, n, votes in found.seats],
        "vacant": found.vacant,
        "elected": found.elected,
        "alternates": found.alternates,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("amin")
    arguments.add_argument("--contests", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    compared = drawn = wrong = 0
    while compared < given.contests:
        rule, asked, standing = contest(chance)
        if len(standing) < asked["seats"] or not any(who["votes"] for _, who in standing):
            continue
        answer, lots = engine(given.amin, rule, asked, chance)
        found, due = second(rule, asked, standing, lots)
        compared, drawn = compared + 1, drawn + bool(lots)
        stated = {name: answer.get(name) for name in due}
        if stated != due or not seats.steps_lead_to(answer["steps"], found.seats):
            wrong += 1
            print(f"disagree: {rule} {json.dumps(asked)}\n  engine {stated}\n  second {due}")
    print(f"{compared} contests, {drawn} with lots: {wrong} disagreements")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
