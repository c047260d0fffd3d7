"""``newslint rules``: the list stands here; the other commands have a module each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule

_HELP = """\
usage: newslint rules COMMAND

commands:
  list     list the rules
  test     run the examples of rules as tests
  new      write the skeleton of a rule
  lint     look for faults of the rules themselves
  try      show what a rule file matches in some data
  measure  measure rules on data: noise, leftovers caught, time
  docs     write a page about every rule

`newslint rules COMMAND --help` shows the options of a command.
"""

_MODULES = ("test", "new", "lint", "try", "measure", "docs")
"""Commands with a module of their own."""


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    commands = ("list", *_MODULES)
    command = argv[0] if argv else ""
    if command in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if command not in commands:
        hint = did_you_mean(command, commands) or f"commands: {', '.join(commands)}"
        raise UsageError(f"unknown command 'rules {command}'" if command else "rules needs a command", hint=hint)
    if command == "list":
        return _list(argv[1:])
    from importlib import import_module  # only the module of the command that was asked for

    status: int = import_module(f"newslint.cli.rules_{command}").run(argv[1:])
    return status


def _list(argv: Sequence[str]) -> int:
    parser = Parser(
        "rules list",
        "[options]",
        "List the rules; a star marks those that run. With --select only those that run are listed.",
        ("newslint rules list", "newslint rules list --select tag:scrape --format json"),
    )
    parser.add_argument(
        "--format", default="text", type=one_of("--format", ("text", "json")), metavar="NAME", help="text or json"
    )
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    settings = settings_of(options)
    chosen = choose(settings, known_rules(settings, cache=not options.no_cache))
    running = {rule.id for rule in chosen.running}
    listed = chosen.running if options.select else chosen.known
    if options.format == "json":
        import json

        rows = [_row(rule, selected=rule.id in running) for rule in listed]
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return 0
    names = max(len(rule.id) for rule in listed)
    for rule in listed:
        mark = "*" if rule.id in running else " "
        sys.stdout.write(f"{mark} {rule.id:<{names}}  {rule.severity:<7}  {rule.profile or '-':<11}  {rule.title}\n")
    sys.stdout.write(f"{len(listed)} rules, {len(running)} of them run\n")
    return 0


def _row(rule: Rule, *, selected: bool) -> dict[str, Any]:
    from newslint.kinds.registry import get_kind

    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "profile": rule.profile,
        "kind": rule.kind,
        "fields": list(rule.fields),
        "languages": list(rule.languages),
        "tags": list(rule.tags),
        "scope": get_kind(rule.kind).scope,
        "fixable": rule.fix is not None,
        "pack": rule.pack,
        "selected": selected,
    }
