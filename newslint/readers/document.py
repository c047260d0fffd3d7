"""Batches of formats in which a file is one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from newslint.model.edits import apply_edits
from newslint.model.finding import Edit
from newslint.readers.base import Batch, Replacement, Unit, Unreadable
from newslint.readers.positions import invalid_utf8, place_between
from newslint.readers.source import MAX_RECORD, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint.model import Article, Place


class Spans(Protocol):
    """Where parts of one value stand in the text of a file."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the file of ``value[start:end]``, or None when they cannot be told."""


class FileBatch(Batch):
    """One record that is the whole file.

    Args:
        article: The record.
        text: Text of the file.
        find: Offsets in ``text`` of the value with a label, or None when it does not stand there.
        verbatim: Whether the value with a label stands in ``text`` as it is, without any notation.
        check: Whether a text of the file holds the same record as ``text`` but for one value.  It is asked about values that are
            not verbatim; without it they cannot be rewritten.
        names: See :meth:`newslint.readers.base.Batch.inputs`.
    """

    def __init__(
        self,
        article: Article,
        text: str,
        find: Callable[[str], Spans | None],
        verbatim: Callable[[str], bool] = lambda _: True,
        check: Callable[[str, str, str], bool] | None = None,
        names: list[tuple[str, str]] | None = None,
    ) -> None:
        self.articles = (article,)
        self.records = (0,)
        self.refs = (0,)
        self.unreadable = ()
        self._file = text
        self._find = find
        self._verbatim = verbatim
        self._check = check
        self._names = names
        self._found: dict[str, Spans | None] = {}

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """See :meth:`newslint.readers.base.Batch.place`."""
        if field not in self._found:
            self._found[field] = self._find(field)
        offsets = self._found[field]
        span = None if offsets is None else offsets.span(start, end)
        return None if span is None else place_between(self._file, *span)

    def rewrite(self, index: int, field: str, edits: Sequence[Edit]) -> list[Replacement] | None:
        """See :meth:`newslint.readers.base.Batch.rewrite`.

        A value of the front matter is written in the first notation with which the file says what it ought to: as it is, with
        the escapes of JSON, or with apostrophes doubled.
        """
        places = [self.place(index, field, edit.start, edit.end) for edit in edits]
        found = [place for place in places if place is not None]
        if len(found) < len(places):
            return None
        if self._verbatim(field):
            return [Replacement(place, edit.text) for place, edit in zip(found, edits, strict=True)]
        from newslint.readers.fields import value_of  # these two only where front matter is mended
        from newslint.readers.jsontext import written

        value = value_of(self.articles[0], field)
        if value is None or self._check is None:
            return None

        wanted = apply_edits(value, edits)
        for notation in (str, written, lambda text: text.replace("'", "''")):
            texts = [notation(edit.text) for edit in edits]
            spans = [self._span(field, edit) for edit in edits]
            if self._check(_replaced(self._file, spans, texts), field, wanted):
                return [Replacement(place, text) for place, text in zip(found, texts, strict=True)]
        return None

    def _span(self, field: str, edit: Edit) -> tuple[int, int]:
        offsets = self._found[field]
        span = None if offsets is None else offsets.span(edit.start, edit.end)
        assert span is not None, "the place is known"
        return span

    def line(self, index: int) -> int:
        """See :meth:`newslint.readers.base.Batch.line`."""
        return 1

    def inputs(self, index: int) -> list[tuple[str, str]] | None:
        """See :meth:`newslint.readers.base.Batch.inputs`."""
        return self._names

    def source_line(self, line: int) -> str | None:
        """See :meth:`newslint.readers.base.Batch.source_line`."""
        lines = self._file.split("\n", line)
        return lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else None


def _replaced(text: str, spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> str:
    return apply_edits(text, [Edit(*span, new) for span, new in zip(spans, texts, strict=True)])


def read_text(unit: Unit) -> str | Unreadable:
    """Text of a whole file, without a byte order mark, or why it cannot be read.

    Raises:
        InputError: The file cannot be opened.
    """
    with Source(unit) as source:
        data = source.read_whole(MAX_RECORD)
        if data is None:
            return Unreadable(record=None, line=None, column=None, reason=source.error or "the file cannot be read")
    if not data.strip():
        return Unreadable(record=None, line=None, column=None, reason="the file is empty")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        begin = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, begin) + 1
        error.start -= begin
        column, reason = invalid_utf8(data[begin:], error, unit="line")
        return Unreadable(record=0, line=line, column=column, reason=reason)
    nul = text.find("\0")
    if nul >= 0:
        place = place_between(text, nul, nul + 1)
        return Unreadable(record=0, line=place.line, column=place.column, reason="NUL byte")
    return text


def line_spans(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Start and end, the line end not included, of each line of ``text`` that is not blank, from ``start`` on."""
    spans: list[tuple[int, int]] = []
    while start < len(text):
        feed = text.find("\n", start)
        end = len(text) if feed < 0 else feed
        inner = end - 1 if end > start and text[end - 1] == "\r" else end
        if text[start:inner].strip():
            spans.append((start, inner))
        start = end + 1
    return spans
