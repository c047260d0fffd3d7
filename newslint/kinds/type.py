"""`type`: a value of the wrong type, or a list or mapping that was written out as text."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from newslint.kinds.base import Kind, Params, lookup
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import UNSEEN, getter, trimmed
from newslint.model import LIST_FIELDS, Article, Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

some_begin: Callable[[list[Any], str], bool] | None = None
"""Whether a value begins with some character, or one that is not seen; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import some_begin

TypeName = Literal["text", "number", "boolean", "list", "mapping"]
_LISTS = frozenset(LIST_FIELDS)


class TypeParams(Params, frozen=True):
    """Params of `type`."""

    allow: Annotated[
        list[TypeName], Meta(description="Types a canonical field may have besides its own: a number for `word_count`, say.")
    ] = []
    expect: Annotated[
        TypeName, Meta(description="Type of those of the rule's fields that are not canonical (canonical ones know theirs).")
    ] = "text"
    stringified: Annotated[
        bool, Meta(description="Also report text that is a list or a mapping written out: `\"['A Lind', 'B Rao']\"`.")
    ] = True


class TypeCheck(ColumnCheck[TypeParams]):
    """Reports the whole value where it stands as text, else the field."""

    def __init__(self, rule: Rule, params: TypeParams) -> None:
        super().__init__(rule, params)
        self.canonical = [(field, getter(field)) for field in rule.fields if field in Article.fields]
        self.others = [field for field in rule.fields if field not in Article.fields]
        self.written = [field for field in rule.fields if field in Article.fields] if params.stringified else []

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.others:
            return range(len(columns))
        found = set(compress(range(len(columns)), map(attrgetter("mistyped"), columns.articles)))
        for field in self.written:
            values = columns.values(field)
            if some_begin is not None and not some_begin(values, "[{"):
                continue
            if field in _LISTS:
                if not _DOUBTFUL.isdisjoint([item[:1] for value in values for item in value]):
                    found.update(
                        index for index, value in enumerate(values) if not _DOUBTFUL.isdisjoint([item[:1] for item in value])
                    )
            elif not _DOUBTFUL.isdisjoint([value[0] for value in values if value]):
                found.update(index for index, value in columns.filled(field) if value[0] in _DOUBTFUL)
        return found

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        article = record.article
        for field in fields:
            if field not in Article.fields:
                value = lookup(article.extra, field)
                actual = type_name(value)
                if actual is not None and actual != self.params.expect and actual not in self.params.allow:
                    hits.append(self._hit(record, field, _wanted(self.params.expect), actual))
                continue
            if field in article.mistyped:
                actual = type_name(article.mistyped[field])
                if actual is not None and actual not in self.params.allow:
                    wrong = "a list of other things than text" if actual == "list" and field in _LISTS else _wanted(actual)
                    hits.append(self._hit(record, field, _wanted("list" if field in _LISTS else "text"), actual, wrong))
                    continue
            if self.params.stringified:
                for label, value in record.values((field,)):
                    kind = written_out(value, in_list=field in _LISTS)
                    if kind is not None:
                        start, end = trimmed(value)
                        hits.append(Hit(label, start, end, values={"expected": "text", "actual": f"{kind} written out as text"}))
        return hits

    def _hit(self, record: Record, field: str, expected: str, actual: str, wrong: str | None = None) -> Hit:
        values = {"expected": expected, "actual": wrong or _wanted(actual)}
        value = record.value(field) if field not in _LISTS else None
        start, end = trimmed(value or "")
        return Hit(field, start, end, values=values) if end else Hit(field, values=values)


_OPENING = frozenset("[{")
_DOUBTFUL = _OPENING | UNSEEN
_NAMES = {"text": "text", "number": "a number", "boolean": "a boolean", "list": "a list", "mapping": "a mapping"}


def _wanted(name: str) -> str:
    return _NAMES[name]


def type_name(value: Any) -> TypeName | None:
    """The type of a value of a record as messages name it; None for an absent one."""
    if value is None:
        return None
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, (list, tuple)) else "text"


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(r"\[\s*(?:[\"'{\[].*[\"'}\]]\s*,?\s*)?\]", re.DOTALL),
        re.compile(r"\{\s*(?:[\"'][^\"'\n]+[\"']\s*:.*)?\}", re.DOTALL),
        re.compile(r"\[[^\[\]\n]+,[^\[\]\n]+\]"),
    )


def written_out(value: str, *, in_list: bool = False) -> str | None:
    """``a list`` or ``a mapping`` when ``value`` is one in the notation of Python or JSON; a title such as ``[Opinion] …`` is none.

    Args:
        value: Any text.
        in_list: Whether it stands where a list belongs, in which names in brackets need no quotation marks.
    """
    start, end = trimmed(value)
    if start == end or value[start] not in _OPENING or value[end - 1] not in "]}":
        return None
    quoted_list, mapping, plain_list = _forms()
    text = value[start:end]
    if quoted_list.fullmatch(text) or (in_list and plain_list.fullmatch(text)):
        return "a list"
    return "a mapping" if mapping.fullmatch(text) else None


KIND = Kind(
    "type",
    "record",
    TypeParams,
    TypeCheck,
    placeholders=frozenset({"expected", "actual"}),
    summary="A value of the wrong type, or a list or mapping written out as text.",
)
