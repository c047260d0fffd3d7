r"""Bytes of which one has to stand in a text for a pattern to match there: the cheapest of all tests, and often enough.

They hold for UTF-8 whose ASCII letters are in lower case, and that has neither the Kelvin sign nor the long s.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS = frozenset(b"0123456789")
_LAST_ASCII = 0x7F
_BEYOND_ASCII = frozenset(range(0xC2, 0xF5))
"""First bytes of all characters beyond ASCII."""
_FOLDED = {0x17F: ord("s"), 0x212A: ord("k")}
"""Characters that a pattern that ignores case finds in ASCII letters."""
_SMALL = 256
"""Characters of a range beyond ASCII at most that are looked at one by one."""
_ITEM = r"\\x\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})|\\(d)|\\([afnrtv])|\\([^\w\s])|([^\\\[])"
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LETTERS, _FREQUENT, _OCCASIONAL = 20, 10, 3
_COMMON = {
    **dict.fromkeys(b" abcdefghijklmnopqrstuvwxyz.,-\n", _LETTERS),
    # Of the curly quotes, the dashes and the ellipsis, and of the accented letters of western Europe.
    **dict.fromkeys((0xE2, 0x80, 0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6, 0xC3), _FREQUENT),
    **dict.fromkeys(b"'\"0123456789:()jqxz", _OCCASIONAL),
}
"""How common a byte is; one that is not here counts as 1."""


@cache
def signs_of(char: str) -> frozenset[int]:
    """The signs of one character."""
    return _signs_between(ord(char), ord(char))


def signs_of_class(inside: str) -> frozenset[int] | None:
    r"""The signs of a class that is not negated, given what stands between its brackets; None when it holds ``\w``, ``\p{L}`` and their like."""
    found: set[int] = set()
    match_item = re.compile(_ITEM, re.DOTALL).match
    at = 0
    low: int | None = None
    ranged = False
    while at < len(inside):
        item = match_item(inside, at)
        if item is None:
            return None
        at = item.end()
        long, short, digits, control, escaped, plain = item.groups()
        if plain == "-" and low is not None and not ranged and at < len(inside):
            ranged = True
            continue
        if digits:
            found |= DIGITS
            low = None
            continue
        code = int(long or short, 16) if long or short else ord(_CONTROLS[control] if control else escaped or plain)
        found |= _signs_between(low if ranged and low is not None else code, code)
        low, ranged = None if ranged else code, False
    return frozenset(found)


@cache
def _signs_between(first: int, last: int) -> frozenset[int]:
    """One byte of every character of a range, in whatever case."""
    found = {ord(chr(code).lower()) for code in range(first, min(last, _LAST_ASCII) + 1)}
    beyond = range(max(first, _LAST_ASCII + 1), last + 1)
    if len(beyond) > _SMALL or any(chr(code).lower() != chr(code).upper() for code in beyond):
        found |= _BEYOND_ASCII
    else:
        found |= {min(chr(code).encode("utf-8", "surrogatepass"), key=_commonness_of) for code in beyond}
    return frozenset(found.union(sign for code, sign in _FOLDED.items() if code in beyond))


def rarest(found: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    """Of what several parts of a pattern ask for, all of which have to be there, what fewest texts hold."""
    return min((signs for signs in found if signs), key=_commonness, default=None)


def any_sign(found: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    """What alternatives ask for together; None when one asks for nothing."""
    signs: set[int] = set()
    for one in found:
        if one is None:
            return None
        signs |= one
    return frozenset(signs)


@cache
def _commonness(signs: frozenset[int]) -> int:
    return sum(map(_commonness_of, signs))


def _commonness_of(sign: int) -> int:
    return _COMMON.get(sign, 1)
