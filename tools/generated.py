#!/usr/bin/env python3
"""Write, or check, what stands in the tree and is made by the program: JSON Schemas, the pages of kinds and rules, output in the
documentation.

    generated.py [--check]

In a Markdown file, the block of code after ``<!-- run: COMMAND -->`` is replaced by the command and what it prints in the checkout.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import kinds_page

ROOT = Path(__file__).resolve().parent.parent
RULE_PAGES = os.path.join("docs", "rules")
FRESH = ": 0 to write, 0 to delete\n"
"""End of what `newslint rules docs --check` says when there is nothing to do."""
SCHEMAS = ("config", "findings", "rules")
BLOCK = re.compile(r"(?P<marker><!-- run: (?P<command>[^\n]+?) -->\n)\n?```console\n.*?^```$", re.DOTALL | re.MULTILINE)


def newslint(*arguments: str) -> str:
    """What ``newslint ARGUMENTS`` prints, run at the top of the checkout.

    Raises:
        SystemExit: It ends with anything but 0 or 1.
    """
    program = os.path.join(sysconfig.get_path("scripts"), "newslint")
    plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS"}}
    run = subprocess.run(
        [program, *arguments], cwd=ROOT, env=plain, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode not in {0, 1}:
        sys.exit(f"generated: `newslint {shlex.join(arguments)}` ended with {run.returncode}: {run.stderr.strip()}")
    return run.stdout


def shown(match: re.Match[str]) -> str:
    """A marker and its block with the command's output as it is now."""
    program, *arguments = shlex.split(match["command"])
    if program != "newslint":
        sys.exit(f"generated: only newslint is run, not {match['command']!r}")
    return f"{match['marker']}\n```console\n$ {match['command']}\n{newslint(*arguments).rstrip()}\n```"


def generate() -> dict[Path, str]:
    """Every generated file with what it should hold."""
    files = {ROOT / "newslint" / "schemas" / f"{name}.schema.json": newslint("config", "schema", name) for name in SCHEMAS}
    files[kinds_page.PAGE] = kinds_page.page()
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        if BLOCK.search(text):
            files[path] = BLOCK.sub(shown, text)
    return files


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a file is not what it should be")
    args = parser.parse_args()
    stale = {path: text for path, text in generate().items() if not path.exists() or path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        if args.check:
            print(f"generated: {path.relative_to(ROOT)} is stale; `make generate` writes it again")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"generated: wrote {path.relative_to(ROOT)}")
    pages = newslint("rules", "docs", "--isolated", "--no-plugins", "--output", RULE_PAGES, *(["--check"] if args.check else []))
    if not pages.endswith(FRESH):
        print(f"generated: {pages.rstrip()}")
    return 1 if args.check and (stale or not pages.endswith(FRESH)) else 0


if __name__ == "__main__":
    sys.exit(main())
