"""Patterns of Python's and their translations are found in the same texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslint.text.pattern import Pattern
from newslint.text.python_regex import UntranslatableError, translate

TEXTS = (
    "",
    "abc",
    "x\n",
    "http://a.example/",
    "TBC",
    "İ",
    "ſ",
    "K",
    "7",
    "٣",
    "é",
    "a b",
    "a-b",
    "_",
    "\x1c",
    "\u2028",
    "a\nb",
    "{}",
    "$",
)


@pytest.mark.parametrize(
    ("source", "pattern"),
    [
        (r"^https?://", r"\Ahttps?://"),
        (r"^[A-Z]{2}$", r"\A[A-Z]{2}\n?\z"),
        (r"\d{4}", r"[\p{Nd}]{4}"),
        (r"(?a)\d{4}\s", r"[0-9]{4}[\t-\r ]"),
        (r"a{,3}b", "a{0,3}b"),
        (r"(?m)^a$", "^a$"),
        (r"(?s)^.{5,}x", r"\A(?s:.){5,}x"),
        (r"(?P<year>19|20)\Z", r"(?:19|20)\z"),
        (r"(?i)tbc", "[Tt][Bb][Cc]"),
        (r"(?i:k)a", "(?:[Kk\u212a])a"),
        (r"[]a-]x", r"[\]a\-]x"),
        (r"{x}\.", r"\{x\}\."),
        (r"\u00e9\x01", r"é\x{1}"),
    ],
)
def test_translations(source: str, pattern: str) -> None:
    assert translate(source).pattern == pattern


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"\bsaid\b", "combining marks"),
        ("(?=x)y", "look-around"),
        ("(?<!x)y", "look-around"),
        (r"(a)\1", "back-reference"),
        (r"(a)(?(1)b|c)", "conditions"),
        ("(a", "no regular expression of Python's"),
        ("[[a]", "ambiguous in Python itself"),
        ("a*", "matches the empty string"),
        ("^$", "matches the empty string"),
        ("x$y", "final line feed"),
        ("(a|b$)c", "final line feed"),
        ("(?x) a b", "flag 'x'"),
        ("a{2000}", "at most 1000 times"),
        (r"[^\W\d_]+", "ranges of characters"),
        (r"\0a", "no counterpart"),
        ("(?:xa$)?b", "final line feed|anchor"),
        ("\ud800", "surrogate"),
    ],
)
def test_what_has_no_counterpart(source: str, reason: str) -> None:
    with pytest.raises(UntranslatableError, match=reason):
        translate(source)


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "é",
        "K",
        "i",
        "ß",
        " ",
        "-",
        r"\.",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\D",
        r"\W",
        r"\S",
        "[a-c]",
        "[^a-c]",
        r"[\w-]",
        r"[^\s]",
        "[İi]",
    ]
)
QUANTIFIERS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,2}", "{,2}", "+?"])
SEQUENCES = st.lists(st.builds(str.__add__, ATOMS, QUANTIFIERS), min_size=1, max_size=4).map("".join)
GROUPS = st.builds("({}|{}){}".format, SEQUENCES, SEQUENCES, QUANTIFIERS)
PATTERNS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "(?i)", "(?s)", "(?m)", "(?a)", "(?im)"]),
    st.sampled_from(["", "^", r"\A"]),
    st.one_of(SEQUENCES, GROUPS, st.builds(str.__add__, SEQUENCES, GROUPS)),
    st.sampled_from(["", "$", r"\Z"]),
)
CHARACTERS = st.sampled_from("aAbBcéÉkK\u212aiIİıſsSßẞ -._\n\r\t\x1c\u2028\u00a0\u06637xe\u0301")


@settings(max_examples=80)
@given(PATTERNS, st.lists(st.text(CHARACTERS, max_size=6), max_size=8))
def test_the_same_texts_are_found(source: str, texts: list[str]) -> None:
    try:
        translation = translate(source)
    except UntranslatableError:
        return
    pattern = Pattern(translation.pattern, ignore_case=False)
    for text in (*texts, *TEXTS):
        assert pattern.search(text) == bool(re.search(source, text)), (source, text)
    for sample in translation.samples:
        assert re.search(source, sample)


@pytest.mark.parametrize("letter", ["d", "w", "s"])
def test_classes_differ_in_no_character_that_python_knows(letter: str) -> None:
    ours = Pattern(translate(f"x\\{letter}").pattern, ignore_case=False)
    text = "".join(f"x{chr(code)}" for code in (*range(0xD800), *range(0xE000, 0x110000)) if chr(code) != "x")
    found = {match.group()[1:] for match in ours.finditer(text)}  # type: ignore[index]
    theirs = set(re.findall(f"x(\\{letter})", text))
    assert theirs <= found
    assert {unicodedata.category(char) for char in found - theirs} <= {"Cn"}
