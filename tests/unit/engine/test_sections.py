"""Sections of many records scanned together: what is found in each is what is found in it alone."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from newslint.engine import sections
from newslint.engine.scan import PatternEntry
from newslint.engine.sections import CompiledSection, Section, SectionScanner, section_scanner
from newslint.kinds.base import Context, Record
from newslint.kinds.columns import Columns
from newslint.model import Article
from newslint.text import pattern_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = Context(datetime(2024, 6, 1, tzinfo=timezone.utc))
WITHIN_LINES = ["^ab", "b$", r"(?i)\bA+\b", r"(?m)^c.*a$", "é", "aa|cc", "aa|cc"]
ACROSS_LINES = ["[^b]c", r"a\s*b"]
OF_THE_TEXT = [r"\Aa", r"b\z", r"(?-m:^c)"]

words = st.text(alphabet="abc é", max_size=4)
articles = st.builds(
    Article,
    title=st.none() | words,
    alt_titles=st.lists(words, max_size=2),
    byline=st.none() | words,
    authors=st.lists(words, max_size=2),
    extra=st.dictionaries(st.just("slug"), words, max_size=1),
)


@pytest.fixture(autouse=True, scope="module", params=["compiled", "re2"])
def scanner_of_sections(request: pytest.FixtureRequest) -> Iterator[None]:
    """With the compiled scanner, and as it is where there was no C compiler."""
    if request.param == "compiled" and pattern_set.Automata is None:
        pytest.skip("no compiled scanner here")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "re2":
            patch.setattr(pattern_set, "Automata", None)
        yield


def entries(sources: Sequence[str]) -> list[PatternEntry]:
    return [PatternEntry.of(source, number) for number, source in enumerate(sources)]


def numbers_of(scanner: SectionScanner | CompiledSection, found: Sequence[Article]) -> list[list[int]]:
    records = [Record(article, CONTEXT) for article in found]
    told = dict(scanner(Columns.of(records)))
    return [list(told.get(index, ())) for index in range(len(records))]


def matching(sources: Sequence[str], values: Sequence[str]) -> list[int]:
    """Numbers of the patterns that match in one of the values, each taken by itself."""
    return [
        number for number, source in enumerate(sources) if any(re2.search(f"(?m){source}", value) for value in values if value)
    ]


@pytest.mark.parametrize("fields", [("title", "alt_titles"), ("byline", "authors"), ("title", "slug")])
@pytest.mark.parametrize("repeating", [False, True])
@settings(max_examples=40)
@given(batches=st.lists(st.lists(articles, max_size=24), min_size=1, max_size=3))
def test_what_is_found_does_not_depend_on_the_other_records(
    fields: tuple[str, ...], repeating: bool, batches: list[list[Article]]
) -> None:
    section = Section(fields, repeating=repeating)
    together = section_scanner(section, entries(WITHIN_LINES))
    for batch in batches:
        values = [section.values(Record(article, CONTEXT)) for article in batch]
        assert numbers_of(together, batch) == [matching(WITHIN_LINES, own) for own in values]


@pytest.mark.parametrize("sources", [ACROSS_LINES, OF_THE_TEXT])
@settings(max_examples=40)
@given(batch=st.lists(articles, min_size=9, max_size=24))
def test_what_matches_in_the_section_alone_is_never_lost(sources: list[str], batch: list[Article]) -> None:
    section = Section(("title",))
    found = numbers_of(section_scanner(section, entries(sources)), batch)
    for article, numbers in zip(batch, found, strict=True):
        assert set(matching(sources, section.values(Record(article, CONTEXT)))) <= set(numbers)


def test_a_match_over_two_records_does_not_hide_that_of_the_second() -> None:
    scanner = section_scanner(Section(("title",)), entries([r"x[^y]*y", r"q\s*-"]))
    titles = ["ax", "y", "b", "x y", "q", "-", "q -", "", "x", "zxy"]
    found = numbers_of(scanner, [Article(title=title) for title in titles])
    assert 0 in found[3]
    assert 0 in found[9]
    assert 1 in found[6]


def test_many_rules_at_once_are_found_as_few_are() -> None:
    sources = [f"(?i)word{letter}" for letter in "abcdefghijklmnop"]
    scanner = section_scanner(Section(("title",)), entries(sources))
    titles = [
        f"the word{letter.upper()} and word{following}"
        for letter, following in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)
    ]
    assert numbers_of(scanner, [Article(title=title) for title in titles]) == [[index, index + 1] for index in range(len(titles))]


def test_values_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_REMEMBERED", 100)
    scanner = SectionScanner(Section(("byline",), repeating=True), entries(["staff"]))
    for round_ in range(5):
        batch = [Article(byline=f"{'staff' if index % 2 else 'Ana'} {round_} {index}") for index in range(20)]
        assert numbers_of(scanner, batch) == [[0] if index % 2 else [] for index in range(20)]
        assert len(scanner._known) <= 20
