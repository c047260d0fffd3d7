"""`consistency` tells the odd one out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

FIELDS = ["title", "alt_titles", "body"]
APOSTROPHES = {"characters": {"curly": "’", "straight": "'"}, "within_words": True}
CURLY = "The mayor’s ferry and the port’s crane. It’s Ruiz’s plan. She’s late."


def test_the_minority_over_all_fields(kinds: KindRunner) -> None:
    check = kinds.check("consistency", FIELDS, APOSTROPHES)
    record = {"title": "Rao’s plan", "alt_titles": ["Rao's plan"], "body": f"{CURLY} It's late."}
    hits = kinds.hits(check, record)
    assert [(hit.field, hit.start) for hit in hits] == [("alt_titles[0]", 3), ("body", len(CURLY) + 3)]
    assert hits[0].values == {"style": "straight", "prevailing": "curly", "count": 2, "majority": 6, "total": 8}
    assert kinds.fixed(check, record, "body") == f"{CURLY} It’s late."


def test_quotation_marks_are_no_apostrophes(kinds: KindRunner) -> None:
    check = kinds.check("consistency", FIELDS, APOSTROPHES)
    assert kinds.hits(check, {"body": f"{CURLY} The 'worst week' and 6'2\"."}) == []


def test_first_only(kinds: KindRunner) -> None:
    check = kinds.check("consistency", FIELDS, {**APOSTROPHES, "each": False})
    (hit,) = kinds.hits(check, {"title": "Rao's and Ruiz's", "body": CURLY * 2})
    assert (hit.field, hit.start, hit.values["count"]) == ("title", 3, 2)


@pytest.mark.parametrize(
    "params",
    [{"min_majority": 6}, {"min_share": 0.9}, {"max_minority": 1, "min_share": 0.5}, {"report": ["curly"]}],
)
def test_limits(kinds: KindRunner, params: dict[str, Any]) -> None:
    record = {"title": "Rao's and Ruiz's", "body": CURLY}
    relaxed = {**APOSTROPHES, "min_share": 0.5}
    assert len(kinds.hits(kinds.check("consistency", FIELDS, relaxed), record)) == 2
    assert kinds.hits(kinds.check("consistency", FIELDS, {**relaxed, **params}), record) == []


def test_styles_of_several_characters(kinds: KindRunner) -> None:
    check = kinds.check("consistency", ["body"], {"characters": {"curly": "“”", "straight": '"'}, "each": False})
    assert kinds.spans(check, {"body": '“Yes,” she said. “No,” he said. "Well."'}) == []
    assert kinds.spans(check, {"body": '“Yes,” she said. “No,” he said. “Well," she said.'}) == ['"']


def test_styles_by_pattern(kinds: KindRunner) -> None:
    params = {"match": {"past": r"[”\"] \w+ said\b", "present": r"[”\"] \w+ asks\b"}, "report": ["present"]}
    check = kinds.check("consistency", ["body"], params)
    body = "“A,” she said. “B,” he said. “C,” Rao said. “D?” he asks."
    assert kinds.spans(check, {"body": body}) == ["” he asks"]
    assert kinds.hits(check, {"body": body.replace("asks", "said")}) == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "either `characters` or `match`"),
        ({"characters": {"a": "x"}}, "at least two"),
        ({"match": {"a": "(", "b": "x"}}, r"params\.match\.a"),
        ({"characters": {"a": "x", "b": "y"}, "report": ["c"]}, r"params\.report\[0\]"),
    ],
)
def test_params_that_mean_nothing(kinds: KindRunner, params: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        kinds.check("consistency", ["body"], params)
