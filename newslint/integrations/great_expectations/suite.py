"""Rules as an expectation suite."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from newslint._version import __version__
from newslint.errors import UsageError, did_you_mean
from newslint.integrations.great_expectations.groups import FINDINGS, UNMARKED, groups_of, linter_of, package
from newslint.model.severity import SEVERITIES, at_least

if TYPE_CHECKING:
    import great_expectations as gx

    from newslint.api import Linter
    from newslint.gate.gate import FailOn
    from newslint.integrations.great_expectations.groups import Budgets, By, Group

_SEVERITIES = {"error": "critical", "warning": "warning", "info": "info"}
_NAMED = 10
"""Rules that a description names at most; `meta` tells them all."""
_FAIL_ON = (*SEVERITIES, "never")


def suite(
    linter: Linter | None = None,
    *,
    name: str = "newslint",
    by: By = "family",
    budgets: Budgets | None = None,
    records: int | None = None,
    fail_on: FailOn = "warning",
    **options: Any,
) -> gx.ExpectationSuite:
    """A suite that expects the columns of :func:`annotate` to be null.

    Each expectation has the severity of its rules (``error`` is ``critical``), says in its description which they are, and has
    their ids, titles, whys, help, tags and links under ``newslint`` in ``meta``.  The last one, on :data:`FINDINGS`, never fails: its
    result holds every finding of every row.

    Args:
        linter: The linter; made of ``options`` when not given.
        name: Name of the suite.
        by: What :func:`annotate` was told.
        budgets: Records that may have a finding, by selector: ``{"attribution.missing-byline": "2%"}``, or a number.  The rules of a
            budget are counted together, so they have a column together, and its expectation has the rest as ``mostly``.
        records: Records there will be, for budgets that are a number.
        fail_on: Rules milder than this are reported and do not fail the suite, as with ``newslint check``.
        options: Those of :class:`newslint.Linter`.

    Raises:
        UsageError: Great Expectations is not installed, or an option is wrong.
    """
    if fail_on not in _FAIL_ON:
        hint = did_you_mean(fail_on, _FAIL_ON) or f"one of {', '.join(_FAIL_ON)}"
        raise UsageError(f"fail_on: unknown value {fail_on!r}", hint=hint)
    groups = groups_of(linter_of(linter, options).rules, by, budgets)
    package("great_expectations")
    import great_expectations as gx
    from great_expectations.expectations import ExpectColumnValuesToBeNull

    expectations = [
        ExpectColumnValuesToBeNull(
            column=group.column,
            mostly=_mostly(group, fail_on, records),
            severity=_SEVERITIES[group.severity],
            description=_description(group).translate(UNMARKED),
            meta={"newslint": _meta(group)},
        )
        for group in groups
    ]
    expectations.append(
        ExpectColumnValuesToBeNull(
            column=FINDINGS,
            mostly=0.0,
            severity="info",
            description="All findings of a record, as JSON: what newslint reads them back from. This expectation always holds.",
            meta={"newslint": {"version": __version__, "findings": True}},
        )
    )
    return gx.ExpectationSuite(name=name, expectations=expectations, meta={"newslint": {"version": __version__, "by": by}})


def _mostly(group: Group, fail_on: FailOn, records: int | None) -> float:
    """The share of records that have to be without finding."""
    if group.share is not None:
        # In decimals: 1 - 0.07 is less than 0.93 in binary, and 1 - 0.93 more than 0.07.
        return float(1 - Decimal(repr(group.share)))
    if group.number is not None:
        if records is None:
            raise UsageError(f"budget {group.name!r} is a number of records", hint="say how many there are: records=len(frame)")
        return max(0.0, (records - group.number) / records) if records else 0.0
    return 1.0 if fail_on != "never" and at_least(group.severity, fail_on) else 0.0


def _description(group: Group) -> str:
    if len(group.rules) == 1:
        rule = group.rules[0]
        return f"{rule.id} ({rule.severity}): {rule.title}. {' '.join(rule.why.split())}"
    named = ", ".join(rule.id for rule in group.rules[:_NAMED])
    more = f" and {len(group.rules) - _NAMED} more" if len(group.rules) > _NAMED else ""
    return f"{group.name} ({group.severity}): {len(group.rules)} rules: {named}{more}"


def _meta(group: Group) -> dict[str, Any]:
    rules = [
        {
            "id": rule.id,
            "severity": rule.severity,
            "title": rule.title,
            "why": " ".join(rule.why.split()),
            "help": rule.help,
            "tags": list(rule.tags),
            "links": list(rule.links),
        }
        for rule in group.rules
    ]
    allowed = group.number if group.share is None else group.share
    return {"version": __version__, "rules": rules, **({} if allowed is None else {"budget": allowed})}
