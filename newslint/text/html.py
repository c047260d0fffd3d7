"""HTML into plain text with blocks, in one pass and in linear time whatever the markup.

This is for values that their format declares to be HTML: tags divide the text or vanish, character references are decoded once
(``T &amp;amp; U`` leaves ``T &amp; U``), white space is folded as browsers do it.  Nothing is judged or repaired.  What is no
markup by the rules of HTML, a ``<`` before a blank or a tag that is cut off at the end, stays as text.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from newslint.text.alignment import Alignment

KINDS = {"h1": "1", "h2": "2", "h3": "3", "h4": "4", "h5": "5", "h6": "6", "hl1": "1", "hl2": "2"}
"""Elements that say of what kind a block is, with the letter that :func:`newslint.text.blocks.split_blocks` reads."""
KINDS |= dict.fromkeys(("li", "dt", "dd"), "l")
KINDS |= dict.fromkeys(("blockquote", "bq"), "q")
KINDS |= dict.fromkeys(("figcaption", "caption", "media-caption"), "c")
KINDS |= dict.fromkeys(("pre", "tr"), "x")

_DIVIDING = frozenset(
    [
        "address",
        "article",
        "aside",
        "block",
        "body",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "main",
        "media",
        "menu",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    ]
) | frozenset(KINDS)
_HOLDERS = frozenset(("ul", "ol", "dl", "menu", "dir", "table"))
"""Elements that, closed, close what was left open in them."""
_IMPLIED = frozenset(("li", "dt", "dd", "tr"))
"""Elements that one of them after another ends."""
_RAW = frozenset(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"])
"""Elements whose content is no markup, and here no text either."""
_LEFT_OUT = frozenset(
    ["audio", "canvas", "datalist", "head", "math", "media", "noscript", "object", "select", "svg", "template", "video"]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_MAX_DEPTH = 256
"""Elements that say of what kind a block is, open at the same time; deeper ones say nothing."""

_TOKEN = re.compile(r"[ \t\n\r\f]+|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)|[^ \t\n\r\f&]+|&")
_NAME = re.compile(r"[A-Za-z][^ \t\n\r\f/>]*")
_QUOTED_OR_END = re.compile(r">|=[ \t\n\r\f]*([\"'])")
_SPACE = " \t\n\r\f"


class Converted(NamedTuple):
    """The text of some HTML.

    Attributes:
        text: Blocks with a blank line between them; a line break is one.
        kinds: One letter for each line that is not blank: ``p`` paragraph, ``1`` to ``6`` heading, ``l`` list item, ``q`` quote,
            ``c`` caption, ``x`` no prose (tables, preformatted text).
        alignment: Where the text stands in the HTML.
    """

    text: str
    kinds: str
    alignment: Alignment


def html_to_text(source: str) -> Converted:
    """The text of ``source``, a fragment of HTML or a whole page."""
    return _Converter(source).convert()


class _Converter:
    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._kinds: list[tuple[int, str]] = []  # of each line, by where it begins
        self._alignment = Alignment()
        self._open: list[str] = []  # elements that say of what kind a block is, and what holds them
        self._count: dict[str, int] = {}
        self._skipping: tuple[str, int] | None = None
        self._space: tuple[int, int] | None = None  # white space that counts if text follows
        self._breaks: list[tuple[int, int]] = []
        self._line = False  # whether text stands on the current line
        self._block = False  # whether the current block has text
        self._absent: set[str] = set()
        self._endless: set[int] = set()  # places between attributes from which no tag comes to its end

    def convert(self) -> Converted:
        source = self._source
        position, length = 0, len(source)
        while position < length:
            tag = source.find("<", position)
            end = self._markup(tag) if tag >= 0 else None
            text_end = length if tag < 0 else tag
            if self._skipping is None and text_end > position:
                self._text(position, text_end)
            if tag < 0:
                break
            if end is None:
                if self._skipping is None:
                    self._literal(tag, tag + 1)
                position = tag + 1
            else:
                self._tag(tag, end)
                position = self._after_raw(tag, end)
        self._end_block()
        text = "".join(self._parts)
        return Converted(text, self._letters(text), self._alignment)

    def _letters(self, text: str) -> str:
        letters: list[str] = []
        number = 0
        offset = 0
        for line in text.replace("\u2028", "\n").replace("\u2029", "\n").split("\n"):
            while number + 1 < len(self._kinds) and self._kinds[number + 1][0] <= offset:
                number += 1
            if line.strip():
                letters.append(self._kinds[number][1])
            offset += len(line) + 1
        return "".join(letters)

    def _find(self, what: str, start: int) -> int:
        """``source.find``, which does not look twice for what is not there."""
        if what in self._absent:
            return -1
        found = self._source.find(what, start)
        if found < 0:
            self._absent.add(what)
        return found

    def _markup(self, start: int) -> int | None:
        """End of the tag, comment or declaration that begins at ``start``; None when it is none, or has no end."""
        source = self._source
        following = source[start + 1 : start + 2]
        if following == "!":
            if source.startswith("<!--", start):
                end = self._find("-->", start + 4)
                return end + 3 if end >= 0 else None
            if source.startswith("<![CDATA[", start):
                end = self._find("]]>", start)
                return end + 3 if end >= 0 else None
            end = self._find(">", start)
            return end + 1 if end >= 0 else None
        if following == "?":
            end = self._find(">", start)
            return end + 1 if end >= 0 else None
        name = start + 2 if following == "/" else start + 1
        letter = source[name : name + 1]
        if not (letter.isascii() and letter.isalpha()):
            # ``</ br>`` is a comment to HTML.
            end = self._find(">", start) if following == "/" and letter else -1
            return end + 1 if end >= 0 else None
        return self._tag_end(name)

    def _tag_end(self, position: int) -> int | None:
        """End of the tag whose name begins at ``position``."""
        passed: list[int] = []
        while ">" not in self._absent and position not in self._endless:
            found = _QUOTED_OR_END.search(self._source, position)
            if found is None:
                self._find(">", position)  # not there: remember it
                break
            if found[1] is None:
                return found.end()
            close = self._find(found[1], found.end())
            if close < 0:
                end = self._find(">", found.end())
                if end >= 0:
                    return end + 1
                break
            position = close + 1
            passed.append(position)
        self._endless.update(passed)
        return None

    def _tag(self, start: int, end: int) -> None:
        source = self._source
        closing = source[start + 1] == "/"
        match = _NAME.match(source, start + (2 if closing else 1))
        if match is None:
            if self._skipping is None and source.startswith("<![CDATA[", start):
                self._literal(start + 9, end - 3)
            return
        name = match.group().lower().rpartition(":")[2]  # XHTML may have a prefix
        if self._skipping is not None:
            skipped, depth = self._skipping
            if name == skipped:
                depth += -1 if closing else 1
                self._skipping = (skipped, depth) if depth else None
            return
        if name == "br":
            self._break(start, end)
        elif name in _LEFT_OUT and not closing and source[end - 2] != "/":
            self._skipping = (name, 1)
        elif name in {"td", "th"}:
            if self._line and self._space is None:
                self._space = (start, -1)
        elif name in _DIVIDING:
            self._end_block()
            if (name in KINDS or name in _HOLDERS) and name not in _VOID and source[end - 2] != "/":
                self._close(name) if closing else self._enter(name)

    def _enter(self, name: str) -> None:
        if name in _IMPLIED and self._open and self._open[-1] in _IMPLIED:
            self._close(self._open[-1])
        if len(self._open) < _MAX_DEPTH:
            self._open.append(name)
            self._count[name] = self._count.get(name, 0) + 1

    def _close(self, name: str) -> None:
        if self._count.get(name):
            while True:
                last = self._open.pop()
                self._count[last] -= 1
                if last == name:
                    return

    def _after_raw(self, start: int, end: int) -> int:
        """Where to go on behind the tag: behind the whole element, when its content is no markup."""
        source = self._source
        match = _NAME.match(source, start + 1)
        if match is None or match.group().lower() not in _RAW or source[end - 2] == "/":
            return end
        if match.group().lower() in self._absent:
            return end
        close = re.compile(rf"</{re.escape(match.group())}(?=[ \t\n\r\f/>])", re.IGNORECASE).search(source, end)
        if close is None:
            self._absent.add(match.group().lower())
            return end  # browsers hide all that follows; here it is better seen than lost
        tag_end = self._find(">", close.end())
        return tag_end + 1 if tag_end >= 0 else len(source)

    def _text(self, start: int, end: int) -> None:
        pre = bool(self._count.get("pre"))
        for token in _TOKEN.finditer(self._source, start, end):
            first = token.group()[0]
            if first in _SPACE:
                if pre:
                    self._preformatted(token.start(), token.group())
                elif self._line and self._space is None:
                    self._space = (token.start(), token.end() - token.start())
            elif first == "&" and len(token.group()) > 1:
                self._reference(token.start(), token.group())
            else:
                self._literal(token.start(), token.end())

    def _preformatted(self, start: int, space: str) -> None:
        for offset, char in enumerate(space):
            if char == "\n":
                self._break(start + offset, start + offset + 1)
            elif char != "\r" and self._line:
                self._literal(start + offset, start + offset + 1)

    def _reference(self, start: int, raw: str) -> None:
        value = unescape(raw)
        if value == raw:
            self._literal(start, start + len(raw))
        elif value.strip(_SPACE):
            self._begin_text()
            self._parts.append(value)
            self._alignment.escaped(start, len(raw), len(value))
        elif self._line and self._space is None:
            self._space = (start, len(raw))

    def _literal(self, start: int, end: int) -> None:
        if start < end:
            self._begin_text()
            self._parts.append(self._source[start:end])
            self._alignment.verbatim(start, end - start)

    def _begin_text(self) -> None:
        """Write what stands between the text before and the text that follows."""
        if not self._block:
            if self._parts:
                self._parts.append("\n\n")
                self._alignment.inserted(2)
        elif not self._line:
            for start, end in self._breaks[:2]:
                self._parts.append("\n")
                self._alignment.escaped(start, end - start)
        elif self._space is not None:
            start, width = self._space
            self._parts.append(" ")
            if width < 0:
                self._alignment.inserted(1)
            elif width == 1 and self._source[start] == " ":
                self._alignment.verbatim(start, 1)
            else:
                self._alignment.escaped(start, width)
        if not self._line:
            kind = next((KINDS[name] for name in reversed(self._open) if name in KINDS), "p")
            self._kinds.append((self._alignment.length, kind))
        self._space = None
        self._breaks.clear()
        self._block = self._line = True

    def _break(self, start: int, end: int) -> None:
        self._space = None
        self._line = False
        if self._block and len(self._breaks) < 2:
            self._breaks.append((start, end))

    def _end_block(self) -> None:
        self._space = None
        self._line = self._block = False
        self._breaks.clear()
