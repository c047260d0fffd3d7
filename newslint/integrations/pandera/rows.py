"""Rows that pass, and rows that do not, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.errors import UsageError
from newslint.integrations.pandera.cases import findings as findings_of
from newslint.integrations.pandera.door import Door, NewslintFailure, linter_for
from newslint.integrations.pandera.frames import collected, is_polars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.api import Linter
    from newslint.model import Finding, Severity

REASONS = "reasons"
"""Name of the column that says why a row is bad."""
KEYS = ("rule", "severity", "message", "field", "start", "end", "excerpt")
"""What a reason says."""


def split(
    frame: Any,
    select: Sequence[str] | None = None,
    *,
    schema: Any = None,
    fail_on: Severity = "warning",
    reasons: str = REASONS,
    linter: Linter | None = None,
    **options: Any,
) -> tuple[Any, Any]:
    """The good rows of a frame, and the bad ones with reasons.

    Args:
        frame: Of polars, lazy or not, or of pandas.
        select: Selectors of the rules, in the place of a profile.
        schema: Schema or model of pandera whose failures are reasons too.
        fail_on: Mildest severity of a finding that makes its row bad.
        reasons: Name of the column of reasons.
        linter: A linter to use, in the place of ``select`` and ``options``.
        options: Those of :class:`newslint.Linter`.

    Returns:
        Two frames with the rows of ``frame`` in their order: a lazy frame of polars comes back collected.  The second has one column
        more, with a list for each row: for each finding its rule, severity, message, field, start, end and excerpt, as structs in polars and as dicts in pandas.

    Raises:
        CheckError: A rule, or a check of the schema, crashed.
        UsageError: The frame has a column of that name already, or the schema finds fault with the frame as a whole, so that no row
            can be told to be good.
    """
    frame = collected(frame)
    if reasons in frame.columns:
        raise UsageError(f"the frame has a column {reasons!r} already", hint="name the other: split(…, reasons='why')")
    found = Door(linter_for(select, linter, options), None, fail_on).findings(frame)
    if schema is not None:
        found += _of_schema(schema, frame)
    by_row: dict[int, list[dict[str, Any]]] = {}
    # The schema may hold some of the same rules.
    once = {(finding.order, finding.fingerprint): finding for finding in found}
    for finding in sorted(once.values(), key=lambda finding: finding.order):
        if finding.record is None:
            raise UsageError(f"the schema does not fit the frame: {finding.message}", hint="mend the frame, or the schema, first")
        by_row.setdefault(finding.record, []).append({key: getattr(finding, key) for key in KEYS})
    bad = sorted(by_row)
    good = [row for row in range(len(frame)) if row not in by_row]
    why = [by_row[row] for row in bad]
    if not is_polars(frame):
        return frame.iloc[good], frame.iloc[bad].assign(**{reasons: why})
    import polars as pl

    kinds: dict[str, Any] = {key: pl.Int64 if key in {"start", "end"} else pl.String for key in KEYS}
    return frame[good], frame[bad].with_columns(pl.Series(reasons, why, dtype=pl.List(pl.Struct(kinds))))


def _of_schema(schema: Any, frame: Any) -> list[Finding]:
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        return findings_of(error)
    except NewslintFailure as failure:
        raise failure.error from None
    return []
