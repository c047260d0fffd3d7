"""``full``: for a person who reads: the line with the span underlined, why it matters, how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.text import TextReporter, about, clean, counted, place, underlined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Related, Rule
    from newslint.reporters.base import Totals
    from newslint.reporters.remarks import Remark

_LABEL = 8
"""Columns before the text of ``  why:  …``."""
_WIDTH = 100
"""Columns that prose is wrapped to where there is no terminal."""


class FullReporter(TextReporter):
    """Several lines per finding; a rule says why once, at its first finding."""

    def begin(self, rules: Sequence[Rule]) -> None:
        """Remember what the rules say of themselves."""
        self._rules = {rule.id: rule for rule in rules}
        self._shown: dict[str, int] = {}

    def finding(self, finding: Finding) -> None:
        """Write the finding, unless its rule has had its share of the screen."""
        if finding.suppressed is not None:
            return
        shown = self._shown[finding.rule] = self._shown.get(finding.rule, 0) + 1
        if shown > self.options.limit and finding.rule not in self.options.unlimited:
            return
        rule = self._rules.get(finding.rule) or _remark(finding.rule)
        severity = self.style(f"{finding.severity}:", finding.severity)
        what = about(finding)
        head = f"{place(finding)}: {severity} {self.style(finding.rule, 'bold')}"
        lines = [f"{head} [{what}]" if what else head, f"  {clean(finding.message)}"]
        lines += self._snippet(finding)
        if rule is not None and shown == 1:
            lines += self._prose("why", rule.why)
        if rule is not None and rule.help:
            lines += self._prose("help", rule.help)
        if finding.fix is not None:
            lines += self._prose("fix", "safe to apply" if finding.fix.safe else "proposed, to be looked at")
        lines += self._related(finding.related)
        self.write("\n".join(lines) + "\n\n")

    def end(self, totals: Totals) -> None:
        """Write what was left out, and the summary line."""
        hidden = {
            rule: shown - self.options.limit
            for rule, shown in self._shown.items()
            if shown > self.options.limit and rule not in self.options.unlimited
        }
        for rule, count in hidden.items():
            self.write(f"{self.style(rule, 'bold')}: and {count:,} more, `--format full --select {rule}` to list\n")
        if hidden:
            self.write("\n")
        self.summarise(totals)

    def _snippet(self, finding: Finding) -> list[str]:
        snippet = finding.snippet
        if snippet is None:
            return []
        gutter = "" if finding.line is None else str(finding.line)
        room = None if self.options.width is None else self.options.width - len(gutter) - 5
        text, before, span = underlined(snippet.text, snippet.start, snippet.end, room)
        bar = self.style("|", "dim")
        blank = " " * len(gutter)
        return [
            f"  {self.style(gutter, 'dim')} {bar} {text}",
            f"  {blank} {bar} {' ' * before}{self.style('^' * span, finding.severity)}",
        ]

    def _prose(self, label: str, text: str) -> list[str]:
        # textwrap is imported where there is something to wrap: a clean run goes without it.
        from textwrap import wrap

        width = max(40, min(_WIDTH, self.options.width or _WIDTH))
        lines = wrap(clean(" ".join(text.split())), width - _LABEL, break_long_words=False, break_on_hyphens=False)
        first = self.style(f"{label + ':':<{_LABEL - 2}}", "dim")
        return [f"  {first if index == 0 else ' ' * (_LABEL - 2)}{line}" for index, line in enumerate(lines)]

    def _related(self, related: Sequence[Related]) -> list[str]:
        if not related:
            return []
        names = [
            f"{clean(other.path)}{f':{other.line}' if other.line is not None else f'[{other.record}]'}"
            + (f" ({clean(other.record_id)})" if other.record_id else "")
            for other in related[:3]
        ]
        if len(related) > 3:
            names.append(counted(len(related) - 3, "other"))
        return self._prose("see", ", ".join(names))


def _remark(name: str) -> Remark | None:
    from newslint.reporters.remarks import REMARKS  # few runs make one

    return REMARKS.get(name)


REPORTER = FullReporter
