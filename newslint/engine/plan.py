"""Rules made ready to run: which patterns to look for in which text, and which checks to ask about every record."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from newslint import store
from newslint.digest import blake2b
from newslint.engine.conditions import Conditions
from newslint.engine.scan import PatternEntry, Scanner
from newslint.kinds.base import Context, DatasetCheck, GroupCheck, Record
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article
from newslint.text.regex_syntax import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Check, Kind
    from newslint.model import Hit, Rule

_LANGUAGES = 64
"""Spellings of declared languages whose scanners are remembered."""
_SCALARS = frozenset(SCALAR_FIELDS)
_LISTS = frozenset(LIST_FIELDS)


class Outline(msgspec.Struct):
    """What a plan knows of its rules before any check is made; this is what the cache holds.

    ``body`` and ``head`` are the patterns for the body and for all other fields, by number of the rule and with the strings that
    they need; ``quick`` the rules asked about every record, ``dataset`` those that compare records, ``groups`` those about what
    others found.
    """

    body: list[PatternEntry]
    head: list[PatternEntry]
    quick: list[int]
    dataset: list[int]
    groups: list[int]


class Plan:
    """Rules of a run, compiled.

    Args:
        rules: The rules, in the order in which they run.
        get_kind: Gives the kind of a name.
        context: Clock and time zone of the run.
        cache: Folder of cached outlines, or None.
        salt: What else an outline depends on: the plugins that add kinds, and their state.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        get_kind: Callable[[str], Kind],
        context: Context,
        *,
        cache: str | None = None,
        salt: str = "",
    ) -> None:
        self.rules = tuple(rules)
        self.context = context
        self._get_kind = get_kind
        self._checks: list[Check[Any] | None] = [None] * len(self.rules)
        outline = self._outline(cache, salt)
        self.conditions = [Conditions.of(rule) for rule in self.rules]
        self.quick = [(number, self.check(number).quick) for number in outline.quick]
        self.dataset: list[DatasetCheck[Any]] = [self.check(number) for number in outline.dataset]  # type: ignore[misc]
        for check in self.dataset:
            check.prepare()
        self.dataset_rules = outline.dataset
        self.groups = outline.groups
        self._patterns = outline.body, outline.head
        self._scanners: dict[str | None, tuple[list[Scanner], list[Scanner]]] = {}
        named = {number for _, number, _ in outline.head}
        fields = {field for number in named for field in self.rules[number].fields}
        scalars = [field for field in SCALAR_FIELDS if field in fields and field != "body"]
        self._scalars = _getter(scalars)
        self._lists = [field for field in LIST_FIELDS if field in fields]
        self._others = tuple(sorted(fields - _SCALARS - _LISTS))
        self.wanted = frozenset(
            field.removeprefix("extra.")
            for rule in self.rules
            for field in (*rule.fields, *(condition.field for condition in rule.when))
            if field not in Article.fields
        )

    def check(self, number: int) -> Check[Any]:
        """The check of rule ``number``, made when first asked for."""
        check = self._checks[number]
        if check is None:
            rule = self.rules[number]
            kind = self._get_kind(rule.kind)
            check = self._checks[number] = kind.compile(rule, msgspec.convert(rule.params, kind.params))
        return check

    def record(self, article: Article) -> Record:
        """The view of an article that checks work on."""
        return Record(article, self.context)

    def candidates(self, record: Record) -> Sequence[tuple[int, Sequence[str] | None]]:
        """``(rule number, fields)`` of the record checks that could find something; fields None means the rule's own."""
        found: list[tuple[int, Sequence[str] | None]] = []
        article = record.article
        scanners = self._scanners.get(article.language)
        if scanners is None:
            scanners = self._scanners_for(article.language)
        body, head = scanners
        if body and article.body:
            data = record.data("body")
            numbers = [number for scan in body for number in scan(data)]
            if numbers:
                found.extend((number, ("body",)) for number in sorted(set(numbers)))
        if head:
            parts = [value for value in self._scalars(article) if value]
            for field in self._lists:
                parts.extend(getattr(article, field))
            if self._others:
                parts.extend(value for _, value in record.values(self._others))
            data = "\n".join(parts).encode("utf-8", "surrogatepass")
            found.extend((number, self._other_fields(number)) for scan in head for number in scan(data))
        for number, quick in self.quick:
            if quick(record):
                found.append((number, None))
        return found

    def run(self, record: Record, number: int, fields: Sequence[str] | None) -> Iterable[Hit]:
        """Hits of rule ``number`` in ``record`` under the rule's conditions."""
        hits = self.check(number).run(record, self.rules[number].fields if fields is None else fields)
        conditions = self.conditions[number]
        if conditions is None:
            return hits
        hits = list(hits)
        return hits if hits and conditions.hold(record) else ()

    def group(self, record: Record, number: int, found: Sequence[tuple[Rule, Sequence[Hit]]]) -> list[Hit]:
        """Hits of rule ``number``, which speaks of what other rules ``found``, under its conditions."""
        check: GroupCheck[Any] = self.check(number)  # type: ignore[assignment]
        hits = list(check.group(record, found))
        conditions = self.conditions[number]
        return hits if hits and (conditions is None or conditions.hold(record)) else []

    def _scanners_for(self, declared: str | None) -> tuple[list[Scanner], list[Scanner]]:
        """Scanners of the patterns that may apply to records that declare this language: one pass each over body and head."""
        language = None if declared is None else primary_subtag(declared)
        if language != declared:
            # Values are whatever the input holds: what does not look like a tag must not fill the memory.
            scanners = self._scanners.get(language)
            if scanners is None:
                scanners = self._scanners_for(language)
            if len(self._scanners) < _LANGUAGES:
                self._scanners[declared] = scanners
            return scanners
        body, head = ([entry for entry in patterns if self._may_apply(entry[1], language)] for patterns in self._patterns)
        # A pattern at the start of a line and one anywhere multiply each other's states, so each sort has a pass of its own.
        anchored = [pattern for pattern in body if _is_anchored(pattern[0])]
        free = [pattern for pattern in body if not _is_anchored(pattern[0])]
        scanners = [Scanner(patterns) for patterns in (anchored, free) if patterns], [Scanner(head)] if head else []
        self._scanners[language] = scanners
        return scanners

    def _may_apply(self, number: int, language: str | None) -> bool:
        languages = self.rules[number].languages
        return not languages or not language or any(primary_subtag(own) == language for own in languages)

    def _other_fields(self, number: int) -> Sequence[str]:
        return tuple(field for field in self.rules[number].fields if field != "body")

    def _outline(self, cache: str | None, salt: str) -> Outline:
        if cache is None:
            return self._make_outline()
        key = blake2b(store.stamp(), digest_size=16, person=b"newslint-plan")
        key.update(msgspec.msgpack.encode((salt, self.rules)))
        cached = store.read(cache, "plan", key.hexdigest())
        if cached is not None:
            try:
                return msgspec.msgpack.decode(cached, type=Outline)
            except (msgspec.DecodeError, UnicodeDecodeError):
                pass
        outline = self._make_outline()
        store.write(cache, "plan", key.hexdigest(), msgspec.msgpack.encode(outline))
        return outline

    def _make_outline(self) -> Outline:
        outline = Outline([], [], [], [], [])
        for number, rule in enumerate(self.rules):
            check = self.check(number)
            if isinstance(check, DatasetCheck):
                outline.dataset.append(number)
                continue
            if isinstance(check, GroupCheck):
                outline.groups.append(number)
                continue
            patterns = check.patterns()
            if patterns is None:
                outline.quick.append(number)
                continue
            _add(outline, patterns, number)
            if not set(rule.fields) >= set(patterns):
                raise ValueError(f"kind {rule.kind!r} names patterns for fields that rule {rule.id!r} does not have")
        return outline


def primary_subtag(tag: str) -> str:
    """The language of a BCP 47 tag, without script, region and case; empty for what is no tag."""
    language = tag.strip().casefold().replace("_", "-").partition("-")[0]
    return language if language.isascii() and language.isalpha() and len(language) in (2, 3) else ""


def _is_anchored(source: str) -> bool:
    return source[source.index(")") + 1 :].startswith("^")


def _add(outline: Outline, patterns: Mapping[str, Sequence[str]], number: int) -> None:
    head: set[str] = set()
    for field, sources in patterns.items():
        if field == "body":
            outline.body.extend(_entry(source, number) for source in sources)
        else:
            head.update(sources)
    outline.head.extend(_entry(source, number) for source in sorted(head))


def _entry(source: str, number: int) -> PatternEntry:
    words = needed(source)
    return source, number, None if words is None else sorted(words)


def _getter(fields: Sequence[str]) -> Callable[[Article], Iterable[str | None]]:
    """A function that reads all of ``fields`` at once."""
    if not fields:
        return lambda _: ()
    if len(fields) == 1:
        single = attrgetter(fields[0])
        return lambda article: (single(article),)
    return attrgetter(*fields)
