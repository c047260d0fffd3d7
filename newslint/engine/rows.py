"""Rows of data set checks: kept in columns, grouped by key, on disk when there are many."""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING

from newslint.kinds.base import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PARTITIONS = 64
"""Parts that the rows of one check are divided into on disk, by key, so that each can be grouped in memory by itself."""
MEMORY = 48 << 20
"""Bytes of rows held before they go to disk."""
_ROW_BYTES = 32


class Columns:
    """Rows as columns: ``keys``, ``places`` (unit and record in one number), ``refs`` and payloads end to end."""

    __slots__ = ("ends", "keys", "payloads", "places", "refs")

    def __init__(self) -> None:
        self.keys = array("Q")
        self.places = array("Q")
        self.refs = array("Q")
        self.ends = array("Q")
        self.payloads = bytearray()

    def dump(self) -> bytes:
        """All columns as one string of bytes."""
        head = array("Q", [len(self.keys), len(self.payloads)])
        columns = (head, self.keys, self.places, self.refs, self.ends)
        return b"".join([*(column.tobytes() for column in columns), bytes(self.payloads)])

    def load(self, data: bytes | memoryview, at: int = 0) -> int:
        """Append what :meth:`dump` gave, from offset ``at``; returns the offset after it."""
        view = memoryview(data)
        head = array("Q")
        head.frombytes(view[at : at + 16])
        count, size = head
        at += 16
        shift = len(self.payloads)
        ends = array("Q")
        for column in (self.keys, self.places, self.refs, ends):
            column.frombytes(view[at : at + 8 * count])
            at += 8 * count
        self.ends.extend(ends if not shift else array("Q", [end + shift for end in ends]))
        self.payloads += view[at : at + size]
        return at + size

    def groups(self) -> Iterator[list[Row]]:
        """Groups of two or more rows with one key, each sorted by place; in order of their first place."""
        if len(set(self.keys)) == len(self.keys):
            return
        seen: set[int] = set()
        repeated: set[int] = set()
        for key in self.keys:
            if key in seen:
                repeated.add(key)
            else:
                seen.add(key)
        del seen
        found: dict[int, list[Row]] = {}
        for index, key in enumerate(self.keys):
            if key in repeated:
                found.setdefault(key, []).append(self.row(index))
        for rows in found.values():
            rows.sort()
            yield rows

    def divided(self) -> list[Columns]:
        """The same rows in :data:`PARTITIONS` parts by key."""
        parts = [Columns() for _ in range(PARTITIONS)]
        start = 0
        for index, key in enumerate(self.keys):
            part = parts[key & (PARTITIONS - 1)]
            end = self.ends[index]
            part.keys.append(key)
            part.places.append(self.places[index])
            part.refs.append(self.refs[index])
            part.payloads += self.payloads[start:end]
            part.ends.append(len(part.payloads))
            start = end
        return parts

    def row(self, index: int) -> Row:
        """One row; ``path`` is the number of its unit until the run knows its file."""
        place = self.places[index]
        start = self.ends[index - 1] if index else 0
        payload = bytes(self.payloads[start : self.ends[index]])
        return Row(self.keys[index], place >> 32, place & 0xFFFFFFFF, self.refs[index], payload)


class RowStore:
    """Rows of all data set checks of a run.

    Args:
        checks: Number of checks.
        folder: Gives a folder for rows that do not fit in memory; without it they stay there.
    """

    def __init__(self, checks: int, folder: Callable[[], str] | None = None) -> None:
        self._columns = [Columns() for _ in range(checks)]
        self._folder = folder
        self._spilled = False

    def add(self, check: int, rows: Iterable[tuple[int, bytes]], unit: int, record: int, ref: int) -> None:
        """Add the ``(key, payload)`` rows of one record for check number ``check``."""
        self.extend(check, (rows,), unit, (record,), (ref,))

    def extend(
        self, check: int, mapped: Iterable[Iterable[tuple[int, bytes]]], unit: int, records: Iterable[int], refs: Iterable[int]
    ) -> None:
        """:meth:`add` for the rows of some records; those of a record go in only once all of them have been made."""
        columns = self._columns[check]
        add_key, add_place, add_ref, add_end = (
            columns.keys.append,
            columns.places.append,
            columns.refs.append,
            columns.ends.append,
        )
        payloads = columns.payloads
        for rows, record, ref in zip(mapped, records, refs, strict=False):
            place = unit << 32 | record
            for key, payload in rows:
                add_key(key)
                add_place(place)
                add_ref(ref)
                payloads += payload
                add_end(len(payloads))

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
        held = sum(len(columns.keys) * _ROW_BYTES + len(columns.payloads) for columns in self._columns)
        if held < MEMORY or self._folder is None:
            return
        for check, columns in enumerate(self._columns):
            for number, part in enumerate(columns.divided()):
                if part.keys:
                    with open(self._path(check, number), "ab") as file:
                        file.write(part.dump())
        self._spilled = True
        self._clear()

    def groups(self, check: int) -> Iterator[list[Row]]:
        """Groups of two or more rows of a check that share a key."""
        if not self._spilled:
            yield from self._columns[check].groups()
            return
        for number, part in enumerate(self._columns[check].divided()):
            whole = Columns()
            if os.path.exists(self._path(check, number)):
                with open(self._path(check, number), "rb") as file:
                    data = file.read()
                at = 0
                while at < len(data):
                    at = whole.load(data, at)
                del data
            whole.load(part.dump())
            yield from whole.groups()

    def _clear(self) -> None:
        self._columns = [Columns() for _ in self._columns]

    def _path(self, check: int, number: int) -> str:
        assert self._folder is not None, "rows go to disk only where a folder was given"
        return os.path.join(self._folder(), f"rows-{check}-{number}")
