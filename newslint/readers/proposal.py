"""Which fields of an input nobody has named yet stand for which canonical ones: told by their names, and by what they hold.

What comes out is a proposal for a person to read, never something that a check goes by on its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newslint.model import Article

SHARE = 0.5
"""Share of the records that have to hold a field before it is taken for one of the data set's."""
_LONG = 400
"""Characters on average from which a text is taken for a body."""

# Parts of a name, in the order in which the fields are looked for.  What is in the table of names already
# (newslint.readers.fields) never comes here.
_WORDS: dict[str, frozenset[str]] = {
    "id": frozenset({"id", "guid", "uid", "nid", "uuid", "key", "nr", "number", "no"}),
    "url": frozenset({"url", "uri", "link", "permalink", "href", "address"}),
    "updated_at": frozenset({"updated", "update", "modified", "changed", "edited", "revised", "mod"}),
    "published_at": frozenset(
        {"published", "publish", "pub", "date", "live", "issued", "posted", "released", "timestamp", "time"}
    ),
    "language": frozenset({"lang", "language", "locale"}),
    "body": frozenset({"body", "text", "txt", "story", "content", "copy", "fulltext", "article", "main", "prose"}),
    "title": frozenset({"title", "headline", "hed", "head", "heading", "hl"}),
    "subtitle": frozenset({"subtitle", "dek", "deck", "subhead", "standfirst", "strapline"}),
    "summary": frozenset({"summary", "lede", "lead", "teaser", "intro", "abstract", "description", "snippet"}),
    "byline": frozenset({"byline", "author", "authors", "writer", "reporter", "journalist", "correspondent", "by", "creator"}),
    "source": frozenset({"source", "publisher", "outlet", "paper", "newspaper", "publication", "site", "brand"}),
    "section": frozenset({"section", "desk", "category", "channel", "rubric", "ressort", "department"}),
    "keywords": frozenset({"tags", "tag", "keywords", "keyword", "topics", "topic", "subjects", "subject"}),
}
_TELLING = frozenset().union(*_WORDS.values())
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Proposal(NamedTuple):
    """An input field, and the canonical field it seems to be.

    Attributes:
        name: Name in the input; a dotted path below the top.
        field: The canonical field.
        by_name: Whether its name says so too, and not its values alone.
        sample: One of its values.
    """

    name: str
    field: str
    by_name: bool
    sample: str


class _Column:
    """The values of one input field."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lists = 0

    def add(self, value: Any) -> None:
        """Take note of a value; what is empty, or neither text nor number nor a list of text, does not count."""
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            self.lists += 1
            value = ", ".join(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            self.texts.append(value.strip())

    @property
    def average(self) -> float:
        """Characters of a value."""
        return sum(map(len, self.texts)) / len(self.texts)

    @property
    def distinct(self) -> float:
        """Share of the values that are unlike all before them."""
        return len(set(self.texts)) / len(self.texts)

    def all(self, test: Callable[[str], object]) -> bool:
        """Whether all values pass a test."""
        return all(map(test, self.texts))


def propose(articles: Sequence[Article], filled: dict[str, float]) -> list[Proposal]:
    """The fields of ``articles`` that seem to stand for canonical ones, in the order of the canonical fields.

    Args:
        articles: Some records, as a reader gave them.
        filled: Share of the records that have each canonical field; one that half of them have needs no other input.
    """
    columns: dict[str, _Column] = {}
    for article in articles:
        for name, value in _flat(article.extra, ""):
            columns.setdefault(name, _Column()).add(value)
    columns = {name: column for name, column in columns.items() if len(column.texts) >= SHARE * len(articles)}
    found: list[Proposal] = []
    for field, words in _WORDS.items():
        if filled.get(field, 0) >= SHARE or (field == "byline" and filled.get("authors", 0) >= SHARE):
            continue
        fits = [name for name, column in columns.items() if _fits(field, column)]
        named = [name for name in fits if words & _parts(name)]
        # A name that tells another field is believed.
        likely = named or [name for name in fits if _fits_alone(field, columns[name]) and not _TELLING & _parts(name)]
        if likely:
            name = max(likely, key=lambda name: columns[name].average) if field == "body" else likely[0]
            column = columns.pop(name)
            canonical = "authors" if field == "byline" and column.lists else field
            found.append(Proposal(name, canonical, bool(named), column.texts[0]))
    return found


def _flat(values: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _parts(name: str) -> set[str]:
    return {part.lower() for part in _PARTS.findall(name)} | {name.lower()}


def _is_date(text: str) -> bool:
    from newslint.text.dates import parse_date

    return parse_date(text).value is not None


def _fits(field: str, column: _Column) -> bool:
    """Whether the values can be those of the field."""
    single = column.all(lambda text: "\n" not in text)
    if field == "body":
        return column.average >= _LONG / 4
    if field == "id":
        return column.distinct == 1 and column.all(lambda text: len(text) <= 100 and not re.search(r"\s", text))
    if field == "url":
        return column.all(lambda text: text.startswith(("https://", "http://")))
    if field in {"published_at", "updated_at"}:
        return column.all(_is_date)
    if field == "language":
        return column.all(_LANGUAGE.fullmatch)
    if field == "title":
        return single and 8 <= column.average <= 200 and column.distinct >= 0.5
    if field in {"subtitle", "summary"}:
        return column.average <= 1000
    if field in {"byline", "source", "section"}:
        return single and column.average <= 80 and not column.all(_is_date) and not column.all(str.isdecimal)
    return field == "keywords"


def _fits_alone(field: str, column: _Column) -> bool:
    """Whether the values tell the field without a name that does."""
    if field == "body":
        return column.average >= _LONG
    if field == "title":
        words = sum(len(text.split()) for text in column.texts) / len(column.texts)
        return not column.lists and 3 <= words <= 20 and column.distinct >= 0.9 and not column.all(_is_date)
    return field in {"url", "published_at"} and not column.all(str.isdecimal)
