"""IPTC NewsML-G2: news items alone, or in a news message, with their text inside (NITF, XHTML or plain)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from newslint.readers.nitf import take_nitf
from newslint.readers.xml import XmlReader

if TYPE_CHECKING:
    from newslint.readers.xml import XmlValues
    from newslint.readers.xmltree import Element, Tree

_PAGE_RELATIONS = frozenset(("alternate", "canonical", "self", "web", "webpage"))
_SUBTITLE_ROLES = frozenset(("sub", "subhead", "subheadline", "subtitle", "deck"))


class NewsMl(XmlReader):
    """Reader of NewsML-G2."""

    name = "newsml"
    title: ClassVar[str] = "NewsML-G2"
    suffixes = (".newsml",)
    roots: ClassVar[frozenset[str]] = frozenset(("newsItem", "newsMessage"))
    records: ClassVar[frozenset[str]] = frozenset(("newsItem",))

    def take(self, values: XmlValues, tree: Tree) -> None:
        """See :meth:`newslint.readers.xml.XmlReader.take`."""
        item = values.element
        values.put("id", item.attributes.get("guid"), "newsItem@guid")
        values.put("version", item.attributes.get("version"), "newsItem@version")
        meta, content = item.first("itemMeta"), item.first("contentMeta")
        if content is not None:
            _content_meta(values, content)
        if meta is not None:
            _item_meta(values, meta)
        created = content.first("contentCreated") if content is not None else None
        revised = content.first("contentModified") if content is not None else None
        first = meta.first("firstCreated") if meta is not None else None
        version = meta.first("versionCreated") if meta is not None else None
        if values.take_first("published_at", first, created):
            values.take_first("updated_at", version, revised)
        else:
            values.take("published_at", version)
        rights = item.first("rightsInfo")
        if rights is not None:
            values.take_first("rights", rights.first("copyrightNotice"), rights.first("usageTerms"))
            values.take_first("source", rights.first("copyrightHolder", "name"))
        _content(values, item)
        values.put("language", item.language(), "xml:lang")


def _item_meta(values: XmlValues, meta: Element) -> None:
    values.take("embargoed_until", meta.first("embargoed"))
    values.take("expires_at", meta.first("expires"))
    status = meta.first("pubStatus")
    if status is not None:
        values.put("status", status.attributes.get("qcode", "").rpartition(":")[2], "itemMeta/pubStatus@qcode")
    provider = meta.first("provider")
    if provider is not None and not values.take("source", provider.first("name")):
        values.put("source", provider.attributes.get("literal"), "itemMeta/provider@literal")
    values.take("alt_titles", meta.first("title"), to_list=True)
    for link in meta.all("link"):
        if link.attributes.get("rel", "").rpartition(":")[2].lower() in _PAGE_RELATIONS:
            values.put("url", link.attributes.get("href"), "itemMeta/link@href")


def _content_meta(values: XmlValues, meta: Element) -> None:
    headlines = meta.all("headline")
    headlines.sort(key=lambda headline: _role(headline) not in {"main", ""})
    for headline in headlines:
        if _role(headline) in _SUBTITLE_ROLES:
            values.take("subtitle", headline)
        elif "title" in values:
            values.take("alt_titles", headline, to_list=True)
        else:
            values.take("title", headline)
    values.take("byline", meta.first("by"))
    for creator in [*meta.all("creator"), *meta.all("contributor")]:
        values.take("authors", creator.first("name"), to_list=True)
    values.take_first("agency", meta.first("creditline"), meta.first("infoSource", "name"))
    values.take_first("dateline", meta.first("dateline"), meta.first("located", "name"))
    language = meta.first("language")
    if language is not None:
        values.put("language", language.attributes.get("tag"), "contentMeta/language@tag")
    values.take("genre", meta.first("genre", "name"))
    for keyword in meta.all("keyword"):
        values.take("keywords", keyword, to_list=True)
    for subject in meta.all("subject") if "keywords" not in values else ():
        values.take("keywords", subject.first("name"), to_list=True)
    values.take("summary", meta.first("description"))


def _content(values: XmlValues, item: Element) -> None:
    contents = item.first("contentSet")
    for part in contents.children if contents is not None else ():
        kind = part.attributes.get("contenttype", "").lower()
        if part.name == "inlineXML":
            values.put("word_count", part.attributes.get("wordcount"), "inlineXML@wordcount")
            nitf, html = part.first("nitf"), part.first("html")
            if nitf is not None:
                take_nitf(values, nitf)
            elif html is not None:
                values.take_markup("body", html.first("body"))
            else:
                values.take_markup("body", part)
        elif part.name == "inlineData" and part.attributes.get("encoding") is None:
            if "html" in kind:
                values.take_html("body", part)
            elif "text" in kind or not kind:
                values.take("body", part)


def _role(element: Element) -> str:
    """Role of an element without the alias of its vocabulary: ``main`` of ``hlrole:main``."""
    return element.attributes.get("role", "").rpartition(":")[2].lower()
