"""``newslint export``: rules in the form of other tools."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.errors import UsageError, did_you_mean
from newslint.model.severity import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = """\
usage: newslint export FORMAT [options]

formats:
  pandera  a schema of pandera in which newslint's checks stand for the rules

`newslint export FORMAT --help` shows the options.
"""

_FORMATS = ("pandera",)


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    name = argv[0] if argv else ""
    if name in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if name not in _FORMATS:
        hint = did_you_mean(name, _FORMATS) or f"formats: {', '.join(_FORMATS)}"
        raise UsageError(f"unknown format {name!r}" if name else "export needs a format", hint=hint)
    return _pandera(argv[1:])


def _pandera(argv: Sequence[str]) -> int:
    from newslint.cli.setup import choose, known_rules, settings_of
    from newslint.integrations.pandera.export import LIBRARIES, schema_of

    parser = Parser(
        "export pandera",
        "[options]",
        "Write a schema of pandera, in YAML, in which newslint's checks stand for the selected rules.",
        (
            "newslint export pandera --select boilerplate,title -o article.pandera.yaml",
            "newslint export pandera --profile minimal --library pandas",
        ),
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write the schema to this file, not to standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")
    parser.add_argument(
        "--library",
        metavar="NAME",
        type=one_of("--library", LIBRARIES),
        default="polars",
        help="polars (when nothing is said) or pandas",
    )
    parser.add_argument(
        "--fail-on",
        metavar="LEVEL",
        type=one_of("--fail-on", SEVERITIES),
        default="warning",
        help="mildest severity that makes a row fail: error, warning (when nothing is said) or info",
    )
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    if options.output and os.path.exists(options.output) and not options.force:
        raise UsageError(f"{options.output} is there already", hint="--force overwrites it")
    settings = settings_of(options)
    rules = choose(settings, known_rules(settings, cache=not options.no_cache)).running
    foreign = [rule.id for rule in rules if rule.kind == "pandera"]
    if foreign:
        hint = f"--ignore {','.join(foreign)}"
        raise UsageError(f"{foreign[0]} runs a schema of pandera itself, and cannot stand in one", hint=hint)
    text = schema_of(rules, options.library, options.fail_on)
    if not options.output:
        sys.stdout.write(text)
        return 0
    try:
        with open(options.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"-o: {options.output} cannot be written: {error.strerror}") from None
    sys.stderr.write(f"{len(rules)} rules, written to {options.output}\n")
    return 0
