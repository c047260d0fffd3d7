"""``newslint rules``: listed and tested here; the commands of the rule lab have a module each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule
    from newslint.rulefile.examples import Outcome

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

_LAB = ("new", "lint", "try", "measure", "docs")
"""Commands with a module of their own."""


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    own = {"list": _list, "test": _test}
    commands = (*own, *_LAB)
    command = argv[0] if argv else ""
    if command in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if command not in commands:
        hint = did_you_mean(command, commands) or f"commands: {', '.join(commands)}"
        raise UsageError(f"unknown command 'rules {command}'" if command else "rules needs a command", hint=hint)
    if command in own:
        return own[command](argv[1:])
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


def _test(argv: Sequence[str]) -> int:
    parser = Parser(
        "rules test",
        "[options] [PATH ...]",
        "Run the examples of rules as tests: those of PATH, or of every rule.",
        ("newslint rules test", "newslint rules test rules/titles.yaml", "newslint rules test --select boilerplate"),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="rule file or folder")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the examples that pass, too")
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    rules = _tested(options)
    from newslint.api import ExampleChecker
    from newslint.rulefile import examples

    passed = failed = 0
    check = ExampleChecker()
    for rule in rules:
        for outcome in examples.run(rule, check):
            if outcome.ok:
                passed += 1
                if options.verbose:
                    sys.stdout.write(f"ok      {_name(rule, outcome)}\n")
            else:
                failed += 1
                sys.stdout.write(_failure(rule, outcome))
    counts = f"{passed} passed" + (f", {failed} failed" if failed else "")
    sys.stdout.write(f"{len(rules)} rules: {counts}\n")
    if not passed and not failed:
        raise UsageError("no example was run", hint="each rule has examples: {good: […], bad: […]}")
    return 1 if failed else 0


def _tested(options: Any) -> list[Rule]:
    """The rules whose examples are run: all that were named, whatever their profile."""
    settings = settings_of(options)
    if options.paths:
        from newslint.gate.selection import resolve, split
        from newslint.kinds.registry import get_kind
        from newslint.rulefile.load import builtin_rules_path, load_rules

        # They may extend the rules of the configuration and of plugins.
        own = settings.config.rules
        known = [builtin_rules_path(), *([] if own is UNSET else own)]
        known += [] if settings.plugins is None else settings.plugins.rule_paths
        rules: list[Rule] = load_rules(options.paths, get_kind, known=known, cache=False)
        return resolve(rules, select=split(options.select or ["ALL"]), ignore=split(options.ignore or ()))
    every = known_rules(settings, cache=not options.no_cache)
    named = options.select or options.profile or options.extend_select or options.ignore
    return choose(settings, every).running if named else every


def _name(rule: Rule, outcome: Outcome) -> str:
    return f"{rule.pack}::{rule.id}::{outcome.sort}[{outcome.index}]"


def _failure(rule: Rule, outcome: Outcome) -> str:
    """Why an example failed, with the example."""
    from newslint.lab.describe import shown_example
    from newslint.reporters.text import clean

    place = f"{rule.path}:{rule.line}: " if rule.path else ""
    example = shown_example(rule.examples[outcome.sort][outcome.index])
    return f"FAILED  {_name(rule, outcome)}\n  {place}{clean(outcome.message)}\n  example:\n{example}\n\n"
