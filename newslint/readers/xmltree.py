"""XML, read safely, with the place of every text.

The standard library's expat, with guards: entity declarations are refused, so nothing can be expanded without end; external entities
and document type definitions are never fetched; the depth is bounded.  A reference to a character that HTML names (``&eacute;``) is
read where a document type outside the file may have declared it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from newslint.text.alignment import Alignment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newslint.text.html import Converted

MAX_DEPTH = 512
"""Most elements open at the same time."""

XML = "http://www.w3.org/XML/1998/namespace"
_FED = 1 << 18
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SPACE = " \t\n\r"


class XmlFault(Exception):  # noqa: N818  it is a fault of the input
    """Why XML cannot be read (further).

    Args:
        reason: What is wrong.
        line: 1-based line.
        column: 1-based column, in code points, or None.
    """

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


class Element:
    """An element.

    Attributes:
        name: Its name without a prefix.
        namespace: URI of its namespace; empty when it has none.
        attributes: By name; one with a namespace as ``URI name``.
        children: The elements in it.
        start: Where its first tag begins in the text.
        end: Where its last tag begins.
    """

    __slots__ = ("_chunks", "attributes", "children", "end", "name", "namespace", "parent", "start")

    def __init__(self, name: str, attributes: dict[str, str], start: int, parent: Element | None) -> None:
        self.namespace, _, self.name = name.rpartition(" ")
        self.attributes = attributes
        self.children: list[Element] = []
        self.start = start
        self.end = start
        self.parent = parent
        self._chunks: list[tuple[str, int, int]] = []

    def chunk(self, text: str, source: int, width: int) -> None:
        """Add text; ``width`` is negative when it stands in the source as it is."""
        self._chunks.append((text, source, width))

    def all(self, *names: str) -> list[Element]:
        """The children with one of these names, in order."""
        return [child for child in self.children if child.name in names]

    def first(self, *path: str) -> Element | None:
        """The first descendant by a path of names."""
        found: Element | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found is not None else None
        return found

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in the order of the document."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending.extend(reversed(element.children))

    def language(self) -> str | None:
        """``xml:lang`` of the element or of the nearest above it."""
        element: Element | None = self
        while element is not None:
            if f"{XML} lang" in element.attributes:
                return element.attributes[f"{XML} lang"]
            element = element.parent
        return None

    def text(self) -> tuple[str, Alignment]:
        """The element's own text without white space round it, and where it stands."""
        alignment = Alignment()
        parts: list[str] = []
        for text, source, width in self._chunks:
            parts.append(text)
            if width < 0:
                alignment.verbatim(source, len(text))
            else:
                alignment.escaped(source, width, len(text))
        value = "".join(parts)
        start = len(value) - len(value.lstrip(_SPACE))
        end = len(value.rstrip(_SPACE))
        if end <= start:
            return "", Alignment()
        return value[start:end], alignment.part(start, end)

    def markup(self, source: str) -> Converted:
        """What stands between the element's tags in ``source``, the whole text, as text with blocks."""
        from newslint.text.html import Converted, html_to_text  # only where there is markup

        text, kinds, inside = html_to_text(source[self.start : self.end])
        alignment = Alignment()
        alignment.extend(inside, self.start)
        return Converted(text, kinds, alignment)


def decode(data: bytes) -> str:
    """The text of an XML file in the encoding that it names, UTF-8 when it names none.

    Raises:
        XmlFault: Bytes are no text in that encoding, or it is unknown.
    """
    declared = _DECLARED.match(data.lstrip(b" \t\r\n"))
    name = declared[1].decode("ascii") if declared is not None else "utf-8"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode(name, "replace")) + 1
        what = "UTF-8" if name.lower().replace("_", "-") in {"utf-8", "utf8"} else name
        raise XmlFault(f"invalid {what}: byte 0x{data[error.start]:02x}", line, column) from None
    except LookupError:
        raise XmlFault(f"the file says that its encoding is {name!r}, which is none that is known", 1, 1) from None


class Tree:
    """Elements of one XML text; the records among them are given out, and forgotten, as they end.

    Args:
        text: The whole document.
        records: Names of the elements that are records.

    Attributes:
        root: The root element, when it has begun; without the records in it.
        context: The element in which the records stand.
    """

    def __init__(self, text: str, records: frozenset[str]) -> None:
        self.source = text
        self.root: Element | None = None
        stripped = text.lstrip()
        # Blank lines before the declaration are a common slip, and no reason to read nothing.
        self._lead = len(text) - len(stripped) if stripped.startswith("<?xml") else 0
        self._data = text[self._lead :].encode("utf-8", "surrogatepass")
        self._ascii = len(self._data) == len(text) - self._lead
        self._known = (0, 0)
        self._names = records
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._external = False
        self._refused: XmlFault | None = None

    def read(self) -> Iterator[Element]:
        """The records, in order.

        Raises:
            XmlFault: The rest cannot be read.
        """
        parser = self._parser()
        try:
            for start in range(0, len(self._data) or 1, _FED):
                parser.Parse(self._data[start : start + _FED], start + _FED >= len(self._data))
                yield from self._taken()
        except expat.ExpatError as error:
            yield from self._taken()
            raise self._fault(error.lineno, error.offset, expat.ErrorString(error.code)) from None
        except XmlFault:
            yield from self._taken()
            raise

    @property
    def open_record(self) -> Element | None:
        """The record in which reading came to its end."""
        return next((element for element in self._open if element.name in self._names), None)

    def _taken(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _fault(self, line: int, column: int, reason: str) -> XmlFault:
        lines = self._data.split(b"\n", line)
        begun = lines[line - 1][:column] if line <= len(lines) else b""
        return XmlFault(reason, line + self.source.count("\n", 0, self._lead), len(begun.decode("utf-8", "replace")) + 1)

    def _parser(self) -> Any:
        parser: Any = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = False
        parser.ordered_attributes = False

        def position() -> int:
            return self._chars(parser.CurrentByteIndex)

        def refuse(reason: str) -> XmlFault:
            return self._fault(parser.CurrentLineNumber, parser.CurrentColumnNumber, reason)

        def begin(name: str, attributes: dict[str, str]) -> None:
            if len(self._open) >= MAX_DEPTH:
                raise refuse(f"elements are nested more than {MAX_DEPTH} deep")
            parent = self._open[-1] if self._open else None
            element = Element(name, attributes, position(), parent)
            if parent is None:
                self.root = element
            elif element.name not in self._names or self.open_record is not None:
                parent.children.append(element)
            self._open.append(element)

        def end(_: str) -> None:
            element = self._open.pop()
            element.end = position()
            if element.name in self._names and self.open_record is None:
                self._done.append(element)

        def characters(text: str) -> None:
            if not self._open:
                return
            start = position()
            if self.source.startswith(text, start):
                self._open[-1].chunk(text, start, -1)
            elif self.source[start] == "&":
                self._open[-1].chunk(text, start, self.source.index(";", start) + 1 - start)
            else:
                self._open[-1].chunk(text, start, 2 if self.source.startswith("\r\n", start) else 1)

        def other(data: str) -> None:
            if self._open and data.startswith("&") and data.endswith(";"):
                from html import unescape  # only where a document counts on a definition outside it

                self._open[-1].chunk(unescape(data), position(), len(data))

        def entity(name: str, *_: Any) -> None:
            raise refuse(f"the document declares the entity {name!r}: declared entities are refused")

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        parser.DefaultHandler = other
        parser.EntityDeclHandler = entity
        parser.ExternalEntityRefHandler = lambda *_: 1
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        return parser

    def _chars(self, position: int) -> int:
        """Code points before byte ``position``; quick from the front to the back."""
        if self._ascii:
            return position + self._lead
        known, count = self._known
        if position < known:
            known, count = 0, 0
        count += len(self._data[known:position].decode("utf-8", "replace"))
        self._known = (position, count)
        return count + self._lead
