"""Rules made ready to run: which patterns to look for in which text, and which checks to ask about every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from newslint.engine.conditions import Conditions
from newslint.engine.outline import not_ready, outline_of
from newslint.engine.params import made_of
from newslint.engine.quick import QuickTest
from newslint.engine.scan import scanner_of
from newslint.engine.sections import BODY, PROSE, Section, section_scanner, sections_of
from newslint.errors import NewslintError
from newslint.kinds.base import Context, DatasetCheck, FrameCheck, GroupCheck, Record
from newslint.kinds.columns import Columns
from newslint.kinds.registry import origin_of
from newslint.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.engine.scan import CompiledScanner, Passes
    from newslint.engine.sections import CompiledSection, SectionScanner
    from newslint.kinds.base import Check, Kind
    from newslint.model import Hit, Rule

_LANGUAGES = 64
"""Spellings of declared languages whose scanners are remembered."""
Candidates: TypeAlias = "list[tuple[int, Sequence[str] | None]]"
_Fields: TypeAlias = "dict[int, tuple[str, ...]]"
"""By rule the fields that it looks at in some text."""
_Scanners: TypeAlias = "tuple[tuple[Passes | CompiledScanner, _Fields, _Fields, _Fields] | None, list[tuple[SectionScanner | CompiledSection, _Fields]]]"
"""That of the body and other prose, with the fields of either and of both, and those of the sections with theirs."""


class Plan:
    """Rules of a run, compiled.

    Args:
        rules: The rules, in the order in which they run.
        get_kind: Gives the kind of a name.
        context: Clock and time zone of the run.
        cache: Folder in which outlines and automata are kept, or None.
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
        self._cache = cache
        self._checks: list[Check[Any] | None] = [None] * len(self.rules)
        self._conditions: dict[int, Conditions | None] = {}
        self._runs: list[Callable[[Record, Sequence[str] | None], list[Hit]] | None] = [None] * len(self.rules)
        self._plain: frozenset[int] = frozenset()
        outline = outline_of(self.rules, self.check, cache, salt)
        self._plain = frozenset(outline.plain)
        self.quick = [QuickTest(number, self.rules[number], self.check(number)) for number in outline.quick]
        self.dataset: list[DatasetCheck[Any]] = [self.check(number) for number in outline.dataset]  # type: ignore[misc]
        for check in self.dataset:
            check.prepare()
        self.dataset_rules = outline.dataset
        self.groups = outline.groups
        self.frames: list[FrameCheck[Any]] = [self.check(number) for number in outline.frames]  # type: ignore[misc]
        for frame in self.frames:
            frame.prepare()
        self.frame_rules = outline.frames
        head = outline.patterns()
        self._patterns = head.pop(BODY, []), head
        self._scanners: dict[str | None, _Scanners] = {}
        self._prose = Section(sorted(PROSE.intersection(head)))
        self._sections = sections_of(head)
        self.wanted = frozenset(
            field.removeprefix("extra.")
            for rule in self.rules
            for field in (*rule.fields, *(condition.field for condition in rule.when))
            if field not in Article.fields
        )

    @property
    def compares(self) -> bool:
        """Whether a rule looks at more than one record, so that what is found in one depends on the others."""
        return bool(self.dataset or self.frames)

    def check(self, number: int) -> Check[Any]:
        """The check of rule ``number``, made when first asked for."""
        check = self._checks[number]
        if check is None:
            rule = self.rules[number]
            kind = self._get_kind(rule.kind)
            try:
                params = made_of(kind.params, rule.params) if number in self._plain else msgspec.convert(rule.params, kind.params)
                check = self._checks[number] = kind.compile(rule, params)
            except Exception as error:
                if not origin_of(rule.kind) or isinstance(error, NewslintError):
                    raise
                raise not_ready(rule, error) from error
        return check

    def conditions(self, number: int) -> Conditions | None:
        """The conditions of rule ``number``, or None when it has none; few rules are ever asked for theirs."""
        if number not in self._conditions:
            self._conditions[number] = Conditions.of(self.rules[number])
        return self._conditions[number]

    def record(self, article: Article) -> Record:
        """The view of an article that checks work on."""
        return Record(article, self.context)

    def candidates(self, record: Record) -> Candidates:
        """``(rule number, fields)`` of the record checks that could find something; fields None means the rule's own."""
        return self.candidates_of([record])[0]

    def candidates_of(self, records: Sequence[Record]) -> list[Candidates]:
        """:meth:`candidates` of each of some records.

        Each pass goes over all of them before the next begins: the automata are larger than a processor's cache together, and to
        change between them with every record costs more than the passes themselves.
        """
        found: list[Candidates] = [[] for _ in range(len(records))]
        columns = Columns.of(records)
        by_language: dict[str | None, list[int]] = {}
        for index, language in enumerate(columns.values("language")):
            by_language.setdefault(language, []).append(index)
        # Spellings of one language share their scanners.
        together: dict[int, tuple[_Scanners, list[int]]] = {}
        for language, indexes in by_language.items():
            scanners = self._scanners.get(language)
            if scanners is None:
                scanners = self._scanners_for(language)
            together.setdefault(id(scanners), (scanners, []))[1].extend(indexes)
        for scanners, indexes in together.values():
            self._scan(columns, sorted(indexes), scanners, found)
        for test in self.quick:
            for index in test(columns):
                found[index].append((test.number, None))
        return found

    def _scan(self, columns: Columns, indexes: Sequence[int], scanners: _Scanners, found: list[Candidates]) -> None:
        prose, sections = scanners
        if len(indexes) != len(columns):
            columns = columns.part(indexes)
        matched: dict[int, _Fields] = {}
        if prose is not None:
            scanner, in_body, in_others, in_both = prose
            data = columns.data(BODY)
            if scanner.tells_apart(len(columns)):
                self._note(matched, scanner.each(data), in_body)
                self._note(matched, scanner.each(self._prose.rows(columns)), in_others)
            else:
                self._note(matched, scanner.each(self._prose.rows(columns, data)), in_both)
        for section, fields in sections:
            self._note(matched, section(columns), fields)
        for place, chosen in matched.items():
            found[indexes[place]].extend(chosen.items())

    def _note(self, matched: dict[int, _Fields], numbers: Iterable[tuple[int, Sequence[int]]], fields: _Fields) -> None:
        """Add to the rules that are candidates in each record, with the fields to look at, those found in some text."""
        for place, found in numbers:
            chosen = matched.setdefault(place, {})
            for number in found:
                own, known = fields[number], chosen.get(number)
                if own:
                    chosen[number] = (
                        own if known is None else tuple(f for f in self.rules[number].fields if f in own or f in known)
                    )

    def keep(self) -> None:
        """Keep for the next run what the scanners have learned of texts in this one."""
        for prose, sections in {id(scanners): scanners for scanners in self._scanners.values()}.values():
            if prose is not None:
                prose[0].keep()
            for section, _ in sections:
                section.keep()

    def run(self, record: Record, number: int, fields: Sequence[str] | None) -> list[Hit]:
        """Hits of rule ``number`` in ``record`` under the rule's conditions; fields None means the rule's own."""
        run = self._runs[number]
        if run is None:
            run = self._runs[number] = self._run_of(number)
        return run(record, fields)

    def _run_of(self, number: int) -> Callable[[Record, Sequence[str] | None], list[Hit]]:
        """:meth:`run` of one rule, with what it needs at hand: most calls take no longer than it would to look that up."""
        run, own, conditions = self.check(number).run, self.rules[number].fields, self.conditions(number)
        if conditions is None:
            return lambda record, fields: list(run(record, own if fields is None else fields))
        hold, told = conditions.hold, conditions.told

        def under_conditions(record: Record, fields: Sequence[str] | None) -> list[Hit]:
            hits = list(run(record, own if fields is None else fields)) if hold(record) else []
            return hits if not hits or told(record) else []

        return under_conditions

    def group(self, record: Record, number: int, found: Sequence[tuple[Rule, Sequence[Hit]]]) -> list[Hit]:
        """Hits of rule ``number``, which speaks of what other rules ``found``, under its conditions."""
        check: GroupCheck[Any] = self.check(number)  # type: ignore[assignment]
        hits = list(check.group(record, found))
        conditions = self.conditions(number)
        return hits if hits and (conditions is None or (conditions.hold(record) and conditions.told(record))) else []

    def _scanners_for(self, declared: str | None) -> _Scanners:
        """Scanners of the patterns that may apply to records that declare this language: one pass each over the body and every section."""
        language = None if declared is None else primary_subtag(declared)
        if language != declared:
            # Values are whatever the input holds: what does not look like a tag must not fill the memory.
            scanners = self._scanners.get(language)
            if scanners is None:
                scanners = self._scanners_for(language)
            if len(self._scanners) < _LANGUAGES:
                self._scanners[declared] = scanners
            return scanners
        body, head = self._patterns
        in_body = {(entry.number, entry.source) for entry in body}
        applying = [entry for entry in body if self._may_apply(entry.number, language)]
        prose: tuple[Passes | CompiledScanner, _Fields, _Fields, _Fields] | None = None
        if applying:
            numbers = {entry.number for entry in applying}
            shared = {
                (entry.number, field)
                for field in PROSE.intersection(head)
                for entry in head[field]
                if (entry.number, entry.source) in in_body
            }
            others = {n: tuple(f for f in self.rules[n].fields if (n, f) in shared) for n in numbers}
            both = {n: tuple(f for f in self.rules[n].fields if f == BODY or (n, f) in shared) for n in numbers}
            prose = scanner_of(applying, self._cache), dict.fromkeys(numbers, (BODY,)), others, both
        sections: list[tuple[SectionScanner | CompiledSection, dict[int, tuple[str, ...]]]] = []
        for section in self._sections:
            entries = {
                (entry.number, entry.source): entry
                for field in sorted(section.fields)
                for entry in head[field]
                if field not in PROSE or (entry.number, entry.source) not in in_body
            }
            applying = [entry for entry in entries.values() if self._may_apply(entry.number, language)]
            if applying:
                numbers = {entry.number for entry in applying}
                fields = {n: tuple(f for f in self.rules[n].fields if f in section.fields) for n in numbers}
                sections.append((section_scanner(section, applying, self._cache), fields))
        scanners = prose, sections
        self._scanners[language] = scanners
        return scanners

    def _may_apply(self, number: int, language: str | None) -> bool:
        languages = self.rules[number].languages
        return not languages or not language or any(primary_subtag(own) == language for own in languages)


def primary_subtag(tag: str) -> str:
    """The language of a BCP 47 tag, without script, region and case; empty for what is no tag."""
    language = tag.strip().casefold().replace("_", "-").partition("-")[0]
    return language if language.isascii() and language.isalpha() and len(language) in (2, 3) else ""
