"""``newslint check``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from msgspec import UNSET

from newslint.cli.check_options import folder_of, parser, said_of
from newslint.cli.console import Progress, complain, say, warn
from newslint.cli.outputs import Outputs, Report, console, default_format
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.cli.startup import resume_collection
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

PEOPLE = frozenset({"full", "concise", "grouped"})
"""Formats that the table of ``--statistics`` may follow on standard output."""


def run(argv: Sequence[str]) -> int:
    """Check articles; returns the exit status."""
    options = parser().read(argv)
    if options.watch:
        from newslint.cli.setup import read_settings
        from newslint.cli.watch import watch  # only where it is asked for

        return watch(argv, options, lambda: read_settings(options, folder_of(options), said_of(options)))
    settings = settings_of(options, folder_of(options), said_of(options))
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
    _refuse_encoding(options, settings)
    concerned = _concerned(options, settings, inputs)
    if options.fix or options.diff or options.unsafe_fixes:
        return _fix(options, settings, chosen, inputs, errors, concerned)
    return _check(options, settings, chosen, inputs, errors, concerned)


def _refuse_encoding(options: Namespace, settings: Settings) -> None:
    """Stop where files are to be written, or compared, that are not UTF-8.

    Raises:
        NewslintError: They are.
    """
    inputs = settings.config.inputs
    if inputs is UNSET or inputs.encoding is UNSET:
        return
    for option in ("fix", "unsafe_fixes", "diff", "diff_base"):
        if getattr(options, option):
            name = option.replace("_", "-")
            raise settings.fault("inputs.encoding", f"--{name} works on UTF-8 only", "convert the files once and for all")


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
    redact = _redaction(chosen) if options.redact else _as_it_is
    progress = Progress(shown=not options.quiet)
    judged.on_unit = lambda _: progress.update(summary.records, summary.files)
    reports = _open_reports(settings, gate)
    try:
        outputs = Outputs(reporter, reports, options.max_findings)
        outputs.begin(chosen.running)
        outputs.files([item.path for item in inputs])
        for finding in judged:
            progress.clear()
            outputs.finding(redact(finding))
        progress.clear()
        if not options.redact:
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


def _as_it_is(finding: Finding) -> Finding:
    return finding


def _redaction(chosen: Chosen) -> Callable[[Finding], Finding]:
    """What takes out of a finding what the article holds."""
    from newslint.reporters.redact import redacted  # only where it is asked for

    titles = {rule.id: rule.title for rule in chosen.known}
    return lambda finding: redacted(finding, titles)


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
    linter = Linter(
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
    resume_collection()
    return linter


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
    return _decoded(settings, _without_own(options, settings, found, excluded), errors), errors


def _decoded(settings: Settings, found: list[InputFile], errors: list[NewslintError]) -> list[InputFile]:
    """The files, those in another encoding than UTF-8 as the settings say they are to be read."""
    inputs = settings.config.inputs
    if inputs is UNSET or inputs.encoding is UNSET:
        return found
    from newslint.readers.encoding import as_utf8, codec_of  # most files are UTF-8

    try:
        encoding = codec_of(inputs.encoding)
    except UsageError as error:
        raise settings.fault("inputs.encoding", error.reason, error.hint) from None
    return as_utf8(found, encoding, errors)


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
