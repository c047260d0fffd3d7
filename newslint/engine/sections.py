"""The fields of a record in groups that are scanned together: one pass costs a microsecond, and a record has two dozen fields."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import re2

from newslint.engine.scan import WARM_UP, CompiledScanner, Scanner, scanner_of
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article
from newslint.text.pattern import encode, re2_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint._compiled import Part
    from newslint.engine.scan import PatternEntry
    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns

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
_REMEMBERED = 1 << 18
"""Characters of such values remembered, of earlier records."""
_APART = 8
"""Patterns looked for one after the other when they are known to match in some of many records; with more of them, every record is
scanned for all."""
_MEMORY = 64 << 20
"""Bytes that the automaton of one rule's patterns may take."""
_TEXT_ANCHOR = re.compile(r"\\[Az]|\(\?[a-zU]*-[a-zU]*m")
"""What may hold at the start or end of the whole text and not of a line."""


class Section:
    """Some fields of a record, scanned as one text with a line for each value.

    Args:
        fields: Those of them that rules look at.
        repeating: Whether to remember what was found.
    """

    __slots__ = ("_lists", "_others", "_read", "_scalars", "fields", "repeating")

    def __init__(self, fields: Sequence[str], *, repeating: bool = False) -> None:
        self.fields = frozenset(fields)
        self.repeating = repeating
        self._scalars = [field for field in SCALAR_FIELDS if field in self.fields]
        self._lists = [field for field in LIST_FIELDS if field in self.fields]
        self._others = tuple(sorted(self.fields - Article.fields))
        self._read = _getter(self._scalars)

    def values(self, record: Record) -> list[str]:
        """The values of a record."""
        article = record.article
        parts = [value for value in self._read(article) if value]
        for field in self._lists:
            parts += getattr(article, field)
        if self._others:
            parts.extend(value for _, value in record.values(self._others))
        return parts

    def text(self, record: Record) -> str:
        """The values of a record, a line each; empty when there is none."""
        return "\n".join(self.values(record))

    def all_values(self, columns: Columns) -> list[str]:
        """The values of all records, field by field."""
        parts: list[str] = []
        for field in self._scalars:
            parts.extend(filter(None, columns.values(field)))
        for field in self._lists:
            parts.extend(chain.from_iterable(columns.values(field)))
        if self._others:
            parts.extend(value for record in columns for _, value in record.values(self._others))
        return parts

    def rows(self, columns: Columns, *others: Sequence[Part]) -> Iterable[tuple[Part | list[str], ...]]:
        """The values of each record, without a look at them, behind its values in ``others``."""
        values = [columns.values(field) for field in (*self._scalars, *self._lists)]
        if self._others:
            values.append([[value for _, value in record.values(self._others)] for record in columns])
        return zip(*others, *values, strict=True)


class CompiledSection:
    """A section with the patterns that the compiled scanner looks for in it."""

    __slots__ = ("_each", "keep", "section")

    def __init__(self, section: Section, scanner: CompiledScanner) -> None:
        self.section = section
        self._each = scanner.each
        self.keep = scanner.keep

    def __call__(self, columns: Columns) -> Iterable[tuple[int, Sequence[int]]]:
        """Index and sorted pattern numbers of the records in whose section one matches, in order."""
        return self._each(self.section.rows(columns))


class SectionScanner:
    """A section with the patterns that are looked for in it.

    The sections of many records are scanned as one text: a pass over a hundred titles takes little longer than one over a single
    title.  Which of the records hold a match is asked only when there is one.
    """

    __slots__ = ("_compiled", "_known", "_marked", "_patterns", "_remembered", "_scan", "_single", "_sources", "_warm", "section")

    def __init__(self, section: Section, patterns: Sequence[PatternEntry]) -> None:
        self.section = section
        self._patterns = [_by_line(pattern) for pattern in patterns]
        self._scan = Scanner(self._patterns)
        self._warm = False
        self._single = any(_TEXT_ANCHOR.search(pattern.source) for pattern in patterns)
        self._sources: dict[int, tuple[str, ...]] = {}
        for pattern in self._patterns:
            self._sources[pattern.number] = (*self._sources.get(pattern.number, ()), pattern.source)
        self._compiled: dict[tuple[str, ...], Any] = {}
        self._known: dict[str, Sequence[int]] = {}
        self._marked: set[str] = set()
        self._remembered = 0

    def __call__(self, columns: Columns) -> Iterable[tuple[int, Sequence[int]]]:
        """Index and sorted pattern numbers of the records in whose section one matches, in order."""
        section = self.section
        values = section.all_values(columns)
        if not values:
            return ()
        if section.repeating:
            return self._recalled(columns, values)
        if self._one_by_one(len(columns)):
            return self._each(map(section.text, columns))
        numbers = self._scan(encode("\n".join(values)))
        return self._told_apart([section.text(record) for record in columns], numbers) if numbers else ()

    def keep(self) -> None:
        """See :meth:`newslint.engine.scan.Passes.keep`."""

    def _recalled(self, columns: Columns, values: Sequence[str]) -> Iterable[tuple[int, Sequence[int]]]:
        distinct = set(values)
        unknown = list(distinct.difference(self._known))
        if unknown:
            self._learn(unknown)
        found: list[tuple[int, Sequence[int]]] = []
        if not self._marked.isdisjoint(distinct):
            for index, record in enumerate(columns):
                numbers = {number for value in self.section.values(record) for number in self._known.get(value, ())}
                if numbers:
                    found.append((index, sorted(numbers)))
        # Values are whatever the input holds: they must not fill the memory.
        if self._remembered > _REMEMBERED:
            self._known.clear()
            self._marked.clear()
            self._remembered = 0
        return found

    def _learn(self, values: Sequence[str]) -> None:
        """Remember what is found in each of some values."""
        if self._one_by_one(len(values)):
            found = self._each(values)
        else:
            found = self._told_apart(values, self._scan(encode("\n".join(values))))
        self._known.update(dict.fromkeys(values, ()))
        self._remembered += sum(map(len, values))
        for index, numbers in found:
            self._known[values[index]] = numbers
            self._marked.add(values[index])

    def _one_by_one(self, texts: int) -> bool:
        """Whether to scan each of so many texts by itself: a few, in which a scanner looks for words before it compiles everything."""
        if self._single or texts <= WARM_UP:
            return True
        if not self._warm:
            self._warm = True
            self._scan = Scanner(self._patterns, texts=WARM_UP)
        return False

    def _each(self, texts: Iterable[str]) -> Iterable[tuple[int, Sequence[int]]]:
        scanned = [(index, self._scan(encode(text))) for index, text in enumerate(texts)]
        return [(index, numbers) for index, numbers in scanned if numbers]

    def _told_apart(self, texts: Sequence[str], numbers: Sequence[int]) -> Iterable[tuple[int, Sequence[int]]]:
        """Which of the pattern numbers that were found in all texts together are those of which text."""
        by_sources: dict[tuple[str, ...], list[int]] = {}
        for number in numbers:
            by_sources.setdefault(self._sources[number], []).append(number)
        if len(by_sources) > _APART:
            return self._each(texts)
        encoded = list(map(encode, texts))
        data = b"\n".join(encoded)
        starts = list(accumulate((len(text) + 1 for text in encoded), initial=0))
        found: dict[int, list[int]] = {}
        for sources, same in by_sources.items():
            search = self._search(sources)
            at = 0
            while at < len(data) and (match := search(data, at)) is not None:
                index = bisect_right(starts, match.start()) - 1
                found.setdefault(index, []).extend(same)
                at = starts[index + 1]  # a match may go on into the next text, which may hold one of its own
        return [(index, sorted(found[index])) for index in sorted(found)]

    def _search(self, sources: tuple[str, ...]) -> Callable[[bytes, int], Any]:
        pattern = self._compiled.get(sources)
        if pattern is None:
            joined = "|".join(f"(?:{source})" for source in sources)
            pattern = self._compiled[sources] = re2.compile(joined, re2_options(_MEMORY))
        search: Callable[[bytes, int], Any] = pattern.search
        return search


def section_scanner(
    section: Section, patterns: Sequence[PatternEntry], cache: str | None = None
) -> SectionScanner | CompiledSection:
    """What looks for the patterns in a section; see :func:`newslint.engine.scan.scanner_of`."""
    scanner = scanner_of([_by_line(pattern) for pattern in patterns], cache)
    return CompiledSection(section, scanner) if isinstance(scanner, CompiledScanner) else SectionScanner(section, patterns)


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


def _by_line(pattern: PatternEntry) -> PatternEntry:
    """The pattern with ``^`` and ``$`` as those of a line, since many texts are scanned at once."""
    source = pattern.source
    return msgspec.structs.replace(pattern, source=f"(?m){source}") if "^" in source or "$" in source else pattern
