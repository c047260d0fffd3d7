"""A whole run: units in, findings out in the fixed order, whatever the number of workers."""

from __future__ import annotations

import time
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from newslint.engine.dataset import judge_rows
from newslint.engine.rows import RowStore
from newslint.engine.spool import Spool
from newslint.engine.unit import shift
from newslint.engine.workers import results
from newslint.errors import CheckError, InputError, PluginError
from newslint.kinds.registry import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newslint.engine.plan import Plan
    from newslint.engine.unit import Crash, UnitResult
    from newslint.engine.workers import Setup
    from newslint.model import Finding
    from newslint.readers.base import Unit


class Summary(msgspec.Struct):
    """Totals of a run; complete when its findings have all been taken.

    ``records`` counts those that could not be read too, and ``unreadable`` only those, and files that could not be told apart;
    ``by_path`` has the records of each file; ``elapsed`` is in seconds of wall time.  ``errors`` holds the crashes of checks and the inputs that could not be opened.
    """

    files: int = 0
    records: int = 0
    unreadable: int = 0
    elapsed: float = 0.0
    by_path: dict[str, int] = {}
    errors: list[CheckError | InputError | PluginError] = []


class Run:
    """Iterate over it for the findings; then read :attr:`summary`.

    Args:
        setup: How to make the plan, here and in workers.
        plan: The plan, made.
        units: What to check; those of one file stand together and in order.
        jobs: Worker processes; 1 checks in this process.
        on_unit: Called after every unit with the number of units done.
    """

    def __init__(
        self, setup: Setup, plan: Plan, units: Sequence[Unit], *, jobs: int = 1, on_unit: Callable[[int], None] | None = None
    ) -> None:
        self._setup = setup
        self._plan = plan
        self._units = list(units)
        self._jobs = jobs
        self._on_unit = on_unit
        self._crashed: set[str] = set()
        self.summary = Summary()

    def __iter__(self) -> Iterator[Finding]:
        """The findings in the order path, record, field, start, rule.

        With data set checks among the rules nothing comes out before the last record has been read.
        """
        started = time.perf_counter()
        with Spool() as spool:
            store = RowStore(len(self._plan.dataset), spool.folder)
            bases: list[tuple[int, int]] = []
            by_path: Iterator[Finding] = self._by_path(store, spool, bases)
            if not self._plan.compares:
                yield from by_path
            else:
                for finding in by_path:
                    spool.add(finding)
                spool.end()
                crashes: list[tuple[int, Crash]] = []
                late = judge_rows(self._plan, store, self._units, bases, self._setup, crashes)
                for unit, crash in crashes:
                    self._note(self._units[unit].path, crash, bases[unit][0])
                if self._plan.frames:
                    late = sorted([*late, *self._frames(bases)], key=lambda finding: finding.order)
                yield from self._merge(spool, late)
        self.summary.elapsed = time.perf_counter() - started

    def _frames(self, bases: list[tuple[int, int]]) -> list[Finding]:
        from newslint.engine.frames import judge_frames  # few runs have such rules

        findings, errors = judge_frames(self._plan, self._units, bases, self._setup)
        self.summary.errors.extend(errors)
        return findings

    def _by_path(self, store: RowStore, spool: Spool, bases: list[tuple[int, int]]) -> Iterator[Finding]:
        """Findings of the record checks, file by file."""
        numbered = results(self._setup, self._plan, self._units, store, self._jobs)
        done = 0
        for path, group in groupby(zip(self._units, numbered, strict=True), key=lambda pair: pair[0].path):
            records = lines = 0
            found: list[Finding] = []
            self.summary.files += 1
            for unit, result in group:
                if result.marks:
                    self._units[done] = msgspec.structs.replace(unit, marks=tuple(result.marks))
                bases.append((records, lines))
                found.extend(shift(result.findings, records, lines))
                records += result.records
                lines += result.lines
                self._count(path, result, records)
                done += 1
                if self._on_unit is not None:
                    self._on_unit(done)
            self.summary.by_path[path] = records
            yield from self._collapse(found, records)

    def _count(self, path: str, result: UnitResult, records: int) -> None:
        summary = self.summary
        summary.records += result.records
        summary.unreadable += result.unreadable
        for crash in result.crashes:
            self._note(path, crash, records - result.records)
        summary.errors.extend(InputError(reason, path=path, hint=hint) for reason, hint in result.failures)

    def _note(self, path: str, crash: Crash, records: int) -> None:
        """Keep the first crash of each rule, and of each plugin."""
        cause = crash.rule or crash.reason
        if cause not in self._crashed:
            self._crashed.add(cause)
            self.summary.errors.append(crash_error(path, crash, records))

    def _collapse(self, findings: list[Finding], records: int) -> Iterator[Finding]:
        """One finding per file for the rules that ask for it: the first, which says how many records are concerned."""
        whole = {rule.id for rule in self._plan.rules if rule.report == "file"}
        if not whole:
            yield from findings
            return
        counts: dict[str, int] = {}
        for finding in findings:
            if finding.rule in whole:
                counts[finding.rule] = counts.get(finding.rule, 0) + 1
        told: set[str] = set()
        for finding in findings:
            if finding.rule not in whole:
                yield finding
            elif finding.rule not in told:
                told.add(finding.rule)
                count = counts[finding.rule]
                if records == 1:
                    yield finding
                else:
                    yield msgspec.structs.replace(finding, message=f"{finding.message} ({count} of {records} records)")

    @staticmethod
    def _merge(first: Iterator[Finding] | Spool, second: list[Finding]) -> Iterator[Finding]:
        from heapq import merge

        return merge(first, second, key=lambda finding: finding.order)


def crash_error(path: str, crash: Crash, records: int = 0) -> CheckError | PluginError:
    """The error that tells of a check's crash; ``records`` stand in the file before the crash's unit."""
    number = crash.record + records
    if not crash.rule:
        hint = "this is a fault of the plugin, not of the data"
        return PluginError(f"{crash.reason}, on record {number}", path=path, hint=hint)
    what = f"rule {crash.rule!r} (kind {crash.kind!r})" if crash.kind else f"rule {crash.rule!r}"
    origin = origin_of(crash.kind)
    error = CheckError(
        f"{origin}: {what} crashed on record {number}: {crash.reason}"
        if origin
        else f"{what} crashed on record {number}: {crash.reason}",
        path=path,
        hint="this is a fault of the rule's kind, not of the data; the other rules ran",
    )
    error.rule = crash.rule
    return error
