"""The table of ``--statistics``: how often each rule fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.remarks import REMARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule
    from newslint.reporters.base import Totals


def statistics(totals: Totals, rules: Sequence[Rule]) -> str:
    """One line per rule that fired, the most frequent first; empty when none did."""
    known = {rule.id: rule for rule in rules}
    rows = sorted(totals.by_rule.items(), key=lambda row: (-row[1], row[0]))
    if not rows:
        return ""
    digits = max(len(f"{count:,}") for _, count in rows)
    names = max(len(name) for name, _ in rows)
    lines: list[str] = []
    for name, count in rows:
        rule = known.get(name) or REMARKS[name]
        severity, title = rule.severity, rule.title
        lines.append(f"{count:>{digits},}  {severity:<7}  {name:<{names}}  {title}")
    return "\n".join(lines) + "\n"
