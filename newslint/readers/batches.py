"""Batches that every reader can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.errors import InputError
from newslint.readers.base import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.readers.base import Reader, Unit, Unreadable

BATCH_RECORDS = 300
"""Records in a batch of a format that is not read by lines."""


def unreadable_batch(*unreadable: Unreadable) -> Batch:
    """A batch without records."""
    batch = Batch()
    batch.articles = batch.records = batch.refs = ()
    batch.unreadable = unreadable
    return batch


class PickableBatch(Batch):
    """A batch that can be reduced to some of its records, so that they do not keep the others in memory."""

    def pick(self, indices: Sequence[int]) -> Batch:
        """A batch of these records alone."""
        picked = self.picked(indices)
        picked.articles = [self.articles[index] for index in indices]
        picked.records = [self.records[index] for index in indices]
        picked.refs = [self.refs[index] for index in indices]
        picked.unreadable = ()
        return picked

    def picked(self, indices: Sequence[int]) -> Batch:
        """A batch that places these records."""
        raise NotImplementedError


def fetch_by_number(
    reader: Reader, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
) -> Iterator[Batch]:
    """:meth:`~newslint.readers.base.Reader.fetch` of a format whose refs are record numbers: reads the unit once more.

    Raises:
        InputError: The file no longer holds a record that it held.
    """
    left = set(refs)
    if not left:
        return
    for batch in reader.read(unit, mapping, wanted):
        indices = [index for index, ref in enumerate(batch.refs) if ref in left]
        if indices:
            left.difference_update(batch.refs[index] for index in indices)
            yield batch.pick(indices) if isinstance(batch, PickableBatch) else batch
            if not left:
                return
    raise InputError("the file has changed while it was being checked", path=unit.path)


def feeds(unit: Unit) -> int:
    """Line feeds in the whole file of a unit."""
    from newslint.readers.source import CHUNK, Source

    count = 0
    with Source(unit) as source:
        while block := source.read(CHUNK):
            count += block.count(b"\n")
    return count
