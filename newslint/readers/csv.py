"""CSV and TSV: one record a row, the names in the first row.

Quoting is that of RFC 4180: a cell that begins with ``"`` ends with one, and holds ``""`` for each of its own.  An empty cell is
read as null.
"""

from __future__ import annotations

import csv
import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

from newslint.model.edits import apply_edits
from newslint.model.finding import Edit
from newslint.readers.base import Batch, Replacement, Unit, Unreadable
from newslint.readers.batches import BATCH_RECORDS, PickableBatch, feeds, fetch_by_number, unreadable_batch
from newslint.readers.fields import FieldMap, top_names
from newslint.readers.positions import Offsets, invalid_utf8, place_between
from newslint.readers.source import BOM, CHUNK, MAX_RECORD, Source, strip_compression, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article, Place

_DELIMITERS = (",", ";", "\t")
_MAX_READ_AGAIN = 4 * MAX_RECORD

MAX_ROW_LINES = 1 << 16
"""Most lines of one row."""


class _Line:
    """One line of the file, and what is wrong with it."""

    __slots__ = ("fault", "number", "text")

    def __init__(self, number: int, data: bytes) -> None:
        self.number = number
        self.fault: tuple[int | None, str] | None = None
        try:
            self.text = data.decode()
        except UnicodeDecodeError as error:
            self.text = data.decode("utf-8", "replace")
            self.fault = invalid_utf8(data, error, unit="line")
        if "\0" in self.text:
            self.fault = self.fault or (self.text.index("\0") + 1, "NUL byte")
            self.text = self.text.replace("\0", "\ufffd")  # the parser of Python 3.10 refuses it


class Row:
    """Cells of one record, with the raw lines that they were read from."""

    __slots__ = ("cells", "column", "line", "raw", "reason")

    def __init__(self, cells: list[str], lines: Sequence[_Line], fault: tuple[int | None, int | None, str] | None) -> None:
        self.cells = cells
        self.raw = "".join([line.text for line in lines])
        self.line = lines[0].number
        self.column: int | None = None
        self.reason: str | None = None
        if fault is not None:
            line, self.column, self.reason = fault
            self.line = self.line if line is None else line


class RowBatch(PickableBatch):
    """Records of some rows."""

    def __init__(self, fields: FieldMap, names: Sequence[str], delimiter: str) -> None:
        self._fields = fields
        self._names = names
        self._delimiter = delimiter
        self._rows: list[Row] = []
        self._found: tuple[int, str, Offsets | None] = (-1, "", None)

    def set_rows(self, rows: list[Row]) -> None:
        """Say which row each record comes from."""
        self._rows = rows

    def picked(self, indices: Sequence[int]) -> Batch:
        """See :class:`newslint.readers.batches.PickableBatch`."""
        batch = RowBatch(self._fields, self._names, self._delimiter)
        batch.set_rows([self._rows[index] for index in indices])
        return batch

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """See :meth:`newslint.readers.base.Batch.place`."""
        row = self._rows[index]
        if self._found[:2] != (index, field):
            self._found = (index, field, self._find(row, field))
        offsets = self._found[2]
        return None if offsets is None else place_between(row.raw, offsets.raw(start), offsets.raw(end), row.line)

    def _find(self, row: Row, field: str) -> Offsets | None:
        column, skipped = self._column(row, field)
        offsets = None if column is None else cell_offsets(row.raw, self._delimiter, column)
        if offsets is not None:
            offsets.skip(skipped)
        return offsets

    def _column(self, row: Row, field: str) -> tuple[int | None, int]:
        """Number of the cell that holds the value of a field, and the code point at which the value begins in it."""
        origin = self._fields.origin(_record(self._names, row.cells), field)
        if origin is None or len(origin[0]) != 1 or origin[0][0] not in self._names:
            return None, 0
        path, skipped = origin
        return self._names.index(str(path[0])), skipped

    def rewrite(self, index: int, field: str, edits: Sequence[Edit]) -> list[Replacement] | None:
        """See :meth:`newslint.readers.base.Batch.rewrite`.  A cell that comes to need quotation marks gets them."""
        row = self._rows[index]
        column, skipped = self._column(row, field)
        start = None if column is None else _cell_start(row.raw, self._delimiter, column)
        if column is None or start is None:
            return None
        quoted = row.raw[start : start + 1] == '"'
        if not quoted:
            cell = row.cells[column]
            after = apply_edits(cell, [Edit(edit.start + skipped, edit.end + skipped, edit.text) for edit in edits])
            bare = not after.startswith('"') and not any(mark in after for mark in (self._delimiter, "\r", "\n"))
            if not bare or (len(self._names) == 1 and not after.strip()):  # a blank line is no row
                whole_cell = place_between(row.raw, start, start + len(cell), row.line)
                return [Replacement(whole_cell, '"' + after.replace('"', '""') + '"')]
        places = [self.place(index, field, edit.start, edit.end) for edit in edits]
        return [
            Replacement(place, edit.text.replace('"', '""') if quoted else edit.text)
            for place, edit in zip(places, edits, strict=True)
            if place is not None
        ]

    def line(self, index: int) -> int:
        """See :meth:`newslint.readers.base.Batch.line`."""
        return self._rows[index].line

    def inputs(self, index: int) -> list[tuple[str, str]]:
        """See :meth:`newslint.readers.base.Batch.inputs`."""
        return self._fields.inputs(_record(self._names, self._rows[index].cells))

    def source_line(self, line: int) -> str | None:
        """See :meth:`newslint.readers.base.Batch.source_line`."""
        for row in self._rows:
            lines = row.raw.split("\n")
            if row.line <= line < row.line + len(lines):
                return lines[line - row.line].rstrip("\r")
        return None


class Csv:
    """Reader of CSV and TSV."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def __init__(self) -> None:
        self._counted: tuple[Unit, int] | None = None

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        # A limit of the whole process: raised, never lowered, so that nobody else's parser is the worse for it.
        csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD))
        fields = FieldMap(mapping)
        kept = top_names(wanted)
        with Source(unit) as source:
            lines = _Lines(source)
            tab = os.path.splitext(strip_compression(unit.path))[1].lower() == ".tsv"
            delimiter = "\t" if tab else _sniff(lines, fields)
            rows = _rows(lines, delimiter)
            header = next(rows, None)
            names = [] if header is None else [name.strip() for name in header.cells]
            if header is None:
                reason: str | None = source.error or "the file is empty"
            else:
                reason = header.reason or _header_fault(names, fields)
            if reason is not None:
                line, column = (None, None) if header is None else (header.line, header.column)
                yield unreadable_batch(Unreadable(record=None, line=line, column=column, reason=reason))
                rows = iter(())
            record = 0
            while chunk := _take(rows):
                yield _batch(chunk, record, fields, kept, names, delimiter)
                record += len(chunk)
            if source.error is not None and reason is None:
                fault = Unreadable(record=record, line=lines.number + 1, column=None, reason=source.error)
                yield unreadable_batch(fault)
            self._counted = (unit, lines.feeds)

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        if self._counted is None or self._counted[0] != unit:
            self._counted = (unit, feeds(unit))
        return self._counted[1]

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)


def cell_offsets(raw: str, delimiter: str, column: int) -> Offsets | None:
    """Offsets of the cell number ``column`` of a raw row, through doubled quotes; None when the row has no such cell."""
    position = _cell_start(raw, delimiter, column)
    if position is None:
        return None
    if raw[position : position + 1] != '"':
        return Offsets(position)
    closing = _closing(raw, position)
    doubled = []
    at = raw.find('""', position + 1, closing)
    while at >= 0:
        doubled.append((at, 2))
        at = raw.find('""', at + 2, closing)
    return Offsets(position + 1, doubled)


def _cell_start(raw: str, delimiter: str, column: int) -> int | None:
    position = 0
    for _ in range(column):
        if raw[position : position + 1] == '"':
            position = _closing(raw, position) + 1
        position = raw.find(delimiter, position) + 1
        if not position:
            return None
    return position


def _closing(raw: str, opening: int) -> int:
    """Position of the quotation mark that closes the cell opened at ``opening``."""
    at = raw.find('"', opening + 1)
    while at >= 0 and raw[at + 1 : at + 2] == '"':
        at = raw.find('"', at + 2)
    return at if at >= 0 else len(raw)


class _Lines:
    """Lines of a source, some of which may be read again after a row that turned out to be broken."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._data = source.read(CHUNK).removeprefix(BOM)
        self._position = 0
        self._again: deque[_Line] = deque()
        self._more = MAX_RECORD
        self.number = 0
        self.feeds = 0

    @property
    def broken(self) -> bool:
        """Whether the source came to its end before its time."""
        return self._source.error is not None and not self._again

    def next(self) -> _Line | None:
        """The next line with its line feed, or None at the end."""
        if self._again:
            return self._again.popleft()
        data = self._next()
        if not data:
            return None
        self.number += 1
        if data.endswith(b"\n"):
            self.feeds += 1
        if len(data) > MAX_RECORD:
            line = _Line(self.number, b"\n")
            line.fault = (None, f"the line is longer than {MAX_RECORD >> 20} MiB")
            return line
        if self._source.error is not None and not data.endswith(b"\n"):
            return None  # the data broke off inside this line
        return _Line(self.number, data)

    def push_back(self, lines: Sequence[_Line]) -> None:
        """Let :meth:`next` give these lines once more."""
        self._again.extendleft(reversed(lines))

    def _next(self) -> bytes:
        feed = self._data.find(b"\n", self._position)
        if feed >= 0:
            line = self._data[self._position : feed + 1]
            self._position = feed + 1
            return line
        parts = [self._data[self._position :]]
        held = len(parts[0])
        self._data, self._position = b"", 0
        while block := self._source.read(CHUNK):
            feed = block.find(b"\n")
            if feed >= 0:
                self._data, self._position = block, feed + 1
                block = block[: feed + 1]
            held += len(block)
            if held <= MAX_RECORD:
                parts.append(block)
            else:  # of a line that is too long only the fact is kept
                parts = [bytes(MAX_RECORD), b".", block[-1:]]
            if feed >= 0:
                break
        return b"".join(parts)


def _rows(lines: _Lines, delimiter: str) -> Iterator[Row]:
    """The rows, the header among them; blank lines are none.

    After a row that cannot be parsed reading begins again on the line after the one that row began on, so that a quotation mark
    that is never closed does not take the rest of the file with it.  What does not fit the header up to the next row that does is
    taken for the rest of the broken row.
    """
    held: list[_Line] = []
    size = 0
    width: int | None = None
    broken: Row | None = None
    passed = until = 0
    budget = _MAX_READ_AGAIN

    def feed() -> Iterator[str]:
        nonlocal size
        while (line := lines.next()) is not None:
            held.append(line)
            size += len(line.text)
            if len(held) > 1 and (size > MAX_RECORD or len(held) > MAX_ROW_LINES):
                raise _TooLongError
            yield line.text

    while True:
        try:
            for cells in csv.reader(feed(), delimiter=delimiter, strict=True):
                fault = next(((line.number, *line.fault) for line in held if line.fault is not None), None)
                if fault is not None or len(cells) > 1 or held[0].text.strip():
                    if broken is not None and held[0].number <= until and (fault is not None or len(cells) != width):
                        passed = held[-1].number
                    else:
                        if broken is not None:
                            yield _closed(broken, passed)
                            broken = None
                        width = len(cells) if width is None else width
                        yield Row(cells, held, fault)
                held, size = [], 0
        except (csv.Error, _TooLongError) as error:
            if lines.broken:
                break  # the source ends inside this row, and says so
            again = held[1:]
            budget -= sum(len(line.text) for line in again)
            if broken is None or held[0].number > until:
                if broken is not None:
                    yield _closed(broken, passed)
                broken = Row([], held, (None, *_explain(held, delimiter, error)))
            passed = held[0].number
            if budget > 0:
                until = max(until, held[-1].number)
                lines.push_back(again)
            else:
                passed = held[-1].number
            held, size = [], 0
        else:
            break
    if broken is not None:
        yield _closed(broken, passed)


def _closed(broken: Row, passed: int) -> Row:
    """A broken row, with the number of the last line that was passed over with it in its reason."""
    if passed > broken.line:
        broken.reason = f"{broken.reason}; what follows up to line {passed} is passed over with it"
    return broken


class _TooLongError(Exception):
    pass


def _explain(held: Sequence[_Line], delimiter: str, error: Exception) -> tuple[int | None, str]:
    """Column and reason of a row that the parser refused."""
    if isinstance(error, _TooLongError):
        reason = f"the row is longer than {MAX_RECORD >> 20} MiB or {MAX_ROW_LINES:,} lines; is a quotation mark never closed?"
        return None, reason
    raw = "".join([line.text for line in held])
    position = 0
    while raw[position : position + 1] == '"' or delimiter in raw[position:]:
        if raw[position : position + 1] == '"':
            closing = _closing(raw, position)
            if closing == len(raw):
                column = _column_on_first_line(raw, position)
                return column, "a cell's opening quotation mark is never closed"
            after = raw[closing + 1 : closing + 2]
            if after not in {delimiter, "\n", "\r", ""}:
                return (
                    _column_on_first_line(raw, closing),
                    f"{after!r} after a cell's closing quotation mark; one inside a cell has to be doubled",
                )
            position = closing + 1
        found = raw.find(delimiter, position)
        if found < 0:
            break
        position = found + 1
    if "\r" in raw.rstrip("\r\n"):
        return raw.index("\r") + 1, "carriage return inside a cell without quotation marks"
    return None, f"the row cannot be parsed: {error}"


def _column_on_first_line(raw: str, position: int) -> int | None:
    return position + 1 if raw.find("\n", 0, position) < 0 else None


def _sniff(lines: _Lines, fields: FieldMap) -> str:
    """The delimiter under which the first line holds most names of fields, then most names."""
    first = lines.next()
    while first is not None and not first.text.strip() and first.fault is None:
        first = lines.next()
    if first is None:
        return _DELIMITERS[0]
    lines.push_back([first])
    best, most = _DELIMITERS[0], (0, 0)
    for delimiter in _DELIMITERS:
        names = next(csv.reader([first.text], delimiter=delimiter), [])
        known = (sum(1 for name in names if fields.target(name.strip()) is not None), len(names))
        if known > most:
            best, most = delimiter, known
    return best


def _header_fault(names: Sequence[str], fields: FieldMap) -> str | None:
    for number, name in enumerate(names, start=1):
        if name and name in names[: number - 1]:
            return f"the header has the name {name!r} twice, in columns {names.index(name) + 1} and {number}"
    if not any(fields.target(name) is not None for name in names):
        shown = ", ".join(repr(name) for name in names[:3])
        return f"the file has no header: none of {shown} in its first row is the name of a field"
    return None


def _take(rows: Iterator[Row]) -> list[Row]:
    taken: list[Row] = []
    held = 0
    for row in islice(rows, BATCH_RECORDS):
        taken.append(row)
        held += len(row.raw)
        if held >= CHUNK:
            break
    return taken


def _record(names: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    return {name: cell or None for name, cell in zip(names, cells, strict=True) if name}


def _batch(
    rows: list[Row], record: int, fields: FieldMap, wanted: frozenset[str] | None, names: Sequence[str], delimiter: str
) -> Batch:
    batch = RowBatch(fields, names, delimiter)
    read: list[Article] = []
    records: list[int] = []
    kept: list[Row] = []
    faults: list[Unreadable] = []
    for number, row in enumerate(rows, start=record):
        reason = row.reason
        if reason is None and len(row.cells) != len(names):
            few = "few" if len(row.cells) < len(names) else "many"
            reason = f"too {few} cells: the row has {len(row.cells)}, the header {len(names)}"
        if reason is not None:
            faults.append(Unreadable(record=number, line=row.line, column=row.column, reason=reason))
            continue
        read.append(fields.article(_record(names, row.cells), wanted))
        records.append(number)
        kept.append(row)
    batch.articles, batch.records, batch.refs, batch.unreadable = read, records, records, faults
    batch.set_rows(kept)
    return batch
