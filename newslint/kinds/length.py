"""`length`: a field that is too short or too long."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import UNSEEN, getter, trimmed
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.digest import long_enough
from newslint.text.fold import may_be_unspaced
from newslint.text.pattern import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

Unit = Literal["characters", "code_points", "words", "blocks", "items"]

lengths_outside: Callable[[list[Any], int, int], list[int]] | None = None
"""Which values are too short, too long or have edges that are not seen; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import lengths_outside

# Scripts that put no space between words: Chinese, Japanese, Thai, Lao, Myanmar, Khmer.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"


class LengthParams(Params, frozen=True):
    """Params of `length`: at least one of ``min`` and ``max``."""

    unit: Annotated[
        Unit,
        Meta(
            description="What is counted: `characters` (code points without outer white space), `code_points` (all there are, of a blank "
            "value too), words told by white space (in scripts that use none "
            "between words, each character), blocks, or elements of a list field."
        ),
    ] = "characters"
    min: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Fewest.")] = None
    max: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(description="Most.")] = None


_NO_LIMIT = 1 << 62


class LengthCheck(ColumnCheck[LengthParams]):
    """Reports a whole value that is too short, and of one that is too long what exceeds the limit.

    A field that is absent or blank is the business of `required`.  Blocks and elements have no span.
    """

    def __init__(self, rule: Rule, params: LengthParams) -> None:
        super().__init__(rule, params)
        self.getters = [getter(field) for field in rule.fields]
        self.low = params.min or 0
        self.high = params.max if params.max is not None else _NO_LIMIT
        self.may_fail: Callable[[Any], bool] = {
            "characters": self._characters,
            "code_points": self._code_points,
            "words": self._words,
            "blocks": self._blocks,
            "items": self._items,
        }[params.unit]

    def validate(self) -> None:
        if self.params.min is None and self.params.max is None:
            raise ValueError("params: say `min`, `max` or both")
        if self.low > self.high:
            raise ValueError("params.min: greater than `max`")

    def suspects(self, columns: Columns) -> Iterable[int]:
        every = self.params.unit == "code_points"
        found: set[int] = set()
        for field in self.rule.fields:
            if self.params.unit == "characters" and lengths_outside is not None:
                found.update(lengths_outside(columns.values(field), self.low, self.high))
                continue
            if self.params.unit == "words":
                found.update(self._miscounted(columns, field))
                continue
            filled = columns.filled(field)
            if every:
                filled = [item for item in enumerate(columns.values(field)) if item[1] or item[1] == ""]
            found.update(index for index, value in self._doubtful(filled) if self.may_fail(value))
        return found

    def _doubtful(self, filled: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """The values that a look too short for a call does not settle."""
        low, high = self.low, self.high
        if self.params.unit in {"characters", "code_points"}:
            return [
                (index, value)
                for index, value in filled
                if not (type(value) is str and low <= len(value) <= high and value[:1] not in UNSEEN and value[-1:] not in UNSEEN)
            ]
        return filled

    def _miscounted(self, columns: Columns, field: str) -> list[int]:
        """Indexes of the records in which some text of ``field`` may have too few or too many words."""
        if self.low:
            values = columns.values(field)
            if self.high != _NO_LIMIT or field not in SCALAR_FIELDS:
                return [index for index, value in columns.filled(field) if self._words(value)]
            marks = long_enough([value or "" for value in values] if None in values else values, 0, self.low)
            # Few are short: to look for one of them is quicker than to go through all.
            places = [place for place, mark in enumerate(marks) if not mark] if 0 in marks else ()
            return [index for index in places if values[index] and self._words(values[index])]
        most = 2 * self.high
        return [index for index, text in columns.texts(field) if len(text) >= most or not text.isascii()]

    def _code_points(self, value: str | list[str]) -> bool:
        return not isinstance(value, str) or not self.low <= len(value) <= self.high

    def _characters(self, value: str | list[str]) -> bool:
        if isinstance(value, str):
            size = len(value)
            return size < self.low or size > self.high or (self.low > 0 and (value[0] in UNSEEN or value[-1] in UNSEEN))
        return True

    def _words(self, value: str | list[str]) -> bool:
        if not isinstance(value, str):
            return any(map(self._words, value))
        if self.low:
            # Words of more than eleven characters on average are rare; the rest of a long body need not be split.
            head = value[: 12 * self.low]
            # Spaces that never follow each other stand between words, but for the first and the last.
            if (head.count(" ") <= self.low or "  " in head) and len(head.split(None, self.low)) < self.low:
                return True
            if self.high == _NO_LIMIT:
                return False
        return len(value) >= 2 * self.high or not value.isascii()

    def _blocks(self, value: str | list[str]) -> bool:
        return not isinstance(value, str) or value.count("\n") < 2 * self.low or value.count("\n") >= self.high

    def _items(self, value: str | list[str]) -> bool:
        return isinstance(value, str) or not self.low <= len(value) <= self.high

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        unit = self.params.unit
        if unit == "items":
            for field in fields:
                value = getter(field)(record.article)
                if isinstance(value, (list, tuple)) and value and not self.low <= len(value) <= self.high:
                    hits.append(Hit(field, values=self._values(len(value))))
            return hits
        for label, value in record.values(fields):
            start, end = (0, len(value)) if unit == "code_points" else trimmed(value)
            if start == end and not (unit == "code_points" and self.low):
                continue
            if unit == "blocks":
                text = record.text(label)
                count = len(text.blocks) if text is not None else 0
                if not self.low <= count <= self.high:
                    hits.append(Hit(label, values=self._values(count)))
                continue
            count = count_words(value) if unit == "words" else end - start
            if count < self.low:
                hit = Hit(label, values=self._values(count))
                if end:
                    hit.start, hit.end = start, end
                hits.append(hit)
            elif count > self.high:
                past = _word_at(value, self.high) if unit == "words" else start + self.high
                while unit != "code_points" and past < end - 1 and value[past].isspace():
                    past += 1
                hits.append(Hit(label, past, end, values=self._values(count)))
        return hits

    def _values(self, count: int) -> dict[str, object]:
        return {"count": count, "limit": self.low if count < self.low else self.high, "unit": self.params.unit}


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def count_words(value: str) -> int:
    """Words of ``value``, told by white space; characters of scripts that put none between words count one each."""
    if value.isascii() or not may_be_unspaced(encode(value)):
        return len(value.split())
    return len(_units().findall(value))


def _word_at(value: str, index: int) -> int:
    """Start of the word number ``index``, counted from 0."""
    for number, found in enumerate(_units().finditer(value)):
        if number == index:
            return found.start()
    return len(value)


KIND = Kind(
    "length",
    "record",
    LengthParams,
    LengthCheck,
    placeholders=frozenset({"count", "limit", "unit"}),
    summary="A field that is too short or too long.",
)
