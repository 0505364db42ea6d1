#!/usr/bin/env bash
# The long comparison: a million random profiles against the second author, for every rule and reading, and a million
# against the PyPI package. Prints what it found; fails on any disagreement. About a quarter of an hour on two cores.
#
#     interop/seats/long.sh            # a million of each
#     PROFILES=50000 interop/seats/long.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
profiles=${PROFILES:-1000000}

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/python"
"$room/python/bin/pip" install --quiet apportionment==1.0

echo "== the second author, $profiles profiles under each of 14 rules and readings"
SEATS_PROFILES=$profiles cargo test --release --locked --quiet -p seats --test second

echo "== the theorems, $((profiles / 50)) cases each"
PROPTEST_CASES=$((profiles / 50)) cargo test --release --locked --quiet -p seats --test theorems --test margins

echo "== the PyPI package, $profiles profiles"
cargo build --release --locked --quiet -p seats --example allocate_lines
"$room/python/bin/python" interop/seats/compare.py \
  --engine target/release/examples/allocate_lines --profiles "$profiles" --seed "${SEED:-20}"
