"""Passes over a text: divided among several automata they tell what each pattern would tell alone."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.engine.scan import WARM_UP, CompiledScanner, Passes, PatternEntry, Scanner, passes_of
from newslint.text import pattern_set
from newslint.text.pattern import Pattern, re2_options

SOURCES = (
    r"(?:related|similar) (?:articles|stories)",
    r"\ball rights reserved\b",
    r"\[/?(?:caption|gallery)\b",
    r"[a-z]{2} ,",
    r"\b(?:in|on|at)\b [^\n]*(?:/|via) (?:Getty|AP)",
    r"(?:in|of|by) ?TK(?:$|[ .,])",
    r"<(?:b|i|p)>|&amp;",
    r"[@#][a-z]+",
    r"\bthis (?:story|article) (?:was|has been) (?:withdrawn|retracted)",
)
FRAGMENTS = (
    *("related articles", "Similar stories", "All rights reserved", "[caption", "port ,", "in the port / Getty", "on it via AP", "of TK.", "TK"),
    *("<b>", "&amp;", "@kite", "#port", "this story was withdrawn", "THIS ARTICLE HAS BEEN RETRACTED", "é", "“", "\n", "\n\n", " ", "in", "x"),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join)


def entries() -> list[PatternEntry]:
    found: list[PatternEntry] = []
    for number, source in enumerate(SOURCES):
        for ignore_case in (True, False):
            pattern = Pattern(source, ignore_case=ignore_case)
            for prefix in ("", r"^[^0-9A-Za-z_\n]*"):
                found += [PatternEntry.of(candidate, number) for candidate in pattern.candidates(prefix) or ()]
    return found


ENTRIES = entries()
COMPILED = [(entry.number, re2.compile(entry.source, re2_options())) for entry in ENTRIES]


@given(TEXTS)
def test_all_passes_together_find_what_each_pattern_finds_alone(text: str) -> None:
    data = text.encode()
    alone = {number for number, pattern in COMPILED if pattern.search(data)}
    for texts in (0, WARM_UP + 1):  # by the words that patterns need, and with the automata
        scanners = [Scanner(group, texts=texts) for group in passes_of(ENTRIES)]
        assert {number for scan in scanners for number in scan(data)} == alone


BEYOND = PatternEntry.of(r"(?i)[[:alpha:]]\.", 99)
"""Left to RE2 by the compiled scanner."""
SCANNERS = [Passes] if pattern_set.Automata is None else [Passes, CompiledScanner]


@pytest.mark.parametrize("scanner_type", SCANNERS)
@pytest.mark.parametrize("patterns", [ENTRIES, [*ENTRIES, BEYOND]], ids=["known", "beyond"])
@given(batches=st.lists(st.lists(TEXTS, max_size=5), max_size=3), warm=st.booleans())
def test_each_text_is_told_apart(
    scanner_type: type[Passes | CompiledScanner], patterns: list[PatternEntry], batches: list[list[str]], warm: bool
) -> None:
    looked_for = [*COMPILED, (BEYOND.number, re2.compile(BEYOND.source, re2_options()))][: len(patterns)]
    scanner = scanner_type(patterns)
    if warm:
        scanner.each([b"x"] * (WARM_UP + 1))
    for texts in batches:
        expected = {}
        for index, text in enumerate(texts):
            data = b"\n".join([text.encode(), text.encode()]) if text else b""
            numbers = {number for number, pattern in looked_for if pattern.search(data)}
            if numbers:
                expected[index] = sorted(numbers)
        assert dict(scanner.each((text.encode(), None, [text, ""]) for text in texts)) == expected


def test_every_pattern_is_in_one_pass() -> None:
    groups = passes_of(ENTRIES)
    assert sorted(entry.source for group in groups for entry in group) == sorted(entry.source for entry in ENTRIES)
    assert passes_of([]) == []


def test_patterns_that_need_a_rare_character_have_a_pass_of_their_own() -> None:
    marked = next(group for group in passes_of(ENTRIES) if all(entry.marks for entry in group))
    assert {entry.number for entry in marked} >= {2, 6, 7}
    scan = Scanner(marked)
    assert scan(b"Nothing of the sort stands here.") == ()
    assert 7 in scan(b"The harbour is @kite's.")


@given(TEXTS)
def test_a_candidate_is_never_missed_where_context_was_left_out(text: str) -> None:
    scanners = [Scanner(group, texts=WARM_UP + 1) for group in passes_of(ENTRIES)]
    found = {number for scan in scanners for number in scan(text.encode())}
    for number, source in enumerate(SOURCES):
        if Pattern(source).search(text):
            assert number in found
