"""What batches of JSON and of JSON Lines share: places through the escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newslint.readers.base import Replacement
from newslint.readers.batches import PickableBatch
from newslint.readers.fast import decode_members, raw_object
from newslint.readers.fields import split_label, top_names
from newslint.readers.positions import place_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Article, Edit, Place
    from newslint.readers.fields import FieldMap
    from newslint.readers.positions import Offsets


class JsonBatch(PickableBatch):
    """Records whose raw text lies in one buffer."""

    def __init__(self, data: bytes, fields: FieldMap) -> None:
        self._data = data
        self._fields = fields
        self._spans: list[tuple[int, int]] = []
        self._current: tuple[int, str] = (-1, "")
        self._offsets: dict[str, Offsets | None] = {}

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
        try:
            offsets = self._offsets[field]
        except KeyError:
            offsets = self._offsets[field] = self._find(index, text, field)
        if offsets is None:
            return None
        line, column = self._start(index)
        return place_between(text, offsets.raw(start), offsets.raw(end), line, column)

    def rewrite(self, index: int, field: str, edits: Sequence[Edit]) -> list[Replacement] | None:
        """See :meth:`newslint.readers.base.Batch.rewrite`.  A record that escapes all that is not ASCII goes on to do so."""
        from newslint.readers.jsontext import written  # only where something is mended

        if self.place(index, field, 0, 0) is None:
            return None
        text, offsets = self._text(index), self._offsets[field]
        if offsets is None or (not offsets.skipped and text[offsets.raw(0) - 1] != '"'):
            return None  # a number or a literal
        ascii_only = text.isascii() and "\\u" in text
        made: list[Replacement] = []
        for edit in edits:
            place = self.place(index, field, edit.start, edit.end)
            if place is None:
                return None
            made.append(Replacement(place, written(edit.text, ascii_only=ascii_only)))
        return made

    def _find(self, index: int, text: str, field: str) -> Offsets | None:
        from newslint.readers.jsontext import locate, value_offsets  # json, 4 ms, only for places of findings

        start, end = self._spans[index]
        try:
            record = decode_members(raw_object(self._data[start:end]), self._fields, top_names((field,)))
        except (msgspec.DecodeError, RecursionError):
            return None
        origin = self._fields.origin(record, field)
        if origin is None:
            return None
        path, skipped = origin
        span = locate(text, path)
        if span is None:
            return None
        offsets = value_offsets(text, span, self._plain_value(self.articles[index], field))
        if offsets is not None:
            offsets.skip(skipped)
        return offsets

    @staticmethod
    def _plain_value(article: Article, field: str) -> str | None:
        name, number = split_label(field)
        value = getattr(article, name) if name in article.fields else None
        if number is not None:
            value = value[number] if isinstance(value, list) and number < len(value) else None
        return value if isinstance(value, str) else None
