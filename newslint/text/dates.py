"""Reading the raw dates of news records.

Own code over the standard library: python-dateutil and dateparser guess (they complete what is missing from today's date, and take
``03/04/2022`` as they please), where a linter has to say that it cannot know; dateparser also takes a quarter of a second to import.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["iso", "rfc2822", "number", "numeric", "words", "none"]
"""How a date is written: ISO 8601; RFC 2822 (feeds, mail); seconds or milliseconds since 1970; ``28.01.2022``; month names."""

Precision = Literal["year", "month", "day", "time"]
"""The finest part that a date states."""

Problem = Literal["unparseable", "impossible"]
"""No known form; a known form of a day or time that does not exist (30 February, 25:70)."""

Order = Literal["dmy", "mdy"]
"""Whether the day or the month comes first in ``03/04/2022``."""


class RawDate(msgspec.Struct, frozen=True, gc=False):
    """What a raw date says.

    Attributes:
        value: The date and time, with a zone when it states one; None when there is a problem.
        precision: The finest part it states.
        form: How it is written.
        ambiguous: Day and month could be exchanged; ``value`` then takes the month first where no order is given.
        problem: Why there is no value.
    """

    value: datetime | None
    precision: Precision = "time"
    form: Form = "iso"
    ambiguous: bool = False
    problem: Problem | None = None

    @property
    def zoned(self) -> bool:
        """Whether it states its offset from UTC."""
        return self.value is not None and self.value.tzinfo is not None

    def moment(self, default_tz: int = 0) -> datetime | None:
        """The value with a zone: its own, else ``default_tz`` minutes from UTC."""
        value = self.value
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=timezone(timedelta(minutes=default_tz)))


_UNPARSEABLE = RawDate(None, form="none", problem="unparseable")


@lru_cache(maxsize=1024)  # several rules look at one date
def parse_date(value: str, order: Order | None = None) -> RawDate:
    """Read a raw date.

    Known forms: ISO 8601 (extended and basic, with a space for the T, fractions of a second, ``Z`` or ``+01:00`` or ``+0100``,
    day, month or year only), RFC 2822, ``YYYY/MM/DD``, ``DD.MM.YYYY``, ``DD/MM/YYYY`` and ``MM/DD/YYYY``, month names of English,
    German, French, Spanish, Italian, Portuguese and Dutch, and seconds or milliseconds since 1970.  Two-digit years turn at 69,
    as in POSIX.

    Args:
        value: The text of the field; outer white space does not count.
        order: What comes first in dates such as ``03/04/2022``; without it they are ambiguous.
    """
    text = value.strip()
    size = len(text)
    # The forms of nearly every record, for which Python's own parser (that of 3.10) is exact and five times faster.
    try:
        if size >= 19 and text[4] == "-" == text[7] and text[13] == ":" == text[16] and text[10] in "T " and text[11:13] != "24":
            if size == 20 and text[19] == "Z":
                return RawDate(datetime.fromisoformat(text[:19]).replace(tzinfo=timezone.utc))
            if size == 19 or (size == 25 and text[19] in "+-"):
                return RawDate(datetime.fromisoformat(text))
        elif size == 10 and text[4] == "-" == text[7]:
            return RawDate(datetime.fromisoformat(text), "day")
    except ValueError:
        pass  # the general forms tell what does not exist from what cannot be read
    if size > 80:
        return _UNPARSEABLE
    return _parse_general(text, order)


def _parse_general(text: str, order: Order | None) -> RawDate:
    if not any(map(str.isdecimal, text)):
        return _UNPARSEABLE
    has_letters = any(map(str.isalpha, text))
    for form, source in _forms():
        # To compile the names of all months takes as long as to check a hundred articles.
        if form == "words" and not has_letters:
            continue
        found = _form(source).fullmatch(text)
        if found is not None:
            return _number(text) if form == "number" else _build(form, found.groupdict(), order)
    return _UNPARSEABLE


def _build(form: Form, parts: dict[str, str | None], order: Order | None) -> RawDate:
    ambiguous = False
    year_text = parts["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if year >= 69 else 2000
    precision: Precision = (
        "time" if parts.get("hour") else "day" if parts.get("day") else "month" if parts.get("month") else "year"
    )
    month_text = parts.get("month") or "1"
    if form == "numeric" and parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second_part"] or 0)
        day_first = first > 12 or (second <= 12 and (parts["separator"] == "." or order == "dmy"))
        ambiguous = first <= 12 and second <= 12 and first != second and parts["separator"] != "." and order is None
        day, month = (first, second) if day_first else (second, first)
        if precision == "year":
            precision = "day"
    else:
        day = int(parts.get("day") or 1)
        number = int(month_text) if month_text.isdecimal() else MONTHS.get(month_text.lower().rstrip("."))
        if number is None:
            return _UNPARSEABLE
        month = number
    if form == "words" and parts.get("rfc") is not None and parts.get("hour") and len(month_text) == 3:
        form = "rfc2822"
    try:
        value = datetime(year, month, day, *_time(parts), tzinfo=_zone(parts.get("zone")))
        if parts.get("hour") == "24":
            value += timedelta(days=1)
    except (ValueError, OverflowError):
        return RawDate(None, precision, form, ambiguous, "impossible")
    return RawDate(value, precision, form, ambiguous)


def _time(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    if not parts.get("hour"):
        return 0, 0, 0, 0
    hour = int(parts["hour"] or 0)
    minute = int(parts.get("minute") or 0)
    second = int(parts.get("second") or 0)
    half = (parts.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("hours of a half day go from 1 to 12")
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0 and second == 0:
        hour = 0  # the end of a day, as ISO 8601 has it: the day after is added above
    if second == 60:
        second = 59  # a leap second
    fraction = (parts.get("fraction") or "0")[:6]
    return hour, minute, second, int(fraction.ljust(6, "0"))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    name = text.upper()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    if name[0] not in "+-\u2212":
        return None  # a name of a zone that is used for several offsets
    digits = name[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59:
        raise ValueError("an offset has no more than 59 minutes")
    return timezone(timedelta(minutes=minutes if name[0] == "+" else -minutes))


def _number(text: str) -> RawDate:
    seconds = float(text)
    if len(text.partition(".")[0]) >= 15:
        seconds /= 1e6
    elif len(text.partition(".")[0]) >= 12:
        seconds /= 1e3
    try:
        value = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)
    except OverflowError:
        return RawDate(None, form="number", problem="impossible")
    return RawDate(value, form="number")


# RFC 2822 section 4.3, and abbreviations that news uses for one offset only.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "SGT": 480, "HKT": 480, "AEST": 600, "AEDT": 660, "NZST": 720,
    "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip

_MONTH_NAMES: tuple[str, ...] = (
    "january jan januar januari janvier janv enero ene gennaio gen janeiro jänner",
    "february feb februar februari février févr fevrier febrero febbraio fevereiro fev",
    "march mar märz mrz maart mrt mars marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug augustus août aout agosto ago",
    "september sept sep septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTHS: dict[str, int] = {name: index for index, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""Month names and abbreviations in lower case, without a full stop: 1 to 12."""

_WEEKDAY_NAMES: tuple[str, ...] = (
    "monday montag lundi lunes lunedì segunda maandag",
    "tuesday dienstag mardi martes martedì terça dinsdag",
    "wednesday mittwoch mercredi miércoles mercoledì quarta woensdag",
    "thursday donnerstag jeudi jueves giovedì quinta donderdag",
    "friday freitag vendredi viernes venerdì sexta vrijdag",
    "saturday samstag sonnabend samedi sábado sabato zaterdag",
    "sunday sonntag dimanche domingo domenica zondag",
)
_WEEKDAY_SHORT: tuple[str, ...] = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
WEEKDAYS: dict[str, int] = {
    name: index for table in (_WEEKDAY_NAMES, _WEEKDAY_SHORT) for index, names in enumerate(table) for name in names.split()
}
"""Weekday names (English also abbreviated) in lower case: 0 for Monday to 6 for Sunday."""

WEEKDAY_TITLES: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Names of the weekdays, Monday first."""


def _alternation(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _forms() -> tuple[tuple[Form, str], ...]:
    zone = r"(?P<zone>[+\-\u2212]\d\d(?::?\d\d)?|[A-Z]{1,5})"
    after = rf"(?:\s*{zone})?(?:\s*[(\[][\w/+\- ]+[)\]])?"
    clock = (
        r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)"
        r"(?:\s*(?P<half>[ap]\.?m\.?))?"
    )
    time = rf"(?:(?:\s+|,\s*|T\s*|\s+(?:at|um|à|a las|alle|às|om)\s+|\s*[-|]\s*){clock}(?:\s*(?:Uhr|uur|h))?{after})?"
    months = _alternation(MONTHS)
    weekdays = _alternation(WEEKDAYS)
    weekday = rf"(?:(?:{weekdays})(?:-feira)?\.?,?\s+)?"
    ordinal = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    return (
        ("iso", rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[Zz]|[+-]\d\d:\d\d|(?:T\s*|\s+){clock}{after})?"),
        ("iso", rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{zone}?)?"),
        ("iso", r"(?P<year>\d{4})(?:-(?P<month>\d\d))?"),
        ("number", r"-?\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}"),
        ("numeric", rf"(?P<year>\d{{4}})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}}){time}"),
        ("numeric", rf"(?P<first>\d{{1,2}})(?P<separator>[/.\-])(?P<second_part>\d{{1,2}})(?P=separator)(?P<year>\d{{4}}|\d\d){time}"),
        ("words", rf"{weekday}(?:the\s+)?(?P<rfc>)(?P<day>\d{{1,2}}){ordinal}[\s\-]+(?:of\s+|de\s+|di\s+)?(?P<month>{months})\.?,?[\s\-]+(?:de\s+|del\s+)?(?P<year>\d{{4}}|\d\d){time}"),
        ("words", rf"{weekday}(?P<month>{months})\.?\s+(?P<day>\d{{1,2}}){ordinal},?\s+(?P<year>\d{{4}}){time}"),
        ("words", rf"(?:{weekdays})\s+(?P<month>{months})\s+(?P<day>\d{{1,2}})\s+{clock}(?:\s+{zone})?\s+(?P<year>\d{{4}})"),
        ("words", rf"(?P<month>{months})\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})"),
    )  # fmt: skip


@cache
def _form(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


# Greece was the last country of Europe to leave the Julian calendar, in 1923.
_FIRST_YEAR = 1924
_WEEKDAY_DATE = (
    rf"\b(?P<weekday>{_alternation(WEEKDAYS)})(?:-feira)?\.?,?\s+(?:(?:the|de[mnr]|le|el|il|op)\s+)?"
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:of\s+|de\s+|di\s+)?"
    rf"(?P<month>{_alternation(MONTHS)})\b\.?,?\s+(?:de\s+|del\s+)?(?P<year>[0-9]{{4}})"
    rf"|(?P<month2>{_alternation(MONTHS)})\b\.?\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[0-9]{{4}})"
    r"|(?P<day3>[0-9]{1,2})\.(?P<month3>[0-9]{1,2})\.(?P<year3>[0-9]{4}))"
)
_GAP = r"[\t-\r\x{1C}-\x{20}\x{80}-\x{10FFFF}]+"
WEEKDAY_CANDIDATE = (
    rf"(?i)(?:{_alternation(WEEKDAYS)})(?:-feira)?\.?,?{_GAP}(?:(?:the|de[mnr]|le|el|il|op){_GAP})?"
    rf"(?:(?:[0-9]{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?{_GAP}(?:(?:of|de|di){_GAP})?)?(?:{_alternation(MONTHS)})\.?,?{_GAP}(?:del?{_GAP})?"
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?,?{_GAP})?[0-9]{{4}}|[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{4}})"
)
"""RE2 source that matches wherever :func:`weekday_dates` finds something."""


@cache
def _weekday_date() -> Pattern:
    return Pattern(_WEEKDAY_DATE)


def weekday_dates(value: str) -> Iterator[tuple[int, int, int, date]]:
    """``(start, end, weekday, date)`` of every full date of ``value`` that names its weekday, in code points; Monday is 0.

    Dates that do not exist, and those before 1924, when calendars still differed, are passed over.
    """
    for found in _weekday_date().finditer(value):
        parts = found.groups
        name = parts["weekday"].lower()
        # The Sun is a newspaper.
        if name == "sun" and value[max(0, found.start - 4) : found.start].lower() == "the ":
            continue
        if value[found.end : found.end + 1].isdigit():
            continue
        suffix = "" if "year" in parts else "2" if "year2" in parts else "3"
        month_text = parts[f"month{suffix}"]
        month = int(month_text) if month_text.isdecimal() else MONTHS[month_text.lower()]
        try:
            day = date(int(parts[f"year{suffix}"]), month, int(parts[f"day{suffix}"]))
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            yield found.start, found.end, WEEKDAYS[name], day
