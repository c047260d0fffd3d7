"""`item_count`: a title that promises a number of items against the items of the body."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule
    from newslint.text.text import Text

NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()  # noqa: SIM905


class ItemCountParams(Params, frozen=True):
    """Params of `item_count`."""

    match: Annotated[
        str, Meta(description="RE2 pattern of the promise, with a group `(?P<count>…)` round the number, in figures or words.")
    ]
    items: Annotated[str, Meta(description="Field that holds the items.")] = "body"
    min_items: Annotated[
        int, Meta(description="Items there have to be, so that the body is known to mark its items at all.", ge=1)
    ] = 2


class ItemCountCheck(Check[ItemCountParams]):
    """Reports a title of seven ways above a body of three.

    Items are counted as the body marks them: by numbers at the beginning of blocks, as list items, or as headings, whichever there are
    most of.  A body that marks no items is not judged.
    """

    def __init__(self, rule: Rule, params: ItemCountParams) -> None:
        super().__init__(rule, params)
        self._pattern = Pattern(params.match, ignore_case=True)

    def validate(self) -> None:
        try:
            self._pattern.check()
        except ValueError as error:
            raise ValueError(f"params.match: {error}") from None
        if "(?P<count>" not in self.params.match:
            raise ValueError("params.match: no group (?P<count>…)")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        sources = self._pattern.candidates()
        return None if sources is None else dict.fromkeys(self.rule.fields, sources)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        text = record.text(self.params.items)
        if text is None:
            return
        for label, value in record.values(fields):
            match = next(self._pattern.finditer(value), None)
            promised = None if match is None else number_of(match.group("count") or "")
            if match is None or promised is None:
                continue
            found = count_items(text)
            if self.params.min_items <= found < promised:
                yield Hit(label, match.start, match.end, values={"promised": promised, "found": found})


def number_of(word: str) -> int | None:
    """The number that a figure or an English word up to sixteen says, or None."""
    folded = word.casefold()
    return int(word) if word.isdecimal() else NUMBERS.index(folded) + 2 if folded in NUMBERS else None


def count_items(text: Text) -> int:
    """Items of a text by whichever marks there are most of; a number that stands there twice counts once."""
    numbers = {match[1] for block in text.blocks if (match := _numbered().match(text.value, block.start, block.end))}
    kinds = [block.kind for block in text.blocks]
    return max(len(numbers), kinds.count("list_item"), kinds.count("heading"))


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        r"(?:[*_\s]|#+ |No\.? ?|Number )*(?:#(?=[0-9]+ )|#?(?=[0-9]+(?:[.):*_]|\s+[–—-]|$)))([0-9]{1,2})(?![0-9])", re.IGNORECASE
    )


KIND = Kind(
    "item_count",
    "record",
    ItemCountParams,
    ItemCountCheck,
    placeholders=frozenset({"promised", "found"}),
    summary="A title that promises more items than the body has.",
)
