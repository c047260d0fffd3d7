"""Dividing a value into blocks: paragraphs, headings, list items, quotations, captions, code.

Three grammars, and one for text that was markup.  ``lines`` takes every line that is not blank as a block, as scraped records have it.  ``paragraphs`` takes what
blank lines divide, as text files have it.  ``markdown`` follows CommonMark as far as block structure goes, without nesting: a list
item inside a quotation is a quotation.  Front matter is not a grammar's business: readers take it off.  ``blocks:pp1l`` takes every
line that is not blank as a block, of the kind that its letter says: the kinds that tags told before they were taken away.

Blocks do not overlap, are in order, are trimmed of outer white space, and hold every character that is not white space.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: tuple[str, ...] = ("paragraph", "heading", "list_item", "quote", "caption", "code")
"""Kinds of block.  ``code`` is whatever is no prose: fenced and indented code, tables, thematic breaks, link definitions, HTML
comments."""

MARKED = "blocks:"
"""How the grammar of text begins whose blocks have told kinds."""

LETTERS: dict[str, tuple[str, int]] = {
    "p": ("paragraph", 0),
    "l": ("list_item", 0),
    "q": ("quote", 0),
    "c": ("caption", 0),
    "x": ("code", 0),
    **{str(level): ("heading", level) for level in range(1, 7)},
}
"""Kind and level of a block by its letter."""

_BULLETS = "-*+•‣▪●◦·"
_MARKER_STARTS = frozenset(_BULLETS + "0123456789")


class Block(msgspec.Struct, frozen=True, gc=False):
    """``value[start:end]`` is one block, in code points.

    Attributes:
        kind: One of :data:`KINDS`.
        level: 1 to 6 for a heading, else 0.
    """

    start: int
    end: int
    kind: str = "paragraph"
    level: int = 0


def split_blocks(value: str, grammar: str = "lines") -> list[Block]:
    """Blocks of ``value``.

    Args:
        value: Any text.
        grammar: ``lines``, ``paragraphs``, ``markdown``, or :data:`MARKED` with a letter of :data:`LETTERS` for each line that is
            not blank.

    Raises:
        ValueError: There is no such grammar.
    """
    value = _with_line_feeds(value)
    if grammar.startswith(MARKED):
        return _split_marked(value, grammar[len(MARKED) :])
    try:
        split = _GRAMMARS[grammar]
    except KeyError:
        raise ValueError(f"no such grammar: {grammar!r}; there are {', '.join(_GRAMMARS)}") from None
    return split(value)


def outer_lines(value: str, count: int) -> list[Block]:
    """The first ``count`` blocks of the grammar ``lines``, or the last where it is negative, without dividing all of ``value``."""
    length = len(value)
    start, stop, left = 0, length, abs(count)
    if count > 0:
        stop = 0
        while left and stop < length:
            line, stop = stop, value.find("\n", stop) + 1 or length
            left -= not value[line:stop].isspace()
    else:
        start = length + 1
        while left and start > 0:
            line_end, start = start - 1, value.rfind("\n", 0, max(start - 1, 0)) + 1
            left -= start < line_end and not value[start:line_end].isspace()
    if _is_plain(value[start:stop]):
        return _split_lines(value, start, stop)
    blocks = _split_lines(_with_line_feeds(value))
    return blocks[:count] if count > 0 else blocks[count:]


def line_at(value: str, offset: int) -> int | None:
    """Index of the block of the grammar ``lines`` that holds the code point ``offset``, -1 between blocks; None where lines have other ends."""
    if not _is_plain(value):
        return None
    start = value.rfind("\n", 0, offset) + 1
    end = value.find("\n", offset)
    line = value[start : len(value) if end < 0 else end]
    text = line.lstrip()
    first = start + len(line) - len(text)
    if not first <= offset < first + len(text.rstrip()):
        return -1
    return sum(1 for other in value[:start].split("\n") if other and not other.isspace())


def _is_plain(value: str) -> bool:
    """Whether line feeds alone end the lines."""
    return not ("\r" in value or "\u2028" in value or "\u2029" in value)


def _with_line_feeds(value: str) -> str:
    """The value with a line feed at the end of every line; each replacement keeps the length, so that offsets stay those of the value."""
    if not _is_plain(value):
        return value.replace("\r\n", " \n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return value


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"(?:[{re.escape(_BULLETS)}]|\d{{1,3}}[.)])[ \t\u00a0]+(?=\S)")


def _is_list_item(text: str) -> bool:
    return text[0] in _MARKER_STARTS and _marker().match(text) is not None


def _split_lines(value: str, start: int = 0, stop: int | None = None) -> list[Block]:
    # Searching for line ends in place is half the cost of splitting: a body is not copied.
    blocks: list[Block] = []
    find = value.find
    length = len(value) if stop is None else stop
    while start < length:
        line_end = find("\n", start)
        if line_end < 0:
            line_end = length
        if line_end > start:
            end = line_end
            first = value[start]
            if first.isspace() or value[end - 1].isspace():
                line = value[start:end]
                text = line.strip()
                if not text:
                    start = line_end + 1
                    continue
                start += len(line) - len(line.lstrip())
                end = start + len(text)
                first = text[0]
            if first in _MARKER_STARTS and _is_list_item(value[start:end]):
                blocks.append(Block(start, end, "list_item"))
            else:
                blocks.append(Block(start, end))
        start = line_end + 1
    return blocks


def _split_marked(value: str, letters: str) -> list[Block]:
    """The lines of ``value``, with kinds by their letters; lines beyond the letters are paragraphs."""
    blocks: list[Block] = []
    for line_start, text in _stripped_lines(value):
        if text:
            kind, level = LETTERS.get(letters[len(blocks) : len(blocks) + 1], ("paragraph", 0))
            blocks.append(Block(line_start, line_start + len(text), kind, level))
    return blocks


def _split_paragraphs(value: str) -> list[Block]:
    blocks: list[Block] = []
    start = end = -1
    kind = "paragraph"
    last = ""
    for line_start, text in _stripped_lines(value):
        if not text:
            if start >= 0:
                blocks.append(Block(start, end, kind))
                start = -1
            continue
        # In the middle of a wrapped paragraph a dash or a number at the start of a line is most often just that.
        begins_item = _is_list_item(text) and (start < 0 or kind == "list_item" or last.endswith(":"))
        if begins_item and start >= 0:
            blocks.append(Block(start, end, kind))
            start = -1
        if start < 0:
            start = line_start
            kind = "list_item" if begins_item else "paragraph"
        end = line_start + len(text)
        last = text
    if start >= 0:
        blocks.append(Block(start, end, kind))
    return blocks


def _stripped_lines(value: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    position = 0
    for line in value.split("\n"):
        text = line.strip()
        if text and line[0] != text[0]:
            lines.append((position + len(line) - len(line.lstrip()), text))
        else:
            lines.append((position, text))
        position += len(line) + 1
    return lines


@cache
def _markdown() -> dict[str, re.Pattern[str]]:
    patterns = {
        "heading": r"(#{1,6})(?:[ \t]|$)",
        "setext": r"(=+|-+)$",
        "break": r"([-*_])[ \t]*(?:\1[ \t]*){2,}$",
        "fence": r"(`{3,}|~{3,})[^`]*$",
        "image": r"(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\]\([^)]*\))?(?:\{[^}]*\})?\s*)+$",
        "caption": r"<figcaption\b|([*_])(?![*_])\S.*\S\1$",
        "definition": r"\[[^\]]+\]:\s+\S+",
        "table": r"\|.*\|$|:?-{3,}:?\s*\|",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def _split_markdown(value: str) -> list[Block]:
    blocks: list[Block] = []
    patterns = _markdown()
    start = end = -1  # the block that is open
    kind = "paragraph"
    closing = ""  # what ends the open block of code: a fence, a comment's end
    after_image = False
    blank = True

    def close() -> None:
        nonlocal start, kind, after_image
        if start >= 0:
            if kind == "paragraph":
                text = value[start:end]
                if patterns["image"].match(text) or (after_image and patterns["caption"].match(text)):
                    kind = "caption"
            blocks.append(Block(start, end, kind))
            after_image = kind == "caption"
        start = -1
        kind = "paragraph"

    position = 0
    for raw in value.split("\n"):
        text = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        line_start = position + indent
        position += len(raw) + 1
        if closing:
            if text:
                end = line_start + len(text)
            if "-->" in text if closing == "-->" else text.startswith(closing) and not text.strip(closing[0]):
                closing = ""
                close()
            continue
        if not text:
            close()
            blank = True
            continue
        line_end = line_start + len(text)
        after_blank, blank = blank, False
        first = text[0]
        if indent >= 4 and raw[:4].isspace() and (after_blank or kind == "code") and (start < 0 or kind == "code"):
            if blocks and start < 0 and blocks[-1].kind == "list_item":
                pass  # a further paragraph of the item
            else:
                if start < 0:
                    start, kind = line_start, "code"
                end = line_end
                continue
        if kind == "code" and start >= 0 and first != "|":
            close()
        if first == "#" and (heading := patterns["heading"].match(text)):
            close()
            blocks.append(Block(line_start, line_end, "heading", len(heading[1])))
            after_image = False
            continue
        if first in "=-" and start >= 0 and kind == "paragraph" and patterns["setext"].match(text):
            blocks.append(Block(start, line_end, "heading", 1 if first == "=" else 2))
            start, after_image = -1, False
            continue
        if first in "-*_" and patterns["break"].match(text):
            close()
            blocks.append(Block(line_start, line_end, "code"))
            continue
        if first in "`~" and (fence := patterns["fence"].match(text)):
            close()
            start, end, kind, closing = line_start, line_end, "code", fence[1]
            continue
        if text.startswith("<!--"):
            close()
            start, end, kind = line_start, line_end, "code"
            if "-->" in text[4:]:
                close()
            else:
                closing = "-->"
            continue
        if first == ">":
            content = text[1:].strip()
            if start >= 0 and (kind != "quote" or not content):
                close()
            if start < 0:
                start, kind = line_start, "quote"
            end = line_end
            continue
        if first in _MARKER_STARTS and _is_list_item(text):
            ordered = first.isdigit()
            # As in CommonMark, only a list that starts at 1 may interrupt a paragraph.
            if start < 0 or kind != "paragraph" or not ordered or text[:2] in ("1.", "1)"):
                close()
                start, end, kind = line_start, line_end, "list_item"
                continue
        if start < 0:
            start = line_start
            if patterns["definition"].match(text) or patterns["table"].match(text):
                kind = "code"
        elif patterns["image"].match(text) or patterns["image"].match(value[start:end]):
            close()
            start = line_start
        end = line_end
    close()
    return blocks


_GRAMMARS: dict[str, Callable[[str], list[Block]]] = {
    "lines": _split_lines,
    "paragraphs": _split_paragraphs,
    "markdown": _split_markdown,
}
