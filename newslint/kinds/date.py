"""`date`: raw dates that cannot be read, cannot be right or leave something open, and dates in the text that do not hold."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import UNSEEN, getter, is_blank, listed, trimmed
from newslint.kinds.stamps import stamps_of
from newslint.model import Hit
from newslint.text.dates import WEEKDAY_CANDIDATE, WEEKDAY_TITLES, RawDate, parse_date, weekday_dates
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.text import Text

Test = Literal["parseable", "ambiguous", "zoned", "possible", "not_future", "plausible", "weekday", "relative_without_date"]
_FORM_NAMES = {
    "iso": "ISO 8601",
    "rfc2822": "RFC 2822",
    "number": "seconds or milliseconds since 1970",
    "numeric": "numbers with day, month and year",
    "words": "a date in words",
}

_PLACEHOLDERS = frozenset({"form", "reason", "year", "fields", "weekday", "actual", "date"})
_EMPTY: dict[str, object] = dict.fromkeys(_PLACEHOLDERS, "")  # a test fills in those it knows


class DateParams(Params, frozen=True):
    """Params of `date`."""

    test: Annotated[
        Test,
        Meta(
            description="What is asked of the rule's fields: `parseable` (one of the forms in `accept`), `ambiguous` (day and month could "
            "be exchanged), `zoned` (states its offset from UTC), `possible` (the day and the time exist), `not_future`, `plausible` "
            "(not before `min_year`, nor the epoch, nor zeros). Of text: `weekday` (a weekday fits the full date beside it: English, German, "
            "French, Spanish, Italian, Portuguese, Dutch), `relative_without_date` (today, on Friday, this week, outside quotations, in a record "
            "without a date; English)."
        ),
    ]
    accept: Annotated[
        list[Literal["iso", "rfc2822", "number", "numeric", "words"]], Meta(description="Forms that `parseable` lets pass.")
    ] = field(default_factory=lambda: ["iso", "rfc2822"])
    order: Annotated[
        Literal["dmy", "mdy"] | None,
        Meta(description="What comes first in 03/04/2022: such dates are then neither ambiguous nor unparseable."),
    ] = None
    tolerance: Annotated[
        str, Meta(description="How far ahead of the clock `not_future` lets a date lie: 90m, 24h, 3d.", pattern=r"^\d+[mhd]$")
    ] = "24h"
    min_year: Annotated[int, Meta(description="First year that `plausible` believes.", ge=1)] = 1990
    date_fields: Annotated[
        list[str], Meta(description="Fields one of which, when filled, gives relative dates their meaning.")
    ] = field(default_factory=lambda: ["published_at", "updated_at"])


class DateCheck(ColumnCheck[DateParams]):
    """Reports the whole value of a field, or the words of a text."""

    def __init__(self, rule: Rule, params: DateParams) -> None:
        super().__init__(rule, params)
        self.accept = frozenset([*params.accept, "numeric"] if params.order else params.accept)
        # An ISO date needs only its first characters looked at; the bounds are text, to be compared with them.
        self.first_year = f"{params.min_year:04d}"
        self.sound: Callable[[str], bool] = {"plausible": self._plausible, "zoned": _zoned, "ambiguous": _iso}.get(
            params.test, self._parses
        )

        self.dates = [getter(name) for name in params.date_fields]
        # What a check holds is rewritten when its rule is first seen, and never again.
        self.phrase = _phrase() if params.test == "relative_without_date" else None

    def validate(self) -> None:
        if self.params.test == "relative_without_date" and not self.params.date_fields:
            raise ValueError("params.date_fields: name a field that holds the date")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return dict.fromkeys(self.rule.fields, (WEEKDAY_CANDIDATE,)) if self.params.test == "weekday" else None

    def suspects(self, columns: Columns) -> Iterable[int]:
        test = self.params.test
        if test == "relative_without_date":
            return self._undated(columns)
        until = self._surely_past(columns) if test == "not_future" else ""
        found: set[int] = set()
        for name in self.rule.fields:
            stamps = stamps_of(columns, name)
            if test == "parseable":
                plain_pass = "iso" in self.accept
            elif test == "plausible":
                plain_pass = stamps.first >= max(self.first_year, "1971")
            else:
                plain_pass = test != "not_future" or stamps.last < until
            doubtful = stamps.others if plain_pass else stamps.filled
            if test == "not_future":
                found.update(index for index, value in doubtful if not (type(value) is str and _is_before(value, until)))
            else:
                sound = self.sound
                found.update(index for index, value in doubtful if not (type(value) is str and sound(value)))
        return found

    def _undated(self, columns: Columns) -> set[int]:
        undated = set(range(len(columns)))
        for name in self.params.date_fields:
            stamps = stamps_of(columns, name)
            if not stamps.others and len(stamps.filled) == len(undated):
                return set()
            undated.difference_update(index for index, value in columns.filled(name) if _is_something(value))
        return undated

    def _surely_past(self, columns: Columns) -> str:
        """The day before which a date is not in the future in any zone: two days cover them, and a date that states none."""
        now = columns.context.now
        return (now + min(self._tolerance(), timedelta(days=3650)) - timedelta(days=2)).date().isoformat()

    def _plausible(self, value: str) -> bool:
        return value[4:5] == "-" and value[:4] >= self.first_year and value[:4] != "1970" and value[:4].isdecimal()

    def _parses(self, value: str) -> bool:
        raw = parse_date(value, self.params.order)
        return raw.problem is None and (self.params.test != "parseable" or raw.form in self.accept)

    def _tolerance(self) -> timedelta:
        text = self.params.tolerance
        return timedelta(minutes=int(text[:-1]) * {"m": 1, "h": 60, "d": 1440}[text[-1]])

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        test = self.params.test
        hits: list[Hit] = []
        if test == "relative_without_date" and any(_is_something(get(record.article)) for get in self.dates):
            return hits
        for label, value in record.values(fields):
            if test == "weekday":
                hits.extend(self._weekdays(label, value))
            elif test == "relative_without_date":
                text = record.text(label)
                if text is not None:
                    hits.extend(
                        Hit(label, start, end, values=_EMPTY | {"fields": listed(self.params.date_fields)})
                        for start, end in relative_dates(text)
                    )
            else:
                start, end = trimmed(value)
                if start == end:
                    continue
                raw = parse_date(value, self.params.order)
                found = self._fault(raw, value, record)
                if found is not None:
                    form = _FORM_NAMES.get(raw.form, "no known form")
                    year = raw.value.year if raw.value is not None else ""
                    hits.append(Hit(label, start, end, values=_EMPTY | {"form": form, "reason": found, "year": year}))
        return hits

    def _fault(self, raw: RawDate, value: str, record: Record) -> str | None:
        test = self.params.test
        if test == "parseable":
            # Of days that do not exist `possible` tells, of exchangeable ones `ambiguous`.
            if raw.problem == "impossible" or raw.ambiguous:
                return None
            if raw.problem == "unparseable":
                return "no known form of a date"
            return None if raw.form in self.accept else f"written as {_FORM_NAMES[raw.form]}"
        zeros = raw.problem == "impossible" and not any(char in "123456789" for char in value)
        if test == "possible":
            return "no such day or time" if raw.problem == "impossible" and not zeros else None
        if raw.value is None:
            return "zeros in the place of a date" if zeros and test == "plausible" else None
        if test == "ambiguous":
            return "day and month could be exchanged" if raw.ambiguous else None
        if test == "zoned":
            return None if raw.zoned else "a day without a time zone" if raw.precision != "time" else "a time without a time zone"
        if test == "plausible":
            if raw.value.year < self.params.min_year:
                return f"before {self.params.min_year}"
            return "the start of computers' clocks, not a date" if _is_epoch(raw) else None
        return self._ahead(raw, record)

    def _ahead(self, raw: RawDate, record: Record) -> str | None:
        if raw.ambiguous:
            return None
        moment = raw.moment(record.context.default_tz)
        try:
            limit = record.context.now + self._tolerance()
        except OverflowError:
            return None
        if moment is None or moment <= limit:
            return None
        ahead = moment - record.context.now
        return f"{ahead.days} days ahead" if ahead.days > 1 else f"{int(ahead.total_seconds() // 3600)} hours ahead"

    @staticmethod
    def _weekdays(label: str, value: str) -> Iterator[Hit]:
        for start, end, weekday, day in weekday_dates(value):
            if day.weekday() != weekday:
                values = {"weekday": WEEKDAY_TITLES[weekday], "actual": WEEKDAY_TITLES[day.weekday()], "date": day.isoformat()}
                yield Hit(label, start, end, values=_EMPTY | values)


def _is_something(value: Any) -> bool:
    """Whether a field holds more than nothing or white space."""
    return bool(value) and not (type(value) is str and value[0] in UNSEEN and is_blank(value))


def _is_before(value: str, day: str) -> bool:
    return value[4:5] == "-" and value[:10] < day and value[0] in "12"


def _is_epoch(raw: RawDate) -> bool:
    value = raw.value
    if value is None or value.year != 1970 or value.month != 1 or value.day != 1:
        return False
    return raw.precision == "day" or (raw.precision == "time" and value.hour == value.minute == value.second == 0)


def _zoned(value: str) -> bool:
    # "2022-01-28T20:00:00Z", "2022-01-28T20:00:00+01:00"
    return value[4:5] == "-" and ((value[-1] == "Z" and len(value) >= 20) or (len(value) == 25 and value[19] in "+-"))


def _iso(value: str) -> bool:
    return value[4:5] == "-" == value[7:8] and value[:4].isdecimal()


_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_PARTS = "morning|afternoon|evening|night"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
# Verbs after which American copy puts the bare weekday: "announced Friday that".
_SAID = (
    "said|says|told|announced|confirmed|reported|revealed|warned|agreed|voted|ruled|died|opened|closed|met|began|ended|started|arrived|"
    "launched|released|issued|signed|approved|rejected|resigned|won|lost|beat|arrested|charged|killed|injured|published"
)


# Cases matter: "This Morning" and "USA Today" are titles, "sunday" is no weekday of edited copy.
_PHRASE = (
    rf"\b(?:(?:[Oo]n|[Ll]ast|[Nn]ext|[Tt]his|[Bb]y|[Ss]ince|[Uu]ntil|[Ll]ate|[Ee]arly)(?: (?:late|early))? (?:{_DAYS})"
    rf"(?: (?:{_PARTS}))?|(?:{_DAYS}) (?:{_PARTS})|(?:{_SAID}) (?P<bare>(?:{_DAYS})(?: (?:{_PARTS}))?)"
    r"|[Tt]his (?:week(?:end)?|morning|afternoon|evening|month)|[Ll]ast (?:week(?:end)?|night|month)|[Nn]ext (?:week(?:end)?|month)"
    r"|[Ee]arlier today|[Ll]ater today|[Tt]oday|[Tt]onight|[Tt]omorrow|[Yy]esterday)\b"
)
_SOURCES = {
    "phrase": rf"{_PHRASE}(?![-’'](?!s\b)\w)",
    "weekday": r"[a-z]day$|[a-z]day ",
    # A weekday with its date is no relative one: "on Friday, January 28", "on Friday 28 January", "on Friday (28 January)".
    "dated": rf"\s*[,(]?\s*(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:{_MONTHS})\b\.? \d)",
    "before_day": (
        r"\b(?:Black|Good|Ash|Super|Holy|Cyber|Bloody|Easter|Palm|Giving|Shrove|Maundy|[Ee]very|[Ee]ach|[Aa]ny|[Tt]he|[Aa]|[Oo]ne)\s$"
    ),
    "before_today": (
        r"(?:\b(?:society|world|generation|youth|kids|children|people|women|men|life|readers?|of|still|even|until|to|USA|Russia|India|"
        r"Christianity|Psychology|[Hh]ere|no|like|than|[Tt]he)|[“\"'‘])\s$"
    ),
    # After the phrase, these make it an idiom, or the name of a programme.
    "after": (
        r"['’]s (?:world|society|age|youth|standards|generation|leaders|children|man|news|money)|\s(?:show|programme|program)\b|\.com"
    ),
    # "Today" alone means "nowadays" as often as not: it counts beside a verb of news only.
    "said_today": rf"\b(?:{_SAID})\s$",
    "today_said": rf",?\s(?:{_SAID}|will|at \d)\b",
    # Sentences that use these words speak of an age, not of a day.
    "timeless": (
        r"(?i)\b(?:still|nowadays|these days|modern|decades?|centur(?:y|ies)|ago|generations?|even today|until today|to this day)\b"
    ),
}
_WEAK = frozenset({"today", "tomorrow", "yesterday", "tonight"})


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_SOURCES[name])


@cache
def _phrase() -> Pattern:
    """RE2 that tells where a phrase may stand: Python's engine is ten times as long about it, and looks only there."""
    return Pattern(_PHRASE, ignore_case=False)


def relative_dates(text: Text) -> Iterator[tuple[int, int]]:
    """Spans of the words of ``text`` that say a day by its distance from today, outside quotations.

    English.  ``today`` and its like are passed over where they mean an age (``society today``, ``today's youth``, a sentence with
    ``still`` or ``decades``) or are part of a name (``USA Today``); weekdays where a date stands with them (``on Friday, January 28``).
    """
    value = text.value
    for place in _phrase().finditer(value, text.data):
        found = _pattern("phrase").match(value, place.start)
        if found is None:
            continue
        start, end = found.span("bare") if found["bare"] else found.span()
        words = value[start:end]
        weak = words.lower() in _WEAK
        before = _pattern("before_today" if weak else "before_day")
        if before.search(value, max(0, start - 14), start) or _pattern("after").match(value, end):
            continue
        if words.lower() == "today" and not (
            _pattern("said_today").search(value, max(0, start - 12), start) or _pattern("today_said").match(value, end)
        ):
            continue
        if (weak and _timeless(text, start)) or (_pattern("weekday").search(words) and _pattern("dated").match(value, end)):
            continue
        if not text.in_quotation(start, end):
            yield start, end


def _timeless(text: Text, start: int) -> bool:
    index = text.block_at(start)
    if index is None:
        return False
    block = text.blocks[index]
    for first, last in text.sentences(block.start, block.end):
        if first <= start < last:
            return _pattern("timeless").search(text.value, first, last) is not None
    return False


KIND = Kind(
    "date",
    "record",
    DateParams,
    DateCheck,
    placeholders=_PLACEHOLDERS,
    summary="A raw date that cannot be read or cannot be right, and dates in the text that do not hold.",
)
