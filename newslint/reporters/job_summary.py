"""The table that GitHub Actions shows on the page of a run: ``$GITHUB_STEP_SUMMARY``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.reporters.remarks import REMARKS
from newslint.reporters.text import clean, summary_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule
    from newslint.reporters.base import Totals

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|]")


def job_summary(totals: Totals, rules: Sequence[Rule]) -> str:
    """Markdown: the summary line, and a row for each rule that fired, the most frequent first."""
    known = {rule.id: rule for rule in rules}
    lines = ["### newslint", "", _plain(summary_line(totals)) + ".", ""]
    rows = sorted(totals.by_rule.items(), key=lambda row: (-row[1], row[0]))
    if rows:
        lines += ["| findings | severity | rule | |", "|---:|---|---|---|"]
        for name, count in rows:
            rule = known.get(name) or REMARKS[name]
            lines.append(f"| {count:,} | {rule.severity} | `{clean(name)}` | {_plain(rule.title)} |")
        lines.append("")
    for message in (*totals.exceeded, *totals.errors):
        lines += [f"- **{_plain(message)}**", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """``text`` that Markdown takes for text."""
    return _MARKUP.sub(lambda match: f"\\{match.group()}", clean(text))
