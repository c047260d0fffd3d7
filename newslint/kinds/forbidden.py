"""`forbidden`: a field, or a value of it, that must not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind, Params, lookup
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import getter, trimmed
from newslint.model import Article, Hit
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
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
    blank: Annotated[bool, Meta(description="Without `values`: a blank value must not stand in the field either.")] = False


class ForbiddenCheck(ColumnCheck[ForbiddenParams]):
    """Reports the whole value."""

    def validate(self) -> None:
        if self.params.blank and self.params.values:
            raise ValueError("params.blank: goes with no `values`")

    def __init__(self, rule: Rule, params: ForbiddenParams) -> None:
        super().__init__(rule, params)
        self.values = frozenset(fold(value) for value in params.values)
        self.longest = max((len(value) for value in self.values), default=0)
        self.getters = [getter(field) for field in rule.fields]

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.params.blank:
            return {index for field in self.rule.fields for index, value in enumerate(columns.values(field)) if value is not None}
        # A long value that starts with a letter would have to hold a run of white space to fold to a shorter one.
        longest = 2 * self.longest if self.values else 1 << 62
        return {
            index
            for field in self.rule.fields
            for index, value in columns.filled(field)
            if not (type(value) is str and len(value) > longest and "  " not in value[:80])
        }

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, value in record.values(fields):
            start, end = trimmed(value)
            if start < end and (not self.values or fold(value) in self.values):
                hits.append(Hit(label, start, end))
            elif start == end and self.params.blank:
                hits.append(Hit(label, 0, len(value)) if value else Hit(label))
        if self.params.blank:
            # A number or a mapping in a field of the record's own has no text, but it is there.
            values = ((field, lookup(record.article.extra, field)) for field in fields if field not in Article.fields)
            hits.extend(Hit(field) for field, value in values if value is not None and not isinstance(value, (str, list, tuple)))
        return hits


KIND = Kind("forbidden", "record", ForbiddenParams, ForbiddenCheck, summary="A field, or a value of it, that must not be there.")
