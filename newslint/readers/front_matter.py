"""Front matter of Markdown files: YAML between ``---``, TOML between ``+++``, or a JSON object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.readers.base import Unreadable
from newslint.readers.jsontext import explain, locate, value_offsets
from newslint.readers.positions import Offsets, place_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newslint.readers.document import Spans
    from newslint.readers.fields import FieldMap, Path

MAX_FRONT_MATTER = 1 << 18
"""Most characters of front matter that are parsed: a YAML parser takes seconds for a megabyte."""

MAX_DEPTH = 64
MAX_NODES = 20_000
"""Most values that YAML aliases may multiply to."""

_FENCE = re.compile(r"(?m)^(---|\.\.\.|\+\+\+)[ \t]*\r?$")
_JSON_START = re.compile(r"\{\s*[\"}]")
_KEY_LINE = re.compile(r"[^\S\n]*[\w\"'-]+[ \t]*[:=]")
_ESCAPES = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class FrontMatter:
    """What stands before the body.

    Args:
        record: Values by name.
        body: Offset at which the body's lines begin.
        find: Where in the file the string at a path of ``record`` stands; None when it does not stand there as it is.
    """

    def __init__(self, record: dict[str, Any], body: int, find: Callable[[Path], Spans | None]) -> None:
        self.record = record
        self.body = body
        self.find = find


class _FaultError(Exception):
    def __init__(self, offset: int | None, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


def read_front_matter(text: str, fields: FieldMap) -> FrontMatter | Unreadable:
    """The front matter of a file; without any, an empty record and the whole file as body."""
    try:
        return _json(text) if _JSON_START.match(text) else _fenced(text, fields)
    except _FaultError as fault:
        if fault.offset is None:
            return Unreadable(record=0, line=1, column=None, reason=fault.reason)
        place = place_between(text, fault.offset, fault.offset)
        return Unreadable(record=0, line=place.line, column=place.column, reason=fault.reason)


def _fenced(text: str, fields: FieldMap) -> FrontMatter:
    fence = text[:3]
    opening = _FENCE.match(text)
    if fence not in {"---", "+++"} or opening is None:
        return FrontMatter({}, 0, _nowhere)
    start = min(opening.end() + 1, len(text))
    closing = next((match for match in _FENCE.finditer(text, start) if _closes(fence, match.group(1))), None)
    if closing is None:
        if fence == "---" and not _KEY_LINE.match(text, start):
            return FrontMatter({}, 0, _nowhere)  # a thematic break
        raise _FaultError(0, f"the front matter that {fence} opens is never closed")
    if closing.start() - start > MAX_FRONT_MATTER:
        raise _FaultError(0, f"the front matter is longer than {MAX_FRONT_MATTER >> 10} KiB")
    body = min(closing.end() + 1, len(text))
    inside = text[start : closing.start()]
    return _yaml(text, inside, start, body, fields) if fence == "---" else _toml(text, inside, start, body)


def _closes(opening: str, fence: str) -> bool:
    return fence == opening or (opening == "---" and fence == "...")


def _nowhere(_path: Path) -> Spans | None:
    return None


def _checked(offsets: Offsets, value: str, end: int) -> Offsets | None:
    """``offsets``, if they lead from the first to the last character of ``value``."""
    return offsets if offsets.raw(len(value)) == end else None


class _Verbatim:
    """A value whose white space was changed: a part of it stands where its text does, if that is one place only."""

    def __init__(self, value: str, text: str, start: int, end: int) -> None:
        self._value = value
        self._raw = text[start:end]
        self._start = start

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        excerpt = self._value[start:end]
        if not excerpt or _twice(self._value, excerpt) or _twice(self._raw, excerpt):
            return None
        found = self._raw.find(excerpt)
        return None if found < 0 else (self._start + found, self._start + found + len(excerpt))


def _twice(text: str, part: str) -> bool:
    found = text.find(part)
    return found >= 0 and text.find(part, found + 1) >= 0


# --- JSON


def _json(text: str) -> FrontMatter:
    import json  # the extent of the object is what msgspec does not tell

    try:
        _, end = json.JSONDecoder(strict=True).raw_decode(text)
        inside = text[:end]
        record = msgspec.json.decode(inside.encode())
    except (ValueError, RecursionError) as error:  # the errors of json and of msgspec are ValueErrors
        if isinstance(error, json.JSONDecodeError):
            raise _FaultError(error.pos, f"front matter: {error.msg}") from None
        _, _, reason = explain(text.encode(), error)
        raise _FaultError(0, f"front matter: {reason}") from None

    def find(path: Path) -> Spans | None:
        span = locate(inside, path)
        return None if span is None else value_offsets(inside, span)

    feed = text.find("\n", end)
    return FrontMatter(record, len(text) if feed < 0 else feed + 1, find)


# --- YAML


class _Node:
    """A value with its place; a mapping or a list holds nodes."""

    __slots__ = ("end", "start", "style", "value")

    def __init__(self, value: Any, start: int, end: int, style: str | None) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.style = style


class _Builder:
    """Nodes out of the events of a YAML parser, without recursion into hostile depths."""

    def __init__(self, events: Iterator[Any], yaml: Any) -> None:
        self._events = events
        self._yaml = yaml
        self._anchors: dict[str, _Node] = {}
        self._count = 0

    def document(self) -> _Node | None:
        for event in self._events:
            if not isinstance(event, (self._yaml.StreamStartEvent, self._yaml.DocumentStartEvent)):
                return None if isinstance(event, self._yaml.StreamEndEvent) else self.node(event, 0)
        return None

    def node(self, event: Any, depth: int) -> _Node:
        yaml = self._yaml
        start = event.start_mark.index
        if depth > MAX_DEPTH:
            raise _FaultError(start, f"front matter: nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise _FaultError(start, f"front matter: no anchor {event.anchor!r} before this alias")
            return self._anchors[event.anchor]
        if isinstance(event, yaml.ScalarEvent):
            node = _Node(event.value, start, event.end_mark.index, event.style or "")
        elif isinstance(event, yaml.SequenceStartEvent):
            items: list[_Node] = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            node = _Node(items, start, start, None)
        else:
            members: dict[str, _Node] = {}
            while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
                key = self.node(inner, depth + 1)
                if not isinstance(key.value, str):
                    raise _FaultError(key.start, "front matter: a key has to be plain text")
                members[key.value] = self.node(next(self._events), depth + 1)
            node = _Node(members, start, start, None)
        if event.anchor is not None:  # known only now: a node that holds itself finds no anchor
            self._anchors[event.anchor] = node
        return node

    def plain(self, node: _Node, *, typed: bool) -> Any:
        """The node as plain data.  Scalars follow the core schema of YAML 1.2 when ``typed``, else only null is no string."""
        self._count += 1
        if self._count > MAX_NODES:
            raise _FaultError(node.start, f"front matter: more than {MAX_NODES:,} values; do aliases multiply?")
        if isinstance(node.value, dict):
            return {name: self.plain(member, typed=typed) for name, member in node.value.items()}
        if isinstance(node.value, list):
            return [self.plain(item, typed=typed) for item in node.value]
        if node.style:
            return node.value
        word = _WORDS.get(node.value, node.value)
        if word is None or not typed:
            return None if word is None else node.value
        if isinstance(word, bool):
            return word
        if _INTEGER.fullmatch(word) and len(word) < 20:
            return int(word)
        return float(word) if _FLOAT.fullmatch(word) else word


def _members_of(root: _Node | None) -> dict[str, _Node]:
    if root is None or (root.style == "" and root.value == ""):
        return {}
    if not isinstance(root.value, dict):
        raise _FaultError(root.start, "front matter: names and values are expected, as in 'title: …'")
    return root.value


def _yaml(text: str, inside: str, start: int, body: int, fields: FieldMap) -> FrontMatter:
    import yaml  # 10 ms that only a file with YAML in it pays

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        builder = _Builder(iter(yaml.parse(inside, Loader=loader)), yaml)
        root = builder.document()
        members = _members_of(root)
        # A date, a year or a "no" in a text field is text; a type is looked for in the other fields only.
        record = {name: builder.plain(node, typed=fields.target(name) is None) for name, node in members.items()}
    except _FaultError as fault:
        raise _FaultError(None if fault.offset is None else start + fault.offset, fault.reason) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None and error.context_mark is not None and mark.index >= len(inside.rstrip()):
            mark = error.context_mark  # what is missing at the end was opened there
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        if "nesting depth" in reason:  # the bound that libyaml has of its own
            reason = "nested too deeply"
        raise _FaultError(None if mark is None else start + mark.index, f"front matter: {reason}") from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise _FaultError(start, f"front matter: {reason}") from None

    def find(path: Path) -> Spans | None:
        node: _Node | None = root
        for key in path:
            value = None if node is None else node.value
            if isinstance(value, dict):
                node = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                node = value[key]
            else:
                return None
        if node is None or not isinstance(node.value, str):
            return None
        return _yaml_offsets(text, node, start + node.start, start + node.end)

    return FrontMatter(record, body, find)


def _yaml_offsets(text: str, node: _Node, start: int, end: int) -> Spans | None:
    value: str = node.value
    raw = text[start:end]
    if node.style == "|":
        return _literal_offsets(text, value, start, end)
    if node.style == ">":
        return _Verbatim(value, text, start, end)
    if node.style == "":
        return Offsets(start) if raw == value else _Verbatim(value, text, start, end)
    if "\n" in raw:
        return None
    if node.style == "'":
        escapes = [(start + 1 + match.start(), 2) for match in re.finditer("''", raw[1:-1])]
    else:
        escapes = [(match.start(), match.end() - match.start()) for match in _ESCAPES.finditer(text, start + 1, end - 1)]
    return _checked(Offsets(start + 1, escapes), value, end - 1)


def _literal_offsets(text: str, value: str, start: int, end: int) -> Offsets | None:
    """Offsets in a literal block scalar: every line feed of the value stands for a line end and the indent after it."""
    position = text.find("\n", start, end) + 1
    if not position:
        return None
    lines: list[tuple[int, str]] = []
    for line in text[position:end].split("\n"):
        lines.append((position, line))
        position += len(line) + 1
    indent: int | None = None
    first: int | None = None
    feeds: list[tuple[int, int]] = []
    previous = 0
    for number, wanted in enumerate(value.split("\n")):
        if number >= len(lines):
            break
        begin, line = lines[number]
        bare = line.removesuffix("\r")
        if wanted:
            indent = len(bare) - len(wanted) if indent is None else indent
            if bare[:indent].strip(" ") or bare[indent:] != wanted:
                return None
            inner = begin + indent
        elif bare.strip(" "):
            inner = begin + len(bare) - len(bare.lstrip(" ")) if number == value.count("\n") else -1
            if inner < 0:
                return None
        else:
            inner = begin + len(bare)
        if first is None:
            first = inner
        else:
            feeds.append((previous, inner - previous))
        previous = inner + len(wanted)
    return None if first is None else Offsets(first, feeds)


# --- TOML


def _toml(text: str, inside: str, start: int, body: int) -> FrontMatter:
    import sys  # this and tomllib only for the few files that hold TOML

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = tomllib.loads(inside.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        at = re.search(r"\(at line (\d+), column (\d+)\)", reason)
        offset = start
        if at:
            lines = inside.split("\n")
            offset = start + sum(len(line) + 1 for line in lines[: int(at[1]) - 1]) + int(at[2]) - 1
            reason = reason[: at.start()].rstrip()
        raise _FaultError(min(offset, start + len(inside)), f"front matter: {reason}") from None
    except RecursionError:
        raise _FaultError(start, "front matter: nested too deeply") from None
    top = re.search(r"(?m)^[ \t]*\[", inside)
    table = inside[: top.start()] if top else inside
    record = {name: _toml_plain(value, _toml_raw_date(table, name)) for name, value in data.items()}

    def find(path: Path) -> Spans | None:
        return _toml_offsets(text, table, start, path, tomllib.loads, record)

    return FrontMatter(record, body, find)


def _toml_plain(value: Any, raw_date: str | None = None) -> Any:
    """Dates as the text they were written as: a record's dates are raw."""
    if isinstance(value, dict):
        return {name: _toml_plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_toml_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return raw_date or value.isoformat()
    return value


def _toml_key(table: str, name: str) -> int | None:
    """Offset of the value of a top-level key; None unless one line alone could be its."""
    bare = re.escape(name)
    found = list(re.finditer(rf"(?m)^[ \t]*(?:{bare}|\"{bare}\"|'{bare}')[ \t]*=[ \t]*", table))
    return found[0].end() if len(found) == 1 else None


def _toml_raw_date(table: str, name: str) -> str | None:
    position = _toml_key(table, name)
    match = None if position is None else re.compile(r"\d[\dTtZz:.+-]*(?: \d[\dZz:.+-]*)?").match(table, position)
    return None if match is None else match.group()


_TOML_STRING = re.compile(r"\"(?!\"\")(?:[^\"\\\n]|\\.)*\"|'(?!'')[^'\n]*'")
_TOML_GAP = re.compile(r"[\s,]*")


def _toml_offsets(
    text: str, table: str, start: int, path: Path, loads: Callable[[str], Any], record: dict[str, Any]
) -> Spans | None:
    position = _toml_key(table, str(path[0]))
    value = record.get(str(path[0]))
    if position is None:
        return None
    index = 0
    if len(path) == 2 and isinstance(path[1], int) and isinstance(value, list) and table[position : position + 1] == "[":
        index = path[1]
        value = value[index] if index < len(value) else None
        position += 1
    elif len(path) > 1:
        return None
    if not isinstance(value, str):
        return None
    for number in range(index + 1):
        if number or len(path) == 2:
            gap = _TOML_GAP.match(table, position)
            position = position if gap is None else gap.end()
        token = _TOML_STRING.match(table, position)
        if token is None:
            raw = start + position
            return Offsets(raw) if len(path) == 1 and text.startswith(value, raw) and value[:1].isdigit() else None
        position = token.end()
        if number < index:
            continue
        if loads(f"x = {token.group()}")["x"] != value:
            return None
        inner, end = start + token.start() + 1, start + token.end() - 1
        escapes = _ESCAPES.finditer(text, inner, end) if token.group()[0] == '"' else ()
        return _checked(Offsets(inner, [(match.start(), match.end() - match.start()) for match in escapes]), value, end)
    return None
