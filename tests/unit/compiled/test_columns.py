"""What is asked about one field of many records, as the compiled module answers: what Python says of the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newslint.kinds.addresses import origins_in_python
from newslint.kinds.compare import _COMPILED
from newslint.kinds.fields import UNSEEN
from newslint.kinds.similar import _differ, _lines
from newslint.kinds.stamps import is_plain

module = pytest.importorskip("newslint._compiled")

CHARACTERS = "aB[{ \t\n\r\x0b\x1c\x1f\x85\x00\u00a0\u00ad\u1680\u2003\u200b\u200f\u2010\u2019\u2028\u202f\u205f\u2060\u3000\u3001\ufefféж日😀\ud800"
TEXTS = st.text(alphabet=CHARACTERS, max_size=12) | st.text(max_size=6)
VALUES = st.none() | TEXTS
STAMPS = st.from_regex(r"\A[12]\d{3}-[01]\d-[0-3]\d(T[0-2]\d:[0-6]\d:[0-6]\d(Z|[+-][01]\d:[0-6]\d))?.?\Z") | TEXTS
PHRASES = st.text(alphabet="aAbzZ09 .!?…'\"’”“é\ud800", max_size=8)
ADDRESSES = st.text(alphabet='ht:/.a "<>\n\x7fé', max_size=14) | TEXTS


@given(st.lists(VALUES, max_size=6), st.integers(0, 4))
def test_first_lines(texts: list[str | None], limit: int) -> None:
    assert module.first_lines(texts, limit) == _lines(texts, limit)


@given(
    st.lists(st.text(alphabet="ab é\x00\ud800", max_size=20) | st.text(alphabet="ab ", min_size=60, max_size=140), max_size=6),
    st.integers(0, 3),
    st.integers(0, 150),
)
def test_texts_that_lack_words(texts: list[str], needed: int, reach: int) -> None:
    words = (b" a", b"ab", "é".encode(), b"\x00b")
    lacking = [
        index
        for index, text in enumerate(texts)
        if not _is_utf8(text) or sum(word in text.encode()[:reach] for word in words) < needed
    ]
    assert module.lacking_words(texts, words, needed, reach) == lacking


@given(st.lists(VALUES, max_size=6), st.integers(0, 6), st.integers(0, 8))
def test_lengths_outside(values: list[str | None], least: int, most: int) -> None:
    expected = [
        index
        for index, value in enumerate(values)
        if value and (not least <= len(value) <= most or value[0] in UNSEEN or value[-1] in UNSEEN or "\ud800" in value)
    ]
    assert [index for index in module.lengths_outside(values, least, most) if _is_utf8(values[index])] == [
        index for index in expected if _is_utf8(values[index])
    ]
    assert set(expected) <= set(module.lengths_outside(values, least, most))


def _is_utf8(value: str | None) -> bool:
    return value is not None and not any("\ud800" <= char <= "\udfff" for char in value)


def test_lengths_of_what_is_no_text() -> None:
    assert module.lengths_outside([7, None, "", "abc", ["abc"]], 1, 5) == [0, 4]


@given(st.lists(st.none() | STAMPS, max_size=6))
@example(
    [
        "2024-02-29T00:00:00Z",
        "2024-02-28T23:59:59+14:59",
        "2024-04-31T00:00:00Z",
        "1000-12-31T00:00:00-00:00",
        "2024-02-28T24:00:00Z",
    ]
)
def test_plain_stamps(values: list[str | None]) -> None:
    plain = [value[:10] for value in values if value and is_plain(value)]
    others = [index for index, value in enumerate(values) if value and not is_plain(value)]
    assert module.plain_stamps(values) == (min(plain, default=""), max(plain, default=""), others)


def test_stamps_that_are_no_text() -> None:
    assert module.plain_stamps([2024, None, 0, [], ["2024-01-01T00:00:00Z"]]) == ("", "", [0, 4])


@given(st.lists(VALUES | st.lists(TEXTS, max_size=3), max_size=6))
def test_some_begin(values: list[Any]) -> None:
    texts = [text for value in values for text in (value if isinstance(value, list) else [value]) if text]
    if all(map(_is_utf8, texts)):
        assert module.some_begin(values, "[{") is any(text[0] in UNSEEN or text[0] in "[{" for text in texts)
    else:
        assert module.some_begin(values, "[{") is True


def test_beginnings_of_what_is_no_text() -> None:
    assert module.some_begin([7], "[") is module.some_begin([["a", 7]], "[") is module.some_begin([[["a"]]], "[") is True
    assert module.some_begin([[], None, ""], "[") is False


@given(st.lists(st.none() | ADDRESSES, max_size=6), st.integers(0, 9))
def test_origins(values: list[str | None], scheme: int) -> None:
    assert module.origins(values, scheme) == origins_in_python(values, scheme)


def test_origins_of_what_is_no_text() -> None:
    assert module.origins([7, None, ["http://a.example/b"]], 8) == origins_in_python([7, None, ["http://a.example/b"]], 8)


@given(st.lists(st.tuples(PHRASES, PHRASES), max_size=6), st.floats(1, 3), st.integers(0, 9))
def test_pairs_that_may_be_alike(pairs: list[tuple[str, str]], ratio: float, slack: int) -> None:
    alike = [
        index
        for index, (one, other) in enumerate(pairs)
        if one
        and other
        and len(one) <= ratio * len(other) + slack
        and len(other) <= ratio * len(one) + slack
        and not (_is_utf8(one) and _is_utf8(other) and _differ(one, other))
    ]
    assert module.alike_at_ends([one for one, _ in pairs], [other for _, other in pairs], ratio, slack) == alike


@given(st.lists(VALUES, max_size=6), st.floats(1, 3))
def test_texts_of_many_bytes(values: list[str | None], ratio: float) -> None:
    wide = [
        index for index, value in enumerate(values) if value and (not _is_utf8(value) or len(value.encode()) > ratio * len(value))
    ]
    assert module.wide_texts(values, ratio) == wide


@given(st.lists(VALUES | st.lists(TEXTS, max_size=2), max_size=6), st.integers(1, 9), st.sampled_from(["", "ab", "bbab"]))
@example(["abc", "Abc", "xbc", "xb\u0301", "xb", ["xbc", ""], [], ["abc"]], 9, "ab")
def test_short_or_marked(values: list[Any], least: int, pairs: str) -> None:
    sound = [
        index
        for index, value in enumerate(values)
        if _is_sound(value[0] if isinstance(value, list) and value else value, least, pairs)
    ]
    assert module.short_or_marked(values, least, pairs) == [index for index in range(len(values)) if index not in sound]


def _is_sound(value: Any, least: int, pairs: str) -> bool:
    if not isinstance(value, str) or not _is_utf8(value) or not (value[:1].isascii() and value[:1].isalnum()):
        return False
    head = value[:3]
    known = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    return len(value) >= least or (len(head) > 2 and head.isascii() and head[1].isalnum() and head[:2].lower() not in known)


@given(st.lists(st.none() | st.text(alphabet="ab\né日\ud800", max_size=12), max_size=6), st.integers(0, 9))
def test_long_lines(values: list[str | None], most: int) -> None:
    long = [
        index
        for index, value in enumerate(values)
        if value and (not _is_utf8(value) or any(len(line.encode()) > most for line in value.split("\n")))
    ]
    assert module.long_lines(values, most) == long


@given(
    st.lists(st.none() | st.text(alphabet="a\"'“”’\u2018日😀é\ud800\x00", max_size=8), max_size=6),
    st.text(alphabet="\"'“’é😀", max_size=3),
)
def test_holders(values: list[str | None], characters: str) -> None:
    holding = [
        index
        for index, value in enumerate(values)
        if value and (not _is_utf8(value) or any(character in value for character in characters))
    ]
    assert module.holders(values, characters) == holding


DATES = st.sampled_from(
    ["", "2024-02-28", "2024-02-29T10:00:00Z", "2024-02-28T10:00:00Z", "2024-02-28T10:00:00+01:00", "28.02.2024", "é024-02-28"]
)
PAGES = st.sampled_from(["", "/a", "/2024/02/28/a", "/2024/2/28", "/1999/x", "/a\x00/2024/", "/2024/02/28é"]) | DATES


@given(st.lists(st.tuples(st.none() | PAGES | TEXTS, st.none() | DATES | TEXTS), max_size=6), st.sampled_from("=<>/"))
@example([("/2024/02/28/a", "2024-02-28T10:00:00Z"), ("/2024/02/28", "2024-02-2"), ("/2024/02/28", "2024-02")], "/")
@example([("2024-02-29", "2024-02-28"), ("2024-02-29T10:00:00Z", "2024-02-28T10:00:00Z"), ("2024", "2023")], ">")
def test_pairs_that_are_not_settled(pairs: list[tuple[str | None, str | None]], relation: str) -> None:
    holds = next(holds for holds, name in _COMPILED.items() if name == relation)
    for pair, unsettled in zip(pairs, _marks(pairs, relation), strict=True):
        left, right = pair
        if not left or not right:
            assert not unsettled
        elif not holds(left, right):
            assert unsettled
        elif _is_utf8(left + right) and (relation == "=" or ((left + right).isascii() and "\x00" not in left + right)):
            assert not unsettled


def _marks(pairs: list[tuple[str | None, str | None]], relation: str) -> list[bool]:
    found = module.unsettled_pairs([left for left, _ in pairs], [right for _, right in pairs], relation)
    return [index in found for index in range(len(pairs))]


def test_pairs_of_what_is_no_text() -> None:
    assert module.unsettled_pairs([7, 0, ["a"], None, "a"], ["7", "7", ["a"], 7, []], "=") == [0, 2]


@given(
    st.lists(st.text(alphabet="aBc1. é\ud800", max_size=8), max_size=6), st.text(alphabet="abc1é", max_size=20), st.integers(1, 3)
)
def test_tails_in_names(texts: list[str], names: str, size: int) -> None:
    found = [
        index
        for index, text in enumerate(texts)
        if len(text) <= 6
        and not (
            _is_utf8(text)
            and len(tail := text[-size:].lower()) == size
            and tail.isascii()
            and tail.isalnum()
            and tail not in names
        )
    ]
    assert module.tails_in(texts, names, size, 6) == found


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        pytest.param("alike_at_ends", (["a"], [], 1.0, 0), ValueError, id="one of a pair"),
        pytest.param("alike_at_ends", (["a"], [7], 1.0, 0), TypeError, id="a number like a text"),
        pytest.param("holders", ([7], "a"), TypeError, id="characters of a number"),
        pytest.param("long_lines", ([7], 1), TypeError, id="long lines of a number"),
        pytest.param("long_lines", ([], -1), ValueError, id="lines of less than nothing"),
        pytest.param("unsettled_pairs", (["a"], [], "="), ValueError, id="one of a related pair"),
        pytest.param("unsettled_pairs", ([], [], "!"), ValueError, id="an unknown relation"),
        pytest.param("short_or_marked", ((), 1, ""), TypeError, id="short ones of no list"),
        pytest.param("tails_in", ([7], "", 1, 1), TypeError, id="the tail of a number"),
        pytest.param("tails_in", ([], "", 17, 1), ValueError, id="a long tail"),
        pytest.param("tails_in", ([], "a\x00", 1, 1), ValueError, id="names with a zero"),
        pytest.param("wide_texts", ([7], 1.0), TypeError, id="a wide number"),
        pytest.param("first_lines", ([7], 1), TypeError, id="lines of a number"),
        pytest.param("first_lines", ((), 1), TypeError, id="lines of no list"),
        pytest.param("first_lines", ([], 17), ValueError, id="too many lines"),
        pytest.param("lacking_words", ([7], (b"a",), 1, 1), TypeError, id="words in a number"),
        pytest.param("lacking_words", ([], (b"",), 1, 1), ValueError, id="an empty word"),
        pytest.param("lacking_words", ([], ("a",), 1, 1), TypeError, id="a word that is no UTF-8"),
        pytest.param("lacking_words", ([], (b"a",) * 65, 1, 1), ValueError, id="too many words"),
        pytest.param("lengths_outside", ((), 1, 1), TypeError, id="lengths of no list"),
        pytest.param("plain_stamps", ((),), TypeError, id="stamps of no list"),
        pytest.param("some_begin", ((), "a"), TypeError, id="beginnings of no list"),
        pytest.param("some_begin", ([], "é"), ValueError, id="beginnings beyond ASCII"),
        pytest.param("origins", ((), 8), TypeError, id="origins of no list"),
    ],
)
def test_what_cannot_be_asked(name: str, arguments: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        getattr(module, name)(*arguments)
