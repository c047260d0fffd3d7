"""`recurring_block`: a paragraph that stands in many records of one source is part of the page, not of the story."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from itertools import chain, compress, pairwise
from typing import TYPE_CHECKING, Annotated
from zlib import crc32

from msgspec import Meta

from newslint.kinds.base import DatasetCheck, Kind, Params, Rows, Verdict, payloads_of
from newslint.kinds.columns import Columns
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.digest import digest
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row
    from newslint.model import Rule
    from newslint.text.blocks import Block
    from newslint.text.text import Text

edge_lines: Callable[[list[str] | list[bytes], int, int, int, int], list[bytes | None]] | None = None
"""Digests and numbers of the blocks of bodies whose blocks are their lines; None where newslint was installed without a C compiler."""
repeated_numbers: Callable[[bytes], bytes] | None = None
"""Tells which of some digests come twice; None likewise."""
with suppress(ImportError):
    from newslint._compiled import edge_lines, repeated_numbers

_ENTRY_BYTES = 8
_AT_ONCE = 2_000
"""Records whose blocks are counted at once."""
MAX_BLOCKS = 31
"""Blocks of a record that a payload has room for."""


class RecurringBlockParams(Params, frozen=True):
    """Params of `recurring_block`."""

    min_records: Annotated[int, Meta(description="Records of one source that have to hold the block.", ge=2)] = 5
    min_share: Annotated[float, Meta(description="Share of the source's records that have to.", ge=0.01, le=1)] = 0.2
    max_words: Annotated[int, Meta(description="Longer blocks are not looked at.", ge=1)] = 60
    min_chars: Annotated[int, Meta(description="Shorter blocks are not looked at: crossheads recur by themselves.", ge=1)] = 16
    first: Annotated[int, Meta(description="Blocks looked at from the start of a body.", ge=0, le=15)] = 2
    last: Annotated[int, Meta(description="Blocks looked at from its end.", ge=0, le=16)] = 8


class RecurringBlockCheck(DatasetCheck[RecurringBlockParams]):
    """Reports every occurrence of such a block.

    A record gives one row under its source: the name of the source, else the host of its URL, else all records that have neither are
    one.  Its payload holds the place and a digest of each block in question, so one group is all that the judge needs to count
    records, and the blocks in them.
    """

    def __init__(self, rule: Rule, params: RecurringBlockParams) -> None:
        super().__init__(rule, params)
        self.field = rule.fields[0]
        # Bytes that so many words may take; they are counted where something was found.
        self.wide = params.max_words * 8

    def validate(self) -> None:
        if len(self.rule.fields) != 1 or self.field not in SCALAR_FIELDS:
            raise ValueError("fields: this kind looks at one field that holds one text")
        if self.params.first + self.params.last == 0:
            raise ValueError("params.last: with `first` 0 as well, no block is looked at")

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        rows = self.map_batch((record,))
        return zip(rows.keys, rows.payloads, strict=True)

    def map_batch(self, records: Sequence[Record]) -> Rows:
        columns = Columns.of(records)
        values = columns.values(self.field)
        owners: Sequence[int] = range(len(values))
        if not all(values):
            owners = [index for index, value in enumerate(values) if value]
            columns = columns.part(owners)
        return Rows(_source_keys(columns), array("I", [1]) * len(owners), owners, self._payloads(columns))

    def _payloads(self, columns: Columns) -> list[bytes]:
        if edge_lines is None:
            return self._hashed(columns)
        params = self.params
        found = edge_lines(columns.data(self.field), params.first, params.last, params.min_chars, self.wide)
        grammars = [article.body_format for article in columns.articles]
        if grammars.count("lines") < len(grammars):
            found = [payload if grammar == "lines" else None for payload, grammar in zip(found, grammars, strict=True)]
        if None not in found:
            return found  # type: ignore[return-value]  # as was asked just now
        left = iter(self._hashed([columns.record(index) for index, payload in enumerate(found) if payload is None]))
        return [next(left) if payload is None else payload for payload in found]

    def _hashed(self, records: Sequence[Record]) -> list[bytes]:
        """:meth:`_payloads` for any records, and without a compiled module."""
        numbers: list[int] = []
        blocks: list[bytes] = []
        ends = [0]
        for record in records:
            own_numbers, own_blocks = self._blocks(record)
            numbers += own_numbers
            blocks += own_blocks
            ends.append(len(blocks))
        digests = list(map(crc32, map(bytes.lower, blocks)))
        packed_digests, packed_numbers = _packed(digests), _packed(numbers)
        payloads = [packed_digests[4 * start : 4 * end] + packed_numbers[4 * start : 4 * end] for start, end in pairwise(ends)]
        low, wide = self.params.min_chars, self.wide
        unfit = {place for place, size in enumerate(map(len, blocks)) if not low <= size <= wide}
        for at in {bisect_right(ends, place) - 1 for place in unfit}:
            fitting = [place for place in range(ends[at], ends[at + 1]) if place not in unfit]
            payloads[at] = _packed(digests[place] for place in fitting) + _packed(numbers[place] for place in fitting)
        return payloads

    def _blocks(self, record: Record) -> tuple[Sequence[int], list[bytes]]:
        """The blocks looked at, each once, in order: their numbers, as :meth:`_block` takes them, and their text."""
        first, last = self.params.first, self.params.last
        data = record.data(self.field)
        if _in_plain_lines(record, data):
            return _edge_lines(data, first, last)
        text = record.text(self.field)
        assert text is not None, "a record without the field has no row"
        numbers = _edges(len(text.blocks), first, last)
        chosen = [text.blocks[number] for number in numbers]
        return numbers, [text.value[block.start : block.end].encode("utf-8", "surrogatepass") for block in chosen]

    def _block(self, record: Record, number: int) -> Block | None:
        """The block that a row gives the number ``number``."""
        text = record.text(self.field)
        if text is None:
            return None
        if not _in_plain_lines(record, text.data):
            return text.blocks[number] if number < len(text.blocks) else None
        start = 0
        for line in text.data.split(b"\n"):
            if line:
                if not number:
                    offset = text.char_offset(start)
                    return next((block for block in text.blocks if block.end > offset), None)
                number -= 1
            start += len(line) + 1
        return None

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        params = self.params
        needed = max(params.min_records, -(-len(rows) * params.min_share // 1))
        if len(rows) < params.min_records:
            return
        payloads = payloads_of(rows)
        counts = _frequent(payloads, needed)
        if not counts:
            return
        witnesses: dict[int, Row] = {}
        for index, payload in enumerate(payloads):
            digests = _digests(payload)
            if counts.keys().isdisjoint(digests):
                continue
            row = rows[index]
            for block, number in zip(digests, _numbers(payload), strict=True):
                count = counts.get(block)
                if count is None:
                    continue
                # The first occurrence stands as witness for the others, the second for the first.
                other = witnesses.get(block)
                if other is None:
                    witnesses[block] = row
                    other = next(rows[at] for at in range(index + 1, len(rows)) if block in _digests(payloads[at]))
                yield Verdict(
                    row, (other,), self.field, {"count": count, "records": len(rows), "share": count / len(rows), "at": number}
                )

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        text = record.text(self.field)
        other = others[0].text(self.field)
        block = self._block(record, verdict.values["at"])
        if text is None or other is None or block is None or block.end - block.start < self.params.min_chars:
            return None
        value = text.value[block.start : block.end]
        if len(value.split()) > self.params.max_words or fold(value) not in _folded_blocks(other):
            return None
        count, records = verdict.values["count"], verdict.values["records"]
        values = {"count": count, "records": records, "share": f"{round(100 * count / records)} %", "source": _source(record)}
        return Hit(self.field, block.start, block.end, values=values)


def _digests(payload: bytes) -> array[int]:
    """Digests of the blocks of a record."""
    return _unpacked(payload[: len(payload) // 2])


def _numbers(payload: bytes) -> array[int]:
    """Their numbers."""
    return _unpacked(payload[len(payload) // 2 :])


def _frequent(payloads: Sequence[bytes], needed: float) -> dict[int, int]:
    """Number of records that hold a block, for the blocks that at least ``needed`` records hold.

    Misra and Gries (1982), "Finding repeated elements": with room for ``total / needed`` counters, a first pass keeps every block that
    can reach that number, a second counts those exactly, so memory does not grow with the source.  The first pass counts some records at
    once, and takes from all counters what keeps too many from being left: Agarwal et al. (2013), "Mergeable summaries".  Compiled, it leaves
    out at once what is there but once.  There a block that a record holds twice counts twice, which can only bring it into the second pass.
    """
    total = sum(map(len, payloads)) // _ENTRY_BYTES
    room = int(total // needed) + 1
    counts: Counter[int] = Counter()
    lost = 0
    for start in range(0, len(payloads), _AT_ONCE):
        packed = b"".join([payload[: len(payload) // 2] for payload in payloads[start : start + _AT_ONCE]])
        if repeated_numbers is None:
            counts.update(_unpacked(packed))
        else:
            counts.update(compress(_unpacked(packed), repeated_numbers(packed)))
            lost += 1
        if len(counts) > room and start + _AT_ONCE < len(payloads):
            taken = sorted(counts.values(), reverse=True)[room]
            counts = Counter({block: count - taken for block, count in counts.items() if count > taken})
            lost += taken
    candidates = {block for block, count in counts.items() if count + lost >= needed}
    if not candidates:
        return {}
    counts = Counter(chain.from_iterable(candidates.intersection(_digests(payload)) for payload in payloads))
    return {block: count for block, count in counts.items() if count >= needed}


def _in_plain_lines(record: Record, data: bytes) -> bool:
    """Whether the blocks of a body are its lines, and bytes tell where they end."""
    return record.article.body_format == "lines" and b"\r" not in data


def _edge_lines(data: bytes, first: int, last: int) -> tuple[Sequence[int], list[bytes]]:
    """The first and the last lines that are not blank: their numbers, not counting empty lines, and their text, trimmed."""
    lines = list(filter(None, data.split(b"\n")))
    numbers = _edges(len(lines), first, last)
    found = list(map(bytes.strip, lines if len(numbers) == len(lines) else lines[:first] + lines[len(lines) - last :]))
    if all(found):
        return numbers, found
    kept = [(number, text) for number, line in enumerate(lines) if (text := line.strip())]
    chosen = [kept[at] for at in _edges(len(kept), first, last)]
    return [number for number, _ in chosen], [text for _, text in chosen]


@lru_cache(1000)
def _edges(count: int, first: int, last: int) -> Sequence[int]:
    """Of so many, the numbers of the first and of the last."""
    return range(count) if count <= first + last else (*range(first), *range(count - last, count))


def _packed(numbers: Iterable[int]) -> bytes:
    """Numbers below 2**32 as a payload holds them, four bytes each."""
    packed = array("I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpacked(data: bytes) -> array[int]:
    """The numbers of which :func:`_packed` made this."""
    numbers = array("I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _folded_blocks(text: Text) -> frozenset[str]:
    return frozenset(fold(text.value[block.start : block.end]) for block in text.blocks)


def _source(record: Record) -> str:
    article = record.article
    if article.source and not article.source.isspace():
        return article.source.strip()
    if article.url:
        from newslint.text.urls import host_of  # most records state their source

        return host_of(article.url)
    return ""


_keys: dict[str, int] = {}
"""Those of the sources met before."""


def _source_keys(columns: Columns) -> array[int]:
    """Keys of the sources of records."""
    known = [_keys.get(name) if name else None for name in columns.values("source")]
    return array("Q", [_source_key(columns.record(index)) if key is None else key for index, key in enumerate(known)])


def _source_key(record: Record) -> int:
    name = record.article.source or _source(record)
    key = _keys.get(name)
    if key is None:
        if len(_keys) > 10_000:
            _keys.clear()
        key = _keys[name] = digest(fold(name).encode("utf-8", "surrogatepass"))
    return key


KIND = Kind(
    "recurring_block",
    "dataset",
    RecurringBlockParams,
    RecurringBlockCheck,
    placeholders=frozenset({"count", "records", "share", "source"}),
    summary="A block that stands in many records of one source.",
)
