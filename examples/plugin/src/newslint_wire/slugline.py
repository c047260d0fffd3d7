"""``wire:slugline``: a slug that is not written as the desk writes slugs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Edit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule

separator = "-"
"""Set by the configuration."""

_WORD = re.compile(r"[^\W_]+")


class SluglineParams(Params, frozen=True):
    """Params of ``wire:slugline``."""

    max_words: Annotated[int, Meta(ge=1, description="Words that a slug has at most.")] = 3


class SluglineCheck(Check[SluglineParams]):
    """Reports the whole slug, and proposes one as it should be."""

    def __init__(self, rule: Rule, params: SluglineParams) -> None:
        super().__init__(rule, params)
        self.good: set[str] = set()

    def quick(self, record: Record) -> bool:
        """Asked about every record: the slugs that were good once need no second look."""
        return any(value not in self.good for _, value in record.values(self.rule.fields))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        """The slugs that are not words in lower case, joined by the separator."""
        for label, value in record.values(fields):
            slug = separator.join(word.lower() for word in _WORD.findall(value)[: self.params.max_words])
            if slug == value:
                if len(self.good) < 10_000:
                    self.good.add(value)
                continue
            yield Hit(label, 0, len(value), values={"slug": slug}, edits=(Edit(0, len(value), slug),))


KIND = Kind(
    "wire:slugline",
    "record",
    SluglineParams,
    SluglineCheck,
    placeholders=frozenset({"slug"}),
    summary="A slug that is not written as the desk writes slugs.",
    computes_fix=True,
)
