"""Records read once more after a run, for what shows their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from newslint.engine.plan import Plan
    from newslint.engine.workers import Setup
    from newslint.kinds.base import Record
    from newslint.readers.base import Unit


def read_again(
    setup: Setup, plan: Plan, units: Iterable[Unit], wanted: Mapping[str, Collection[int]]
) -> Iterator[tuple[str, int, Record]]:
    """Some records of a run as its rules saw them, each with its path and number, in the order of the units.

    A file that has gone since then gives none, and of a file only what stands up to the last record asked for is read.

    Args:
        setup: Gives the readers, and lets the plugins put records right.
        plan: The rules that ran: which fields are kept depends on them.
        units: One for each whole file, so that records count from its beginning.
        wanted: 0-based numbers of records by path.
    """
    for unit in units:
        numbers = frozenset(wanted.get(unit.path, ()))
        if not numbers:
            continue
        last = max(numbers)
        batches = setup.get_reader(unit.format).read(unit, setup.mapping, plan.wanted)
        try:
            for batch in setup.put_right(batches, unit.path, []):
                for article, number in zip(batch.articles, batch.records, strict=True):
                    if number in numbers:
                        yield unit.path, number, plan.record(article)
                if batch.records and batch.records[-1] >= last:
                    break
        except InputError:
            continue  # the run itself has reported what could not be opened
