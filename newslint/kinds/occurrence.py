"""`occurrence`: something that stands in a unit too often, or not often enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams, Strings, as_list, span_of
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule


class OccurrenceParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `occurrence`: at least one of ``min`` and ``max``."""

    match: Annotated[Strings, Meta(description="Regular expression, or a list of them, whose matches are counted together.")]
    min: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Fewest matches a field may hold.")] = None
    max: Annotated[Annotated[int, Meta(ge=0)] | None, Meta(description="Most matches a field may hold.")] = None
    per_words: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Count `min` and `max` per so many words of the field, in the place of the whole field."),
    ] = None


class OccurrenceCheck(MatchCheck[OccurrenceParams]):
    """Reports a field once: at the first match beyond ``max``, or without a span when there are fewer than ``min``."""

    def __init__(self, rule: Rule, params: OccurrenceParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher(as_list(params.match), params)

    def validate(self) -> None:
        if self.params.min is None and self.params.max is None:
            raise ValueError("params: say `min`, `max` or both")
        super().validate()

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return None if self.params.min is not None else super().patterns()

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        params = self.params
        hits: list[Hit] = []
        for label, value in record.values(fields):
            text = record.text(label)
            if text is None or (params.formats and text.grammar not in params.formats):
                continue
            found = self.matcher.find(text)
            share = max(1.0, len(value.split()) / params.per_words) if params.per_words else 1.0
            if params.max is not None and len(found) > params.max * share:
                _, match, offset = found[min(int(params.max * share), len(found) - 1)]
                first, last = span_of(match)
                hits.append(Hit(label, offset + first, offset + last, values={"count": len(found), "limit": params.max}))
            elif params.min is not None and len(found) < params.min * share:
                hits.append(Hit(label, values={"count": len(found), "limit": params.min}))
        return hits


KIND = Kind(
    "occurrence",
    "record",
    OccurrenceParams,
    OccurrenceCheck,
    placeholders=frozenset({"count", "limit"}),
    summary="Something that stands in a field too often, or not often enough.",
)
