"""Sums of the rows of words, as the compiled module adds them up."""

from __future__ import annotations

import sys
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

row_sums = pytest.importorskip("newslint._compiled").row_sums


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
