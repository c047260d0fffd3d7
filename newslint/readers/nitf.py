"""IPTC NITF: one article a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from newslint.readers.xml import XmlReader

if TYPE_CHECKING:
    from newslint.readers.xml import XmlValues
    from newslint.readers.xmltree import Element, Tree


class Nitf(XmlReader):
    """Reader of NITF."""

    name = "nitf"
    title: ClassVar[str] = "NITF"
    suffixes = (".nitf",)
    roots: ClassVar[frozenset[str]] = frozenset(("nitf",))
    records: ClassVar[frozenset[str]] = frozenset(("nitf",))

    def take(self, values: XmlValues, tree: Tree) -> None:
        """See :meth:`newslint.readers.xml.XmlReader.take`."""
        take_nitf(values, values.element)
        values.put("language", values.element.language(), "xml:lang")


def take_nitf(values: XmlValues, nitf: Element) -> None:
    """Take the canonical values out of an ``nitf`` element; a field that has a value keeps it."""
    head, body = nitf.first("head"), nitf.first("body")
    top = body.first("body.head") if body is not None else None
    if top is not None:
        _headlines(values, top)
        values.take_first("byline", top.first("byline"))
        values.take_first("dateline", top.first("dateline"))
        values.take_first("summary", top.first("abstract"))
        values.take_first("source", top.first("distributor"))
        values.take_first("rights", top.first("rights"))
    content = body.first("body.content") if body is not None else None
    values.take_markup("body", content, "NITF")
    for element in content.walk() if content is not None else ():
        if element.name == "media-caption":
            values.take("captions", element, to_list=True)
    if head is not None:
        _head(values, head)


def _headlines(values: XmlValues, top: Element) -> None:
    headline = top.first("hedline")
    if headline is None:
        return
    if not headline.children:
        values.take("title", headline)
    for number, line in enumerate(headline.all("hl1")):
        values.take("alt_titles" if number else "title", line, to_list=number > 0)
    values.take("subtitle", headline.first("hl2"))


def _head(values: XmlValues, head: Element) -> None:
    title = head.first("title")
    if title is not None:
        value, alignment = title.text()
        if "title" not in values:
            values.put("title", value, values.name_of(title), alignment)
        elif value != values.flat["title"]:
            values.add("alt_titles", value, values.name_of(title), alignment)
    data = head.first("docdata")

    def attribute(field: str, name: str, attribute: str) -> None:
        element = head.first(name) if name == "pubdata" else head.first("docdata", name)
        if element is not None:
            values.put(field, element.attributes.get(attribute), f"{values.name_of(element)}@{attribute}")

    attribute("id", "doc-id", "id-string")
    attribute("published_at", "date.issue", "norm")
    attribute("url", "pubdata", "ex-ref")
    attribute("source", "pubdata", "name")
    attribute("embargoed_until", "date.release", "norm")
    attribute("expires_at", "date.expire", "norm")
    attribute("version", "du-key", "version")
    if data is None:
        return
    values.put("status", data.attributes.get("management-status"), "docdata@management-status")
    attribute("published_at", "pubdata", "date.publication")
    rights = data.first("doc.copyright")
    if rights is not None:
        parts = [rights.attributes[name] for name in ("year", "holder") if rights.attributes.get(name)]
        values.put("rights", " ".join(parts), "docdata/doc.copyright")
    for keyword in (data.first("key-list") or data).all("keyword"):
        values.add("keywords", keyword.attributes.get("key"), "docdata/key-list/keyword@key")
