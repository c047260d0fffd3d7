"""``rdjson``: the diagnostics that reviewdog reads.

Format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from newslint.reporters.jsonl import JsonlReporter
from newslint.reporters.text import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Related, Rule
    from newslint.reporters.base import Totals

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class RdjsonReporter(JsonlReporter):
    """One object with the list of diagnostics; suppressed findings are none."""

    _separator = b"\n"

    def begin(self, rules: Sequence[Rule]) -> None:
        """Open the object."""
        self._links = {rule.id: rule.links[0] for rule in rules if rule.links}
        self._lines = _Lines()
        self.stream.write(b'{"source": {"name": "newslint"}, "diagnostics": [')

    def finding(self, finding: Finding) -> None:
        """Write one diagnostic."""
        if finding.suppressed is not None:
            return
        what = about(finding)
        code = {"value": finding.rule}
        if finding.rule in self._links:
            code["url"] = self._links[finding.rule]
        diagnostic: dict[str, Any] = {
            "message": f"[{what}] {finding.message}" if what else finding.message,
            "location": self._location(finding),
            "severity": _SEVERITIES[finding.severity],
            "code": code,
        }
        if finding.related:
            diagnostic["related_locations"] = [_related(other) for other in finding.related]
        self.stream.write(self._separator + self.encode(diagnostic))
        self._separator = b",\n"

    def end(self, totals: Totals) -> None:
        """Close the object."""
        self._lines.close()
        self.stream.write(b"\n]}\n")

    def _location(self, finding: Finding) -> dict[str, Any]:
        location: dict[str, Any] = {"path": finding.path}
        if finding.line is None:
            return location
        start = self._position(finding.path, finding.line, finding.column)
        location["range"] = {"start": start}
        if "column" in start and finding.end_line is not None:
            end = self._position(finding.path, finding.end_line, finding.end_column)
            if "column" in end:
                location["range"]["end"] = end
        return location

    def _position(self, path: str, line: int, column: int | None) -> dict[str, int]:
        """A position; columns of the format count bytes of UTF-8, so that they are known only where the line can be read."""
        text = None if column is None else self._lines.text(path, line)
        if text is None or column is None or column - 1 > len(text):
            return {"line": line}
        return {"line": line, "column": len(text[: column - 1].encode()) + 1}


def _related(other: Related) -> dict[str, Any]:
    location: dict[str, Any] = {"path": other.path}
    if other.line is not None:
        location["range"] = {"start": {"line": other.line}}
    return {"message": other.record_id or f"record {other.record}", "location": location}


class _Lines:
    """Lines of the files that findings are about; each file is read once from its front to its back."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._file: IO[bytes] | None = None
        self._number = 0
        self._line = b""

    def text(self, path: str, number: int) -> str | None:
        """A line without its byte order mark; None when it cannot be read as text."""
        if path != self._path or number < self._number:
            self.close()
            self._path = path
            try:
                self._file = open(path, "rb")  # noqa: SIM115  closed by close()
            except (OSError, ValueError):
                self._file = None
        while self._file is not None and self._number < number:
            self._line = self._file.readline()
            self._number += 1
            if not self._line:
                self.close()
                return None
        try:
            return None if self._file is None else self._line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            return None

    def close(self) -> None:
        """Close what is open."""
        if self._file is not None:
            self._file.close()
        self._path, self._file, self._number = None, None, 0


REPORTER = RdjsonReporter
