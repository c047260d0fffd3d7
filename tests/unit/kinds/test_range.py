"""range, and the values that other kinds look at when they are told to."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("params", "value", "found"),
    [
        ({"min": 1}, 0, True),
        ({"min": 1}, 1, False),
        ({"above": 1}, 1, True),
        ({"max": 9.5}, 9.5, False),
        ({"below": 9.5}, 9.5, True),
        ({"max": 9.5}, "10", True),
        ({"max": 9.5}, " 9 ", False),
        ({"max": 9.5}, True, False),
        ({"max": 9.5}, "many", False),
        ({"max": 9.5}, float("nan"), False),
        ({"max": 9.5}, [1, 2], False),
        ({"min": 1}, None, False),
    ],
)
def test_range(kinds: Any, params: Any, value: Any, found: Any) -> None:
    hits = kinds.hits(kinds.check("range", ["pages"], params), {"pages": value})
    assert [hit.field for hit in hits] == (["pages"] if found else [])


def test_range_reports_the_text_of_a_number(kinds: Any) -> None:
    check = kinds.check("range", ["word_count", "pages"], {"min": 10, "below": 100})
    assert kinds.spans(check, {"word_count": " 7 "}) == ["7"]
    assert kinds.hits(check, {"word_count": " 7 "})[0].values == {"number": "7", "limits": "at least 10 and less than 100"}
    (hit,) = kinds.hits(check, {"pages": 100})
    assert (hit.start, hit.values["number"]) == (None, "100")


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "say `min`, `max`, `above` or `below`"),
        ({"min": 2, "max": 1}, "greater than the upper"),
        ({"min": 1, "above": 1}, "params.above"),
        ({"max": 1, "below": 1}, "params.below"),
    ],
)
def test_range_refuses(kinds: Any, params: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        kinds.check("range", ["pages"], params)


def test_a_blank_value_is_a_value_where_the_rule_says_so(kinds: Any) -> None:
    required = kinds.check("required", ["title"], {"blank": True})
    assert kinds.hits(required, {"title": " "}) == []
    assert [hit.values["reason"] for hit in kinds.hits(required, {})] == ["absent"]

    forbidden = kinds.check("forbidden", ["title", "pages"], {"blank": True})
    assert kinds.spans(forbidden, {"title": " \n"}) == [" \n"]
    assert [(hit.field, hit.start) for hit in kinds.hits(forbidden, {"title": "", "pages": 0})] == [
        ("title", None),
        ("pages", None),
    ]
    assert kinds.hits(forbidden, {"title": None}) == []
    with pytest.raises(ValueError, match=r"params\.blank"):
        kinds.check("forbidden", ["title"], {"blank": True, "values": ["x"]})

    one_of = kinds.check("one_of", ["status"], {"values": ["usable"], "blank": True})
    assert kinds.spans(one_of, {"status": " "}) == [" "]
    assert [(hit.field, hit.start) for hit in kinds.hits(one_of, {"status": ""})] == [("status", None)]


def test_length_in_code_points(kinds: Any) -> None:
    check = kinds.check("length", ["title"], {"unit": "code_points", "min": 3, "max": 5})
    assert kinds.hits(check, {"title": " a "}) == []
    assert kinds.spans(check, {"title": "ab"}) == ["ab"]
    assert kinds.spans(check, {"title": "abcde  "}) == ["  "]
    assert [(hit.field, hit.start, hit.values["count"]) for hit in kinds.hits(check, {"title": ""})] == [("title", None, 0)]
    at_most = kinds.check("length", ["title"], {"unit": "code_points", "max": 5})
    assert kinds.hits(at_most, {"title": ""}) == []
