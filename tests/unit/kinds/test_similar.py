"""`similar` finds two fields, or a field and a block, that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

LONG = "Mayor Ana Ruiz quits over dockers’ budget row"
SHORT = "Ana Ruiz quits over dockers' budget row"


def test_two_titles_are_one_finding(kinds: KindRunner) -> None:
    check = kinds.check("similar", ["title", "alt_titles"], {"against": ["title", "alt_titles"]})
    (hit,) = kinds.hits(check, {"title": LONG, "alt_titles": [SHORT]})
    assert (hit.field, hit.start, hit.end) == ("title", 0, len(LONG))
    assert hit.values == {"similarity": 0.88, "other": SHORT, "other_field": "alt_titles[0]"}


@pytest.mark.parametrize(
    ("title", "other", "fires"),
    [
        (LONG, LONG.upper(), True),
        (LONG, f"Breaking: {SHORT}", True),
        (LONG, f"{LONG} and leaves the town hall", True),
        ("Ruiz quits", "Ruiz quits now", False),
        (LONG, "The budget row that made the mayor quit", False),
        (LONG, f"{LONG} after the council voted on Monday to cut the pay of every docker in the port", False),
    ],
)
def test_near(kinds: KindRunner, title: str, other: str, *, fires: bool) -> None:
    check = kinds.check("similar", ["title"], {"against": ["alt_titles"], "threshold": 0.75})
    assert bool(kinds.hits(check, {"title": title, "alt_titles": [other]})) is fires


def test_equal_folds_quotes_case_and_punctuation(kinds: KindRunner) -> None:
    check = kinds.check("similar", ["subtitle"], {"against": ["title"], "test": "equal"})
    assert len(kinds.hits(check, {"title": "Rao’s port shuts", "subtitle": "RAO'S PORT SHUTS."})) == 1
    assert kinds.hits(check, {"title": "Rao’s port shuts", "subtitle": "Rao’s port shuts now"}) == []
    assert kinds.hits(check, {"title": "Rao’s port shuts"}) == []


@pytest.mark.parametrize("grammar", ["lines", "paragraphs"])
def test_the_first_block_of_the_body(kinds: KindRunner, grammar: str) -> None:
    check = kinds.check("similar", ["body"], {"against": ["title"], "test": "equal"})
    record = {"title": "Storm closes port", "body": "\n  Storm closes port.\n\nThe ferry stayed in."}
    (hit,) = kinds.hits(check, record, grammar)
    assert (hit.start, hit.end) == (3, 21)
    assert kinds.fixed(check, record, "body") == "\n  The ferry stayed in."
    assert kinds.hits(check, {**record, "body": "The ferry stayed in.\n\nStorm closes port."}, grammar) == []


def test_more_blocks(kinds: KindRunner) -> None:
    check = kinds.check("similar", ["title"], {"against": ["alt_titles", "body"], "blocks": 2})
    (hit,) = kinds.hits(check, {"title": LONG, "body": f"By Mina Sato\n\n{SHORT}\n\nThe mayor left."})
    assert hit.values["other_field"] == "body"


@pytest.mark.parametrize("blocks", [1, 2, 3, 9])
@pytest.mark.parametrize("number", range(10))
def test_the_block_that_is_alike_may_be_any_of_those_compared(kinds: KindRunner, blocks: int, number: int) -> None:
    check = kinds.check("similar", ["title"], {"against": ["body"], "test": "equal", "blocks": blocks})
    lines = ["The mayor left.", *["Nobody saw her go."] * 9]
    lines[number] = LONG
    assert len(kinds.hits(check, {"title": LONG, "body": "\n\n".join(lines)})) == (number < blocks)


@pytest.mark.parametrize("number", range(8))
def test_the_title_that_is_alike_may_be_any_of_many(kinds: KindRunner, number: int) -> None:
    check = kinds.check("similar", ["title"], {"against": ["alt_titles"], "test": "equal"})
    titles = ["The mayor left", *["Nobody saw her go"] * 7]
    titles[number] = LONG
    assert len(kinds.hits(check, {"title": LONG, "alt_titles": titles})) == 1


def test_whole_bodies(kinds: KindRunner) -> None:
    check = kinds.check("similar", ["summary"], {"against": ["body"], "blocks": 0, "max_words": 40})
    text = "The port shut on Monday after the storm broke two cranes."
    assert len(kinds.hits(check, {"summary": text, "body": text})) == 1
    assert kinds.hits(check, {"summary": text * 5, "body": text * 5}) == []
