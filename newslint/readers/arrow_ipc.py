"""Arrow IPC, as a file (Feather version 2) and as a stream, record batch by record batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.errors import InputError
from newslint.readers.base import Unit
from newslint.readers.batches import fetch_by_number
from newslint.readers.columnar import arrow_errors, damage, groups_of, opened, told
from newslint.readers.columns import Columns
from newslint.readers.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.readers.base import Batch

_WHAT = "Arrow IPC"
_FILE = b"ARROW1"
_FEATHER_1 = b"FEA1"


class Arrow:
    """Reader of Arrow IPC; a unit of work is some record batches of a file, or a whole stream."""

    name = "arrow"
    suffixes: tuple[str, ...] = (".arrow", ".arrows", ".feather", ".ipc")

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`.  What is wrong with a file is told when it is read."""
        if size <= target:
            return whole(path, self.name)
        unit = Unit(path=path, format=self.name)
        try:
            with opened(unit, _WHAT) as file:
                # Batches of a file are alike in size, as a rule, and to count their records each would have to be read.
                count = _file(file, unit, None).num_record_batches if _is_file(file, unit) else 0
        except InputError:
            count = 0
        if not count:
            return [unit]
        return [
            Unit(path=path, format=self.name, start=start, end=end, size=max(1, size * (end - start) // count))
            for start, end in groups_of([1] * count, size, target)
        ]

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        with opened(unit, _WHAT) as file:
            is_file = _is_file(file, unit)
            open_at = _file if is_file else _stream
            schema = open_at(file, unit, None).schema
            names = Columns(schema, mapping, wanted, unit.path).names
            file.seek(0)
            data = open_at(file, unit, [schema.names.index(name) for name in names])
            columns = Columns(data.schema, mapping, wanted, unit.path)
            batches = _batches_of_file(data, unit) if is_file else iter(data)
            first = 0
            while True:
                try:
                    batch = next(batches, None)
                    if batch is not None:
                        batch.validate()
                except arrow_errors() as error:
                    yield damage(first, 1, f"the {'file' if is_file else 'stream'} is damaged from here on: {told(error)}")
                    return
                if batch is None:
                    return
                yield from columns.batches(batch, first)
                first += batch.num_rows

    def lines(self, unit: Unit) -> int:
        """No lines."""
        return 0

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)


def _is_file(file: Any, unit: Unit) -> bool:
    head: bytes = file.read(len(_FILE))
    file.seek(0)
    if head.startswith(_FEATHER_1):
        hint = "write it again as Arrow IPC: pyarrow.feather.write_feather(table, path, version=2)"
        raise InputError("the file is Feather version 1, which is no Arrow IPC", path=unit.path, hint=hint)
    return head == _FILE


def _file(file: Any, unit: Unit, columns: list[int] | None) -> Any:
    return _ipc(file, unit, columns, "open_file")


def _stream(file: Any, unit: Unit, columns: list[int] | None) -> Any:
    return _ipc(file, unit, columns, "open_stream")


def _ipc(file: Any, unit: Unit, columns: list[int] | None, opener: str) -> Any:
    import pyarrow as pa  # opened() has seen that it is there

    try:
        return getattr(pa.ipc, opener)(file, options=pa.ipc.IpcReadOptions(included_fields=columns, use_threads=False))
    except arrow_errors() as error:
        hint = "it was cut short, perhaps while it was being written" if opener == "open_file" else "it is no Arrow IPC"
        raise InputError(f"the Arrow file cannot be read: {told(error)}", path=unit.path, hint=hint) from None


def _batches_of_file(data: Any, unit: Unit) -> Iterator[Any]:
    for number in range(unit.start, data.num_record_batches if unit.end is None else unit.end):
        yield data.get_batch(number)
