"""Where a match is reported, and how severe it is in which place."""

from __future__ import annotations

from typing import Any

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.base import Context, Record
from newslint.kinds.matching import Matcher
from newslint.kinds.pattern import PatternParams
from newslint.model.convert import article_from_mapping

BODY = "One: wall.\nTwo.\n(Three: wall, wall.)\nFour."


def spans(kinds: Any, body: str, **params: Any) -> list[str]:
    found: list[str] = kinds.spans(kinds.check("pattern", ["body"], {"match": "wall", "in": "block", **params}), {"body": body})
    return found


def test_the_unit_is_reported_once(kinds: Any) -> None:
    assert spans(kinds, BODY, span="unit") == ["One: wall.", "(Three: wall, wall.)"]
    assert spans(kinds, BODY) == ["wall", "wall", "wall"]


def test_the_unit_may_be_a_sentence_or_the_field(kinds: Any) -> None:
    body = "A wall stood here. It fell. No wall is left."
    assert spans(kinds, body, span="unit", **{"in": "sentence"}) == ["A wall stood here.", "No wall is left."]
    assert spans(kinds, body, span="unit", **{"in": "field"}) == [body]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("last(2)", ["info", None]),
        ("first(1)", [None, "info"]),
        (["first(1)", "last(2)"], [None, None]),
    ],
)
def test_elsewhere_is_milder(kinds: Any, place: Any, expected: list[str | None]) -> None:
    check = kinds.check("pattern", ["body"], {"match": "(?:One|Three): wall", "in": place, "elsewhere_severity": "info"})
    assert [hit.severity for hit in kinds.hits(check, {"body": BODY})] == expected


def test_without_it_a_match_elsewhere_is_dropped(kinds: Any) -> None:
    assert spans(kinds, BODY, match="(?:One|Three): wall", **{"in": "last(2)"}) == ["Three: wall"]


PATTERNS = [
    "read .{0,20}more",
    "more",
    r".{0,9}\bwall",
    r"(?:read|see) more\b.*",
    "über.+",
    r"\w+ wall",
    "^wall",
    r"more\.?$",
    r"\Asee",
    r"wall\z",
    r"(?:^|\W)[$^]?see",
]
WORDS = st.lists(
    st.sampled_from(["read", "more", "wall", "see", "über", "Öl", "—", "(", ".", "\n", "\n\n", "•", "1."]), max_size=14
).map(" ".join)


@pytest.mark.parametrize("unit", ["block", "sentence", "first(2)", "last(1)", "last(3)"])
@given(WORDS, st.lists(st.sampled_from(PATTERNS), min_size=1, unique=True), st.sampled_from(["whole", "starts", "ends", ""]))
def test_looking_at_likely_blocks_only_loses_nothing(unit: str, body: str, sources: list[str], anchor: str) -> None:
    params = PatternParams(match=sources, in_=unit, **({anchor: True} if anchor else {}))
    text = Record(article_from_mapping({"body": body}), Context(None)).text("body")  # type: ignore[arg-type]
    if text is None:
        return
    quick, slow = Matcher(sources, params), Matcher(sources, params)
    slow.by_block = slow.by_sentence = False
    found = [(index, match.start, match.end, offset) for index, match, offset in quick.find(text)]
    assert found == [(index, match.start, match.end, offset) for index, match, offset in slow.find(text)]
    # What the engine looks for before it asks the check at all.
    assert not found or any(re2.search(source, text.data) for source in quick.candidates() or [])


@given(words=st.lists(st.sampled_from(["wall", "Gate", "moat", "keep", "tower", "é", "\n", ".", "“", "”", "no"]), max_size=8))
def test_many_patterns_find_what_each_finds_alone(kinds: Any, words: list[str]) -> None:
    body = " ".join(words)
    patterns = [r"\bwall\b", "gate", r"^\W*moat", r"keep \w+", r"tower$", "é"]
    together = {(hit.start, hit.end) for hit in kinds.hits(kinds.check("pattern", ["body"], {"match": patterns}), {"body": body})}
    alone = {
        (hit.start, hit.end)
        for pattern in patterns
        for hit in kinds.hits(kinds.check("pattern", ["body"], {"match": pattern}), {"body": body})
    }
    assert together <= alone
    for start, end in alone:
        assert any(first < end and start < last for first, last in together)


@pytest.mark.parametrize("gap", ["\n", "\r\n  \r\n  \r\n    ", "\n\n\t", "\n \u00a0"])
@pytest.mark.parametrize("words", [["Share", "Print", "Menu", "Share"], ["Partagé", "Share"]])
def test_a_label_on_every_indented_line(kinds: Any, gap: str, words: list[str]) -> None:
    check = kinds.check("pattern", ["body"], {"match": "share|print|menu|partagé", "in": "block", "whole": True})
    body = gap.join(["It is late.", *words, "The end."])
    assert kinds.spans(check, {"body": body}) == words


@pytest.mark.parametrize(
    ("unit", "match", "body", "expected"),
    [
        ("sentence", r"tower\.$", "He saw the tower. Then he left.", "tower."),
        ("sentence", "^Then", "He saw the tower. Then he left.", "Then"),
        ("block", "^wall", "It is late.\n   Wall by the sea\nThe end.", "Wall"),
        ("block", "gate$", "The last gate  \nThe end.", "gate"),
    ],
)
def test_anchors_are_those_of_the_unit(kinds: Any, unit: str, match: str, body: str, expected: str) -> None:
    assert kinds.spans(kinds.check("pattern", ["body"], {"match": match, "in": unit}), {"body": body}) == [expected]
