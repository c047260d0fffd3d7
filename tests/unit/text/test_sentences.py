"""Sentences end where a reader would end them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.sentences import split_sentences


def sentences(value: str) -> list[str]:
    return [value[start:end] for start, end in split_sentences(value)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Lt. Gov. Ana Ruiz met Dr. Rao on Jan. 5 in St. Mary.", "They spoke."],
        ["The office in Washington, D.C. shut at 5 p.m. on Monday.", "It reopens at 9 a.m.", "The mayor agreed."],
        ["Kite Corp. and Gull Inc. merged.", "She works for Kite Inc.", "The firm is small."],
        ["J. K. Rao owns the U.S. Navy.", "Plan B.", "The council voted 3-2."],
        ["Prices rose 3.5 per cent.", "That is $1.20 more."],
        ["“How much will it cost our state?” he asks.", "“No.”", "He left."],
        ["“Why now?” Ana Ruiz asked.", "Nobody spoke!", "Nobody."],
        ["“I will not pay.” she said.", "(It was late.)", "“Go!”"],
        ["I had … no choice.", "Wait ...", "Then he left."],
        ["They kept its “rules”.", "against us.", "It saw the forces.", "government and rebels left."],
        ["They were ill.", "Police came.", "He said no.", "Nobody moved.", "It was No. 1 in the list."],
        ["Am 3. Oktober kam er z. B. nach Bonn, bzw. Köln.", "Die 1. Bundesliga ruht.", "Ende."],
        ["M. Roux a parlé.", "« Non. »", "Il est parti."],
        ["We shop e.g. at Kite, i.e. seldom.", "It was Rao vs. Ruiz."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_scripts_without_spaces() -> None:
    assert sentences("「行きます。」と市長は話した。次の文です。終わり") == [
        "「行きます。」と市長は話した。",
        "次の文です。",
        "終わり",
    ]


def test_a_blank_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert sentences("The port\nshut. It\n\nThe ferry") == ["The port\nshut.", "It", "The ferry"]


def test_part_of_a_value() -> None:
    value = "One two. Three four. Five."
    assert split_sentences(value, 4, 14) == [(4, 8), (9, 14)]


@given(st.text(alphabet="aB1 .?!…。”“\n\t)", max_size=60) | st.text(max_size=40))
def test_sentences_cover_what_is_not_white_space(value: str) -> None:
    end = 0
    for start, stop in split_sentences(value):
        assert value[end:start].strip() == ""
        assert value[start:stop] == value[start:stop].strip() != ""
        end = stop
    assert value[end:].strip() == ""
