"""`quotation_variants`: one remark quoted in two ways."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.fold import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record

_MOST = 200
"""Quotations compared with each other: a text with more is a transcript."""


class QuotationVariantsParams(Params, frozen=True):
    """Params of `quotation_variants`."""

    min_words: Annotated[int, Meta(description="Words that a quotation needs; short ones are alike by chance.", ge=2)] = 4
    min_shared: Annotated[
        float,
        Meta(
            description="Share of the words of the longer one that both have in the same order, from which they are the same remark.",
            gt=0,
            lt=1,
        ),
    ] = 0.7


class QuotationVariantsCheck(Check[QuotationVariantsParams]):
    """Reports the later of two quotations that share most words and differ in others: “no plans to attack”, “no plans to offend”.

    Only quotations in double marks are compared; single ones are apostrophes as often.  Where one only leaves words out nothing is
    reported: part of a remark is quoted again.
    """

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return {key: [r'[“„«"]'] for key in self.rule.fields}

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            if not self._likely(value):
                continue
            text = record.text(label)
            spoken = [] if text is None else [(start, end, tokens(value[start:end])) for start, end in text.quotations]
            for index, (start, end, words) in enumerate(spoken):
                earlier = next((other for other in spoken[:index] if self._varies(words, other[2])), None)
                if earlier is not None:
                    yield Hit(label, start, end, values={"other": value[earlier[0] : earlier[1]]})

    def _likely(self, value: str) -> bool:
        """Whether two stretches between double marks are alike at first sight; in most texts none are."""
        seen: list[frozenset[str]] = []
        for stretch in _stretches().findall(value):
            words = frozenset(_words().findall(stretch.lower()))
            if len(words) < self.params.min_words - 1:  # a word may stand there twice
                continue
            if any(
                words != other and len(words & other) >= self.params.min_shared * max(len(words), len(other)) for other in seen
            ):
                return True
            seen.append(words)
            if len(seen) > _MOST:
                return False
        return False

    def _varies(self, words: list[str], other: list[str]) -> bool:
        if min(len(words), len(other)) < self.params.min_words:
            return False
        from difflib import SequenceMatcher  # few pairs get here

        matcher = SequenceMatcher(None, words, other, autojunk=False)
        shared = sum(block.size for block in matcher.get_matching_blocks())
        # What only one of them leaves out is a shorter stretch of the same words.
        return max(len(words), len(other)) * self.params.min_shared <= shared < min(len(words), len(other))


@cache
def _stretches() -> re.Pattern[str]:
    return re.compile(r'[“„«"]([^“”„«»"\n]{10,400})(?=[”“»"])')


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"\w+")


KIND = Kind(
    "quotation_variants",
    "record",
    QuotationVariantsParams,
    QuotationVariantsCheck,
    placeholders=frozenset({"other"}),
    summary="One remark quoted in two ways.",
)
