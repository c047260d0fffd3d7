"""How much of rules their examples show: patterns and phrases, exceptions, fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newslint.kinds.matching import MatchParams, as_list
from newslint.kinds.registry import get_kind
from newslint.lab.lint_patterns import short, sources_of, unreached
from newslint.rulefile.examples import read_example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule


class Coverage(msgspec.Struct, frozen=True):
    """What the examples of a rule show of it.

    Attributes:
        rule: The rule's id.
        patterns: Patterns and phrases that it looks for.
        missed: Those that are in no bad example.
        exceptions: Patterns of what it leaves alone.
        idle: Those that are in no example.
        fix: Whether a bad example says what its fix makes of the record; None where it has no fix.
    """

    rule: str
    patterns: int
    missed: tuple[str, ...]
    exceptions: int
    idle: tuple[str, ...]
    fix: bool | None

    @property
    def whole(self) -> bool:
        """Whether the examples show all of it."""
        return not self.missed and not self.idle and self.fix is not False


def coverage(rule: Rule) -> Coverage:
    """What the examples of ``rule`` show of it."""
    fix = None
    if rule.fix is not None:
        fix = any(read_example(written).fixed is not None for written in rule.examples.get("bad", ()))
    params = msgspec.convert(rule.params, get_kind(rule.kind).params)
    if not isinstance(params, MatchParams):
        return Coverage(rule.id, 0, (), 0, (), fix)
    missed, idle = unreached(rule, params)
    return Coverage(rule.id, len(sources_of(params)[1]), tuple(missed), len(as_list(params.except_)), tuple(idle), fix)


def in_words(found: Sequence[Coverage]) -> list[str]:
    """Lines that say what is not shown, rule by rule, and a last one with the totals."""
    lines = [line for one in found for line in _lacks(one)]
    patterns, exceptions = sum(one.patterns for one in found), sum(one.exceptions for one in found)
    fixes = [one.fix for one in found if one.fix is not None]
    lines.append(
        f"coverage: {patterns - sum(len(one.missed) for one in found):,} of {patterns:,} patterns and phrases are in a bad example,"
        f" {exceptions - sum(len(one.idle) for one in found):,} of {exceptions:,} exceptions in an example,"
        f" {sum(fixes):,} of {len(fixes):,} fixes are shown"
    )
    return lines


def _lacks(one: Coverage) -> list[str]:
    lines = [f"{one.rule}: no bad example has {short(source)}" for source in one.missed]
    lines += [f"{one.rule}: no example has what is left alone: {short(source)}" for source in one.idle]
    if one.fix is False:
        lines.append(f"{one.rule}: no bad example says what the fix makes of it (fixed)")
    return lines
