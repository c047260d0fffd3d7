"""The output format ``tally``: a line per rule, the one with most findings first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newslint.reporters.base import Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Rule
    from newslint.reporters.base import Totals


class Tally(Reporter):
    """Counts, and writes when all is counted."""

    def begin(self, rules: Sequence[Rule]) -> None:
        """Begin at nought."""
        self.counts: Counter[str] = Counter()

    def finding(self, finding: Finding) -> None:
        """Count a finding that counts."""
        if finding.suppressed is None:
            self.counts[finding.rule] += 1

    def end(self, totals: Totals) -> None:
        """Write the lines."""
        for rule, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])):
            self.stream.write(f"{count:>6}  {rule}\n".encode())
