"""Digests of folded text: the keys of data set checks, the same on every machine."""

from __future__ import annotations

import sys
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from newslint.digest import blake2b
from newslint.text.fold import as_lines, fold, fold_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_digests: Callable[[list[str] | list[bytes], str], tuple[bytes, list[int]]] | None = None
_outline_keys: Callable[[list[str] | list[bytes]], bytes] | None = None
_long_enough: Callable[[list[str], int, int], bytes] | None = None
with suppress(ImportError):  # newslint was installed without a C compiler
    from newslint._compiled import digests as _digests
    from newslint._compiled import long_enough as _long_enough
    from newslint._compiled import outline_keys as _outline_keys

Form = Literal["whole", "strip", "fold", "sketch"]
"""What of a text is compared: all, what is left without outer white space, or what :func:`newslint.text.fold.fold` or :func:`sketch` leaves."""

_WHITE = b" \t\n\r\x0b\x0c"
_LOWER = bytes(range(256)).lower()
# What differs between two copies of one text that are otherwise alike: typographic marks, spaces that do not break.
_MARKS = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2013", "-"),
    ("\u2014", "-"),
    ("\u00a0", ""),
    ("\u00ad", ""),
    ("\u200b", ""),
)
_MARK_BYTES = tuple((mark.encode(), plain.encode()) for mark, plain in _MARKS)


def digest(data: bytes) -> int:
    """64 bits of blake2b, as an unsigned number."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def digests(data: Iterable[bytes]) -> array[int]:
    """:func:`digest` of each."""
    return unpacked(b"".join([blake2b(item, digest_size=8).digest() for item in data]))


def unpacked(data: bytes) -> array[int]:
    """Numbers of eight bytes each, the lowest first."""
    found = array("Q", data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def compact(data: bytes) -> bytes:
    """UTF-8 text without ASCII white space, ASCII letters in lower case, straight quotation marks and hyphens.

    A fold for long texts: it costs 2 µs for 3 kB of ASCII, where :func:`newslint.text.fold.fold` would cost 60.
    """
    if not data.isascii():
        for mark, plain in _MARK_BYTES:
            data = data.replace(mark, plain)
    return data.translate(_LOWER, _WHITE)


def formed(text: str | bytes, form: Form) -> bytes:
    """UTF-8 of a text in the form in which it is compared; it may be empty."""
    if form == "fold":
        text = fold(text if isinstance(text, str) else text.decode("utf-8", "surrogatepass"))
    elif form == "strip":
        text = (text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")).strip()
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return sketch(data) if form == "sketch" else data


def digests_of(texts: list[str] | list[bytes], form: Form) -> array[int]:
    """:func:`digest` of what :func:`formed` makes of each text, for a fraction of the cost."""
    if _digests is None:
        return _digests_in_python(texts, form)
    made, unknown = _digests(texts, form)
    found = unpacked(made)
    for index in unknown:
        found[index] = digest(formed(texts[index], form))
    return found


def _digests_in_python(texts: list[str] | list[bytes], form: Form) -> array[int]:
    if form == "fold" and texts and isinstance(texts[0], str):
        return digests([formed(text, "whole") for text in fold_all(texts)])
    return digests([formed(text, form) for text in texts])


def long_enough(texts: list[str], chars: int, words: int) -> bytes | list[bool]:
    """For each text whether it has at least so many characters and so many words."""
    marks = None if _long_enough is None else _long_enough(texts, chars, words)
    if marks is None or 2 in marks:
        return [len(text) >= chars and (not words or len(text.split(None, words - 1)) >= words) for text in texts]
    return marks


_WHITE_IN_LINE = _WHITE.replace(b"\n", b"")


def compact_all(values: Sequence[str]) -> list[bytes]:
    """:func:`compact` of each value as UTF-8, for a fifth of the cost where they are many short ones."""
    if not values:
        return []
    joined = as_lines(values)
    if not joined.isascii():
        for mark, plain in _MARKS:
            if mark in joined:
                joined = joined.replace(mark, plain)
    data = joined.encode("utf-8", "surrogatepass")
    return data.translate(_LOWER, _WHITE_IN_LINE).split(b"\n")


# The bytes of the marks above, those of ASCII beside them.  One by one they are also parts of other characters, which lose them too.
_DROPPED = _WHITE + b"'\"-" + bytes(sorted(set(b"".join(mark for mark, _ in _MARK_BYTES))))


def sketch(data: bytes) -> bytes:
    """What is left of UTF-8 text when ASCII case, white space, quotation marks and hyphens do not count.

    For keys of long texts, in one pass whatever the text holds: 2 µs for 3 kB where :func:`compact` takes up to 7.  A few letters beyond
    ASCII fall together, so texts of one sketch are the same only where a comparison of the texts says so.
    """
    return data.translate(_LOWER, _DROPPED)


_ENDS = 2
"""Sentences at either end of a text that an outline holds."""


def outline(data: bytes) -> tuple[bytes, bytes]:
    """What :func:`sketch` leaves of the first and of the last sentences of UTF-8 text; of one of few sentences, of all of it and of nothing.

    Texts of one sketch have one outline; texts of one outline differ between their ends, if at all.
    """
    *first, rest = data.split(b".", _ENDS)
    last = rest.rsplit(b".", _ENDS)
    if len(last) <= _ENDS:
        return sketch(data), b""
    return sketch(b".".join((*first, b""))), sketch(b".".join((b"", *last[1:])))


def outline_keys(texts: list[str] | list[bytes]) -> array[int]:
    """For each of some texts, strings or UTF-8, 64 bits that stand for its :func:`outline`: for a fraction of what a digest of the text costs."""
    if _outline_keys is not None:
        return unpacked(_outline_keys(texts))
    return array(
        "Q", [crc32(first) << 32 | crc32(last) for first, last in map(outline, (formed(text, "whole") for text in texts))]
    )
