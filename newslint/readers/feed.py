"""RSS 0.9x, 1.0 and 2.0, and Atom 0.3 and 1.0.

A feed that is well-formed XML is read here, with the place of every value.  What is not well-formed goes, after the entries before
the fault, through feedparser (extra ``feeds``), which guesses well and knows no places.

Titles of RSS are plain text, and stay as they are; descriptions and content of RSS are HTML; in Atom each says what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from newslint.readers.base import Unreadable
from newslint.readers.batches import unreadable_batch
from newslint.readers.xml import XmlReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newslint.readers.base import Batch
    from newslint.readers.fields import FieldMap
    from newslint.readers.xml import XmlValues
    from newslint.readers.xmltree import Element, Tree, XmlFault

PREFIXES: dict[str, str] = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2005/Atom": "atom",
}
"""The usual prefix of a module, by its namespace: what an element of it is called in ``extra``, whatever the feed calls it."""

_OWN = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    )
)
_ATOM = frozenset(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"))


class _Feed(XmlReader):
    def broken(self, text: str, fault: XmlFault, number: int, fields: FieldMap, wanted: frozenset[str] | None) -> Iterator[Batch]:
        """The entries behind a fault, as feedparser guesses them, and the fault."""
        from newslint.readers.feed_repair import repaired  # only for feeds that are not well-formed

        batch, reason = repaired(text, number, fields, wanted)
        record = number
        if batch is not None:
            record += len(batch.articles)
            yield batch
        reason = f"the feed is not well-formed XML: {fault.reason}; {reason}"
        yield unreadable_batch(Unreadable(record=record, line=fault.line, column=fault.column, reason=reason))


class Rss(_Feed):
    """Reader of RSS."""

    name = "rss"
    title: ClassVar[str] = "RSS"
    suffixes = (".rss", ".rdf", ".xml")
    roots: ClassVar[frozenset[str]] = frozenset(("rss", "RDF"))
    records: ClassVar[frozenset[str]] = frozenset(("item",))

    def take(self, values: XmlValues, tree: Tree) -> None:
        """See :meth:`newslint.readers.xml.XmlReader.take`."""
        item = values.element
        channel = tree.root.first("channel") if tree.root is not None else None
        own = {child.name: child for child in reversed(item.children) if child.namespace in _OWN}
        modules = {_qualified(child): child for child in reversed(item.children) if child.namespace not in _OWN}
        values.take("title", own.get("title"))
        values.take_first("id", own.get("guid"), modules.get("dc:identifier"))
        values.take("url", own.get("link"))
        guid = own.get("guid")
        if (
            guid is not None
            and guid.attributes.get("isPermaLink") != "false"
            and guid.text()[0].startswith(("http://", "https://"))
        ):
            values.take("url", guid)
        values.take_first("published_at", own.get("pubDate"), modules.get("dc:date"), modules.get("dcterms:issued"))
        values.take_first("updated_at", modules.get("atom:updated"), modules.get("dcterms:modified"))
        _authors(values, item)
        for child in item.children:
            if _qualified(child) in {"category", "dc:subject"}:
                values.take("keywords", child, to_list=True)
        values.take_html("body", modules.get("content:encoded"))
        values.take_html("summary" if "body" in values else "body", own.get("description"))
        _media(values, item)
        source = own.get("source")
        values.take("source", source)
        if source is not None:
            values.put("source_url", source.attributes.get("url"), "source@url")
        values.take_first("agency", modules.get("media:credit"), modules.get("dc:publisher"))
        values.take("rights", modules.get("dc:rights"))
        values.take("language", modules.get("dc:language"))
        if channel is not None:
            _from_channel(values, channel)
        _rest(values, item)


class Atom(_Feed):
    """Reader of Atom."""

    name = "atom"
    title: ClassVar[str] = "Atom"
    suffixes = (".atom",)
    roots: ClassVar[frozenset[str]] = frozenset(("feed", "entry"))
    records: ClassVar[frozenset[str]] = frozenset(("entry",))

    def take(self, values: XmlValues, tree: Tree) -> None:
        """See :meth:`newslint.readers.xml.XmlReader.take`."""
        entry = values.element
        feed = tree.root if tree.root is not entry else None
        own = {child.name: child for child in reversed(entry.children) if child.namespace in _ATOM}
        _construct(values, "title", own.get("title"))
        values.take("id", own.get("id"))
        for child in entry.children:
            if child.name == "link" and child.namespace in _ATOM:
                relation = child.attributes.get("rel", "alternate")
                field = {"alternate": "url", "canonical": "canonical_url", "via": "source_url"}.get(relation)
                if field is not None:
                    values.put(field, child.attributes.get("href"), f"link[rel={relation}]@href")
            elif child.name == "category":
                values.add("keywords", child.attributes.get("label") or child.attributes.get("term"), "category@term")
        values.take_first("published_at", own.get("published"), own.get("issued"), own.get("created"))
        values.take_first("updated_at", own.get("updated"), own.get("modified"))
        source = own.get("source")
        for holder in (entry, source, feed):
            if holder is not None and "authors" not in values:
                for author in holder.all("author"):
                    values.take("authors", author.first("name"), to_list=True)
        _construct(values, "body", own.get("content"))
        _construct(values, "summary" if "body" in values else "body", own.get("summary"))
        _media(values, entry)
        values.take("rights", own.get("rights"))
        values.put("language", entry.language(), "xml:lang")
        for holder in (source, feed):
            if holder is not None:
                _construct(values, "source", holder.first("title"))
                values.take("rights", holder.first("rights"))
        _rest(values, entry)


def _construct(values: XmlValues, field: str, element: Element | None) -> bool:
    """A text construct of Atom, by the type that it states; content that stands elsewhere has none."""
    if element is None or "src" in element.attributes:
        return False
    kind = element.attributes.get("type", "text").lower()
    if kind == "xhtml" or (element.children and "html" in kind):
        if field in {"body", "summary"}:
            return values.take_markup(field, element)
        return values.take(field, element)
    if "html" in kind:
        return values.take_html(field, element)
    return values.take(field, element)


def _media(values: XmlValues, record: Element) -> None:
    """What is said of pictures and films: captions, or the text of an entry that has no other."""
    for element in record.walk():
        if _qualified(element) in {"media:description", "itunes:summary"}:
            take = values.take_html if element.attributes.get("type") == "html" else values.take
            if "body" in values:
                values.take("captions", element, to_list=True)
            else:
                take("body", element)


def _authors(values: XmlValues, item: Element) -> None:
    for name in ("dc:creator", "author", "itunes:author"):
        if "authors" not in values:
            for child in item.children:
                if _qualified(child) == name:
                    values.take("authors", child, to_list=True)


def _from_channel(values: XmlValues, channel: Element) -> None:
    for child in channel.children:
        name = _qualified(child)
        if name == "title":
            values.take("source", child)
        elif name in {"language", "dc:language"}:
            values.take("language", child)
        elif name in {"copyright", "dc:rights"}:
            values.take("rights", child)


def _qualified(element: Element) -> str:
    if element.namespace in _OWN:
        return element.name
    prefix = PREFIXES.get(element.namespace)
    return f"{prefix}:{element.name}" if prefix else element.name


_TAKEN = frozenset(
    [
        "title",
        "link",
        "guid",
        "id",
        "pubDate",
        "published",
        "updated",
        "issued",
        "created",
        "modified",
        "author",
        "category",
        "content:encoded",
        "description",
        "content",
        "summary",
        "source",
        "rights",
        "dc:creator",
        "dc:date",
        "dc:subject",
        "dc:language",
        "dc:rights",
        "dc:identifier",
    ]
)


def _rest(values: XmlValues, record: Element) -> None:
    """Texts of the other elements, by their names, for ``extra``."""
    for child in record.children:
        name = _qualified(child).removeprefix("atom:")
        if name not in _TAKEN and name not in values.flat and not child.children:
            value, alignment = child.text()
            values.put(name, value, name, alignment)
