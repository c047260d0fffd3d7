"""`compare`: two things of one record that have to stand in a given relation."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import getter, is_blank
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.dates import Order, RawDate

unsettled_pairs: Callable[[list[Any], list[Any], str], list[int]] | None = None
alike_at_ends: Callable[[list[str], list[str], float, int], list[int]] | None = None
"""Pairs of which a relation may not hold, and which may be equal; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import alike_at_ends, unsettled_pairs

Operator = Literal["==", "!=", "<=", "<", ">=", ">"]
Type = Literal["text", "folded", "date", "number", "url", "domain"]

FUNCTIONS: tuple[str, ...] = ("words", "characters", "url_date", "domain")
"""What an operand may work out of a field: ``words(body)``, ``characters(body)``, ``url_date(url)``, ``domain(url)``."""

_OPERAND = re.compile(r"(?:([a-z_]+)\(\s*([^()\s]+)\s*\)|([^()\s]+))\Z")
_TOLERANCE = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|%)?\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_OPPOSITE = {
    "==": "differs from",
    "!=": "is the same as",
    "<=": "is after",
    "<": "is not before",
    ">=": "is before",
    ">": "is not after",
}


class CompareParams(Params, frozen=True):
    """Params of `compare`."""

    op: Annotated[Operator, Meta(description="What has to hold between left and right; the finding is that it does not.")]
    right: Annotated[
        str,
        Meta(
            description="Right operand: a field, `now`, `words(field)`, `characters(field)`, `url_date(field)` (the date in the path), "
            "`domain(field)` (the registered domain)."
        ),
    ]
    left: Annotated[str | None, Meta(description="Left operand, in the same notation; without it each of the rule's fields.")] = (
        None
    )
    as_: Annotated[
        Type,
        Meta(
            description="How values are compared: as text, as folded text (case, quotes, dashes and white space do not count), as dates, "
            "numbers, normalised URLs or registered domains. URLs fold http and https, www, a trailing slash, the fragment, tracking "
            "parameters, AMP and mobile forms."
        ),
    ] = field(default="text", name="as")
    tolerance: Annotated[
        Annotated[str, Meta(pattern=r"^\d+(\.\d+)?\s*[smhd%]?$")] | None,
        Meta(
            description="What the relation may be missed by: `90s`, `5m`, `24h`, `2d` for dates, `3` or `15%` (of the greater) for "
            "numbers.",
        ),
    ] = None
    precision: Annotated[
        Literal["coarser", "day"],
        Meta(
            description="Dates are compared by the coarser of what the two state (a day and a time: by the day), or always by the day."
        ),
    ] = "coarser"
    order: Annotated[
        Literal["dmy", "mdy"] | None,
        Meta(description="What comes first in dates such as 03/04/2022; without it they are not compared."),
    ] = None
    same: Annotated[
        list[list[str]], Meta(description="Groups of values that count as equal, such as the domains of one publisher.")
    ] = []
    ignore: Annotated[list[str], Meta(description="Values that are never compared, such as the domains of portals.")] = []


_SCALARS = frozenset(SCALAR_FIELDS)
_LONGER = 3
_SLACK = 64
"""How often as long, and by how many characters more, one of two texts of the same words may be."""


class Value:
    """One operand's value: what is compared, and where it stands."""

    __slots__ = ("end", "key", "label", "shown", "start")

    def __init__(self, key: Any, shown: str, label: str | None, start: int | None = None, end: int | None = None) -> None:
        self.key = key
        self.shown = shown
        self.label = label
        self.start = start
        self.end = end


class CompareCheck(ColumnCheck[CompareParams]):
    """Reports the left value; nothing when a value is missing or cannot be read as the type.

    Of a list field ``==`` wants one element to agree, every other relation wants all of them to.
    """

    def __init__(self, rule: Rule, params: CompareParams) -> None:
        super().__init__(rule, params)
        self.lefts = [params.left] if params.left is not None else list(rule.fields)
        self.same = {fold(value): fold(group[0]) for group in params.same for value in group}
        self.ignore = frozenset(fold(value) for value in params.ignore)
        amount, unit = self._tolerance()
        self.amount = amount * _SECONDS.get(unit, 1)
        self.percent = unit == "%"
        self.cheap = self._cheap()

    def _tolerance(self) -> tuple[float, str]:
        found = _TOLERANCE.match(self.params.tolerance) if self.params.tolerance else None
        return (float(found[1]), found[2] or "") if found else (0.0, "")

    def validate(self) -> None:
        params = self.params
        for name, operand in (("left", params.left), ("right", params.right)):
            found = _OPERAND.match(operand) if operand is not None else None
            if operand is not None and found is None:
                raise ValueError(f"params.{name}: {operand!r} is no field, `now` or function of a field")
            if found is not None and found[1] is not None and found[1] not in FUNCTIONS:
                from newslint.errors import did_you_mean

                hint = did_you_mean(found[1], FUNCTIONS) or f"there are {', '.join(FUNCTIONS)}"
                raise ValueError(f"params.{name}: no function {found[1]!r}; {hint}")
            expected = (
                {"words": "number", "characters": "number", "url_date": "date", "domain": "domain"}.get(found[1] or "")
                if found
                else None
            )
            expected = "date" if operand == "now" else expected
            if expected is not None and params.as_ != expected:
                raise ValueError(f"params.{name}: {operand!r} is compared as {expected}: say `as: {expected}`")
        if params.op not in {"==", "!="} and params.as_ not in {"date", "number"}:
            raise ValueError(f"params.op: {params.op} orders dates and numbers only: say `as: date` or `as: number`")
        unit = self._tolerance()[1]
        if params.tolerance is not None and (
            params.as_ not in {"date", "number"} or (unit in _SECONDS) is not (params.as_ == "date")
        ):
            raise ValueError("params.tolerance: dates take s, m, h or d; numbers a number or %; other types none")

    @staticmethod
    def _column(columns: Columns, operand: str) -> list[Any]:
        """The field of an operand in each record, whatever is worked out of it."""
        found = _OPERAND.match(operand)
        name = (found[2] or found[3]) if found else operand
        return ["now"] * len(columns) if name == "now" else columns.values(name)

    def _cheap(self) -> Callable[[str, str], bool]:
        """Whether the relation surely holds between two strings, told without working anything out."""
        op = self.params.op
        operands = [*self.lefts, self.params.right]
        if any("(" in item or item == "now" for item in operands):
            functions = [item.partition("(")[0] if "(" in item else "" for item in operands]
            if op == "==" and functions == ["url_date", ""]:
                return _same_day
            return _same_host if op == "==" and functions == ["domain", ""] else _never
        if self.params.as_ == "date":
            if self.params.precision == "day" and op in {">", "<"}:
                return _never
            return _ordered if op in {">=", ">"} else _ordered_down if op in {"<=", "<"} else _never
        if self.params.as_ in {"text", "folded"} and op == "!=":
            return _begin_differently
        return str.__eq__ if op in {"==", "<=", ">="} else _never

    def suspects(self, columns: Columns) -> Iterable[int]:
        rights = self._column(columns, self.params.right)
        if not any(rights):
            return ()
        cheap = self.cheap
        relation = _COMPILED.get(cheap)
        found: set[int] = set()
        for operand in self.lefts:
            lefts = self._column(columns, operand)
            if not any(lefts):
                continue
            if relation is not None and unsettled_pairs is not None:
                found.update(unsettled_pairs(lefts, rights, relation))
            elif cheap is _begin_differently and alike_at_ends is not None and {operand, self.params.right} <= _SCALARS:
                found.update(alike_at_ends([left or "" for left in lefts], [right or "" for right in rights], _LONGER, _SLACK))
            else:
                found.update(
                    index
                    for index, (left, right) in enumerate(zip(lefts, rights, strict=True))
                    if left and right and not (type(left) is str and type(right) is str and cheap(left, right))
                )
        return found

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        rights = self._values(record, self.params.right)
        if not rights:
            return ()
        hits: list[Hit] = []
        equal = self.params.op == "=="
        for name in self.lefts:
            lefts = self._values(record, name)
            failed = [(left, right) for left in lefts for right in rights if not self._holds(left.key, right.key, record)]
            if failed and equal and len(failed) == len(lefts) * len(rights):
                hits.append(self._hit(*failed[0]))
            elif failed and not equal:
                seen: set[str | None] = set()
                for left, right in failed:
                    if left.label not in seen:
                        seen.add(left.label)
                        hits.append(self._hit(left, right))
        return hits

    def _hit(self, left: Value, right: Value) -> Hit:
        relation = _OPPOSITE[self.params.op]
        if self.params.as_ == "number" and self.params.op not in {"==", "!="}:
            relation = relation.replace("after", "more than").replace("before", "less than")
        values = {"left": left.shown, "right": right.shown, "relation": relation}
        placed = left if left.label is not None else right
        return Hit(placed.label, placed.start, placed.end, values=values)

    def _values(self, record: Record, operand: str) -> list[Value]:
        if operand == "now":
            from newslint.text.dates import RawDate

            return [Value(RawDate(record.context.now), record.context.now.isoformat(), None)]
        found = _OPERAND.match(operand)
        if found is None:
            return []
        function, name = found[1], found[2] or found[3]
        if name not in record.article.fields:
            raw = getter(name)(record.article)
            if isinstance(raw, (int, float)) and not isinstance(raw, bool):
                return [Value(raw, str(raw), name)] if self.params.as_ == "number" else []
        values: list[Value] = []
        for label, text in record.values((name,)):
            if not is_blank(text):
                value = self._value(record, function, label, text)
                if (
                    value is not None
                    and value.key is not None
                    and fold(value.shown) not in self.ignore
                    and value.key not in self.ignore
                ):
                    values.append(value)
        return values

    def _value(self, record: Record, function: str | None, label: str, text: str) -> Value | None:
        if function == "words":
            from newslint.kinds.length import count_words  # only rules that count need it

            return Value(count_words(text), str(count_words(text)), label)
        if function == "characters":
            return Value(len(text), str(len(text)), label)
        if function == "url_date":
            return _dated(label, text)
        kind = self.params.as_
        key: Any = text.strip()
        if kind == "date":
            key = self._date(text)
        elif kind == "number":
            key = _number(key)
        elif kind == "folded":
            key = fold(text)
        elif kind == "url":
            from newslint.text.urls import normalise  # a rule of dates need not load it

            key = normalise(text)
        elif kind == "domain":
            from newslint.text.urls import registered_domain, split_host

            key = registered_domain(text)
            if key is not None and function == "domain":
                _, start, end = split_host(text)
                return Value(self.same.get(key, key), text[start:end], label, start, end)
        if isinstance(key, str):
            key = self.same.get(fold(key), key) if self.same else key
        return Value(key, text.strip(), label, 0, len(text))

    def _date(self, text: str) -> RawDate | None:
        from newslint.text.dates import parse_date

        order: Order | None = self.params.order
        raw = parse_date(text, order)
        return None if raw.value is None or raw.ambiguous else raw

    def _holds(self, left: Any, right: Any, record: Record) -> bool:
        op = self.params.op
        if self.params.as_ == "date":
            difference = _seconds_between(left, right, record.context.default_tz, by_day=self.params.precision == "day")
            if difference is None:
                return True
            return _related(op, difference, self.amount)
        if self.params.as_ == "number":
            slack = self.amount / 100 * max(abs(left), abs(right)) if self.percent else self.amount
            return _related(op, left - right, slack)
        return (left == right) is (op == "==")


def _related(op: str, difference: float, slack: float) -> bool:
    if op == "==":
        return abs(difference) <= slack
    if op == "!=":
        return abs(difference) > slack
    if op in {"<=", "<"}:
        return difference < slack or (difference == slack and (op == "<=" or slack > 0))
    return difference > -slack or (difference == -slack and (op == ">=" or slack > 0))


def _seconds_between(left: RawDate, right: RawDate, default_tz: int, *, by_day: bool) -> float | None:
    """Seconds from ``right`` to ``left``, by the coarser of their precisions; None when one states no day."""
    if left.value is None or right.value is None:
        return None
    coarse = {left.precision, right.precision}
    if "year" in coarse:
        return float(left.value.year - right.value.year) * 365 * 86400
    if "month" in coarse:
        return float((left.value.year - right.value.year) * 12 + left.value.month - right.value.month) * 30 * 86400
    if by_day or "day" in coarse:
        return float(left.value.toordinal() - right.value.toordinal()) * 86400
    first, second = left.moment(default_tz), right.moment(default_tz)
    return None if first is None or second is None else (first - second).total_seconds()


def _dated(label: str, url: str) -> Value | None:
    from datetime import datetime

    from newslint.text.dates import RawDate
    from newslint.text.urls import url_date

    found = url_date(url)
    if found is None:
        return None
    start, end, day = found
    return Value(RawDate(datetime(day.year, day.month, day.day), "day"), url[start:end], label, start, end)  # noqa: DTZ001  # a day


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return None


def _never(_left: str, _right: str) -> bool:
    return False


def _ordered(left: str, right: str) -> bool:
    # Two ISO dates with the same form and zone are in the order of their text.
    return len(left) == len(right) and left[4:5] == "-" == right[4:5] and left[19:] == right[19:] and left > right


def _ordered_down(left: str, right: str) -> bool:
    return _ordered(right, left)


def _same_day(url: str, raw: str) -> bool:
    return ("/20" not in url and "/19" not in url) or (raw[4:5] == "-" == raw[7:8] and raw[:10].replace("-", "/") in url)


def _same_host(url: str, domain: str) -> bool:
    if " " in domain and "/" not in domain:
        return True  # a name, and nothing to compare
    if "." not in domain and domain.isascii():
        return True  # a single label, and nothing to compare
    from newslint.text.urls import is_shared  # a rule of dates need not load it

    end = url.find("/", 8)
    host = url[:end] if end > 0 else url
    if domain.startswith(("http://", "https://")):  # the source's own address
        domain = domain.split("/", 3)[2].removeprefix("www.")
    return host.endswith(domain) and host[: -len(domain)].endswith(("/", ".")) and "." in domain and not is_shared(domain)


def _begin_differently(left: str, right: str) -> bool:
    if len(left) > _LONGER * len(right) + _SLACK or len(right) > _LONGER * len(left) + _SLACK:
        return True  # folding takes white space and marks away, and a ligature becomes three letters at most
    first, second = left[0], right[0]
    return (
        first != second
        and first.isascii()
        and second.isascii()
        and first.isalnum()
        and second.isalnum()
        and first.lower() != second.lower()
    )


_COMPILED: dict[Callable[[str, str], bool], str] = {str.__eq__: "=", _ordered: ">", _ordered_down: "<", _same_day: "/"}
"""How the compiled module calls those of :meth:`CompareCheck._cheap` that it knows."""

KIND = Kind(
    "compare",
    "record",
    CompareParams,
    CompareCheck,
    placeholders=frozenset({"left", "right", "relation"}),
    summary="Two things of one record that have to stand in a given relation.",
)
