"""newslint from Python: what the command line, the pytest plugin and the integrations are built on."""

from __future__ import annotations

import os
from copy import copy
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.engine.run import Run
from newslint.engine.unit import check_article
from newslint.engine.workers import Setup
from newslint.kinds.base import Context
from newslint.kinds.registry import get_kind
from newslint.model import Finding
from newslint.model.convert import article_from_mapping
from newslint.readers.base import Unit
from newslint.readers.memory import FORMAT, MemoryReader
from newslint.readers.registry import get_reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from newslint.errors import NewslintError
    from newslint.kinds.base import Record
    from newslint.model import Article, Rule
    from newslint.plugins.manager import Plugins
    from newslint.readers.base import Reader
    from newslint.readers.discover import InputFile

RECORDS = "<records>"
"""Path of findings about records that came from Python."""
_UNIT = 2 << 20
"""Bytes of a unit of work at most."""
_SMALL = 4 << 20
"""Bytes of input below which worker processes cost more than they bring."""


class Report(msgspec.Struct):
    """What a check of some files found.

    Attributes:
        findings: In the order path, record, field, start, rule.
        counts: Findings by severity.
        files: Files read.
        records: Records read, the unreadable ones among them.
        unreadable: Records and files that could not be read.
        errors: Crashes of checks, and inputs that could not be opened.
        exit_status: What the command line would have ended with at ``--fail-on warning``: 0, 1, 2 or 3.
    """

    findings: list[Finding]
    counts: dict[str, int]
    files: int
    records: int
    unreadable: int
    errors: list[Any]
    exit_status: int


class Linter:
    """Rules, ready to check records.

    Args:
        select: Selectors (id, dotted prefix, glob, ``tag:``, ``sev:``, ``ALL``) that replace the profile.
        extend_select: Selectors that add to the profile.
        ignore: Selectors that take away.
        profile: ``minimal``, ``recommended`` (when nothing is said) or ``strict``.
        rules: The rules to run, already selected; nothing is loaded then, and the options above may not be given.
        rule_paths: Rule files and folders besides newslint's own packs.
        now: Clock of the rules that need one, with a time zone; the present when None.
        default_tz: UTC offset, in minutes, of times that state none.
        jobs: Worker processes for :meth:`check_inputs`; 0 for one per core.
        mapping: Input field name to canonical field, before the built-in aliases.
        input_format: Reader of every input, whatever its suffix.
        cache: Whether compiled rules are kept on disk between runs.
        cache_directory: Where, if not in the user's cache folder.
        get_kind: Gives the kind of a name, plugins' kinds too.
        get_reader: Gives the reader of a format, plugins' readers too.
        plugins: Plugins that put records right and bring rules: those of a run, or True for those in use in this process, or
            installed where none are yet; False for none.  False when ``rules`` are given and nothing is said.

    Raises:
        NewslintError: A selector matches nothing, or a rule file or a plugin cannot be loaded.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] | None = None,
        extend_select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        profile: str | None = None,
        rules: Sequence[Rule] | None = None,
        rule_paths: Iterable[str] = (),
        now: datetime | None = None,
        default_tz: int = 0,
        jobs: int = 1,
        mapping: Mapping[str, str] | None = None,
        input_format: str | None = None,
        cache: bool = True,
        cache_directory: str | None = None,
        get_kind: Any = get_kind,
        get_reader: Any = get_reader,
        plugins: Plugins | bool | None = None,
    ) -> None:
        directory = None
        if cache:
            from newslint.store import default_directory

            directory = cache_directory or default_directory()
        if plugins is True or (plugins is None and rules is None):
            from newslint.plugins.choice import installed

            plugins = installed(directory)
        self._plugins = plugins or None
        if rules is None:
            paths = [*(plugins.rule_paths if plugins else ()), *rule_paths]
            salt = plugins.salt if plugins else ""
            rules = _load(select, extend_select, ignore, profile, paths, get_kind, cache, cache_directory, salt)
        elif any((select, extend_select, ignore, profile, rule_paths)):
            raise TypeError("rules are given as they are to run: select, ignore, profile and rule_paths do not go with them")
        moment = datetime.now(timezone.utc) if now is None else now
        if moment.tzinfo is None:
            raise ValueError("now needs a time zone")
        self.rules = tuple(rules)
        self.jobs = jobs if jobs > 0 else os.cpu_count() or 1
        self.input_format = input_format
        self._setup = Setup(
            self.rules,
            Context(moment, default_tz),
            get_kind,
            get_reader,
            mapping=mapping,
            cache=directory,
            plugins=self._plugins,
        )
        self._plan = self._setup.plan()

    @property
    def mapping(self) -> dict[str, str]:
        """Input field name to canonical field."""
        return self._setup.mapping

    @property
    def wanted(self) -> frozenset[str]:
        """Fields outside the canonical ones that a rule asks for, as dotted paths."""
        return self._plan.wanted

    @property
    def compares(self) -> bool:
        """Whether a rule compares records, so that what is found in one depends on the others."""
        return self._plan.compares

    def with_rules(self, rules: Sequence[Rule]) -> Linter:
        """A linter like this one that runs other rules."""
        setup = self._setup.running(rules)
        made = copy(self)
        vars(made).update(rules=setup.rules, _setup=setup, _plan=setup.plan())
        return made

    def check_record(self, record: Mapping[str, Any]) -> list[Finding]:
        """Findings of the record rules in one record; rules that compare records need :meth:`check_records`.

        Args:
            record: Canonical fields (or what ``mapping`` names); every other key is an ``extra`` field.

        Raises:
            CheckError: A check crashed.
        """
        return self._check(self._article(record), 0)

    def check_records(self, records: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
        """Findings in some records, in order.

        Without rules that compare records, each record's findings come as it is taken from ``records``; with them, all come at
        the end.

        Raises:
            CheckError: A check crashed.
        """
        return self.check_articles(map(self._article, records))

    def check_articles(self, articles: Iterable[Article]) -> Iterator[Finding]:
        """:meth:`check_records` for :class:`newslint.model.Article` objects."""
        if not self._plan.compares:
            for number, article in enumerate(articles):
                yield from self._check(article, number)
            return
        reader = MemoryReader(articles)
        try:
            yield from self.check_reader(reader, Unit(RECORDS, FORMAT))
        finally:
            reader.close()

    def check_reader(self, reader: Reader, unit: Unit) -> Iterator[Finding]:
        """Findings in what a reader gives for one unit of work, in this process.

        Raises:
            CheckError: A check crashed; raised after the findings of the other rules.
            InputError: The unit cannot be read.
        """
        run = Run(self._setup.reading(_Only(reader)), self._plan, [unit])
        yield from run
        for error in run.summary.errors:
            raise error

    def check_inputs(self, inputs: Sequence[InputFile], *, on_unit: Any = None) -> Run:
        """A run over files: iterate over it for the findings, then read its ``summary``.

        Args:
            inputs: What :func:`newslint.readers.discover.find_inputs` gave.
            on_unit: Called after every unit of work with the number of those done.
        """
        total = sum(item.size for item in inputs)
        jobs = self.jobs if total > _SMALL else 1
        target = max(1 << 20, min(_UNIT, total // (jobs * 4))) if jobs > 1 else 1 << 62
        units = [unit for item in inputs for unit in item.units(self._setup.get_reader, target)]
        return Run(self._setup, self._plan, units, jobs=jobs, on_unit=on_unit)

    def read_again(self, inputs: Sequence[InputFile], wanted: Mapping[str, Collection[int]]) -> Iterator[tuple[str, int, Record]]:
        """Some records of a run as its rules saw them, each with its path and number, in the order of ``inputs``.

        Args:
            inputs: Those of the run.
            wanted: 0-based numbers of records by path.
        """
        from newslint.engine.again import read_again  # few formats show the text of records

        units = (unit for item in inputs if item.path in wanted for unit in item.units(self._setup.get_reader, 1 << 62))
        return read_again(self._setup, self._plan, units, wanted)

    def check_paths(self, paths: Iterable[str]) -> Run:
        """A run over files and folders.

        Raises:
            InputError: A path does not exist, or its format cannot be told.
        """
        from newslint.readers.discover import find_inputs

        return self.check_inputs(find_inputs(list(paths), input_format=self.input_format))

    def _article(self, record: Mapping[str, Any]) -> Article:
        return article_from_mapping(record, self._setup.mapping)

    def _check(self, article: Article, number: int) -> list[Finding]:
        from newslint.engine.run import crash_error

        changed: frozenset[str] = frozenset()
        change = None if self._plugins is None else self._plugins.normalise
        if change is not None:
            from newslint.plugins.normalise import put_right  # most runs have no such plugin

            article, changed = put_right(article, change, RECORDS)
        findings, crashes = check_article(self._plan, article, path=RECORDS, number=number)
        for crash in crashes:
            raise crash_error(RECORDS, crash)
        if changed:
            from newslint.plugins.normalise import without_fix

            return [without_fix(finding, changed) for finding in findings]
        return findings


def check(paths: Iterable[str], **options: Any) -> Report:
    """Check files and folders.

    Args:
        paths: What to check.
        options: Those of :class:`Linter`.

    Raises:
        NewslintError: An option, a rule file or a path is wrong.
    """
    run = Linter(**options).check_paths(paths)
    findings = list(run)
    counts = {"error": 0, "warning": 0, "info": 0}
    for finding in findings:
        counts[finding.severity] += 1
    summary = run.summary
    return Report(
        findings,
        counts,
        summary.files,
        summary.records,
        summary.unreadable,
        summary.errors,
        exit_status(summary.errors, summary.records, summary.unreadable, failed=bool(counts["error"] or counts["warning"])),
    )


def exit_status(errors: Sequence[NewslintError], records: int, unreadable: int, *, failed: bool) -> int:
    """The exit status of a run.

    2 when a check crashed; else 3 when nothing was checked or an input could not be read; else 1 when it failed; else 0.
    """
    from newslint.errors import InputError

    if any(not isinstance(error, InputError) for error in errors):
        return 2
    if errors or unreadable or not records:
        return 3
    return 1 if failed else 0


def companions(rules: Sequence[Rule]) -> list[Rule]:
    """Rules of newslint's own that some rules speak of, when these are about what others find; none of ``rules``."""
    named = {rule.id for rule in rules}
    tags = {tag for rule in rules if get_kind(rule.kind).groups for tag in rule.params.get("tags", ())}
    if not tags:
        return []
    from newslint.rulefile.load import builtin_rules_path, load_rules

    known = load_rules([builtin_rules_path()])
    return [rule for rule in known if rule.id not in named and not tags.isdisjoint(rule.tags)]


def check_examples(rules: Sequence[Rule], articles: Sequence[Article], now: datetime) -> list[Finding]:
    """Findings of some rules in some articles at a given time: what the examples of rule files are run with.

    A rule about what other rules found is run along with newslint's own.
    """
    return ExampleChecker()(rules, articles, now)


class ExampleChecker:
    """:func:`check_examples` for one example after the other: the rules are prepared once for all examples of theirs."""

    def __init__(self) -> None:
        self._rules: tuple[Rule, ...] = ()
        self._linters: dict[datetime, Linter] = {}

    def __call__(self, rules: Sequence[Rule], articles: Sequence[Article], now: datetime) -> list[Finding]:
        """Findings of ``rules`` in ``articles`` at ``now``."""
        if [*map(id, rules)] != [*map(id, self._rules)]:
            self._rules, self._linters = tuple(rules), {}
        if now not in self._linters:
            self._linters[now] = Linter(rules=[*companions(rules), *rules], now=now, cache=False)
        named = {rule.id for rule in rules}
        return [finding for finding in self._linters[now].check_articles(articles) if finding.rule in named]


class _Only:
    """Gives one reader, whatever is asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, name: str) -> Reader:
        return self._reader


def _load(
    select: Iterable[str] | None,
    extend_select: Iterable[str],
    ignore: Iterable[str],
    profile: str | None,
    rule_paths: Iterable[str],
    get_kind: Any,
    cache: bool,
    cache_directory: str | None,
    salt: str,
) -> list[Rule]:
    from newslint.gate.selection import resolve
    from newslint.rulefile.load import builtin_rules_path, load_rules

    known = load_rules([builtin_rules_path(), *rule_paths], get_kind, cache=cache, cache_directory=cache_directory, salt=salt)
    return resolve(known, profile, select, extend_select, ignore)
