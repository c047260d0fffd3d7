"""The JSON that trafilatura, newspaper4k, fundus and news-please write.

Their names look like those of any record, and some of them mean something else: ``source`` of trafilatura is the address of the page,
its ``filedate`` the day of the crawl; the body of fundus is a tree; ``summary`` of newspaper4k was made by a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from newslint.readers.values import Part, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.readers.fields import Path
    from newslint.readers.values import Values


class _Flat:
    """An object is a record.

    Attributes:
        fields: Canonical field, and the names that it takes its value from: the first that holds something.
    """

    name: str
    title: str
    marks: tuple[bytes, ...]
    selective = False
    fields: ClassVar[dict[str, tuple[str, ...]]]

    def context(self, document: Any) -> Any:
        """Nothing."""
        return None

    def records(self, document: Any) -> Iterator[Path]:
        """The object."""
        if isinstance(document, dict):
            yield ()

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        for field, names in self.fields.items():
            telling = [name for name in names if values.get(name) not in (None, "", [])]
            for name in telling[:1] or names:
                if values.take(field, name):
                    break


class Trafilatura(_Flat):
    """Output of ``trafilatura --json``."""

    name = "trafilatura"
    title = "trafilatura's output"
    marks = (b'"source-hostname"',)
    fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "id": ("id",),
        "title": ("title",),
        "url": ("source",),
        "source": ("source-hostname", "hostname"),
        "published_at": ("date",),
        "summary": ("excerpt",),
        "body": ("text", "raw_text"),
        "language": ("language",),
        "rights": ("license",),
        "keywords": ("tags", "categories"),
    }

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """Names that nothing else writes."""
        return "source-hostname" in record and not record.keys().isdisjoint(("fingerprint", "raw_text", "pagetype", "filedate"))

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`.  Authors are joined by semicolons."""
        super().take(values, context)
        author = values.get("author")
        if not isinstance(author, str):
            values.take("authors", "author")
            return
        values.used("author")
        start = 0
        for piece in author.split(";"):
            name = piece.strip()
            if name:
                part = Part(0, len(name), ("author",), start + piece.index(name))
                values.lists.setdefault("authors", []).append(Value(name, (part,)))
            start += len(piece) + 1


class Newspaper(_Flat):
    """Output of ``to_json`` of newspaper4k."""

    name = "newspaper"
    title = "newspaper4k's output"
    marks = (b'"meta_site_name"',)
    fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "title": ("title",),
        "authors": ("authors",),
        "url": ("url",),
        "canonical_url": ("canonical_link",),
        "source_url": ("read_more_link",),
        "source": ("meta_site_name",),
        "published_at": ("publish_date",),
        "summary": ("meta_description",),
        "body": ("text",),
        "language": ("meta_lang", "language"),
        "keywords": ("meta_keywords", "tags"),
    }

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """Names that nothing else writes together."""
        return {"meta_site_name", "canonical_link"} <= record.keys() and not record.keys().isdisjoint(("meta_lang", "top_image"))

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`.  An empty string is what newspaper4k writes for nothing."""
        for name in ("canonical_link", "read_more_link", "meta_site_name", "meta_description", "publish_date"):
            if values.get(name) == "":
                values.hide(name)
        super().take(values, context)


class NewsPlease(_Flat):
    """Output of news-please, and of its crawler of CC-News."""

    name = "news-please"
    title = "news-please's output"
    marks = (b'"maintext"',)
    fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "id": ("filename",),
        "title": ("title",),
        "authors": ("authors",),
        "url": ("url",),
        "source": ("source_domain",),
        "published_at": ("date_publish",),
        "updated_at": ("date_modify",),
        "summary": ("description",),
        "body": ("maintext", "text"),
        "language": ("language",),
    }

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """Names that nothing else writes together."""
        return "maintext" in record and not record.keys().isdisjoint(
            ("date_download", "source_domain", "title_rss", "date_publish")
        )

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        super().take(values, context)
        for name in ("title_page", "title_rss"):
            values.take("alt_titles", name)


class Fundus(_Flat):
    """Output of ``to_json`` of fundus: the body is sections of headlines and paragraphs."""

    name = "fundus"
    title = "fundus' output"
    marks = (b'"sections"',)
    fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "title": ("title",),
        "authors": ("authors",),
        "published_at": ("publishing_date",),
        "keywords": ("topics",),
        "language": ("lang",),
    }

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """A body of sections."""
        body = record.get("body")
        return isinstance(body, dict) and isinstance(body.get("sections"), list)

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        super().take(values, context)
        paths: list[Path] = []
        letters = ""
        sections = values.get("body", "sections")
        for number, section in enumerate(sections if isinstance(sections, list) else ()):
            for key, letter in (("headline", "2"), ("paragraphs", "p")):
                blocks = section.get(key) if isinstance(section, dict) else None
                for index in range(len(blocks) if isinstance(blocks, list) else 0):
                    paths.append(("body", "sections", number, key, index))
                    letters += letter
        values.join("body", paths, letters)
        summary = values.get("body", "summary")
        values.join("summary", [("body", "summary", index) for index in range(len(summary) if isinstance(summary, list) else 0)])
        values.used("body")
        for name in ("responded_url", "requested_url"):
            values.take("url", "html", name)
        if not values.take("source", "publisher", "name"):
            values.take("source", "publisher")
        free = values.get("free_access")
        if isinstance(free, bool):
            values.used("free_access")
            values.put("access", Value("free" if free else "paid", (), "free_access"))
