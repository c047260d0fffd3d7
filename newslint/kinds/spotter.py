"""Where some patterns match in a text, looked for no further than there is need."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

import re2

from newslint.text.pattern import CharOffsets, encode, re2_options
from newslint.text.pattern_set import match_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newslint.text.pattern import Match
    from newslint.text.text import Text


_FEW = 64
"""Blocks in which the rule's own pattern is looked for one by one before it costs more than to compile another."""


class Spans:
    """Spans of matches that are looked for no further than the first that settles a question."""

    __slots__ = ("_found", "_left")

    def __init__(self, matches: Iterator[Match]) -> None:
        self._found: list[tuple[int, int]] = []
        self._left = matches

    def overlap(self, first: int, last: int) -> bool:
        """Whether one of them shares a character with ``first`` to ``last``."""
        if any(first < stop and begin < last for begin, stop in self._found):
            return True
        for match in self._left:
            self._found.append((match.start, match.end))
            if first < match.end and match.start < last:
                return True
        return False


class Spotter:
    """Where some candidate patterns match: one pass tells which may, and only those are compiled and looked for alone.

    Args:
        sources: The patterns, gaps and all: places that a part of them matches cost blocks, sentences and trials for nothing.
    """

    __slots__ = ("_compiled", "_match", "_met", "_sources")

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._compiled: dict[int, Any] = {}
        self._match: Callable[[bytes], Sequence[int] | None] | None = None
        self._met: set[int] = set()

    def numbers(self, data: bytes) -> list[int]:
        """Numbers of the patterns that may match somewhere, in order."""
        if self._match is None:
            self._match = match_of(self._sources)
        return sorted(self._match(data) or ())

    def find(self, text: Text, *, once: bool = False) -> Iterator[tuple[int, range, int, int]]:
        """Number of a pattern, indexes of the blocks that a match of it touches, its start and its end, pattern by pattern.

        With ``once`` one match in a block is enough; the next is looked for behind it.  The first time, blocks without a match may be
        among them: a pattern that is met once in a run need not be compiled to find them.
        """
        data = text.data
        for index in (0,) if len(self._sources) == 1 else self.numbers(data):
            pattern = self._compiled.get(index)
            if pattern is None:
                if once and index not in self._met and len(text.blocks) <= _FEW:
                    self._met.add(index)
                    yield index, range(len(text.blocks)), 0, len(text.value)
                    continue
                pattern = self._compiled[index] = re2.compile(self._sources[index], re2_options())
            match = pattern.search(data)
            if match is None:
                continue
            blocks = text.blocks
            starts = [block.start for block in blocks]
            offset = CharOffsets(data)
            while match is not None:
                start, end = match.span()
                first, last = offset(start), offset(end)
                # A match may begin on the line's start, before its block.
                touched = range(max(bisect_right(starts, first) - 1, 0), bisect_left(starts, last))
                yield index, touched, first, last
                end = max(end, start + 1)
                if once and touched.stop and blocks[touched.stop - 1].end > last:
                    end += len(encode(text.value[last : blocks[touched.stop - 1].end]))
                match = pattern.search(data, end)
