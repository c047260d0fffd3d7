"""What the readers of XML share: records out of elements, with the places of their values."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, ClassVar

from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import BATCH_RECORDS, PickableBatch, feeds, fetch_by_number, unreadable_batch
from newslint.readers.fields import FieldMap, top_names
from newslint.readers.source import MAX_DOCUMENT, Source, whole
from newslint.readers.xmltree import Element, Tree, XmlFault, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article, Place
    from newslint.text.alignment import Alignment
    from newslint.text.html import Converted


class XmlValues:
    """The canonical values of one record, and where each stands.

    Args:
        source: Text of the file.
        element: The record.
    """

    def __init__(self, source: str, element: Element) -> None:
        self.source = source
        self.element = element
        self.body_format = "lines"
        self.flat: dict[str, Any] = {}
        self._alignments: dict[str, list[Alignment | None]] = {}
        self._names: dict[str, list[str]] = {}

    def __contains__(self, field: str) -> bool:
        """Whether a field has a value."""
        return field in self.flat

    def put(self, field: str, value: str | None, name: str, alignment: Alignment | None = None) -> bool:
        """Let ``field`` have ``value``, when it has none yet and this is one; says whether it is one."""
        if not value:
            return False
        if field not in self.flat:
            self.flat[field] = value
            self._alignments[field] = [alignment]
            self._names[field] = [name]
        return True

    def add(self, field: str, value: str | None, name: str, alignment: Alignment | None = None) -> None:
        """Add ``value`` to the list ``field``."""
        if value:
            self.flat.setdefault(field, []).append(value)
            self._alignments.setdefault(field, []).append(alignment)
            self._names.setdefault(field, []).append(name)

    def take(self, field: str, element: Element | None, *, to_list: bool = False) -> bool:
        """Let ``field`` have the text of an element, which is no markup; one with elements in it loses their tags."""
        if element is None:
            return False
        name = self.name_of(element)
        alignment: Alignment | None
        if element.children:
            made = element.markup(self.source)
            value = " ".join(made.text.split("\n\n"))
            alignment = made.alignment if value == made.text else None
        else:
            value, alignment = element.text()
        if to_list:
            self.add(field, value, name, alignment)
            return bool(value)
        return self.put(field, value, name, alignment)

    def take_first(self, field: str, *elements: Element | None) -> bool:
        """Let ``field`` have the text of the first element that is there and has some."""
        return any(self.take(field, element) for element in elements)

    def take_html(self, field: str, element: Element | None) -> bool:
        """Let ``field`` have the text of the HTML that is, escaped, the text of an element; some forget to escape it."""
        if element is None:
            return False
        if element.children:
            return self.take_markup(field, element, "HTML")
        from newslint.text.html import Converted, html_to_text  # only where there is markup

        value, alignment = element.text()
        made = html_to_text(value)
        return self._converted(field, Converted(made.text, made.kinds, made.alignment.through(alignment)), element, "HTML")

    def take_markup(self, field: str, element: Element | None, kind: str = "XHTML") -> bool:
        """Let ``field`` have the text of the markup that stands in an element."""
        return element is not None and self._converted(field, element.markup(self.source), element, kind)

    def _converted(self, field: str, made: Converted, element: Element, kind: str) -> bool:
        if field == "body" and made.text and "body" not in self.flat:
            self.body_format = f"blocks:{made.kinds}"
        return self.put(field, made.text, f"{kind} in {self.name_of(element)}", made.alignment)

    def name_of(self, element: Element) -> str:
        """Path of an element within the record: ``contentMeta/headline``."""
        names: list[str] = []
        here: Element | None = element
        while here is not None and here is not self.element:
            names.append(here.name)
            here = here.parent
        if here is None:
            return "/".join(["", *reversed(names)])
        return "/".join(reversed(names)) or element.name

    def alignment(self, path: tuple[Any, ...]) -> Alignment | None:
        """Alignment of the value at a path of :attr:`flat`."""
        found = self._alignments.get(path[0], [])
        index = path[1] if len(path) > 1 else 0
        return found[index] if isinstance(index, int) and index < len(found) else None

    def names(self) -> list[tuple[str, str]]:
        """``(name in the file, field)`` of every value."""
        return [
            (name, f"{field}[{index}]" if isinstance(self.flat[field], list) else field)
            for field, names in self._names.items()
            for index, name in enumerate(names)
        ]


class TextLines:
    """Lines and columns of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        feed = text.find("\n")
        while feed >= 0:
            self._starts.append(feed + 1)
            feed = text.find("\n", feed + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column at which code point ``offset`` stands."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def text(self, line: int) -> str | None:
        """Text of a line, without its end."""
        if not 0 < line <= len(self._starts):
            return None
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        return self._text[self._starts[line - 1] : end].rstrip("\r")


class XmlBatch(PickableBatch):
    """Some records of one XML document."""

    def __init__(self, lines: TextLines, fields: FieldMap, values: Sequence[XmlValues]) -> None:
        self._lines = lines
        self._fields = fields
        self._values = values

    def picked(self, indices: Sequence[int]) -> Batch:
        """See :class:`newslint.readers.batches.PickableBatch`.  The document stays in memory."""
        return XmlBatch(self._lines, self._fields, [self._values[index] for index in indices])

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """See :meth:`newslint.readers.base.Batch.place`."""
        from newslint.model.finding import Place  # only for findings

        values = self._values[index]
        origin = self._fields.origin(values.flat, field)
        alignment = None if origin is None else values.alignment(origin[0])
        if origin is None or alignment is None:
            return None
        span = alignment.span(start + origin[1], end + origin[1])
        return None if span is None else Place(*self._lines.place(span[0]), *self._lines.place(span[1]))

    def line(self, index: int) -> int:
        """See :meth:`newslint.readers.base.Batch.line`."""
        return self._lines.place(self._values[index].element.start)[0]

    def altered(self, index: int, field: str) -> bool:
        """Values of XML are not written back."""
        return True

    def inputs(self, index: int) -> list[tuple[str, str]]:
        """See :meth:`newslint.readers.base.Batch.inputs`."""
        return self._values[index].names()

    def source_line(self, line: int) -> str | None:
        """See :meth:`newslint.readers.base.Batch.source_line`."""
        return self._lines.text(line)


class XmlReader:
    """Reader of one format of XML."""

    name: str
    title: ClassVar[str]
    suffixes: tuple[str, ...] = ()
    roots: ClassVar[frozenset[str]]
    records: ClassVar[frozenset[str]]

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def take(self, values: XmlValues, tree: Tree) -> None:
        """Take the canonical values out of a record."""
        raise NotImplementedError

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        with Source(unit) as source:
            data = source.read_whole(MAX_DOCUMENT)
            reason = source.error
        if data is None or not data.strip():
            yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason=reason or "the file is empty"))
            return
        try:
            text = decode(data)
        except XmlFault as fault:
            yield unreadable_batch(Unreadable(record=0, line=fault.line, column=fault.column, reason=fault.reason))
            return
        yield from self._records(text, FieldMap(mapping, canonical=True), top_names(wanted))

    def _records(self, text: str, fields: FieldMap, wanted: frozenset[str] | None) -> Iterator[Batch]:
        tree = Tree(text, self.records)
        lines = TextLines(text)
        number = 0
        held: list[XmlValues] = []
        fault: XmlFault | None = None
        try:
            for element in tree.read():
                if tree.root is not None and tree.root.name not in self.roots:
                    break
                values = XmlValues(text, element)
                self.take(values, tree)
                held.append(values)
                if len(held) == BATCH_RECORDS:
                    yield self._batch(held, lines, fields, wanted, number)
                    number += len(held)
                    held = []
        except XmlFault as error:
            fault = error
        if held:
            yield self._batch(held, lines, fields, wanted, number)
            number += len(held)
        if tree.root is not None and tree.root.name not in self.roots:
            reason = f"the root element is <{tree.root.name}>: this is not {self.title}"
            line, column = lines.place(tree.root.start)
            yield unreadable_batch(Unreadable(record=None, line=line, column=column, reason=reason))
        elif fault is not None:
            yield from self.broken(text, fault, number, fields, wanted)
        elif not number:
            yield from self.without_records(tree)

    def broken(self, text: str, fault: XmlFault, number: int, fields: FieldMap, wanted: frozenset[str] | None) -> Iterator[Batch]:
        """What is to be said of XML that is not well-formed, after ``number`` records."""
        reason = f"not well-formed XML: {fault.reason}; nothing after this place was read"
        yield unreadable_batch(Unreadable(record=number, line=fault.line, column=fault.column, reason=reason))

    def without_records(self, tree: Tree) -> Iterator[Batch]:
        """What is to be said of a document without a record."""
        reason = f"the file holds no article of {self.title}"
        yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason=reason))

    def _batch(
        self, held: list[XmlValues], lines: TextLines, fields: FieldMap, wanted: frozenset[str] | None, number: int
    ) -> Batch:
        batch = XmlBatch(lines, fields, held)
        read: list[Article] = []
        for values in held:
            article = fields.article(values.flat, wanted, values.body_format)
            read.append(article)
        batch.articles = read
        batch.records = batch.refs = range(number, number + len(held))
        batch.unreadable = ()
        return batch

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        return feeds(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)
