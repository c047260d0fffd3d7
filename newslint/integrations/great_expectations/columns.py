"""A frame with newslint's findings as columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import InputError
from newslint.integrations.great_expectations.groups import FINDINGS, PREFIX, RECORD, UNMARKED, groups_of, linter_of, package

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newslint.api import Linter
    from newslint.integrations.great_expectations.groups import Budgets, By
    from newslint.model import Finding

__all__ = ["FINDINGS", "annotate"]

_EXCERPT = 80
"""Code points of an excerpt that a cell shows at most."""


def annotate(
    frame: Any, linter: Linter | None = None, *, by: By = "family", budgets: Budgets | None = None, **options: Any
) -> pd.DataFrame:
    """The frame with a column for every family of rules, or every rule, that says what newslint found in a row.

    A column is null where nothing was found.  Else it holds the record's number and id, and field, span, excerpt and message of each
    finding; there ``<`` and ``>`` are ``‹`` and ``›``, since Data Docs would take them for markup.  One more column, :data:`FINDINGS`, holds all of a row's findings as JSON, and ``newslint_record`` the number of the row.  Columns of an earlier call are replaced.

    Args:
        frame: A pandas frame; polars frames, Arrow tables and record batches are converted to one.
        linter: The linter; made of ``options`` when not given.
        by: ``family`` for a column for the rules of a family that share a severity (``newslint.boilerplate.warning``), or ``rule`` for one for
            every rule (``newslint.boilerplate.related-links``): Great Expectations takes 50 ms for every column, whatever it holds.
        budgets: The rules of each have a column together: see :func:`suite`.
        options: Those of :class:`newslint.Linter`: ``select``, ``profile``, ``rules``, ``mapping``, …

    Raises:
        CheckError: A check crashed; the error names the rule.  It is no finding, and no row is blamed for it.
        InputError: The frame cannot be read as a table.
        UsageError: A package is missing, or an option is wrong.
    """
    from newslint.arrow import findings_in

    linter = linter_of(linter, options)
    groups = groups_of(linter.rules, by, budgets)
    pandas = package("pandas")
    table, annotated = _both(pandas, frame)
    count = len(annotated)
    columns: dict[str, list[str | None]] = {group.column: [None] * count for group in groups}
    shared = {group.column for group in groups if len(group.rules) > 1}
    homes: dict[str, list[str]] = {}
    for group in groups:
        for rule in group.rules:
            homes.setdefault(rule.id, []).append(group.column)
    everything: list[str | None] = [None] * count
    for record, of_record in groupby(findings_in(table, linter=linter), key=lambda finding: finding.record):
        found = list(of_record)
        if record is None:
            raise InputError(found[0].message)
        everything[record] = _json(found)
        cells: dict[str, list[Finding]] = {}
        for finding in found:
            for name in homes.get(finding.rule, (f"{PREFIX}{finding.rule}",)):
                cells.setdefault(name, []).append(finding)
        for name, own in cells.items():
            columns.setdefault(name, [None] * count)[record] = _told(own, name_rules=name in shared)
    columns[FINDINGS] = everything
    added = pandas.DataFrame(columns, index=annotated.index, dtype=object)
    numbers = pandas.Series(range(count), index=annotated.index, name=RECORD, dtype="int64")
    return pandas.concat([annotated, numbers, added], axis=1)


def _both(pandas: Any, frame: Any) -> tuple[Any, Any]:
    """The frame for newslint's engine, and as pandas has it; without the columns of an earlier call."""
    from newslint.arrow import table_of
    from newslint.readers.columns import need_pyarrow

    pa = need_pyarrow("newslint.integrations.great_expectations")
    if isinstance(frame, pandas.DataFrame):
        frame = frame[[name for name in frame.columns if not _is_ours(str(name))]]
        try:
            return pa.Table.from_pandas(frame, preserve_index=False), frame
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
            raise InputError(
                f"the frame cannot be read as a table: {' '.join(map(str, error.args))}",
                hint="a column holds values of one type: df[name] = df[name].astype('string')",
            ) from None
    table = table_of(frame)
    table = table.drop_columns([name for name in table.column_names if _is_ours(name)])
    return table, table.to_pandas()


def _is_ours(column: str) -> bool:
    return column.startswith(PREFIX) or column == RECORD


def _json(findings: Sequence[Finding]) -> str:
    """Findings without the keys that say nothing, and without a character that HTML would take for markup."""
    bare = [{key: value for key, value in finding.public().items() if value not in (None, ())} for finding in findings]
    text = msgspec.json.encode(bare).decode()
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _told(findings: Sequence[Finding], *, name_rules: bool) -> str:
    """What a cell says: ``record 7 (urn:x:7): body 512–528 “Related Articles”: the body still carries …``."""
    first = findings[0]
    identity = f" ({first.record_id})" if first.record_id else ""
    told = (f"{f'{finding.rule}: ' if name_rules else ''}{_one_told(finding)}" for finding in findings)
    return f"record {first.record}{identity}: {'; '.join(told)}".translate(UNMARKED)


def _one_told(finding: Finding) -> str:
    if finding.excerpt is None:
        return finding.message
    excerpt = " ".join(finding.excerpt.split())
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[: _EXCERPT - 1] + "…"
    return f"{finding.field} {finding.start}–{finding.end} “{excerpt}”: {finding.message}"
