"""``json``: one object that holds the findings and the summary, written as the findings come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.jsonl import JsonlReporter, summary_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Rule
    from newslint.reporters.base import Totals

VERSION = 1
"""Version of the format; raised when a reader of the old one would misread the new."""


class JsonReporter(JsonlReporter):
    """``{"version", "tool", "findings", "summary"}``, one finding per line."""

    _separator = b"\n"

    def begin(self, rules: Sequence[Rule]) -> None:
        """Open the object."""
        from newslint import __version__

        tool = self.encode({"name": "newslint", "version": __version__})
        self.stream.write(b'{"version": %d, "tool": %b, "findings": [' % (VERSION, tool))

    def finding(self, finding: Finding) -> None:
        """Write one element of the list."""
        self.stream.write(self._separator + self.encode(finding.public()))
        self._separator = b",\n"

    def end(self, totals: Totals) -> None:
        """Close the list, write the summary, close the object."""
        self.stream.write(b'\n], "summary": %b}\n' % self.encode(summary_of(totals)))


REPORTER = JsonReporter
