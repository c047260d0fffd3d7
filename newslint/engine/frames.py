"""Checks of the data set as columns: every record once more, column by column, and the records concerned a third time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.engine.dataset import read_rows
from newslint.engine.finish import finding_of
from newslint.engine.unit import place_of, shift
from newslint.errors import CheckError, NewslintError
from newslint.kinds.base import Row, lookup
from newslint.model import Article, Finding
from newslint.model.identity import record_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newslint.engine.plan import Plan
    from newslint.engine.workers import Setup
    from newslint.kinds.base import FrameCheck
    from newslint.model import Hit
    from newslint.readers.base import Unit

_AT_ONCE = 2_000
"""Hits whose records are held in memory together."""


def judge_frames(
    plan: Plan, units: Sequence[Unit], bases: Sequence[tuple[int, int]], setup: Setup
) -> tuple[list[Finding], list[CheckError]]:
    """Findings of the checks of columns, and what crashed among them.

    Args:
        plan: The rules.
        units: The units of the run.
        bases: Records and lines of its file before each unit.
        setup: Gives the readers.

    Raises:
        UsageError: What a rule rests on cannot be loaded.
    """
    labels = [_labels(check, setup) for check in plan.frames]
    wanted = plan.wanted | {label for of_check in labels for label in of_check.values() if label not in Article.fields}
    values: dict[tuple[str, str], list[Any]] = {pair: [] for of_check in labels for pair in of_check.items()}
    rows: list[Row] = []
    for number, unit in enumerate(units):
        batches = setup.get_reader(unit.format).read(unit, setup.mapping, wanted)
        for batch in setup.put_right(batches, unit.path, []):
            for article, record, ref in zip(batch.articles, batch.records, batch.refs, strict=True):
                rows.append(Row(0, number, record, ref, b""))
                for (name, label), column in values.items():
                    column.append(_value(article, name, label))
    findings: list[Finding] = []
    errors: list[CheckError] = []
    for position, check in enumerate(plan.frames):
        try:
            hits = list(check.judge({pair[0]: values[pair] for pair in labels[position].items()}, plan.context))
        except NewslintError as error:
            named = CheckError(f"rule {check.rule.id!r}: {error.reason}", path=error.path, hint=error.hint)
            named.rule = check.rule.id
            errors.append(named)
            continue
        except Exception as error:  # noqa: BLE001  a rule's crash must not end the run
            crash = CheckError(
                f"rule {check.rule.id!r} crashed: {type(error).__name__}: {error}",
                hint="this is a fault of the rule's kind, not of the data; the other rules ran",
            )
            crash.rule = check.rule.id
            errors.append(crash)
            continue
        for _, hit in hits:
            hit.field = None if hit.field is None else labels[position].get(hit.field, hit.field)
        findings += [_of_all(plan, check, hit, units) for row, hit in hits if row is None]
        own = [(rows[row], hit) for row, hit in hits if row is not None]
        for start in range(0, len(own), _AT_ONCE):
            findings += _located(plan, position, own[start : start + _AT_ONCE], units, bases, setup, wanted)
    return findings, errors


def _labels(check: FrameCheck[Any], setup: Setup) -> dict[str, str]:
    return {name: setup.mapping.get(name, label) for name, label in check.columns().items()}


def _value(article: Article, name: str, label: str) -> Any:
    value = article.mistyped.get(label, getattr(article, label)) if label in article.fields else lookup(article.extra, label)
    # Records from Python have no aliases: there the name stands for itself.
    return lookup(article.extra, name) if value in (None, []) else value


def _of_all(plan: Plan, check: FrameCheck[Any], hit: Hit, units: Sequence[Unit]) -> Finding:
    """A finding about the data set: it stands at its first file, and at none of its records."""
    finding = finding_of(check.rule, hit, plan.record(Article()), path=units[0].path, number=0, record_id=None, place=None)
    finding.record = None
    return finding


def _located(
    plan: Plan,
    position: int,
    hits: Sequence[tuple[Row, Hit]],
    units: Sequence[Unit],
    bases: Sequence[tuple[int, int]],
    setup: Setup,
    wanted: frozenset[str],
) -> Iterator[Finding]:
    read = read_rows([row for row, _ in hits], units, setup, wanted)
    conditions = plan.conditions(plan.frame_rules[position])
    for row, hit in hits:
        batch, index = read[row.path, row.record]
        record = plan.record(batch.articles[index])
        if conditions is not None and not conditions.hold(record):
            continue
        finding = finding_of(
            plan.frames[position].rule,
            hit,
            record,
            path=units[row.path].path,
            number=row.record,
            record_id=record_id(record.article),
            place=place_of(batch, index, hit),
        )
        yield from shift([finding], *bases[row.path])
