"""Tables that are in memory, read like any other input."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from newslint.readers.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.readers.base import Batch, Unit

FORMAT = "table"
"""Name of the reader."""


class TableReader:
    """Reads an Arrow table, as often as it is asked to: the table is in memory anyway.

    Args:
        table: A ``pyarrow.Table``.
    """

    name = FORMAT
    suffixes: tuple[str, ...] = ()

    def __init__(self, table: Any) -> None:
        self._table = table
        self._batches: list[Any] = table.to_batches()
        self._firsts: list[int] = []
        rows = 0
        for batch in self._batches:
            self._firsts.append(rows)
            rows += batch.num_rows

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """There is no file to divide."""
        raise NotImplementedError("a table is no file to be divided")

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        columns = Columns(self._table.schema, mapping, wanted)
        for batch, first in zip(self._batches, self._firsts, strict=True):
            yield from columns.batches(batch, first)

    def lines(self, unit: Unit) -> int:
        """No lines."""
        return 0

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        columns = Columns(self._table.schema, mapping, wanted)
        rows: dict[int, list[int]] = {}
        for ref in refs:
            position = bisect_right(self._firsts, ref) - 1
            rows.setdefault(position, []).append(ref - self._firsts[position])
        for position, chosen in rows.items():
            yield columns.chosen(self._batches[position], chosen, self._firsts[position])
