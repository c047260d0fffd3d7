"""Replacements written into a copy of a file, line by line: every other byte stays as it is."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from newslint.readers.source import BOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.readers.base import Replacement

_FEED = re.compile(r"(?<!\r)\n")


class UnwritableError(Exception):
    """A line that is to be rewritten is not UTF-8."""


def ordered(replacements: Iterable[Replacement]) -> list[Replacement]:
    """Replacements from the beginning of the file to its end."""
    return sorted(replacements, key=lambda item: (item.place.line, item.place.column, item.place.end_line, item.place.end_column))


def clash(one: Replacement, other: Replacement) -> bool:
    """Whether two replacements overlap."""
    first, second = one.place, other.place
    start, end = (first.line, first.column), (first.end_line, first.end_column)
    other_start, other_end = (second.line, second.column), (second.end_line, second.end_column)
    return start == other_start or (start < other_end and other_start < end)


def write(source: IO[bytes], target: IO[bytes], replacements: Sequence[Replacement]) -> None:
    """Copy ``source`` to ``target`` with ``replacements``, which are ordered and do not overlap, made in it.

    Raises:
        UnwritableError: A line is not UTF-8.
    """
    head = source.read(len(BOM))
    if head == BOM:
        target.write(head)
    else:
        source.seek(-len(head), 1)
    waiting = list(reversed(replacements))
    lines = _lines(source)
    for number, line in lines:
        if not waiting or waiting[-1].place.line != number:
            target.write(line)
            continue
        data, last = line, number
        here: list[Replacement] = []
        while waiting and waiting[-1].place.line <= last:
            here.append(waiting.pop())
            while last < here[-1].place.end_line:
                last, more = next(lines)
                data += more
        target.write(_made(data, number, here))


def _lines(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    yield from enumerate(source, start=1)


def _made(data: bytes, number: int, replacements: Sequence[Replacement]) -> bytes:
    """Lines, the first of which is ``number``, with replacements made."""
    try:
        text = data.decode()
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        returns = text.partition("\n")[0].endswith("\r")
        parts: list[str] = []
        done = 0
        for item in replacements:
            place = item.place
            start = starts[place.line - number] + place.column - 1
            end = starts[place.end_line - number] + place.end_column - 1
            parts += (text[done:start], _FEED.sub("\r\n", item.text) if returns else item.text)
            done = end
        return "".join((*parts, text[done:])).encode()
    except UnicodeError:
        raise UnwritableError from None
