"""`phrases`: text that one of a list of plain phrases matches, whatever its quotes, dashes and spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import re2
from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams

if TYPE_CHECKING:
    from newslint.model import Rule

MAX_SKIPPED_WORDS = 6
"""Words that a ``*`` in a phrase may stand for."""

_FOLDED = {
    "'": "['’‘ʼ`]",
    "’": "['’‘ʼ`]",
    '"': '["“”„«»]',
    "-": "[-‐‑–—]",
    "–": "[-‐‑–—]",
    "—": "[-‐‑–—]",
    "…": r"(?:…|\.\.\.)",
}
_ANY_WORDS = rf"(?:\S+\s+){{0,{MAX_SKIPPED_WORDS}}}?"


class PhrasesParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `phrases`."""

    phrases: Annotated[
        list[str],
        Meta(
            description="Phrases in plain text, matched as whole words: a space stands for any white space, `*` for up to six words, and "
            "quotes and dashes for any of their kind.",
            min_length=1,
        ),
    ]


class PhrasesCheck(MatchCheck[PhrasesParams]):
    """Reports every phrase found."""

    def __init__(self, rule: Rule, params: PhrasesParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher([phrases_pattern(params.phrases)], params, name="phrases")

    def validate(self) -> None:
        for index, phrase in enumerate(self.params.phrases):
            if not phrase.strip(" *"):
                raise ValueError(f"params.phrases[{index}]: the phrase has no words")
            if phrase != phrase.strip():
                raise ValueError(f"params.phrases[{index}]: the phrase has outer white space")
        super().validate()


def phrases_pattern(phrases: list[str]) -> str:
    """One RE2 pattern for any of ``phrases``; longer ones are tried first."""
    return "|".join(phrase_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def phrase_pattern(phrase: str) -> str:
    """RE2 pattern for one phrase, with word boundaries where it begins or ends with a word."""
    words = phrase.split()
    parts: list[str] = []
    for index, word in enumerate(words):
        last = index == len(words) - 1
        if word == "*":
            parts.append(_ANY_WORDS if not last else r"\S+")
        else:
            parts.append("".join(_FOLDED.get(char) or re2.escape(char) for char in word) + ("" if last else r"\s+"))
    before = r"\b" if _is_word(words[0][0]) else ""
    after = r"\b" if _is_word(words[-1][-1]) else ""
    return f"{before}{''.join(parts)}{after}"


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


KIND = Kind(
    "phrases",
    "record",
    PhrasesParams,
    PhrasesCheck,
    placeholders=frozenset({"count"}),
    summary="Text that one of a list of plain phrases matches.",
)
