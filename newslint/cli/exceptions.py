"""``newslint exceptions check``."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import UNSET

from newslint.cli.accepted import exceptions_file, exceptions_of
from newslint.cli.arguments import Parser, add_config_options, add_rule_options
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean
from newslint.gate.exceptions import DEFAULT_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = """\
usage: newslint exceptions COMMAND

commands:
  check  tell which exceptions are wrong, have ended, or end soon
"""


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    command = argv[0] if argv else ""
    if command in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if command != "check":
        hint = did_you_mean(command, ["check"]) or "commands: check"
        raise UsageError(f"unknown command 'exceptions {command}'" if command else "exceptions needs a command", hint=hint)
    return _check(argv[1:])


def _check(argv: Sequence[str]) -> int:
    parser = Parser(
        "exceptions check",
        "[options]",
        "Tell which exceptions of the file are wrong, have ended, or end soon. `newslint check` tells which are not needed.",
        ("newslint exceptions check --within 30d",),
    )
    parser.add_argument("--within", metavar="DAYS", help="also those that end within so many days: 30d")
    parser.add_argument("--exceptions", metavar="FILE", help=f"the file; that of the configuration, else {DEFAULT_NAME}")
    parser.add_argument("--now", metavar="TIME", help="the present, ISO 8601")
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    within = _days(options.within)
    said = {"exceptions": options.exceptions, "now": options.now}
    settings = settings_of(options, said={key: value for key, value in said.items() if value is not None})
    if settings.config.exceptions is UNSET and not os.path.exists(exceptions_file(settings)):
        raise UsageError(f"there is no {DEFAULT_NAME} here", hint="name the file with --exceptions, or in the configuration")
    chosen = choose(settings, known_rules(settings, cache=not options.no_cache))
    exceptions = exceptions_of(options, settings, chosen)
    for remark in exceptions.remarks:
        sys.stdout.write(f"{remark.path}:{remark.line}: {remark.severity} {remark.rule} {remark.message}\n")
    ending = exceptions.ending(within) if within is not None else []
    for entry, line in ending:
        by = f", accepted by {entry.by}" if entry.by else ""
        sys.stdout.write(
            f"{exceptions.path}:{line}: the exception for {entry.rule!r} ends on {entry.until}{by}: {entry.reason}\n"
        )
    if exceptions.remarks or ending:
        return 1
    sys.stdout.write(f"{exceptions.path}: all exceptions hold\n")
    return 0


def _days(value: str | None) -> timedelta | None:
    if value is None:
        return None
    digits = value.removesuffix("d")
    if not digits.isdecimal():
        raise UsageError(f"--within: {value!r} is no number of days", hint="write it as --within 30d")
    return timedelta(days=int(digits))
