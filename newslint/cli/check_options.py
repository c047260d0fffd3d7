"""The options of ``newslint check``, and what they say about the settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from newslint.cli.arguments import Parser, add_color_option, add_config_options, add_rule_options, one_of
from newslint.cli.outputs import parse_report
from newslint.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

FAIL_ON = ("error", "warning", "info", "never")


def folder_of(options: Namespace) -> str:
    """Where the search for a configuration begins."""
    if "-" in options.paths and options.stdin_filename:
        return os.path.dirname(str(options.stdin_filename))
    return ""


def said_of(options: Namespace) -> dict[str, Any]:
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
    inputs = {
        "format": options.input_format,
        "encoding": options.encoding,
        "include": options.include,
        "exclude": options.exclude,
    }
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


def parser() -> Parser:
    """The options of the command."""
    made = Parser(
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
    made.add_argument("paths", metavar="PATH", nargs="*", help="what to check")
    add_rule_options(made)
    inputs = made.add_argument_group("input")
    inputs.add_argument("--input-format", metavar="NAME", help="format of every input, where the suffix does not tell")
    inputs.add_argument("--encoding", metavar="NAME", help="encoding of text files that are not UTF-8: windows-1252, utf-16")
    inputs.add_argument("--stdin-filename", metavar="NAME", help="what standard input is called in findings")
    inputs.add_argument(
        "--include", metavar="GLOB", action="append", help="files that a folder gives, besides the known suffixes"
    )
    inputs.add_argument("--exclude", metavar="GLOB", action="append", help="files and folders that are left out")
    inputs.add_argument("--force-exclude", action="store_true", help="leave out excluded files that are named, too")
    inputs.add_argument("--allow-empty", action="store_true", help="nothing to check is no error")
    output = made.add_argument_group("output")
    output.add_argument(
        "--format",
        metavar="NAME",
        help="full on a terminal, concise in a pipe, grouped, none, json, jsonl, github, azure, gitlab, sarif, junit, rdjson, html, parquet",
    )
    output.add_argument("--report", metavar="FORMAT=PATH", action="append", default=[], help="write a report besides; repeatable")
    output.add_argument(
        "--max-findings", metavar="N", type=_number("--max-findings"), help="show N findings, and say how many more there are"
    )
    output.add_argument("--redact", action="store_true", help="leave out of every output what the articles hold")
    output.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    output.add_argument("--show-files", action="store_true", help="list the files that would be checked, and stop")
    output.add_argument("--show-settings", action="store_true", help="list the settings and the rules that would run, and stop")
    output.add_argument("-q", "--quiet", action="store_true", help="findings only: no summary, no warnings, no progress")
    output.add_argument("-v", "--verbose", "--timing", action="store_true", help="say how long it took")
    add_color_option(output)  # type: ignore[arg-type]
    fixing = made.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="mend what can be mended without changing what a text says")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="mend what has to be looked at afterwards, too")
    fixing.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    behaviour = made.add_argument_group("behaviour")
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
    behaviour.add_argument("--watch", action="store_true", help="check again whenever an article, a rule or a setting changes")
    behaviour.add_argument("--now", metavar="TIME", help="the present of date rules, ISO 8601")
    behaviour.add_argument("--jobs", metavar="N", type=_jobs, help="worker processes; auto, or 0: one for each core")
    add_config_options(made)
    return made
