"""``none``: nothing, for a run whose findings go to reports, or of which only the exit status counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.base import Reporter

if TYPE_CHECKING:
    from newslint.model import Finding


class NoneReporter(Reporter):
    """Writes nothing."""

    def finding(self, finding: Finding) -> None:
        """Write nothing."""


REPORTER = NoneReporter
