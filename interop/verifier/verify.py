#!/usr/bin/env python3
"""Verifies the record of an election in a folder: exit 0 TRUE, 1 FALSE, 2 UNREADABLE.

    verify.py FOLDER [--event DIGEST] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from amin.verify import verify


def main() -> int:
    parser = argparse.ArgumentParser(description="Verifies the record of an election in a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--event", help="the digest of the set-up, as it was announced")
    parser.add_argument("--json", action="store_true", help="print one object")
    asked = parser.parse_args()
    report = verify(asked.folder, asked.event)
    if asked.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report.lines()))
    return report.verdict()[0]


if __name__ == "__main__":
    sys.exit(main())
