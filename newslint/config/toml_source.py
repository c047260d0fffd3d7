"""``[tool.newslint]`` of a TOML file as nodes with places.

The standard parser gives no positions, so a key is looked for in the text, from where its parent was found.  The places are for
messages only.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import msgspec

from newslint.errors import ConfigError
from newslint.rulefile.nodes import Node, Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def table_of(path: str, data: bytes) -> Node | None:
    """The table ``[tool.newslint]`` of a TOML file, or None when it has none.

    Raises:
        ConfigError: The file is no TOML, or no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError("not UTF-8", path=path, hint="save the file as UTF-8") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from None
    tool = document.get("tool")
    table = tool.get("newslint") if isinstance(tool, dict) else None
    if table is None:
        return None
    # TOML has dates and times of its own; ours are text.
    return _node(msgspec.to_builtins(table), Source(path, text), max(0, text.find("newslint")))


def _node(value: Any, source: Source, offset: int) -> Node:
    """``value`` as a node placed at ``offset``, its keys looked for from there."""
    line, column = _place(source.text, offset)
    if isinstance(value, dict):
        children: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key, item in value.items():
            pattern = (
                rf"""(?<![\w.-])(?:[\w.-]+\.)?(["']?){re.escape(key)}\1[ \t]*[=.\]]|(?<=\.)(["']?){re.escape(key)}\2[ \t]*\]"""
            )
            found = re.compile(pattern).search(source.text, offset)
            place = found.start() + found.group().rindex(key) if found else offset
            children[key] = _node(item, source, place)
            keys[key] = _place(source.text, place)
        return Node(children, source, line, column, keys)
    if isinstance(value, list):
        return Node([_node(item, source, offset) for item in value], source, line, column)
    return Node(value, source, line, column)


def _syntax_error(path: str, text: str, message: str) -> ConfigError:
    reason, _, where = message.partition(" (at ")
    numbers = re.findall(r"\d+", where)
    if len(numbers) < 2:
        return ConfigError(reason, path=path)
    line, column = int(numbers[0]), int(numbers[1])
    source = text.splitlines()[line - 1] if line <= text.count("\n") + 1 else None
    return ConfigError(reason, path=path, line=line, column=column, source=source)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
