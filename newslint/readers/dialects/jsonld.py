"""schema.org articles as JSON-LD: alone, in a list, in ``@graph``, or as what another node is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.readers.values import Value, path_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.readers.fields import Path
    from newslint.readers.values import Values

ARTICLES = frozenset(
    [
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    ]
)
"""``Article`` of schema.org and the types below it."""

_GENRES = frozenset(
    [
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
    ]
)
_MAX_DEPTH = 8
_FREE = {True: "free", False: "paid", "true": "free", "false": "paid"}


class JsonLd:
    """See :class:`newslint.readers.dialect.Dialect`."""

    name = "jsonld"
    title = "schema.org JSON-LD"
    marks: tuple[bytes, ...] = (b'"@type"', b'"@graph"', b'"@context"')
    selective = True

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """JSON-LD, whatever it is about."""
        return not record.keys().isdisjoint(("@context", "@graph", "@type"))

    def context(self, document: Any) -> Any:
        """Nodes of the document by ``@id``: an article may name its author by reference."""
        nodes: dict[str, dict[str, Any]] = {}
        _collect(document, nodes, 0)
        return nodes

    def records(self, document: Any) -> Iterator[Path]:
        """Every article: an article within another is a part of it."""
        yield from _articles(document, (), 0)

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        _Taker(values, context or {}).take()


def type_names(node: Mapping[str, Any]) -> list[str]:
    """Types of a node without their prefix: ``NewsArticle`` of ``http://schema.org/NewsArticle``."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return [name.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2] for name in listed if isinstance(name, str)]


def _articles(node: Any, path: Path, depth: int) -> Iterator[Path]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _articles(item, (*path, index), depth + 1)
    elif isinstance(node, dict):
        if not ARTICLES.isdisjoint(type_names(node)):
            yield path
            return
        for name in ("@graph", "mainEntity", "itemListElement", "item", "hasPart", "@list"):
            if name in node:
                yield from _articles(node[name], (*path, name), depth + 1)


def _collect(node: Any, nodes: dict[str, dict[str, Any]], depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node:
            _collect(item, nodes, depth + 1)
    elif isinstance(node, dict):
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            nodes.setdefault(name, node)
        for value in node.values():
            if isinstance(value, (dict, list)):
                _collect(value, nodes, depth + 1)


class _Taker:
    def __init__(self, values: Values, nodes: Mapping[str, Any]) -> None:
        self._values = values
        self._nodes = nodes
        self._names = {name.lower(): name for name in reversed(list(values.record))}  # pages write datemodified, too

    def take(self) -> None:
        values = self._values
        self._identity()
        if self._text("title", "headline"):
            self._texts("alt_titles", "name")
        else:
            self._text("title", "name")
        self._texts("alt_titles", "alternativeHeadline")
        self._text("summary", "description") or self._text("summary", "abstract")
        self._named_all("authors", "author") or self._named_all("authors", "creator")
        self._named("source", "publisher") or self._named("source", "sourceOrganization") or self._named("source", "provider")
        self._text("agency", "creditText") or self._named("agency", "sourceOrganization")
        self._address("url", "url")
        self._address("canonical_url", "mainEntityOfPage")
        self._address("source_url", "isBasedOn")
        self._text("published_at", "datePublished") or self._text("published_at", "dateCreated")
        self._text("updated_at", "dateModified")
        self._text("expires_at", "expires")
        self._text("dateline", "dateline")
        self._text("language", "inLanguage") or self._named("language", "inLanguage", "alternateName", "name")
        self._named("section", "articleSection")
        self._named("genre", "genre")
        for index, name in enumerate(type_names(values.record)):
            if name in _GENRES and values.get("@type") is not None:
                values.take("genre", "@type", *([index] if isinstance(values.get("@type"), list) else []))
        self._keywords()
        self._body()
        self._captions()
        self._access()
        for name in ("copyrightNotice", "license", "usageInfo"):
            self._address("rights", name)
        self._text("word_count", "wordCount")
        self._text("version", "version")
        self._text("status", "creativeWorkStatus")
        self._address("digital_source_type", "digitalSourceType")
        self._texts("corrections", "correction")

    def _path(self, name: str) -> Path | None:
        actual = self._names.get(name.lower())
        return None if actual is None or self._values.get(actual) is None else (actual,)

    def _each(self, name: str) -> list[tuple[Path, Any]]:
        """Path and value of what a name holds: one value, or those of a list."""
        path = self._path(name)
        if path is None:
            return []
        value = self._values.get(*path)
        return [((*path, index), item) for index, item in enumerate(value)] if isinstance(value, list) else [(path, value)]

    def _text(self, field: str, name: str) -> bool:
        for path, value in self._each(name)[:1]:
            if isinstance(value, dict):
                return "@value" in value and self._values.take(field, *path, "@value")
            return self._values.take(field, *path)
        return False

    def _texts(self, field: str, name: str) -> None:
        for path, value in self._each(name):
            if isinstance(value, str):
                self._values.add(field, *path)
            elif isinstance(value, dict):
                for key in ("@value", "text", "description", "name"):
                    if isinstance(value.get(key), str):
                        self._values.add(field, *path, key)
                        break

    def _name_of(self, path: Path, value: Any, keys: tuple[str, ...]) -> list[Value | Path]:
        """What a person, an organisation or a thing is called: where it says so, or, by reference, another node's word for it."""
        if isinstance(value, str):
            return [path]
        if not isinstance(value, dict):
            return []
        for key in keys:
            names = value.get(key)
            if isinstance(names, str):
                return [(*path, key)]
            if isinstance(names, list):
                return [(*path, key, index) for index, name in enumerate(names) if isinstance(name, str)]
        node = self._nodes.get(str(value.get("@id", "")), {})
        for key in keys:
            if isinstance(node.get(key), str):
                return [Value(node[key], (), f"{path_text(path)} → {value['@id']}")]
        given = " ".join(str(value[key]) for key in ("givenName", "familyName") if isinstance(value.get(key), str))
        return [Value(given, (), f"{path_text(path)}.givenName, familyName")] if given else []

    def _named(self, field: str, name: str, *keys: str) -> bool:
        for path, value in self._each(name):
            for found in self._name_of(path, value, keys or ("name", "legalName"))[:1]:
                if isinstance(found, Value):
                    self._values.put(field, found)
                else:
                    self._values.take(field, *found)
                return True
        return False

    def _named_all(self, field: str, name: str) -> bool:
        for path, value in self._each(name):
            for found in self._name_of(path, value, ("name", "legalName")):
                if isinstance(found, Value):
                    self._values.lists.setdefault(field, []).append(found)
                else:
                    self._values.add(field, *found)
        return field in self._values.lists

    def _address(self, field: str, name: str) -> bool:
        for path, value in self._each(name)[:1]:
            if isinstance(value, str) and value.lower() not in {"true", "false"}:
                return self._values.take(field, *path)
            if isinstance(value, dict):
                return any(
                    isinstance(value.get(key), str) and self._values.take(field, *path, key) for key in ("@id", "url", "name")
                )
        return False

    def _identity(self) -> None:
        for path, value in self._each("identifier"):
            if isinstance(value, dict):
                if self._values.take("id", *path, "value"):
                    break
            elif self._values.take("id", *path):
                break
        else:
            self._values.take("id", "@id")

    def _keywords(self) -> None:
        path = self._path("keywords")
        if path is not None and isinstance(self._values.get(*path), str):
            self._values.take("keywords", *path)
        else:
            self._named_all("keywords", "keywords")

    def _body(self) -> None:
        if not self._text("body", "articleBody") and not self._text("body", "text"):
            updates = [(*path, "articleBody") for path, value in self._each("liveBlogUpdate") if isinstance(value, dict)]
            self._values.join("body", updates)

    def _captions(self) -> None:
        for path, value in self._each("image"):
            if isinstance(value, dict):
                for key in ("caption", "description"):
                    if isinstance(value.get(key), str):
                        self._values.add("captions", *path, key)
                        break

    def _access(self) -> None:
        path = self._path("isAccessibleForFree")
        value = None if path is None else self._values.get(*path)
        access = (
            _FREE.get(value.strip().lower().rpartition("/")[2] if isinstance(value, str) else value)
            if isinstance(value, (str, bool))
            else None
        )
        if access is not None and path is not None:
            self._values.used(str(path[0]))
            self._values.put("access", Value(access, (), path_text(path)))
