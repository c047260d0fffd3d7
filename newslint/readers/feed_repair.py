"""Feeds that are not well-formed XML, as feedparser (extra ``feeds``) guesses them.

It tells no places, and it takes some liberties that newslint's own reader does not: control characters of Windows-1252 become what they
were meant to be, for one.  It is asked only where the alternative is to read nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.readers.memory import MemoryBatch
from newslint.text.html import html_to_text

if TYPE_CHECKING:
    from newslint.model import Article
    from newslint.readers.base import Batch
    from newslint.readers.fields import FieldMap

_HTML = frozenset(("text/html", "application/xhtml+xml"))


def repaired(text: str, skip: int, fields: FieldMap, wanted: frozenset[str] | None) -> tuple[Batch | None, str]:
    """The entries of a feed from number ``skip`` on, without the last when the text breaks off in it; and what to say about them.

    Args:
        text: The feed.
        skip: Entries that have been read.
        fields: The field mapping.
        wanted: Names to keep in ``extra``, or None for all.
    """
    try:
        import feedparser  # the extra
    except ImportError:
        return None, "the entries behind this place need feedparser: pip install 'newslint[feeds]'"
    if "<!ENTITY" in text:
        return None, "nothing after this place was read"
    # Without a declaration, since this is text by now; without sanitising, since what is in the feed is what is to be checked.
    parsed = feedparser.parse(text.encode("utf-8", "replace"), sanitize_html=False, resolve_relative_uris=False,
                              response_headers={"content-type": "application/xml; charset=utf-8"})  # fmt: skip
    entries = parsed.entries[skip:]
    if entries and not _closed(text):
        entries.pop()
    if not entries:
        return None, "nothing after this place was read"
    articles = [_article(entry, parsed.feed, fields, wanted) for entry in entries]
    count = f"{len(articles)} {'entry' if len(articles) == 1 else 'entries'}"
    return MemoryBatch(
        articles, range(skip, skip + len(articles))
    ), f"{count} from there on {'was' if len(articles) == 1 else 'were'} guessed"


def _closed(text: str) -> bool:
    """Whether the last entry that begins also ends."""
    lowered = text.lower()
    for name in ("item", "entry"):
        begin = max(lowered.rfind(f"<{name}>"), lowered.rfind(f"<{name} "))
        if begin >= 0:
            return lowered.rfind(f"</{name}>") > begin
    return True


def _article(entry: Any, feed: Any, fields: FieldMap, wanted: frozenset[str] | None) -> Article:
    body_format = "lines"
    flat: dict[str, Any] = {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "url": entry.get("link"),
        "published_at": entry.get("published"),
        "updated_at": entry.get("updated") if entry.get("updated") != entry.get("published") else None,
        "authors": [author["name"] for author in entry.get("authors", []) if author.get("name")],
        "keywords": [tag["term"] for tag in entry.get("tags", []) if tag.get("term")],
        "source": (entry.get("source") or {}).get("title") or feed.get("title"),
        "language": feed.get("language"),
        "rights": entry.get("rights") or feed.get("rights"),
    }
    texts = [(detail.get("value", ""), detail.get("type")) for detail in entry.get("content", [])]
    summary = entry.get("summary")
    if summary:
        texts.append((summary, entry.get("summary_detail", {}).get("type", "text/html")))
    for field, (value, kind) in zip(("body", "summary"), texts, strict=False):
        made = html_to_text(value) if kind in _HTML else None
        flat[field] = value if made is None else made.text
        if made is not None and field == "body":
            body_format = f"blocks:{made.kinds}"
    return fields.article({name: value for name, value in flat.items() if value}, wanted, body_format)
