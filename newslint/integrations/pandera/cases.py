"""From an error of pandera back to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.api import RECORDS
from newslint.errors import CheckError
from newslint.integrations.pandera.door import door_in
from newslint.integrations.pandera.frames import collected, is_polars, plain
from newslint.model import Finding
from newslint.readers.fields import FieldMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newslint.integrations.pandera.door import Door

RULE = "pandera"
"""First word of the rule ids of findings that pandera's own checks give: ``pandera.not_nullable``."""
_TYPES = frozenset({"WRONG_DATATYPE", "DATATYPE_COERCION"})
_SHOWN = 80
"""Code points of a value in a message."""


class Case(msgspec.Struct, frozen=True):
    """What failed a check that is not newslint's.

    Attributes:
        check: Name of the check: ``not_nullable``, ``str_length``.
        reason: What it asks for, in pandera's words.
        column: The column, or None when it is about the frame.
        row: Number of the row, 0-based; None when it is about a column, or about the frame.
        value: The value that failed; None for a null, and where there is no row.
    """

    check: str
    reason: str
    column: str | None
    row: int | None = None
    value: Any = None


def findings(error: Any, path: str = RECORDS) -> list[Finding]:
    """The findings behind an error of pandera.

    Args:
        error: What ``schema.validate(frame, lazy=True)`` raised: a ``SchemaErrors``, or a ``SchemaError``.
        path: What stands in the findings.

    Returns:
        For newslint's checks, the findings that made rows fail, with their rule, message and span.  For every other check one finding
        for each failure case: its rule is ``pandera.`` and the name of the check, its severity is error.  ``record`` is the number of
        the row, from 0; it is None where pandera names none, as for a column that is missing.

    Raises:
        CheckError: Another check of the schema crashed; it names the check.
    """
    made: list[Finding] = []
    # A check of numbers that is given text, say, does not crash by a fault of its own.
    mistyped = {column_of(failure) for failure in each(error) if _code(failure) in _TYPES}
    for failure in each(error):
        if _code(failure) == "CHECK_ERROR" and column_of(failure) in mistyped:
            continue
        door = door_in(failure.check)
        if door is not None:
            made += _of_door(door, failure, data_of(error, failure), path)
        else:
            made += [finding_of_case(case, path) for case in cases(failure, data_of(error, failure))]
    # A column and the frame may be checked by the same rule.
    once = {(finding.order, finding.fingerprint): finding for finding in made}
    return sorted(once.values(), key=lambda finding: finding.order)


def each(error: Any) -> Sequence[Any]:
    """Every ``SchemaError`` of an error."""
    return error.schema_errors if hasattr(error, "schema_errors") else [error]


def _code(failure: Any) -> str:
    return getattr(failure.reason_code, "name", "")


def data_of(error: Any, failure: Any) -> Any:
    """The frame that was validated."""
    return collected(error.data if failure.data is None else failure.data)


def column_of(failure: Any) -> str | None:
    """The column that a failure is about."""
    is_component = type(failure.schema).__name__ not in {"DataFrameSchema", "Schema"}
    return str(failure.schema.name) if is_component and failure.schema.name is not None else None


def rows_of(failure: Any) -> list[int]:
    """Numbers of the rows that failed, as far as pandera tells."""
    output = failure.check_output
    if output is None or isinstance(output, (str, bool)):
        return []
    if is_polars(output):
        values: list[Any] = (output if type(output).__name__ == "Series" else output.to_series()).to_list()
    else:
        values = output.all(axis=1).tolist() if getattr(output, "ndim", 1) > 1 else list(output)
    return [row for row, passed in enumerate(values) if passed is False or (passed is not None and not passed)]


def _of_door(door: Door, failure: Any, data: Any, path: str) -> Iterator[Finding]:
    """The findings of newslint's check: its rules once more, on the rows that failed where that is enough."""
    column = column_of(failure)
    if not is_polars(data) and getattr(data, "ndim", 2) == 1:
        column = str(data.name)
        data = data.to_frame(column)
    remembered = door.remembered(data) if column is None and path == RECORDS else None
    if remembered is not None:
        yield from remembered
        return
    rows = rows_of(failure)
    if door.compares or (failure.check_output is not None and len(failure.check_output) != len(data)):
        yield from _identified(door, door.findings(data, column, path), data, column)
        return
    part = data[rows] if is_polars(data) else data.iloc[rows]
    for finding in _identified(door, door.findings(part, column, path), part, column):
        number = None if finding.record is None else rows[finding.record]
        yield msgspec.structs.replace(finding, record=number)


def _identified(door: Door, found: Sequence[Finding], data: Any, column: str | None) -> Sequence[Finding]:
    """Findings in a column, with the identity of the record that its row is."""
    if column is None or not found:
        return found
    from newslint.engine.finish import fingerprint

    fields = FieldMap(door.linter.mapping)
    names = [str(name) for name in data.columns]
    naming = [name for field in ("id", "url") for name in fields.order([n for n in names if fields.target(n) == field])]
    given = [list(data[name]) for name in naming]
    made: list[Finding] = []
    for finding in found:
        row = finding.record
        values = [plain(column[row]) for column in given] if row is not None else []
        identity = next((str(value) for value in values if value is not None and str(value).strip()), finding.record_id)
        mark = fingerprint(finding.rule, identity, finding.field, finding.excerpt)
        made.append(msgspec.structs.replace(finding, record_id=identity, fingerprint=mark))
    return made


def cases(failure: Any, data: Any) -> Iterator[Case]:
    """The failure cases of a check that is not newslint's.

    Args:
        failure: A ``SchemaError``.
        data: The frame that was validated.

    Raises:
        CheckError: The check did not fail, but crashed.
    """
    check = failure.check
    name = check if isinstance(check, str) else getattr(check, "name", None) or "check"
    reason = check if isinstance(check, str) else str(getattr(check, "error", None) or name)
    column = column_of(failure)
    code = _code(failure)
    if code == "CHECK_ERROR":
        crash = CheckError(
            f"check {name!r} of {'the frame' if column is None else f'column {column!r}'} crashed: {failure.failure_cases}",
            hint="this is a fault of the schema, not of the data",
        )
        crash.rule = f"{RULE}.{name}"
        raise crash
    if name.startswith("dtype(") or code in _TYPES:
        name, reason = "dtype", f"{name}, not {failure.failure_cases}" if isinstance(failure.failure_cases, str) else str(name)
    rows = rows_of(failure) or _labelled_rows(failure, data)
    if not rows:
        told = failure.failure_cases
        named = told if isinstance(told, str) and code == "COLUMN_NOT_IN_DATAFRAME" else None
        yield Case(name, reason if named is None else f"column {named!r} is missing", column or named)
        return
    values = _values(failure, len(rows)) if column is not None else [None] * len(rows)
    for row, value in zip(rows, values, strict=True):
        yield Case(name, reason, column, row, value)


def _labelled_rows(failure: Any, data: Any) -> list[int]:
    """Numbers of the rows that pandas names by their labels, where these are each one row's."""
    told = failure.failure_cases
    if not hasattr(told, "columns") or is_polars(told) or "index" not in told.columns or not data.index.is_unique:
        return []
    rows = [int(row) for row in data.index.get_indexer(told["index"])]
    return rows if all(row >= 0 for row in rows) else []


def _values(failure: Any, count: int) -> list[Any]:
    told = failure.failure_cases
    if is_polars(told):
        values = told.to_series().to_list() if told.width == 1 else []
    elif hasattr(told, "columns"):
        values = list(told["failure_case"]) if "failure_case" in told.columns else []
    else:
        values = list(told) if hasattr(told, "tolist") else []
    return [plain(value) for value in values] if len(values) == count else [None] * count


def finding_of_case(case: Case, path: str) -> Finding:
    """The finding of a failure case."""
    return Finding(
        rule=f"{RULE}.{case.check}", severity="error", message=message_of(case), path=path, record=case.row, field=case.column
    )


def message_of(case: Case) -> str:
    """What failed, in one line."""
    where = "the frame" if case.column is None else case.column
    text = f"{where} fails {case.reason}"
    if case.row is None or case.column is None:
        return text
    shown = "null" if case.value is None else repr(case.value)
    return f"{text}: {shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + '…'}"
