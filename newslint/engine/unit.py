"""The record checks and the map step over one unit of input."""

from __future__ import annotations

from array import array
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.engine.finish import finding_of
from newslint.engine.rows import places_of
from newslint.kinds.base import Rows
from newslint.kinds.columns import Columns
from newslint.model import Finding, Place
from newslint.model.identity import record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.engine.plan import Candidates, Plan
    from newslint.engine.rows import RowStore
    from newslint.kinds.base import Record
    from newslint.model import Article, Hit, Rule
    from newslint.readers.base import Batch

UNREADABLE = "record.unreadable"
"""Rule id of the findings about records that could not be read."""


class Crash(msgspec.Struct, frozen=True):
    """A check that raised: the rule, the record it was looking at, what was raised, and the rule's kind where a plugin brings it.

    A plugin that failed to put a record right has no ``rule``, and names itself in ``reason``.
    """

    rule: str
    record: int
    reason: str
    kind: str = ""


class UnitResult(msgspec.Struct):
    """What came of one unit.  Record numbers and lines count from the start of the unit.

    ``failures`` are the reason and the hint of an input that could not be opened, ``rows`` what a worker sends home, ``marks`` those of the
    unit now that it has been read.
    """

    findings: list[Finding]
    records: int = 0
    unreadable: int = 0
    lines: int = 0
    crashes: list[Crash] = []
    failures: list[tuple[str, str | None]] = []
    rows: bytes = b""
    marks: list[tuple[int, int, int]] = []


def check_batches(plan: Plan, batches: Iterable[Batch], *, unit: int, path: str, rows: RowStore) -> UnitResult:
    """Check every record of a unit, and add its rows to ``rows``.

    Args:
        plan: The rules.
        batches: The unit's records.
        unit: Number of the unit in the run.
        path: Its file.
        rows: Takes the rows of the data set checks.
    """
    result = UnitResult([])
    crashed: set[str] = set()
    for batch in batches:
        result.records += len(batch.articles) + sum(item.record is not None for item in batch.unreadable) + batch.lost
        for item in batch.unreadable:
            result.unreadable += 1
            result.findings.append(unreadable_finding(path, item.record, item.line, item.column, item.reason))
        records = Columns(batch.articles, plan.context)
        for index, found in _hits(plan, records, plan.candidates_of(records), batch.records, result.crashes, crashed):
            for rule, hits in found:
                result.findings.extend(_located(rule, hits, records[index], batch, index, path))
        if not plan.dataset:
            continue
        places, refs = places_of(unit, batch.records), array("Q", batch.refs)
        mark = batch.mark()
        if mark is not None:
            result.marks.append(mark)
        for position, check in enumerate(plan.dataset):
            step = check.sift_batch if check.sifts else check.map_batch
            found_rows = rows_of(step, check.rule, records, batch.records, result.crashes, crashed)
            rows.extend(position, found_rows, places, refs)
        rows.relieve()
    result.findings.sort(key=lambda finding: finding.order)
    return result


def rows_of(
    step: Callable[[Sequence[Record]], Rows],
    rule: Rule,
    records: Sequence[Record],
    numbers: Sequence[int],
    crashes: list[Crash],
    crashed: set[str],
) -> Rows:
    """What a step of a data set check gives for some records; nothing for those where it crashed."""
    try:
        return step(records)
    except Exception:  # noqa: BLE001  one by one it will raise again, where its record is told
        return Rows.of(_one_by_one(step, rule, records, numbers, crashes, crashed))


def _one_by_one(
    step: Callable[[Sequence[Record]], Rows],
    rule: Rule,
    records: Sequence[Record],
    numbers: Sequence[int],
    crashes: list[Crash],
    crashed: set[str],
) -> Iterator[Iterable[tuple[int, bytes]]]:
    for record, number in zip(records, numbers, strict=True):
        try:
            rows = step((record,))
        except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
            _note(crashes, crashed, rule, number, error)
            yield ()
        else:
            yield zip(rows.keys, chain.from_iterable(map(repeat, rows.payloads, rows.counts)), strict=True)


def check_article(plan: Plan, article: Article, *, path: str, number: int) -> tuple[list[Finding], list[Crash]]:
    """Findings of the record checks in one article that came from no file, with the crashes met."""
    record = plan.record(article)
    crashes: list[Crash] = []
    identity = record_id(article)
    findings = [
        finding_of(rule, hit, record, path=path, number=number, record_id=identity, place=None)
        for _, found in _hits(plan, [record], plan.candidates_of([record]), [number], crashes, set())
        for rule, hits in found
        for hit in hits
    ]
    findings.sort(key=lambda finding: finding.order)
    return findings, crashes


def unreadable_finding(path: str, record: int | None, line: int | None, column: int | None, reason: str) -> Finding:
    """The finding for a record, or a file, that could not be read."""
    return Finding(
        rule=UNREADABLE, severity="error", message=reason, path=path, record=record, line=line, column=column, fingerprint=""
    )


def _hits(
    plan: Plan,
    records: Sequence[Record],
    candidates: Sequence[Candidates],
    numbers: Sequence[int],
    crashes: list[Crash],
    crashed: set[str],
) -> Iterator[tuple[int, list[tuple[Rule, list[Hit]]]]]:
    """Index of each of some records in which something was found, with the rules that found it."""
    # Rule by rule: what a rule needs of automata and tables is at hand for the next record that it looks at.
    by_rule: dict[int, list[tuple[int, int]]] = {}
    for index, chosen in enumerate(candidates):
        for place, (number, _) in enumerate(chosen):
            by_rule.setdefault(number, []).append((index, place))
    found: dict[int, dict[int, tuple[Rule, list[Hit]]]] = {}
    raised: list[Crash] = []
    for number, places in by_rule.items():
        rule = plan.rules[number]
        for index, place in places:
            try:
                hits = plan.run(records[index], number, candidates[index][place][1])
            except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
                _note(raised, crashed, rule, numbers[index], error)
                continue
            if hits:
                found.setdefault(index, {})[place] = rule, hits
    crashes.extend(sorted(raised, key=lambda crash: crash.record))
    for index in sorted(found):
        # Each record's in the order of its candidates.
        own = [found[index][place] for place in sorted(found[index])]
        grouped: list[tuple[Rule, list[Hit]]] = []
        for number in plan.groups:
            rule = plan.rules[number]
            try:
                hits = plan.group(records[index], number, own)
            except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
                _note(crashes, crashed, rule, numbers[index], error)
                continue
            if hits:
                grouped.append((rule, hits))
        yield index, own + grouped


def _located(rule: Rule, hits: Iterable[Hit], record: Record, batch: Batch, index: int, path: str) -> Iterator[Finding]:
    identity = record_id(record.article)
    for hit in hits:
        finding = finding_of(
            rule,
            hit,
            record,
            path=path,
            number=batch.records[index],
            record_id=identity,
            place=place_of(batch, index, hit),
        )
        if finding.fix is not None and hit.field is not None and batch.altered(index, hit.field):
            finding.fix = None
        yield finding


def place_of(batch: Batch, index: int, hit: Hit) -> Place | None:
    """Source place of a hit: its span's, or the line its record begins on."""
    if hit.field is not None and hit.start is not None and hit.end is not None:
        return batch.place(index, hit.field, hit.start, hit.end)
    line = batch.line(index)
    return None if line is None else Place(line, 1, line, 1)


def _note(crashes: list[Crash], crashed: set[str], rule: Rule, number: int, error: Exception) -> None:
    """Keep the first crash of each rule."""
    if rule.id not in crashed:
        crashed.add(rule.id)
        crashes.append(crash_of(rule, number, error))


def crash_of(rule: Rule, number: int, error: Exception) -> Crash:
    """What is kept of a check that raised while it looked at record ``number``."""
    return Crash(rule.id, number, f"{type(error).__name__}: {error}", rule.kind if ":" in rule.kind else "")


def shift(findings: Sequence[Finding], records: int, lines: int) -> Iterator[Finding]:
    """Findings of a unit with numbers and lines counted from the start of the file."""
    for finding in findings:
        changes: dict[str, Any] = {}
        if records and finding.record is not None:
            changes["record"] = finding.record + records
        if lines and finding.line is not None:
            changes["line"] = finding.line + lines
            if finding.end_line is not None:
                changes["end_line"] = finding.end_line + lines
        yield msgspec.structs.replace(finding, **changes) if changes else finding
