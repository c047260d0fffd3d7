"""The cheap tests: no record in which a rule finds something is passed over, whichever records it comes with."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import newslint
from newslint.kinds.base import Context, Kind, Params, Record
from newslint.kinds.columns import ColumnCheck, Columns
from newslint.kinds.required import RequiredCheck, RequiredParams
from newslint.kinds.stamps import is_plain
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article, Hit, Rule
from newslint.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOW = datetime(2024, 6, 1, 12, tzinfo=timezone.utc)
BODY = "Crews of the ferry walked out on Monday, and the harbour of Marrow fell silent in the morning, said the mayor."
SENTENCES = st.sampled_from(
    [
        BODY,
        f"{BODY}\n\n{BODY}",
        f"{BODY} \n{BODY.replace('and the', 'and  the')}",
        f"Ferry crews walk out\n\n{BODY}",
        f"« Ferry crews walk out »\n{BODY}",
        BODY * 30,
        "Die Fähre und der Hafen sind nicht zu sehen, und den Leuten ist es egal, sagt die Frau.",
        "Паром не вышел в море, и на берегу ждут, что он не придёт.",
        'It’s the crew\'s ferry, it’s the mayor’s port, it’s "so" and “so”',
        "cut in the mid",
        "",
        " ",
        "\n\n",
        "null",
    ]
)
TITLES = st.sampled_from(
    [
        "Ferry crews walk out",
        "ferry crews walk out.",
        "Harbour News",
        "Los ferris no salen",
        "Паром не вышел",
        "['a', 'b']",
        " x ",
        "N/A",
        "",
    ]
)
DATES = st.sampled_from(
    [
        "2024-05-01T10:00:00Z",
        "2024-05-01T10:00:00+01:00",
        "2024-02-30T10:00:00Z",
        "2023-02-29",
        "03/04/2022",
        "1970-01-01T00:00:00Z",
        "2031-01-01T00:00:00Z",
        "0000-00-00",
        "yesterday",
        "Mon, 06 May 2024 10:00:00 GMT",
        "2024-05-01T25:00:00Z",
        "1715000000",
        " ",
        "",
    ]
)
URLS = st.sampled_from(
    [
        "https://harbour.example/2024/05/01/ferry",
        "https://www.harbour.example/",
        "harbour.example",
        "ftp://x",
        "https://a b.example/",
        "",
        "http://localhost/x",
        "https://harbour.example/caf\u00e9",
        "file:///tmp/x",
        "aprotocolwithalongname://harbour.example/x",
    ]
)
NAMES = st.sampled_from(
    ["Ana Ruiz", "Harbour News", "unknown", "N/A", "{'name': 'Ana'}", "\u00a0", "harbour.example", "", "x" * 120]
)
VALUES: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("title", "alt_titles", "subtitle", "summary"), TITLES | SENTENCES),
    **dict.fromkeys(("body", "captions"), SENTENCES),
    **dict.fromkeys(("published_at", "updated_at", "embargoed_until", "expires_at"), DATES),
    **dict.fromkeys(("url", "canonical_url", "source_url"), URLS),
    "language": st.sampled_from(["en", "de", "ru", "en-GB", "xx", "English", ""]),
    "word_count": st.sampled_from(["12", "300", "many", ""]),
}
ARTICLES = st.builds(
    Article,
    **{field: st.none() | VALUES.get(field, NAMES) for field in SCALAR_FIELDS},
    **{field: st.lists(VALUES.get(field, NAMES), max_size=2) for field in LIST_FIELDS},
    body_format=st.sampled_from(["lines", "lines", "lines", "paragraphs", "markdown"]),
    mistyped=st.sampled_from([{}, {}, {"title": 7}, {"authors": "Ana"}]),
    extra=st.sampled_from([{}, {}, {"slug": "x"}, {"word_count": 7}]),
)


@pytest.fixture(scope="module")
def linter() -> newslint.Linter:
    return newslint.Linter(profile="strict", now=NOW)


# To make an article of thirty fields smaller takes minutes, and the rule's id says enough.
@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(articles=st.lists(ARTICLES, min_size=1, max_size=12))
def test_what_a_rule_finds_is_always_suspected(linter: newslint.Linter, articles: list[Article]) -> None:
    plan = linter._plan
    columns = Columns(articles, plan.context)
    for test in plan.quick:
        rule, check = plan.rules[test.number], plan.check(test.number)
        suspected = list(test(columns))
        assert len(set(suspected)) == len(suspected), rule.id
        for index, article in enumerate(articles):
            record = plan.record(article)
            if index not in suspected:
                assert not list(plan.run(record, test.number, None)), (rule.id, article)
            assert check.quick(record) or index not in suspected, (rule.id, article)


@given(
    day=st.dates().map(str) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    time=st.from_regex(r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})", fullmatch=True),
)
def test_a_plain_stamp_has_nothing_that_a_rule_of_dates_could_report(day: str, time: str) -> None:
    if is_plain(day + time):
        raw = parse_date(day + time)
        assert (raw.problem, raw.form, raw.zoned, raw.ambiguous, raw.precision) == (None, "iso", True, False, "time")
        assert raw.value is not None
        assert f"{raw.value:%Y-%m-%d}" == day


def test_plain_stamps_are_told() -> None:
    assert is_plain("2024-02-28T23:59:59Z")
    assert is_plain("2023-12-31T00:00:00-05:30")
    assert not is_plain("2024-02-30T00:00:00Z")
    assert not is_plain("2024-02-28T24:00:00Z")
    assert not is_plain("2024-02-28T23:59:59")


class _Params(Params, frozen=True):
    """None."""


class _Counting(ColumnCheck[_Params]):
    def suspects(self, columns: Columns) -> Iterable[int]:
        return [index for index, title in columns.texts("title") if title.startswith("F")]

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        return ()


class _Choosy(RequiredCheck):
    def quick(self, record: Record) -> bool:
        return record.article.title == "this one"


def _rule() -> Rule:
    return Rule(id="test.rule", title="t", why="w", severity="warning", fields=("title",), kind="x", message="m")


def _columns(*titles: str | None) -> Columns:
    return Columns([Article(title=title) for title in titles], Context(NOW))


def test_a_check_of_columns_answers_for_one_record() -> None:
    check = Kind("x", "record", _Params, _Counting).compile(_rule(), _Params())
    columns = _columns("Ferry", None, "Port", "Fog")
    assert list(check.suspects(columns)) == [0, 3]
    assert [check.quick(record) for record in columns] == [True, False, False, True]


def test_a_derived_check_that_overrides_quick_is_asked_through_it() -> None:
    params: Any = RequiredParams()
    assert list(_Choosy(_rule(), params).suspects(_columns(None, "this one", "other"))) == [1]


def test_columns_give_what_records_hold() -> None:
    articles = [
        Article(title="a", authors=["b", ""], extra={"slug": ["c", 1]}),
        Article(title="", extra={"slug": "é"}),
        Article(),
    ]
    columns = Columns(articles, Context(NOW))
    assert columns.values("title") == ["a", "", None]
    assert columns.filled("title") == [(0, "a")]
    assert columns.texts("authors") == [(0, "b")]
    assert columns.texts("slug") == [(0, "c"), (1, "é")]
    assert columns.foreign("slug") == [(1, "é")]
