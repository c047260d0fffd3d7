"""``newslint show``: an article as newslint understood it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from newslint.cli.arguments import Parser, add_color_option, add_config_options, one_of
from newslint.cli.console import complain, wants_color
from newslint.cli.setup import settings_of
from newslint.errors import InputError, UsageError
from newslint.model.article import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.config.settings import Settings
    from newslint.model import Article
    from newslint.readers.base import Batch
    from newslint.readers.discover import InputFile

_WIDTH = 96
_EXCERPT = 3 * _WIDTH
_EXTRA = 160


def run(argv: Sequence[str]) -> int:
    """Print a record; returns the exit status."""
    parser = Parser(
        "show",
        "FILE [--record N] [--format text|json] [--input-format NAME]",
        "Print an article as newslint understood it: its format, what each field was taken from, blocks, and all else as extra.",
        ("newslint show feed.rss", "newslint show feed.jsonl --record 41", "newslint show page.html --format json"),
    )
    parser.add_argument("paths", metavar="FILE", nargs="*", help="a file, or - for standard input")
    parser.add_argument("--record", metavar="N", type=_number, default=0, help="number of the record, from 0 (default: 0)")
    parser.add_argument(
        "--format", default="text", metavar="NAME", type=one_of("--format", ("text", "json")), help="text or json"
    )
    parser.add_argument("--input-format", metavar="NAME", help="format of the file, where neither suffix nor content tells")
    parser.add_argument("--stdin-filename", metavar="NAME", help="what standard input is called")
    parser.add_argument("--no-cache", action="store_true", help="keep nothing on disk")
    add_color_option(parser)
    add_config_options(parser)
    options = parser.read(argv)
    if len(options.paths) != 1:
        raise UsageError("show takes one file", hint=f"usage: {parser.usage}")
    settings = settings_of(options)
    item = _input(options, settings)
    for batch, index in _records(item, settings, options.record):
        if index is None:
            for fault in batch.unreadable:
                if fault.record in {options.record, None}:
                    complain(InputError(fault.reason, path=item.path, line=fault.line, column=fault.column))
            return 3
        data = describe(batch, index, item)
        if options.format == "json":
            import json

            sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")
        else:
            sys.stdout.write(_text(data, color=wants_color(sys.stdout, options.color)))
        return 0
    return 3


def _number(value: str) -> int:
    if not value.isdecimal():
        raise UsageError(f"--record: {value!r} is no number", hint="records count from 0")
    return int(value)


def _input(options: Any, settings: Settings) -> InputFile:
    from newslint.readers.discover import find_inputs

    path = options.paths[0]
    if os.path.isdir(path):
        raise UsageError("show takes a file, and this is a folder", path=path)
    inputs = settings.config.inputs
    configured = UNSET if inputs is UNSET else inputs.format
    name = options.input_format or (None if configured is UNSET else configured)
    (item,) = find_inputs([path], input_format=name, stdin_filename=options.stdin_filename)
    return item


def _records(item: InputFile, settings: Settings, number: int) -> Iterator[tuple[Batch, int | None]]:
    """The batch that holds a record, with its index in it; None for one that could not be read."""
    from newslint.readers.registry import get_reader

    reader = get_reader(item.format)
    seen = 0
    for unit in item.units(get_reader, 1 << 62):
        batches = reader.read(unit, settings.mapping(), None)
        plugins = settings.plugins
        for batch in plugins.put_right(batches, item.path, []) if plugins else batches:
            if any(fault.record in {number, None} for fault in batch.unreadable):
                yield batch, None
            if number in batch.records:
                yield batch, list(batch.records).index(number)
            seen = max([seen, *(record + 1 for record in batch.records)])
    if seen:
        raise UsageError(f"there is no record {number}", path=item.path, hint=f"the file has {seen:,}: 0 to {seen - 1}")
    raise InputError("the file holds no record", path=item.path)


def describe(batch: Batch, index: int, item: InputFile) -> dict[str, Any]:
    """What newslint knows of a record, as plain data."""
    article = batch.articles[index]
    sources = _sources(batch, index)
    fields: dict[str, Any] = {}
    for field in TEXT_FIELDS:
        value = getattr(article, field)
        if isinstance(value, list):
            if value:
                fields[field] = [_value(batch, index, f"{field}[{place}]", text, sources) for place, text in enumerate(value)]
        elif value is not None:
            fields[field] = _value(batch, index, field, value, sources)
    return {
        "path": item.path,
        "format": item.format,
        "record": batch.records[index],
        "line": batch.line(index),
        "fields": fields,
        "body_format": article.body_format.partition(":")[0],
        "blocks": _blocks(batch, index, article),
        "mistyped": article.mistyped,
        "extra": article.extra,
    }


def _sources(batch: Batch, index: int) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, field in batch.inputs(index) or ():
        found.setdefault(field, []).append(name)
    return {field: ", ".join(names) for field, names in found.items()}


def _value(batch: Batch, index: int, label: str, text: str, sources: Mapping[str, str]) -> dict[str, Any]:
    place = batch.place(index, label, 0, min(1, len(text)))
    source = sources.get(label) or sources.get(label.partition("[")[0])
    return {
        "value": text,
        "from": source,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
    }


def _blocks(batch: Batch, index: int, article: Article) -> list[dict[str, Any]]:
    from newslint.text.blocks import split_blocks

    made: list[dict[str, Any]] = []
    for block in split_blocks(article.body or "", article.body_format):
        place = batch.place(index, "body", block.start, block.end)
        made.append(
            {
                "kind": block.kind,
                "level": block.level,
                "start": block.start,
                "end": block.end,
                "line": None if place is None else place.line,
                "column": None if place is None else place.column,
                "text": (article.body or "")[block.start : block.end],
            }
        )
    return made


def _text(data: dict[str, Any], *, color: bool) -> str:
    from newslint.reporters.text import RESET, STYLES

    def strong(text: str) -> str:
        return f"{STYLES['bold']}{text}{RESET}" if color else text

    where = data["path"] if data["line"] is None else f"{data['path']}:{data['line']}"
    lines = [f"{strong(where)}: record {data['record']}, read as {strong(data['format'])}", ""]
    for field, value in data["fields"].items():
        many = isinstance(value, list)
        for number, entry in enumerate(value if many else [value]):
            lines.append(_heading(strong(f"{field}[{number}]" if many else field), entry))
            if field != "body":
                lines += _wrapped(entry["value"], "  ")
            else:
                lines += [line for block in data["blocks"] for line in _block(block)]
    if data["mistyped"]:
        lines += ["", strong("of another type than the field's")]
        lines += [f"  {field}: {_shortened(value)}" for field, value in data["mistyped"].items()]
    if data["extra"]:
        lines += ["", strong("extra")]
        lines += [f"  {name}: {_shortened(value)}" for name, value in data["extra"].items()]
    return "\n".join(lines) + "\n"


def _heading(field: str, entry: Mapping[str, Any]) -> str:
    told = [f"from {entry['from']}"] if entry["from"] else []
    if entry["line"] is not None:
        told.append(f"at {entry['line']}:{entry['column']}")
    return f"{field}  ({', '.join(told)})" if told else field


def _block(block: Mapping[str, Any]) -> list[str]:
    kind = f"{block['kind']} {block['level']}" if block["level"] else block["kind"]
    at = "" if block["line"] is None else f", at {block['line']}:{block['column']}"
    return [f"  [{block['start']}:{block['end']}] {kind}{at}", *_wrapped(block["text"], "    ")]


def _wrapped(text: str, indent: str) -> list[str]:
    from textwrap import wrap

    shown = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]} …"
    # Control characters would move the cursor, and white space that is unusual could not be seen.
    safe = "".join(char if char.isprintable() or char == "\n" else f"\\u{ord(char):04x}" for char in shown)
    made: list[str] = []
    for line in safe.split("\n"):
        made += wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False) or []
    return made or [f"{indent}(empty)"]


def _shortened(value: Any) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _EXTRA else f"{text[:_EXTRA]} …"
