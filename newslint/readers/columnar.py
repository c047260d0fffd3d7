"""What the readers of files of columns share: opening, and what goes wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newslint.errors import InputError
from newslint.readers.base import Unreadable
from newslint.readers.batches import unreadable_batch
from newslint.readers.columns import need_pyarrow
from newslint.readers.source import compression_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newslint.readers.base import Batch, Unit


@contextmanager
def opened(unit: Unit, what: str) -> Iterator[Any]:
    """The open file of a unit, which has to be uncompressed: these formats are read from their end, or compress by themselves.

    Raises:
        InputError: It cannot be opened, is compressed, or pyarrow is not installed.
    """
    need_pyarrow(f"reading {what}", unit.path)
    compression = compression_of(unit.opened or unit.path)
    if compression is not None:
        hint = f"decompress it first; {what} has a compression of its own"
        raise InputError(f"{what} is not read through {compression[1:]} compression", path=unit.path, hint=hint)
    with open_regular(unit.opened or unit.path, unit.path) as file:
        yield file


def arrow_errors() -> tuple[type[Exception], ...]:
    """What pyarrow raises about the data it reads."""
    pa = need_pyarrow("reading columns")
    return (pa.ArrowException, OSError, EOFError)


def told(error: Exception) -> str:
    """What pyarrow says is wrong, in one line."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def damage(first: int | None, count: int, what: str) -> Batch:
    """The batch that tells of ``count`` records, from number ``first`` on, that cannot be read."""
    batch = unreadable_batch(Unreadable(record=first, line=None, column=None, reason=what))
    batch.lost = max(0, count - (first is not None))
    return batch


def groups_of(counts: Sequence[int], size: int, target: int) -> list[tuple[int, int]]:
    """Neighbouring groups of records put together, so that each lot is about ``target`` bytes of the file's ``size``.

    Args:
        counts: Records of each group.
        size: Bytes of all.
        target: Bytes wanted.

    Returns:
        First group, and group after the last, of each lot.
    """
    total = sum(counts)
    lots: list[tuple[int, int]] = []
    start = records = 0
    for number, count in enumerate(counts, start=1):
        records += count
        if records * size >= target * total:
            lots.append((start, number))
            start, records = number, 0
    if start < len(counts) or not lots:
        lots.append((start, len(counts)))
    return lots
