"""`unique`: a value that other records of the data set have too."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import DatasetCheck, Kind, Params, Rows
from newslint.kinds.fields import getter, trimmed
from newslint.model import SCALAR_FIELDS, Article, Hit
from newslint.text.digest import digest, digests, outline, sketch
from newslint.text.fold import fold, fold_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row, Verdict
    from newslint.model import Rule

Step = Literal["strip", "fold", "compact", "scheme", "www", "trailing_slash", "fragment", "tracking", "variant"]
_URL_STEPS = frozenset({"scheme", "www", "trailing_slash", "fragment", "tracking", "variant"})
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
        self.normalise = self._normaliser()
        # The values of a rule's fields are compared as one; a text joins them that no field holds.
        self.first, *self.rest = rule.fields
        self.get = getter(self.first)
        self.same = [getter(name) for name in params.same]
        self.simple = not params.min_chars and not params.min_words
        self.sifts = self.normalise is _compact and not self.rest and not self.same and self.first in SCALAR_FIELDS

    def validate(self) -> None:
        steps = set(self.params.normalize)
        if steps & _URL_STEPS and steps & {"fold", "compact"}:
            raise ValueError("params.normalize: `fold` and `compact` would join addresses that differ in case")

    def _normaliser(self) -> Callable[[Record, str, str], bytes]:
        steps = frozenset(self.params.normalize)
        if steps & _URL_STEPS:
            from newslint.text.urls import normalise  # a rule of titles need not load it

            return lambda _record, _label, value: normalise(value, steps).encode("utf-8", "surrogatepass")
        if "compact" in steps:
            return _compact
        if "fold" in steps:
            return _folded
        if "strip" in steps:
            return _stripped
        return lambda _record, _label, value: value.encode("utf-8", "surrogatepass")

    def _key(self, record: Record) -> bytes | None:
        """What the record is compared by; None when there is nothing, or too little."""
        first = self.get(record.article)
        if type(first) is not str:
            first = _as_text(first)
        if not first or first.isspace():
            return None
        if not self.simple and not self._long_enough(first):
            return None
        data = self.normalise(record, self.first, first)
        if not data:
            return None
        if not self.rest and not any(get(record.article) for get in self.same):
            return data
        parts = [data]
        for name in self.rest:
            value = _text(record, name)
            if value is None:
                return None
            parts.append(self.normalise(record, name, value))
        parts.extend(fold(_text(record, name) or "").encode("utf-8", "surrogatepass") for name in self.params.same)
        return b"\x1f".join(parts)

    def _long_enough(self, value: str) -> bool:
        words = self.params.min_words
        return len(value) >= self.params.min_chars and (not words or len(value.split(None, words - 1)) >= words)

    def _other(self, record: Record) -> bytes:
        names = self.params.differ
        if len(names) == 1:
            return _compact(record, names[0], _text(record, names[0]) or "")
        return b"\x1f".join(_compact(record, name, _text(record, name) or "") for name in names)

    def _other_digests(self, records: Sequence[Record]) -> Sequence[int]:
        names = self.params.differ
        if len(names) == 1:
            return _digests(_compact, records, names[0], [_text(record, names[0]) or "" for record in records])
        return digests(map(self._other, records))

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        data = self._key(record)
        return () if data is None else ((digest(data), self._payloads((record,))[0]),)

    def map_batch(self, records: Sequence[Record]) -> Rows:
        articles = [record.article for record in records]
        if self.rest or any(any(map(get, articles)) for get in self.same):
            return super().map_batch(records)
        owners, members, values = self._compared(records, articles)
        keys: Sequence[int]
        if self.normalise is _compact:
            keys = _digests(_compact, members, self.first, values)
        else:
            if self.normalise is _folded:
                found = _encoded(fold_all(values))
            elif self.normalise is _stripped:
                found = _encoded([value.strip() for value in values])
            else:
                found = [self.normalise(record, self.first, value) for record, value in zip(members, values, strict=True)]
            if not all(found):
                owners, members = list(compress(owners, found)), list(compress(members, found))
                found = list(filter(None, found))
            keys = digests(found)
        return Rows(keys, [1] * len(keys), owners, self._payloads(members))

    def sift_batch(self, records: Sequence[Record]) -> Rows:
        owners, members, values = self._compared(records, [record.article for record in records])
        return Rows(_digests(_outline, members, self.first, values), [1] * len(owners), owners, [b""] * len(owners))

    def _compared(
        self, records: Sequence[Record], articles: Sequence[Article]
    ) -> tuple[Sequence[int], Sequence[Record], list[str]]:
        """Indexes of the records that have a value long enough to be compared, those records, and their values."""
        owners: Sequence[int] = range(len(records))
        values = list(map(self.get, articles))
        # Most often every record has a text there, and all of them count.
        if {*map(type, values)} != {str} or not all(values) or any(map(str.isspace, values)):
            texts = list(map(_as_text, values))
            owners = [index for index, text in enumerate(texts) if text and not text.isspace()]
            values = [texts[index] for index in owners]
        if not self.simple:
            enough = list(map(self._long_enough, values))
            if not all(enough):
                owners, values = list(compress(owners, enough)), list(compress(values, enough))
        return owners, records if len(owners) == len(records) else [records[index] for index in owners], values

    def _payloads(self, records: Sequence[Record]) -> list[bytes]:
        payloads = [b""] * len(records)
        if self.params.within_days is not None:
            payloads = [published_day(record).to_bytes(4, "little") for record in records]
        if self.params.differ:
            others = self._other_digests(records)
            payloads = [payload + other.to_bytes(8, "little") for payload, other in zip(payloads, others, strict=True)]
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


def _folded(_record: Record, _label: str, value: str) -> bytes:
    return fold(value).encode("utf-8", "surrogatepass")


def _stripped(_record: Record, _label: str, value: str) -> bytes:
    return value.strip().encode("utf-8", "surrogatepass")


def _encoded(values: list[str]) -> list[bytes]:
    try:
        return [value.encode() for value in values]
    except UnicodeEncodeError:
        return [value.encode("utf-8", "surrogatepass") for value in values]


def _compact(record: Record, label: str, value: str) -> bytes:
    return sketch(_encoded_once(record, label, value))


def _outline(record: Record, label: str, value: str) -> bytes:
    return outline(_encoded_once(record, label, value))


def _encoded_once(record: Record, label: str, value: str) -> bytes:
    # What other checks need, too, is encoded once.
    whole = label in Article.fields and getattr(record.article, label) is value
    return record.data(label) if whole else value.encode("utf-8", "surrogatepass")


def _digests(
    normalise: Callable[[Record, str, str], bytes], records: Sequence[Record], label: str, values: Sequence[str]
) -> list[int]:
    """Digests of what :func:`_compact` or :func:`_outline` gives; several rules ask for that of a record's body."""
    memos = [record.memo for record in records]
    key = normalise, label
    new = [at for at, value in enumerate(values) if memos[at].get(key, _NOTHING)[0] is not value]
    made = digests([normalise(records[at], label, values[at]) for at in new])
    for at, found in zip(new, made, strict=True):
        memos[at][key] = values[at], found
    return [memo[key][1] for memo in memos]


_NOTHING: tuple[str | None, int] = None, 0


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
