"""`recurring_block`: a paragraph that stands in many records of one source is part of the page, not of the story."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Annotated
from zlib import crc32

from msgspec import Meta

from newslint.kinds.base import DatasetCheck, Kind, Params, Verdict
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.digest import digest
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row
    from newslint.model import Rule
    from newslint.text.text import Text

_ENTRY = struct.Struct("<II")
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
        value = getattr(record.article, self.field, None)
        if not isinstance(value, str) or not value:
            return ()
        low, wide = self.params.min_chars, self.wide
        entries: list[int] = []
        for start, line in self._blocks(record):
            if low <= len(line) <= wide:
                entries.append(start)
                entries.append(crc32(line.lower()))
        return ((_source_key(record), _packer(len(entries))(*entries)),)

    def _blocks(self, record: Record) -> list[tuple[int, bytes]]:
        """``(first byte, bytes)`` of the blocks looked at, each once, in order."""
        first, last = self.params.first, self.params.last
        data = record.data(self.field)
        if record.article.body_format == "lines" and b"\r" not in data:
            return _edge_lines(data, first, last)
        text = record.text(self.field)
        blocks = text.blocks if text is not None else []
        chosen = blocks if len(blocks) <= first + last else [*blocks[:first], *blocks[len(blocks) - last :]]
        found: list[tuple[int, bytes]] = []
        for block in chosen:
            value = text.value[block.start : block.end].encode("utf-8", "surrogatepass") if text is not None else b""
            found.append((data.index(value, found[-1][0] + len(found[-1][1]) if found else 0), value))
        return found

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        params = self.params
        needed = max(params.min_records, -(-len(rows) * params.min_share // 1))
        if len(rows) < params.min_records:
            return
        counts = _frequent(rows, needed)
        if not counts:
            return
        witnesses: dict[int, Row] = {}
        for row in rows:
            for start, block in _ENTRY.iter_unpack(row.payload):
                count = counts.get(block)
                if count is None:
                    continue
                # The first occurrence stands as witness for the others, the second for the first.
                other = witnesses.get(block)
                if other is None:
                    other = witnesses[block] = row
                    other = next(later for later in rows if later is not row and _holds(later, block))
                yield Verdict(
                    row, (other,), self.field, {"count": count, "records": len(rows), "share": count / len(rows), "at": start}
                )

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        text = record.text(self.field)
        other = others[0].text(self.field)
        if text is None or other is None:
            return None
        offset = text.char_offset(verdict.values["at"])
        block = next((block for block in text.blocks if block.end > offset), None)
        if block is None or block.end - block.start < self.params.min_chars:
            return None
        value = text.value[block.start : block.end]
        if len(value.split()) > self.params.max_words or fold(value) not in _folded_blocks(other):
            return None
        count, records = verdict.values["count"], verdict.values["records"]
        values = {"count": count, "records": records, "share": f"{round(100 * count / records)} %", "source": _source(record)}
        return Hit(self.field, block.start, block.end, values=values)


def _holds(row: Row, block: int) -> bool:
    return any(found == block for _, found in _ENTRY.iter_unpack(row.payload))


def _frequent(rows: Sequence[Row], needed: float) -> dict[int, int]:
    """Number of records that hold a block, for the blocks that at least ``needed`` records hold.

    Misra and Gries (1982), "Finding repeated elements": with room for ``total / needed`` counters, a first pass keeps every block that
    can reach that number, a second counts those exactly, so memory does not grow with the source.
    """
    total = sum(len(row.payload) for row in rows) // _ENTRY.size
    room = int(total // needed) + 1
    candidates: dict[int, int] = {}
    for row in rows:
        for block in {block for _, block in _ENTRY.iter_unpack(row.payload)}:
            if block in candidates:
                candidates[block] += 1
            elif len(candidates) < room:
                candidates[block] = 1
            else:
                candidates = {known: count - 1 for known, count in candidates.items() if count > 1}
    counts = dict.fromkeys(candidates, 0)
    for row in rows:
        for block in {block for _, block in _ENTRY.iter_unpack(row.payload)}:
            if block in counts:
                counts[block] += 1
    return {block: count for block, count in counts.items() if count >= needed}


def _edge_lines(data: bytes, first: int, last: int) -> list[tuple[int, bytes]]:
    """``(first byte, bytes)`` of the first and the last lines that are not blank, trimmed."""
    lines = data.split(b"\n")
    found: list[tuple[int, bytes]] = []
    at = index = 0
    for line in lines:
        if len(found) == first:
            break
        text = line.strip()
        if text:
            found.append((at if len(text) == len(line) else data.index(text, at), text))
        at += len(line) + 1
        index += 1
    tail: list[tuple[int, bytes]] = []
    at = len(data) + 1
    for line in reversed(lines[index:]):
        if len(tail) == last:
            break
        at -= len(line) + 1
        text = line.strip()
        if text:
            tail.append((at if len(text) == len(line) else data.index(text, at), text))
    tail.reverse()
    return found + tail


@cache
def _packer(size: int) -> Callable[..., bytes]:
    return struct.Struct(f"<{size}I").pack


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
