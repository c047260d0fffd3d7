"""The compiled scanner tells what RE2 tells, whatever the patterns and the texts."""

from __future__ import annotations

import importlib.util
import os
import sys
import unicodedata
import zlib
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


def automata_module() -> Any:
    """The module that is installed, or the one that `make sanitize` made."""
    path = os.environ.get("NEWSLINT_TEST_AUTOMATA")
    if path is None:
        return pytest.importorskip("newslint._automata")
    spec = importlib.util.spec_from_file_location("newslint._automata", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


module = automata_module()
Automata = module.Automata
edge_lines = module.edge_lines
lines_alike = module.lines_alike
row_sums = module.row_sums

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
TEXTS = st.text(alphabet="abkKsS AéÉſK“ß.\n-0_{", max_size=16)


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
    assert Automata([[], ["b"], []], MEMORY).match(b"ab") == (0,)


def test_bytes_of_every_sort_are_read() -> None:
    automata = Automata([["a\x00b", "(?s)^.$", "é$"]], MEMORY)
    assert automata.match(b"xa\x00b") == (0,)
    assert automata.match(b"\xff\xfe\xed\xa0\x80") == ()
    assert automata.match("é".encode()) == (1, 2)
    assert automata.match(b"\xc3") == ()
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


LINES = st.lists(
    st.text(alphabet="aZé@[`{ \t\x0b\x1c\x00\u2028", max_size=30)
    | st.sampled_from(["Sign Up For Our HARBOUR Briefing", "x" * 99]),
    max_size=40,
)


@given(LINES, st.integers(0, 12), st.integers(0, 12), st.integers(0, 20), st.integers(0, 100))
@example(["A"] * 70, 31, 33, 0, 9)
def test_lines_at_the_edges(lines: list[str], first: int, last: int, least: int, most: int) -> None:
    data = "\n".join(lines).encode()
    filled = [(number, line.strip()) for number, line in enumerate(filter(None, data.split(b"\n"))) if line.strip()]
    chosen = filled if len(filled) <= first + last else filled[:first] + filled[len(filled) - last :]
    fitting = [(number, line) for number, line in chosen if least <= len(line) <= most]
    parts = [zlib.crc32(line.lower()) for _, line in fitting] + [number for number, _ in fitting]
    assert edge_lines(data, first, last, least, most) == b"".join(part.to_bytes(4, "little") for part in parts)


def test_lines_at_the_edges_of_what_is_no_such_text() -> None:
    assert edge_lines(b"a\r\nb", 2, 2, 0, 9) is None
    assert edge_lines(b"", 2, 2, 0, 9) == b""
    for wrong in [(33, 32, 0, 9), (-1, 2, 0, 9), (2, -1, 0, 9), (2, 2, -1, 9), (2, 2, 0, -1)]:
        with pytest.raises(ValueError, match="from 0 to 64 together"):
            edge_lines(b"a", *wrong)
    with pytest.raises(TypeError):
        edge_lines("a", 2, 2, 0, 9)


@given(LINES, st.integers(1, 40), st.integers(1, 40))
@example(["x" * 31, "x" * 32, "x" * 33], 32, 32)
@example([str(number) for number in range(1024)], 1, 32)
@example([f"{number:09}" for number in range(1024)], 9, 9)
def test_lines_that_begin_alike(lines: list[str], least: int, most: int) -> None:
    data = "\n".join(lines).encode()
    starts = [line[:most] for line in data.split(b"\n") if len(line) >= least]
    assert lines_alike(data, least, most) is (len(set(starts)) < len(starts))


def test_lines_that_begin_alike_in_what_is_no_such_text() -> None:
    assert lines_alike(b"", 1, 1) is False
    assert lines_alike(b"\n\n\n", 1, 1) is False
    # More lines than are looked at.
    assert lines_alike("\n".join(map(str, range(1025))).encode(), 1, 32) is True
    for wrong in [(0, 1), (1, 0), (-1, 1)]:
        with pytest.raises(ValueError, match="from 1"):
            lines_alike(b"a", *wrong)
    with pytest.raises(TypeError):
        lines_alike("a", 1, 1)


class Rows(dict[str, bytes]):
    """Rows of two numbers; remembers three words at most."""

    def __missing__(self, word: str) -> bytes:
        if len(self) > 2:
            self.clear()
        found = self[word] = b"".join(number.to_bytes(8, sys.byteorder) for number in numbers_of(word))
        return found


def numbers_of(word: str) -> tuple[int, int]:
    own = zlib.crc32(word.encode()) << 32 | len(word)
    return own, (own * 0x9E3779B97F4A7C15) % 2**64


@given(st.lists(st.lists(st.sampled_from(["a", "bb", "ccc", "dddd", "é"]), max_size=12), max_size=6), st.integers(0, 12))
def test_sums_of_rows(titles: list[list[str]], most: int) -> None:
    columns, halves = row_sums(titles, Rows(), 2, most)
    expected: list[int] = []
    for words, half in zip(titles, halves, strict=True):
        fitting = words if len(words) <= most else []
        rows = [numbers_of(word) for word in dict.fromkeys(fitting)]
        expected += [sum(row[lane] for row in rows) % 2**64 for lane in (0, 1)]
        assert half == b"".join((numbers_of(word)[0] % 2**32).to_bytes(4, "little") for word in fitting)
    assert columns == b"".join(number.to_bytes(8, sys.byteorder) for number in expected)


@pytest.mark.parametrize(
    ("titles", "table", "width", "most", "error"),
    [
        ([["a"]], {}, 2, 9, KeyError),
        ([["a"]], {"a": "text"}, 2, 9, TypeError),
        ([["a"]], {"a": b"1234567"}, 1, 9, ValueError),
        ([["a"]], None, 1, 9, TypeError),
        (["a"], Rows(), 2, 9, TypeError),
        (7, Rows(), 2, 9, TypeError),
        ([], Rows(), 0, 9, ValueError),
        ([], Rows(), 17, 9, ValueError),
        ([], Rows(), 2, 256, ValueError),
        ([], Rows(), 2, -1, ValueError),
    ],
)
def test_sums_of_what_is_no_row(titles: Any, table: Any, width: int, most: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        row_sums(titles, table, width, most)


def test_a_title_that_gets_shorter_while_it_is_read() -> None:
    title = ["a", "b", "c"]

    class Shortening(Rows):
        def __missing__(self, word: str) -> bytes:
            title.clear()
            return super().__missing__(word)

    with pytest.raises(IndexError):
        row_sums([title], Shortening(), 2, 9)


@given(st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1), max_size=60))
def test_keys_that_come_twice_are_marked(keys: list[int]) -> None:
    counts = Counter(keys)
    assert module.repeated_keys(array("Q", keys).tobytes()) == bytes(counts[key] > 1 for key in keys)


@given(
    entries=st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=4), max_size=20), base=st.integers(0, 2**40), bits=st.integers(0, 8)
)
def test_keys_are_divided_with_the_numbers_of_their_entries(entries: list[list[int]], base: int, bits: int) -> None:
    parts = 1 << bits
    keys = array("Q", [key for own in entries for key in own])
    expected: list[tuple[array[int], array[int]]] = [(array("Q"), array("Q")) for _ in range(parts)]
    for number, own in enumerate(entries, start=base):
        for key in own:
            expected[key % parts][0].append(key)
            expected[key % parts][1].append(number)
    divided = module.divided_keys(keys.tobytes(), array("I", map(len, entries)).tobytes(), base, parts)
    assert divided == [(own.tobytes(), owners.tobytes()) for own, owners in expected]


@pytest.mark.parametrize(
    ("keys", "counts", "parts"),
    [(b"1234567", b"\1\0\0\0", 4), (bytes(8), b"\2\0\0\0", 4), (bytes(8), b"\1", 4), (bytes(8), b"\1\0\0\0", 3), (b"", b"", 0), (b"", b"", 512)],
)
def test_keys_that_do_not_add_up_are_refused(keys: bytes, counts: bytes, parts: int) -> None:
    with pytest.raises(ValueError, match="add up"):
        module.divided_keys(keys, counts, 0, parts)


def test_keys_cut_short_are_refused() -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        module.repeated_keys(b"123456789")
