"""The second half of data set checks: group, judge, and read the records concerned once more."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.engine.finish import finding_of
from newslint.engine.unit import crash_of, place_of, shift
from newslint.model import Related
from newslint.model.identity import record_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.engine.plan import Plan
    from newslint.engine.rows import RowStore
    from newslint.engine.unit import Crash
    from newslint.engine.workers import Setup
    from newslint.kinds.base import DatasetCheck, Row, Verdict
    from newslint.model import Finding
    from newslint.readers.base import Batch, Unit

_AT_ONCE = 2_000
"""Verdicts whose records are held in memory together."""
Place = tuple[int, int]
"""Number of a unit and of a record in it."""


def judge_rows(
    plan: Plan,
    store: RowStore,
    units: Sequence[Unit],
    bases: Sequence[tuple[int, int]],
    setup: Setup,
    crashes: list[tuple[int, Crash]],
) -> list[Finding]:
    """Findings of the data set checks, in the fixed order.

    Args:
        plan: The rules.
        store: The rows of all units.
        units: The units, by the number that stands in the rows.
        bases: Records and lines of its file before each unit.
        setup: Gives the readers.
        crashes: Takes the checks that raised, with the number of the unit.
    """
    found: dict[tuple[Any, ...], Finding] = {}
    for chunk in _chunks(_verdicts(plan, store, units, setup, crashes)):
        for finding in _confirm(plan, chunk, units, bases, setup, crashes):
            key = (finding.rule, finding.path, finding.record, finding.field, finding.start, finding.end)
            known = found.get(key)
            found[key] = finding if known is None else _joined(known, finding)
    return sorted(found.values(), key=lambda finding: finding.order)


def _verdicts(
    plan: Plan, store: RowStore, units: Sequence[Unit], setup: Setup, crashes: list[tuple[int, Crash]]
) -> Iterator[tuple[int, Verdict]]:
    for position, check in enumerate(plan.dataset):
        seen: set[tuple[Any, ...]] = set()
        groups = store.groups(position)
        if check.sifts:
            first = next(groups, None)
            if first is None:
                continue
            from newslint.engine.sift import mapped_again  # in few small inputs is there anything to compare

            beside = store.beside(f"sifted-{position}")
            groups = mapped_again(plan, check, chain((first,), groups), beside, units, setup, crashes)
        for rows in groups:
            for verdict in _judged(check, rows, crashes):
                key = (
                    _place(verdict.row),
                    verdict.field,
                    tuple(map(_place, verdict.others)),
                    tuple(sorted(verdict.values.items())),
                )
                if key not in seen:
                    seen.add(key)
                    yield position, verdict


def _judged(check: DatasetCheck[Any], rows: Sequence[Row], crashes: list[tuple[int, Crash]]) -> Iterator[Verdict]:
    try:
        yield from check.judge(rows)
    except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
        crashes.append((rows[0].path, crash_of(check.rule, rows[0].record, error)))


def _chunks(verdicts: Iterable[tuple[int, Verdict]]) -> Iterator[list[tuple[int, Verdict]]]:
    chunk: list[tuple[int, Verdict]] = []
    for item in verdicts:
        chunk.append(item)
        if len(chunk) >= _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _confirm(
    plan: Plan,
    chunk: Sequence[tuple[int, Verdict]],
    units: Sequence[Unit],
    bases: Sequence[tuple[int, int]],
    setup: Setup,
    crashes: list[tuple[int, Crash]],
) -> Iterator[Finding]:
    rows = [row for _, verdict in chunk for row in (verdict.row, *verdict.others)]
    read = read_rows(rows, units, setup, plan.wanted)
    records = {place: plan.record(batch.articles[index]) for place, (batch, index) in read.items()}
    for position, verdict in chunk:
        check = plan.dataset[position]
        place = _place(verdict.row)
        record = records[place]
        try:
            hit = check.confirm(verdict, record, [records[_place(other)] for other in verdict.others])
        except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
            crashes.append((place[0], crash_of(check.rule, place[1], error)))
            continue
        conditions = plan.conditions(plan.dataset_rules[position])
        if hit is None or (conditions is not None and not conditions.hold(record)):
            continue
        hit.related = tuple(_related(other, records, read, units, bases) for other in verdict.others)
        batch, index = read[place]
        finding = finding_of(
            check.rule,
            hit,
            record,
            path=units[place[0]].path,
            number=place[1],
            record_id=record_id(record.article),
            place=place_of(batch, index, hit),
        )
        if finding.fix is not None and hit.field is not None and batch.altered(index, hit.field):
            finding.fix = None
        yield from shift([finding], *bases[place[0]])


def read_rows(rows: Iterable[Row], units: Sequence[Unit], setup: Setup, wanted: frozenset[str]) -> dict[Place, tuple[Batch, int]]:
    """The records of some rows once more: by unit and number, their batch and their place in it."""
    by_unit: dict[int, dict[int, Place]] = {}
    for row in rows:
        by_unit.setdefault(row.path, {})[row.ref] = _place(row)
    read: dict[Place, tuple[Batch, int]] = {}
    for number, refs in by_unit.items():
        unit = units[number]
        batches = setup.get_reader(unit.format).fetch(unit, sorted(refs), setup.mapping, wanted)
        for batch in setup.put_right(batches, unit.path, []):
            for index, ref in enumerate(batch.refs):
                if ref in refs:
                    read[refs[ref]] = batch, index
    # Readers count lines as they go: asked in the order of the file they count each once.
    for place in sorted(read):
        batch, index = read[place]
        batch.line(index)
    return read


def _related(
    row: Row,
    records: dict[Place, Any],
    read: dict[Place, tuple[Batch, int]],
    units: Sequence[Unit],
    bases: Sequence[tuple[int, int]],
) -> Related:
    place = _place(row)
    base, lines = bases[row.path]
    batch, index = read[place]
    line = batch.line(index)
    return Related(
        units[row.path].path, row.record + base, record_id(records[place].article), None if line is None else line + lines
    )


def _joined(known: Finding, other: Finding) -> Finding:
    """One finding for both, about all the other records; the message is that of the first in order."""
    first = min(known, other, key=lambda finding: (*_keys(finding.related)[:1], finding.message))
    related = {(item.path, item.record): item for item in (*known.related, *other.related)}
    return msgspec.structs.replace(first, related=tuple(related[key] for key in sorted(related)))


def _keys(related: Sequence[Related]) -> list[tuple[str, int]]:
    return sorted((item.path, item.record) for item in related)


def _place(row: Row) -> Place:
    return row.path, row.record
