"""What batches of JSON and of JSON Lines share: places through the escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from newslint.readers.base import Replacement
from newslint.readers.batches import PickableBatch
from newslint.readers.fields import split_label
from newslint.readers.positions import Offsets, place_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Article, Edit, Place
    from newslint.readers.document import Spans


class Decoder(Protocol):
    """Makes articles of JSON objects, and knows where their values stand in them.

    Attributes:
        build: The struct of the fast way, if there is one.
        converts: Whether values may be others than the input's.
    """

    build: Any
    converts: bool

    def record(self, data: bytes) -> Article:
        """The article of one object.

        Raises:
            msgspec.DecodeError: ``data`` is no JSON object, or no record of the format.
            UnicodeDecodeError: It is not UTF-8.
            RecursionError: It is nested too deeply.
        """

    def find(self, data: bytes, text: str, label: str, value: str | None) -> Spans | None:
        """Where the value with a label stands in ``text``, which is ``data`` decoded; ``value`` is what the article has there."""

    def inputs(self, data: bytes) -> list[tuple[str, str]]:
        """See :meth:`newslint.readers.base.Batch.inputs`."""


class JsonBatch(PickableBatch):
    """Records whose raw text lies in one buffer."""

    def __init__(self, data: bytes, decoder: Decoder) -> None:
        self._data = data
        self._decoder = decoder
        self._spans: list[tuple[int, int]] = []
        self._current: tuple[int, str] = (-1, "")
        self._offsets: dict[str, Spans | None] = {}

    def set_spans(self, spans: list[tuple[int, int]]) -> None:
        """Say where in the buffer the raw text of each record lies."""
        self._spans = spans

    def _text(self, index: int) -> str:
        if self._current[0] != index:
            start, end = self._spans[index]
            self._current = (index, self._data[start:end].decode())
            self._offsets.clear()
        return self._current[1]

    def _start(self, index: int) -> tuple[int, int]:
        """Line and column at which the raw text of a record begins."""
        raise NotImplementedError

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """See :meth:`newslint.readers.base.Batch.place`."""
        text = self._text(index)
        offsets = self._spans_of(index, field)
        span = None if offsets is None else offsets.span(start, end)
        return None if span is None else place_between(text, *span, *self._start(index))

    def altered(self, index: int, field: str) -> bool:
        """See :meth:`newslint.readers.base.Batch.altered`: a value that was converted, or put together."""
        return self._decoder.converts and not isinstance(self._spans_of(index, field), Offsets)

    def inputs(self, index: int) -> list[tuple[str, str]]:
        """See :meth:`newslint.readers.base.Batch.inputs`."""
        start, end = self._spans[index]
        return self._decoder.inputs(self._data[start:end])

    def _spans_of(self, index: int, field: str) -> Spans | None:
        text = self._text(index)
        try:
            return self._offsets[field]
        except KeyError:
            offsets = self._offsets[field] = self._find(index, text, field)
            return offsets

    def rewrite(self, index: int, field: str, edits: Sequence[Edit]) -> list[Replacement] | None:
        """See :meth:`newslint.readers.base.Batch.rewrite`.  A record that escapes all that is not ASCII goes on to do so."""
        from newslint.readers.jsontext import written  # only where something is mended

        text, offsets = self._text(index), self._spans_of(index, field)
        if not isinstance(offsets, Offsets) or (not offsets.skipped and text[offsets.raw(0) - 1] != '"'):
            return None  # a number or a literal
        ascii_only = text.isascii() and "\\u" in text
        made: list[Replacement] = []
        for edit in edits:
            place = self.place(index, field, edit.start, edit.end)
            if place is None:
                return None
            made.append(Replacement(place, written(edit.text, ascii_only=ascii_only)))
        return made

    def _find(self, index: int, text: str, field: str) -> Spans | None:
        start, end = self._spans[index]
        return self._decoder.find(self._data[start:end], text, field, self._plain_value(self.articles[index], field))

    @staticmethod
    def _plain_value(article: Article, field: str) -> str | None:
        name, number = split_label(field)
        value = getattr(article, name) if name in article.fields else None
        if number is not None:
            value = value[number] if isinstance(value, list) and number < len(value) else None
        return value if isinstance(value, str) else None
