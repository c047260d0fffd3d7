"""Words told by their letters: the compiled functions know of characters what Python does, or say that they do not know."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text import languages, words
from newslint.text.blocks import split_blocks
from newslint.text.languages import alike, detect, may_be_foreign
from newslint.text.pattern import encode
from newslint.text.words import capitalised, repeated_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBLED = re.compile(r"(?<![^\W_])([^\W\d_]+)\s+(?=(\1)(?![^\W_]))", re.IGNORECASE)
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]{3,}")
_LETTERS = [
    "the",
    "The",
    "été",
    "Été",
    "łódź",
    "ŁÓDŹ",
    "Ÿ",
    "ÿ",
    "ıt",
    "İt",
    "it",
    "ſo",
    "so",
    "m²",
    "½",
    "и",
    "2",
    "_",
    "É́",
    "¹",
]
_SIGNS = [" ", "  ", "\n", "\xa0", "\u2009", "\x85", "\u202f", "\u200b", ".", ",", "’", "“", "”", "–", "…", "×", "😀", "→", "�"]
_FREQUENT = "der die und nicht les des une dans el los que de la het een van og på the of and to s'ha d'un É s ß"
_MARKS = ["'", "’", " ", "-", "1", "_", "“", "\n", "ł"]
_ABC = "abcdefghijklmnopqrstuvwxyz"
_TEXTS = st.lists(st.sampled_from(_LETTERS + _SIGNS) | st.characters(), max_size=12).map("".join)


@pytest.fixture(scope="module")
def compiled() -> Any:
    """The compiled functions."""
    return pytest.importorskip("newslint._compiled")


@pytest.fixture(params=["compiled", "python"])
def either_way(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.setattr(words, "_repeated", None)
            patch.setattr(words, "_capitalised", None)
        yield


def test_every_character_is_what_python_takes_it_for(compiled: Any) -> None:
    known = 0
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        # Between two words white space makes a repetition, and nothing else does; a letter is a word of its own.
        told = compiled.repeated(f"ab{char}ab {char} {char}")
        if told is None:
            continue
        known += 1
        letter = char.isalnum() and not char.isdecimal()
        assert ("ab" in told) == char.isspace(), hex(code)
        assert told - {"ab"} == ({char.lower()} if letter else set()), hex(code)
        assert compiled.capitalised(char, 1) == Counter(re.findall("[A-ZÀ-ÖØ-Þ]", char)), hex(code)
    assert known > 1500


@given(_TEXTS)
def test_no_repetition_that_a_pattern_finds_is_missed(compiled: Any, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for function in (compiled.repeated, None):
            patch.setattr(words, "_repeated", function)
            told = repeated_words(text)
            for match in _DOUBLED.finditer(text):
                assert told is None or match[1].casefold() in {word.casefold() for word in told}


@given(_TEXTS, st.integers(0, 130))
def test_repetitions_are_told_wherever_in_a_text_they_stand(compiled: Any, text: str, before: int) -> None:
    assert compiled.repeated("." * before + text) == compiled.repeated(text)


@given(_TEXTS)
def test_words_in_capitals_are_those_that_a_pattern_finds(compiled: Any, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for function in (compiled.capitalised, None):
            patch.setattr(words, "_capitalised", function)
            assert capitalised(text, 4) == Counter(_CAPITALISED.findall(text))


@pytest.mark.usefixtures("either_way")
def test_repetitions_stand_side_by_side() -> None:
    assert repeated_words("It was the\nThe end, the. The so-so 2 2 été\u00a0Été") == {"the", "été"}


@pytest.mark.usefixtures("either_way")
def test_words_count_from_their_first_capital() -> None:
    assert capitalised("McDonald met Élan, iPhone, IBM and Élan", 4) == {"McDonald": 1, "Élan": 2, "Phone": 1}


@given(
    st.lists(st.sampled_from(_FREQUENT.split() + _MARKS), max_size=20),
    st.sampled_from(["", " "]),
    st.sampled_from(["en", "de", "nb"]),
)
def test_no_language_that_is_detected_is_ruled_out(parts: list[str], glue: str, main: str) -> None:
    text = glue.join(parts)
    found = detect(text)
    if found is not None and not alike(main, found.language):
        assert may_be_foreign(f"The ferry.\n{text}\nIt sailed.", main, found.words)


@given(
    st.lists(st.sampled_from([*_FREQUENT.split(), *_MARKS, *_LETTERS, *_SIGNS]), max_size=24).map("".join)
    | st.lists(st.sampled_from(_FREQUENT.split()), max_size=24).map(" ".join),
    st.sampled_from(["en", "de", "nb"]),
    st.integers(1, 9),
)
def test_frequent_words_are_counted_as_python_counts_them(compiled: Any, text: str, main: str, least: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "Lexicon", None)
        expected = may_be_foreign(text, main, least)
        assert may_be_foreign(encode(text), main, least) is expected
    assert may_be_foreign(text, main, least) is may_be_foreign(encode(text), main, least) is expected


def test_every_character_is_part_of_a_frequent_word_or_is_not(compiled: Any) -> None:
    lexicon = compiled.Lexicon({"l'été": 1, "no": 2})
    for code in range(0x80, 0x2200):
        char = chr(code)
        told = lexicon.holds(f"L’ÉTÉ{char}no", 3, 1)
        if told is None:
            continue
        assert told is (not char.isalpha() and char != "’"), hex(code)
        assert lexicon.holds(f"L’ÉTÉ{char}no", 2, 1) is (not char.isalpha() and char != "’")
        assert lexicon.holds(f"no{char}", 2, 1) is (not char.isalpha())


def test_what_is_no_lexicon(compiled: Any) -> None:
    for words_of_it in ({"": 1}, {"a" * 65: 1}, {"\ud800": 1}):
        with pytest.raises(ValueError, match="a word has 1 to 64 bytes"):
            compiled.Lexicon(words_of_it)
    for other in ({"a": -1}, {"a": 1 << 64}):
        with pytest.raises(OverflowError):
            compiled.Lexicon(other)
    for wrong in ({7: 1}, {"a": "b"}, ["a"]):
        with pytest.raises(TypeError):
            compiled.Lexicon(wrong)
    lexicon = compiled.Lexicon({})
    assert lexicon.holds("a" * 1000, 1, 1) is lexicon.holds("", 1, 1) is False
    assert lexicon.holds("\ud800", 1, 1) is None
    with pytest.raises(TypeError):
        lexicon.holds(7, 1, 1)


@given(
    st.lists(
        _TEXTS | st.lists(st.sampled_from(["Rao ", "rao ", "RAO's ", "McRao ", "Été "]), max_size=9).map("".join), max_size=4
    )
)
def test_words_that_often_stand_in_capitals(compiled: Any, texts: list[str]) -> None:
    often = [index for index, text in enumerate(texts) if max(Counter(_CAPITALISED.findall(text)).values(), default=0) >= 2]
    told = compiled.often_capitalised(texts, 4, 2)
    unknown = [index for index, text in enumerate(texts) if compiled.capitalised(text, 4) is None]
    assert set(often) <= set(told) <= {*often, *unknown}


def test_many_words_in_capitals(compiled: Any) -> None:
    words_of_it = [f"{first}{second}{third}" for first in "AB" for second in _ABC for third in _ABC]
    assert compiled.often_capitalised([" ".join(words_of_it[:600])], 3, 2) == []
    assert compiled.often_capitalised([" ".join(words_of_it[:600] + words_of_it[:1])], 3, 2) == [0]
    # More than are told apart.
    assert compiled.often_capitalised(["", " ".join(words_of_it * 2)], 3, 9) == [1]
    with pytest.raises(TypeError):
        compiled.often_capitalised([7], 3, 2)


@given(
    st.lists(
        st.sampled_from([*_LETTERS, *_SIGNS, "\n", " the ", " não ", "the", "- ", "1. ", "\u3000", "\r", "\u2028"]), max_size=24
    ).map("".join),
    st.integers(0, 130),
    st.integers(1, 3),
    st.integers(1, 9),
)
def test_lines_are_the_blocks_that_hold_few_words(compiled: Any, text: str, before: int, needed: int, least: int) -> None:
    text = "z" * before + text
    frequent = (" the ", " não ", "é", "m² ")
    told = compiled.lines_short_of(encode(text), tuple(map(encode, frequent)), needed, least)
    assert told == compiled.lines_short_of(text, tuple(map(encode, frequent)), needed, least)
    if told is None:
        assert not text.isascii() or "\r" in text
        return
    blocks = [text[block.start : block.end] for block in split_blocks(text) if block.end - block.start >= least]
    few = [block for block in blocks if sum(word in block for word in frequent) < needed]
    assert told == (len(blocks), len(few), encode("".join(f"{block}\n" for block in few)))


def test_words_that_no_line_is_searched_for(compiled: Any) -> None:
    assert compiled.lines_short_of(b"It sailed.", (), 1, 1) == (1, 1, b"It sailed.\n")
    for wrong in ((b"",), (b"a",) * 65):
        with pytest.raises(ValueError, match="word"):
            compiled.lines_short_of(b"It sailed.", wrong, 1, 1)
