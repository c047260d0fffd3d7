"""JSON whose format says what its names mean: from the objects to articles, and back to the places of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from newslint.readers.fast import raw_object
from newslint.readers.fields import FieldMap
from newslint.readers.jsontext import NotARecordError, locate, value_offsets
from newslint.readers.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article
    from newslint.readers.document import Spans
    from newslint.readers.fields import Path
    from newslint.readers.positions import Offsets
    from newslint.readers.values import Part, Value

_any_value = msgspec.json.Decoder().decode


class Dialect(Protocol):
    """What one format of JSON means.

    Attributes:
        name: As ``--input-format`` takes it.
        title: As people know it.
        marks: Byte strings one of which stands in every file of the format: what is looked for before a file is parsed.
        selective: Whether objects that are no records may stand beside those that are.
    """

    name: str
    title: str
    marks: tuple[bytes, ...]
    selective: bool

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """Whether an object is a record of the format, or holds some."""

    def context(self, document: Any) -> Any:
        """What the records of a document have in common, for :meth:`take`."""

    def records(self, document: Any) -> Iterator[Path]:
        """Paths of the records in a document, or in one element of a list.  May be empty."""

    def take(self, values: Values, context: Any) -> None:
        """Take the canonical values out of a record."""


class DialectDecoder:
    """See :class:`newslint.readers.json_batch.Decoder`.

    Args:
        dialect: What the names mean.
        mapping: Names that the user gives another meaning.
        wanted: Top-level names to keep in ``extra``, or None for all.
    """

    build = None
    converts = True

    def __init__(self, dialect: Dialect, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> None:
        self._dialect = dialect
        self._wanted = wanted
        self._fields = FieldMap(mapping, canonical=True)
        self._context: Any = None

    def spans(self, data: bytes) -> list[tuple[int, int]]:
        """Byte spans of the records of a whole document.

        Raises:
            msgspec.DecodeError: It is no JSON, or holds no record.
            UnicodeDecodeError: It is not UTF-8.
            RecursionError: It is nested too deeply.
        """
        from newslint.readers.json import record_spans  # it imports this module

        document = _any_value(data)
        self._context = self._dialect.context(document)
        if isinstance(document, list):
            elements = record_spans(data, self._fields)
            members: list[Any] = document
        else:
            start = len(data) - len(data.lstrip())
            elements, members = [(start, len(data.rstrip()))], [document]
        spans: list[tuple[int, int]] = []
        for (start, end), member in zip(elements, members, strict=True):
            text = ""
            paths = list(self._dialect.records(member)) if isinstance(member, (dict, list)) else []
            if not paths and (not self._dialect.selective or not isinstance(member, (dict, list))):
                paths = [()]  # reading it will say why it is no record
            for path in paths:
                if not path:
                    spans.append((start, end))
                    continue
                text = text or data[start:end].decode()
                span = locate(text, path)
                if span is None:  # the decoder has found the path; only the depth of what stands before it can hide it
                    raise RecursionError
                if text.isascii():
                    spans.append((start + span[0], start + span[1]))
                else:
                    first = start + len(text[: span[0]].encode())
                    spans.append((first, first + len(text[slice(*span)].encode())))
        if not spans:
            raise NotARecordError(f"the file holds no article of {self._dialect.title}")
        return spans

    def share(self, documents: Sequence[bytes]) -> None:
        """Let records know what all of these documents say, as the scripts of one page."""
        decoded = []
        for data in documents:
            try:
                decoded.append(_any_value(data))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
        self._context = self._dialect.context(decoded)

    def record(self, data: bytes) -> Article:
        """See :class:`newslint.readers.json_batch.Decoder`."""
        values = self._values(data)
        article = self._fields.article(values.flat(), self._wanted)
        article.body_format = values.body_format
        for name, value in values.passed_over().items():
            if self._wanted is None or name in self._wanted:
                article.extra[name] = value
        return article

    def find(self, data: bytes, text: str, label: str, value: str | None) -> Spans | None:
        """See :class:`newslint.readers.json_batch.Decoder`."""
        values = self._values(data)
        origin = self._fields.origin(values.flat(), label)
        if origin is None:
            return None
        path, skipped = origin
        taken = values.value(path)
        if taken is None:
            return _string_at(text, (*values.base, *path), skipped, value)
        found, rest = taken
        part = found.verbatim
        if part is not None and not rest:
            return _string_at(text, (*values.base, *part.path), part.offset + skipped, value)
        return _PartSpans(text, values.base, found, skipped) if found.parts and not rest else None

    def inputs(self, data: bytes) -> list[tuple[str, str]]:
        """See :class:`newslint.readers.json_batch.Decoder`."""
        values = self._values(data)
        flat = values.flat()
        shown: list[tuple[str, str]] = []
        for name, field in self._fields.inputs(flat):
            if name in values.scalars:
                shown.append((values.scalars[name].describe(), field))
            elif name in values.lists:
                shown.extend((value.describe(), f"{field}[{index}]") for index, value in enumerate(values.lists[name]))
            else:
                shown.append((name, field))
        return shown

    def _values(self, data: bytes) -> Values:
        raw_object(data)  # it checks what the decoder of values does not
        record = _any_value(data)
        path = next(iter(self._dialect.records(record)), None)
        if path is None:
            raise NotARecordError(f"the object is no article of {self._dialect.title}")
        context = self._context
        if path:  # a line that holds a whole document
            context = self._dialect.context(record)
            for key in path:
                record = record[key]
        values = Values(record, self._fields.mapped, path)
        self._dialect.take(values, context)
        values.finish()
        return values


class _PartSpans:
    """Places of a value that was put together from strings of the record."""

    def __init__(self, text: str, base: Path, value: Value, skipped: int) -> None:
        self._text = text
        self._base = base
        self._parts = value.parts
        self._skipped = skipped
        self._known: dict[Path, Offsets | None] = {}

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """See :class:`newslint.readers.document.Spans`."""
        start, end = start + self._skipped, end + self._skipped
        first = self._part(start)
        last = first if start == end else self._part(end - 1)
        if first is None or last is None:
            return None
        if first is last:
            return self._within(first, start - first.start, end - first.start)
        begin = self._within(first, start - first.start, first.length)
        finish = self._within(last, 0, end - last.start)
        return None if begin is None or finish is None or finish[1] < begin[0] else (begin[0], finish[1])

    def _part(self, offset: int) -> Part | None:
        for part in self._parts:
            if part.start <= offset < part.start + part.length or (offset == part.start and not part.length):
                return part
        last = self._parts[-1]
        return last if offset == last.start + last.length else None

    def _within(self, part: Part, start: int, end: int) -> tuple[int, int] | None:
        if part.path not in self._known:
            self._known[part.path] = _string_at(self._text, (*self._base, *part.path), 0)
        offsets = self._known[part.path]
        span = (start + part.offset, end + part.offset) if part.alignment is None else part.alignment.span(start, end)
        return None if offsets is None or span is None else offsets.span(*span)


def _string_at(text: str, path: Path, skipped: int, value: str | None = None) -> Offsets | None:
    """Offsets of the string at ``path``, or of a number that is written as ``value``."""
    span = locate(text, path)
    offsets = None if span is None else value_offsets(text, span, value)
    if offsets is not None:
        offsets.skip(skipped)
    return offsets
