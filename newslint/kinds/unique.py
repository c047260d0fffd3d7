"""`unique`: a value that other records of the data set have too."""

from __future__ import annotations

import struct
from array import array
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import DatasetCheck, Kind, Params, Rows
from newslint.kinds.columns import Columns
from newslint.kinds.fields import getter, trimmed
from newslint.model import SCALAR_FIELDS, Article, Hit
from newslint.text.digest import digest, digests, digests_of, formed, long_enough, outline_keys
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row, Verdict
    from newslint.model import Rule
    from newslint.text.digest import Form

Step = Literal["strip", "fold", "compact", "scheme", "www", "trailing_slash", "fragment", "tracking", "variant"]
_URL_STEPS = frozenset({"scheme", "www", "trailing_slash", "fragment", "tracking", "variant"})
_NUMBER = struct.Struct("<Q")
"""A digest in a payload."""
UNKNOWN_DAY = 0
"""In a payload: the record states no day that can be read."""


class UniqueParams(Params, frozen=True):
    """Params of `unique`."""

    normalize: Annotated[
        list[Step],
        Meta(
            description="What does not count when values are compared: `strip` (outer white space), `fold` (also case, quotes, dashes, "
            "inner white space), `compact` (for long text: also all white space, quotes and hyphens); of URLs `scheme`, `www`, "
            "`trailing_slash`, `fragment`, `tracking` (parameters), `variant` (AMP, mobile)."
        ),
    ] = field(default_factory=lambda: ["fold"])
    same: Annotated[
        list[str],
        Meta(
            description="Fields that have to be equal too (missing equals missing): `[source]`; `[version]` lets versions stand."
        ),
    ] = []
    differ: Annotated[
        list[str],
        Meta(description="Fields of which one has to differ: equal bodies under different titles are `differ: [title]`."),
    ] = []
    min_words: Annotated[int, Meta(description="Values with fewer words are not compared.", ge=0)] = 0
    min_chars: Annotated[int, Meta(description="Values with fewer characters are not compared.", ge=0)] = 0
    within_days: Annotated[
        Annotated[int, Meta(ge=0, le=366)] | None,
        Meta(
            description="Only records published within so many days of each other are compared; one without a date is, with all others."
        ),
    ] = None


class UniqueCheck(DatasetCheck[UniqueParams]):
    """Reports every record but the first that has the value (or the values of all the rule's fields together)."""

    def __init__(self, rule: Rule, params: UniqueParams) -> None:
        super().__init__(rule, params)
        steps = frozenset(params.normalize)
        self.url_steps = steps if steps & _URL_STEPS else None
        self.form: Form = (
            "sketch" if "compact" in steps else "fold" if "fold" in steps else "strip" if "strip" in steps else "whole"
        )
        # The values of a rule's fields are compared as one; a text joins them that no field holds.
        self.first, *self.rest = rule.fields
        self.get = getter(self.first)
        self.same = [getter(name) for name in params.same]
        self.simple = not params.min_chars and not params.min_words
        # A digest of a body is dear, and of few records more than an outline is wanted, or the key without what has to differ.
        self.sifts = (
            not self.rest
            and self.url_steps is None
            and self.first in SCALAR_FIELDS
            and (self.form == "sketch" or "body" in params.differ)
        )

    def validate(self) -> None:
        steps = set(self.params.normalize)
        if steps & _URL_STEPS and steps & {"fold", "compact"}:
            raise ValueError("params.normalize: `fold` and `compact` would join addresses that differ in case")

    def _formed(self, record: Record, name: str, value: str) -> bytes:
        """What of a value is compared."""
        if self.url_steps is not None:
            from newslint.text.urls import normalise  # a rule of titles need not load it

            return normalise(value, self.url_steps).encode("utf-8", "surrogatepass")
        return formed(_sketched(record, name, value) if self.form == "sketch" else value, self.form)

    def _key(self, record: Record) -> bytes | None:
        """What the record is compared by; None when there is nothing, or too little."""
        first = self.get(record.article)
        if type(first) is not str:
            first = _as_text(first)
        if not first or first.isspace():
            return None
        if not self.simple and not all(long_enough([first], self.params.min_chars, self.params.min_words)):
            return None
        data = self._formed(record, self.first, first)
        if not data:
            return None
        if not self.rest and not any(get(record.article) for get in self.same):
            return data
        parts = [data]
        for name in self.rest:
            value = _text(record, name)
            if value is None:
                return None
            parts.append(self._formed(record, name, value))
        parts.extend(fold(_text(record, name) or "").encode("utf-8", "surrogatepass") for name in self.params.same)
        return b"\x1f".join(parts)

    def _other(self, record: Record) -> bytes:
        return b"\x1f".join([_sketch(record, name) for name in self.params.differ])

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        data = self._key(record)
        return () if data is None else ((digest(data), self._payloads(Columns.of((record,)), (0,))[0]),)

    def map_batch(self, records: Sequence[Record]) -> Rows:
        columns = Columns.of(records)
        if self.rest or any(any(columns.values(name)) for name in self.params.same):
            return super().map_batch(records)
        keys, owners = self._keys(columns, _digests_in(self.form))
        return Rows(keys, array("I", [1]) * len(keys), owners, self._payloads(columns, owners))

    def sift_batch(self, records: Sequence[Record]) -> Rows:
        keys, owners = self._keys(Columns.of(records), _outlines if self.form == "sketch" else _digests_in(self.form))
        return Rows(keys, array("I", [1]) * len(keys), owners, [b""] * len(owners))

    def _keys(self, columns: Columns, made: Callable[[Columns, str], array[int]]) -> tuple[array[int], Sequence[int]]:
        """What is ``made`` of the values that are compared, and the indexes of their records."""
        owners, values = columns.fact(_texts, self.first)
        if self.url_steps is None:
            keys = columns.fact(made, self.first)
        else:
            from newslint.text.urls import normal_digests  # a rule of titles need not load it

            keys = normal_digests(values, self.url_steps)
        kept: Sequence[int | bool] = () if self.simple else long_enough(values, self.params.min_chars, self.params.min_words)
        if self.form != "sketch" and _NOTHING in keys:
            kept = [key != _NOTHING and fits for key, fits in zip(keys, kept or [True] * len(keys), strict=True)]
        if all(kept):
            return keys, owners
        return array("Q", compress(keys, kept)), list(compress(owners, kept))

    def _payloads(self, columns: Columns, owners: Sequence[int]) -> list[bytes]:
        """What the judge needs of some of the records."""
        payloads = [b""] * len(owners)
        if self.params.within_days is not None:
            payloads = [published_day(columns.record(owner)).to_bytes(4, "little") for owner in owners]
        if self.params.differ:
            packed = _NUMBER.pack
            if len(self.params.differ) == 1:
                others = columns.fact(_sketches, self.params.differ[0])
            else:
                others = digests(map(self._other, columns))
            payloads = [payload + packed(others[owner]) for payload, owner in zip(payloads, owners, strict=True)]
        return payloads

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        from newslint.kinds.base import Verdict

        count = len(rows)
        if count < 2:
            return
        if self.params.within_days is None and not self.params.differ:
            first = rows[0]
            for row in rows[1:]:
                if (row.path, row.record) != (first.path, first.record):
                    yield Verdict(row, (first,), self.first, {"count": count})
            return
        seen = _Seen(self.params.within_days)
        for row in rows:
            earlier = seen.find_and_add(row)
            if earlier is not None:
                yield Verdict(row, (earlier,), self.first, {"count": count})

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        other = others[0]
        data = self._key(record)
        if data is None or data != self._key(other) or not self._same_text(record, other):
            return None
        if self.params.differ and self._other(record) == self._other(other):
            return None
        field_value = record.value(self.first)
        start, end = trimmed(field_value) if field_value is not None else (0, 0)
        span = (start, end) if end else (None, None)
        values = {"count": verdict.values["count"], "first": _name(other)}
        return Hit(self.first, span[0], span[1], values=values)

    def _same_text(self, record: Record, other: Record) -> bool:
        """Whether long texts whose keys are equal are the same, letter by letter."""
        if "compact" not in self.params.normalize:
            return True
        return all(_letters(record, name) == _letters(other, name) for name in self.rule.fields)


def _letters(record: Record, name: str) -> str:
    text = fold(_text(record, name) or "")
    return "".join(char for char in text if char not in " '\"-")


class _Seen:
    """Earlier rows of a group: of each day the first, and the first whose other fields differ from that one's."""

    def __init__(self, within: int | None) -> None:
        self.within = within
        self.days: dict[int, list[tuple[Row, bytes]]] = {}
        self.all: list[tuple[Row, bytes]] = []

    def find_and_add(self, row: Row) -> Row | None:
        day, other = UNKNOWN_DAY, row.payload
        if self.within is not None:
            day, other = int.from_bytes(other[:4], "little"), other[4:]
        found: Row | None = None
        if day == UNKNOWN_DAY:
            found = _first_other(self.all, other)
        else:
            for near in (UNKNOWN_DAY, *range(day - (self.within or 0), day + (self.within or 0) + 1)):
                earlier = _first_other(self.days.get(near, ()), other)
                if earlier is not None and (found is None or earlier < found):
                    found = earlier
        for kept in (self.days.setdefault(day, []), self.all):
            # Of two that differ from each other, every third differs from one.
            if not kept or (len(kept) == 1 and other != kept[0][1]):
                kept.append((row, other))
        return found


def _first_other(kept: Sequence[tuple[Row, bytes]], other: bytes) -> Row | None:
    return next((row for row, its in kept if not other or its != other), None)


def published_day(record: Record) -> int:
    """Day of ``published_at`` as the proleptic Gregorian ordinal; :data:`UNKNOWN_DAY` when it states none that can be read."""
    from newslint.text.dates import parse_date  # only rules with a window of days need it

    raw = record.article.published_at
    if not raw:
        return UNKNOWN_DAY
    found = parse_date(raw)
    if found.value is None or found.ambiguous or found.precision not in {"day", "time"}:
        return UNKNOWN_DAY
    return found.value.toordinal()


def _text(record: Record, name: str) -> str | None:
    """The value of a field as one text; a list's elements are joined.  None when it is absent or blank."""
    value = _as_text(getter(name)(record.article))
    return value if value and not value.isspace() else None


def _as_text(value: Any) -> str | None:
    if isinstance(value, (list, tuple)):
        return "\x1f".join(str(item) for item in value)
    return value if value is None or isinstance(value, str) else str(value)


def _texts(columns: Columns, field: str) -> tuple[Sequence[int], list[str]]:
    """Indexes and texts of the records that have more than white space in a field."""
    values = columns.values(field)
    # Most often every record has a text there, and all of them count.
    if {*map(type, values)} == {str} and all(values) and not any(map(str.isspace, values)):
        return range(len(values)), values
    texts = list(map(_as_text, values))
    owners = [index for index, text in enumerate(texts) if text and not text.isspace()]
    return owners, [text for text in map(texts.__getitem__, owners) if text]


@cache
def _digests_in(form: Form) -> Callable[[Columns, str], array[int]]:
    """A fact of columns: digests of the texts of a field, in the order of :func:`_texts`, in one of the forms in which they are compared."""

    def found(columns: Columns, field: str) -> array[int]:
        # A body that has to be encoded is encoded once for all checks; a short text is not worth it.
        if form == "sketch" and field == "body":
            return digests_of(_data(columns, field), form)
        return digests_of(columns.fact(_texts, field)[1], form)

    return found


def _outlines(columns: Columns, field: str) -> array[int]:
    """What stands for the outlines of the texts of a field, in the order of :func:`_texts`."""
    return outline_keys(_data(columns, field))


def _data(columns: Columns, field: str) -> list[str] | list[bytes]:
    """The texts of a scalar canonical field as :meth:`Columns.data` gives them, in the order of :func:`_texts`."""
    owners, _ = columns.fact(_texts, field)
    return (columns if len(owners) == len(columns) else columns.part(owners)).data(field)


def _sketches(columns: Columns, field: str) -> array[int]:
    """Digests of a sketch of a field of each record."""
    owners, _ = columns.fact(_texts, field)
    found = columns.fact(_digests_in("sketch"), field)
    if len(owners) == len(columns):
        return found
    every = array("Q", [_NOTHING]) * len(columns)
    for owner, key in zip(owners, found, strict=True):
        every[owner] = key
    return every


_NOTHING = digest(b"")


def _sketched(record: Record, label: str, value: str) -> str | bytes:
    """What a sketch is made of: UTF-8 where other checks need it, too."""
    whole = label in Article.fields and getattr(record.article, label) is value
    return record.data(label) if whole else value


def _sketch(record: Record, name: str) -> bytes:
    value = _text(record, name) or ""
    return formed(_sketched(record, name, value), "sketch")


def _name(record: Record) -> str:
    article = record.article
    return article.id or article.url or article.title or ""


KIND = Kind(
    "unique",
    "dataset",
    UniqueParams,
    UniqueCheck,
    placeholders=frozenset({"count", "first"}),
    summary="A value that other records of the data set have too.",
)
