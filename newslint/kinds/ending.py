"""`ending`: a text whose last paragraph does not end as a sentence does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, field

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.matching import Strings, as_list
from newslint.model import Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.text import Text

_INFLECTION = re.compile(r"(?:'?s|es|d|ed|n|en|r|er|ers|e|ing|ly|y|t|st|al|a|o|os|as|i)\Z")
"""What a whole word may grow by; a word that grows by more was cut."""


class EndingParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `ending`."""

    min_words: Annotated[int, Meta(description="Words the last block needs: shorter ones are credits and headings.", ge=1)] = 12
    block_kinds: Annotated[
        list[str], Meta(description="Only when the last block is of one of these kinds; `paragraph` if not said.")
    ] = field(default_factory=lambda: ["paragraph"])
    fragment: Annotated[
        bool,
        Meta(
            description="Only when the last word was cut: it stands nowhere else in the text, and another word of the text begins with it."
        ),
    ] = False
    except_: Annotated[
        Strings, Meta(description="Regular expressions: nothing is reported when one of these matches the last block.")
    ] = field(default_factory=list, name="except")


class EndingCheck(ColumnCheck[EndingParams]):
    """Reports the last word of a text that ends with a small letter, without any mark after it.

    Scripts without case are left alone: whether their last character ends a sentence cannot be told from it.
    """

    def __init__(self, rule: Rule, params: EndingParams) -> None:
        super().__init__(rule, params)
        self._exceptions = [Pattern(source) for source in as_list(params.except_)]

    def validate(self) -> None:
        for index, pattern in enumerate(self._exceptions):
            try:
                pattern.check()
            except ValueError as error:
                raise ValueError(f"params.except[{index}]: {error}") from None

    def suspects(self, columns: Columns) -> Iterable[int]:
        return {index for field in self.rule.fields for index in columns.fact(_unended, field)}

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            if not value.rstrip()[-1:].islower():
                continue
            text = record.text(label)
            if text is not None:
                yield from self._find(label, text)

    def _find(self, label: str, text: Text) -> Iterable[Hit]:
        last = text.blocks[-1]
        block = text.value[last.start : last.end]
        if last.kind not in self.params.block_kinds or len(block.split()) < self.params.min_words:
            return
        if any(pattern.search(block) for pattern in self._exceptions):
            return
        start = last.end
        while start > last.start and (text.value[start - 1].isalnum() or text.value[start - 1] in "'’-"):
            start -= 1
        word = text.value[start : last.end]
        if not self.params.fragment or _is_fragment(word, text.value[:start].casefold()):
            yield Hit(label, start, last.end, values={"word": word})


def _unended(columns: Columns, field: str) -> list[int]:
    """Indexes of the records whose ``field`` may end with a small letter."""
    return [
        index
        for index, value in columns.filled(field)
        if not isinstance(value, str) or value[-1].islower() or value[-1].isspace()
    ]


def _is_fragment(word: str, rest: str) -> bool:
    if len(word) < 4 or not word.islower():  # a name may stand in the text once
        return False
    found = re.findall(rf"(?<!\w){re.escape(word)}\w*", rest)
    return bool(found) and word not in found and not any(_INFLECTION.fullmatch(longer[len(word) :]) for longer in found)


KIND = Kind(
    "ending",
    "record",
    EndingParams,
    EndingCheck,
    placeholders=frozenset({"word"}),
    summary="A text whose last paragraph does not end as a sentence does.",
)
