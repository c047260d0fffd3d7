"""Findings out of the results of Great Expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import CheckError, UsageError
from newslint.integrations.great_expectations.groups import FINDINGS
from newslint.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator


def findings(result: Any) -> list[Finding]:
    """The findings that a result holds: every one of every row, as :func:`annotate` found them.

    Args:
        result: What ``checkpoint.run`` or ``ValidationDefinition.run`` returned, or the mapping that a file context keeps of the
            latter.

    Returns:
        In the order path, record, field, start, rule.

    Raises:
        CheckError: An expectation could not be computed, be it one of newslint's or not; the error names it and its column.
        UsageError: The result does not hold the findings.
    """
    found: list[Finding] = []
    held = False
    for single in _expectation_results(result):
        config = _of(single, "expectation_config")
        column = (_of(config, "kwargs") or {}).get("column")
        message = _exception(_of(single, "exception_info"))
        if message is not None:
            raise _crash(config, column, message)
        if column == FINDINGS:
            held = True
            found.extend(_read(_of(single, "result") or {}))
    if not held:
        raise UsageError(
            f"the result has no expectation on {FINDINGS}, which holds the findings",
            hint="the suite is that of newslint.integrations.great_expectations.suite()",
        )
    found.sort(key=lambda finding: finding.order)
    return found


def _expectation_results(result: Any) -> Iterator[Any]:
    runs = _of(result, "run_results")
    for run in [result] if runs is None else runs.values():
        results = _of(run, "results")
        if results is None:
            raise UsageError(f"{type(result).__name__} is no result of a checkpoint or a validation definition")
        yield from results


def _of(thing: Any, name: str) -> Any:
    """A part of a result: results are objects in memory and mappings in files."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _exception(info: Any) -> str | None:
    """What was raised, when something was; the information is about the expectation, or about each of its metrics."""
    if not isinstance(info, dict):
        return None
    for part in (info, *info.values()):
        if isinstance(part, dict) and part.get("raised_exception"):
            return str(part.get("exception_message") or "it gives no message")
    return None


def _crash(config: Any, column: Any, message: str) -> CheckError:
    kind = _of(config, "type") or "an expectation"
    meta = (_of(config, "meta") or {}).get("newslint") or {}
    rules = [rule["id"] for rule in meta.get("rules", ())]
    where = f" of column {column!r}" if column is not None else ""
    whose = f" (rule {rules[0]!r})" if len(rules) == 1 else ""
    error = CheckError(
        f"expectation {kind}{where}{whose} could not be computed: {' '.join(message.split())}",
        hint="this says nothing of the data; is the frame that of annotate(), by the same rules?" if meta else None,
    )
    error.rule = rules[0] if len(rules) == 1 else ""
    return error


def _read(result: Any) -> Iterator[Finding]:
    count = result.get("unexpected_count")
    # The list of values ends at 200; that of rows goes on, and has the values where a column names the rows.
    rows = result.get("unexpected_index_list") or ()
    cells = [row[FINDINGS] for row in rows if isinstance(row, dict) and FINDINGS in row] or result.get("unexpected_list") or ()
    if count is None or len(cells) != count:
        raise UsageError(
            "the result holds a part of the findings only",
            hint="run with the result_format of newslint's checkpoints: COMPLETE, and unexpected_index_column_names: [newslint_record]",
        )
    for cell in cells:
        yield from msgspec.json.decode(cell, type=list[Finding])
