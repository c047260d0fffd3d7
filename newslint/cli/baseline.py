"""``newslint baseline write|prune|show``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.check import inputs_of, linter_of
from newslint.cli.console import complain
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean
from newslint.gate.baseline import DEFAULT_NAME, entries_of, read_baseline, write_baseline
from newslint.gate.gate import Gate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from newslint.cli.setup import Chosen
    from newslint.config.settings import Settings
    from newslint.errors import NewslintError
    from newslint.model import Finding
    from newslint.readers.discover import InputFile

_HELP = """\
usage: newslint baseline COMMAND

commands:
  write  accept every finding there is now
  prune  take out the entries whose findings are gone
  show   list what is accepted
"""
_STATUS_STALE = 1


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    commands = {"write": _write, "prune": _prune, "show": _show}
    command = argv[0] if argv else ""
    if command in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if command not in commands:
        hint = did_you_mean(command, commands) or f"commands: {', '.join(commands)}"
        raise UsageError(f"unknown command 'baseline {command}'" if command else "baseline needs a command", hint=hint)
    return commands[command](argv[1:])


def _write(argv: Sequence[str]) -> int:
    parser = _parser("write", "[options] [PATH ...]", "Write the findings of PATH, or of this folder, to the baseline.")
    parser.add_argument("--force", action="store_true", help="replace a baseline that is there")
    options = parser.read(argv)
    settings = settings_of(options)
    path = _file(options, settings)
    if os.path.exists(path) and not options.force:
        raise UsageError(f"{path} is there already", hint="--force replaces it; `newslint baseline prune` takes out what is gone")
    findings, _, _, errors = _findings(options, settings)
    entries = entries_of(findings)
    status = _complain(errors)
    if status:
        return status
    write_baseline(path, entries)
    count = sum(entry.count for entry in entries)
    sys.stdout.write(f"{path}: {count:,} findings accepted\n")
    return 0


def _prune(argv: Sequence[str]) -> int:
    parser = _parser("prune", "[options] [PATH ...]", "Take out the entries of the baseline whose findings are gone.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; the exit status is 1 when there is something to take out"
    )
    options = parser.read(argv)
    settings = settings_of(options)
    path = _file(options, settings)
    baseline = read_baseline(path)
    findings, chosen, inputs, errors = _findings(options, settings)
    status = _complain(errors)
    if status:
        return status
    for finding in findings:
        baseline.suppress(finding)
    present = {item.path for item in inputs}
    # An entry of a file that has gone altogether is as stale as one of a file that was mended.
    gone = {entry.path for entry in baseline.entries if not os.path.exists(entry.path)}
    stale = baseline.stale((rule.id for rule in chosen.running), present | gone)
    count = sum(entry.count for entry in stale)
    if not count:
        sys.stdout.write(f"{path}: nothing to prune\n")
        return 0
    if options.check:
        for entry in stale:
            sys.stdout.write(f"{entry.path}: {entry.rule} in record {entry.record_id or 'without id'} is gone\n")
        sys.stdout.write(f"{path}: {count:,} stale\n")
        return _STATUS_STALE
    write_baseline(path, baseline.without(stale))
    sys.stdout.write(f"{path}: {count:,} stale entries taken out\n")
    return 0


def _show(argv: Sequence[str]) -> int:
    parser = Parser(
        "baseline show", "[options]", "List what the baseline accepts, by rule.", ("newslint baseline show --format json",)
    )
    parser.add_argument("--file", metavar="FILE", help=f"the baseline; that of the configuration, else {DEFAULT_NAME}")
    parser.add_argument(
        "--format", default="text", type=one_of("--format", ("text", "json")), metavar="NAME", help="text or json"
    )
    add_config_options(parser)
    options = parser.read(argv)
    baseline = read_baseline(_file(options, settings_of(options)))
    if options.format == "json":
        import msgspec

        sys.stdout.write(msgspec.json.format(msgspec.json.encode(baseline.entries)).decode() + "\n")
        return 0
    counts: dict[str, int] = {}
    for entry in baseline.entries:
        counts[entry.rule] = counts.get(entry.rule, 0) + entry.count
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sys.stdout.write(f"{count:>9,}  {rule}\n")
    sys.stdout.write(f"{baseline.path}: {sum(counts.values()):,} findings of {len(counts)} rules accepted\n")
    return 0


def _parser(command: str, usage: str, summary: str) -> Parser:
    parser = Parser(f"baseline {command}", usage, summary, (f"newslint baseline {command} articles/",))
    parser.add_argument("paths", metavar="PATH", nargs="*", help="what to check")
    parser.add_argument("--file", metavar="FILE", help=f"the baseline; that of the configuration, else {DEFAULT_NAME}")
    parser.add_argument("--input-format", metavar="NAME", help="format of every input, where the suffix does not tell")
    parser.add_argument(
        "--include", metavar="GLOB", action="append", help="files that a folder gives, besides the known suffixes"
    )
    parser.add_argument("--exclude", metavar="GLOB", action="append", help="files and folders that are left out")
    parser.add_argument("--now", metavar="TIME", help="the present of date rules, ISO 8601")
    add_rule_options(parser)
    add_config_options(parser)
    parser.set_defaults(force_exclude=False, stdin_filename=None, allow_empty=False, jobs=None)
    return parser


def _file(options: Namespace, settings: Settings) -> str:
    if options.file is not None:
        return str(options.file)
    configured = settings.config.baseline
    return DEFAULT_NAME if configured is UNSET else configured


def _findings(options: Namespace, settings: Settings) -> tuple[list[Finding], Chosen, list[InputFile], list[NewslintError]]:
    """The findings that count, as `newslint check` without a baseline has them."""
    chosen = choose(settings, known_rules(settings, cache=not options.no_cache))
    inputs, errors = inputs_of(options, settings)
    gate = Gate(chosen.running, "never", chosen.overrides, chosen.only_selected)
    work: Any = linter_of(options, settings, chosen).check_inputs(inputs)
    findings = [admitted for finding in work if (admitted := gate.admit(finding)) is not None]
    errors.extend(work.summary.errors)
    return findings, chosen, inputs, errors


def _complain(errors: Sequence[NewslintError]) -> int:
    from newslint.errors import InputError

    for error in errors:
        complain(error)
    if not errors:
        return 0
    return 3 if all(isinstance(error, InputError) for error in errors) else 2
