"""`substitution`: phrases that have a better form, each with its suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams, span_of
from newslint.kinds.phrases import phrase_pattern, phrases_pattern
from newslint.model import Edit, Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from newslint.model import Rule
    from newslint.text.pattern import Match
    from newslint.text.text import Text


class SubstitutionParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `substitution`."""

    swap: Annotated[
        dict[str, str],
        Meta(description="Phrase (as in `phrases`) to the text that should stand in its place.", min_length=1),
    ]


class SubstitutionCheck(MatchCheck[SubstitutionParams]):
    """Reports every phrase of ``swap`` and offers its replacement, with the first letter's case kept."""

    def __init__(self, rule: Rule, params: SubstitutionParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher([phrases_pattern(list(params.swap))], params, name="swap")
        self._single: list[tuple[Pattern, str]] = []

    def validate(self) -> None:
        for phrase, replacement in self.params.swap.items():
            if phrase == replacement:
                raise ValueError(f"params.swap.{phrase}: the phrase is its own replacement")
        super().validate()

    def hit(self, label: str, text: Text, index: int, match: Match, offset: int) -> Hit:
        hit = super().hit(label, text, index, match, offset)
        first, last = span_of(match)
        found = match.value[first:last]
        replacement = self._replacement(found)
        if found[:1].isupper() and replacement[:1].islower():
            replacement = replacement[:1].upper() + replacement[1:]
        hit.values = {**hit.values, "suggestion": replacement}
        hit.edits = (Edit(offset + first, offset + last, replacement),)
        return hit

    def _replacement(self, found: str) -> str:
        if not self._single:
            ignore_case = self.params.ignore_case
            longest_first = sorted(self.params.swap.items(), key=lambda item: len(item[0]), reverse=True)
            self._single = [(Pattern(phrase_pattern(phrase), ignore_case=ignore_case), text) for phrase, text in longest_first]
        for pattern, text in self._single:
            match = next(pattern.finditer(found), None)
            if match is not None and match.end - match.start == len(found):
                return text
        raise AssertionError(f"{found!r} matched the phrases of {self.rule.id} together and none of them alone")


KIND = Kind(
    "substitution",
    "record",
    SubstitutionParams,
    SubstitutionCheck,
    placeholders=frozenset({"count", "suggestion"}),
    summary="Phrases that have a better form, each with its suggestion.",
    computes_fix=True,
)
