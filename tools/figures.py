#!/usr/bin/env python3
"""Measure every rule on news with known truth, and keep the figures in rules/figures.json.

    figures.py DATA

DATA is a folder with clean_gold.jsonl.gz and corpus_edited.jsonl.gz (sound articles), dirty_bodies.jsonl.gz (extracted bodies, each
with the lines at fault as `leftover`), and clean_other_lang.jsonl.gz and dirty_other_lang.jsonl.gz, the same in other languages than
English.  Figures are kept, and no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from newslint.lab.figures import NAME, FiguresFile, merged
from newslint.lab.measurement import Measurement
from newslint.rulefile.load import builtin_rules_path, load_rules

NOW = "2026-01-01T00:00:00Z"


def rows(path: Path) -> list[dict[str, Any]]:
    """The sound ones among the rows of a file: those that nothing is known against."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines if line.strip()]
    return [row for row in read if row.get("body") and row.get("gold_ok") is not False]


def record(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a record of the fields that newslint knows."""
    author = row.get("author")
    given = {
        "id": row["id"],
        "url": row.get("url"),
        "title": row.get("title"),
        "authors": [author] if isinstance(author, str) else author,
        "published_at": row.get("date"),
        "source": row.get("source") or row.get("sitename") or row.get("domain"),
        "language": row.get("lang"),
        "body": row["body"],
        "leftover": row.get("leftover"),
    }
    return {key: value for key, value in given.items() if value or (key == "leftover" and value is not None)}


def measured(clean: list[dict[str, Any]], dirty: list[dict[str, Any]], description: str) -> Measurement:
    """What `newslint rules measure` says of every rule."""
    program = os.path.join(sysconfig.get_path("scripts"), "newslint")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, chosen in (("clean", clean), ("dirty", dirty)):
            paths.append(os.path.join(folder, f"{name}.jsonl"))
            text = "".join(json.dumps(record(row), ensure_ascii=False) + "\n" for row in chosen)
            Path(paths[-1]).write_text(text, encoding="utf-8")
        command = [program, "rules", "measure", "--isolated", "--no-plugins", "--select", "ALL", "--format", "json", "--now", NOW]
        command += ["--clean", paths[0], "--dirty", paths[1], "--description", description]
        run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        sys.exit(f"figures: `newslint rules measure` ended with {run.returncode}: {run.stderr.decode()}")
    return msgspec.json.decode(run.stdout, type=Measurement)


def text(figures: FiguresFile) -> bytes:
    """The file: one rule a line, so that a change of one is a change of a line."""
    data = msgspec.to_builtins(figures)
    rules = data.pop("rules")
    head = json.dumps(data, indent=2, ensure_ascii=False).removesuffix("\n}")
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in rules.items())
    return f'{head},\n  "rules": {{\n{lines}\n  }}\n}}\n'.encode()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the data")
    folder = parser.parse_args().data
    gold, edited = rows(folder / "clean_gold.jsonl.gz"), rows(folder / "corpus_edited.jsonl.gz")
    dirty = [row for row in rows(folder / "dirty_bodies.jsonl.gz") if row.get("gold_ok")]
    other, dirty_other = rows(folder / "clean_other_lang.jsonl.gz"), rows(folder / "dirty_other_lang.jsonl.gz")
    english = measured(
        [*gold, *edited],
        dirty,
        f"Measured on {len(gold)} hand-checked and {len(edited):,} edited news articles in English, and on {len(dirty):,} bodies"
        " that several extractors took from the pages of the hand-checked ones; a block of a body is dirty when the"
        " hand-checked text lacks it. Many of these records state no author, address or time, which the rules on missing fields"
        " report of course.",
    )
    foreign = measured(
        other,
        dirty_other,
        f"Measured on {len(other)} news articles in sixteen languages other than English, most of them German, and on"
        f" {len(dirty_other)} bodies extracted from pages of such articles; a block of a body is dirty when the checked text lacks it.",
    )
    data_of = {
        rule.id: "other" if rule.languages and "en" not in rule.languages else "english"
        for rule in load_rules([builtin_rules_path()])
    }
    path = Path(builtin_rules_path()) / NAME
    path.write_bytes(text(merged({"english": english, "other": foreign}, data_of)))
    print(f"figures: wrote {len(data_of)} rules to {path.name}")


if __name__ == "__main__":
    main()
