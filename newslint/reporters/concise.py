"""``concise``: one line per finding, as editors and grep like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.text import TextReporter, clean, place

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Totals


class ConciseReporter(TextReporter):
    """``path:line:column: severity rule [field] message``."""

    def finding(self, finding: Finding) -> None:
        """Write one line."""
        if finding.suppressed is not None:
            return
        severity = self.style(finding.severity, finding.severity)
        rule = self.style(finding.rule, "bold")
        field = f" [{clean(finding.field)}]" if finding.field is not None else ""
        self.write(f"{place(finding)}: {severity} {rule}{field} {clean(finding.message)}\n")

    def end(self, totals: Totals) -> None:
        """Write the summary line."""
        self.summarise(totals)


REPORTER = ConciseReporter
