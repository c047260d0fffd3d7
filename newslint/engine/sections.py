"""The fields of a record in groups that are scanned together: one pass costs a microsecond, and a record has two dozen fields."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.engine.scan import Scanner
    from newslint.kinds.base import Record

BODY = "body"
PROSE = frozenset({"title", "alt_titles", "subtitle", "summary", "captions"})
"""Fields that hold sentences as the body does: what a rule looks for in both is looked for in one pass over both."""
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("title", "alt_titles"),
    ("url", "canonical_url", "source_url"),
    ("published_at", "updated_at", "embargoed_until", "expires_at"),
    ("authors", "byline"),
    ("source", "agency", "dateline", "language", "section", "genre", "status", "access", "rights", "digital_source_type"),
)
"""Fields whose values look alike, so that what is looked for in one is rare in the others; the rest make a group of their own."""
_REPEATING = frozenset({"authors", "source"})
"""First fields of the groups whose values come again and again: what was found in them is remembered."""
_REMEMBERED = 10_000
"""Values of a group remembered at most."""


class Section:
    """Some fields of a record, scanned as one text with a line for each value.

    Args:
        fields: Those of them that rules look at.
        repeating: Whether to remember what was found.
    """

    __slots__ = ("_lists", "_others", "_scalars", "fields", "repeating")

    def __init__(self, fields: Sequence[str], *, repeating: bool = False) -> None:
        self.fields = frozenset(fields)
        self.repeating = repeating
        self._scalars = _getter([field for field in SCALAR_FIELDS if field in self.fields])
        self._lists = [field for field in LIST_FIELDS if field in self.fields]
        self._others = tuple(sorted(self.fields - Article.fields))

    def text(self, record: Record) -> str:
        """The values, a line each; empty when there is none."""
        article = record.article
        parts = [value for value in self._scalars(article) if value]
        for field in self._lists:
            parts += getattr(article, field)
        if self._others:
            parts.extend(value for _, value in record.values(self._others))
        return "\n".join(parts)


class SectionScanner:
    """A section with the patterns that are looked for in it."""

    __slots__ = ("_remembered", "_scan", "section")

    def __init__(self, section: Section, scan: Scanner) -> None:
        self.section = section
        self._scan = scan
        self._remembered: dict[str, Sequence[int]] | None = {} if section.repeating else None

    def __call__(self, record: Record) -> Sequence[int]:
        """Numbers of the patterns that match in the section."""
        text = self.section.text(record)
        if not text:
            return ()
        remembered = self._remembered
        if remembered is None:
            return self._scan(text.encode("utf-8", "surrogatepass"))
        found = remembered.get(text)
        if found is None:
            found = self._scan(text.encode("utf-8", "surrogatepass"))
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            remembered[text] = found
        return found


def sections_of(fields: Iterable[str]) -> list[Section]:
    """The sections that hold ``fields``; the body is none of them."""
    left = set(fields) - {BODY}
    found: list[Section] = []
    for together in _TOGETHER:
        chosen = left.intersection(together)
        if chosen:
            found.append(Section(sorted(chosen), repeating=together[0] in _REPEATING))
            left -= chosen
    if left:
        found.append(Section(sorted(left)))
    return found


def _getter(fields: Sequence[str]) -> Callable[[Article], Iterable[str | None]]:
    """A function that reads all of ``fields`` at once."""
    if not fields:
        return lambda _: ()
    if len(fields) == 1:
        single = attrgetter(fields[0])
        return lambda article: (single(article),)
    return attrgetter(*fields)
