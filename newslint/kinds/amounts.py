"""`amounts`: a sum that another field gives with another scale or in another currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.amounts import CURRENCY_CANDIDATE, SCALE_CANDIDATE, amounts, amounts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.text.amounts import Amount


class AmountsParams(Params, frozen=True):
    """Params of `amounts`.  The rule's ``fields`` hold the sums that are checked."""

    differ: Annotated[
        Literal["scale", "currency"],
        Meta(
            description="`scale`: the same figure stands there as million instead of billion, or the like. `currency`: the same sum "
            "stands there in another currency."
        ),
    ]
    against: Annotated[list[str], Meta(description="Fields that should give the same sum.", min_length=1)] = msgspec.field(
        default_factory=lambda: ["body"]
    )


class AmountsCheck(Check[AmountsParams]):
    """Reports a sum whose figure stands in the other field only otherwise; a figure that also stands there as it is here is right."""

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        candidate = SCALE_CANDIDATE if self.params.differ == "scale" else CURRENCY_CANDIDATE
        return dict.fromkeys(self.rule.fields, (candidate,))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        params = self.params
        against = tuple(params.against)
        memo = record.memo  # the rules of both sorts ask for the same
        for label, value in record.values(fields):
            key: tuple[object, ...] = AmountsCheck, label
            found = memo.get(key)
            if found is None:
                found = memo[key] = amounts(value)
            for amount in found:
                number = amount.number
                if not (amount.scale if params.differ == "scale" else amount.currency):
                    continue
                key = AmountsCheck, number, against
                others = memo.get(key)
                if others is None:
                    others = memo[key] = [same for _, text in record.values(against) for same in amounts_of(text, number)]
                other = self._conflict(amount, others) if others else ""
                if other:
                    yield Hit(label, amount.start, amount.end, values={"other": other})

    def _conflict(self, amount: Amount, others: list[Amount]) -> str:
        """The first of the other sums with the same figure, as text, if it is at odds with this one and none agrees; or nothing."""
        if self.params.differ == "scale":
            if any(other.scale == amount.scale for other in others):
                return ""
            rivals = [
                other
                for other in others
                if other.scale and not (amount.currency and other.currency and amount.currency != other.currency)
            ]
        else:
            if any(other.currency in {amount.currency, ""} for other in others):
                return ""
            rivals = [other for other in others if other.currency and other.scale == amount.scale]
        if not rivals:
            return ""
        rival = rivals[0]
        return f"{rival.currency}{rival.number}{' ' + rival.scale if rival.scale else ''}"


KIND = Kind(
    "amounts",
    "record",
    AmountsParams,
    AmountsCheck,
    placeholders=frozenset({"other"}),
    summary="A sum that another field gives with another scale or in another currency.",
)
