"""From an offset in a decoded value to a place in the raw file."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from newslint.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterable


class Offsets:
    """Where each code point of a value begins in the raw text that was decoded into it.

    Args:
        start: Raw offset of the value's first code point.
        escapes: ``(raw, width)`` of each stretch of raw text, from the left, that stands for one code point of the value though
            it is not one code point wide.
        skipped: See :meth:`skip`.
    """

    __slots__ = ("_added", "_after", "_skipped", "_start")

    def __init__(self, start: int, escapes: Iterable[tuple[int, int]] = (), skipped: int = 0) -> None:
        self._start = start
        self._skipped = skipped
        stretches = list(escapes)
        self._added = list(accumulate([width - 1 for _, width in stretches]))
        # A code point after each, counted without what those before it add.
        self._after = [raw - start + width - added for (raw, width), added in zip(stretches, self._added, strict=True)]

    def raw(self, offset: int) -> int:
        """Raw offset at which code point ``offset`` of the value begins."""
        offset += self._skipped
        index = bisect_right(self._after, offset) - 1
        return self._start + offset + (self._added[index] if index >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Raw offsets of ``value[start:end]``, or None when they cannot be told."""
        return self.raw(start), self.raw(end)

    @property
    def skipped(self) -> int:
        """Code points of the raw value before the part that is asked for."""
        return self._skipped

    def skip(self, count: int) -> None:
        """Let offsets count from code point ``count`` of the value: a part of it is asked for."""
        self._skipped += count


def place_between(text: str, start: int, end: int, line: int = 1, column: int = 1) -> Place:
    """Place of ``text[start:end]``, when ``text`` begins at ``line`` and ``column`` of the file."""
    first_line, first_column = _place(text, start, line, column)
    last_line, last_column = _place(text, end, line, column)
    return Place(line=first_line, column=first_column, end_line=last_line, end_column=last_column)


def _place(text: str, offset: int, line: int, column: int) -> tuple[int, int]:
    feeds = text.count("\n", 0, offset)
    if not feeds:
        return line, column + offset
    return line + feeds, offset - text.rindex("\n", 0, offset)


def invalid_utf8(data: bytes, error: UnicodeDecodeError, *, unit: str) -> tuple[int, str]:
    """Column of the first byte that is not UTF-8 in the line ``data``, and a reason that names it."""
    column = len(data[: error.start].decode("utf-8", "replace")) + 1
    return column, f"invalid UTF-8: byte 0x{data[error.start]:02x} at byte {error.start + 1} of the {unit}"
