"""Keys under which titles meet that differ in a word or two: see :class:`newslint.kinds.near_duplicate.TokenCheck`.

`native/title_keys.c` makes the same of titles in the letters that it knows, where it could be compiled.
"""

from __future__ import annotations

import sys
from array import array
from itertools import combinations, compress
from typing import TYPE_CHECKING

from newslint.text.digest import digest
from newslint.text.titles import is_counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MASK = (1 << 64) - 1
_LOW_HALF = (1 << 32) - 1
MAX_WORDS = 60
"""Longer titles have no keys."""
_LANE = 72
_KNOWN = 50_000
"""Words of which the numbers are kept: most titles consist of words that were met before."""
_LEAST = 2
"""Words that a key has to be made of, unless it is all of them."""


def word_hash(word: str) -> int:
    """64 bits that stand for a word."""
    return digest(word.encode("utf-8", "surrogatepass"))


class _Parts:
    """Sums that are keys: the words of a title are dealt into parts by their hash, and for each of some sets of parts the hashes of the
    words in them are added up.

    Args:
        parts: Number of parts.
        part_of: Gives the part of a hash.
        lanes: For each of these sets of parts there is a sum.
        used: For a title of so many words, whether the sum of a set of 0, 1, 2… parts may be a key.
    """

    def __init__(
        self, parts: int, part_of: Callable[[int], int], lanes: Sequence[Sequence[int]], used: Callable[[int], tuple[bool, ...]]
    ) -> None:
        self.parts = parts
        self.part_of = part_of
        self.lanes = lanes
        self.width = len(lanes) + 1
        self.used = used
        self.masks = [sum(1 << part for part in lane) for lane in lanes]
        self.holding = [[part in lane for lane in lanes] for part in range(parts)]
        self.known: dict[tuple[bytes, tuple[bool, ...]], tuple[bytes, int]] = {}
        self.chosen = _Chosen(self).__getitem__
        self.numbers = _Numbers(self)

    def row(self, word: str) -> list[int]:
        """The hash of a word in each lane that its part belongs to, and the tally: eight bits for the number of words in each part, and
        behind them of those that :func:`newslint.text.titles.counted` gives.
        """
        value = word_hash(word)
        part = self.part_of(value)
        row = [value if held else 0 for held in self.holding[part]]
        row.append(1 << 8 * part | is_counted(word) << 8 * self.parts)
        return row

    def keys_among(self, sizes: bytes, used: tuple[bool, ...]) -> tuple[bytes, int]:
        """Which lanes are keys, a byte each, and how many.

        Args:
            sizes: Words in each part, 2 standing for more.
            used: Whether the sum of a set of so many parts may be a key.
        """
        known = self.known.get((sizes, used))
        if known is None:
            filled = sum(1 << part for part, size in enumerate(sizes) if size)
            double = sum(1 << part for part, size in enumerate(sizes) if size >= _LEAST)
            met: set[int] = set()
            lanes: list[bool] = []
            for lane, mask in zip(self.lanes, self.masks, strict=True):
                held = mask & filled
                enough = len(lane) == self.parts or held & double or held & (held - 1)  # or words in two parts
                lanes.append(bool(used[len(lane)] and enough and held not in met))
                if lanes[-1]:
                    met.add(held)
            known = self.known[sizes, used] = bytes([*lanes, False]), sum(lanes)
        return known

    def sums(self, titles: list[list[str]]) -> tuple[array[int], list[bytes]]:
        """The rows of the different words of each title added up, and of the hash of each of its words the lower four bytes, the lowest first.

        Of titles of more than :data:`MAX_WORDS` words both hold nothing.
        """
        # Rows as long numbers, each sum with eight bits for what it runs over by.
        fitting = [words if len(words) <= MAX_WORDS else [] for words in titles]
        number, size = self.numbers.__getitem__, _LANE // 8 * self.width
        data = bytearray(b"".join([sum(map(number, set(words))).to_bytes(size, "little") for words in fitting]))
        del data[8::9]
        columns = array("Q", bytes(data))
        if sys.byteorder == "big":
            columns.byteswap()
        return columns, [b"".join([(number(word) & _LOW_HALF).to_bytes(4, "little") for word in words]) for words in fitting]

    def hash_of(self, word: str) -> int:
        """:func:`word_hash`, for less where the word was met before."""
        return self.numbers[word] & MASK


class _Numbers(dict[str, int]):
    """Rows of words as long numbers."""

    def __init__(self, parts: _Parts) -> None:
        super().__init__()
        self.parts = parts

    def __missing__(self, word: str) -> int:
        if len(self) > _KNOWN:
            self.clear()
        found = self[word] = sum(value << _LANE * lane for lane, value in enumerate(self.parts.row(word)))
        return found


_TWO_AT_MOST = bytes(min(size, _LEAST) for size in range(256))


class _Choice:
    """What the tally of a title tells: which lanes are keys, a byte each, how many are, how many different words it has, and whether
    there are counted ones among them.
    """

    __slots__ = ("count", "counted", "keys", "lanes")

    def __init__(self, tally: int, parts: _Parts) -> None:
        sizes = tally.to_bytes(8, "little")[: parts.parts]
        self.count = sum(sizes)
        self.counted = tally >> 8 * parts.parts > 0
        self.lanes, self.keys = parts.keys_among(sizes.translate(_TWO_AT_MOST), parts.used(self.count))


class _Chosen(dict[int, _Choice]):
    def __init__(self, parts: _Parts) -> None:
        super().__init__()
        self.parts = parts

    def __missing__(self, tally: int) -> _Choice:
        if len(self) > _KNOWN:
            self.clear()
        found = self[tally] = _Choice(tally, self.parts)
        return found


def _used_of_four(count: int) -> tuple[bool, ...]:
    return False, False, 7 < count < 16, 4 < count < 9, count < 6


_FOUR = _Parts(
    4,
    lambda value: value >> 62,
    [range(4), *combinations(range(4), 2), *combinations(range(4), 3)],
    _used_of_four,
)
_FIVE = _Parts(
    5, lambda value: value % 5, [range(5), *combinations(range(5), 2)], lambda _: (False, False, True, False, False, False)
)


class TitleKeys:
    """Keys of some titles.

    Args:
        titles: The words of each, in order.
        least: Those with fewer different words are left out, as those with more than :data:`MAX_WORDS` are.
        contained: Whether a title of four or five words is to meet those that hold it.

    Attributes:
        order: The titles that have keys; in this order stand
        keys: all their keys,
        counts: how many each has, and
        counted: whether it has words that :func:`newslint.text.titles.counted` gives.
        words: For each title, in the order of ``titles``, the lower four bytes of the hash of each word, the lowest first.
    """

    __slots__ = ("counted", "counts", "keys", "order", "words")

    def __init__(self, titles: list[list[str]], *, least: int, contained: bool) -> None:
        columns, self.words = _FOUR.sums(titles)
        width = _FOUR.width
        choices = list(map(_FOUR.chosen, columns[width - 1 :: width]))
        self.order: list[int] = []
        special: list[int] = []
        lanes: list[bytes] = []
        none = bytes(width)
        for index, choice in enumerate(choices):
            count = choice.count
            if count < least or count == 0:
                lanes.append(none)
            elif count > 13 or (contained and count < 8 and 4 < len(titles[index]) < 8):
                lanes.append(none)
                special.append(index)
            else:
                lanes.append(choice.lanes)
                self.order.append(index)
        self.keys = array("Q", compress(columns, b"".join(lanes)))
        self.counts = [choices[index].keys for index in self.order]
        many = [index for index in special if choices[index].count > 13]
        more = iter(_of_many([titles[index] for index in many]))
        for index in special:
            own = set(compress(columns[width * index : width * (index + 1)], choices[index].lanes))
            own.update(next(more) if choices[index].count > 13 else _edges(list(map(_FOUR.hash_of, titles[index]))))
            self.keys.extend(own)
            self.counts.append(len(own))
        self.order += special
        self.counted = [choices[index].counted for index in self.order]


def _of_many(titles: list[list[str]]) -> list[list[int]]:
    """Keys of titles of many words."""
    if not titles:
        return []
    columns, _ = _FIVE.sums(titles)
    width = _FIVE.width
    rows = [columns[at : at + width] for at in range(0, len(columns), width)]
    return [list(compress(row, _FIVE.chosen(row[-1]).lanes)) for row in rows]


def _edges(hashes: Sequence[int]) -> Iterable[int]:
    """Keys of what is left of five to seven words without one or two at the ends, for the titles of four or five that are just that."""
    total = sum(hashes)
    if len(hashes) == 5:
        return (total - hashes[0]) & MASK, (total - hashes[-1]) & MASK
    first, second, *_, last_but_one, last = hashes
    return (total - first - second) & MASK, (total - last_but_one - last) & MASK, (total - first - last) & MASK
