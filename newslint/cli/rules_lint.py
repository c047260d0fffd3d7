"""``newslint rules lint``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_color_option, add_config_options, add_rule_options, one_of
from newslint.cli.setup import rules_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = {"text": "concise", "json": "json", "github": "github"}


def run(argv: Sequence[str]) -> int:
    """Look for faults of rules; returns the exit status."""
    options = _parser().read(argv)
    rules = rules_of(options)
    from newslint.cli.outputs import console
    from newslint.lab.lint import FAULTS, lint_rules
    from newslint.model import Finding, at_least
    from newslint.reporters.base import Totals
    from newslint.reporters.text import counted

    found: list[Finding] = [f for f in lint_rules(rules) if options.hints or at_least(f.severity, "warning")]
    totals = Totals(files=len({rule.path for rule in rules}), records=len(rules))
    reporter = console(
        FORMATS[options.format],
        color=options.color,
        quiet=True,
        unlimited=frozenset(FAULTS),
        failing=frozenset(("error", "warning")),
    )
    reporter.begin(())
    for finding in found:
        reporter.finding(finding)
        totals.by_severity[finding.severity] += 1
        totals.by_rule[finding.rule] = totals.by_rule.get(finding.rule, 0) + 1
    reporter.end(totals)
    if options.format != "json":
        sys.stdout.flush()
        counts = ", ".join(counted(number, severity) for severity, number in totals.by_severity.items() if number)
        faults = f"{counted(totals.findings, 'fault')} ({counts})" if found else "no faults"
        sys.stdout.write(f"{counted(len(rules), 'rule')} in {counted(totals.files, 'file')}: {faults}\n")
    return 1 if any(at_least(finding.severity, "warning") for finding in found) else 0


def _parser() -> Parser:
    parser = Parser(
        "rules lint",
        "[PATH ...] [options]",
        "Look for faults of the rules themselves: those of PATH, or every rule there is.",
        ("newslint rules lint", "newslint rules lint house.yaml --hints", "newslint rules lint rules/ --format github"),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="rule file or folder")
    parser.add_argument("--hints", action="store_true", help="show what may well be meant so, too")
    parser.add_argument("--format", default="text", type=one_of("--format", FORMATS), metavar="NAME", help="text, json or github")
    add_color_option(parser)
    add_rule_options(parser)
    add_config_options(parser)
    return parser
