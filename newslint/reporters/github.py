"""``github``: workflow commands, which GitHub Actions shows beside the lines of a change.

Format and escapes: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions and ``command.ts`` of
``@actions/core``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.text import TextReporter, about, clean

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Totals

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def escape_data(text: str) -> str:
    """``text`` as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """``text`` as a property of a command."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


class GithubReporter(TextReporter):
    """``::warning file=…,line=…,title=rule::message``; the summary is a plain line."""

    def finding(self, finding: Finding) -> None:
        """Write one command."""
        if finding.suppressed is not None:
            return
        properties: dict[str, object] = {}
        if finding.path != "-":
            properties["file"] = finding.path
        if finding.line is not None:
            properties["line"] = finding.line
            if finding.end_line is not None:
                properties["endLine"] = finding.end_line
            # Columns are read only where the annotation keeps to one line.
            if finding.column is not None and finding.end_line in {None, finding.line}:
                properties["col"] = finding.column
                if finding.end_column is not None and finding.end_column > finding.column:
                    properties["endColumn"] = finding.end_column - 1
        properties["title"] = f"newslint {finding.rule}"
        listed = ",".join(f"{name}={escape_property(clean(str(value)))}" for name, value in properties.items())
        what = about(finding)
        message = f"[{what}] {clean(finding.message)}" if what else clean(finding.message)
        self.write(f"::{_COMMANDS[finding.severity]} {listed}::{escape_data(message)}\n")

    def end(self, totals: Totals) -> None:
        """Write the summary line."""
        self.summarise(totals)


REPORTER = GithubReporter
