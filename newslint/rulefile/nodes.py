"""Values with the places they were read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from newslint.errors import RuleFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

Plain: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | None"

MAX_SHOWN = 300
"""Longest line, in code points, that an error shows."""

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Source:
    """The text of a file, for errors that show a line of it.

    Args:
        path: The file as the user named it.
        text: What it holds.
    """

    __slots__ = ("_lines", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """Text of a 1-based line as a terminal can show it; empty past the end."""
        if self._lines is None:
            self._lines = LINE_BREAK.split(self.text)
        return UNPRINTABLE.sub("\ufffd", self._lines[number - 1]) if number <= len(self._lines) else ""

    def fault(self, line: int, column: int, reason: str, hint: str | None = None) -> RuleFileError:
        """An error about a 1-based place of this file."""
        text = self.line(line)
        source = text if len(text) <= MAX_SHOWN else None
        return RuleFileError(reason, path=self.path, line=line, column=column, source=source, hint=hint)


class Node:
    """A value with its place.

    Attributes:
        source: The file it stands in; None for a value that comes from no file.
        line: 1-based.
        column: 1-based, in code points.
        value: A scalar, a list of nodes, or a mapping of strings to nodes.
        keys: ``(line, column)`` of each key of a mapping.
    """

    __slots__ = ("_plain", "column", "height", "keys", "line", "size", "source", "value")

    def __init__(
        self,
        value: Any,
        source: Source | None = None,
        line: int = 0,
        column: int = 0,
        keys: dict[str, tuple[int, int]] | None = None,
    ) -> None:
        self.value = value
        self.source = source
        self.line = line
        self.column = column
        self.keys = {} if keys is None else keys
        self.size = 1
        self.height = 0
        self._plain: Any = None

    @classmethod
    def of(cls, plain: Plain) -> Node:
        """A node for plain data that stands in no file."""
        if isinstance(plain, dict):
            return cls({key: cls.of(item) for key, item in plain.items()})
        if isinstance(plain, (list, tuple)):
            return cls([cls.of(item) for item in plain])
        return cls(plain)

    @property
    def plain(self) -> Any:
        """The value as plain data; not to be changed, since nodes share it."""
        if self._plain is None:
            value = self.value
            if isinstance(value, dict):
                self._plain = {key: node.plain for key, node in value.items()}
            elif isinstance(value, list):
                self._plain = [node.plain for node in value]
            else:
                self._plain = value
        return self._plain

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self.value, dict)

    def get(self, key: str) -> Node | None:
        """The value of a key of a mapping, or None."""
        found: Node | None = self.value.get(key)
        return found

    def children(self) -> Iterator[Node]:
        """The nodes inside a list or a mapping."""
        if isinstance(self.value, dict):
            yield from self.value.values()
        elif isinstance(self.value, list):
            yield from self.value

    def fault(self, reason: str, hint: str | None = None) -> RuleFileError:
        """An error at the place of the value."""
        return (
            RuleFileError(reason, hint=hint) if self.source is None else self.source.fault(self.line, self.column, reason, hint)
        )

    def key_fault(self, key: str, reason: str, hint: str | None = None) -> RuleFileError:
        """An error at the place of a key of this mapping."""
        place = self.keys.get(key)
        node = self.get(key)
        source = self.source if node is None or node.source is None else node.source
        if place is None or source is None:
            return self.fault(reason, hint)
        return source.fault(*place, reason, hint)

    def find(self, path: list[str | int]) -> Node:
        """The node at ``path`` below this one, or the last on the way where the path leads no further."""
        node = self
        for step in path:
            value = node.value
            inside = (
                step in value
                if isinstance(value, dict)
                else isinstance(value, list) and isinstance(step, int) and step < len(value)
            )
            if not inside:
                break
            node = value[step]
        return node
