"""One field's value, with what rules ask of it worked out once and only when asked."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from newslint.text.blocks import MARKED, Block, line_at, outer_lines, split_blocks
from newslint.text.quotes import may_be_quoted, quoted_in, quoted_spans
from newslint.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

_start = attrgetter("start")


class Text:
    """A string with its UTF-8 bytes, blocks, sentences and quotations, each computed at most once.

    Args:
        value: The field's value.
        grammar: How it divides into blocks, as :func:`newslint.text.blocks.split_blocks` takes it.  Text whose kinds of block
            markup told has ``paragraphs`` as its :attr:`grammar`.
        data: The value as UTF-8, when the caller has it already.
    """

    __slots__ = ("_asked", "_blocks", "_data", "_division", "_quoted", "_quotes", "_sentences", "value")

    def __init__(self, value: str, grammar: str = "lines", data: bytes | None = None) -> None:
        self.value = value
        self._division = grammar
        self._data = data
        self._asked = False
        self._blocks: list[Block] | None = None
        self._quotes: list[tuple[int, int]] | None = None
        self._quoted: dict[int, list[tuple[int, int]]] = {}
        self._sentences: dict[tuple[int, int], list[tuple[int, int]]] | None = None

    @property
    def grammar(self) -> str:
        """How the value divides into blocks."""
        return "paragraphs" if self._division.startswith(MARKED) else self._division

    @property
    def data(self) -> bytes:
        """The value as UTF-8."""
        if self._data is None:
            self._data = self.value.encode("utf-8", "surrogatepass")
        return self._data

    @property
    def ascii(self) -> bool:
        """Whether byte offsets and code points are the same."""
        return self.value.isascii()

    def char_offset(self, byte_offset: int) -> int:
        """Code point that begins at ``byte_offset`` of :attr:`data`."""
        if self.ascii:
            return byte_offset
        return len(self.data[:byte_offset].decode("utf-8", "surrogatepass"))

    @property
    def blocks(self) -> list[Block]:
        """Blocks in order; they do not overlap, and hold every character that is not white space between them."""
        if self._blocks is None:
            self._blocks = split_blocks(self.value, self._division)
        return self._blocks

    def outer_blocks(self, count: int) -> list[Block]:
        """The first ``count`` of :attr:`blocks`, or the last where it is negative: a long text need not be divided for its end."""
        if self._blocks is None and self._division == "lines":
            return outer_lines(self.value, count)
        return self.blocks[:count] if count > 0 else self.blocks[count:]

    def block_at(self, offset: int) -> int | None:
        """Index of the block that holds the code point ``offset``, or None between blocks."""
        if self._blocks is None and self._division == "lines" and not self._asked:
            self._asked = True  # to count lines again and again would cost more than the blocks
            found = line_at(self.value, offset)
            if found is not None:
                return found if found >= 0 else None
        blocks = self.blocks
        index = bisect_right(blocks, offset, key=_start) - 1
        return index if index >= 0 and offset < blocks[index].end else None

    @property
    def quotations(self) -> Sequence[tuple[int, int]]:
        """Spans inside quotation marks, marks included, in order."""
        if self._quotes is None:
            self._quotes = quoted_spans(self.value, self.blocks)
        return self._quotes

    def in_quotation(self, start: int, end: int) -> bool:
        """Whether ``value[start:end]`` lies inside one quotation."""
        spans = self._quotes
        if spans is None:  # no quotation goes beyond its block, and the others need not be looked for
            block = bisect_right(self.blocks, start, key=_start) - 1
            if block < 0:
                return False
            spans = self._quoted.get(block)
            if spans is None:
                if not may_be_quoted(self.value, self.blocks[block].start, start):
                    return False
                spans = self._quoted[block] = quoted_in(self.value, self.blocks, block)
        index = bisect_right(spans, start, key=lambda span: span[0]) - 1
        return index >= 0 and end <= spans[index][1]

    def sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Sentences of ``value[start:end]`` as spans of the value."""
        known = self._sentences
        if known is None:
            known = self._sentences = {}
        found = known.get((start, end))
        if found is None:
            found = known[start, end] = split_sentences(self.value, start, end)
        return found
