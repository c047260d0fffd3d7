"""Places and faults inside the raw text of JSON."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from newslint.readers.positions import Offsets, invalid_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.readers.fields import Path

_KEYS = 16
"""Sets of keys of which it is remembered how they are written: records of one input seldom have more."""
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_BACKSLASH, _HALVES = "\\\\", ("\\ud", "\\uD")
"""Escapes whose number, or width, a count of backslashes does not tell."""
_LONE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_CLOSING = {"{": "}", "[": "]"}
_TYPES = {list: "an array", str: "a string", int: "a number", float: "a number", bool: "a boolean", type(None): "null"}

# The scanner of the standard library gives the end of a value, which msgspec does not.
_decoder: Any = json.JSONDecoder(strict=False)
_value = _decoder.scan_once
_string: Any = json.decoder.scanstring  # type: ignore[attr-defined]


class NotARecordError(msgspec.DecodeError):
    """The JSON is sound, and holds no record of the format that it was read as."""


def locate(text: str, path: Path) -> tuple[int, int] | None:
    """Span of the raw value at ``path`` of the JSON in ``text``, which has been decoded without a fault; None when not there.

    Of a key that stands twice in an object the last counts, as for the decoder.
    """
    start = _space(text, 0)
    try:
        for key in path:
            found: int | None = None
            for name, position in _members(text, start):
                if name == key:
                    found = position
                    if isinstance(key, int):
                        break
            if found is None:
                return None
            start = found
        return start, _value(text, start)[1]
    except (StopIteration, ValueError, IndexError, RecursionError):
        return None


def locate_member(data: bytes, text: str, raw: Mapping[str, msgspec.Raw], path: Path) -> tuple[int, int] | None:
    """:func:`locate` in the object ``data``, which is ``text`` encoded.

    Objects are mostly written with the same white space between all members, if any.  Where ``data`` is its members written so, their
    lengths tell where a value stands, and nothing has to be read again.

    Args:
        data: The object.
        text: The same, decoded.
        raw: Its members.
        path: Keys and indexes.
    """
    name = path[0]
    if not isinstance(name, str) or name not in raw:
        return None
    names = tuple(raw)
    for spaced in (True, False):
        keys = _keys_before(names, spaced)
        parts: list[bytes | msgspec.Raw] = [part for pair in zip(keys, raw.values(), strict=True) for part in pair]
        if data.rstrip() == b"".join([*parts, b"}"]):
            value = bytes(raw[name])
            end = len(b"".join(parts[: 2 * names.index(name) + 2]))
            start = end - len(value)
            if not data.isascii():
                start = len(data[:start].decode())
                end = start + len(value.decode())
            if len(path) == 1:
                return start, end
            inner = locate(text[start:end], path[1:])
            return None if inner is None else (start + inner[0], start + inner[1])
    return locate(text, path)


@lru_cache(_KEYS)
def _keys_before(names: tuple[str, ...], spaced: bool) -> list[bytes]:
    """What stands before each value of an object with these members, and only these, from the left."""
    comma, colon = (", ", ": ") if spaced else (",", ":")
    return [f'{comma if number else "{"}"{name}"{colon}'.encode() for number, name in enumerate(names)]


def _space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _members(text: str, start: int) -> Iterator[tuple[str | int, int]]:
    """Key or index of each member of the object or array at ``start``, and where its value begins."""
    opening = text[start]
    if opening not in "{[":
        return
    position = _space(text, start + 1)
    index = 0
    while text[position] not in "}]":
        name: str | int = index
        if opening == "{":
            name, position = _string(text, position + 1, False)
            position = _space(text, _space(text, position) + 1)
        yield name, position
        index += 1
        position = _space(text, _value(text, position)[1])
        if text[position] == ",":
            position = _space(text, position + 1)


def sound_beginning(text: str) -> tuple[str, int] | None:
    """What stands whole in ``text`` before its first fault: the elements of its outermost array, as a document of their own.

    Returns:
        The document, and the length of what it shares with ``text``: behind that are closing brackets only.  None when no element of
        an array ends before the fault.
    """
    try:
        end, closing = _sound(text, _space(text, 0))
    except (IndexError, RecursionError):
        return None
    return (text[:end] + closing, end) if end else None


def _sound(text: str, start: int) -> tuple[int, str]:
    """Where the last whole element ends of the broken array at, or in the broken object at, ``start``, and what closes it there."""
    end = position = 0
    try:
        for _, position in _members(text, start):
            end = _value(text, position)[1]
    except (StopIteration, ValueError, IndexError):
        pass
    closing = _CLOSING.get(text[start], "")
    if closing != "}":
        return end, closing
    inner, inner_closing = _sound(text, position) if end <= position < len(text) else (0, "")
    return inner, inner_closing + closing


_FEW = 8
"""Offsets asked for one by one: for more of them it costs less to find all escapes once."""


class _Counted(Offsets):
    r"""Offsets through escapes that are counted up to the place asked for: two characters each, or six after ``\u``."""

    __slots__ = ("_asked", "_at", "_end", "_offset", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(start)
        self._text = text
        self._end = end
        self._asked = 0
        self._offset = 0
        self._at = start

    def raw(self, offset: int) -> int:
        """See :meth:`Offsets.raw`."""
        self._asked += 1
        if self._asked > _FEW:
            if self._asked == _FEW + 1:
                super().__init__(self._start, _escapes(self._text, self._start, self._end), self._skipped)
            return super().raw(offset)
        offset += self._skipped
        if offset < self._offset:
            self._offset, self._at = 0, self._start
        # Counted on from the offset asked for last.  A step over an escape reaches into it, and the next one over the rest of it.
        counted, at = self._at, self._at + offset - self._offset
        while counted < at:
            added = self._text.count("\\", counted, at) + 4 * self._text.count("\\u", max(self._at, counted - 1), at)
            counted, at = at, at + added
        self._offset, self._at = offset, at
        return at


def _escapes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(first, last - first) for first, last in (match.span() for match in _ESCAPE.finditer(text, start, end))]


def string_offsets(text: str, start: int, end: int) -> Offsets:
    """Offsets of the value of the raw string ``text[start:end]``, quotation marks included, through its escapes."""
    start, end = start + 1, end - 1
    if text.find("\\", start, end) < 0:
        return Offsets(start)
    if text.find(_BACKSLASH, start, end) < 0 and not (
        text.find("\\u", start, end) >= 0 and any(text.find(half, start, end) >= 0 for half in _HALVES)
    ):
        return _Counted(text, start, end)
    return Offsets(start, _escapes(text, start, end))


def value_offsets(text: str, span: tuple[int, int], value: str | None = None) -> Offsets | None:
    """Offsets of the string at ``span``, or of a number or literal that is written as ``value``; None for anything else."""
    start, end = span
    if text[start] == '"':
        return string_offsets(text, start, end)
    return Offsets(start) if text[start:end] == value else None


def written(text: str, *, ascii_only: bool = False) -> str:
    """``text`` as it stands between the quotation marks of a JSON string, with no more escapes than JSON asks for."""
    return str(json.dumps(text, ensure_ascii=ascii_only))[1:-1]


def explain(data: bytes, error: Exception) -> tuple[int, int | None, str]:
    """Why ``data`` is no record.

    Args:
        data: The raw record, from the beginning of its line.
        error: What the decoder said.

    Returns:
        Line within ``data`` (1-based), column, reason.
    """
    if isinstance(error, NotARecordError):
        return 1, 1, str(error)
    if isinstance(error, RecursionError):
        return 1, None, "brackets are nested too deeply"
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        begin = data.rfind(b"\n", 0, fault.start) + 1
        fault.start -= begin
        return line, *invalid_utf8(data[begin:], fault, unit="line")
    fault_at, reason = _fault(text, error)
    if fault_at is None:
        return 1, None, reason
    return text.count("\n", 0, fault_at) + 1, fault_at - text.rfind("\n", 0, fault_at), reason


def _fault(text: str, error: Exception) -> tuple[int | None, str]:
    nul = text.find("\0")
    if nul >= 0:
        return nul, "NUL byte"
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        return fault.pos, fault.msg
    except _ConstantError as fault:
        at = re.search(rf"(?<![\w\"]){re.escape(str(fault))}(?![\w\"])", text)
        return (at.start() if at else None), f"{fault} is no JSON number"
    except RecursionError:
        return None, "brackets are nested too deeply"
    except ValueError:
        return None, str(error)
    for match in _ESCAPE.finditer(text):
        if _LONE.fullmatch(match.group()):
            return match.start(), f"lone surrogate {match.group()}: half of a character"
    if not isinstance(value, dict):
        return len(text) - len(text.lstrip(" \t\r\n")), f"a record has to be an object, and this is {_TYPES[type(value)]}"
    return None, str(error)


class _ConstantError(ValueError):
    pass


def _refuse(name: str) -> NoReturn:
    raise _ConstantError(name)
