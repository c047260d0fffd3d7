"""`balance` reports the mark that has no partner, and keeps silent about conventions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

BRACKETS = {"pairs": ["()", "[]"]}
QUOTES = {"quotes": True}


@pytest.mark.parametrize(
    "body",
    [
        "The ferry (the largest) sailed. [It was late.]",
        "a) rope\nb) sail\n1) oar\niv) mast",
        "Take 1) the rope, 2) the oar and a) the sail.",
        "He wrote :) and ;-) and she :( back.",
        "He was happy (really :) and left).",
        "(The aside begins here.\n\nIt ends here.)",
        "((both))",
    ],
)
def test_brackets_that_need_no_partner(kinds: KindRunner, body: str) -> None:
    assert kinds.spans(kinds.check("balance", ["body"], BRACKETS), {"body": body}) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The port shut.\n\n(the ferry firm said", ["(the"]),
        ("The ferry firm said) on Monday", ["said)"]),
        ("One (two ( three) four.", ["(two"]),
        ("One [two.\n\nThree.\n\nFour.\n\nFive.", ["[two"]),
        ("(One.\n\nTwo.\n\nThree.\n\nFour.)", ["(One", "Four.)"]),
    ],
)
def test_brackets_without_a_partner(kinds: KindRunner, body: str, expected: list[str]) -> None:
    assert kinds.spans(kinds.check("balance", ["body"], BRACKETS), {"body": body}) == expected


def test_the_span_holds_the_mark_and_its_word(kinds: KindRunner) -> None:
    check = kinds.check("balance", ["body"], QUOTES)
    (hit,) = kinds.hits(check, {"body": "It broke its “rules”. against us”."})
    assert (hit.field, hit.start, hit.end) == ("body", 30, 33)
    assert hit.values == {"mark": "”", "side": "closing"}
    (hit,) = kinds.hits(check, {"body": "One.\n\nIt was “unfair, she said."})
    assert (hit.start, hit.end, hit.values["side"]) == (13, 20, "opening")


@pytest.mark.parametrize(
    "body",
    [
        "“We will not pay.\n\n“We stay,” she said.",
        "“It runs over\n\nparagraphs,” she said.",
        "Er sagte „Nein“. »Gut«, sagte sie.",
        "« Oui », dit-il. «Non»",
        "「はい」と話した。",
        "the dockers’ strike, 6’2” tall",
        'Straight "marks are left alone.',
    ],
)
def test_conventions_of_quotation(kinds: KindRunner, body: str) -> None:
    assert kinds.hits(kinds.check("balance", ["body"], QUOTES), {"body": body}) == []


def test_straight_marks_on_demand(kinds: KindRunner) -> None:
    check = kinds.check("balance", ["body"], {"quotes": True, "straight": True})
    assert kinds.spans(check, {"body": 'The "mayor said no.'}) == ['"mayor']
    assert kinds.spans(check, {"body": 'The "mayor" said no. It is 27" wide.'}) == []


def test_paragraphs_grammar_pairs_across_wrapped_lines(kinds: KindRunner) -> None:
    check = kinds.check("balance", ["body"], BRACKETS)
    assert kinds.hits(check, {"body": "The ferry (the\nlargest) sailed."}, "paragraphs") == []


def test_other_fields(kinds: KindRunner) -> None:
    check = kinds.check("balance", ["title", "captions"], BRACKETS)
    hits = kinds.hits(check, {"title": "Port (shut", "captions": ["fine", "The quay)"]})
    assert [(hit.field, hit.start) for hit in hits] == [("title", 5), ("captions[1]", 4)]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "params: say"),
        ({"pairs": ["("]}, r"params\.pairs\[0\]: a pair is two"),
        ({"pairs": ["()", "“”"]}, r"params\.pairs\[1\]: quotation marks"),
        ({"pairs": ["()"], "straight": True}, "params.straight"),
    ],
)
def test_params_that_mean_nothing(kinds: KindRunner, params: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        kinds.check("balance", ["body"], params)
