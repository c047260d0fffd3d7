"""``grouped``: the findings of each file under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.text import TextReporter, clean

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Totals


class GroupedReporter(TextReporter):
    """A heading for each file, then ``place  severity  rule  field: message`` for each finding."""

    _path: str | None = None

    def finding(self, finding: Finding) -> None:
        """Write one line, under a heading of its own when the file is a new one."""
        if finding.suppressed is not None:
            return
        if finding.path != self._path:
            gap = "" if self._path is None else "\n"
            self.write(f"{gap}{self.style(clean(finding.path), 'bold')}\n")
            self._path = finding.path
        if finding.line is not None:
            where = f"{finding.line}:{finding.column}" if finding.column is not None else f"{finding.line}"
        else:
            where = "" if finding.record is None else f"[{finding.record}]"
        severity = self.style(f"{finding.severity:<7}", finding.severity)
        field = f"{clean(finding.field)}: " if finding.field is not None else ""
        self.write(f"  {where:>9}  {severity}  {self.style(finding.rule, 'bold')}  {field}{clean(finding.message)}\n")

    def end(self, totals: Totals) -> None:
        """Write the summary line."""
        if self._path is not None and not self.options.quiet:
            self.write("\n")
        self.summarise(totals)


REPORTER = GroupedReporter
