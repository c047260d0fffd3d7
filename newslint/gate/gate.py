"""The only place that decides which findings count.

The engine reports everything that the rules find.  The gate applies what a team has decided about paths and sources, keeps the
counts that the summary shows, and knows whether the run failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from newslint.model.severity import SEVERITIES, Severity, at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.gate.limits import Budget, Spent
    from newslint.model import Finding, Rule, Suppression

FailOn = Literal["error", "warning", "info", "never"]

ALWAYS_COUNT = frozenset({"record.unreadable"})
"""Findings of the engine itself, which no setting about rules can take away."""


class Override(msgspec.Struct, frozen=True):
    """What holds for some paths, or some sources.

    Attributes:
        applies: Whether a value is concerned: a path as findings show it, or a record's source.
        of: What ``applies`` is asked about.
        select: Ids of the only rules that count there, or None for those of the run.
        ignore: Ids of rules that do not count there.
        severity: Severities there in the place of the rules' own, by rule id.  A finding that its context made milder stays so.
    """

    applies: Callable[[str], bool]
    of: Literal["path", "source"] = "path"
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = {}


class Gate:
    """Judges findings one by one, in the order they come.

    Args:
        rules: The rules of the run.
        fail_on: Mildest severity that fails the run; ``never`` for none.
        overrides: What holds for some paths and sources; where several apply, each adds to those before it.
        only_selected: Ids of rules that run only because an override selects them: elsewhere they do not count.
        suppress: Each may say why a finding is accepted; the first that does counts, and such a finding does not.
        mandatory: Ids of rules whose findings are never accepted.
        budgets: Rules in them fail the run only when their budget is exceeded; see :meth:`conclude`.
        max_warnings: Warnings fail the run only when there are more than this; None for no such number.
        concerned: Whether a finding is about what is looked at, when that is not everything: a finding about anything else is not
            reported.

    Attributes:
        by_severity: Findings that count, by severity; every severity is there, gravest first.
        by_rule: Findings that count, by rule id.
        suppressed: Findings that were accepted.
        failing: Severities that fail the run.
        spared: Ids of rules whose findings fail the run only when they exceed a budget.
        fixable: Findings that count and that ``--fix`` can mend.
        fixable_unsafe: Findings that count and that only ``--fix --unsafe-fixes`` can mend.
        failed: Whether a finding that counts fails the run.
    """

    def __init__(
        self,
        rules: Sequence[Rule] = (),
        fail_on: FailOn = "warning",
        overrides: Sequence[Override] = (),
        only_selected: frozenset[str] = frozenset(),
        suppress: Sequence[Callable[[Finding], Suppression | None]] = (),
        mandatory: frozenset[str] = frozenset(),
        budgets: Sequence[Budget] = (),
        max_warnings: int | None = None,
        concerned: Callable[[Finding], bool] | None = None,
    ) -> None:
        self._severities = {rule.id: rule.severity for rule in rules} if overrides else {}
        self.failing = frozenset(s for s in SEVERITIES if fail_on != "never" and at_least(s, fail_on))
        if max_warnings is not None:
            self.failing -= {"warning"}
        self._max_warnings = max_warnings
        self._spent: Spent | None = None
        if budgets:
            from newslint.gate.limits import Spent  # few configurations have budgets

            self._spent = Spent(budgets)
        self.spared = frozenset() if self._spent is None else self._spent.rules
        self._over: dict[str, str] = {}
        self._too_many: str | None = None
        self._looked_at = concerned
        self._overrides = overrides
        self._only_selected = only_selected
        self._suppress = suppress
        self._never = mandatory | ALWAYS_COUNT
        self.suppressed = 0
        self._concerned: dict[tuple[str, str | None], tuple[Override, ...]] = {}
        self.by_severity: dict[Severity, int] = dict.fromkeys(reversed(SEVERITIES), 0)
        self.by_rule: dict[str, int] = {}
        self.fixable = self.fixable_unsafe = 0
        self.failed = False

    def admit(self, finding: Finding) -> Finding | None:
        """The finding as it is reported, or None when it is not reported.

        A finding that comes back with ``suppressed`` set is shown by the formats that carry the justification, and does not
        count.
        """
        admitted = self._override(finding) if self._overrides else finding
        if admitted is not None and self._suppress and admitted.suppressed is None and admitted.rule not in self._never:
            admitted = self._accept(admitted)
        if admitted is not None and self._looked_at is not None and admitted.rule not in ALWAYS_COUNT:
            admitted = admitted if self._looked_at(admitted) else None
        if admitted is not None and admitted.suppressed is not None:
            self.suppressed += 1
        elif admitted is not None:
            severity = admitted.severity
            self.by_severity[severity] += 1
            self.by_rule[admitted.rule] = self.by_rule.get(admitted.rule, 0) + 1
            # What has no place in its file cannot be mended there: a value that was joined, or one of a binary format.
            if admitted.fix is not None and admitted.line is not None:
                if admitted.fix.safe:
                    self.fixable += 1
                else:
                    self.fixable_unsafe += 1
            if self._spent is not None and admitted.rule in self.spared:
                self._spent.note(admitted)
            elif severity in self.failing:
                self.failed = True
        return admitted

    def conclude(self, records: int) -> list[str]:
        """What fails the run besides single findings, in words; to be called after the last finding.

        Args:
            records: Records of the run.
        """
        messages: list[str] = []
        for budget, message in [] if self._spent is None else self._spent.exceeded(records):
            messages.append(message)
            self._over.update(dict.fromkeys(budget.rules, message))
        warnings = self.by_severity["warning"]
        if self._max_warnings is not None and warnings > self._max_warnings:
            self._too_many = f"too many warnings: {warnings:,}; {self._max_warnings:,} allowed"
            messages.append(self._too_many)
        if messages:
            self.failed = True
        return messages

    def fails(self, finding: Finding) -> tuple[bool, str | None]:
        """Whether a finding that counts fails the run, and what :meth:`conclude`, which has to be called before, said about it."""
        message = self._over.get(finding.rule)
        if message is None and finding.severity == "warning":
            message = self._too_many
        return message is not None or (finding.severity in self.failing and finding.rule not in self.spared), message

    def _accept(self, finding: Finding) -> Finding:
        for suppress in self._suppress:
            suppression = suppress(finding)
            if suppression is not None:
                return msgspec.structs.replace(finding, suppressed=suppression)
        return finding

    def _override(self, finding: Finding) -> Finding | None:
        if finding.rule in ALWAYS_COUNT:
            return finding
        counts = finding.rule not in self._only_selected
        severity = own = self._severities.get(finding.rule, finding.severity)
        for override in self._applying(finding):
            if override.select is not None:
                counts = finding.rule in override.select
            if finding.rule in override.ignore:
                counts = False
            severity = override.severity.get(finding.rule, severity)
        if not counts:
            return None
        if severity == own or finding.severity != own:
            return finding
        return msgspec.structs.replace(finding, severity=severity)

    def _applying(self, finding: Finding) -> tuple[Override, ...]:
        key = (finding.path, finding.source)
        found = self._concerned.get(key)
        if found is None:
            found = tuple(
                override
                for override in self._overrides
                if (value := finding.path if override.of == "path" else finding.source) is not None and override.applies(value)
            )
            self._concerned[key] = found
        return found
