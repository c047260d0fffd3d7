"""Folding makes two spellings of the same words one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.length import count_words
from newslint.text.fold import fold, tokens


def test_fold() -> None:
    assert fold("  “Ukraine’s”\u00a0 push\n— STRASSE … ﬁne Ｆｕｌｌ ") == '"ukraine\'s" push - strasse ... fine full'
    assert fold("Straße") == "strasse"
    assert fold("cafe\u0301") == fold("café")
    assert fold("so\u00adft") == "soft"


def test_each_folding_can_be_left_out() -> None:
    value = "“A”  – Ｆ"
    assert fold(value, quotes=False) == "“a” - f"
    assert fold(value, dashes=False) == '"a" – f'
    assert fold(value, case=False) == '"A" - F'
    assert fold(value, space=False) == '"a"  - f'
    assert fold(value, width=False) == '"a" - ｆ'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mayor quits over 1,200 euros, U.S. says", ["mayor", "quits", "over", "1200", "euros", "us", "says"]),
        ("It’s 3.5m, ‘dockers’’ vote—now", ["its", "3.5m", "dockers", "vote", "now"]),
        ("near-duplicate and/or", ["near", "duplicate", "and", "or"]),
        ("first,second.Third...", ["first", "second", "third"]),
        ("$5m (5%)", ["5m", "5"]),
        ("", []),
        ("“—” . ,", []),
        ("日本 News", ["日", "本", "news"]),
        ("हिन्दी समाचार।", ["हिन्दी", "समाचार"]),
        ("ÉTÉ à Paris", ["été", "à", "paris"]),
    ],
)
def test_tokens(value: str, expected: list[str]) -> None:
    assert tokens(value) == expected


@given(st.text(alphabet="abC 1.,-'", max_size=40))
def test_curly_and_straight_apostrophes_give_the_same_tokens(value: str) -> None:
    assert tokens(value) == tokens(value.replace("'", "’"))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_for_tokens(value: str) -> None:
    assert fold(fold(value)) == fold(fold(fold(value)))
    assert all(token == token.strip() != "" for token in tokens(value))


@given(value=st.text(alphabet="aéŁß1½_.,'’-– \u00a0\u0301字"))
def test_words_are_the_same_beside_those_of_other_scripts(value: str) -> None:
    assert tokens(f"{value} 語 \u0e01\u0e33") == [*tokens(value), "語", *tokens("\u0e01\u0e33")]


@given(value=st.text(alphabet="aéŁ.’–… \u00a0\u2028\x1c\n字ก"))
def test_words_of_a_length_are_counted_the_same_beside_those_of_other_scripts(value: str) -> None:
    assert count_words(f"{value} 語") == count_words(value) + 1
