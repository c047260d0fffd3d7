"""``newslint init``: a first configuration, made from the data that is there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from newslint._version import __version__
from newslint.cli.arguments import Parser, one_of
from newslint.cli.console import complain, warn
from newslint.errors import InputError, UsageError
from newslint.gate.baseline import DEFAULT_NAME as BASELINE

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from newslint.readers.discover import InputFile

CONFIG = "newslint.yaml"
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/newslint.yml"
SAMPLE = 300
"""Records looked at to tell what a field holds."""
_LONG = 400
"""Characters on average from which a field is taken for the body."""

_HOOK_STANZA = f"""\
repos:
  - repo: local
    hooks:
      - id: newslint
        name: newslint
        entry: newslint check --force-exclude
        language: python
        additional_dependencies: [newslint=={__version__}]
        files: '\\.(jsonl|ndjson|json|csv|tsv|md|markdown|txt)$'
        require_serial: true
"""
_WORKFLOW_TEXT = """\
name: newslint
on: [push, pull_request]
jobs:
  newslint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install newslint
      - run: newslint check
"""
_GITLAB_TEXT = """\
newslint:
  image: python:3.12
  script:
    - pip install newslint
    - newslint check --report gitlab=gl-code-quality-report.json
  artifacts:
    reports: {codequality: gl-code-quality-report.json}
"""


def run(argv: Sequence[str]) -> int:
    """Write the first configuration; returns the exit status."""
    parser = Parser(
        "init",
        "[options] [PATH ...]",
        "Look at the data, propose how its fields map on to newslint's, and write a configuration, a hook and a first baseline.",
        ("newslint init", "newslint init exports/ --profile minimal --ci gitlab", "newslint init --dry-run"),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="where the data is; without one, this folder")
    parser.add_argument(
        "--profile",
        default="recommended",
        type=one_of("--profile", ("minimal", "recommended", "strict")),
        metavar="NAME",
        help="minimal, recommended or strict",
    )
    parser.add_argument(
        "--ci",
        default="auto",
        type=one_of("--ci", ("auto", "github", "gitlab", "none")),
        metavar="NAME",
        help="github, gitlab or none; auto looks at the folder",
    )
    parser.add_argument("--no-baseline", action="store_true", help="accept none of the findings there are now")
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    options = parser.read(argv)
    inputs = _inputs(options.paths)
    fields, mapping, records = _look(inputs)
    _show_fields(fields, mapping, records, len(inputs))
    files = {CONFIG: _config(options, mapping)}
    files[HOOKS] = _HOOK_STANZA
    ci = _ci(options.ci)
    if ci == "github":
        files[WORKFLOW] = _WORKFLOW_TEXT
    there = [path for path in files if os.path.exists(path)]
    if CONFIG in there and not options.force and not options.dry_run:
        raise UsageError(f"{CONFIG} is there already", hint="--force overwrites it, --dry-run shows what would be written")
    for path, text in files.items():
        if path in there and not options.force:
            sys.stdout.write(f"\n{path} is there; add this to it:\n\n{_indented(text)}")
        elif options.dry_run:
            sys.stdout.write(f"\nwould write {path}:\n\n{_indented(text)}")
        else:
            _write(path, text)
    if ci == "gitlab":
        sys.stdout.write(f"\nfor .gitlab-ci.yml:\n\n{_indented(_GITLAB_TEXT)}")
    if options.dry_run:
        return 0
    return 0 if options.no_baseline else _baseline(options)


def _inputs(paths: Sequence[str]) -> list[InputFile]:
    from newslint.readers.discover import find_inputs

    errors: list[Any] = []
    found = find_inputs(paths or [os.curdir], errors=errors)
    if errors:
        raise errors[0]
    if not found:
        raise InputError("no file to look at", hint="name a folder with articles: newslint init exports/")
    return found


def _look(inputs: Sequence[InputFile]) -> tuple[dict[str, int], dict[str, str], int]:
    """How many of some records have each canonical field, what else to map, and how many records were looked at."""
    from newslint.model import LIST_FIELDS, SCALAR_FIELDS
    from newslint.readers.registry import get_reader

    filled = dict.fromkeys((*SCALAR_FIELDS, *LIST_FIELDS), 0)
    others: dict[str, list[str]] = {}
    records = 0
    for item in inputs:
        for unit in item.units(get_reader, 1 << 62):
            for batch in get_reader(item.format).read(unit, {}, None):
                for article in batch.articles[: SAMPLE - records]:
                    records += 1
                    for field in filled:
                        filled[field] += bool(getattr(article, field))
                    for name, value in article.extra.items():
                        if isinstance(value, str) and value.strip():
                            others.setdefault(name, []).append(value)
                if records >= SAMPLE:
                    return filled, _guess(filled, others, records), records
    return filled, _guess(filled, others, records), records


def _guess(filled: dict[str, int], others: dict[str, list[str]], records: int) -> dict[str, str]:
    """Input names for canonical fields that no record has, told by what their values look like."""
    from newslint.text.dates import parse_date

    mapping: dict[str, str] = {}

    def offer(field: str, name: str) -> None:
        if not filled[field] and field not in mapping.values():
            mapping[name] = field

    by_length = sorted(others, key=lambda name: -sum(map(len, others[name])) / len(others[name]))
    for name in by_length:
        values = others[name]
        if len(values) * 2 < records:
            continue
        average = sum(map(len, values)) / len(values)
        if average >= _LONG:
            offer("body", name)
        elif all(value.startswith(("https://", "http://")) for value in values):
            offer("url", name)
        elif all(parse_date(value).value is not None for value in values):
            offer("published_at", name)
    return mapping


def _show_fields(fields: dict[str, int], mapping: dict[str, str], records: int, files: int) -> None:
    sys.stdout.write(f"{records} records of {files} files looked at\n\n")
    proposed = {field: name for name, field in mapping.items()}
    for field in ("id", "title", "body", "authors", "byline", "source", "url", "published_at", "language"):
        share = f"{fields[field] / records:.0%}" if records else "-"
        note = f"proposed: the input's {proposed[field]!r}" if field in proposed else ""
        sys.stdout.write(f"  {field:<14}{share:>5}  {note}".rstrip() + "\n")


def _config(options: Namespace, mapping: dict[str, str]) -> str:
    lines = ["version: 1", f"profile: {options.profile}"]
    if mapping or options.paths:
        lines.append("inputs:")
    if options.paths:
        patterns = [f"{path.rstrip('/')}/**" if os.path.isdir(path) else path for path in options.paths]
        lines.append(f"  include: [{', '.join(_quoted(pattern) for pattern in patterns)}]")
    if mapping:
        lines.append("  map:  # proposed from the data: read it before you trust it")
        lines.extend(f"    {_quoted(name)}: {field}" for name, field in mapping.items())
    if not options.no_baseline:
        lines.append(f"baseline: {BASELINE}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _ci(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    if os.path.exists(".gitlab-ci.yml"):
        return "gitlab"
    return "github" if os.path.isdir(".github") else "none"


def _write(path: str, text: str) -> None:
    folder = os.path.dirname(path)
    try:
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
    sys.stdout.write(f"wrote {path}\n")


def _baseline(options: Namespace) -> int:
    """Accept what there is now, so that the first run in CI is green."""
    from newslint.cli import baseline

    try:
        arguments = ["write", *options.paths, "--config", CONFIG, "--file", BASELINE, *(["--force"] if options.force else [])]
        status = baseline.run(arguments)
    except UsageError as error:
        complain(error)
        return 2
    if status and not os.path.exists(BASELINE):
        warn("no baseline was written; mend the inputs, then: newslint baseline write")
    return status


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
