"""`forbidden`: a field, or a value of it, that must not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.kinds.fields import getter, trimmed
from newslint.model import Hit
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule


class ForbiddenParams(Params, frozen=True):
    """Params of `forbidden`."""

    values: Annotated[
        list[str],
        Meta(
            description="Whole values that must not stand in the field, compared without regard to case, quotes and white space; "
            "without any, the field must be absent or blank."
        ),
    ] = []


class ForbiddenCheck(Check[ForbiddenParams]):
    """Reports the whole value."""

    def __init__(self, rule: Rule, params: ForbiddenParams) -> None:
        super().__init__(rule, params)
        self.values = frozenset(fold(value) for value in params.values)
        self.longest = max((len(value) for value in self.values), default=0)
        self.getters = [getter(field) for field in rule.fields]

    def quick(self, record: Record) -> bool:
        article = record.article
        for get in self.getters:
            value = get(article)
            # A long value that starts with a letter would have to hold a run of white space to fold to a shorter one.
            if value and not (self.values and type(value) is str and len(value) > 2 * self.longest and "  " not in value[:80]):
                return True
        return False

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, value in record.values(fields):
            start, end = trimmed(value)
            if start < end and (not self.values or fold(value) in self.values):
                hits.append(Hit(label, start, end))
        return hits


KIND = Kind("forbidden", "record", ForbiddenParams, ForbiddenCheck, summary="A field, or a value of it, that must not be there.")
