"""``newslint rules test``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from newslint.cli.arguments import Parser, add_config_options, add_rule_options
from newslint.cli.setup import rules_of
from newslint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule
    from newslint.rulefile.examples import Outcome


class _Done(NamedTuple):
    """A rule whose examples were run."""

    rule: Rule
    outcomes: list[Outcome]


def run(argv: Sequence[str]) -> int:
    """Run the examples of rules; returns the exit status."""
    parser = Parser(
        "rules test",
        "[options] [PATH ...]",
        "Run the examples of rules as tests: those of PATH, or of every rule.",
        (
            "newslint rules test",
            "newslint rules test rules/titles.yaml --coverage",
            "newslint rules test --select boilerplate --junit build/rules.xml",
        ),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="rule file or folder")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the examples that pass, too")
    parser.add_argument("--coverage", action="store_true", help="say which patterns, exceptions and fixes no example shows")
    parser.add_argument("--junit", metavar="FILE", help="write the outcomes there as JUnit XML, too")
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    rules = rules_of(options)
    from newslint.api import ExampleChecker
    from newslint.rulefile import examples

    done: list[_Done] = []
    check = ExampleChecker()
    for rule in rules:
        outcomes = list(examples.run(rule, check))
        done.append(_Done(rule, outcomes))
        for outcome in outcomes:
            if not outcome.ok:
                sys.stdout.write(_failure(rule, outcome))
            elif options.verbose:
                sys.stdout.write(f"ok      {_name(rule, outcome)}\n")
    every = [outcome for _, outcomes in done for outcome in outcomes]
    failed = sum(not outcome.ok for outcome in every)
    if options.junit is not None:
        _write(options.junit, _junit(done))
    if options.coverage:
        from newslint.lab.coverage import coverage, in_words

        sys.stdout.write("".join(f"{line}\n" for line in in_words([coverage(rule) for rule in rules])))
    counts = f"{len(every) - failed} passed" + (f", {failed} failed" if failed else "")
    sys.stdout.write(f"{len(rules)} rules: {counts}\n")
    if not every:
        raise UsageError("no example was run", hint="each rule has examples: {good: […], bad: […]}")
    return 1 if failed else 0


def _name(rule: Rule, outcome: Outcome) -> str:
    return f"{rule.pack}::{rule.id}::{outcome.sort}[{outcome.index}]"


def _failure(rule: Rule, outcome: Outcome) -> str:
    """Why an example failed, with the example."""
    from newslint.lab.describe import shown_example
    from newslint.reporters.text import clean

    place = f"{rule.path}:{rule.line}: " if rule.path else ""
    example = shown_example(rule.examples[outcome.sort][outcome.index])
    return f"FAILED  {_name(rule, outcome)}\n  {place}{clean(outcome.message)}\n  example:\n{example}\n\n"


def _junit(done: Sequence[_Done]) -> str:
    """The outcomes as JUnit XML: a suite for each rule file, a case for each example."""
    from newslint.reporters.junit import escape

    packs: dict[str, list[_Done]] = {}
    for one in done:
        packs.setdefault(one.rule.pack, []).append(one)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="newslint rules">']
    for pack, members in packs.items():
        outcomes = [outcome for _, own in members for outcome in own]
        failures = sum(not outcome.ok for outcome in outcomes)
        lines.append(f'  <testsuite name="{escape(pack)}" tests="{len(outcomes)}" failures="{failures}" errors="0" skipped="0">')
        for rule, own in members:
            for outcome in own:
                case = f'    <testcase classname="{escape(rule.id)}" name="{outcome.sort}[{outcome.index}]"'
                if outcome.ok:
                    lines.append(f"{case}/>")
                else:
                    lines += [f"{case}>", f'      <failure message="{escape(outcome.message)}"/>', "    </testcase>"]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"--junit: {path} cannot be written: {error.strerror or error}") from None
