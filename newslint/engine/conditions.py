"""Whether a rule applies to a record: its languages and its ``when``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.kinds.base import Record
    from newslint.model import Condition, Rule

_LANGUAGES = 64
"""Spellings of declared languages that are remembered."""


class Conditions:
    """The conditions of one rule.  They are asked only about records in which the rule found something."""

    __slots__ = ("_covered", "_languages", "_patterns", "_when")

    def __init__(self, rule: Rule) -> None:
        self._languages = tuple(language.casefold() for language in rule.languages)
        self._covered: dict[str, bool] = {}
        self._when = [(condition, _folded(condition.is_), _folded(condition.is_not)) for condition in rule.when]
        self._patterns = {condition.matches: Pattern(condition.matches) for condition in rule.when if condition.matches}

    @classmethod
    def of(cls, rule: Rule) -> Conditions | None:
        """The rule's conditions, or None when it has none."""
        return cls(rule) if rule.languages or rule.when else None

    def hold(self, record: Record) -> bool:
        """Whether the rule applies.  A record that states no language is held to be in every rule's: see :meth:`told`."""
        declared = record.article.language
        if self._languages and declared and not self._covers(declared):
            return False
        return not self._when or all(self._holds(condition, record, wanted, barred) for condition, wanted, barred in self._when)

    def told(self, record: Record) -> bool:
        """Whether the words of a record that states no language do not tell another than the rule's.

        It takes ten times as long as most rules do, so it is asked about records in which the rule found something.
        """
        if not self._languages or record.article.language:
            return True
        told = record.told_language
        if not told:
            return True
        from newslint.text.languages import alike, primary  # loaded with the detector

        return any(alike(primary(language), told) for language in self._languages)

    def _covers(self, declared: str) -> bool:
        covered = self._covered.get(declared)
        if covered is None:
            covered = any(_covers(language, declared) for language in self._languages)
            if len(self._covered) < _LANGUAGES:
                self._covered[declared] = covered
        return covered

    def _holds(self, condition: Condition, record: Record, wanted: frozenset[str] | None, barred: frozenset[str] | None) -> bool:
        values = [value for _, value in record.values((condition.field,)) if value.strip()]
        if condition.present is not None and condition.present != bool(values):
            return False
        if wanted is not None or barred is not None:
            folded = {value.strip().casefold() for value in values}
            if (wanted is not None and folded.isdisjoint(wanted)) or (barred is not None and not folded.isdisjoint(barred)):
                return False
        if condition.matches is not None and not any(self._patterns[condition.matches].search(value) for value in values):
            return False
        if condition.min_words is None and condition.max_words is None:
            return True
        words = sum(len(value.split()) for value in values)
        return (condition.min_words is None or words >= condition.min_words) and (
            condition.max_words is None or words <= condition.max_words
        )


def _folded(values: Iterable[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(value.casefold() for value in values)


def _covers(language: str, declared: str) -> bool:
    """Whether a declared BCP 47 tag is ``language`` or one of its variants: ``en`` covers ``en-GB`` and ``en_GB``."""
    tag = declared.strip().casefold().replace("_", "-")
    return tag == language or tag.startswith(f"{language}-")
