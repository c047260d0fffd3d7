"""`stated_age`: an age against the year of birth in the same sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record


_REACH = 300
"""Characters before the word born in which an age may stand."""


class StatedAgeParams(Params, frozen=True):
    """Params of `stated_age`."""


class StatedAgeCheck(Check[StatedAgeParams]):
    """Reports ``Sato, 40, born in 1960`` in a story of 2024: an age between commas and a year of birth that do not go together.

    The age is that on the day of publication, so nothing is said without a date; sentences about the dead, or about the age somebody had
    when something happened, are left alone.
    """

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return dict.fromkeys(self.rule.fields, (r"\bborn\b|_born\b",))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        raw = record.article.published_at
        if not raw:
            return
        for label, value in record.values(fields):
            births = list(_births(value))
            # Blocks and sentences are worked out only where an age stands not far before the year.
            text = record.text(label) if births else None
            moment = None if text is None else parse_date(raw).value
            if text is None or moment is None:
                continue
            for born in births:
                index = text.block_at(born.start())
                if index is None:
                    continue
                block = text.blocks[index]
                for start, end in text.sentences(block.start, block.end):
                    if start <= born.start() < end and not _past().search(value, start, end):
                        yield from _contradictions(label, value, start, end, born, moment.year)


def _births(value: str) -> Iterator[re.Match[str]]:
    """Where a year of birth stands with an age before it."""
    at = value.find("born")
    while at >= 0:
        born = _born().match(value, at)
        if born is not None and not value[at - 1 : at].isalnum() and _ages().search(value, max(0, at - _REACH), at):
            yield born
        at = value.find("born", at + 1 if born is None else born.end())


def _contradictions(label: str, value: str, start: int, end: int, born: re.Match[str], year: int) -> Iterable[Hit]:
    ages = [match for match in _ages().finditer(value, start, end) if match.start() < born.start()]
    if len(ages) != 1 or len(_born().findall(value, start, end)) != 1:
        return  # two people, and no telling whose age it is
    age, birth = int(ages[0][1]), int(born[1])
    expected = year - birth
    if expected >= 0 and age not in {expected, expected - 1}:
        yield Hit(label, ages[0].start(1), ages[0].end(1), values={"birth": birth, "expected": f"{expected - 1} or {expected}"})


@cache
def _born() -> re.Pattern[str]:
    return re.compile(
        r"born\b(?: and raised)?(?: (?:on|in)\b)?[^.;()\d]{0,40}?(?:\d{1,2},? )?(?:[A-Z][a-z]+ (?:\d{1,2}, )?)?((?:19|20)\d\d)\b"
    )


@cache
def _ages() -> re.Pattern[str]:
    return re.compile(r"(?<=[^\W\d_], )(\d{1,2})(?=,)")


@cache
def _past() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:die[ds]?|dead|death|killed|late|was|when|aged?|turned|until|buried|deceased|would have|next|who were)\b"
    )


KIND = Kind(
    "stated_age",
    "record",
    StatedAgeParams,
    StatedAgeCheck,
    placeholders=frozenset({"birth", "expected"}),
    summary="An age that does not go with the year of birth in the same sentence.",
)
