"""YAML in, with the place of every key and value.

Scalars follow the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema): ``no`` and ``on`` are strings, and so
are ``1_000`` and ``2024-01-01``.  Keys are strings, as written.  What makes a file mean something else than it seems to is
refused: duplicate keys, merge keys, tags, several documents, and aliases that multiply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from newslint.errors import RuleFileError, did_you_mean
from newslint.rulefile.nodes import LINE_BREAK, UNPRINTABLE, Node, Source

if TYPE_CHECKING:
    from newslint.rulefile.nodes import Plain

__all__ = ["Node", "Source", "compose", "decode"]

MAX_BYTES = 16 << 20
"""Largest file that is read."""

MAX_DEPTH = 64
"""Deepest nesting of lists and mappings."""

MAX_ALIASED = 100_000
"""Most nodes that the aliases of one file may stand for, all together."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HINTS = {
    "mapping values are not allowed": "quote a value that holds ': ', and indent the keys of one mapping alike",
    "did not find expected key": "quote a value that begins with a quotation mark and goes on after it, and indent keys alike",
    "did not find expected '-' indicator": "the items of one list begin with '-' in the same column",
    "could not find expected ':'": "a key is followed by ': '",
    "found character that cannot start any token": "quote a value that begins with one of % @ `",
    "found invalid Unicode character escape code": "write the character itself, or eight digits: \\U0001F600",
    "found unknown escape character": "single quotes take backslashes as they are: match: '\\d+'",
}


def decode(path: str, data: bytes, faults: list[RuleFileError]) -> Source | None:
    """The text of a file; None, and a fault, when it is no UTF-8 or holds what no text holds."""
    if len(data) > MAX_BYTES:
        faults.append(RuleFileError(f"the file is larger than {MAX_BYTES >> 20} MiB", path=path))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        line, column = _place(before, len(before))
        reason = f"not UTF-8: byte 0x{error.object[error.start]:02x} is not part of a character"
        hint = "save the file as UTF-8"
        faults.append(RuleFileError(reason, path=path, line=line, column=column, hint=hint))
        return None
    source = Source(path, text)
    found = UNPRINTABLE.search(text)
    if found:
        line, column = _place(text, found.start())
        hint = 'write it as an escape in double quotes: "\\x00"'
        faults.append(source.fault(line, column, f"control character U+{ord(found.group()):04X}", hint))
        return None
    return source


def compose(source: Source, faults: list[RuleFileError]) -> Node | None:
    """The one document of a YAML file; None when it is empty or broken, which ``faults`` then says."""
    return _compose(source, faults, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _compose(source: Source, faults: list[RuleFileError], loader: Any) -> Node | None:
    composer = _Composer(source, faults)
    try:
        for event in yaml.parse(source.text, Loader=loader):
            if not composer.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        if loader is not yaml.SafeLoader and "nesting depth" in str(error.problem):
            # libyaml has a bound of its own, and reads ahead to it before it tells of the first bracket.
            return _compose(source, faults, yaml.SafeLoader)
        faults.append(_syntax_fault(source, error))
        return None
    except yaml.YAMLError as error:
        faults.append(source.fault(1, 1, str(error)))
        return None
    return composer.root


class _Frame:
    """A list or mapping that is being read; ``key`` is the key whose value comes next."""

    __slots__ = ("anchor", "expects_key", "key", "node")

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: tuple[str, int, int] | None = None
        self.expects_key = node.is_mapping


class _Composer:
    """Makes nodes of parser events, without recursion."""

    def __init__(self, source: Source, faults: list[RuleFileError]) -> None:
        self.source = source
        self.faults = faults
        self.root: Node | None = None
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node | None] = {}
        self.aliased = 0

    def take(self, event: Any) -> bool:
        """Take one event; False when reading on makes no sense."""
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event, line, column)
            plain, text = event.implicit[0], event.value
            if self.stack and self.stack[-1].expects_key:
                if event.anchor is not None:
                    self.anchors[event.anchor] = Node(text, self.source, line, column)
                self._take_key(text, line, column, merge=plain and text == "<<")
            else:
                value = self._scalar(text, line, column) if plain else text
                self._add(Node(value, self.source, line, column), event.anchor)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_tag(event, line, column)
            if len(self.stack) >= MAX_DEPTH:
                return self._stop(line, column, f"nested more than {MAX_DEPTH} deep")
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.stack.append(_Frame(Node({} if is_mapping else [], self.source, line, column), event.anchor))
            if event.anchor is not None:
                self.anchors[event.anchor] = None
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self.stack.pop()
            self._add(frame.node, frame.anchor)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), line, column)
        elif isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                return self._stop(line, column, "a second document", "put all rules under one `rules:`")
            if event.version is not None and event.version != (1, 2):
                return self._stop(line, column, "rule files are YAML 1.2", "leave the %YAML line out")
        return True

    def _stop(self, line: int, column: int, reason: str, hint: str | None = None) -> bool:
        self.faults.append(self.source.fault(line, column, reason, hint))
        return False

    def _alias(self, anchor: str, line: int, column: int) -> bool:
        if anchor not in self.anchors:
            return self._stop(line, column, f"alias *{anchor} has no anchor before it", did_you_mean(anchor, self.anchors))
        node = self.anchors[anchor]
        if node is None:
            return self._stop(line, column, f"alias *{anchor} stands inside its own anchor")
        self.aliased += node.size
        if self.aliased > MAX_ALIASED or len(self.stack) + node.height > MAX_DEPTH:
            return self._stop(
                line, column, f"aliases multiply: they stand for more than {MAX_ALIASED:,} values, or too deep a nesting"
            )
        self._add(node, None, line, column)
        return True

    def _refuse_tag(self, event: Any, line: int, column: int) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "leave it out; quotes make a value a string"
            self.faults.append(self.source.fault(line, column, f"tag {tag} is not read", hint))

    def _scalar(self, text: str, line: int, column: int) -> Plain:
        if text in _WORDS:
            return _WORDS[text]
        try:
            if _INTEGER.fullmatch(text):
                number = int(text, 0 if text[:2] in {"0o", "0x"} else 10)
                if -(1 << 63) <= number < 1 << 64:
                    return number
                raise ValueError  # noqa: TRY301  # the same fault as one with more digits than Python reads
            if _FLOAT.fullmatch(text):
                return float(text.lower().replace(".", "", 1) if text[-1].isalpha() else text)
        except ValueError:
            self.faults.append(
                self.source.fault(line, column, "the number has more than 64 bits", "quote it to make it a string")
            )
        return text

    def _add(self, node: Node, anchor: str | None, line: int = 0, column: int = 0) -> None:
        """Put a finished node where it belongs; ``line`` and ``column`` are those of an alias."""
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if frame.expects_key:
            self._take_key(node.value, line or node.line, column or node.column)
            return
        parent = frame.node
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if not parent.is_mapping:
            parent.value.append(node)
            return
        if frame.key is not None:
            key, *place = frame.key
            parent.value[key] = node
            parent.keys[key] = (place[0], place[1])
        frame.key = None
        frame.expects_key = True

    def _take_key(self, key: Any, line: int, column: int, *, merge: bool = False) -> None:
        frame = self.stack[-1]
        frame.expects_key = False
        if not isinstance(key, str):
            self.faults.append(self.source.fault(line, column, "a key must be text"))
        elif merge:
            hint = "write the keys out, or let the rule say `extends: <rule id>`"
            self.faults.append(self.source.fault(line, column, "merge keys (<<) are not read", hint))
        elif key in frame.node.keys:
            hint = f"it is given on line {frame.node.keys[key][0]} already"
            self.faults.append(self.source.fault(line, column, f"duplicate key {key!r}", hint))
        else:
            frame.key = (key, line, column)


def _syntax_fault(source: Source, error: Any) -> RuleFileError:
    mark = error.problem_mark or error.context_mark
    line, column = mark.line + 1, mark.column + 1
    for number in (line, line - 1):
        indent = re.match(r"\s*", source.line(number)) if number else None
        if indent and "\t" in indent.group():
            return source.fault(number, indent.group().index("\t") + 1, "a tab in the indentation", "indent with spaces")
    problem = str(error.problem)
    reason = problem
    if error.context:
        where = f" that starts on line {error.context_mark.line + 1}" if error.context_mark else ""
        reason = f"{problem}, {error.context}{where}"
    hint = next((text for start, text in _HINTS.items() if problem.startswith(start)), None)
    return source.fault(line, column, reason, hint)


def _place(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column of a code point of ``text``."""
    before = LINE_BREAK.split(text[:offset])
    return len(before), len(before[-1]) + 1
