from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.reporters.text import cells, clean, underlined


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "before", "span"),
    [
        ("Share this", 0, 5, "Share this", 0, 5),
        ("東京 Share", 3, 8, "東京 Share", 5, 5),
        ("東京 Share", 0, 2, "東京 Share", 0, 4),
        ("\tShare", 1, 6, "    Share", 4, 5),
        ("ab\tShare", 3, 8, "ab  Share", 4, 5),
        ("cafe\u0301 .", 6, 7, "cafe\u0301 .", 5, 1),
        ("cafe\u0301", 4, 5, "cafe\u0301", 3, 1),
        ("a\u200bb", 1, 2, "a\\u{200b}b", 1, 8),
        ("a\x1b[31mb", 1, 2, "a\\u{1b}[31mb", 1, 6),
        ("the end", 7, 7, "the end", 7, 1),
    ],
)
def test_the_caret_stands_under_the_span(text: str, start: int, end: int, line: str, before: int, span: int) -> None:
    assert underlined(text, start, end) == (line, before, span)


@given(st.text(max_size=60), st.data(), st.integers(10, 50))
def test_a_cut_line_fits_and_holds_the_start_of_the_span(text: str, data: st.DataObject, room: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, before, span = underlined(text, start, end, room)
    width = sum(cell.width for cell in cells(line))
    assert width <= max(room, sum(cell.width for cell in cells(text[start:end])) + 2, 12)
    assert before <= width
    assert span >= 1


@given(st.text())
def test_clean_text_has_nothing_that_steers(text: str) -> None:
    shown = clean(text)
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} for character in shown)
    assert not any(unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI"} for character in shown)


def test_clean_keeps_what_scripts_need() -> None:
    for text in ("می\u200cخواهم", "👩\u200d💻", "東京", "É"):
        assert clean(text) == text
