"""`name_variants`: one person's name in two spellings."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import count
from math import ceil
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import Hit
from newslint.text.words import capitalised, often_capitalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule


class NameVariantsParams(Params, frozen=True):
    """Params of `name_variants`."""

    max_share: Annotated[
        float,
        Meta(description="Share of the mentions that the rarer spelling may have; above it both may be right.", gt=0, le=0.5),
    ] = 0.2
    min_length: Annotated[
        int, Meta(description="Letters a family name needs: short ones are close to each other by chance.", ge=3)
    ] = 5


class NameVariantsCheck(ColumnCheck[NameVariantsParams]):
    """Reports the rarer of two family names that differ by one or two letters and stand behind the same first name or title.

    Nothing is reported where the difference is an ending (``Ruiz``, ``Ruiz's``; ``Novak``, ``Nováková``), or where both spellings
    stand behind different first names as well: relatives.
    """

    def __init__(self, rule: Rule, params: NameVariantsParams) -> None:
        super().__init__(rule, params)
        # Mentions of the common spelling beside which a single one of another is rare.
        least = max(2, ceil(1 / params.max_share) - 2)
        self._often = next(number for number in count(least) if self._is_rare(1, number))

    def suspects(self, columns: Columns) -> Iterable[int]:
        every = [item for field in self.rule.fields for item in columns.texts(field)]
        long = {index for index, text in every if len(text) > _SHORT}
        texts = [item for item in every if item[0] in long]
        places = often_capitalised([text for _, text in texts], self.params.min_length, self._often)
        return {texts[place][0] for place in places if self._may_vary(texts[place][1])}

    def _may_vary(self, value: str) -> bool:
        """Whether a word in capitals stands often enough to be the common spelling of another: to look for full names takes four times
        as long.
        """
        counts = capitalised(value, self.params.min_length)
        return any(
            number >= self._often and any(_is_spelling(other, name) for other in _near(name, counts))
            for name, number in counts.items()
        )

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            yield from self._find(label, value)

    def _find(self, label: str, value: str) -> Iterable[Hit]:
        after: dict[str, Counter[str]] = {}
        places: dict[tuple[str, str], int] = {}
        for match in _pairs().finditer(value):
            first, last = match[1], match[2]
            if len(last) >= self.params.min_length:
                after.setdefault(first, Counter())[last] += 1
                places.setdefault((first, last), match.start(2))
        for first, lasts in after.items():
            if len(lasts) < 2:
                continue
            mentions: dict[str, int] = {}
            for rare in lasts:
                common = next((other for other in lasts if self._is_variant(rare, other, value, mentions)), None)
                if common is not None and not _of_others(first, rare, common, after):
                    start = places[first, rare]
                    values = {"common": common, "count": mentions[rare], "of": mentions[common]}
                    yield Hit(label, start, start + len(rare), values=values)

    def _is_variant(self, rare: str, common: str, value: str, mentions: dict[str, int]) -> bool:
        if not _is_spelling(rare, common):
            return False
        for name in (rare, common):
            if name not in mentions:
                mentions[name] = _mentions(value, name)
        return self._is_rare(mentions[rare], mentions[common])

    def _is_rare(self, rare: int, common: int) -> bool:
        return rare < common and rare <= self.params.max_share * (rare + common)


_SHORT = 200
"""Characters up to which a text is too short to have a prevailing spelling."""


def _is_spelling(left: str, right: str) -> bool:
    """Whether one of two words may be a misspelling of the other."""
    limit = 2 if min(len(left), len(right)) >= _LONG else 1
    return abs(len(left) - len(right)) <= limit and not _inflected(left, right) and 0 < distance(left, right, 2) <= limit


_LONG = 8
"""Letters from which a name may differ in two."""


def _near(name: str, others: Iterable[str]) -> Iterable[str]:
    """Those of ``others`` that :func:`_is_spelling` could be true of.

    Of three parts two edits leave one as it is, of two parts one edit; and an edit brings one letter in and takes one out.
    """
    parts = 3 if len(name) >= _LONG else 2
    size = len(name) // parts
    first, middle, last = name[:size], name[size:-size], name[len(name) - size if parts == 3 else size :]
    letters = set(name)
    for other in others:
        if (
            abs(len(other) - len(name)) < parts
            and (other.startswith(first) or other.endswith(last) or (parts == 3 and middle in other))
            and len(letters.symmetric_difference(other)) <= 2 * (parts - 1)
        ):
            yield other


def _of_others(first: str, rare: str, common: str, after: dict[str, Counter[str]]) -> bool:
    return any(rare in lasts or common in lasts for name, lasts in after.items() if name != first and name not in _TITLES)


_TITLES = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Prof",
        "Professor",
        "President",
        "Minister",
        "Chancellor",
        "Senator",
        "Governor",
        "Mayor",
        "Sir",
        "Lord",
        "Lady",
        "Herr",
        "Frau",
        "Judge",
    ]
)


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile(
        r"\b([A-ZÀ-ÖØ-Þ][^\W\d_]+|(?:Mrs?|Ms|Dr|Prof|Sen|Gov|Rep|Gen)\.) ([A-ZÀ-ÖØ-Þ][^\W\d_]*[a-zß-öø-ÿ])(?![\w’'-])"
    )


def _mentions(value: str, name: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", value))


def _inflected(left: str, right: str) -> bool:
    shorter, longer = sorted((left, right), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in {
        "s",
        "es",
        "n",
        "en",
        "e",
        "a",
        "i",
        "in",
        "ova",
        "er",
        "ers",
        "an",
        "ian",
        "d",
        "ed",
        "ing",
        "ly",
        "y",
        "al",
    }


def distance(left: str, right: str, limit: int) -> int:
    """Levenshtein distance of two words, or ``limit + 1`` where it is greater."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    # What two words begin and end with alike costs no edit, and the rest of close ones is a letter or two.
    shorter = min(len(left), len(right))
    start = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    left, right = left[start : len(left) - end], right[start : len(right) - end]
    if not left or not right:
        return min(max(len(left), len(right)), limit + 1)
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (one != other))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


KIND = Kind(
    "name_variants",
    "record",
    NameVariantsParams,
    NameVariantsCheck,
    placeholders=frozenset({"common", "count", "of"}),
    summary="One person's name in two spellings.",
)
