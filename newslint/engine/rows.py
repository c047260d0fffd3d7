"""Rows of data set checks: kept in columns, grouped by key, on disk when there are many."""

from __future__ import annotations

import os
from array import array
from contextlib import suppress
from itertools import accumulate, chain, compress, repeat
from operator import ge
from typing import TYPE_CHECKING, Any, TypeAlias

from newslint.kinds.base import Group, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

grouped_keys: Callable[[bytes, bytes, bool], dict[int, list[int]]] | None = None
divided_keys: Callable[[bytes, bytes, int, int], list[tuple[bytes, bytes]]] | None = None
"""What looks through keys; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import divided_keys, grouped_keys

PARTITIONS = 64
"""Parts that the rows of one check are divided into on disk, by key, so that each can be grouped in memory by itself."""
MEMORY = 12 << 20
"""Bytes of rows held before they go to disk."""
_ROW_BYTES = 8
_ENTRY_BYTES = 28
_PLACE = 24
"""Bytes that a place, a ref and the end of a payload take on disk."""
_WINDOW = 8 + 700 * _PLACE
"""Bytes that are read at once where entries are looked for on disk: so many places, and where the payload of the first begins."""
_AT_ONCE = 4_000
"""Entries that are looked for, and held in memory, together."""
_Entries: TypeAlias = "tuple[list[int], list[int], list[bytes]]"
"""Place, ref and payload of each of some entries."""


def places_of(unit: int, records: Iterable[int]) -> array[int]:
    """For each of some records of a unit, both numbers in one."""
    base = unit << 32
    return array("Q", [base | record for record in records])


class Columns:
    """Rows as columns.

    The rows of an entry share what is known of it: ``places`` (of :func:`places_of`), ``refs``, and its payload, which lies
    end to end with the others and has its size among ``sizes``.  ``keys`` are those of all rows, of which ``counts`` belong to each entry.
    """

    __slots__ = ("_bounds", "counts", "keys", "payloads", "places", "refs", "sizes")

    def __init__(self) -> None:
        self.keys = array("Q")
        self.counts = array("I")
        self.places = array("Q")
        self.refs = array("Q")
        self.sizes = array("I")
        self.payloads: bytes | bytearray = bytearray()
        self._bounds: array[int] | None = None

    @property
    def size(self) -> int:
        """Bytes taken, about."""
        return _ROW_BYTES * len(self.keys) + _ENTRY_BYTES * len(self.counts) + len(self.payloads)

    def extend(self, rows: Rows, places: Sequence[int], refs: Sequence[int]) -> None:
        """Add the rows of some records: their :func:`places_of`, and where the reader finds them again."""
        self.keys.extend(rows.keys)
        self.counts.extend(rows.counts)
        # Most often each record has an entry, and they are in order.
        if len(rows.owners) == len(places) and list(rows.owners) == list(range(len(places))):
            self.places.extend(places)
            self.refs.extend(refs)
        else:
            self.places.extend(map(places.__getitem__, rows.owners))
            self.refs.extend(map(refs.__getitem__, rows.owners))
        self.payloads += b"".join(rows.payloads)
        self.sizes.extend(map(len, rows.payloads))
        self._bounds = None

    @property
    def bounds(self) -> array[int]:
        """Where each payload begins, and where the last one ends."""
        if self._bounds is None:
            self._bounds = array("Q", accumulate(self.sizes, initial=0))
        return self._bounds

    def dump(self) -> bytes:
        """All columns as one string of bytes."""
        head = array("Q", [len(self.keys), len(self.counts), len(self.payloads)])
        return b"".join((head, self.keys, self.counts, self.places, self.refs, self.sizes, self.payloads))

    def load(self, data: bytes, at: int = 0) -> int:
        """Append what :meth:`dump` gave, from offset ``at``; returns the offset after it."""
        view = memoryview(data)
        head = array("Q")
        head.frombytes(view[at : at + 24])
        rows, entries, size = head
        at += 24
        for column, count in (
            (self.keys, rows),
            (self.counts, entries),
            (self.places, entries),
            (self.refs, entries),
            (self.sizes, entries),
        ):
            taken = column.itemsize * count
            column.frombytes(view[at : at + taken])
            at += taken
        self._bounds = None
        self.payloads += view[at : at + size]
        return at + size

    def entries(self, numbers: Sequence[int]) -> _Entries:
        """Place, ref and payload of some entries."""
        places, refs = list(map(self.places.__getitem__, numbers)), list(map(self.refs.__getitem__, numbers))
        if not self.payloads:
            return places, refs, [b""] * len(numbers)
        if isinstance(self.payloads, bytearray):
            self.payloads = bytes(self.payloads)  # of which a part is made in half the time
        data, bounds = self.payloads, self.bounds
        return places, refs, [data[bounds[number] : bounds[number + 1]] for number in numbers]


class _Spilled:
    """Rows of one check on disk: the entries in order, and their keys divided into parts, each key with the number of its entry."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.entries = 0
        self.size = 0

    def add(self, columns: Columns) -> None:
        """Move rows here."""
        for number, (keys, owners) in enumerate(_divided(columns, self.entries)):
            if keys:
                with open(f"{self.prefix}-{number}", "ab") as file:
                    file.write(b"".join((array("Q", [len(keys) // _ROW_BYTES]), keys, owners)))
        places = array("Q", bytes(_PLACE * len(columns.places)))
        places[0::3] = columns.places
        places[1::3] = columns.refs
        places[2::3] = array("Q", [end + self.size for end in columns.bounds[1:]])
        with open(f"{self.prefix}-places", "ab") as file:
            # The end of the payload before the first.
            file.write(b"" if self.entries else bytes(8))
            file.write(places)
        with open(f"{self.prefix}-payloads", "ab") as file:
            file.write(columns.payloads)
        self.entries += len(columns.places)
        self.size += len(columns.payloads)

    def groups(self) -> Iterator[Group]:
        """As :meth:`RowStore.groups`."""
        with (
            open(f"{self.prefix}-places", "rb", buffering=0) as places,
            open(f"{self.prefix}-payloads", "rb", buffering=0) as payloads,
        ):
            for number in range(PARTITIONS):
                path = f"{self.prefix}-{number}"
                if os.path.exists(path):
                    keys, owners = _read_part(path)
                    found = _grouped(keys, owners, are_counts=False)
                    yield from _groups(found, lambda numbers: _read_entries(places, payloads, numbers))


def _divided(columns: Columns, base: int) -> list[tuple[bytes, bytes]]:
    """Keys in :data:`PARTITIONS` parts, each with the numbers of their entries, which go on from ``base``."""
    if divided_keys is not None:
        return divided_keys(columns.keys.tobytes(), columns.counts.tobytes(), base, PARTITIONS)
    parts = [(array("Q"), array("Q")) for _ in range(PARTITIONS)]
    adders = [(keys.append, owners.append) for keys, owners in parts]
    last = PARTITIONS - 1
    for key, owner in zip(columns.keys, _owners(columns.counts, base), strict=True):
        add_key, add_owner = adders[key & last]
        add_key(key)
        add_owner(owner)
    return [(keys.tobytes(), owners.tobytes()) for keys, owners in parts]


def _grouped(keys: array[int], owners: array[int], *, are_counts: bool) -> dict[int, list[int]]:
    """The keys that come twice or more with the numbers of their entries, in order of the first of each.

    Args:
        keys: Keys of rows.
        owners: The number of each row's entry, or how many rows each entry has.
        are_counts: Whether it is the latter.
    """
    if grouped_keys is not None:
        return grouped_keys(keys.tobytes(), owners.tobytes(), are_counts)
    seen: set[int] = set()
    add = seen.add
    # `add` gives None: what is kept are the keys that were there before.
    repeated = {key for key in keys if key in seen or add(key)}
    found: dict[int, list[int]] = {}
    if repeated:
        wanted = bytes(map(repeated.__contains__, keys))
        each: Iterable[int] = _owners(owners) if are_counts else owners
        for key, owner in zip(compress(keys, wanted), compress(each, wanted), strict=True):
            found.setdefault(key, []).append(owner)
    return found


def _owners(counts: array[int], base: int = 0) -> Iterator[int]:
    """Number of each row's entry; the first has the number ``base``."""
    return chain.from_iterable(map(repeat, range(base, base + len(counts)), counts))


def _read_part(path: str) -> tuple[array[int], array[int]]:
    keys, owners = array("Q"), array("Q")
    with open(path, "rb") as file:
        while head := file.read(8):
            count = int.from_bytes(head, "little")
            keys.fromfile(file, count)
            owners.fromfile(file, count)
    return keys, owners


def _read_entries(places: BinaryIO, payloads: BinaryIO, numbers: Sequence[int]) -> _Entries:
    """Place, ref and payload of some entries on disk: in the order of the file, so that what lies close together is read together."""
    found: dict[int, tuple[int, int, bytes]] = {}
    heads, base, last = array("Q"), 0, 0
    data, begin, end = b"", 0, 0
    for number in sorted({*numbers}):
        if number >= last:
            places.seek(_PLACE * number)
            heads = array("Q", places.read(_WINDOW))
            base, last = number, number + len(heads) // 3
        at = 3 * (number - base)
        # The end of the payload before this one is where it begins.
        start, place, ref, stop = heads[at : at + 4]
        if stop > end:
            payloads.seek(start)
            data = payloads.read(max(stop - start, _WINDOW))
            begin, end = start, start + len(data)
        found[number] = place, ref, data[start - begin : stop - begin]
    own = list(map(found.__getitem__, numbers))
    return [place for place, _, _ in own], [ref for _, ref, _ in own], [payload for _, _, payload in own]


def _groups(found: dict[int, list[int]], entries: Callable[[Sequence[int]], _Entries]) -> Iterator[Group]:
    """The rows of each key, sorted by place."""
    waiting: list[tuple[int, list[int]]] = []
    count = 0
    for group in found.items():
        waiting.append(group)
        count += len(group[1])
        if count >= _AT_ONCE:
            yield from _with_entries(waiting, entries)
            waiting.clear()
            count = 0
    yield from _with_entries(waiting, entries)


def _with_entries(groups: Sequence[tuple[int, list[int]]], entries: Callable[[Sequence[int]], _Entries]) -> Iterator[Group]:
    places, refs, payloads = entries([number for _, numbers in groups for number in numbers])
    start = 0
    for key, numbers in groups:
        end = start + len(numbers)
        own = places[start:end], refs[start:end], payloads[start:end]
        start = end
        # They were added in order, but where several processes added them.
        if any(map(ge, own[0], own[0][1:])):
            are_distinct = len({*own[0]}) == len(numbers)
            by: Sequence[Any] = own[0] if are_distinct else list(zip(*own, strict=True))
            order = sorted(range(len(numbers)), key=by.__getitem__)
            own = tuple([column[at] for at in order] for column in own)  # type: ignore[assignment]
        yield Group(key, *own)


class RowStore:
    """Rows of all data set checks of a run.

    Args:
        checks: Number of checks.
        folder: Gives a folder for rows that do not fit in memory; without it they stay there.
        name: What its files in the folder are called.
    """

    def __init__(self, checks: int, folder: Callable[[], str] | None = None, name: str = "rows") -> None:
        self._columns = [Columns() for _ in range(checks)]
        self._folder = folder
        self._name = name
        self._spilled: list[_Spilled] = []

    def beside(self, name: str) -> RowStore:
        """An empty store for one check, which has its files in the same folder, under another name."""
        return RowStore(1, self._folder, name)

    def add(self, check: int, rows: Iterable[tuple[int, bytes]], unit: int, record: int, ref: int) -> None:
        """Add the ``(key, payload)`` rows of one record for check number ``check``."""
        self.extend(check, Rows.of([rows]), places_of(unit, (record,)), (ref,))

    def extend(self, check: int, rows: Rows, places: Sequence[int], refs: Sequence[int]) -> None:
        """:meth:`add` for the rows of some records, of which :func:`places_of` tells unit and number."""
        self._columns[check].extend(rows, places, refs)

    def dump(self) -> bytes:
        """Every row as bytes, for :meth:`load` in another process; the store is empty afterwards."""
        data = b"".join(columns.dump() for columns in self._columns)
        self._clear()
        return data

    def load(self, data: bytes) -> None:
        """Add the rows that :meth:`dump` of another store gave."""
        at = 0
        for columns in self._columns:
            at = columns.load(data, at)
        self.relieve()

    def relieve(self) -> None:
        """Move the rows to disk, divided by key, when they take more than :data:`MEMORY`."""
        if self._folder is not None and sum(columns.size for columns in self._columns) >= MEMORY:
            self._spill()

    def groups(self, check: int) -> Iterator[Group]:
        """Groups of two or more rows of a check that share a key."""
        columns = self._columns[check]
        if not self._spilled:
            yield from _groups(_grouped(columns.keys, columns.counts, are_counts=True), columns.entries)
            return
        if any(columns.keys for columns in self._columns):
            self._spill()
        yield from self._spilled[check].groups()

    def _spill(self) -> None:
        assert self._folder is not None, "rows go to disk only where a folder was given"
        if not self._spilled:
            self._spilled = [
                _Spilled(os.path.join(self._folder(), f"{self._name}-{check}")) for check in range(len(self._columns))
            ]
        for spilled, columns in zip(self._spilled, self._columns, strict=True):
            spilled.add(columns)
        self._clear()

    def _clear(self) -> None:
        self._columns = [Columns() for _ in self._columns]
