"""How much a team lets pass: a number of warnings, a share of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.model import Finding


class Budget(msgspec.Struct, frozen=True):
    """At most so many records may have a finding of some rules.

    Attributes:
        name: The selector, as the configuration has it.
        rules: Ids of the rules.
        allowed: The budget as it is written: ``2%`` or ``20``.
        share: Share of the records of the run, from 0 to 1; None for a budget of a number.
        records: Number of records; None for a budget of a share.
    """

    name: str
    rules: frozenset[str]
    allowed: str
    share: float | None = None
    records: int | None = None

    def exceeded(self, concerned: int, records: int) -> bool:
        """Whether ``concerned`` records of ``records`` are more than are allowed."""
        if self.records is not None:
            return concerned > self.records
        return self.share is not None and concerned > self.share * records


def parse_budget(value: str | int) -> tuple[float | None, int | None]:
    """Share and number of records that a budget, ``2%`` or ``20``, allows; one of them is None.

    Raises:
        ValueError: It is neither.
    """
    if isinstance(value, int):
        if value < 0:
            raise ValueError(value)
        return None, value
    text = value.strip()
    if not text.endswith("%"):
        raise ValueError(value)
    share = float(text[:-1]) / 100
    if not 0 <= share <= 1:
        raise ValueError(value)
    return share, None


class Spent:
    """What has been spent of some budgets; findings are told in their order.

    Args:
        budgets: The budgets.
    """

    def __init__(self, budgets: Iterable[Budget]) -> None:
        self._budgets = [(budget, _Counter()) for budget in budgets]
        self.rules = frozenset(rule for budget, _ in self._budgets for rule in budget.rules)

    def note(self, finding: Finding) -> None:
        """Count a finding that counts."""
        for budget, counter in self._budgets:
            if finding.rule in budget.rules:
                counter.note((finding.path, finding.record))

    def exceeded(self, records: int) -> list[tuple[Budget, str]]:
        """Each budget that is exceeded in a run of ``records`` records, with a message."""
        found: list[tuple[Budget, str]] = []
        for budget, counter in self._budgets:
            count = counter.count
            if budget.exceeded(count, records):
                share = f" ({100 * count / records:.3g} %)" if records else ""
                message = f"over budget: {budget.name} in {count:,} of {records:,} records{share}; {budget.allowed} allowed"
                found.append((budget, message))
        return found


class _Counter:
    """Counts records; those of one come one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self._last: tuple[str, int | None] | None = None

    def note(self, record: tuple[str, int | None]) -> None:
        if record != self._last:
            self._last = record
            self.count += 1
