"""`lone_quotation`: a paragraph that is nothing but a quotation, with nobody beside it who could have said it."""

from __future__ import annotations

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

_SPEAKER = (
    r"\b(?:said|says|saying|told|tells|telling|added|adds|asked|asks|wrote|writes|tweeted|posted|replied|explained|argued|warned|insisted|"
    r"recalled|noted|according to|statement|quoted|spoke|speaking|described|called|announced|interview|testified|blunt|clear)\b|:\s*\z|\?\s*\z"
)


class LoneQuotationParams(Params, frozen=True):
    """Params of `lone_quotation`."""

    min_words: Annotated[int, Meta(description="Words that the quotation needs: shorter ones are titles and emphasis.", ge=1)] = 4
    speaker: Annotated[
        str, Meta(description="RE2 pattern of what tells, in a paragraph beside it, who speaks.", min_length=1)
    ] = _SPEAKER


class LoneQuotationCheck(Check[LoneQuotationParams]):
    """Reports a block that is one quotation between two blocks without a quotation or a word of saying.

    Blocks that are quotations in the markup are left alone: they are pull quotes or letters.
    """

    def __init__(self, rule: Rule, params: LoneQuotationParams) -> None:
        super().__init__(rule, params)
        self._speaker = Pattern(params.speaker)

    def validate(self) -> None:
        try:
            self._speaker.check()
        except ValueError as error:
            raise ValueError(f"params.speaker: {error}") from None

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return {key: [r'(?m)^\s*[“„«"]'] for key in self.rule.fields}

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, _ in record.values(fields):
            text = record.text(label)
            if text is not None:
                yield from self._find(label, text)

    def _find(self, label: str, text: Text) -> Iterable[Hit]:
        blocks = text.blocks
        whole = set(text.quotations)
        for index, block in enumerate(blocks[1:-1], start=1):
            if block.kind != "paragraph" or (block.start, block.end) not in whole:
                continue
            beside = [text.value[one.start : one.end] for one in (blocks[index - 1], blocks[index + 1])]
            if any(self._speaker.search(one) or any(mark in one for mark in '“”„«»"') for one in beside):
                continue
            if len(text.value[block.start : block.end].split()) >= self.params.min_words:
                yield Hit(label, block.start, block.end)


KIND = Kind(
    "lone_quotation",
    "record",
    LoneQuotationParams,
    LoneQuotationCheck,
    summary="A paragraph that is nothing but a quotation, with no speaker beside it.",
)
