"""Faults that a rule has beside others: its good examples trip them, or it is run on their records for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.api import Linter
from newslint.kinds.base import DatasetCheck
from newslint.kinds.registry import get_kind
from newslint.model import at_least
from newslint.model.severity import PROFILES
from newslint.rulefile.examples import is_long_form, read_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from newslint.kinds.base import Check
    from newslint.lab.lint_patterns import Path
    from newslint.model import Article, Rule
    from newslint.rulefile.examples import Example

_BROAD = 0.2
"""Share of the good examples of other rules that a rule may be run on."""
_BROAD_LEAST = 50
"""Such examples at least: of fewer no share can be told."""
_SHORT_BY_NATURE = frozenset({"length", "metric"})
"""Kinds that measure how much text there is: an example has as little as it needs."""


def trips(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, Path, str]]:
    """Good examples in which another rule of the pack, on the same rung of the profiles or below, finds a fault.

    What an example leaves out says nothing, so only findings that cover text count, and none of the kinds that measure how much text
    there is.  Where the trap of a good example is that another rule speaks of it, the example says so: ``also: [its id]``.
    """
    packs: dict[str, list[Rule]] = {}
    for rule in rules:
        packs.setdefault(rule.path, []).append(rule)
    for pack in packs.values():
        running = [rule for rule in pack if _takes_part(rule)]
        by_now: dict[datetime, list[tuple[Rule, int, Article]]] = {}
        for rule in pack:
            for index, example in _good(rule):
                by_now.setdefault(example.now, []).append((rule, index, example.articles()[0]))
        known = {rule.id: rule for rule in running}
        found: dict[tuple[str, int], dict[str, str]] = {}
        for now, shown in by_now.items() if running else ():
            for finding in Linter(rules=running, now=now, cache=False).check_articles(article for _, _, article in shown):
                rule, index, _ = shown[finding.record or 0]
                if finding.excerpt and _concerns(known[finding.rule], rule) and at_least(finding.severity, "warning"):
                    found.setdefault((rule.id, index), {}).setdefault(finding.rule, finding.message)
        for rule in pack:
            for index, _ in _good(rule):
                yield from _unexpected(rule, index, found.get((rule.id, index), {}))


def _unexpected(rule: Rule, index: int, found: dict[str, str]) -> Iterator[tuple[Rule, str, Path, str]]:
    """What differs between the rules that speak of a good example and those that it says do."""
    written = rule.examples["good"][index]
    also: list[str] = written.get("also", []) if is_long_form(written) else []
    place: Path = ("examples", "good", index)
    for other, message in found.items():
        if other not in also:
            yield rule, "lint.trips-another", place, f"the good example trips {other}: {message}"
    for other in also:
        if other not in found:
            yield rule, "lint.trips-another", place, f"`also` names {other}, which finds nothing in the good example"


def _takes_part(rule: Rule) -> bool:
    """Whether a rule is asked about the good examples of others."""
    return rule.profile is not None and rule.kind not in _SHORT_BY_NATURE and get_kind(rule.kind).scope == "record"


def _good(rule: Rule) -> Iterator[tuple[int, Example]]:
    """The good examples of one record each, with their index."""
    for index, written in enumerate(rule.examples.get("good", ())):
        example = read_example(written)
        if len(example.records) == 1 and get_kind(rule.kind).scope == "record":
            yield index, example


def _concerns(other: Rule, rule: Rule) -> bool:
    """Whether whoever runs ``rule`` runs ``other`` too, on the same records."""
    if other.id == rule.id or (other.languages and rule.languages and set(other.languages).isdisjoint(rule.languages)):
        return False
    top = len(PROFILES)
    return PROFILES.index(other.profile or "") <= (top if rule.profile is None else PROFILES.index(rule.profile))


def broad(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, Path, str]]:
    """Rules whose candidate test lets too much through, and rules that their own good examples do not put to the test."""
    from datetime import timezone

    from newslint.engine.plan import Plan
    from newslint.kinds.base import Context
    from newslint.rulefile.examples import DEFAULT_NOW

    plan = Plan(rules, get_kind, Context(DEFAULT_NOW.astimezone(timezone.utc)))
    scanned = {number for number, rule in enumerate(rules) if _is_scanned(plan.check(number))}
    near: set[int] = set()
    strangers = dict.fromkeys(scanned, 0)
    total = 0
    for own, rule in enumerate(rules):
        for _, example in _good(rule):
            total += 1
            # Only the patterns: what is asked about every record is cheap by its contract.
            for number in {
                number for number, fields in plan.candidates(plan.record(example.articles()[0])) if fields is not None
            }:
                if number == own:
                    near.add(number)
                elif number in strangers:
                    strangers[number] += 1
    for number in sorted(scanned):
        rule = rules[number]
        if number not in near and any(True for _ in _good(rule)):
            yield (
                rule,
                "lint.idle-examples",
                ("examples", "good"),
                "no good example has what the rule looks for: none is a trap that it avoids",
            )
        if total >= _BROAD_LEAST and strangers[number] / total > _BROAD:
            share = f"{strangers[number] / total:.0%}"
            yield rule, "lint.broad-candidate", ("params",), f"its patterns match in {share} of the good examples of other rules"


def _is_scanned(check: Check[Any]) -> bool:
    return not isinstance(check, DatasetCheck) and bool(check.patterns())
