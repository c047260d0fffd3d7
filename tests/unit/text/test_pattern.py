"""Patterns: RE2 with Unicode words, and candidates that never miss."""

from __future__ import annotations

import re

import msgspec
import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.pattern import Pattern
from newslint.text.regex_syntax import with_anchors

SOURCES = [
    r"\bthe\s+the\b",
    r"\bcafé\b",
    r"\bécole\b",
    r"\b\w+s\b",
    r"[\"”]\s*\.\s+\w",
    r"the\b|thea\b",
    r"\B-\w",
    r"\w\b.",
    r"(?:a|é)\b(?:e|-)",
    r"x\b\s*\bé",
    r"\bs|\bt",
    r"[^\w\s]+x",
    r"^the\b",
    r"\bthe$",
    r"(?P<first>\w)-(?P<second>\w)?",
    r"h{2,3}|e{1}a",
    r"s.{0,3}t|x.{0,9}é",
    r"(?:th |e ){0,4}o[^x]{0,7}h",
    r"(?:the .{0,8}|x)a(?:\w+ ){0,6}l",
    r"\w{3,}\.\s+\w{2,6}",
]


@pytest.mark.parametrize("source", SOURCES)
@given(value=st.text(alphabet="thea écolxhS-”. \n\u00a0é", max_size=30))
def test_matches_are_those_of_unicode_words_and_candidates_never_miss(source: str, value: str) -> None:
    pattern = Pattern(source)
    expected = [found.span() for found in re.finditer(source, value, re.IGNORECASE | re.MULTILINE) if found.group()]
    assert [(match.start, match.end) for match in pattern.finditer(value)] == expected
    candidates = pattern.candidates()
    assert candidates is not None
    if expected:
        assert any(re2.search(candidate, value) for candidate in candidates)


@pytest.mark.parametrize("source", SOURCES)
@given(value=st.text(alphabet="thea colxhS-”.…→😂 \n\v\u00a0\u3000", max_size=30))
def test_matches_are_the_same_where_no_letter_is_beyond_ascii(source: str, value: str) -> None:
    expected = [found.span() for found in re.finditer(source, value, re.IGNORECASE | re.MULTILINE) if found.group()]
    assert [(match.start, match.end) for match in Pattern(source).finditer(value)] == expected


@pytest.mark.parametrize("ignore_case", [True, False])
@pytest.mark.parametrize(
    "source",
    [
        r"\pL+(?P<stop>[.!])\s",
        r"\p{Lu}\p{Ll}*\b",
        r"[\pL\p{Nd}’]+(?P<gap>\s+)\p{Ll}",
        r"[^\pL\s]\pN",
        r"\PL{2}|\P{Ll}x",
        r"\Q\pL\E|\\pL|[\\pL]x",
        r"(?P<open>\p{P})\B\S+",
    ],
)
@pytest.mark.parametrize("more", ["", "éÉ½", "😂→、é", "\u0301\ufe0f\x85"])
@given(data=st.data())
def test_letters_elsewhere_change_nothing(source: str, ignore_case: bool, more: str, data: st.DataObject) -> None:
    value = data.draw(st.text(alphabet=f"aAbX1 7pL\\.!’“–\u00a0\n{more}", max_size=20))
    pattern = Pattern(source, ignore_case=ignore_case)
    own, *others = (
        [(match.start, match.end, match.groups) for match in pattern.finditer(value + end) if match.end <= len(value)]
        for end in ("", "\n\né", "\n\nж")
    )
    assert others == [own, own]
    assert len(own) == pattern.count(value, value.encode())


def test_groups_are_code_points() -> None:
    match = next(Pattern(r"(?P<amount>\d+) (?P<unit>€|£)").finditer("Élan: 12 € a day"))
    assert match.group() == "12 €"
    assert match.groups == {"amount": "12", "unit": "€"}
    assert match.span("unit") == (9, 10)


def test_value_ends_are_line_ends_for_a_candidate() -> None:
    candidates = Pattern(r"\Anull\z").candidates()
    assert candidates is not None
    assert re2.search(candidates[0], "one\nnull\ntwo")


def test_case_matters_only_when_asked() -> None:
    assert Pattern("AFP", ignore_case=False).search("said AFP")
    assert not Pattern("AFP", ignore_case=False).search("said afp")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"(?=a)b", "look-around is not RE2 syntax"),
        (r"(?<!a)b", "look-around is not RE2 syntax"),
        (r"(a)\1", "back-references are not RE2 syntax"),
        (r"(a", "missing )"),
        (r"a)", "unexpected ')'"),
        (r"[a", "missing ]"),
        (r"*a", "nothing to repeat"),
        (r"[\W_]", r"\W and \S have no Unicode meaning inside a class"),
        ("a\\", "trailing backslash"),
        (r"a*", "matches the empty string"),
        (r"\p{Nope}", "invalid character class range"),
    ],
)
def test_faults_are_named(source: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        Pattern(source).check()


def test_hostile_pattern_takes_linear_time() -> None:
    assert not Pattern(r"(?:a+)+b").search("a" * 50_000)


def test_any_character_idiom() -> None:
    assert [match.group() for match in Pattern(r"a[\s\S]b").finditer("a\nb aéb")] == ["a\nb", "aéb"]


def test_rewritten_patterns_can_be_kept_and_recalled() -> None:
    from newslint.text import regex_syntax

    with regex_syntax.rewriting() as forms:
        expected = regex_syntax.rewrite(r"kept\s+\w+ for another run")
    assert list(forms) == [r"kept\s+\w+ for another run"]
    stored = {source: msgspec.msgpack.encode(form) for source, form in forms.items()}
    regex_syntax._REWRITTEN.pop(r"kept\s+\w+ for another run")
    asked: list[str] = []

    def give(source: str) -> bytes | None:
        asked.append(source)
        return stored.get(source)

    regex_syntax.recall(give)
    assert not asked
    assert regex_syntax.rewrite(r"kept\s+\w+ for another run") == expected
    assert regex_syntax.rewrite(r"not kept: \bword") == regex_syntax._rewrite(r"not kept: \bword")
    assert asked == [r"kept\s+\w+ for another run", r"not kept: \bword"]
    regex_syntax._REWRITTEN.pop(r"kept\s+\w+ for another run")
    regex_syntax.recall(lambda _: b"\xc1 broken")
    assert regex_syntax.rewrite(r"kept\s+\w+ for another run") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("^a$", "(?:S)a(?:E)"),
        (r"(?:^|\s)[^$]a\$", r"(?:(?:S)|\s)[^$]a\$"),
        (r"[]^]\p{^Greek}[[:^alpha:]^]$", r"[]^]\p{^Greek}[[:^alpha:]^](?:E)"),
        (r"\Q^$\E^", r"\Q^$\E(?:S)"),
    ],
)
def test_anchors_are_told_from_what_looks_like_them(source: str, expected: str) -> None:
    assert with_anchors(source, "S", "E") == expected
