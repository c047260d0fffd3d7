"""``newslint check``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import UNSET

from newslint.cli.arguments import Parser, add_color_option, add_config_options, add_rule_options, one_of
from newslint.cli.console import Progress, complain, say, warn
from newslint.cli.outputs import Outputs, Report, console, default_format, parse_report
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from newslint.api import Linter
    from newslint.cli.setup import Chosen
    from newslint.config.settings import Origin, Settings
    from newslint.errors import NewslintError
    from newslint.gate.gate import Gate
    from newslint.model import Finding
    from newslint.readers.discover import InputFile
    from newslint.reporters.base import Totals

    Concerned = Callable[[Finding], bool]

FAIL_ON = ("error", "warning", "info", "never")
PEOPLE = frozenset({"full", "concise", "grouped"})
"""Formats that the table of ``--statistics`` may follow on standard output."""


def run(argv: Sequence[str]) -> int:
    """Check articles; returns the exit status."""
    options = _parser().read(argv)
    settings = settings_of(options, _folder(options), _said(options))
    chosen = choose(settings, known_rules(settings, cache=not options.no_cache), quiet=options.quiet)
    if options.show_settings:
        return _show_settings(settings, chosen)
    excluded: list[str] = []
    inputs, errors = inputs_of(options, settings, excluded=excluded)
    if options.show_files:
        for item in inputs:
            sys.stdout.write(f"{item.path}\n")
        return _finish(options, errors, bool(inputs or excluded))
    if excluded and not inputs and not errors:
        # The caller names whatever has changed: that nothing of it is to be checked is no mistake.
        if not options.quiet:
            say("nothing to check: every file that was named is excluded")
        return 0
    concerned = _concerned(options, settings, inputs)
    if options.fix or options.diff or options.unsafe_fixes:
        return _fix(options, settings, chosen, inputs, errors, concerned)
    return _check(options, settings, chosen, inputs, errors, concerned)


def _check(
    options: Namespace,
    settings: Settings,
    chosen: Chosen,
    inputs: list[InputFile],
    errors: list[NewslintError],
    concerned: Concerned | None,
    *,
    fixed: int = 0,
    stream: TextIO | None = None,
) -> int:
    """Check, report, and decide the exit status.

    Args:
        options: Those of the command.
        settings: Its settings.
        chosen: The rules.
        inputs: The files.
        errors: What is wrong with the paths; what goes wrong in the run is added.
        concerned: Whether a finding is about what is looked at; None looks at everything.
        fixed: Findings that were mended before.
        stream: Where the findings go, in the place of standard output.
    """
    from newslint.cli.judge import Judged
    from newslint.reporters.base import Totals

    config = settings.config
    name = default_format() if config.format is UNSET else config.format
    exactly = {rule.id for rule in chosen.running} & set(_words(options.select))
    judged = Judged(options, settings, chosen, inputs, concerned=concerned)
    gate, summary = judged.gate, judged.summary
    try:
        reporter = console(
            name,
            color=options.color,
            quiet=options.quiet,
            unlimited=frozenset(exactly),
            failing=gate.failing,
            spared=gate.spared,
            stream=stream,
        )
    except UsageError as error:
        raise settings.fault("format", error.reason, error.hint) from None
    progress = Progress(shown=not options.quiet)
    judged.on_unit = lambda _: progress.update(summary.records, summary.files)
    reports = _open_reports(settings, gate)
    try:
        outputs = Outputs(reporter, reports, options.max_findings)
        outputs.begin(chosen.running)
        outputs.files([item.path for item in inputs])
        for finding in judged:
            progress.clear()
            outputs.finding(finding)
        progress.clear()
        outputs.records(lambda wanted: judged.linter.read_again(inputs, wanted))
        errors.extend(summary.errors)
        errors.extend(judged.stale())
        totals = Totals(
            files=summary.files,
            records=summary.records,
            unreadable=summary.unreadable,
            by_severity=gate.by_severity,
            by_rule=gate.by_rule,
            errors=[str(error) for error in errors],
            exceeded=judged.exceeded,
            fixed=fixed,
            fixable=gate.fixable,
            fixable_unsafe=gate.fixable_unsafe,
        )
        outputs.end(totals)
    finally:
        progress.clear()
        for report in reports:
            report.discard()
    if options.statistics:
        _statistics(totals, chosen, name, stream)
    _job_summary(totals, chosen)
    if options.verbose:
        speed = f"{summary.records / summary.elapsed:,.0f} records/s" if summary.elapsed else "no time"
        say(f"{len(chosen.running)} rules, {judged.linter.jobs} jobs, {summary.elapsed:.2f} s, {speed}")
    for message in judged.exceeded:
        sys.stdout.flush()
        say(message)
    return _finish(options, errors, bool(summary.records), unreadable=summary.unreadable, failed=gate.failed)


def _fix(
    options: Namespace,
    settings: Settings,
    chosen: Chosen,
    inputs: list[InputFile],
    errors: list[NewslintError],
    concerned: Concerned | None,
) -> int:
    """Mend what can be mended, and check what is left; with ``--diff`` show what would be mended."""
    from newslint.cli.fixing import check_options, copy_out, say_diff, session, show_diff, tell
    from newslint.cli.judge import Judged

    check_options(options, inputs)
    passes: list[Judged] = []

    def judge(mending: Chosen, files: Sequence[InputFile]) -> Judged:
        passes.append(Judged(options, settings, mending, files, concerned=concerned))
        return passes[-1]

    with session(settings, chosen, judge, unsafe=options.unsafe_fixes, in_place=options.fix) as mended:
        mended.run(inputs)
        if options.diff:
            first = passes[0].summary
            show_diff(mended)
            tell(mended)
            if not options.quiet:
                say_diff(mended)
            found = [*errors, *first.errors]
            return _finish(options, found, bool(first.records), unreadable=first.unreadable, failed=bool(mended.changed))
        fixed = sum(mended.fixed.values())
        stdin = next((item for item in inputs if item.opened is not None), None)
        if stdin is None:
            mended.commit()
            tell(mended)
            return _check(options, settings, chosen, inputs, errors, concerned, fixed=fixed)
        tell(mended)
        last = mended.changed[0] if mended.changed else stdin
        status = _check(options, settings, chosen, [last], errors, concerned, fixed=fixed, stream=sys.stderr)
        copy_out(last.opened or last.path)
        return status


def _concerned(options: Namespace, settings: Settings, inputs: Sequence[InputFile]) -> Concerned | None:
    """What ``--diff-base`` asks of a finding."""
    if options.diff_base is None:
        return None
    from newslint.gate.changes import Changes
    from newslint.readers.registry import get_reader

    return Changes(options.diff_base, inputs, get_reader, settings.mapping()).concerns


def _job_summary(totals: Totals, chosen: Chosen) -> None:
    """Add a table to the page of a run of GitHub Actions."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or os.environ.get("GITHUB_ACTIONS") != "true":
        return
    from newslint.reporters.job_summary import job_summary

    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(job_summary(totals, chosen.known))
    except OSError as error:
        warn(f"GITHUB_STEP_SUMMARY: {path} cannot be written: {error.strerror or error}")


def linter_of(options: Namespace, settings: Settings, chosen: Chosen, *, in_record: bool = False) -> Linter:
    """The linter that the settings ask for; ``in_record`` adds the rule that finds exceptions in records."""
    from newslint.api import Linter  # the engine: --show-settings and --help go without it

    config = settings.config
    rules = list(chosen.running)
    if in_record:
        from newslint.gate.exceptions import in_record_rule

        rules.append(in_record_rule(None if config.exceptions_key is UNSET else config.exceptions_key))
    directory = config.cache_dir
    input_format = config.inputs.format if config.inputs is not UNSET else UNSET
    return Linter(
        rules=rules,
        now=settings.now(),
        default_tz=settings.default_tz(),
        jobs=settings.jobs(),
        mapping=settings.mapping(),
        input_format=None if input_format is UNSET else input_format,
        cache=not options.no_cache,
        cache_directory=None if directory is UNSET else directory,
        plugins=settings.plugins or False,
    )


def _finish(
    options: Namespace, errors: Sequence[NewslintError], checked: bool, *, unreadable: int = 0, failed: bool = False
) -> int:
    """Say what went wrong, and decide the exit status: 2 before 3 before 1."""
    from newslint.errors import InputError

    sys.stdout.flush()
    for error in errors:
        complain(error)
    if any(not isinstance(error, InputError) for error in errors):
        return 2
    if errors or unreadable:
        return 3
    if not checked:
        if options.allow_empty:
            return 0
        complain(InputError("nothing was checked: no record in any input", hint="--allow-empty makes that no error"))
        return 3
    return 1 if failed and not options.exit_zero else 0


def inputs_of(
    options: Namespace, settings: Settings, *, excluded: list[str] | None = None
) -> tuple[list[InputFile], list[NewslintError]]:
    """The files to check, and what is wrong with the paths that gave none.

    Args:
        options: Those of the command.
        settings: Its settings.
        excluded: Takes the files that ``--force-exclude`` has left out.
    """
    from newslint.errors import EmptyInputError
    from newslint.readers.discover import find_inputs

    include, exclude, root = settings.globs()
    errors: list[NewslintError] = []
    inputs = settings.config.inputs
    input_format = UNSET if inputs is UNSET else inputs.format
    try:
        found = find_inputs(
            options.paths or settings.paths(),
            include,
            exclude,
            options.force_exclude,
            input_format=None if input_format is UNSET else input_format,
            stdin_filename=options.stdin_filename,
            root=root,
            excluded=excluded,
            errors=errors,
        )
    except UsageError as error:
        if input_format is not UNSET and repr(input_format) in error.reason:
            raise settings.fault("inputs.format", error.reason, error.hint) from None
        raise
    if options.allow_empty:
        errors = [error for error in errors if not isinstance(error, EmptyInputError)]
    return _without_own(options, settings, found, excluded), errors


def _without_own(options: Namespace, settings: Settings, found: list[InputFile], excluded: list[str] | None) -> list[InputFile]:
    """The files without those that newslint itself writes, unless they are named; ``excluded`` takes these."""
    if options.paths and not options.force_exclude and not any(map(os.path.isdir, options.paths)):
        return found
    from newslint.cli.accepted import own_files  # only folders give what nobody has named

    own = own_files(settings)
    named = set() if options.force_exclude else set(map(os.path.realpath, options.paths))
    kept: list[InputFile] = []
    for item in found:
        if item.opened is not None or (real := os.path.realpath(item.path)) not in own or real in named:
            kept.append(item)
        elif options.force_exclude and excluded is not None:
            excluded.append(item.path)
    return kept


def _open_reports(settings: Settings, gate: Gate) -> list[Report]:
    opened: list[Report] = []
    taken: set[str] = set()
    reports = settings.config.reports
    try:
        for position, entry in enumerate([] if reports is UNSET else reports):
            for name, path in entry.items():
                origin = settings.origins[f"reports[{position}]"].inside(name)
                _claim(path, taken, origin)
                opened.append(Report(name, path, origin.fault, gate.failing, gate.spared))
    except BaseException:
        for report in opened:
            report.discard()
        raise
    return opened


def _claim(path: str, taken: set[str], origin: Origin) -> None:
    """Note that a report goes to ``path``; a device or a pipe takes several."""
    real = os.path.realpath(path)
    if real in taken and (os.path.isfile(real) or not os.path.exists(real)):
        raise origin.fault(f"{path} is to hold two reports", "give each a file of its own")
    taken.add(real)


def _statistics(totals: Totals, chosen: Chosen, name: str, stream: TextIO | None) -> None:
    from newslint.reporters.statistics import statistics  # only where it is asked for

    (stream or (sys.stdout if name in PEOPLE else sys.stderr)).write(statistics(totals, chosen.known))


def _show_settings(settings: Settings, chosen: Chosen) -> int:
    from newslint.cli.config import table  # only where it is asked for

    sys.stdout.write(table(settings))
    sys.stdout.write(f"\n{len(chosen.running)} of {len(chosen.known)} rules run:\n")
    sys.stdout.write("".join(f"  {rule.id} ({rule.severity})\n" for rule in chosen.running))
    return 0


def _words(values: Sequence[str] | None) -> tuple[str, ...]:
    from newslint.gate.selection import split

    return split(values or ())


def _folder(options: Namespace) -> str:
    """Where the search for a configuration begins."""
    if "-" in options.paths and options.stdin_filename:
        return os.path.dirname(str(options.stdin_filename))
    return ""


def _said(options: Namespace) -> dict[str, Any]:
    """What the command line says about keys of the configuration."""
    from newslint.config.schema import Inputs

    said: dict[str, Any] = {
        "baseline": options.baseline,
        "exceptions": options.exceptions,
        "fail_on": options.fail_on,
        "format": options.format,
        "now": options.now,
        "jobs": options.jobs,
        "max_warnings": options.max_warnings,
        "reports": [parse_report(value) for value in options.report] or None,
    }
    inputs = {"format": options.input_format, "include": options.include, "exclude": options.exclude}
    given = {key: value for key, value in inputs.items() if value is not None}
    if given:
        said["inputs"] = Inputs(**given)
    return {key: value for key, value in said.items() if value is not None}


def _number(option: str) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not value.isdecimal():
            raise UsageError(f"{option}: {value!r} is no number", hint=f"write {option} 10")
        return int(value)

    return convert


def _jobs(value: str) -> int | str:
    if value == "auto":
        return value
    if not value.isdecimal():
        raise UsageError(f"--jobs: {value!r} is no number of processes", hint="a number, or auto for one for each core")
    return int(value)


def _parser() -> Parser:
    parser = Parser(
        "check",
        "[options] [PATH ...]",
        "Check articles against the rules. PATH is a file, a folder, or - for standard input; without one, this folder.",
        (
            "newslint check feed.jsonl",
            "newslint check articles/ --select boilerplate,title --fail-on error",
            "newslint check export.csv --format github --report jsonl=findings.jsonl",
            "newslint check - --input-format jsonl < feed.jsonl",
            "newslint check articles/ --fix",
        ),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="what to check")
    add_rule_options(parser)
    inputs = parser.add_argument_group("input")
    inputs.add_argument("--input-format", metavar="NAME", help="format of every input, where the suffix does not tell")
    inputs.add_argument("--stdin-filename", metavar="NAME", help="what standard input is called in findings")
    inputs.add_argument(
        "--include", metavar="GLOB", action="append", help="files that a folder gives, besides the known suffixes"
    )
    inputs.add_argument("--exclude", metavar="GLOB", action="append", help="files and folders that are left out")
    inputs.add_argument("--force-exclude", action="store_true", help="leave out excluded files that are named, too")
    inputs.add_argument("--allow-empty", action="store_true", help="nothing to check is no error")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        metavar="NAME",
        help="full on a terminal, concise in a pipe, grouped, json, jsonl, github, gitlab, sarif, junit, rdjson, html, parquet",
    )
    output.add_argument("--report", metavar="FORMAT=PATH", action="append", default=[], help="write a report besides; repeatable")
    output.add_argument(
        "--max-findings", metavar="N", type=_number("--max-findings"), help="show N findings, and say how many more there are"
    )
    output.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    output.add_argument("--show-files", action="store_true", help="list the files that would be checked, and stop")
    output.add_argument("--show-settings", action="store_true", help="list the settings and the rules that would run, and stop")
    output.add_argument("-q", "--quiet", action="store_true", help="findings only: no summary, no warnings, no progress")
    output.add_argument("-v", "--verbose", "--timing", action="store_true", help="say how long it took")
    add_color_option(output)  # type: ignore[arg-type]
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="mend what can be mended without changing what a text says")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="mend what has to be looked at afterwards, too")
    fixing.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    behaviour = parser.add_argument_group("behaviour")
    behaviour.add_argument(
        "--fail-on",
        metavar="LEVEL",
        type=one_of("--fail-on", FAIL_ON),
        help="mildest severity that makes the exit status 1: error, warning (the default), info or never",
    )
    behaviour.add_argument(
        "--max-warnings",
        metavar="N",
        type=_number("--max-warnings"),
        help="warnings make the exit status 1 only when there are more than N",
    )
    behaviour.add_argument("--diff-base", metavar="REF", help="report only on records that have changed since a commit of git")
    behaviour.add_argument("--exceptions", metavar="FILE", help="accept the findings that FILE lists with reasons and ends")
    behaviour.add_argument("--no-exceptions", action="store_true", help="accept none, neither of a file nor of the records")
    behaviour.add_argument("--baseline", metavar="FILE", help="accept the findings that FILE lists: `newslint baseline write`")
    behaviour.add_argument("--no-baseline", action="store_true", help="accept none, whatever the configuration says")
    behaviour.add_argument("--exit-zero", action="store_true", help="end with 0 in spite of findings")
    behaviour.add_argument("--now", metavar="TIME", help="the present of date rules, ISO 8601")
    behaviour.add_argument("--jobs", metavar="N", type=_jobs, help="worker processes; auto, or 0: one for each core")
    add_config_options(parser)
    return parser
