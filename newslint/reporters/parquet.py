"""``parquet``: one row for each finding, for whoever goes on with them in a data frame or in SQL.

The summary, as ``jsonl`` writes it, stands in the metadata of the file under ``newslint.summary``.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from newslint.errors import UsageError
from newslint.reporters.base import Reporter
from newslint.reporters.table import findings_schema, findings_table

try:
    import pyarrow.parquet as pq
except ImportError:
    raise UsageError(
        "the format parquet needs pyarrow, which is not installed", hint="install it: pip install 'newslint[parquet]'"
    ) from None

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Options, Totals

SUMMARY = "newslint.summary"
_ROWS = 10_000
"""Findings of a row group."""


class ParquetReporter(Reporter):
    """Writes a row group whenever there are enough findings for one.

    Raises:
        UsageError: The findings would go to a terminal.
    """

    def __init__(self, stream: IO[bytes], options: Options) -> None:
        super().__init__(stream, options)
        if options.terminal:
            raise UsageError("Parquet is not for terminals", hint="--report parquet=findings.parquet, or > findings.parquet")
        self._writer: Any = pq.ParquetWriter(stream, findings_schema(), compression="zstd")
        self._held: list[Finding] = []

    def finding(self, finding: Finding) -> None:
        """Keep a finding for the next row group."""
        self._held.append(finding)
        if len(self._held) >= _ROWS:
            self._flush()

    def end(self, totals: Totals) -> None:
        """Write the rest, and the summary."""
        import json

        from newslint.reporters.jsonl import summary_of

        self._flush()
        self._writer.add_key_value_metadata({SUMMARY: json.dumps(summary_of(totals))})
        self._writer.close()
        self.stream.flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(findings_table(self._held))
            self._held = []


REPORTER = ParquetReporter
