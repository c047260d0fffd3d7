"""Words told by their letters alone, as many rules want them of every text: in C where it could be compiled, and the same in Python."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from functools import cache
from itertools import compress
from operator import eq
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")

_repeated: Callable[[str], set[str] | None] | None = None
_capitalised: Callable[[str, int], dict[str, int] | None] | None = None
_often_capitalised: Callable[[list[str], int, int], list[int]] | None = None
_lines_short_of: Callable[[str | bytes, tuple[bytes, ...], int, int], tuple[int, int, bytes] | None] | None = None
with suppress(ImportError):  # newslint was installed without a C compiler
    from newslint._compiled import capitalised as _capitalised
    from newslint._compiled import lines_short_of as _lines_short_of
    from newslint._compiled import often_capitalised as _often_capitalised
    from newslint._compiled import repeated as _repeated

CODE_PAGE = "cp1252"
"""The letters of Western European languages and the signs of their news, a byte each: what nearly all news in Latin letters is made of."""


def repeated_words(value: str) -> set[str] | None:
    r"""Words, in lower case, that stand twice in a row in ``value`` in either case; None where any word might.

    A word is a run of letters (``[^\W\d_]``).  In text beyond :data:`CODE_PAGE` there may be more than white space between the two.
    """
    found = None if _repeated is None else _repeated(value)
    return _repeated_in_python(value) if found is None else found


def _repeated_in_python(value: str) -> set[str] | None:
    try:
        data = value.encode(CODE_PAGE)
    except UnicodeEncodeError:
        # What case-insensitive patterns of Python hold to be an i, and str.casefold does not.
        plain = value.replace("İ", "i").replace("ı", "i")
        found = set(_twice(_run().findall(plain.casefold())))
        return None if found and plain != value else found
    words = data.translate(_ONLY_LETTERS).split()
    if not any(map(eq, words, words[1:])):
        return set()
    # Half of all texts have such a pair somewhere, most of them with a stop or a comma between the two.
    words = data.translate(_LETTERS_AND_MARKS).replace(b".", b" . ").split()
    return {word.decode(CODE_PAGE) for word in set(_twice(words)) if word != b"."}


def capitalised(value: str, least: int) -> Mapping[str, int]:
    """How often each run of letters stands in ``value`` from its first capital on, where those are ``least`` letters or more.

    Capitals are those of ASCII and Latin-1.
    """
    found = None if _capitalised is None else _capitalised(value, least)
    return Counter(_from_capital(least).findall(value)) if found is None else found


def often_capitalised(values: list[str], least: int, often: int) -> Sequence[int]:
    """Indexes of the values in which some word of :func:`capitalised` stands so often: too many of them, never too few."""
    return range(len(values)) if _often_capitalised is None else _often_capitalised(values, least, often)


def lines_short_of(data: str | bytes, words: tuple[bytes, ...], needed: int, least: int) -> tuple[int, int, bytes] | None:
    """Lines of a text that hold few of some words; None where it has to be told line by line.

    Args:
        data: The text, or its UTF-8.
        words: What is looked for, as it stands.
        needed: Different words that a line holds to be left out.
        least: Characters of a line, without white space at its ends, that is looked at.

    Returns:
        How many lines are looked at, how many of them hold fewer than ``needed`` words, and these, each with a line feed.
    """
    return None if _lines_short_of is None else _lines_short_of(data, words, needed, least)


def _small_letter(byte: int, *, marks: str) -> int:
    """Byte of a letter's lower case in :data:`CODE_PAGE`; a space for white space, and ``marks`` for what patterns hold to be no letter."""
    char = bytes([byte]).decode(CODE_PAGE, "replace")
    if char.isspace():
        return ord(" ")
    if not char.isalnum() or char.isdecimal():
        return ord(marks)
    return (char.lower().encode(CODE_PAGE, "ignore") or bytes([byte]))[0]


_ONLY_LETTERS = bytes(_small_letter(byte, marks=" ") for byte in range(256))
_LETTERS_AND_MARKS = bytes(_small_letter(byte, marks=".") for byte in range(256))


def _twice(words: Sequence[T]) -> Iterator[T]:
    """Those that the next one equals."""
    return compress(words, map(eq, words, words[1:]))


@cache
def _run() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+")


@cache
def _from_capital(least: int) -> re.Pattern[str]:
    return re.compile(rf"[A-ZÀ-ÖØ-Þ][^\W\d_]{{{least - 1},}}")
