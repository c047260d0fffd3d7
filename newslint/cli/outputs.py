"""Where the findings of a run are written: the console, and the files of ``--report``."""

from __future__ import annotations

import os
import stat
import sys
from typing import IO, TYPE_CHECKING, TextIO

from newslint.cli.console import binary, is_terminal, wants_color, width_of
from newslint.errors import NewslintError, UsageError
from newslint.reporters.base import Options
from newslint.reporters.registry import get_reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Finding, Rule
    from newslint.model.severity import Severity
    from newslint.reporters.base import Reporter, Totals

    ReadAgain = Callable[[Mapping[str, Collection[int]]], Iterable[tuple[str, int, Record]]]


def default_format() -> str:
    """``full`` for a person, ``github`` on GitHub Actions, ``azure`` on Azure Pipelines, ``concise`` in a pipe."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    if os.environ.get("TF_BUILD") == "True":
        return "azure"
    return "full" if is_terminal(sys.stdout) else "concise"


def console(
    name: str,
    *,
    color: str,
    quiet: bool,
    unlimited: frozenset[str],
    failing: frozenset[Severity],
    spared: frozenset[str] = frozenset(),
    stream: TextIO | None = None,
) -> Reporter:
    """The reporter on standard output, or on another stream.

    Raises:
        UsageError: There is no such format.
    """
    stream = sys.stdout if stream is None else stream
    options = Options(
        color=wants_color(stream, color),
        terminal=is_terminal(stream),
        width=width_of(stream),
        encoding=getattr(stream, "encoding", None) or "utf-8",
        unlimited=unlimited,
        quiet=quiet,
        failing=failing,
        spared=spared,
    )
    return get_reporter(name)(binary(stream), options)


def parse_report(value: str) -> dict[str, str]:
    """``FORMAT=PATH`` as the configuration writes it.

    Raises:
        UsageError: It is written otherwise.
    """
    name, equals, path = value.partition("=")
    if not equals or not path:
        raise UsageError(f"--report: {value!r} is not FORMAT=PATH", hint="write it as --report json=report.json")
    return {name: path}


class Report:
    """One file of ``--report``: opened before the run, put in place after it, so that nothing half-written is left behind.

    Args:
        name: The format.
        path: The file.
        fault: Makes the error for ``(reason, hint)``.
        failing: Severities that fail the run.
        spared: Ids of rules whose findings fail it only when they exceed a budget.

    Raises:
        NewslintError: There is no such format, or the file cannot be written.
    """

    def __init__(
        self,
        name: str,
        path: str,
        fault: Callable[[str, str | None], NewslintError],
        failing: frozenset[Severity],
        spared: frozenset[str] = frozenset(),
    ) -> None:
        try:
            kind = get_reporter(name)
        except UsageError as error:
            raise fault(error.reason, error.hint) from None
        self.path = path
        self._temporary: str | None = None
        try:
            self._stream: IO[bytes] = self._open()
        except OSError as error:
            raise fault(f"{path} cannot be written: {error.strerror or error}", None) from None
        self.reporter = kind(self._stream, Options(failing=failing, spared=spared))

    def _open(self) -> IO[bytes]:
        try:
            special = not stat.S_ISREG(os.stat(self.path).st_mode)
        except FileNotFoundError:
            special = False
        if special:  # a device or a pipe is written to; a folder cannot be, and says so
            return open(self.path, "wb")
        target = os.path.realpath(self.path)
        os.makedirs(os.path.dirname(target), exist_ok=True)  # a fresh checkout has no folder of build products
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        self._temporary = f"{target}.{os.getpid()}.tmp"
        return open(self._temporary, "xb")

    def commit(self) -> None:
        """Put the file in place.

        Raises:
            NewslintError: The disk is full, or the folder has gone.
        """
        try:
            self._stream.close()
            if self._temporary is not None:
                os.replace(self._temporary, os.path.realpath(self.path))
                self._temporary = None
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror or error}") from None

    def discard(self) -> None:
        """Leave no trace; does nothing after :meth:`commit`."""
        self._stream.close()
        if self._temporary is not None:
            os.unlink(self._temporary)
            self._temporary = None


class Outputs:
    """The console and all reports, as one.

    Args:
        console: The reporter on standard output.
        reports: The files.
        limit: Findings shown on the console at most; the reports hold them all.
    """

    def __init__(self, console: Reporter, reports: Sequence[Report], limit: int | None = None) -> None:
        self._reports = reports
        self._console = console
        self._reporters = [console, *(report.reporter for report in reports)]
        self._left = limit
        self._hidden = 0

    def begin(self, rules: Sequence[Rule]) -> None:
        """Begin all."""
        for reporter in self._reporters:
            reporter.begin(rules)

    def files(self, paths: Sequence[str]) -> None:
        """Tell all which files there are."""
        for reporter in self._reporters:
            reporter.files(paths)

    def finding(self, finding: Finding) -> None:
        """Write a finding everywhere; on the console until its limit is reached."""
        for report in self._reports:
            report.reporter.finding(finding)
        if self._left is not None and finding.suppressed is None:
            self._left -= 1
            self._hidden += self._left < 0
        if self._left is None or self._left >= 0:
            self._console.finding(finding)

    def records(self, read_again: ReadAgain) -> None:
        """Give the formats that show the text of records those that they want."""
        for reporter in self._reporters:
            wanted = reporter.wanted()
            for path, number, record in read_again(wanted) if wanted else ():
                reporter.record(path, number, record)

    def end(self, totals: Totals) -> None:
        """End all, and put the files in place."""
        if self._hidden:
            from newslint.reporters.text import TextReporter, counted

            more = f"and {counted(self._hidden, 'finding')} more, not shown because of --max-findings\n"
            # A document of a format for programs has no place for it.
            if isinstance(self._console, TextReporter):
                self._console.write(more)
            else:
                sys.stderr.write(more)
        for reporter in self._reporters:
            reporter.end(totals)
        for report in self._reports:
            report.commit()
