"""Where the parts of a text stand in the source that it was made from."""

from __future__ import annotations

from bisect import bisect_right


class Alignment:
    """A text that is put together from stretches of a source, and where each of them stands there.

    A stretch is either verbatim, character for character, or one that stands for another notation (``&amp;`` for ``&``, a line
    break for a tag): of such a one only the two ends have a place.  What was put in between, blank lines say, has none.
    """

    __slots__ = ("_lengths", "_sources", "_starts", "_widths", "length")

    def __init__(self) -> None:
        self.length = 0
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._sources: list[int] = []
        self._widths: list[int] = []

    def verbatim(self, source: int, length: int) -> None:
        """The next ``length`` code points of the text stand at ``source`` as they are."""
        if self._starts:
            last = len(self._starts) - 1
            joined = self._starts[last] + self._lengths[last] == self.length
            if joined and self._widths[last] < 0 and self._sources[last] + self._lengths[last] == source:
                self._lengths[last] += length
                self.length += length
                return
        self._add(source, -1, length)

    def escaped(self, source: int, width: int, length: int = 1) -> None:
        """The next ``length`` code points of the text are written as ``width`` code points at ``source``."""
        self._add(source, width, length)

    def inserted(self, length: int) -> None:
        """The next ``length`` code points of the text do not stand in the source."""
        self.length += length

    def _add(self, source: int, width: int, length: int) -> None:
        self._starts.append(self.length)
        self._lengths.append(length)
        self._sources.append(source)
        self._widths.append(width)
        self.length += length

    def extend(self, other: Alignment, shift: int = 0) -> None:
        """Append what ``other`` says, its places moved by ``shift``."""
        base = self.length
        self._starts += [base + start for start in other._starts]
        self._lengths += other._lengths
        self._sources += [source + shift for source in other._sources]
        self._widths += other._widths
        self.length = base + other.length

    def through(self, other: Alignment) -> Alignment:
        """The alignment with what ``other`` is the alignment of, when this one's source is its text."""
        made = Alignment()
        for start, length, source, width in zip(self._starts, self._lengths, self._sources, self._widths, strict=True):
            made.inserted(start - made.length)
            if width < 0:
                made.extend(other.part(source, source + length))
                continue
            span = other.span(source, source + width)
            if span is None:
                made.inserted(length)
            else:
                made.escaped(span[0], span[1] - span[0], length)
        made.inserted(self.length - made.length)
        return made

    def part(self, start: int, end: int) -> Alignment:
        """The alignment of ``text[start:end]``; stretches that are not verbatim are taken whole or not at all."""
        made = Alignment()
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._starts)):
            first, length = self._starts[index], self._lengths[index]
            if first >= end:
                break
            low, high = max(first, start), min(first + length, end)
            if low >= high:
                continue
            made.inserted(low - start - made.length)
            if self._widths[index] < 0:
                made.verbatim(self._sources[index] + low - first, high - low)
            elif (low, high) == (first, first + length):
                made.escaped(self._sources[index], self._widths[index], length)
        made.inserted(end - start - made.length)
        return made

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Source offsets of ``text[start:end]``; None where one of its ends has no place."""
        if start == end:
            begin = self._begin(start)
            if begin is None and start > 0:
                begin = self._finish(start)
            return None if begin is None else (begin, begin)
        first, last = self._begin(start), self._finish(end)
        return None if first is None or last is None or last < first else (first, last)

    def _begin(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        inside = offset - self._starts[index]
        if inside >= self._lengths[index] or (inside and self._widths[index] >= 0):
            return None
        return self._sources[index] + inside

    def _finish(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset - 1) - 1
        if index < 0:
            return None
        inside = offset - self._starts[index]
        if self._widths[index] < 0:
            return self._sources[index] + inside if inside <= self._lengths[index] else None
        return self._sources[index] + self._widths[index] if inside == self._lengths[index] else None
