"""Files checked, and the findings judged, as the settings have it: what ``newslint check`` and the pytest plugin have in common."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import UNSET

from newslint.gate.gate import FailOn, Gate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence

    from newslint.cli.setup import Chosen
    from newslint.config.settings import Settings
    from newslint.engine.run import Summary
    from newslint.errors import NewslintError
    from newslint.model import Finding
    from newslint.readers.discover import InputFile


def fail_on_of(settings: Settings) -> FailOn:
    """Mildest severity that fails the run."""
    said = settings.config.fail_on
    return "warning" if said is UNSET else said


class Judged:
    """Iterate over it for the findings that are reported, in order; then look at the rest.

    Args:
        options: Those of the command.
        settings: Its settings.
        chosen: The rules.
        inputs: The files.
        alone: Whether to start no worker processes.
        concerned: Whether a finding is about what is looked at; None looks at everything.

    Attributes:
        linter: What checks them.
        gate: What counted.
        mandatory: Ids of rules whose findings are never accepted.
        extent: What was looked at.
        summary: Totals of the run.
        on_unit: Called after every unit of work with the number of those done.
        exceeded: What fails the run besides single findings, in words; known after the last finding.

    Raises:
        NewslintError: The baseline or the exceptions cannot be read.
    """

    def __init__(
        self,
        options: Namespace,
        settings: Settings,
        chosen: Chosen,
        inputs: Sequence[InputFile],
        *,
        alone: bool = False,
        concerned: Callable[[Finding], bool] | None = None,
    ) -> None:
        from newslint.cli.accepted import Extent, baseline_of, exceptions_of
        from newslint.cli.check import linter_of

        self.mandatory = chosen.mandatory
        self.extent = Extent(options, settings, chosen, inputs)
        self._exceptions = None if options.no_exceptions else exceptions_of(options, settings, chosen)
        self._baseline = baseline_of(options, settings)
        self.gate = Gate(
            chosen.running,
            fail_on_of(settings),
            chosen.overrides,
            chosen.only_selected,
            suppress=[accepted.suppress for accepted in (self._exceptions, self._baseline) if accepted is not None],
            mandatory=chosen.mandatory,
            budgets=settings.budgets(chosen.known),
            max_warnings=None if settings.config.max_warnings is UNSET else settings.config.max_warnings,
            concerned=concerned,
        )
        self.exceeded: list[str] = []
        self.linter = linter_of(options, settings, chosen, in_record=self._exceptions is not None)
        if alone:
            self.linter.jobs = 1
        self.on_unit: Callable[[int], None] | None = None
        self._run = self.linter.check_inputs(inputs, on_unit=self._done)
        self.summary: Summary = self._run.summary

    def _done(self, units: int) -> None:
        if self.on_unit is not None:
            self.on_unit(units)

    def __iter__(self) -> Iterator[Finding]:
        exceptions = self._exceptions
        for finding in self._run:
            self.extent.note(finding)
            if exceptions is None or not exceptions.take(finding):
                admitted = self.gate.admit(finding)
                if admitted is not None:
                    yield admitted
        self.extent.note_errors(self.summary.errors)
        if exceptions is not None:
            folder = os.path.dirname(exceptions.path)
            for remark in exceptions.finish(lambda rule, applies: self.extent.covers(rule, applies, folder)):
                admitted = self.gate.admit(remark)
                if admitted is not None:
                    yield admitted
        self.exceeded = self.gate.conclude(self.summary.records)

    def stale(self) -> list[NewslintError]:
        """The error about entries of the baseline that nothing needs any longer; asked for after the last finding."""
        from newslint.cli.accepted import stale_error

        stale = [] if self._baseline is None else self.extent.stale(self._baseline)
        return [] if self._baseline is None or not stale else [stale_error(self._baseline, stale)]
