"""The second step of data set checks that sift: of the records that could share a key, the rows that tell whether they do."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from newslint.engine.rows import RowStore, places_of
from newslint.engine.unit import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.engine.plan import Plan
    from newslint.engine.unit import Crash
    from newslint.engine.workers import Setup
    from newslint.kinds.base import DatasetCheck, Group, Record, Row
    from newslint.readers.base import Unit

_AT_ONCE = 256
"""Records that are mapped, and held in memory, together."""


def mapped_again(
    plan: Plan,
    check: DatasetCheck[Any],
    groups: Iterable[Sequence[Row]],
    exact: RowStore,
    units: Sequence[Unit],
    setup: Setup,
    crashes: list[tuple[int, Crash]],
) -> Iterator[Group]:
    """The groups of a check that sifts.

    Each unit is read once, from the first of the records concerned to the last.

    Args:
        plan: The rules.
        check: The check.
        groups: Its rows from :meth:`~newslint.kinds.base.DatasetCheck.sift_batch`, grouped.
        exact: An empty store for one check.
        units: The units of the run.
        setup: Gives the readers.
        crashes: Takes the crashes of the check, with the number of the unit.
    """
    found: dict[int, tuple[array[int], array[int]]] = {}
    for rows in groups:
        for row in rows:
            records, refs = found.setdefault(row.path, (array("Q"), array("Q")))
            records.append(row.record)
            refs.append(row.ref)
    for number in sorted(found):
        records, refs = found.pop(number)
        # Later records stand later in the file.
        by_ref = dict(zip(sorted(refs), sorted(records), strict=True))
        for members, numbers, their_refs in _read(plan, units[number], by_ref, setup):
            own: list[Crash] = []
            mapped = rows_of(check.map_batch, check.rule, members, numbers, own, set())
            crashes.extend((number, crash) for crash in own)
            exact.extend(0, mapped, places_of(number, numbers), their_refs)
            exact.relieve()
    yield from exact.groups(0)


def _read(plan: Plan, unit: Unit, numbers: dict[int, int], setup: Setup) -> Iterator[tuple[list[Record], list[int], list[int]]]:
    """Records of a unit by their refs, some at a time: the records, their numbers, and their refs."""
    members: list[Record] = []
    refs: list[int] = []
    batches = setup.get_reader(unit.format).fetch(unit, list(numbers), setup.mapping, plan.wanted)
    for batch in setup.put_right(batches, unit.path, []):
        for article, ref in zip(batch.articles, batch.refs, strict=True):
            if ref in numbers:
                members.append(plan.record(article))
                refs.append(ref)
        if len(members) >= _AT_ONCE:
            yield members, [numbers[ref] for ref in refs], refs
            members, refs = [], []
    if members:
        yield members, [numbers[ref] for ref in refs], refs
