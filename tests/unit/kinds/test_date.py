# ruff: noqa: DTZ001  # dates without a zone are what is tested
from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.dates import MONTHS, WEEKDAY_CANDIDATE, WEEKDAYS, _form, _forms, parse_date, weekday_dates

UTC = timezone.utc
CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("raw", "value", "precision", "form"),
    [
        ("2022-01-28T20:00:00Z", datetime(2022, 1, 28, 20, tzinfo=UTC), "time", "iso"),
        (" 2022-01-28 20:00:00+0100 ", datetime(2022, 1, 28, 20, tzinfo=CET), "time", "iso"),
        ("2022-01-28T20:00:00+01:00", datetime(2022, 1, 28, 20, tzinfo=CET), "time", "iso"),
        ("2022-01-28T20:00:00.1234567Z", datetime(2022, 1, 28, 20, 0, 0, 123456, tzinfo=UTC), "time", "iso"),
        ("2022-01-28T20:00", datetime(2022, 1, 28, 20), "time", "iso"),
        ("2022-01-28", datetime(2022, 1, 28), "day", "iso"),
        ("2022-01-28+01:00", datetime(2022, 1, 28), "day", "iso"),
        ("20220128T200000+0100", datetime(2022, 1, 28, 20, tzinfo=CET), "time", "iso"),
        ("20220128", datetime(2022, 1, 28), "day", "iso"),
        ("2022-01", datetime(2022, 1, 1), "month", "iso"),
        ("2022", datetime(2022, 1, 1), "year", "iso"),
        ("2022-01-28T24:00:00Z", datetime(2022, 1, 29, tzinfo=UTC), "time", "iso"),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), "time", "iso"),
        ("2022-01-28T20:00:00+01:00[Europe/Berlin]", datetime(2022, 1, 28, 20, tzinfo=CET), "time", "iso"),
        ("Fri, 28 Jan 2022 20:00:00 GMT", datetime(2022, 1, 28, 20, tzinfo=UTC), "time", "rfc2822"),
        ("28 Jan 22 20:00 +0100", datetime(2022, 1, 28, 20, tzinfo=CET), "time", "rfc2822"),
        ("1643400000", datetime(2022, 1, 28, 20, tzinfo=UTC), "time", "number"),
        ("1643400000000", datetime(2022, 1, 28, 20, tzinfo=UTC), "time", "number"),
        ("28.01.2022 20:00", datetime(2022, 1, 28, 20), "time", "numeric"),
        ("23/04/2022", datetime(2022, 4, 23), "day", "numeric"),
        ("04/23/2022", datetime(2022, 4, 23), "day", "numeric"),
        ("2022/01/28 20:00", datetime(2022, 1, 28, 20), "time", "numeric"),
        ("January 28, 2022 8:05 p.m. EST", datetime(2022, 1, 28, 20, 5, tzinfo=timezone(timedelta(hours=-5))), "time", "words"),
        ("Freitag, 28. Januar 2022, 20:00 Uhr", datetime(2022, 1, 28, 20), "time", "words"),
        ("28 de enero de 2022", datetime(2022, 1, 28), "day", "words"),
        ("sexta-feira, 28 de janeiro de 2022", datetime(2022, 1, 28), "day", "words"),
        ("1er janvier 2022", datetime(2022, 1, 1), "day", "words"),
        ("venerdì 28 gennaio 2022", datetime(2022, 1, 28), "day", "words"),
        ("vrijdag 28 januari 2022", datetime(2022, 1, 28), "day", "words"),
        ("Fri Jan 28 20:00:00 UTC 2022", datetime(2022, 1, 28, 20, tzinfo=UTC), "time", "words"),
    ],
)
def test_forms(raw: Any, value: Any, precision: Any, form: Any) -> None:
    found = parse_date(raw)
    assert (found.value, found.precision, found.form, found.problem) == (value, precision, form, None)
    assert found.zoned is (value.tzinfo is not None)


@pytest.mark.parametrize(
    "raw", ["2023-02-29", "2023-05-01 25:70", "0000-00-00", "31.04.2022", "2022-13-01T00:00:00Z", "January 32, 2022"]
)
def test_what_does_not_exist_is_impossible(raw: Any) -> None:
    assert parse_date(raw).problem == "impossible"


@pytest.mark.parametrize(
    "raw", ["", "soon", "2022-W04-5", "yesterday", "3 hours ago", "28/2022", "x" * 5000, "2022-01-28T20:00:00Zoo!"]
)
def test_what_is_no_date_is_unparseable(raw: Any) -> None:
    assert parse_date(raw).problem == "unparseable"


def test_ambiguity_and_order() -> None:
    assert parse_date("03/04/2022").ambiguous
    assert not parse_date("03/03/2022").ambiguous
    assert not parse_date("03.04.2022").ambiguous
    dmy, mdy = parse_date("03/04/2022", "dmy"), parse_date("03/04/2022", "mdy")
    assert (dmy.value, dmy.ambiguous) == (datetime(2022, 4, 3), False)
    assert (mdy.value, mdy.ambiguous) == (datetime(2022, 3, 4), False)


@given(
    st.datetimes(
        min_value=datetime(1000, 1, 1), timezones=st.sampled_from([None, UTC, CET, timezone(timedelta(hours=-5, minutes=-30))])
    )
)
def test_iso_survives_a_round_trip(value: Any) -> None:
    assert parse_date(value.isoformat()).value == value
    assert parse_date(value.isoformat(" ")).value == value


@given(st.text(alphabet="0123456789-:/.TZ +aJn ", max_size=30))
def test_any_text_is_read_or_refused(raw: Any) -> None:
    found = parse_date(raw)
    assert (found.value is None) is (found.problem is not None)


@pytest.mark.parametrize(
    ("test", "raw", "params", "fault"),
    [
        ("parseable", "28.01.2022 20:00", {}, True),
        ("parseable", "28.01.2022 20:00", {"order": "dmy"}, False),
        ("parseable", "soon", {}, True),
        ("parseable", "2022-01-28T20:00", {}, False),
        ("parseable", "Fri, 28 Jan 2022 20:00:00 GMT", {}, False),
        ("parseable", "1643400000", {}, True),
        ("parseable", "January 28, 2022", {"accept": ["iso", "words"]}, False),
        ("parseable", "2023-02-29", {}, False),
        ("ambiguous", "03/04/2022", {}, True),
        ("ambiguous", "03/04/2022", {"order": "mdy"}, False),
        ("ambiguous", "2022-04-03", {}, False),
        ("ambiguous", "23/04/2022", {}, False),
        ("zoned", "2022-01-28T20:00", {}, True),
        ("zoned", "2022-01-28T20:00+01:00", {}, False),
        ("zoned", "2022-01-28T20:00:00Z", {}, False),
        ("zoned", "2022-01-28", {}, True),
        ("zoned", "soon", {}, False),
        ("possible", "2023-02-29", {}, True),
        ("possible", "2024-02-29", {}, False),
        ("possible", "0000-00-00", {}, False),
        ("possible", "31.11.2022", {}, True),
        ("plausible", "0000-00-00 00:00:00", {}, True),
        ("plausible", "2023-02-29", {}, False),
        ("parseable", "31.11.2022", {}, False),
        ("parseable", "03/04/2022", {}, False),
        ("not_future", "2024-06-05", {}, True),
        ("not_future", "2024-06-01T14:00:00Z", {}, False),
        ("not_future", "2024-06-01T14:00:00Z", {"tolerance": "90m"}, True),
        ("not_future", "2024-06-02T11:00:00Z", {}, False),
        ("not_future", "2023-12-31", {}, False),
        ("not_future", "Wed, 05 Jun 2024 12:00:00 GMT", {}, True),
        ("plausible", "1970-01-01", {}, True),
        ("plausible", "1970-01-01T00:00:00Z", {"min_year": 1900}, True),
        ("plausible", "1970-01-01T09:30:00Z", {"min_year": 1900}, False),
        ("plausible", "1969-07-21", {}, True),
        ("plausible", "1969-07-21", {"min_year": 1900}, False),
        ("plausible", "0001-01-01", {}, True),
        ("plausible", "2024-05-03", {}, False),
    ],
)
def test_tests_of_fields(kinds: Any, test: Any, raw: Any, params: Any, fault: Any) -> None:
    check = kinds.check("date", ["published_at"], {"test": test, **params})
    assert kinds.spans(check, {"published_at": f" {raw} "}) == ([raw] if fault else [])
    assert kinds.hits(check, {}) == []


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("It opened on Friday, January 27, 2022.", ["Friday, January 27, 2022"]),
        ("It opened on Friday, January 28, 2022.", []),
        ("It opened on Thursday, 28th of January 2022.", ["Thursday, 28th of January 2022"]),
        ("Am Donnerstag, dem 28. Januar 2022, öffnete es.", ["Donnerstag, dem 28. Januar 2022"]),
        ("Am Freitag, 28.01.2022, öffnete es.", []),
        ("Am Montag, 28.01.2022, öffnete es.", ["Montag, 28.01.2022"]),
        ("Le jeudi 28 janvier 2022, il a rouvert.", ["jeudi 28 janvier 2022"]),
        ("El lunes, 28 de enero de 2022, abrió.", ["lunes, 28 de enero de 2022"]),
        ("Na segunda-feira, 28 de janeiro de 2022, abriu.", ["segunda-feira, 28 de janeiro de 2022"]),
        ("Lunedì 28 gennaio 2022 ha riaperto.", ["Lunedì 28 gennaio 2022"]),
        ("Op maandag 28 januari 2022 ging het open.", ["maandag 28 januari 2022"]),
        ("as the Sun, 27 January 2022, reported", []),
        ("arrested on Monday, October 13, 1307", []),
        ("Monday, February 30, 2022", []),
        ("Monday 28 and 29 January 2022", []),
    ],
)
def test_weekdays(kinds: Any, text: Any, excerpts: Any) -> None:
    assert kinds.spans(kinds.check("date", ["body"], {"test": "weekday"}), {"body": text}) == excerpts


def test_weekday_message(kinds: Any) -> None:
    hit = kinds.hits(kinds.check("date", ["body"], {"test": "weekday"}), {"body": "Friday, January 27, 2022"})[0]
    assert (hit.values["weekday"], hit.values["actual"], hit.values["date"]) == ("Friday", "Thursday", "2022-01-27")


@given(st.dates(min_value=datetime(1924, 1, 1).date()))
def test_every_weekday_of_the_calendar_is_right(day: Any) -> None:
    text = f"{day:%A}, {day:%B} {day.day}, {day.year:04d}"
    assert [(weekday, found) for _, _, weekday, found in weekday_dates(text)] == [(day.weekday(), day)]


GAPS = st.sampled_from([" ", "  ", "\n", "\u00a0", "", ", "])


@given(
    weekday=st.sampled_from(sorted(WEEKDAYS)).flatmap(lambda name: st.sampled_from([name, name.title(), name.upper()])),
    month=st.sampled_from(sorted(MONTHS)).flatmap(lambda name: st.sampled_from([name, name.title(), name.upper()])),
    day=st.tuples(st.integers(0, 32).map(str), st.sampled_from(["", "th", ".", "º"])).map("".join),
    year=st.sampled_from(["1930", "2022", "2024", "1307", "202", "20222"]),
    gaps=st.lists(GAPS, min_size=4, max_size=4),
    marks=st.lists(st.sampled_from(["", "", ".", ",", " de", " the", "-feira,"]), min_size=3, max_size=3),
    before=st.sampled_from(["", "On ", "the ", "é", "x"]),
)
def test_the_candidate_of_weekdays_loses_none(
    weekday: str, month: str, day: str, year: str, gaps: list[str], marks: list[str], before: str
) -> None:
    first, second, third, fourth = gaps
    for text in (
        f"{before}{weekday}{marks[0]}{first}{day}{second}{marks[1].strip()}{third}{month}{marks[2]}{fourth}{year}",
        f"{before}{weekday}{marks[0]}{first}{month}{marks[1]}{second}{day}{marks[2]}{third}{year}",
        f"{before}{weekday}{marks[0]}{first}28.01.{year}",
    ):
        if list(weekday_dates(text)):
            assert re2.search(WEEKDAY_CANDIDATE, text.encode()), text


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("He spoke to dockers on Friday, and left.", ["on Friday"]),
        ("This weekend, the mayor will speak.", ["This weekend"]),
        ("Answers came this week from the port.", ["this week"]),
        ("The line announced Friday evening it had sailed.", ["Friday evening"]),
        ("The line announced Friday that it had sailed.", ["Friday"]),
        ("The court ruled today that it may sail.", ["today"]),
        ("Two ships collided late Thursday night.", ["late Thursday night"]),
        ("The ferry sank last night.", ["last night"]),
        ("He said: “There will be a strike tomorrow. We know it.”", []),
        ("Updates on politics, society today, mainstream news 24/7", []),
        ("In today's world ferries matter.", []),
        ("USA Today first had the story.", []),
        ("It is still in use today, the museum said.", []),
        ("Shops prepare for Black Friday and Good Friday.", []),
        ("The club trains on Fridays.", []),
        ("It opened on Friday, January 28, 2022.", []),
        ("It opened on Friday 28 January.", []),
        ("She presents This Morning on television.", []),
        ("the children of tomorrow", []),
    ],
)
def test_relative_dates_without_a_date(kinds: Any, text: Any, excerpts: Any) -> None:
    check = kinds.check("date", ["body"], {"test": "relative_without_date"})
    assert kinds.spans(check, {"body": text}) == excerpts
    assert kinds.hits(check, {"body": text, "published_at": "2024-05-03"}) == []
    assert kinds.spans(check, {"body": text, "published_at": " "}) == excerpts


@given(st.text(alphabet="0123456789٣./-:+T ,ZmayMAY", max_size=24))
def test_forms_that_are_left_out_match_nothing(text: str) -> None:
    for form, source in _forms():
        if not any(map(str.isdecimal, text)) or (form == "words" and not any(map(str.isalpha, text))):
            assert _form(source).fullmatch(text) is None
