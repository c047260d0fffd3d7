"""What rules say about articles that are known to be sound, what they catch in articles that are not, and what they cost."""

from __future__ import annotations

import time
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from newslint.engine.run import Run
from newslint.engine.unit import UNREADABLE
from newslint.errors import InputError, UsageError
from newslint.kinds.columns import Columns
from newslint.lab.measurement import VERSION, Dirty, DirtyData, Figures, Measurement
from newslint.model.severity import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.engine.plan import Plan
    from newslint.engine.workers import Setup
    from newslint.errors import NewslintError
    from newslint.kinds.base import Record
    from newslint.model import Article, Finding
    from newslint.readers.base import Unit
    from newslint.readers.discover import InputFile

LEFTOVER = "leftover"
"""Field of a dirty record that lists the lines of its body which do not belong there."""
_WHOLE = 1 << 62
_CLOCK_TRIALS = 2_000
_TIMED = 2_500
"""Articles that are timed, spread evenly over the data: more of them change no figure that anyone would act on."""


def measure(
    setup: Setup,
    clean: Sequence[InputFile],
    dirty: Sequence[InputFile] = (),
    gold: Sequence[InputFile] = (),
    *,
    key: str = "id",
    description: str = "",
) -> tuple[Measurement, list[NewslintError]]:
    """Measure the rules of ``setup``.

    Args:
        setup: The rules, and how to read.
        clean: Articles without faults.
        dirty: Articles whose bodies hold lines that do not belong there.
        gold: Sound bodies of the same articles; not needed where the dirty records list such lines as ``leftover``.
        key: Field of a dirty record that holds the id of its gold one.
        description: What the data are.

    Returns:
        The figures, and what could not be read.

    Raises:
        CheckError: A rule crashed.
        InputError: There is no clean article.
        UsageError: A dirty record has neither ``leftover`` nor a gold body.
    """
    from newslint import __version__

    plan = setup.plan()
    tally = _Tally([rule.id for rule in plan.rules])
    units = _units(setup, clean)
    clean_run = Run(setup, plan, units)
    errors = tally.take(clean_run)
    articles = clean_run.summary.records - clean_run.summary.unreadable
    if articles <= 0:
        raise InputError("there is no clean article to measure on", path=clean[0].path if clean else None)
    tally.timed = _profile(setup, plan, units, tally, max(1, articles // _TIMED))
    blocks = None
    if dirty:
        marked = _Marked(_Gold(setup, _units(setup, gold), key), setup, plan, _units(setup, dirty))
        run = Run(setup, plan, marked.units)
        marked.take(run)
        errors.extend(_failures(run))
        blocks = marked
    per_rule = {rule: tally.figures(rule, articles, blocks) for rule in sorted(tally.rules)}
    return (
        Measurement(
            version=VERSION,
            newslint=__version__,
            description=description,
            clean_articles=articles,
            scan_microseconds=round(tally.scan / tally.timed / 1000, 2),
            total=tally.total(articles, blocks),
            rules=per_rule,
            dirty=None if blocks is None else blocks.size(),
        ),
        errors,
    )


class _Tally:
    """Counts over the clean articles."""

    def __init__(self, rules: Sequence[str]) -> None:
        self.rules = rules
        self.findings = {rule: dict.fromkeys(SEVERITIES, 0) for rule in rules}
        self.articles: dict[str, set[tuple[str, int | None]]] = {rule: set() for rule in rules}
        self.nanoseconds = dict.fromkeys(rules, 0)
        self.idle = dict.fromkeys(rules, 0)
        self.scan = 0
        self.timed = 0

    def take(self, run: Run) -> list[NewslintError]:
        for finding in run:
            if finding.rule != UNREADABLE:
                self.findings[finding.rule][finding.severity] += 1
                self.articles[finding.rule].add((finding.path, finding.record))
        return _failures(run)

    def figures(self, rule: str, articles: int, marked: _Marked | None) -> Figures:
        return Figures(
            per_1000={name: _per_1000(self.findings[rule][name], articles) for name in reversed(SEVERITIES)},
            articles=len(self.articles[rule]),
            microseconds=round(self.nanoseconds[rule] / self.timed / 1000, 2),
            idle=round(self.idle[rule] / self.timed, 4),
            dirty=None if marked is None else marked.figures(marked.flagged.get(rule, set())),
        )

    def total(self, articles: int, marked: _Marked | None) -> Figures:
        return Figures(
            per_1000={
                name: _per_1000(sum(counts[name] for counts in self.findings.values()), articles) for name in reversed(SEVERITIES)
            },
            articles=len(set().union(*self.articles.values())),
            microseconds=round(sum(self.nanoseconds.values()) / self.timed / 1000, 2),
            idle=round(sum(self.idle.values()) / self.timed / max(1, len(self.rules)), 4),
            dirty=None if marked is None else marked.figures(set().union(*marked.flagged.values())),
        )


def _per_1000(count: int, articles: int) -> float:
    return round(1000 * count / articles, 2)


def _failures(run: Run) -> list[NewslintError]:
    """What could not be read; a crash is raised, since the figures of a rule that did not run would mean nothing."""
    errors: list[NewslintError] = []
    for error in run.summary.errors:
        if not isinstance(error, InputError):
            raise error
        errors.append(error)
    if run.summary.unreadable:
        errors.append(InputError(f"records that could not be read: {run.summary.unreadable:,}"))
    return errors


def _units(setup: Setup, inputs: Sequence[InputFile]) -> list[Unit]:
    return [unit for item in inputs for unit in item.units(setup.get_reader, _WHOLE)]


def _articles(setup: Setup, unit: Unit, wanted: frozenset[str]) -> Iterator[list[tuple[int, Article]]]:
    """The articles of a unit with their numbers, batch by batch; none where it cannot be opened, which the run has said."""
    try:
        for batch in setup.put_right(setup.get_reader(unit.format).read(unit, setup.mapping, wanted), unit.path, []):
            yield list(zip(batch.records, batch.articles, strict=True))
    except InputError:
        return


def _profile(setup: Setup, plan: Plan, units: Sequence[Unit], tally: _Tally, stride: int) -> int:
    """Time every rule on every ``stride``-th article, after a run that has compiled what is to be compiled; how many were timed.

    What rules share, such as the blocks and sentences of a text, is counted with the first that asks for it.
    """
    clock = time.process_time_ns
    overhead = _overhead()
    ids = [rule.id for rule in plan.rules]
    # The scan without the cheap tests, so that each of these can be timed by itself.
    quick, plan.quick = plan.quick, []
    mapped = list(zip(plan.dataset_rules, plan.dataset, strict=True))
    seen = timed = 0
    try:
        for unit in units:
            for batch in _articles(setup, unit, plan.wanted):
                records = [plan.record(article) for _, article in batch[-seen % stride :: stride]]
                seen += len(batch)
                timed += len(records)
                started = clock()
                found = [list(plan.candidates(record)) for record in records]
                tally.scan += max(0, clock() - started - overhead)
                columns = Columns.of(records)
                for test in quick:
                    started = clock()
                    chosen = list(test(columns))
                    tally.nanoseconds[ids[test.number]] += max(0, clock() - started - overhead)
                    for index in chosen:
                        found[index].append((test.number, None))
                for record, candidates in zip(records, found, strict=True):
                    _profile_record(plan, record, candidates, ids, tally, overhead)
                for number, check in mapped:
                    started = clock()
                    for record in records:
                        for _ in check.map(record):
                            pass
                    tally.nanoseconds[ids[number]] += max(0, clock() - started - overhead)
    finally:
        plan.quick = quick
    return timed


def _profile_record(
    plan: Plan, record: Record, candidates: Iterable[tuple[int, Any]], ids: Sequence[str], tally: _Tally, overhead: int
) -> None:
    clock = time.process_time_ns
    hits_of: dict[int, list[Any]] = {}
    for number, fields in candidates:
        started = clock()
        hits = plan.run(record, number, fields)
        tally.nanoseconds[ids[number]] += max(0, clock() - started - overhead)
        hits_of.setdefault(number, []).extend(hits)
    for number, hits in hits_of.items():
        if not hits:
            tally.idle[ids[number]] += 1
    found = [(plan.rules[number], hits) for number, hits in hits_of.items() if hits]
    for number in plan.groups if found else ():
        started = clock()
        plan.group(record, number, found)
        tally.nanoseconds[ids[number]] += max(0, clock() - started - overhead)


def _overhead() -> int:
    """Nanoseconds that asking the clock twice takes by itself."""
    clock = time.process_time_ns
    trials = []
    for _ in range(_CLOCK_TRIALS):
        started = clock()
        trials.append(clock() - started)
    return sorted(trials)[_CLOCK_TRIALS // 2]


class _Gold:
    """Lines of the sound bodies, by id."""

    def __init__(self, setup: Setup, units: Sequence[Unit], key: str) -> None:
        self.key = key
        self.lines: dict[str, frozenset[str]] = {}
        for unit in units:
            for batch in _articles(setup, unit, frozenset()):
                for _, article in batch:
                    if article.id is not None:
                        self.lines[article.id] = frozenset(line.strip() for line in (article.body or "").splitlines())


class _Marked:
    """Dirty bodies with every block marked, and which blocks the findings touch."""

    def __init__(self, gold: _Gold, setup: Setup, plan: Plan, units: Sequence[Unit]) -> None:
        self.units = units
        self.articles = 0
        self.flagged: dict[str, set[tuple[str, int, int]]] = {}
        self._starts: dict[tuple[str, int], list[int]] = {}
        self._ends: dict[tuple[str, int], list[int]] = {}
        self._dirty: set[tuple[str, int, int]] = set()
        self._blocks = 0
        wanted = plan.wanted | {LEFTOVER, gold.key}
        for unit in units:
            for batch in _articles(setup, unit, wanted):
                for number, article in batch:
                    self._mark(unit.path, number, article, gold)

    def _mark(self, path: str, number: int, article: Article, gold: _Gold) -> None:
        self.articles += 1
        place = (path, number)
        starts, ends = self._starts.setdefault(place, []), self._ends.setdefault(place, [])
        belongs = _test_of(article, gold, path, number)
        offset = 0
        for line in (article.body or "").splitlines(keepends=True):
            text = line.strip()
            if text:
                begin = offset + line.index(text)
                if not belongs(text):
                    self._dirty.add((*place, len(starts)))
                starts.append(begin)
                ends.append(begin + len(text))
                self._blocks += 1
            offset += len(line)

    def take(self, findings: Iterable[Finding]) -> None:
        """Note the blocks that findings in bodies touch."""
        for finding in findings:
            if finding.field != "body" or finding.start is None or finding.end is None or finding.record is None:
                continue
            place = (finding.path, finding.record)
            starts, ends = self._starts[place], self._ends[place]
            index = max(0, bisect_right(starts, finding.start) - 1)
            flagged = self.flagged.setdefault(finding.rule, set())
            while index < len(starts) and starts[index] < finding.end:
                if ends[index] > finding.start:
                    flagged.add((*place, index))
                index += 1

    def figures(self, flagged: set[tuple[str, int, int]]) -> Dirty:
        """What of some flagged blocks is dirty, and what is not."""
        caught = len(flagged & self._dirty)
        return Dirty(caught, round(caught / len(self._dirty), 4) if self._dirty else 0.0, len(flagged) - caught)

    def size(self) -> DirtyData:
        """How much there is."""
        return DirtyData(self.articles, len(self._dirty), self._blocks - len(self._dirty))


def _test_of(article: Article, gold: _Gold, path: str, number: int) -> Any:
    """A function that tells whether a line belongs into the article.

    Raises:
        UsageError: Nothing tells.
    """
    leftover = article.extra.get(LEFTOVER)
    if isinstance(leftover, list):
        dirty = frozenset(str(line).strip() for line in leftover)
        return lambda line: line not in dirty
    identity = article.id if gold.key == "id" else article.extra.get(gold.key)
    sound = gold.lines.get(str(identity))
    if sound is None:
        raise UsageError(
            f"{path}: record {number} has no list of lines {LEFTOVER!r}, and no gold body for its {gold.key} {identity!r}",
            hint="--gold names the sound bodies, and --key the field that holds their id",
        )
    return sound.__contains__
