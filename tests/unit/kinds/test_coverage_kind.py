"""`coverage` tells a title that belongs to another body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.fold import fold, tokens

if TYPE_CHECKING:
    from conftest import KindRunner

BODY = (
    "The ferry firm said on Monday that it would close the harbour for 12 days after the storm broke two cranes worth 1,200 euros. "
    "“It was the worst week we ever had,” said Ana Ruiz, the mayor, who spoke to dockers on the quay in front of 300 people."
)


def run(kinds: KindRunner, title: str, **params: Any) -> list[str]:
    return kinds.spans(kinds.check("coverage", ["title"], params), {"title": title, "body": BODY})


@pytest.mark.parametrize(
    ("title", "fires"),
    [
        ("Harbour closed as storm breaks cranes", False),
        ("Chip shop wins national cooking prize", True),
        ("Chip shop wins prize", True),
        ("Chip shop wins", False),
        ("Potato prices climb as harbours stormed", False),
        ("Картофель дорожает после засухи весной", True),
        ("", False),
    ],
)
def test_words(kinds: KindRunner, title: str, *, fires: bool) -> None:
    assert run(kinds, title) == ([title] if fires else [])


def test_words_and_their_limits(kinds: KindRunner) -> None:
    title = "Chip shop harbour wins national cooking prize"
    assert run(kinds, title) == [title]
    assert run(kinds, title, threshold=0.1) == []
    assert run(kinds, title, min_tokens=9) == []
    assert run(kinds, "Ferries wins prize chip", stem=7) == ["Ferries wins prize chip"]
    assert run(kinds, "Ferries wins prize chip", stem=4) == []
    check = kinds.check("coverage", ["title"], {})
    assert kinds.hits(check, {"title": title, "body": "A stub."}) == []
    assert kinds.hits(check, {"title": title}) == []
    (hit,) = kinds.hits(check, {"title": title, "body": BODY})
    assert hit.values == {"coverage": 0.14, "missing": "chip, shop, wins, national, cooking, prize", "count": 6}


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("Harbour shut for 12 days", []),
        ("Cranes worth 1200 euros broken before 300 people", []),
        ("Harbour shut for 14 days", ["14"]),
        ("Harbour shut for 3 days", []),
        ("2,500 dockers and 1,200 euros", ["2,500"]),
    ],
)
def test_numbers(kinds: KindRunner, title: str, missing: list[str]) -> None:
    assert run(kinds, title, what="numbers") == missing


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("Harbour has 'worst week we ever had'", []),
        ("Harbour has ‘best week we ever had’", ["‘best week we ever had’"]),
        ("The “terrible storm”", []),
        ("Dockers' pay and 'the worst week'", []),
    ],
)
def test_quotes(kinds: KindRunner, title: str, missing: list[str]) -> None:
    assert run(kinds, title, what="quotes") == missing


def test_other_fields(kinds: KindRunner) -> None:
    check = kinds.check("coverage", ["title"], {"against": ["summary", "body"]})
    record = {"title": "Chip shop wins national prize", "body": BODY, "summary": "The chip shop won a prize."}
    assert kinds.hits(check, record) == []


_PARTS = [
    "we shall",
    "We Shall",
    "shall close",
    "close",
    "the",
    "1,200",
    "1200",
    "40",
    "4.5",
    "U.S.",
    "é",
    "ünder",
    "\u200b",
    "\u0301",
    "\ufb01",
]
_SIGNS = [
    " ",
    "\n",
    ".",
    ",",
    "'",
    "’",
    "‘",
    '"',
    "“",
    "”",
    "-",
    "–",
    ":",
    "!",
    "(",
    ")",
    "…",
    "/",
    "\u00a0",
    "*",
    "«",
    "»",
    "\u00b4",
]
_BODIES = st.lists(st.sampled_from(_PARTS) | st.sampled_from(_SIGNS), max_size=30).map("".join)


@given(_BODIES, st.sampled_from(["we shall close", "We shall", "the", "shall, close", "é we", "close 40"]))
def test_what_is_found_without_folding_is_found_with_it(kinds: KindRunner, body: str, phrase: str) -> None:
    check = kinds.check("coverage", ["title"], {"what": "quotes", "min_tokens": 1, "min_words": 0})
    held = f" {' '.join(tokens(phrase))} " in f" {' '.join(tokens(body))} "
    assert bool(kinds.spans(check, {"title": f"Mayor: “{phrase}”", "body": body})) == (not held)


@given(_BODIES, st.sampled_from(["1,200", "1200", "40", "4.5", "14"]))
def test_numbers_that_stand_there_are_found_as_they_are(kinds: KindRunner, body: str, number: str) -> None:
    check = kinds.check("coverage", ["title"], {"what": "numbers", "min_words": 0})
    known = ["".join(char for char in word if char.isdigit() or char == ".") for word in tokens(body)]
    held = number in fold(body) or number.replace(",", "") in known
    assert bool(kinds.spans(check, {"title": f"Some {number} saved", "body": body})) == (not held)
