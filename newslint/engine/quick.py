"""The cheap tests that every record has to pass: those of the rules that no pattern can find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.model import SCALAR_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.kinds.base import Check
    from newslint.kinds.columns import Columns
    from newslint.model import Rule


class QuickTest:
    """The cheap test of one rule: a condition that most records do not meet comes before the check's own.

    Attributes:
        number: Number of the rule.
    """

    __slots__ = ("_check", "_needed", "number")

    def __init__(self, number: int, rule: Rule, check: Check[Any]) -> None:
        self.number = number
        self._check = check
        self._needed = next(
            (
                condition.field
                for condition in rule.when
                if condition.field in SCALAR_FIELDS and (condition.is_ or condition.matches or condition.present)
            ),
            None,
        )

    def __call__(self, columns: Columns) -> Iterable[int]:
        """Indexes of the records in which the rule could find anything; of all of them when the test fails."""
        try:
            if self._needed is None:
                return self._check.suspects(columns)
            filled = {index for index, _ in columns.filled(self._needed)}
            return filled.intersection(self._check.suspects(columns)) if filled else ()
        except Exception:  # noqa: BLE001  the check itself will raise again, where its rule and record are told
            return range(len(columns))
