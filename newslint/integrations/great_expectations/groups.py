"""Which rules share a column, and what the expectation on it says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from newslint.api import Linter
from newslint.errors import UsageError, did_you_mean
from newslint.model import Rule, Severity
from newslint.model.severity import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

By: TypeAlias = Literal["family", "rule"]
"""What has a column of its own: the rules of a family that share a severity (``boilerplate.warning``), or every rule."""
Budgets: TypeAlias = "Mapping[str, str | int]"
"""Records that may have a finding, by selector, as a configuration has them: ``2%`` of all, or a number."""

PREFIX = "newslint."
"""What the names of the columns begin with."""
FINDINGS = f"{PREFIX}findings"
"""Column that holds the findings of a row as JSON, from which they are read back."""
RECORD = "newslint_record"
"""Column that holds the number of the row: Great Expectations lists all rows, with their values, only by a column that names them."""
UNMARKED = str.maketrans("<>", "‹›")
"""For texts that Data Docs show: they put what they are given into their pages as it is, be it a script of some scraped article."""
_BY = ("family", "rule")


class Group(msgspec.Struct, frozen=True):
    """The rules of one column.

    Attributes:
        name: Id of the rule, family and severity, or selector of the budget.
        rules: Its rules.
        share: Share of the records that may have a finding, from 0 to 1, where a budget says so.
        number: Their number, where a budget says so.
    """

    name: str
    rules: tuple[Rule, ...]
    share: float | None = None
    number: int | None = None

    @property
    def column(self) -> str:
        """Name of the column."""
        return PREFIX + self.name

    @property
    def severity(self) -> Severity:
        """The gravest of its rules."""
        return max((rule.severity for rule in self.rules), key=SEVERITIES.index)


def linter_of(linter: Linter | None, options: Mapping[str, Any]) -> Linter:
    """The linter that was given, or one with these options.

    Raises:
        TypeError: Both were given.
    """
    if linter is None:
        return Linter(**options)
    if options:
        raise TypeError("a linter has its options already: give one or the other")
    return linter


def groups_of(rules: Sequence[Rule], by: By, budgets: Budgets | None = None) -> list[Group]:
    """The groups of some rules, those of budgets first.

    The rules that a budget names are counted together, so they have a column together and none besides.

    Args:
        rules: The rules of a run.
        by: What makes a group of the other rules.
        budgets: The budgets.

    Raises:
        UsageError: ``by`` is none of those there are, a selector matches no rule, or a budget is neither a share nor a number.
    """
    if by not in _BY:
        raise UsageError(f"by: unknown value {by!r}", hint=did_you_mean(by, _BY) or f"one of {', '.join(_BY)}")
    groups = [_budgeted(selector, allowed, rules) for selector, allowed in (budgets or {}).items()]
    spoken_for = {rule.id for group in groups for rule in group.rules}
    members: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.id not in spoken_for:
            name = rule.id if by == "rule" else f"{rule.id.partition('.')[0]}.{rule.severity}"
            members.setdefault(name, []).append(rule)
    return groups + [Group(name, tuple(own)) for name, own in members.items()]


def _budgeted(selector: str, allowed: str | int, rules: Sequence[Rule]) -> Group:
    from newslint.gate.limits import parse_budget  # most suites have no budgets
    from newslint.gate.selection import Index

    chosen = Index(rules).expand([selector], "budgets", _no_such_rule)
    try:
        share, number = parse_budget(allowed)
    except ValueError:
        reason = f"budget {selector!r}: {allowed!r} is neither a share nor a number of records"
        raise UsageError(reason, hint="2% of all records, or 20") from None
    return Group(selector, tuple(rule for rule in rules if rule.id in chosen), share, number)


def _no_such_rule(_option: str, _selector: str, reason: str, hint: str | None) -> UsageError:
    return UsageError(f"budgets: {reason}", hint=hint)


def package(name: str) -> Any:
    """``great_expectations`` or ``pandas``, imported.

    Raises:
        UsageError: It is not installed; the hint names the extra.
    """
    from importlib import import_module  # three seconds, for those who use it

    try:
        return import_module(name)
    except ImportError as error:
        if error.name is not None and error.name.partition(".")[0] != name:
            raise
        raise UsageError(
            f"newslint.integrations.great_expectations needs the package {name}, which is not installed",
            hint="pip install 'newslint[gx]'",
        ) from None
