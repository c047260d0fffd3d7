"""JSON Lines: one object a line.

A file can be divided into byte ranges: a record belongs to the range in which its line starts.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import InputError
from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import unreadable_batch
from newslint.readers.fast import ArticleDecoder
from newslint.readers.fields import FieldMap, top_names
from newslint.readers.json_batch import JsonBatch
from newslint.readers.source import BOM, CHUNK, MAX_RECORD, Source, compression_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article
    from newslint.readers.dialect import Dialect
    from newslint.readers.json_batch import Decoder

_OPEN, _CLOSE, _FEED, _RETURN = b"{}\n\r"
_SPACE = b" \t\r\n"
_KEPT_DECODERS = 8


class LineBatch(JsonBatch):
    """Records of one stretch of lines."""

    def __init__(self, data: bytes, offset: int, decoder: Decoder) -> None:
        super().__init__(data, decoder)
        self._offset = offset
        self._lines: Sequence[int] = ()
        self._refs: Sequence[int] | None = None

    def set_lines(self, lines: Sequence[int]) -> None:
        """Say on which line each record stands."""
        self._lines = lines

    @property
    def refs(self) -> Sequence[int]:  # type: ignore[override]
        """Byte offset of each record's line in the file, after decompression."""
        if self._refs is None:
            self._refs = [self._offset + start for start, _ in self._spans]
        return self._refs

    def line(self, index: int) -> int:
        """See :meth:`newslint.readers.base.Batch.line`."""
        return self._lines[index]

    def mark(self) -> tuple[int, int, int] | None:
        """See :meth:`newslint.readers.base.Batch.mark`."""
        return (self.refs[0], self.records[0], self._lines[0]) if len(self.articles) else None

    def source_line(self, line: int) -> str | None:
        """See :meth:`newslint.readers.base.Batch.source_line`."""
        try:
            index = self._lines.index(line)
        except ValueError:
            return None
        return self._text(index).rstrip("\r")

    def _start(self, index: int) -> tuple[int, int]:
        return self.line(index), 1


class Jsonl:
    """Reader of JSON Lines.

    Args:
        dialect: What the names in the records mean; without one they are matched to the canonical fields.
    """

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def __init__(self, dialect: Dialect | None = None) -> None:
        self.name = "jsonl" if dialect is None else dialect.name
        self._dialect = dialect
        self._decoders: dict[tuple[Any, ...], Decoder] = {}
        self._counted: tuple[Unit, int] | None = None

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        count = max(1, round(size / max(1, target)))
        if count == 1 or compression_of(path) is not None:
            return whole(path, self.name)
        bounds = [size * number // count for number in range(count)]
        return [
            Unit(path=path, format=self.name, start=start, end=end)
            for start, end in zip(bounds, [*bounds[1:], None], strict=True)
        ]

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        decoder = self._decoder(mapping, wanted)
        with Source(unit) as source:
            position = _first_line(source, unit)
            at_start = unit.start == 0
            record, line = 0, 1
            empty = True
            if position is not None:
                for offset, data, size in _stretches(source, position, unit.end):
                    if at_start and offset == position:
                        reason = _misnamed(data, size)
                        if reason is not None:
                            yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason=reason))
                            self._counted = (unit, 0)
                            return
                    if not data:
                        reason = f"the line is longer than {MAX_RECORD >> 20} MiB"
                        yield unreadable_batch(Unreadable(record=record, line=line, column=None, reason=reason))
                        record, line, empty = record + 1, line + size, False
                        continue
                    complete = source.error is None or data[size - 1] == _FEED
                    batch, records, lines = _decode(data, size, offset, decoder, record, line, complete=complete)
                    record, line = record + records, line + lines
                    empty = empty and not records
                    if batch.articles or batch.unreadable:
                        yield batch
            if source.error is not None:
                if source.foreign and not at_start:
                    return  # the first unit of the file says so
                at = (record, line) if record else (None, None)
                yield unreadable_batch(Unreadable(record=at[0], line=at[1], column=None, reason=source.error))
            elif empty and at_start and unit.end is None:
                yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason="the file is empty"))
        self._counted = (unit, line - 1)

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        if self._counted is None or self._counted[0] != unit:
            with Source(unit) as source:
                position = _first_line(source, unit)
                stretches = () if position is None else _stretches(source, position, unit.end)
                feeds = sum(data.count(b"\n", 0, size) if data else size for _, data, size in stretches)
            self._counted = (unit, feeds)
        return self._counted[1]

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`.  Only the lines asked for are decoded."""
        decoder = self._decoder(mapping, wanted)
        counter = _Counter(unit)
        with Source(unit) as source:
            for ref in refs:
                source.seek(ref)
                data = _line(source)
                try:
                    article = decoder.record(data)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                    raise InputError("the file has changed while it was being checked", path=unit.path) from None
                yield _Fetched(data, ref, decoder, counter, article)

    def _decoder(self, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Decoder:
        key = (tuple(mapping.items()), wanted)
        decoder = self._decoders.get(key)
        if decoder is None:
            if len(self._decoders) >= _KEPT_DECODERS:
                self._decoders.clear()
            decoder = self._decoders[key] = self._new_decoder(mapping, wanted)
        return decoder

    def _new_decoder(self, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Decoder:
        if self._dialect is None:
            return ArticleDecoder(FieldMap(mapping), top_names(wanted))
        from newslint.readers.dialect import DialectDecoder  # as the dialect itself, only for files that have one

        return DialectDecoder(self._dialect, mapping, top_names(wanted))


class _Counter:
    """Counts the lines and the records of a unit up to a byte, when somebody wants to know."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._known: dict[int, tuple[int, int]] = {}
        self._last = (-1, 0, 1)

    def at(self, ref: int) -> tuple[int, int]:
        """Record number and line of the record that starts at byte ``ref``."""
        found = self._known.get(ref)
        if found is None:
            found = self._known[ref] = self._count(ref)
        return found

    def _count(self, ref: int) -> tuple[int, int]:
        with Source(self._unit) as source:
            position, record, line = self._last
            marks = self._unit.marks
            before = bisect_right(marks, (ref, sys.maxsize))
            if before and not marks[before - 1][0] <= position <= ref:
                position, record, line = marks[before - 1]
            elif position < 0 or ref < position:
                first = _first_line(source, self._unit)
                position, record, line = first or 0, 0, 1
            source.seek(position)
            for _, data, size in _stretches(source, position, ref):
                if not data:
                    record, line = record + 1, line + size
                else:
                    record += sum(1 for start, end in _line_spans(data, size) if not _blank(data, start, end))
                    line += data.count(b"\n", 0, size)
        self._last = (ref, record, line)
        return record, line


class _Fetched(LineBatch):
    """One record that was read once more."""

    def __init__(self, data: bytes, offset: int, decoder: Decoder, counter: _Counter, article: Article) -> None:
        super().__init__(data, offset, decoder)
        self._counter = counter
        self.set_spans([(0, len(data))])
        self.articles = (article,)
        self.unreadable = ()

    @property
    def records(self) -> Sequence[int]:  # type: ignore[override]
        return [self._counter.at(self._offset)[0]]

    def line(self, index: int) -> int:
        return self._counter.at(self._offset)[1]

    def source_line(self, line: int) -> str | None:
        return self._text(0).rstrip("\r") if line == self.line(0) else None


def _first_line(source: Source, unit: Unit) -> int | None:
    """Byte at which the first line that starts in the unit starts; None when none does.  The source stands there."""
    if unit.start == 0:
        position = len(BOM) if source.read(len(BOM)) == BOM else 0
        if not source.error:
            source.seek(position)
        return position
    position = unit.start - 1
    source.seek(position)
    while block := source.read(CHUNK):
        feed = block.find(b"\n")
        if feed >= 0:
            position += feed + 1
            if unit.end is not None and position >= unit.end:
                return None
            source.seek(position)
            return position
        position += len(block)
    return None


def _stretches(source: Source, offset: int, end: int | None) -> Iterator[tuple[int, bytes, int]]:
    """Whole lines, about :data:`CHUNK` bytes at a time: those that start before ``end``.

    Each stretch is the offset of its first line in the file, and a buffer with the number of bytes in it that belong to the stretch.
    A line that is longer than :data:`MAX_RECORD` is a stretch of its own, without a buffer: ``b""``, and its line feeds, 1 or 0.
    """
    parts: list[bytes] = []
    held = 0
    if end is not None and offset >= end:
        return
    while block := source.read(CHUNK):
        begin = offset + held
        first = block.find(b"\n")
        if held + (len(block) if first < 0 else first) > MAX_RECORD:
            parts.clear()
            while first < 0:
                held += len(block)
                block = source.read(CHUNK)
                if not block:
                    yield offset, b"", 0
                    return
                first = block.find(b"\n")
            yield offset, b"", 1
            offset += held + first + 1
            if end is not None and offset >= end:
                return
            held = 0
            begin = offset
            block = block[first + 1 :]
        last = False
        cut = 0
        if end is not None and begin + len(block) >= end:
            cut = block.find(b"\n", max(0, end - 1 - begin)) + 1
            last = cut > 0
        cut = cut or block.rfind(b"\n") + 1
        if not cut:
            parts.append(block)
            held += len(block)
            continue
        if held:
            data = b"".join((*parts, memoryview(block)[:cut]))
            yield offset, data, len(data)
        else:
            yield offset, block, cut
        if last:
            return
        offset = begin + cut
        held = 0
        parts = []
        if cut == len(block):
            continue
        if source.compressed:
            parts = [block[cut:]]
            held = len(parts[0])
        else:  # to read a part of a line twice is cheaper than to copy all the others
            source.seek(offset)
    if held:
        yield offset, b"".join(parts), held


def _line(source: Source) -> bytes:
    parts: list[bytes] = []
    held = 0
    while held <= MAX_RECORD and (block := source.read(1 << 14)):
        feed = block.find(b"\n")
        parts.append(block if feed < 0 else block[:feed])
        held += len(block)
        if feed >= 0:
            break
    return b"".join(parts)


def _line_spans(data: bytes, size: int) -> list[tuple[int, int]]:
    """Start and end, the line feed not included, of each line of ``data[:size]``."""
    spans: list[tuple[int, int]] = []
    start = 0
    find = data.find
    while (feed := find(b"\n", start, size)) >= 0:
        spans.append((start, feed))
        start = feed + 1
    if start < size:
        spans.append((start, size))
    return spans


def _blank(data: bytes, start: int, end: int) -> bool:
    return start == end or (data[start] in _SPACE and not data[start:end].strip(_SPACE))


def _plain(data: bytes, spans: list[tuple[int, int]]) -> bool:
    """Whether each line begins with ``{`` and ends with ``}``: then no line feed can stand inside an object."""
    for start, end in spans:
        if data[start] != _OPEN:
            return False
        last = data[end - 1]
        if last != _CLOSE and (last != _RETURN or data[end - 2] != _CLOSE):
            return False
    return True


def _decode(
    data: bytes, size: int, offset: int, decoder: Decoder, record: int, line: int, *, complete: bool
) -> tuple[LineBatch, int, int]:
    """Decode whole lines; gives the batch, and the numbers of records and of lines in it."""
    batch = LineBatch(data, offset, decoder)
    spans = _line_spans(data, size)
    feeds = len(spans) - (data[size - 1] != _FEED)
    if not complete:
        # The source broke off inside the last line, and will say so.
        spans.pop()
    build = decoder.build
    if build is not None and complete and _plain(data, spans):
        articles = build.lines(data, size, len(spans))
        if articles is not None:
            batch.articles = articles
            batch.records = range(record, record + len(spans))
            batch.unreadable = ()
            batch.set_spans(spans)
            batch.set_lines(range(line, line + len(spans)))
            return batch, len(spans), feeds
    read: list[Article] = []
    kept: list[tuple[int, int]] = []
    records: list[int] = []
    lines: list[int] = []
    unreadable: list[Unreadable] = []
    for number, (start, end) in enumerate(spans, start=line):
        if _blank(data, start, end):
            continue
        raw = data[start:end]
        try:
            article = decoder.record(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            from newslint.readers.jsontext import explain  # json, 4 ms, only for broken records

            _, column, reason = explain(raw, error)
            unreadable.append(Unreadable(record=record, line=number, column=column, reason=reason))
        else:
            read.append(article)
            kept.append((start, end))
            records.append(record)
            lines.append(number)
        record += 1
    batch.articles = read
    batch.records = records
    batch.unreadable = unreadable
    batch.set_spans(kept)
    batch.set_lines(lines)
    return batch, len(read) + len(unreadable), feeds


def _misnamed(data: bytes, size: int) -> str | None:
    """Why a file is not JSON Lines, told from its first lines."""
    spans = _line_spans(data, size)
    first = next((data[start:end].strip(_SPACE) for start, end in spans if not _blank(data, start, end)), b"")
    if first in {b"[", b"{", b"[{"} and len(spans) > 1:
        return "the file is one JSON document over several lines, not JSON Lines; read it with --input-format json"
    return None
