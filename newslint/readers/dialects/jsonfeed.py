"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.readers.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.readers.fields import Path
    from newslint.readers.values import Values


class JsonFeed:
    """See :class:`newslint.readers.dialect.Dialect`."""

    name = "jsonfeed"
    title = "JSON Feed"
    marks: tuple[bytes, ...] = (b"jsonfeed.org",)
    selective = False

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """The address of the version that it follows."""
        return "jsonfeed.org/version/" in str(record.get("version"))

    def context(self, document: Any) -> Any:
        """The feed, whose title, language and authors hold for its items."""
        return document if isinstance(document, dict) and isinstance(document.get("items"), list) else None

    def records(self, document: Any) -> Iterator[Path]:
        """The items."""
        if isinstance(document, dict) and isinstance(document.get("items"), list):
            yield from (("items", index) for index in range(len(document["items"])))
        elif isinstance(document, dict):
            yield ()

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        feed = context if isinstance(context, dict) else {}
        for field, name in (
            ("id", "id"),
            ("title", "title"),
            ("url", "url"),
            ("source_url", "external_url"),
            ("summary", "summary"),
            ("published_at", "date_published"),
            ("updated_at", "date_modified"),
            ("language", "language"),
            ("keywords", "tags"),
            ("body", "content_text"),
        ):
            values.take(field, name)
        values.markup("body", "content_html")
        _authors(values, values.record)
        if "authors" not in values.lists:
            for author in _people(feed):
                values.lists.setdefault("authors", []).append(Value(author, (), "authors of the feed"))
        for field, name in (("source", "title"), ("language", "language")):
            if isinstance(feed.get(name), str):
                values.put(field, Value(feed[name], (), f"{name} of the feed"))


def _authors(values: Values, holder: Mapping[str, Any]) -> None:
    authors = holder.get("authors")
    for index in range(len(authors) if isinstance(authors, list) else 0):
        values.add("authors", "authors", index, "name")
    if "authors" not in values.lists:
        values.add("authors", "author", "name")


def _people(feed: Mapping[str, Any]) -> list[str]:
    authors = feed.get("authors")
    listed = authors if isinstance(authors, list) else [feed.get("author")]
    return [author["name"] for author in listed if isinstance(author, dict) and isinstance(author.get("name"), str)]
