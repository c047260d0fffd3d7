"""The compiled scanner tells what RE2 tells, whatever the patterns and the texts."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import re2
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newslint
from newslint.engine.scan import passes_of
from newslint.text.pattern import re2_options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


Automata = pytest.importorskip("newslint._compiled").Automata

MEMORY = 16 << 20

ATOMS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "k",
            "s",
            "A",
            "K",
            "é",
            "É",
            "ſ",
            "“",
            "ß",
            " ",
            r"\n",
            r"\.",
            ".",
            r"\x41",
            r"\x{e9}",
            r"\x{10FFFF}",
            "(?s:.)",
        ),
        *(
            "[ab]",
            "[^a]",
            "[^aé]",
            "[a-k]",
            r"[\s\d]",
            r"[^\w]",
            r"\w",
            r"\W",
            r"\d",
            r"\s",
            r"\S",
            r"\p{Z}",
            r"[^\p{Z}a]",
            r"\P{Z}",
        ),
        *("[]a]", "[^]a]", "[a-]", "[é-ü]", r"[\x{80}-\x{10FFFF}]", r"[^\x{80}-\x{10FFFF}]", r"[\x{C0}-\x{1FFF}]", "[“”]"),
        *(
            "^",
            "$",
            r"\b",
            r"\B",
            r"\A",
            r"\z",
            "",
            "(?:a|b)",
            "(?i:k)",
            "(?-i:a)",
            "(?m:^)",
            "(?-m:$)",
            "(?P<name>a)",
            "a{",
            "a{,2}",
        ),
    ]
)
QUANTIFIERS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,3}", "*?", "+?", "??", "{0}"])


def joined(parts: list[str]) -> str:
    return "".join(parts)


PATTERNS = st.recursive(
    st.tuples(ATOMS, QUANTIFIERS).map(joined),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(joined),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner.map(lambda body: f"(?:{body})"), QUANTIFIERS).map(joined),
    ),
    max_leaves=12,
)
SOURCES = st.tuples(st.sampled_from(["", "(?i)", "(?m)", "(?im)", "(?s)"]), PATTERNS).map(joined)
TEXTS = st.text(alphabet="abkKsS AéÉſK“ß.\n-0_{\u0800\U00010000\U0010ffff", max_size=16)


def compiles(source: str) -> bool:
    try:
        re2.compile(source, re2_options())
    except re2.error:
        return False
    return True


def matching(sources: Sequence[str], data: bytes) -> list[int]:
    return [number for number, source in enumerate(sources) if re2.compile(source, re2_options()).search(data)]


@settings(max_examples=600)
@given(
    sources=st.lists(SOURCES.filter(compiles), min_size=1, max_size=6),
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    lanes=st.booleans(),
)
@example(sources=[r"(?i)[^\x{80}-\x{10FFFF}]"], texts=["k", "s", "é"], lanes=False)
@example(sources=["(?m)^$", r"\b", "a*"], texts=["", "\n", "a"], lanes=True)
def test_what_matches_is_what_re2_says(sources: list[str], texts: list[str], lanes: bool) -> None:
    groups = [[source] for source in sources] if lanes else [sources]
    automata = Automata(groups, MEMORY)
    wide = {number for number, source in enumerate(sources) if "(?i" in source or r"\p{" in source}
    for text in texts:
        data = text.encode()
        found, expected = set(automata.match(data)), set(matching(sources, data)).difference(automata.unsupported)
        # A class that ignores case, or of letters, may be wider than RE2's, and never narrower.
        assert expected <= found
        assert found - expected <= wide


@settings(max_examples=100)
@given(sources=st.lists(SOURCES.filter(compiles), min_size=1, max_size=20), texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_states_forgotten_are_made_anew(sources: list[str], texts: list[str]) -> None:
    groups = [[source] for source in sources]
    data = [text.encode() for text in texts]
    roomy, cramped = Automata(groups, MEMORY), Automata(groups, 0)
    assert cramped.match_all(data) == roomy.match_all(data)
    assert [(index, found) for index, text in enumerate(data) if (found := roomy.match(text))] == roomy.match_all(data)
    assert cramped.states <= roomy.states


@settings(max_examples=200)
@given(
    sources=st.lists(SOURCES.filter(compiles), min_size=1, max_size=12),
    learned=st.lists(TEXTS, max_size=6),
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    most=st.integers(-1, 60),
)
@example(sources=["[[:alpha:]]", "(?i)k", r"(?m)^a|\bk", "\udc80"], learned=["ak", "\nk"], texts=["K", "a", ""], most=3)
def test_an_image_becomes_the_same_automata(sources: list[str], learned: list[str], texts: list[str], most: int) -> None:
    automata = Automata([sources[:2], sources[2:]], MEMORY)
    automata.match_all(learned)
    image = automata.image(most)
    again = Automata.of_image(image, 0, MEMORY)
    assert again.states == min(automata.states, max(most, 1))
    assert again.unsupported == automata.unsupported
    assert again.image(most) == image
    assert Automata.of_image(b"head" + image, 4, MEMORY).image(most) == image
    assert again.match_all([*learned, *texts]) == automata.match_all([*learned, *texts])
    assert again.states <= automata.states


@pytest.fixture(scope="module")
def image() -> bytes:
    automata = Automata([[r"(?i)\bshare (?:this|it)\b", "(?m)^é[^a]*$"], ["[[:alpha:]]", r"\d{2,}"]], MEMORY)
    automata.match_all(["Share this, éa", "é 12\nshare\n1"])
    made: bytes = automata.image(1000)
    return made


def test_what_is_cut_off_is_no_image(image: bytes) -> None:
    for end in range(0, len(image), 3):
        with pytest.raises(ValueError, match="no image"):
            Automata.of_image(image[:end], 0, MEMORY)
    with pytest.raises(ValueError, match="no image"):
        Automata.of_image(image + bytes(4), 0, MEMORY)
    for start, memory in ((0, -1), (-1, MEMORY), (len(image), MEMORY), (len(image) + 1, MEMORY), (4, MEMORY)):
        with pytest.raises(ValueError, match="no image"):
            Automata.of_image(image, start, memory)
    with pytest.raises(TypeError):
        Automata.of_image("image", 0, MEMORY)


def test_a_damaged_image_is_refused_or_can_be_used(image: bytes) -> None:
    refused = 0
    for place in range(len(image)):
        for value in (0, 1, 0x7F, 0xFF):
            damaged = bytearray(image)
            damaged[place] = value
            try:
                automata = Automata.of_image(bytes(damaged), 0, MEMORY)
            except ValueError:
                refused += 1
                continue
            found = automata.match_all(["Share this, éa", "12 and it\n"])
            assert all(0 <= index < 2 for index, _ in found)
    assert refused > len(image)


def test_patterns_of_the_packs_match_where_re2_says(root: Path) -> None:
    body, others = newslint.Linter(profile="strict")._plan._patterns
    groups = passes_of([*body, *(entry for entries in others.values() for entry in entries)])
    sources = [entry.source for group in groups for entry in group]
    assert len(sources) > 1000
    automata = Automata([[entry.source for entry in group] for group in groups], MEMORY)
    assert len(automata.unsupported) <= len(sources) // 100
    texts = [
        path.read_text("utf-8", "replace") for path in sorted((root / "fixtures").rglob("*")) if path.suffix in {".txt", ".md"}
    ]
    assert len(texts) > 10
    looked_for = [(number, re2.compile(source, re2_options())) for number, source in enumerate(sources)]
    for text in texts:
        data = text[:20_000].encode()
        expected = {number for number, pattern in looked_for if pattern.search(data)}.difference(automata.unsupported)
        assert set(automata.match(data)) == expected


def test_letters_are_found_in_every_case_in_which_re2_finds_them() -> None:
    def forms(char: str) -> set[str]:
        found = {char}
        while True:
            more = {form for one in found for form in (one.lower(), one.upper(), one.title(), one.casefold()) if len(form) == 1}
            if more <= found:
                return found
            found |= more

    cased = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lt", "Mn", "So", "Nl"}
    ]
    orbits: dict[str, set[str]] = {}
    for char in cased:
        orbits.setdefault(char.casefold(), set()).update(forms(char))
    missing = []
    known = 0
    for orbit in orbits.values():
        for char in orbit if len(orbit) > 1 else ():
            automata = Automata([[f"(?i){char}"]], MEMORY)
            if automata.unsupported:
                continue
            known += 1
            pattern = re2.compile(f"(?i){char}", re2_options())
            missing += [(char, form) for form in orbit if pattern.search(form) and not automata.match(form.encode())]
    assert known > 400
    assert missing == []


@pytest.mark.parametrize(
    "source",
    [r"\p{Greek}", r"[^\p{Lu}]", "[[:alpha:]]", r"\pN", r"\Qa.b\E", r"\C", "(?:" * 300 + "a" + ")" * 300, "\udc80", "a)b", "(a"],
)
def test_what_it_does_not_know_is_left_to_re2(source: str) -> None:
    automata = Automata([["b", source], [source, "c"]], MEMORY)
    assert automata.unsupported == (1, 2)
    assert automata.match(b"abc") == (0, 3)


def test_any_number_of_groups_is_looked_for() -> None:
    for count in (0, 1, 4, 5, 8, 9, 17):
        automata = Automata([[f"<{number}>", f"={number}="] for number in range(count)], MEMORY)
        text = "".join(f"<{number}>" for number in range(0, count, 3)).encode()
        assert automata.match(text) == tuple(range(0, 2 * count, 6))
        assert automata.match(b"") == ()
        # Two texts are read at a time, whatever their lengths and what stands between them.
        texts = [text, b"", (text, None, [f"={count - 1}="]), b"x" * 50 + text, None, text[:4], b"<", text * 9]
        assert automata.match_all(texts) == [
            (index, found) for index, item in enumerate(texts) if (found := automata.match(item))
        ]
    assert Automata([[], ["b"], []], MEMORY).match(b"ab") == (0,)


def test_bytes_of_every_sort_are_read() -> None:
    automata = Automata([["a\x00b", "(?s)^.$", "é$"]], MEMORY)
    assert automata.match(b"xa\x00b") == (0,)
    assert automata.match(b"\xff\xfe\xed\xa0\x80") == ()
    assert automata.match("é".encode()) == (1, 2)
    assert automata.match(b"\xc3") in {(), (1,)}  # no UTF-8: whatever it is
    assert automata.match(b"x" * (1 << 20) + "é".encode()) == (2,)


@given(parts=st.lists(st.none() | TEXTS | TEXTS.map(str.encode) | st.lists(TEXTS, max_size=3), max_size=4))
def test_a_text_may_be_given_as_its_lines(parts: list[Any]) -> None:
    automata = Automata([["(?m)^a", r"\bk\b", "s$"], [r"\n", "(?i)é.?s"]], MEMORY)
    flat = [part for item in parts for part in (item if isinstance(item, list) else [item])]
    lines = [part.encode() if isinstance(part, str) else part for part in flat if part]
    assert automata.match(tuple(parts)) == automata.match(b"\n".join(lines))
    assert automata.match_all([tuple(parts), "", "a"])[-1] == (2, (0,))


def test_lone_surrogates_are_no_obstacle() -> None:
    automata = Automata([["b$", "(?s)^a.b"]], MEMORY)
    assert automata.match("a\udc80b") == (0, 1)
    assert automata.match(["\udc80", "b"]) == (0,)


def test_arguments_of_the_wrong_type_are_refused() -> None:
    automata = Automata([["a"]], MEMORY)
    with pytest.raises(TypeError):
        automata.match(1)
    with pytest.raises(TypeError):
        automata.match((b"a", {"a"}))
    with pytest.raises(ValueError, match="parts within parts"):
        automata.match(([["a"]],))
    with pytest.raises(TypeError):
        automata.match_all([b"a", 1])
    with pytest.raises(TypeError):
        automata.match_all(1)
    with pytest.raises(TypeError):
        Automata([[b"a"]], MEMORY)
    with pytest.raises(TypeError):
        Automata([1], MEMORY)
    with pytest.raises(ValueError, match="memory"):
        Automata([], -1)
