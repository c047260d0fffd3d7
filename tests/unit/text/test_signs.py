"""Signs: bytes without one of which a pattern cannot match."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.pattern import re2_options
from newslint.text.regex_syntax import FOLDS_TO_ASCII, needs

SOURCES = (
    r"(?i)[éè]t",
    r"(?i)(?:[0-9]{2}|x+)[.:]",
    r"(?m)[\x{200B}\x{FEFF}\x{202A}-\x{202E}]",
    r"(?i)[\x{80}-\x{10FFFF}]",
    r"(?i)[\x{100}-\x{200}]a",
    r"(?i)\x{17F}|\x{212A}",
    r"(?i)[Ω-Ϋ]+",
    r"(?m)[\t\n]|\d\x41",
    r"(?i)(?:QZ)?[-–—]+",
    r"(?i)(?:ab|[\d-])!?",
    r"(?m)[^x]y|[\]\-z]",
    r"(?i)(?:\(c\)|©)",
    r"(?m)[[:alpha:]]q",
    r"(?i)[+-/]",
)
COMPILED = [(source, re2.compile(source, re2_options())) for source in SOURCES]
TEXTS = st.text(
    st.one_of(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"]), st.sampled_from("étÉxÖμΩqzQ-–ab!©\u200b\n"))
)


@given(TEXTS)
def test_where_a_pattern_matches_one_of_its_signs_stands(text: str) -> None:
    if any(char in text for char in FOLDS_TO_ASCII):
        return
    data = text.encode().lower()
    for source, pattern in COMPILED:
        signs = needs(source).signs
        if signs is not None and pattern.search(text.encode()):
            assert signs.intersection(data), source


@pytest.mark.parametrize(
    ("source", "signs"),
    [
        (r"(?m)[\x{200B}\x{FEFF}]", b"\x8b\xef"),
        (r"(?m)Abc!", b"!"),
        (r"(?i)[0-9]{2}\.", b"."),
        (r"(?i)(?:x|[A-C])", b"xabc"),
        (r"(?i)x?", None),
        (r"(?i)[\p{L}]", None),
        (r"(?i)(?:a|.)", None),
    ],
)
def test_the_rarest_signs_are_taken(source: str, signs: bytes | None) -> None:
    found = needs(source).signs
    assert found == (None if signs is None else frozenset(signs))
