"""Keys under which titles meet that differ in a word or two: see :class:`newslint.kinds.near_duplicate.TokenCheck`."""

from __future__ import annotations

import sys
from array import array
from itertools import accumulate, chain, combinations, compress
from typing import TYPE_CHECKING

from newslint.text.digest import digest
from newslint.text.titles import is_counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

MASK = (1 << 64) - 1
_LANE = 72
_IN_LANE = (1 << _LANE) - 1
_LOW_HALF = (1 << 32) - 1
_KNOWN = 50_000
"""Words of which the numbers are kept: most titles consist of words that were met before."""
_LEAST = 2
"""Words that a pair of parts has to hold to be a key."""


def word_hash(word: str) -> int:
    """64 bits that stand for a word."""
    return digest(word.encode("utf-8", "surrogatepass"))


class _Parts(dict[str, int]):
    """Numbers whose sum over the words of a title holds its keys: the words are dealt into parts by their hash, and each pair of parts
    is a key, the sum of the hashes in it.

    A word's number has lanes side by side, 72 bits wide, of which sums fill 64 and run over into eight.  The first lane is the word's
    hash, and so the sum of all; then comes one for each pair of parts, with the hash where the word is in one of the two; the last
    holds, eight bits each, the number of words in each part, and of those that :func:`newslint.text.titles.counted` gives.
    """

    def __init__(self, parts: int, part_of: Callable[[int], int]) -> None:
        super().__init__()
        self.parts = parts
        self.part_of = part_of
        self.pairs = list(combinations(range(parts), 2))
        self.lanes = len(self.pairs) + 2
        last = _LANE * (self.lanes - 1)
        self.tally = [1 << 8 * part + last for part in range(parts)]
        self.one_counted = 1 << 8 * parts + last
        # What a hash is multiplied by to stand in its lanes.
        self.spread = [
            sum((1 << _LANE * lane for lane, pair in enumerate(self.pairs, start=1) if part in pair), start=1)
            for part in range(parts)
        ]
        self.chosen = _Chosen(parts, self.pairs).__getitem__

    def __missing__(self, word: str) -> int:
        if len(self) > _KNOWN:
            self.clear()
        value = word_hash(word)
        part = self.part_of(value)
        found = self[word] = value * self.spread[part] + self.tally[part] + (is_counted(word) and self.one_counted)
        return found

    def sum(self, words: Iterable[str]) -> int:
        """The sum of the numbers of some words."""
        return sum(map(self.__getitem__, words))

    def keys_of(self, sums: Iterable[int]) -> tuple[Iterable[int], list[int], list[bool]]:
        """Keys of titles whose words have these sums: all keys, how many each title has, and whether it has counted words.

        A pair of parts that holds fewer than two words is no key, nor is one that holds the same words as another.
        """
        lanes, size = self.lanes, 9 * self.lanes
        data = bytearray(b"".join([number.to_bytes(size, "little") for number in sums]))
        del data[8::9]
        columns = array("Q", bytes(data))
        if sys.byteorder == "big":
            columns.byteswap()
        tallies = columns[lanes - 1 :: lanes]
        chosen = list(map(self.chosen, tallies))
        least = 1 << 8 * self.parts
        return compress(columns, b"".join(chosen)), list(map(sum, chosen)), [tally >= least for tally in tallies]


class _Chosen(dict[int, bytes]):
    """Which lanes are keys, a byte each, by the last of them."""

    def __init__(self, parts: int, pairs: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self.parts = parts
        self.pairs = pairs

    def __missing__(self, tally: int) -> bytes:
        if len(self) > _KNOWN:
            self.clear()
        sizes = tally.to_bytes(8, "little")[: self.parts]
        met: set[frozenset[int]] = set()
        flags = [False]
        for pair in self.pairs:
            filled = frozenset(part for part in pair if sizes[part])
            flags.append(filled not in met and sum(sizes[part] for part in filled) >= _LEAST)
            met.add(filled)
        found = self[tally] = bytes([*flags, False])
        return found


_FOUR = _Parts(4, lambda value: value >> 62)
_FIVE = _Parts(5, lambda value: value % 5)


class TitleKeys:
    """Keys of some titles.

    Args:
        titles: The words of each, in order; at most 255.
        distinct: Its different words.
        contained: Whether a title of four or five words is to meet those that hold it.

    Attributes:
        order: The order in which the titles were taken: in it stand
        keys: all their keys,
        counts: how many each has, and
        counted: whether it has words that :func:`newslint.text.titles.counted` gives.
    """

    __slots__ = ("_ends", "_words", "counted", "counts", "keys", "order")

    def __init__(self, titles: Sequence[Sequence[str]], distinct: Sequence[Collection[str]], *, contained: bool) -> None:
        numbers = list(map(_FOUR.__getitem__, chain.from_iterable(titles)))
        self._ends = ends = list(accumulate(map(len, titles), initial=0))
        words = array("I", [number & _LOW_HALF for number in numbers])
        if sys.byteorder == "big":
            words.byteswap()
        self._words = words.tobytes()
        self.order: list[int] = []
        self.keys = array("Q")
        self.counts: list[int] = []
        self.counted: list[bool] = []
        four: list[int] = []
        five: list[int] = []
        sums: list[int] = []
        for index, own in enumerate(distinct):
            count = len(own)
            if count > 15:
                five.append(index)
                continue
            given = numbers[ends[index] : ends[index + 1]]
            total = sum(given if count == len(given) else map(_FOUR.__getitem__, own))
            if 8 < count < 14:
                four.append(index)
                sums.append(total)
                continue
            found = set(_triples(total, count)) if 4 < count < 9 else set()
            if count > 7:
                found.update(_FOUR.keys_of((total,))[0])
            elif contained:
                found.update(_edges([number & MASK for number in given]))
            if count < 6:
                found.add(total & MASK)
            elif count > 8:
                found.update(_FIVE.keys_of((_FIVE.sum(own),))[0])
            self._add((index,), found, [len(found)], [total >= _FOUR.one_counted])
        self._add(four, *_FOUR.keys_of(sums))
        if five:
            self._add(five, *_FIVE.keys_of([_FIVE.sum(distinct[index]) for index in five]))

    def _add(self, order: Iterable[int], keys: Iterable[int], counts: list[int], counted: list[bool]) -> None:
        self.order += order
        self.keys.extend(keys)
        self.counts += counts
        self.counted += counted

    def words(self, index: int) -> bytes:
        """The lower four bytes of the hash of each word of a title, the lowest first."""
        return self._words[4 * self._ends[index] : 4 * self._ends[index + 1]]


def _triples(total: int, count: int) -> Iterable[int]:
    """Keys of a title whose ``count`` words have the sum ``total`` in four parts: what is left without one of the parts."""
    whole, first, second, third = (total >> _LANE * lane & _IN_LANE for lane in range(4))
    # The pairs of one part with each of the others hold it three times, the others once.
    own = (first + second + third - whole) >> 1
    sizes = (total >> _LANE * (_FOUR.lanes - 1)).to_bytes(9, "little")
    sums = (own, first - own, second - own, third - own)
    return [(whole - part) & MASK for part, size in zip(sums, sizes, strict=False) if count - size >= _LEAST]


def _edges(hashes: Sequence[int]) -> tuple[int, ...]:
    """Keys of what is left of five to seven words without one or two at the ends, for the titles of four or five that are just that."""
    total = sum(hashes)
    if len(hashes) == 5:
        return (total - hashes[0]) & MASK, (total - hashes[-1]) & MASK
    if len(hashes) in {6, 7}:
        first, second, *_, last_but_one, last = hashes
        return (total - first - second) & MASK, (total - last_but_one - last) & MASK, (total - first - last) & MASK
    return ()
