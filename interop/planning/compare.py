"""The planner against SimPy and Ciw, on the same models in the same run.

    pip install -r interop/planning/requirements.txt
    cargo build --release -p amin
    python3 interop/planning/compare.py target/release/amin [--networks 50] [--json FILE]

Two questions. On the benchmark day (1,000 voters in an opening surge, two desks, four booths):
do the three agree on the mean wait, and how many voters a second does each simulate? And on random
polling places: do the planner and Ciw agree as often as independent estimates should?
"""

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

import ciw
import simpy

# The planner's built-in opening surge: shares of ten equal intervals of the day.
SURGE = [0.3, 0.12, 0.09, 0.08, 0.07, 0.07, 0.07, 0.07, 0.07, 0.06]


class Place:
    """A polling place: voters, hours, shares, and (servers, mean, cv) for desks and booths."""

    def __init__(self, voters, hours, shares, desks, booths, distribution="lognormal"):
        self.voters, self.hours, self.shares = voters, hours, shares
        self.desks, self.booths, self.distribution = desks, booths, distribution

    def rates(self):
        """Arrivals a second in each interval, and where the intervals end."""
        width = self.hours * 3600.0 / len(self.shares)
        return [self.voters * share / width for share in self.shares], [width * (i + 1) for i in range(len(self.shares))]


def underlying(mean, cv):
    """The normal law under a lognormal one."""
    variance = math.log(1.0 + cv * cv)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


# ---------------------------------------------------------------- the planner


def planner(amin, place, replications, seed):
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(place.shares, file)
    command = [
        amin, "plan", "simulate", "--voters", place.voters, "--hours", place.hours, "--arrivals", file.name,
        "--desks", place.desks[0], "--check-in-seconds", place.desks[1], "--check-in-cv", place.desks[2],
        "--booths", place.booths[0], "--vote-seconds", place.booths[1], "--vote-cv", place.booths[2],
        "--distribution", place.distribution, "--replications", replications, "--seed", seed, "--json",
    ]
    try:
        answer = json.loads(subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout)
    finally:
        os.unlink(file.name)
    total = answer["total"]
    return total["mean_wait_s"], (total["ci95"][1] - total["ci95"][0]) / 2.0


# ---------------------------------------------------------------- SimPy


def with_simpy(place, rng):
    """One day. Returns the sum of waits and the number of voters."""
    environment = simpy.Environment()
    desks = simpy.Resource(environment, place.desks[0])
    booths = simpy.Resource(environment, place.booths[0])
    laws = [underlying(mean, cv) for _, mean, cv in (place.desks, place.booths)]
    waits = []

    def voter():
        waited = 0.0
        for resource, (mu, sigma) in ((desks, laws[0]), (booths, laws[1])):
            joined = environment.now
            with resource.request() as turn:
                yield turn
                waited += environment.now - joined
                yield environment.timeout(rng.lognormvariate(mu, sigma))
        waits.append(waited)

    def arrivals():
        # Unit exponentials along the cumulative rate, as in the planner.
        rates, ends = place.rates()
        due, start, came = 0.0, 0.0, rng.expovariate(1.0)
        for rate, end in zip(rates, ends):
            until = due + rate * (end - start)
            while came < until:
                yield environment.timeout(start + (came - due) / rate - environment.now)
                environment.process(voter())
                came += rng.expovariate(1.0)
            due, start = until, end

    environment.process(arrivals())
    environment.run()
    return sum(waits), len(waits)


# ---------------------------------------------------------------- Ciw


def with_ciw(place, seed):
    rates, ends = place.rates()

    def law(mean, cv):
        if place.distribution == "exponential":
            return ciw.dists.Exponential(1.0 / mean)
        if place.distribution == "deterministic":
            return ciw.dists.Deterministic(mean)
        return ciw.dists.Lognormal(*underlying(mean, cv))

    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(rates=rates, endpoints=ends, max_sample_date=ends[-1]),
            None,
        ],
        service_distributions=[law(*place.desks[1:]), law(*place.booths[1:])],
        number_of_servers=[place.desks[0], place.booths[0]],
        routing=[[0.0, 1.0], [0.0, 0.0]],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    # Long enough that the last voter is out.
    simulation.simulate_until_max_time(place.hours * 3600.0 + 86_400.0)
    records = simulation.get_all_records()
    voters = sum(1 for record in records if record.node == 1)
    return sum(record.waiting_time for record in records), voters


# ---------------------------------------------------------------- the comparison


def estimate(days):
    """The mean wait over voters and its standard error over days (a ratio of sums)."""
    waits, voters = sum(wait for wait, _ in days), sum(count for _, count in days)
    mean = waits / voters
    residuals = sum((wait - mean * count) ** 2 for wait, count in days)
    return mean, math.sqrt(residuals / (len(days) - 1) * len(days)) / voters


def timed(day, days):
    started = time.process_time()
    found = [day(i) for i in range(days)]
    seconds = time.process_time() - started
    mean, error = estimate(found)
    return {"mean_wait_s": mean, "ci95": 1.96 * error, "voters_per_s": sum(n for _, n in found) / seconds}


def benchmark(amin, days):
    place = Place(1000, 13, SURGE, (2, 45.0, 0.8), (4, 120.0, 0.6))
    bench = json.loads(subprocess.run([amin, "bench", "plan", "--json"], check=True, capture_output=True).stdout)
    mean, half = planner(amin, place, 20_000, 1)
    rng = random.Random(1)
    rows = {
        "planner": {"mean_wait_s": mean, "ci95": half, "voters_per_s": bench["voters_per_s_per_core"]},
        "simpy": timed(lambda _: with_simpy(place, rng), days),
        "ciw": timed(lambda i: with_ciw(place, i), days),
    }
    for row in rows.values():
        row["times_slower"] = rows["planner"]["voters_per_s"] / row["voters_per_s"]
        row["agrees"] = abs(row["mean_wait_s"] - mean) <= math.hypot(row["ci95"], half)
    return rows


def random_place(rng):
    shares = [rng.random() + 0.05 for _ in range(rng.randint(1, 8))]
    shares = [share / sum(shares) for share in shares]
    voters, hours = rng.randint(150, 500), rng.choice([8, 10, 13])
    servers = [rng.randint(1, 6), rng.randint(1, 12)]
    # Loads from idle to overloaded in the busy hours.
    seconds = [count * rng.uniform(0.3, 0.95) * hours * 3600.0 / voters for count in servers]
    desks, booths = [(count, mean, rng.uniform(0.2, 1.5)) for count, mean in zip(servers, seconds)]
    distribution = rng.choice(["lognormal", "lognormal", "exponential", "deterministic"])
    return Place(voters, hours, shares, desks, booths, distribution)


def networks(amin, count, days):
    rng = random.Random(20260501)
    scores = []
    for i in range(count):
        place = random_place(rng)
        mean, half = planner(amin, place, 4_000, i)
        peer, error = estimate([with_ciw(place, 1_000 * i + day) for day in range(days)])
        scores.append((mean - peer) / math.hypot(error, half / 1.96))
        print(f"  {i + 1:3}/{count}  planner {mean:9.2f} s  ciw {peer:9.2f} s  z {scores[-1]:+.2f}", file=sys.stderr)
    return {
        "networks": count,
        "outside_95": sum(abs(z) > 1.96 for z in scores),
        "worst_z": max(scores, key=abs),
        "mean_z": statistics.mean(scores),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("amin")
    parser.add_argument("--days", type=int, default=200, help="benchmark days for SimPy and Ciw")
    parser.add_argument("--networks", type=int, default=50)
    parser.add_argument("--network-days", type=int, default=100)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()

    rows = benchmark(options.amin, options.days)
    print(f"{'':10} {'mean wait':>22} {'voters/s':>14} {'slower':>9}  agrees")
    for name, row in rows.items():
        wait = f"{row['mean_wait_s']:.1f} ± {row['ci95']:.1f} s"
        print(f"{name:10} {wait:>22} {row['voters_per_s']:14,.0f} {row['times_slower']:8,.0f}×  {row['agrees']}")
    agreement = networks(options.amin, options.networks, options.network_days) if options.networks else None
    if agreement:
        print(
            f"{agreement['networks']} random places against Ciw: {agreement['outside_95']} outside 95 % "
            f"(by chance {0.05 * agreement['networks']:.1f}), worst z {agreement['worst_z']:+.2f}, "
            f"mean z {agreement['mean_z']:+.2f}"
        )
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"benchmark": rows, "networks": agreement}, file, indent=2)
    agreed = all(row["agrees"] for row in rows.values())
    # Fifty honest comparisons put more than seven outside once in a hundred runs.
    fair = agreement is None or (agreement["outside_95"] <= 0.05 * agreement["networks"] * 2 + 2 and abs(agreement["worst_z"]) < 4.5)
    sys.exit(0 if agreed and fair else 1)


if __name__ == "__main__":
    main()
