"""`range`: a number that is too small or too large."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params, lookup
from newslint.kinds.fields import trimmed
from newslint.model import Article, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule


class RangeParams(Params, frozen=True):
    """Params of `range`: at least one bound."""

    min: Annotated[float | None, Meta(description="Smallest number.")] = None
    max: Annotated[float | None, Meta(description="Greatest number.")] = None
    above: Annotated[float | None, Meta(description="A number that every value is greater than, in the place of `min`.")] = None
    below: Annotated[float | None, Meta(description="A number that every value is smaller than, in the place of `max`.")] = None


class RangeCheck(Check[RangeParams]):
    """Reports the value, where it is text its span too; what is no number (NaN neither) is the business of `type`."""

    def __init__(self, rule: Rule, params: RangeParams) -> None:
        super().__init__(rule, params)
        self.limits = " and ".join(
            f"{word} {bound:g}"
            for word, bound in (
                ("at least", params.min),
                ("more than", params.above),
                ("at most", params.max),
                ("less than", params.below),
            )
            if bound is not None
        )

    def validate(self) -> None:
        params = self.params
        if params.min is not None and params.above is not None:
            raise ValueError("params.above: goes with no `min`")
        if params.max is not None and params.below is not None:
            raise ValueError("params.below: goes with no `max`")
        low = params.min if params.above is None else params.above
        high = params.max if params.below is None else params.below
        if low is None and high is None:
            raise ValueError("params: say `min`, `max`, `above` or `below`")
        if low is not None and high is not None and low > high:
            raise ValueError("params: the lower bound is greater than the upper one")

    def quick(self, record: Record) -> bool:
        return any(not self._fits(number) for _, number, _ in self._numbers(record, self.rule.fields))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, number, text in self._numbers(record, fields):
            if not self._fits(number):
                values = {"number": text.strip() or f"{number:g}", "limits": self.limits}
                hits.append(Hit(label, *trimmed(text), values=values) if text else Hit(label, values=values))
        return hits

    def _fits(self, number: float) -> bool:
        params = self.params
        return (
            (params.min is None or number >= params.min)
            and (params.above is None or number > params.above)
            and (params.max is None or number <= params.max)
            and (params.below is None or number < params.below)
        )

    @staticmethod
    def _numbers(record: Record, fields: Sequence[str]) -> Iterator[tuple[str, float, str]]:
        """``(label, number, its text)`` of every number; the text is empty where the record holds the number as such."""
        for field in fields:
            if field not in Article.fields:
                value: Any = lookup(record.article.extra, field)
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    if not isnan(value):
                        yield field, value, ""
                    continue
            for label, text in record.values((field,)):
                try:
                    number = float(text)
                except ValueError:
                    continue
                if not isnan(number):
                    yield label, number, text


KIND = Kind(
    "range",
    "record",
    RangeParams,
    RangeCheck,
    placeholders=frozenset({"number", "limits"}),
    summary="A number that is too small or too large.",
)
