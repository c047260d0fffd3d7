"""Examples are run as the tests of their rule."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.errors import CheckError
from newslint.kinds.base import Context, Record
from newslint.model import Edit, Finding, Fix
from newslint.rulefile.examples import DEFAULT_NOW, Outcome, apply_edits, parse_now, read_example, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint.kinds.base import Kind
    from newslint.model import Article, Rule
    from newslint.rulefile import RuleSet


@pytest.fixture
def outcomes(
    load: Callable[..., RuleSet], rule: dict[str, Any], kinds: Callable[[str], Kind]
) -> Callable[[list[Any], list[Any]], list[Outcome]]:
    """Outcomes of a rule that looks for TBC, with these good and bad examples."""

    def check(rules: Sequence[Rule], articles: Sequence[Article], now: datetime) -> list[Finding]:
        """What an engine does, without its speed."""
        found: list[Finding] = []
        for one in rules:
            kind = kinds(one.kind)
            compiled = kind.compile(one, msgspec.convert(one.params, kind.params))
            for number, article in enumerate(articles):
                record = Record(article, Context(now))
                for hit in compiled.run(record, one.fields):
                    value = record.value(str(hit.field)) or ""
                    fix = None if one.fix is None else Fix(safe=True, edits=hit.edits or ())
                    excerpt = value[hit.start : hit.end]
                    found.append(
                        Finding(
                            one.id, one.severity, "", "", number, None, hit.field, hit.start, hit.end, excerpt=excerpt, fix=fix
                        )
                    )
        return found

    def make(good: list[Any], bad: list[Any], **changes: Any) -> list[Outcome]:
        written = {**rule, "fields": ["title", "authors", "extra.deck"], **changes, "examples": {"good": good, "bad": bad}}
        (loaded,) = load(json.dumps({"version": 1, "rules": [written]}))
        return list(run(loaded, check))

    return make


def test_outcomes_come_in_order(outcomes: Callable[..., list[Outcome]]) -> None:
    found = outcomes([{"title": "Port reopens"}, {}], [{"title": "TBC"}])
    assert [(one.rule, one.sort, one.index, one.ok, one.message) for one in found] == [
        ("title.placeholder", "good", 0, True, ""),
        ("title.placeholder", "good", 1, True, ""),
        ("title.placeholder", "bad", 0, True, ""),
    ]
    assert [finding.excerpt for finding in found[2].findings] == ["TBC"]


FIX = {"fix": {"op": "kind"}, "params": {"match": ["TBC", "TB[AB]"], "table": {"TBA": "To come"}}}

HELD: list[tuple[Any, dict[str, Any]]] = [
    ({"title": "TBC"}, {}),
    ({"record": {"title": "TBC"}}, {}),
    ({"record": {"title": "TBC"}, "at": "TBC", "count": 1}, {}),
    ({"record": {"title": "TBC TBC"}, "count": 2}, {}),
    ({"record": {"authors": ["A. Adeyemi", "TBC"]}, "at": {"field": "authors", "text": "TBC"}}, {}),
    ({"record": {"authors": ["A. Adeyemi", "TBC"]}, "at": {"field": "authors[1]", "text": "TBC"}}, {}),
    ({"record": {"deck": "TBC"}, "at": {"field": "extra.deck", "text": "TBC"}}, {}),
    ({"record": {"title": "Now TBC: TBA"}, "fixed": {"title": "Now : To come", "body": None}}, FIX),
    ({"record": {"authors": ["A", "TBA"]}, "fixed": {"authors": ["A", "To come"]}}, FIX),
]


@pytest.mark.parametrize(("bad", "changes"), HELD)
def test_bad_example_that_holds(outcomes: Callable[..., list[Outcome]], bad: Any, changes: dict[str, Any]) -> None:
    assert [one.message for one in outcomes([{}], [bad], **changes)] == ["", ""]


BROKEN: list[tuple[Any, dict[str, Any], str]] = [
    ({"title": "Port reopens"}, {}, "the rule does not fire on a bad example"),
    ({"record": {"title": "TBC TBC"}, "count": 1}, {}, "the rule fires 2 times, not 1: 'TBC' in title, 'TBC' in title"),
    ({"record": {"title": "TBC"}, "at": "TB"}, {}, "no finding at 'TB', but at 'TBC' in title"),
    (
        {"record": {"title": "TBC"}, "at": {"field": "authors", "text": "TBC"}},
        {},
        "no finding at 'TBC' in authors, but at 'TBC' in title",
    ),
    ({"record": {"title": "TBC"}, "fixed": {"title": ""}}, {}, "the rule proposes no fix"),
    ({"record": {"title": "Now TBC"}, "fixed": {"title": "Now"}}, FIX, "title is 'Now ' after the fix, not 'Now'"),
]


@pytest.mark.parametrize(("bad", "changes", "message"), BROKEN)
def test_bad_example_that_does_not(
    outcomes: Callable[..., list[Outcome]], bad: Any, changes: dict[str, Any], message: str
) -> None:
    found = outcomes([{}], [bad], **changes)[1]
    assert not found.ok
    assert found.message == message


def test_good_example_that_does_not(outcomes: Callable[..., list[Outcome]]) -> None:
    found = outcomes([{"title": "TBC"}], [{"title": "TBC"}])[0]
    assert not found.ok
    assert found.message == "the rule fires on a good example: 'TBC' in title"


def test_an_error_of_the_engine_fails_the_example(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    (loaded,) = load(json.dumps({"version": 1, "rules": [rule]}))

    def check(rules: object, articles: object, now: object) -> list[Finding]:
        raise CheckError("it crashed")

    assert [(one.ok, one.message) for one in run(loaded, check)] == [(False, "it crashed")] * 2


def test_records_clock_and_format_reach_the_check(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    bad = [{"record": [{"title": "a"}, {"x": 1}], "now": "2026-03-01T10:00:00+02:00", "format": "markdown"}]
    rule |= {"kind": "unique", "params": {}, "examples": {"good": [[{}]], "bad": bad}}
    (loaded,) = load(json.dumps({"version": 1, "rules": [rule]}))
    calls: list[tuple[Sequence[Article], datetime]] = []

    def check(rules: Sequence[Rule], articles: Sequence[Article], now: datetime) -> list[Finding]:
        assert list(rules) == [loaded]
        calls.append((articles, now))
        return []

    outcomes = list(run(loaded, check))
    assert [one.ok for one in outcomes] == [True, False]
    (good, first), (records, second) = calls
    assert len(good) == 1
    assert first == DEFAULT_NOW
    assert [(article.title, article.extra, article.body_format) for article in records] == [
        ("a", {}, "markdown"),
        (None, {"x": 1}, "markdown"),
    ]
    assert second == datetime(2026, 3, 1, 8, tzinfo=timezone.utc)


def test_a_record_may_have_a_field_called_record() -> None:
    assert read_example({"record": {"a": 1}, "title": "x"}).records == ({"record": {"a": 1}, "title": "x"},)
    assert read_example({"record": "B-side"}).records == ({"record": "B-side"},)
    assert read_example({"record": {"a": 1}}).records == ({"a": 1},)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 12, tzinfo=timezone.utc)),
        ("2026-03-01T08:30", datetime(2026, 3, 1, 8, 30, tzinfo=timezone.utc)),
        ("2026-03-01T08:30:00Z", datetime(2026, 3, 1, 8, 30, tzinfo=timezone.utc)),
        ("2026-03-01T08:30:00-05:00", datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=-5)))),
    ],
)
def test_clock(text: str, moment: datetime) -> None:
    assert parse_now(text) == moment


def test_overlapping_edits_are_made_once() -> None:
    assert apply_edits("abcdef", [Edit(4, 5, "E"), Edit(1, 3, "X"), Edit(1, 3, "X"), Edit(2, 4, "Y")]) == "aXdEf"
    assert apply_edits("abc", []) == "abc"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3)), max_size=5))
def test_edits_leave_what_lies_between_alone(value: str, drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    done = 0
    for gap, length, text in drawn:
        start = done + gap
        if start + length <= len(value):
            edits.append(Edit(start, start + length, text))
            done = start + length + 1
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [value[at : edit.start], edit.text]
        at = edit.end
    assert apply_edits(value, edits[::-1]) == "".join(parts) + value[at:]
