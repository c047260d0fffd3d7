"""``gitlab``: a Code Quality report, which GitLab shows in merge requests.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.digest import blake2b
from newslint.reporters.jsonl import JsonlReporter
from newslint.reporters.text import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Rule
    from newslint.reporters.base import Totals

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


class GitlabReporter(JsonlReporter):
    """A list with one object for each finding that counts."""

    _separator = b"\n"

    def begin(self, rules: Sequence[Rule]) -> None:
        """Open the list."""
        self._seen: dict[str, int] = {}
        self.stream.write(b"[")

    def finding(self, finding: Finding) -> None:
        """Write one element."""
        if finding.suppressed is not None:
            return
        what = about(finding)
        issue = {
            "description": f"[{what}] {finding.message}" if what else finding.message,
            "check_name": finding.rule,
            "fingerprint": self._fingerprint(finding),
            "severity": _SEVERITIES[finding.severity],
            "location": self._location(finding),
        }
        self.stream.write(self._separator + self.encode(issue))
        self._separator = b",\n"

    def end(self, totals: Totals) -> None:
        """Close the list."""
        self.stream.write(b"\n]\n")

    @staticmethod
    def _location(finding: Finding) -> dict[str, Any]:
        path = finding.path.removeprefix("./")
        if finding.line is None or finding.column is None:
            # GitLab shows nothing without a line; a record of a binary format has none.
            return {"path": path, "lines": {"begin": finding.line or 1}}
        begin = {"line": finding.line, "column": finding.column}
        end = {"line": finding.end_line or finding.line, "column": finding.end_column or finding.column}
        return {"path": path, "positions": {"begin": begin, "end": end}}

    def _fingerprint(self, finding: Finding) -> str:
        """The finding's own, made unique: of two issues with one fingerprint GitLab shows one."""
        own = finding.fingerprint or _digest(f"{finding.rule}\x1f{finding.path}\x1f{finding.record}\x1f{finding.message}")
        times = self._seen[own] = self._seen.get(own, 0) + 1
        return own if times == 1 else _digest(f"{own}\x1f{times}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


REPORTER = GitlabReporter
