"""``newslint baseline write|prune|show``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from msgspec import UNSET

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.check import inputs_of
from newslint.cli.console import complain, say, warn
from newslint.cli.judge import Judged
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean
from newslint.gate.baseline import DEFAULT_NAME, entries_of, read_baseline, write_baseline
from newslint.gate.exceptions import SEVERITIES
from newslint.reporters.text import counted

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from newslint.config.settings import Settings
    from newslint.model import Finding

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
    settings = settings_of(options, said=_said(options))
    path = _file(settings)
    if os.path.exists(path) and not options.force:
        raise UsageError(f"{path} is there already", hint="--force replaces it; `newslint baseline prune` takes out what is gone")
    judged, findings, status = _judge(options, settings)
    if status == 2 or not judged.summary.records:
        return status
    mandatory = [finding for finding in findings if finding.rule in judged.mandatory]
    entries = entries_of((finding for finding in findings if finding.rule not in judged.mandatory), path)
    write_baseline(path, entries)
    count = sum(entry.count for entry in entries)
    sys.stdout.write(f"{path}: {counted(count, 'finding')} accepted\n")
    if mandatory:
        of = "findings of mandatory rules" if len(mandatory) > 1 else "finding of a mandatory rule"
        say(f"{len(mandatory):,} {of} cannot be accepted; the first is of {mandatory[0].rule}")
    return status


def _prune(argv: Sequence[str]) -> int:
    parser = _parser("prune", "[options] [PATH ...]", "Take out the entries of the baseline whose findings are gone.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; the exit status is 1 when there is something to take out"
    )
    options = parser.read(argv)
    settings = settings_of(options, said=_said(options))
    path = _file(settings)
    baseline = read_baseline(path)
    judged, findings, status = _judge(options, settings)
    if status == 2:
        return status
    for finding in findings:
        if finding.rule not in judged.mandatory:
            baseline.suppress(finding)
    # An entry of a file that has gone altogether is as stale as one of a file that was mended.
    stale = judged.extent.stale(baseline, baseline.missing())
    count = sum(entry.count for entry in stale)
    if not count:
        sys.stdout.write(f"{path}: nothing to prune\n")
        return status
    if options.check:
        for entry in stale:
            where = f"{baseline.shown(entry.path)}: {entry.rule} in record {entry.record_id or 'without id'}"
            sys.stdout.write(f"{where} is gone\n")
        sys.stdout.write(f"{path}: {_entries(count)}\n")
        return status or _STATUS_STALE
    write_baseline(path, baseline.without(stale))
    sys.stdout.write(f"{path}: {_entries(count)} taken out\n")
    return status


def _entries(count: int) -> str:
    return "1 stale entry" if count == 1 else f"{count:,} stale entries"


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
    baseline = read_baseline(_file(settings_of(options, said=_said(options))))
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
    parser.add_argument("--exceptions", metavar="FILE", help="leave out the findings that FILE accepts already")
    parser.add_argument("--no-exceptions", action="store_true", help="whether or not exceptions accept a finding already")
    parser.set_defaults(force_exclude=False, stdin_filename=None, allow_empty=False, jobs=None, no_baseline=True)
    return parser


def _said(options: Namespace) -> dict[str, str]:
    """What the command line says about keys of the configuration."""
    said = {"baseline": options.file, "exceptions": getattr(options, "exceptions", None), "now": getattr(options, "now", None)}
    return {key: value for key, value in said.items() if value is not None}


def _file(settings: Settings) -> str:
    configured = settings.config.baseline
    return DEFAULT_NAME if configured is UNSET else configured


def _judge(options: Namespace, settings: Settings) -> tuple[Judged, list[Finding], int]:
    """The findings that count, as `newslint check` without a baseline has them; what went wrong is told, and is the status."""
    from newslint.errors import InputError

    chosen = choose(settings, known_rules(settings, cache=not options.no_cache))
    inputs, errors = inputs_of(options, settings)
    judged = Judged(options, settings, chosen, inputs)
    # What is wrong with an exception is not to be lived with.
    findings = [finding for finding in judged if finding.suppressed is None and finding.rule not in SEVERITIES]
    errors.extend(judged.summary.errors)
    for error in errors:
        complain(error)
    if any(not isinstance(error, InputError) for error in errors):
        return judged, findings, 2
    unread = [finding for finding in findings if finding.rule == "record.unreadable"]
    if unread:
        first = InputError(unread[0].message, path=unread[0].path, line=unread[0].line, column=unread[0].column)
        warn(f"{counted(len(unread), 'record')} cannot be read; the first: {first}")
    if not judged.summary.records and not errors:
        errors.append(InputError("nothing was checked: no record in any input"))
        complain(errors[-1])
    return judged, findings, 3 if errors or unread else 0
