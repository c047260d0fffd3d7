"""Quotation marks are paired as newspapers of many languages use them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.blocks import split_blocks
from newslint.text.quotes import _in_pairs, _scan, quote_problems, quoted_spans
from newslint.text.text import Text


def quoted(value: str) -> list[str]:
    return [value[start:end] for start, end in quoted_spans(value, split_blocks(value))]


def problems(value: str, *, straight: bool = False) -> list[tuple[int, str, str]]:
    return [(p.offset, p.mark, p.side) for p in quote_problems(value, split_blocks(value), straight=straight)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("She said “no” and “yes”.", ["“no”", "“yes”"]),
        ('He is 6\'2" and said "no".', ['"no"']),
        ('A 27" screen, "cheap".', ['"cheap"']),
        ("Er sagte „Nein“ und ‚ja‘. »Gut«, sagte sie.", ["„Nein“", "‚ja‘", "»Gut«"]),
        ("« Oui », dit-il.", ["« Oui »"]),
        ("«Он сказал: «Подождите!» и ушёл.", ["«Он сказал: «Подождите!»"]),
        ("”Hej”, sa han.", ["”Hej”"]),
        ("市長は「行く」と話した。", ["「行く」"]),
        ("It was the 'worst week ever' for the dockers' union", ["'worst week ever'"]),
        ("‘The dockers’ strike is over,’ she said of the ’90s.", ["‘The dockers’ strike is over,’"]),
        ("rock ’n’ roll ‘90s kids ‘em world's Ukraine’s", []),
        ("'Whingers' Harry and Meg 'won't recover' now", ["'Whingers'", "'won't recover'"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("“A “b” c” d", ["“A “b” c”"]),
        ('“Mixed," he said.', ['“Mixed,"']),
        ("“Open without end", []),
    ],
)
def test_quoted_spans(value: str, expected: list[str]) -> None:
    assert quoted(value) == expected


def test_a_quotation_of_several_paragraphs() -> None:
    value = "“We will not pay.\n\n“We will not move.\n\n“We stay,” she said."
    assert quoted(value) == ["“We will not pay.", "“We will not move.", "“We stay,”"]
    assert problems(value) == []


@pytest.mark.parametrize(
    "value",
    [
        "She said “no”.",
        "Er sagte „Nein“, „doch” und »gut«.",
        "„Ach“, sagte sie, ‚nun‘.",
        "”Hej”, sa han. ”Ja.”",
        "« Oui », dit-il.\n« Non ! »",
        "«Он сказал: «Подождите!»\nПотом ушёл.",
        "« Elle a dit : « Attendez ! » Puis il est parti.",
        "「はい」と『本』。",
        "the dockers’ strike, the ’90s, Ukraine’s, rock ’n’ roll",
        "An 85” screen and a 6’2” man.",
        "Read more »",
        "“It runs over\n\nparagraphs,” she said.",
        '“Mixed," he said. "Other,” she said.',
        "“First. “Second after a lost line break.” He left.",
    ],
)
def test_balanced(value: str) -> None:
    assert problems(value) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("its “rules”. against us”.", [(23, "”", "close")]),
        ("She said it was “unfair.", [(16, "“", "open")]),
        ("The mayor “said the port would shut. “We agree,” he said.\n\nThe end.", [(10, "“", "open")]),
        ("Er sagte „nein und ging.", [(9, "„", "open")]),
        ("dit-il »", []),
        ("Oui », dit-il.", [(4, "»", "close")]),
        ("“The port “will shut,” she said.", [(10, "“", "open")]),
        ("市長は「行くと話した。", [(3, "「", "open")]),
    ],
)
def test_marks_without_a_partner(value: str, expected: list[tuple[int, str, str]]) -> None:
    assert problems(value) == expected


def test_straight_marks_only_when_asked_and_certain() -> None:
    stray = 'The mayor "said the port would shut.'
    assert problems(stray) == []
    assert problems(stray, straight=True) == [(10, '"', "open")]
    # A habit of the trade rather than a slip: the closing mark of a paragraph left out.
    assert problems('"We had a good year.\n\nThe end.', straight=True) == []
    assert problems('It was fair," he said.', straight=True) == [(12, '"', "close")]


@given(st.text(alphabet="ab .,\n\"'“”„«»「」‘’3", max_size=60))
def test_spans_are_ordered_and_apart(value: str) -> None:
    blocks = split_blocks(value)
    end = 0
    for start, stop in quoted_spans(value, blocks):
        assert end <= start < stop <= len(value)
        end = stop
    for problem in quote_problems(value, blocks, straight=True):
        assert value[problem.offset] == problem.mark


MARKED = st.lists(
    st.sampled_from(["“", "”", '"', "„", "«", "»", "‘", "’", "a", "b3", "_", " ", ", ", ". ", "\n", "—"]), max_size=24
).map("".join)


@given(MARKED, st.integers(0, 30), st.integers(0, 30))
def test_a_span_is_quoted_where_a_quotation_holds_it(value: str, start: int, length: int) -> None:
    start = min(start, len(value))
    end = min(start + length, len(value))
    if start < end:
        held = any(first <= start and end <= last for first, last in quoted_spans(value, split_blocks(value)))
        assert Text(value).in_quotation(start, end) is held


@given(MARKED)
def test_nothing_is_wrong_with_a_paragraph_that_is_passed_over(value: str) -> None:
    if _in_pairs().fullmatch(value):
        assert _scan(value, 0, len(value))[1:] == ([], [])
