"""``newslint import``: rules made of what other tools have."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser
from newslint.errors import InputError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.lab.gx_import import Imported

_HELP = """\
usage: newslint import FORMAT FILE

formats:
  gx       an expectation suite of Great Expectations, which need not be installed

`newslint import FORMAT --help` shows the options.
"""

_FORMATS = ("gx",)


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    name = argv[0] if argv else ""
    if name in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if name not in _FORMATS:
        hint = did_you_mean(name, _FORMATS) or f"formats: {', '.join(_FORMATS)}"
        raise UsageError(f"unknown format {name!r}" if name else "import needs a format", hint=hint)
    return _gx(argv[1:])


def _gx(argv: Sequence[str]) -> int:
    parser = Parser(
        "import gx",
        "[options] SUITE.json",
        "Make rules of the expectations of a suite, as far as newslint has rules of the same meaning, and list the others.",
        (
            "newslint import gx gx/expectations/articles.json -o rules/articles.yaml",
            "newslint import gx suite.json --map hed=title",
        ),
    )
    parser.add_argument("paths", metavar="SUITE.json", nargs="*", help="JSON file of the suite")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the rules to this file, not to standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")
    parser.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], help="field that a column is read as (repeatable)"
    )
    options = parser.read(argv)
    if len(options.paths) != 1:
        raise UsageError(f"import gx takes one suite file, not {len(options.paths)}", hint=f"usage: {parser.usage}")
    if options.output and os.path.exists(options.output) and not options.force:
        raise UsageError(f"{options.output} is there already", hint="--force overwrites it")
    path = options.paths[0]
    from newslint.lab.gx_import import SuiteError, import_suite

    try:
        imported = import_suite(path, _mapping(options.map))
    except OSError as error:
        raise InputError(error.strerror or str(error), path=path) from None
    except SuiteError as error:
        raise InputError(str(error), path=path, line=error.line, column=error.column) from None
    if imported.text and options.output:
        try:
            with open(options.output, "w", encoding="utf-8", newline="\n") as file:
                file.write(imported.text)
        except OSError as error:
            raise UsageError(f"-o: {options.output} cannot be written: {error.strerror}") from None
    elif imported.text:
        sys.stdout.write(imported.text)
        sys.stdout.flush()
    sys.stderr.write(_summary(imported, options.output))
    if not imported.text:
        raise UsageError("no expectation of the suite has a rule of the same meaning; nothing was written")
    return 0


def _mapping(options: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for option in options:
        column, equals, field = option.rpartition("=")
        if not (equals and column and field):
            raise UsageError(f"--map: {option!r} is not COLUMN=FIELD", hint="--map headline=title")
        mapping[column] = field
    return mapping


def _summary(imported: Imported, output: str | None) -> str:
    """What came of the suite, for standard error."""
    lines = [f"{len(imported.rules)} rules of {imported.mapped} of {imported.expectations} expectations"]
    if output and imported.text:
        lines[0] += f", written to {output}"
    if imported.columns:
        pairs = ", ".join(f"{column} as {field}" for column, field in imported.columns.items())
        lines.append(f"read as newslint reads them: {pairs}")
    if imported.unmapped:
        lines += ["", f"not mapped ({len(imported.unmapped)}):", *(f"  {text}" for text in imported.unmapped)]
    if imported.notes:
        lines += ["", "not quite the same:", *(f"  {rule}: {note}" for rule, note in imported.notes)]
    if imported.budgets:
        lines += ["", "`mostly` is a budget: for newslint.yaml", "budgets:"]
        lines += [f"  {rule}: {share}" for rule, share in imported.budgets.items()]
    return "\n".join(lines) + "\n"
