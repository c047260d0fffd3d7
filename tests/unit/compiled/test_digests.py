"""Digests of texts, as the compiled module makes them: what Python makes of the same."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text import digest

module = pytest.importorskip("newslint._compiled")

FORMS = get_args(digest.Form)
CHARACTERS = "aB`z.. -'\"\t\n\x1c\x00‘’“”–—…\u00a0\u00ad\u200b\u2003\u2028\u3000\u1680\x85éÉ×ЯйѢҐİŁłſŀĳŸﬁ日😀£€«ª²ß\u0301\ud800"
TEXTS = (
    st.text(alphabet=CHARACTERS, max_size=40)
    | st.text(alphabet="aB. ", min_size=100, max_size=300)
    | st.text(st.characters(max_codepoint=0x500), max_size=20)
    | st.text(max_size=20)
)


@pytest.mark.parametrize("form", FORMS)
@given(texts=st.lists(TEXTS, max_size=6))
def test_digests_in_a_form(form: digest.Form, texts: list[str]) -> None:
    for values in (texts, [text.encode("utf-8", "surrogatepass") for text in texts]):
        made = digest.digests_of(values, form)
        assert list(made) == [digest.digest(digest.formed(value, form)) for value in values]
        assert made == digest._digests_in_python(values, form)
        found, unknown = module.digests(values, form)
        assert all(found[8 * index : 8 * index + 8] == bytes(8) for index in unknown)


@given(st.lists(TEXTS, max_size=6))
def test_keys_of_outlines(texts: list[str]) -> None:
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    expected = [zlib.crc32(first) << 32 | zlib.crc32(last) for first, last in map(digest.outline, data)]
    assert module.outline_keys(data) == b"".join(key.to_bytes(8, "little") for key in expected)
    assert list(digest.outline_keys(data)) == list(digest.outline_keys(texts)) == expected


@given(st.integers(0, 1000), st.binary(max_size=3))
def test_blake2b_of_any_length(length: int, end: bytes) -> None:
    data = bytes(number % 251 for number in range(length)) + end
    assert module.digests([data], "whole") == (hashlib.blake2b(data, digest_size=8).digest(), [])


def test_plain_texts_are_known() -> None:
    texts = ["Port shut", " Rao’s “ferry” – wait… ", "two\u00a0words\tand more"]
    assert all(module.digests(texts, form)[1] == [] for form in FORMS)
    assert module.digests(["Fähre", "日", "a\u00adb", "plain"], "fold")[1] == [1, 2]
    assert module.digests(["\ud800", "plain"], "whole")[1] == [0]


@given(texts=st.lists(TEXTS, max_size=6), chars=st.integers(0, 30), words=st.integers(0, 5))
def test_texts_of_so_many_characters_and_words(texts: list[str], chars: int, words: int) -> None:
    expected = [len(text) >= chars and len(text.split()) >= words for text in texts]
    assert list(map(bool, digest.long_enough(texts, chars, words))) == expected
    marks = module.long_enough(texts, chars, words)
    assert all(mark == 2 or bool(mark) is fits for mark, fits in zip(marks, expected, strict=True))


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("digests", (["a"], "other"), ValueError),
        ("digests", (["a", 7], "whole"), TypeError),
        ("digests", ("a", "whole"), TypeError),
        ("outline_keys", ([7],), TypeError),
        ("outline_keys", (None,), TypeError),
        ("long_enough", ([7], 1, 1), TypeError),
        ("long_enough", (None, 1, 1), TypeError),
    ],
)
def test_what_is_no_text_is_refused(name: str, arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        getattr(module, name)(*arguments)
