"""`required`: a field that has to be there."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import getter, is_blank, listed, trimmed
from newslint.kinds.matching import Matcher, MatchParams, Strings, as_list
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Hit
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

short_or_marked: Callable[[list[Any], int, str], list[int]] | None = None
"""Which values are short or begin with no letter; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import short_or_marked


class Unless(MatchParams, frozen=True):
    """Where else the wanted thing may stand: a field, and a match in it under the conditions of `pattern`."""

    field: Annotated[str, Meta(description="Field to look in.")] = "body"
    match: Annotated[Strings, Meta(description="Regular expression, or a list of them, that shows the thing is there.")] = []


class RequiredParams(Params, frozen=True):
    """Params of `required`."""

    any: Annotated[bool, Meta(description="One of the rule's fields is enough.")] = False
    whole_record: Annotated[
        bool, Meta(description="The finding is about the record and names no field: an absent value has no place in the text.")
    ] = False
    blank: Annotated[bool, Meta(description="A blank value is there, too: only an absent one is missing.")] = False
    min_items: Annotated[int, Meta(description="Fewest elements of a list field that are not blank.", ge=1)] = 1
    placeholders: Annotated[
        list[str],
        Meta(description="Whole values that count as missing, compared without regard to case, quotes and white space."),
    ] = []
    unless: Annotated[
        Unless | list[Unless] | UnsetType,
        Meta(description="The field is not missed when one of these matches: a byline in the body."),
    ] = UNSET


_REMEMBERED = 10_000
"""Values known to be sound that are remembered at most."""
_REMEMBERED_LENGTH = 100
"""Characters of the longest of them."""


class RequiredCheck(ColumnCheck[RequiredParams]):
    """Reports a field that is absent, blank or filled with a placeholder; a value of the wrong type is not missing."""

    def __init__(self, rule: Rule, params: RequiredParams) -> None:
        super().__init__(rule, params)
        self.getters = [(field, getter(field)) for field in rule.fields]
        self.placeholders = frozenset(fold(value) for value in params.placeholders)
        # A value that starts with a letter and is longer than every placeholder (white space and all) is surely none.
        self.longest = max((len(value) for value in self.placeholders), default=0) * 2
        self.starts = frozenset(value[:2] for value in self.placeholders)
        self.pairs = "".join(sorted(start for start in self.starts if len(start) == 2 and start.isascii() and start.isalnum()))
        unless = [] if params.unless is UNSET else params.unless if isinstance(params.unless, list) else [params.unless]
        self.unless = [(item.field, Matcher(as_list(item.match), item)) for item in unless]
        # Short values, such as names and languages, come again and again.
        self.sound: set[str] = set()

    def validate(self) -> None:
        for _, matcher in self.unless:
            matcher.validate()
            if not matcher.plain:
                raise ValueError("params.unless: say what to `match`")

    def suspects(self, columns: Columns) -> Iterable[int]:
        missing: set[int] | None = None
        for field in self.rule.fields:
            found = self._missing(columns, field)
            if missing is None:
                missing = set(found)
            elif self.params.any:
                missing.intersection_update(found)
            else:
                missing.update(found)
            if self.params.any and not missing:
                break
        return missing or ()

    def _missing(self, columns: Columns, field: str) -> list[int]:
        longest = self.longest
        sound = self.sound
        values = columns.values(field)
        if field not in SCALAR_FIELDS and self.params.min_items > 1:
            doubtful = list(enumerate(values))
        elif short_or_marked is not None:
            least = sys.maxsize if field in LIST_FIELDS else longest + 1
            doubtful = [(index, values[index]) for index in short_or_marked(values, least, self.pairs)]
            doubtful = [item for item in doubtful if not (isinstance(first := _first(item[1]), str) and first in sound)]
        elif field in LIST_FIELDS:
            starts = self.starts
            doubtful = [
                (index, value)
                for index, value in enumerate(values)
                if not (
                    value
                    and (
                        (first := value[0]) in sound
                        # Two letters that no placeholder begins with, and no accent to come for the second.
                        or (
                            len(head := first[:3]) > 2
                            and head.isascii()
                            and (pair := head[:2]).isalnum()
                            and pair.lower() not in starts
                        )
                    )
                )
            ]
        else:
            doubtful = [
                (index, value)
                for index, value in enumerate(values)
                if not (type(value) is str and ((len(value) > longest and value[0].isalnum()) or value in sound))
            ]
        missing: list[int] = []
        for index, value in doubtful:
            if self._fault(value) is not None:
                missing.append(index)
                continue
            first = _first(value)
            if isinstance(first, str) and len(first) <= _REMEMBERED_LENGTH and self._fault_of_text(first) is None:
                if len(sound) >= _REMEMBERED:
                    sound.clear()
                sound.add(first)
        return missing

    def _fault(self, value: Any) -> str | None:
        if value is None:
            return "absent"
        if isinstance(value, str):
            return self._fault_of_text(value)
        if isinstance(value, (list, tuple)):
            if not value:
                return "absent"
            faults = [fault for item in value if (fault := self._fault_of_text(item) if isinstance(item, str) else None)]
            if len(value) - len(faults) >= self.params.min_items:
                return None
            return faults[0] if len(faults) == len(value) else "too short"
        return None

    def _fault_of_text(self, value: str) -> str | None:
        if not value or (not value[0].isalnum() and is_blank(value)):
            return None if self.params.blank else "blank"
        if self.placeholders and len(value) <= max(self.longest, 80) and fold(value) in self.placeholders:
            return "placeholder"
        return None

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        article = record.article
        faults = {
            field: fault
            for field, get in self.getters
            if field not in article.mistyped and (fault := self._fault(get(article))) is not None
        }
        if not faults or (self.params.any and len(faults) < len(self.getters)):
            return ()
        for field, matcher in self.unless:
            for label, _ in record.values((field,)):
                text = record.text(label)
                if text is not None and matcher.may_match(text) and matcher.find(text):
                    return ()
        if self.params.any:
            names = list(faults)
            return [self._hit(record, names[0], faults[names[0]], listed(names))]
        return [self._hit(record, field, fault, field) for field, fault in faults.items()]

    def _hit(self, record: Record, field: str, fault: str, fields: str) -> Hit:
        values = {"reason": fault, "fields": fields, "min": self.params.min_items}
        if self.params.whole_record:
            return Hit(values=values)
        if fault == "placeholder":
            for label, value in record.values((field,)):
                if self._fault_of_text(value) == "placeholder":
                    start, end = trimmed(value)
                    return Hit(label, start, end, values=values)
        return Hit(field, values=values)


def _first(value: Any) -> Any:
    """A value, or the first of several."""
    return value[0] if isinstance(value, (list, tuple)) and value else value


KIND = Kind(
    "required",
    "record",
    RequiredParams,
    RequiredCheck,
    placeholders=frozenset({"reason", "fields", "min"}),
    summary="A field that has to be there.",
)
