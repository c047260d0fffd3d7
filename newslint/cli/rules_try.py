"""``newslint rules try``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_color_option, add_config_options
from newslint.cli.console import complain, wants_color, width_of
from newslint.cli.setup import settings_of
from newslint.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.lab.draft import Trial
    from newslint.model import Finding, Rule

_SHOW = 20


def run(argv: Sequence[str]) -> int:
    """Show what draft rules match; returns the exit status."""
    options = _parser().read(argv)
    if len(options.paths) < 2:
        raise UsageError("rules try takes a rule file and the data to try it on", hint="newslint rules try house.yaml feed.jsonl")
    if not options.show.isdecimal():
        raise UsageError(f"--show: {options.show!r} is no number of matches")
    file, *data = options.paths
    settings = settings_of(options, said={} if options.now is None else {"now": options.now})
    from newslint.api import companions
    from newslint.cli.rules_measure import setup_of
    from newslint.engine.run import Run
    from newslint.lab.draft import trials
    from newslint.readers.discover import find_inputs

    rules = draft_rules(file, options.select)
    inputs = find_inputs(data, input_format=options.input_format)
    setup = setup_of(settings, [*companions(rules), *rules], cache=False)
    units = [unit for item in inputs for unit in item.units(setup.get_reader, 1 << 62)]
    work = Run(setup, setup.plan(), units)
    found = trials(rules, work, int(options.show))
    summary = work.summary
    if not summary.records and not summary.errors:
        raise InputError("nothing was read: no record in any input")
    color, width = wants_color(sys.stdout, options.color), width_of(sys.stdout)
    for trial in found:
        sys.stdout.write(_shown(trial, summary.records, color=color, width=width))
    from newslint.reporters.text import counted

    matches = sum(trial.sample.count for trial in found)
    sys.stdout.write(f"{counted(len(rules), 'rule')}: {matches:,} matches in {counted(summary.records, 'record')}")
    sys.stdout.write(f" of {counted(summary.files, 'file')}\n")
    sys.stdout.flush()
    for error in summary.errors:
        complain(error)
    if summary.unreadable:
        complain(InputError(f"records that could not be read: {summary.unreadable:,}", hint="`newslint check` names them"))
    if any(not isinstance(error, InputError) for error in summary.errors):
        return 2
    return 3 if summary.errors or summary.unreadable else 0


def draft_rules(path: str, select: Sequence[str] | None = None) -> list[Rule]:
    """The rules of a file or folder, whatever their profile, which may extend those there are.

    Raises:
        NewslintError: It cannot be loaded, or a selector matches nothing.
    """
    from newslint.gate.selection import resolve, split
    from newslint.kinds.registry import get_kind
    from newslint.rulefile.load import builtin_rules_path, load_rules

    rules = load_rules([path], get_kind, known=[builtin_rules_path()], cache=False)
    return resolve(rules, select=split(select or ["ALL"]))


def _shown(trial: Trial, records: int, *, color: bool, width: int | None) -> str:
    from newslint.reporters.text import RESET, STYLES, clean, counted

    rule, sample = trial.rule, trial.sample
    name = f"{STYLES['bold']}{rule.id}{RESET}" if color else rule.id
    counts = ", ".join(counted(number, severity) for severity, number in trial.by_severity.items() if number)
    lines = [f"{name}: {clean(rule.title)}", f"  examples: {_examples(rule)}"]
    if not sample.count:
        lines.append(f"  no match in {counted(records, 'record')}")
        return "\n".join(lines) + "\n\n"
    rate = 1000 * trial.records / records
    lines.append(
        f"  {sample.count:,} {'match' if sample.count == 1 else 'matches'} ({counts}) in {counted(trial.records, 'record')},"
        f" {rate:,.1f} of every 1,000"
    )
    findings = sample.findings()
    if 0 < len(findings) < sample.count:
        lines.append(f"  {len(findings)} of them, spread over the data:")
    for finding in findings:
        lines += ["", *_match(finding, color=color, width=width)]
    return "\n".join(lines) + "\n\n"


def _examples(rule: Rule) -> str:
    from newslint.api import ExampleChecker
    from newslint.rulefile.examples import run as run_examples

    outcomes = list(run_examples(rule, ExampleChecker()))
    failed = [f"{outcome.sort}[{outcome.index}]: {outcome.message}" for outcome in outcomes if not outcome.ok]
    if not failed:
        return f"{len(outcomes)} pass"
    from newslint.reporters.text import clean

    shown = "".join(f"\n    {clean(line)}" for line in failed)
    return f"{len(outcomes) - len(failed)} pass, {len(failed)} FAIL{shown}"


def _match(finding: Finding, *, color: bool, width: int | None) -> list[str]:
    from newslint.reporters.text import RESET, STYLES, about, clean, place, underlined

    lines = [f"  {place(finding)} [{about(finding)}]", f"    {clean(finding.message)}"]
    snippet = finding.snippet
    if snippet is not None:
        room = None if width is None else max(20, width - 6)
        text, before, span = underlined(snippet.text, snippet.start, snippet.end, room)
        mark = "^" * span
        lines += [
            f"    | {text}",
            f"    | {' ' * before}{STYLES[finding.severity]}{mark}{RESET}" if color else f"    | {' ' * before}{mark}",
        ]
    return lines


def _parser() -> Parser:
    parser = Parser(
        "rules try",
        "RULE.yaml DATA ... [options]",
        "Show what the rules of a file match in some data, before they are switched on.",
        ("newslint rules try house.yaml feed.jsonl", "newslint rules try house.yaml archive/ --show 50"),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a rule file, then the data")
    parser.add_argument(
        "--show", metavar="N", default=str(_SHOW), help=f"matches to show of each rule, spread evenly over the data ({_SHOW})"
    )
    parser.add_argument("--select", metavar="SELECTOR", action="append", help="try these rules of the file only")
    parser.add_argument("--input-format", metavar="NAME", help="read every file in this format")
    parser.add_argument("--now", metavar="TIME", help="clock of the rules about dates")
    add_color_option(parser)
    add_config_options(parser)
    return parser
