"""What the rules of a draft match in some data, before anyone switches them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.engine.unit import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.model import Finding, Rule, Severity


class EvenSample:
    """Some of a stream's findings, spread evenly over it, the same on every run.

    Args:
        size: How many are wanted, at least 0.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.count = 0
        self._stride = 1
        self._kept: list[Finding] = []

    def add(self, finding: Finding) -> None:
        """Take the next finding."""
        if self.size and self.count % self._stride == 0:
            self._kept.append(finding)
            if len(self._kept) >= 4 * self.size:
                # Every second one stays: at any time those kept are the first of equally long stretches.
                del self._kept[1::2]
                self._stride *= 2
        self.count += 1

    def findings(self) -> list[Finding]:
        """At most ``size`` findings, in order: the first of them, and the others at equal distances."""
        total = len(self._kept)
        if total <= self.size:
            return list(self._kept)
        return [self._kept[index * total // self.size] for index in range(self.size)]


class Trial:
    """What one rule matched.

    Args:
        rule: The rule.
        show: Matches to keep.
    """

    def __init__(self, rule: Rule, show: int) -> None:
        self.rule = rule
        self.sample = EvenSample(show)
        self.by_severity: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
        self._records: set[tuple[str, int | None]] = set()

    @property
    def records(self) -> int:
        """Records with a match."""
        return len(self._records)

    def add(self, finding: Finding) -> None:
        """Take a finding of the rule."""
        self.sample.add(finding)
        self.by_severity[finding.severity] += 1
        self._records.add((finding.path, finding.record))


def trials(rules: Sequence[Rule], findings: Iterable[Finding], show: int) -> list[Trial]:
    """One trial for each rule, in order.

    Args:
        rules: The rules of the draft; findings of others are passed over.
        findings: What a run over the data found.
        show: Matches to keep of each rule.
    """
    by_rule = {rule.id: Trial(rule, show) for rule in rules}
    for finding in findings:
        if finding.rule in by_rule and finding.rule != UNREADABLE:
            by_rule[finding.rule].add(finding)
    return list(by_rule.values())
