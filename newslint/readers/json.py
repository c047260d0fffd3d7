"""JSON: one record, a list of records, or an object that holds a list of records.  The file is read whole."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import BATCH_RECORDS, feeds, fetch_by_number, unreadable_batch
from newslint.readers.fast import ArticleDecoder
from newslint.readers.fields import FieldMap, fold_name, top_names
from newslint.readers.json_batch import JsonBatch
from newslint.readers.source import CHUNK, MAX_DOCUMENT, Source, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article
    from newslint.readers.dialect import Dialect
    from newslint.readers.json_batch import Decoder

ENVELOPES: tuple[str, ...] = (
    "articles",
    "items",
    "records",
    "entries",
    "stories",
    "results",
    "docs",
    "documents",
    "data",
    "news",
)
"""Keys under which an object holds its list of records."""

_SPACE = b" \t\r\n"
_SHOWN_LINE = 1 << 20
_DECODE_ERRORS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_raw_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_raw_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class DocumentBatch(JsonBatch):
    """Some records of one JSON document."""

    def __init__(self, data: bytes, decoder: Decoder, lines: Lines) -> None:
        super().__init__(data, decoder)
        self._lines = lines

    def picked(self, indices: Sequence[int]) -> Batch:
        """See :class:`newslint.readers.batches.PickableBatch`.  The document stays in memory."""
        batch = DocumentBatch(self._data, self._decoder, self._lines)
        batch.set_spans([self._spans[index] for index in indices])
        return batch

    def line(self, index: int) -> int:
        """See :meth:`newslint.readers.base.Batch.line`."""
        return self._lines.place(self._spans[index][0])[0]

    def source_line(self, line: int) -> str | None:
        """See :meth:`newslint.readers.base.Batch.source_line`.  None for a line of more than 1 MiB."""
        return self._lines.text(line)

    def _start(self, index: int) -> tuple[int, int]:
        return self._lines.place(self._spans[index][0])


class Lines:
    """Lines and columns of the bytes of a document; quick when it is asked from the front to the back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = [0]
        feed = data.find(b"\n")
        while feed >= 0:
            self._starts.append(feed + 1)
            feed = data.find(b"\n", feed + 1)
        self._known = (0, 0)

    def place(self, position: int) -> tuple[int, int]:
        """Line and column at which byte ``position`` stands."""
        line = bisect_right(self._starts, position)
        begin, known = self._starts[line - 1], 0
        # A file may be one line of many megabytes: count on from the last place rather than from its beginning.
        if begin <= self._known[0] <= position:
            begin, known = self._known
        column = known + len(self._data[begin:position].decode("utf-8", "replace"))
        self._known = (position, column)
        return line, column + 1

    def text(self, line: int) -> str | None:
        """Text of a line, without its end."""
        if not 0 < line <= len(self._starts):
            return None
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._data)
        return self._data[start:end].decode("utf-8", "replace").rstrip("\r") if end - start <= _SHOWN_LINE else None


class Json:
    """Reader of JSON.

    Args:
        dialect: What the names in the records mean; without one they are matched to the canonical fields.
    """

    suffixes: tuple[str, ...] = (".json",)

    def __init__(self, dialect: Dialect | None = None) -> None:
        self.name = "json" if dialect is None else dialect.name
        self._dialect = dialect
        self._counted: tuple[Unit, int] | None = None

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        self._counted = (unit, 0)
        with Source(unit) as source:
            data = source.read_whole(MAX_DOCUMENT)
            reason = source.error
        if data is None or not data.strip(_SPACE):
            fault = Unreadable(record=None, line=None, column=None, reason=reason or "the file is empty")
            yield unreadable_batch(fault)
            return
        self._counted = (unit, data.count(b"\n"))
        try:
            decoder, spans = self._spans(data, mapping, wanted)
        except _DECODE_ERRORS as error:
            yield from self._broken(data, error, mapping, wanted)
            return
        yield from document_batches(data, spans, decoder)

    def _spans(
        self, data: bytes, mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> tuple[Decoder, list[tuple[int, int]]]:
        """What decodes the records of a document, and their byte spans."""
        if self._dialect is None:
            plain = ArticleDecoder(FieldMap(mapping), top_names(wanted))
            return plain, record_spans(data, plain.fields)
        from newslint.readers.dialect import DialectDecoder  # as the dialect itself, only for files that have one

        decoder = DialectDecoder(self._dialect, mapping, top_names(wanted))
        return decoder, decoder.spans(data)

    def _broken(
        self, data: bytes, error: Exception, mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """The records that stand whole before the fault of a document, then the fault."""
        from newslint.readers.jsontext import explain, sound_beginning  # json, 4 ms, only for broken documents

        line, column, reason = explain(data, error)
        if reason == "Extra data":
            reason = "more than one JSON document; if each line holds one, read it with --input-format jsonl"
        beginning = sound_beginning(data.decode("utf-8", "surrogateescape"))
        if beginning is not None:
            document, shared = (text.encode("utf-8", "surrogateescape") for text in (beginning[0], beginning[0][: beginning[1]]))
            try:
                decoder, spans = self._spans(document, mapping, wanted)
            except _DECODE_ERRORS:
                pass
            else:
                # What reaches into the brackets that were added is itself broken, and no record.
                spans = [span for span in spans if span[1] <= len(shared)]
                if spans:
                    reason += f"; the {len(spans)} record{'s' if len(spans) > 1 else ''} before it could be read, what follows could not"
                    yield from document_batches(data, spans, decoder)
        yield unreadable_batch(Unreadable(record=None, line=line, column=column, reason=reason))

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


def record_spans(data: bytes, fields: FieldMap) -> list[tuple[int, int]]:
    """Byte spans of the records.

    Raises:
        msgspec.DecodeError: ``data`` is not JSON, or is neither an object nor an array.
        RecursionError: It is nested too deeply.
    """
    begin = len(data) - len(data.lstrip(_SPACE))
    opening = data[begin : begin + 1]
    if opening == b"[":
        return element_spans(data, begin, _raw_list(data))
    members = _raw_members(data)
    key = _envelope(members, fields)
    if key is None:
        return [(begin, len(data.rstrip(_SPACE)))]
    from newslint.readers.jsontext import locate  # as above

    text = data.decode("utf-8", "surrogateescape")  # a record with bytes that are not UTF-8 is reported by itself
    span = locate(text, (key,))
    assert span is not None, "the decoder has found the key"
    start = span[0] if text.isascii() else len(text[: span[0]].encode("utf-8", "surrogateescape"))
    return element_spans(data, start, _raw_list(members[key]))


def element_spans(data: bytes, begin: int, elements: list[msgspec.Raw]) -> list[tuple[int, int]]:
    """Byte spans of the elements of the array that begins at ``begin``."""
    spans: list[tuple[int, int]] = []
    position = begin + 1
    for element in elements:
        while data[position] in b" \t\r\n,":
            position += 1
        end = position + memoryview(element).nbytes
        spans.append((position, end))
        position = end
    return spans


def _envelope(members: Mapping[str, msgspec.Raw], fields: FieldMap) -> str | None:
    """Key of the list of records that an object holds, or None when the object is itself a record."""
    targets = {fields.target(name) for name in members}
    if "body" in targets:
        return None
    lists: list[tuple[str, int]] = []
    for name, raw in members.items():
        if bytes(memoryview(raw)[:1]) != b"[":
            continue
        elements = _raw_list(raw)
        objects = sum(1 for element in elements if bytes(memoryview(element)[:1]) == b"{")
        lists.append((name, objects if objects or elements else -1))
    for known in ENVELOPES:
        for name, objects in lists:
            if fold_name(name) == known and (objects > 0 or (objects < 0 and "title" not in targets)):
                return name
    holding = [name for name, objects in lists if objects > 0]
    return holding[0] if len(holding) == 1 and "title" not in targets else None


def document_batches(data: bytes, spans: list[tuple[int, int]], decoder: Decoder) -> Iterator[Batch]:
    """The records at ``spans`` of a document, in batches."""
    document = Lines(data)
    first = 0
    while first < len(spans):
        last = first
        while last < len(spans) and last - first < BATCH_RECORDS and spans[last][0] - spans[first][0] < CHUNK:
            last += 1
        batch = DocumentBatch(data, decoder, document)
        read: list[Article] = []
        records: list[int] = []
        faults: list[Unreadable] = []
        for record in range(first, last):
            start, end = spans[record]
            raw = data[start:end]
            try:
                read.append(decoder.record(raw))
            except _DECODE_ERRORS as error:
                from newslint.readers.jsontext import explain  # as above

                line, column, reason = explain(raw, error)
                first_line, first_column = document.place(start)
                if column is not None and line == 1:
                    column += first_column - 1
                faults.append(Unreadable(record=record, line=first_line + line - 1, column=column, reason=reason))
            else:
                records.append(record)
        batch.articles, batch.records, batch.refs, batch.unreadable = read, records, records, faults
        batch.set_spans([spans[record] for record in records])
        yield batch
        first = last
