#!/usr/bin/env python3
"""Measure the rules that compare titles, on many of them.

    titles.py [--count 100000]

Runs ``newslint check`` with nothing but the rules of kind ``unique`` and ``near_duplicate`` that look at the title, on titles of
which one in fifty repeats another and one in fifty differs by a word.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

from generate import Generator, write
from run import NEWSLINT, measure


def rules() -> list[str]:
    """Ids of the rules concerned."""
    listing = subprocess.run([NEWSLINT, "rules", "list", "--format", "json"], check=True, capture_output=True, text=True)
    found = json.loads(listing.stdout)
    entries = found["rules"] if isinstance(found, dict) else found
    return [
        entry["id"]
        for entry in entries
        if entry["kind"] in {"unique", "near_duplicate"} and entry["fields"] == ["title"] and entry["profile"] is not None
    ]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000, metavar="N")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    args = parser.parse_args()
    selected = rules()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "titles.jsonl")
        write(path, Generator().titles(), None, args.count)
        found = os.path.join(folder, "findings.jsonl")
        command = [
            NEWSLINT,
            "check",
            "--isolated",
            "--select",
            ",".join(selected),
            "--format",
            "jsonl",
            "--jobs",
            str(args.jobs),
            path,
        ]
        with open(found, "wb") as stdout:
            usage = measure(command, stdout.fileno())
        if usage.status not in {0, 1}:
            sys.exit(f"titles: newslint check ended with {usage.status}")
        with open(found, "rb") as file:
            findings = sum(b'"rule"' in line for line in file)
    print(f"{args.count:,} titles through {', '.join(selected)}: {findings:,} findings")
    print(f"{usage.cpu:.2f} CPU s, {usage.wall:.2f} s in all, {usage.memory / 1e6:.0f} MB in the largest process")


if __name__ == "__main__":
    main()
