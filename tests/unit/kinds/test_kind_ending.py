from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

FIRST = "The president of the council met the dockworkers.\n"


@pytest.mark.parametrize(
    ("last", "word"),
    [
        ("The mayor would not say what it had cost her", "her"),
        ("The mayor would not say what the dockwor", "dockwor"),
        ("Der Bürgermeister sagte nicht, was es für den Hafen kostete  \n", "kostete"),
        ("She would not say whether she was well-off", "well-off"),
    ],
)
def test_a_last_word_without_a_mark_is_reported(kinds: KindRunner, last: str, word: str) -> None:
    check = kinds.check("ending", ["body"], {"min_words": 6})
    assert kinds.spans(check, {"body": FIRST + last}) == [word]


@pytest.mark.parametrize(
    "last",
    [
        "The mayor would not say what it had cost her.",
        "The mayor said what it cost: “too much”",
        "The mayor would not say what she earns in the EU",
        "Reporting by Mina Sato and",
        "- a list of what the council has said about this so far",
        "市長は費用がいくらかかったかを言わなかった しかし それ は 高い",
    ],
)
def test_other_endings_are_left_alone(kinds: KindRunner, last: str) -> None:
    assert not kinds.hits(kinds.check("ending", ["body"], {"min_words": 6}), {"body": FIRST + last})


def test_a_record_without_text_has_no_ending(kinds: KindRunner) -> None:
    check = kinds.check("ending", ["body", "captions"])
    assert not kinds.hits(check, {"title": "Port"})
    assert not kinds.hits(check, {"body": "  \n ", "captions": []})


def test_exceptions_look_at_the_last_block(kinds: KindRunner) -> None:
    check = kinds.check("ending", ["body"], {"min_words": 3, "except": r"https?://\S+\z"})
    assert not kinds.hits(check, {"body": "See all of it at https://kite.example/port"})
    assert kinds.hits(check, {"body": "See https://kite.example/port\nand all of it"})


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("The mayor would not say what the dockwor", True),
        ("The mayor would not tell it to the presid", True),
        ("The mayor would not speak of any council", False),  # stands in the text as a word
        ("The mayor would not speak of a dockworker", False),  # the plural is no longer word
        ("The mayor would not speak of harbours at all", False),  # begins no other word
        ("The mayor would not speak to the doc", False),  # too short to be sure
    ],
)
def test_a_fragment_begins_another_word_of_the_text(kinds: KindRunner, last: str, found: bool) -> None:
    check = kinds.check("ending", ["body"], {"min_words": 5, "fragment": True})
    assert bool(kinds.hits(check, {"body": FIRST + last})) is found


def test_a_bad_exception_is_refused(kinds: KindRunner) -> None:
    with pytest.raises(ValueError, match=r"params\.except\[0\]"):
        kinds.check("ending", ["body"], {"except": "("})
