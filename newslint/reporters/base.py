"""The contract between a run and the formats its findings are written in."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import msgspec

from newslint.model.severity import SEVERITIES, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Finding, Rule


class Options(msgspec.Struct, frozen=True):
    """How a reporter writes.

    Attributes:
        color: Whether it may use colours.
        terminal: Whether a person's terminal receives the output: what could steer a terminal is escaped in every format.
        width: Columns of the terminal; None outside one, where nothing is cut or wrapped to a width.
        encoding: Encoding of formats for people; characters it lacks are escaped.  Formats for programs are UTF-8.
        limit: Findings of one rule that ``full`` shows; the others are counted.
        unlimited: Ids of rules that were asked for by name, and are shown whole.
        quiet: Findings only: no summary.
        failing: Severities that fail the run, for formats that know only passed and failed.
        spared: Ids of rules whose findings fail the run only when they exceed a budget.
    """

    color: bool = False
    terminal: bool = False
    width: int | None = None
    encoding: str = "utf-8"
    limit: int = 20
    unlimited: frozenset[str] = frozenset()
    quiet: bool = False
    failing: frozenset[Severity] = frozenset({"error", "warning"})
    spared: frozenset[str] = frozenset()


class Totals(msgspec.Struct):
    """What a run came to, after the gate; the ``summary`` object of ``--format json``.

    ``records`` counts those that could not be read too.  ``errors`` names crashed checks and inputs that could not be opened: with
    one there, an absent finding means nothing.  ``exceeded`` says what fails the run besides single findings: a budget, or the number
    of warnings.
    """

    files: int = 0
    records: int = 0
    unreadable: int = 0
    by_severity: dict[Severity, int] = msgspec.field(default_factory=lambda: dict.fromkeys(reversed(SEVERITIES), 0))
    by_rule: dict[str, int] = {}
    errors: list[str] = []
    exceeded: list[str] = []
    fixed: int = 0
    fixable: int = 0
    fixable_unsafe: int = 0

    @property
    def findings(self) -> int:
        """Findings that count."""
        return sum(self.by_severity.values())


class Reporter:
    """Writes findings in one format, as they come.

    Args:
        stream: Binary; not closed by the reporter.
        options: How to write.
    """

    def __init__(self, stream: IO[bytes], options: Options) -> None:
        self.stream = stream
        self.options = options

    def begin(self, rules: Sequence[Rule]) -> None:
        """Called once, before the first finding, with the rules of the run."""

    def files(self, paths: Sequence[str]) -> None:
        """Called once, after :meth:`begin`, with the files of the run in the order of their findings."""

    def finding(self, finding: Finding) -> None:
        """Called for every finding, in order; with ``suppressed`` set for one that does not count."""
        raise NotImplementedError

    def wanted(self) -> Mapping[str, Collection[int]]:
        """Numbers of the records, by path, whose text the format shows; asked once, after the last finding.  Most show none."""
        return {}

    def record(self, path: str, number: int, record: Record) -> None:
        """Called for each record of :meth:`wanted` that can still be read, in the order of the findings, before :meth:`end`."""

    def end(self, totals: Totals) -> None:
        """Called once, after the last finding; not called when the run breaks off."""
