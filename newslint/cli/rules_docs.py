"""``newslint rules docs``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_config_options, add_rule_options
from newslint.cli.setup import rules_of
from newslint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence


def run(argv: Sequence[str]) -> int:
    """Write the pages about rules, or check them; returns the exit status."""
    parser = Parser(
        "rules docs",
        "-o DIR [PATH ...] [options]",
        "Write a page about every rule, and an index: of the rules of PATH, or of every rule there is.",
        (
            "newslint rules docs -o docs/rules",
            "newslint rules docs -o docs/rules --check",
            "newslint rules docs -o pages house.yaml",
        ),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="rule file or folder")
    parser.add_argument("-o", "--output", metavar="DIR", help="folder of the pages")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a page is not as it should be")
    parser.add_argument("--figures", metavar="FILE", help="figures of `tools/figures.py`, not those of newslint's own rules")
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    if options.output is None:
        raise UsageError("rules docs needs -o DIR", hint=f"usage: {parser.usage}")
    from newslint.lab import figures
    from newslint.lab.pages import pages

    wanted = pages(rules_of(options), figures.read(options.figures) if options.figures else figures.shipped())
    folder: str = options.output
    there = _there(folder, wanted)
    changed = sorted(name for name, text in wanted.items() if there.get(name) != text)
    left = sorted(there.keys() - wanted.keys())
    if options.check:
        for name in changed:
            sys.stdout.write(f"{os.path.join(folder, name)} is {'stale' if name in there else 'missing'}\n")
        for name in left:
            sys.stdout.write(f"{os.path.join(folder, name)} is the page of no rule\n")
        sys.stdout.write(f"{len(wanted)} pages: {len(changed)} to write, {len(left)} to delete\n")
        return 1 if changed or left else 0
    try:
        os.makedirs(folder, exist_ok=True)
        for name in changed:
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
                file.write(wanted[name])
        for name in left:
            os.remove(os.path.join(folder, name))
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from None
    sys.stdout.write(f"{len(wanted)} pages in {folder}: {len(changed)} written, {len(left)} deleted\n")
    return 0


def _there(folder: str, wanted: Container[str]) -> dict[str, str]:
    """The pages that stand in a folder and were made by this command, by name.

    Raises:
        UsageError: The folder, or a file of it, cannot be read, or somebody else's file has the name of a wanted page.
    """
    from newslint.lab.pages import MADE

    found = {}
    try:
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        for name in names:
            if name.endswith(".md"):
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                    text = file.read()
                if MADE in text:
                    found[name] = text
                elif name in wanted:
                    raise UsageError(f"{os.path.join(folder, name)} is no page of this command", hint="name a folder of its own")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{folder} cannot be read: {error}") from None
    return found
