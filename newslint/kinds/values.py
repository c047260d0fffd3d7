"""What kinds share that look at one value at a time, with a cheap test before the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.kinds.base import Check, P
from newslint.model import SCALAR_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Hit, Rule
    from newslint.text.text import Text


class ValueCheck(Check[P]):
    """A check of each value by itself: :meth:`suspect` is asked for every record, :meth:`find` only where it said yes."""

    def __init__(self, rule: Rule, params: P) -> None:
        super().__init__(rule, params)
        # One scalar field is the usual case, and worth not building a list for.
        self._scalar = rule.fields[0] if len(rule.fields) == 1 and rule.fields[0] in SCALAR_FIELDS else None

    def suspect(self, value: str) -> bool:
        """Whether :meth:`find` could find anything in ``value``: may say yes wrongly, never no."""
        raise NotImplementedError

    def find(self, text: Text) -> Iterable[Hit]:
        """Hits in one value; :meth:`run` fills in the field."""
        raise NotImplementedError

    def quick(self, record: Record) -> bool:
        if self._scalar is not None:
            value = getattr(record.article, self._scalar)
            return value is not None and self.suspect(value)
        return any(self.suspect(value) for _, value in record.values(self.rule.fields))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, value in record.values(fields):
            if not self.suspect(value):
                continue
            text = record.text(label)
            if text is not None:
                for hit in self.find(text):
                    hit.field = label
                    hits.append(hit)
        return hits
