"""Parquet, row group by row group: only the columns that an article is made of are read."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from newslint.errors import InputError
from newslint.readers.base import Unit
from newslint.readers.columnar import arrow_errors, damage, groups_of, opened, told
from newslint.readers.columns import ColumnBatch, Columns, rows_for
from newslint.readers.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.readers.base import Batch

_WHAT = "Parquet"
_BUFFER = 1 << 20
"""Bytes of a column that are read at a time."""
_MAGIC = b"PAR1"


class Parquet:
    """Reader of Parquet; a unit of work is some row groups, and a record's number is that of its row."""

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`.  What is wrong with a file is told when it is read."""
        if size <= target:
            return whole(path, self.name)
        unit = Unit(path=path, format=self.name)
        try:
            with opened(unit, _WHAT) as file:
                metadata = _parquet(file, unit).metadata
                counts = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
        except InputError:
            return [unit]
        return [
            Unit(path=path, format=self.name, start=start, end=end, size=max(1, size * sum(counts[start:end]) // sum(counts)))
            for start, end in groups_of(counts, size, target)
        ]

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        with opened(unit, _WHAT) as file:
            data = _parquet(file, unit)
            for group, first in _groups(data, unit):
                yield from _records(data, unit, group, first, mapping, wanted)

    def lines(self, unit: Unit) -> int:
        """No lines."""
        return 0

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`.  Only the row groups that hold these records are read."""
        left = set(refs)
        with opened(unit, _WHAT) as file:
            data = _parquet(file, unit)
            for group, first in _groups(data, unit):
                after = first + data.metadata.row_group(group).num_rows
                here = {ref for ref in left if first <= ref < after}
                for batch in _records(data, unit, group, first, mapping, wanted) if here else ():
                    indices = [index for index, ref in enumerate(batch.refs) if ref in here]
                    if indices and isinstance(batch, ColumnBatch):
                        left.difference_update([batch.refs[index] for index in indices])
                        yield batch.pick(indices)
        if left:
            raise InputError("the file has changed while it was being checked", path=unit.path)


def _parquet(file: Any, unit: Unit) -> Any:
    import pyarrow.parquet as pq  # opened() has seen that it is there

    head = file.read(len(_MAGIC))
    file.seek(0)
    try:
        return pq.ParquetFile(file, buffer_size=_BUFFER, page_checksum_verification=True)
    except arrow_errors() as error:
        hint = "it was cut short, perhaps while it was being written" if head == _MAGIC else "it is no Parquet file"
        raise InputError(f"the Parquet file cannot be read: {told(error)}", path=unit.path, hint=hint) from None


def _groups(data: Any, unit: Unit) -> Iterator[tuple[int, int]]:
    """The row groups of a unit, each with the number within the unit of its first record."""
    numbers = range(unit.start, data.metadata.num_row_groups if unit.end is None else unit.end)
    counts = [data.metadata.row_group(number).num_rows for number in numbers]
    yield from zip(numbers, accumulate(counts, initial=0), strict=False)


def _records(
    data: Any, unit: Unit, group: int, first: int, mapping: Mapping[str, str], wanted: frozenset[str] | None
) -> Iterator[Batch]:
    """The records of a row group; where it is damaged, what can be read, and then word of what cannot."""
    metadata = data.metadata.row_group(group)
    names = Columns(data.schema_arrow, mapping, wanted, unit.path).names
    tops = frozenset(names)
    size = sum(
        column.total_uncompressed_size
        for column in map(metadata.column, range(metadata.num_columns))
        if column.path_in_schema.partition(".")[0] in tops
    )
    rows = rows_for(size, metadata.num_rows)
    # Threads gain nothing: the work is done by processes, and most of it is not reading.
    batches = data.iter_batches(batch_size=rows, row_groups=[group], columns=names, use_threads=False)
    columns: Columns | None = None
    done = 0
    reason = f"row group {group} ends too early"
    while True:
        try:
            batch = next(batches, None)
        except arrow_errors() as error:
            reason = f"row group {group} is damaged from here on: {told(error)}"
            break
        if batch is None:
            break
        columns = columns or Columns(batch.schema, mapping, wanted, unit.path)
        yield from columns.batches(batch, first + done, rows)
        done += batch.num_rows
    if done < metadata.num_rows:
        yield damage(first + done, metadata.num_rows - done, reason)
