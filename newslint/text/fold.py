"""Folding text for comparison: what two spellings of the same words have in common."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\u2039\u203a"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u300c\u300d\u300e\u300f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

# The characters that make most English text not ASCII; a few `replace` calls are cheaper than one `translate` of such text.
_COMMON = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2013", "-"),
    ("\u2014", "-"),
    ("\u2026", "..."),
    ("\u00a0", " "),
)

# Lower case, and a space for every ASCII character that is no part of a word; stops and commas are looked at one by one.
_ASCII_WORDS = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() or chr(byte) in ".," else ord(" ") for byte in range(128)
).ljust(256)
_ASCII_LINES = _ASCII_WORDS[:10] + b"\n" + _ASCII_WORDS[11:]


def fold(
    value: str, *, quotes: bool = True, dashes: bool = True, case: bool = True, space: bool = True, width: bool = True
) -> str:
    """``value`` in the form in which it is compared.

    Args:
        value: Any text.
        quotes: Straight quotation marks and apostrophes in the place of all others.
        dashes: A hyphen in the place of all dashes; invisible characters and soft hyphens are dropped.
        case: Full case folding.
        space: Runs of white space become one space; outer white space goes.
        width: NFKC: full-width forms, ligatures, composed and decomposed accents fall together.
    """
    if not value.isascii():
        if quotes and dashes:
            for char, plain in _COMMON:
                if char in value:
                    value = value.replace(char, plain)
        if not value.isascii():
            value = value.translate(_table(quotes, dashes))
            if width and not value.isascii():
                import unicodedata  # an extension module that plain English runs need not load

                value = unicodedata.normalize("NFKC", value)
    if case:
        value = value.lower() if value.isascii() else value.casefold()
    return " ".join(value.split()) if space else value


@cache
def _table(quotes: bool, dashes: bool) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    if quotes:
        table |= dict.fromkeys(map(ord, _SINGLE_QUOTES), "'") | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    if dashes:
        table |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _INVISIBLE), None)
    return table


def tokens(value: str) -> list[str]:
    """Folded words of ``value``, in order, without punctuation.

    Apostrophes vanish (``dockers'`` and ``dockers`` are one word), hyphens and slashes divide, dotted initials join (``U.S.`` is
    ``us``), numbers lose their group separators (``1,200`` is ``1200``) and keep a decimal point.  Scripts without spaces between
    words (Chinese, Japanese) give one token per character.
    """
    if not value.isascii():
        value = fold(value, space=False)
        if not value.isascii():
            return _tokens_unicode(value)
    words = value.encode().translate(_ASCII_WORDS, b"'").decode().split()
    if "." not in value and "," not in value:
        return words
    return _without_stops(words)


def fold_all(values: Sequence[str]) -> list[str]:
    """:func:`fold` of each value, for a fifth of the cost where they are many short ones."""
    if not values:
        return []
    joined = _joined(values)
    for char in "\t\r\x0b\x0c\x1c\x1d\x1e\x1f":
        if char in joined:
            joined = joined.replace(char, " ")
    while "  " in joined:
        joined = joined.replace("  ", " ")
    joined = joined.replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    if joined.isascii():
        return joined.lower().split("\n")
    return [line.lower() if line.isascii() else fold(line) for line in joined.split("\n")]


def tokens_all(values: Sequence[str]) -> list[list[str]]:
    """:func:`tokens` of each value, for half the cost where they are many short ones."""
    if not values:
        return []
    joined = _joined(values)
    lines = joined.split("\n")
    # A line that is not ASCII is looked at by itself, and leaves an empty one here.
    plain = joined if joined.isascii() else "\n".join([line if line.isascii() else "" for line in lines])
    words = [line.split() for line in plain.encode().translate(_ASCII_LINES, b"'").decode().split("\n")]
    if "." in plain or "," in plain:
        words = [_without_stops(found) if "." in line or "," in line else found for found, line in zip(words, lines, strict=True)]
    if plain is not joined:
        words = [found if line.isascii() else tokens(line) for found, line in zip(words, lines, strict=True)]
    return words


def as_lines(values: Sequence[str]) -> str:
    """The values, a line each: a line feed within one is a space."""
    joined = "\n".join(values)
    if joined.count("\n") < len(values):
        return joined
    return "\n".join([value.replace("\n", " ") for value in values])


def _joined(values: Sequence[str]) -> str:
    """The values as lines, with the common marks made plain that make English text not ASCII."""
    joined = as_lines(values)
    if not joined.isascii():
        for char, plain in _COMMON:
            if char in joined:
                joined = joined.replace(char, plain)
    return joined


def _without_stops(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        if "." not in word and "," not in word:
            found.append(word)
            continue
        bare = word.strip(".,")
        if "," in bare and not _grouped().fullmatch(bare):
            found.extend(_without_stops(bare.replace(",", " ").split()))
            continue
        bare = bare.replace(",", "")
        if "." in bare and not _decimal().fullmatch(bare):
            parts = [part for part in bare.split(".") if part]
            found.extend(["".join(parts)] if all(len(part) == 1 for part in parts) else parts)
        elif bare:
            found.append(bare)
    return found


@cache
def _grouped() -> re.Pattern[str]:
    return re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?[^\W\d]*")


@cache
def _decimal() -> re.Pattern[str]:
    return re.compile(r"\d+\.\d+[^\W\d]*")


# Marks that belong to the word they stand on: NFKC leaves no composed form in these scripts.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e\u1037-\u103e"
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}.,]|[{_MARKS}]|[.,](?=[^\W_]))+")


@cache
def _western_word() -> re.Pattern[str]:
    # The same where no such marks and characters are: to compile these takes as long as to check twenty articles.
    return re.compile(r"(?:[^\W_.,]|[.,](?=[^\W_]))+")


def _tokens_unicode(value: str) -> list[str]:
    word = _western_word() if max(value) < _MARKS[0] else _word()
    return _without_stops(word.findall(value.replace("'", "")))


_SPACED = bytes((*range(0xE0), 0xE2))
"""First bytes of the characters of scripts with spaces between words, and of signs."""


def may_be_unspaced(data: bytes) -> bool:
    """Whether UTF-8 may hold characters of a script that puts no spaces between words."""
    return bool(data.translate(None, _SPACED))
