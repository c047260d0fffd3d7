"""`amounts`: a sum that another field gives with another scale or in another currency."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record

_CANDIDATE = (
    r"(?i)[0-9](?:[0-9.,]*[0-9])?(?:\s?(?:k|m|mn|mln|bn|b|tn|trn)\b|[ -](?:thousand|million|billion|trillion))|[$£€¥][0-9]"
)
_SCALES = {
    **dict.fromkeys(("k", "thousand"), "thousand"),
    **dict.fromkeys(("m", "mn", "mln", "million"), "million"),
    **dict.fromkeys(("b", "bn", "billion"), "billion"),
    **dict.fromkeys(("tn", "trn", "trillion"), "trillion"),
}
_CURRENCIES = {
    **dict.fromkeys(("$", "us$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "sterling"), "£"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("¥", "yen", "jpy", "yuan"), "¥"),
}


_DIGITS = 100
"""Digits of a figure beyond which it is not written otherwise to look for it: Python turns no more than some thousand into a number."""


class Amount(msgspec.Struct, frozen=True):
    """A sum in a text: ``number`` as written without separators, ``scale`` and ``currency`` folded or empty."""

    number: str
    scale: str
    currency: str
    start: int
    end: int


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
        return dict.fromkeys(self.rule.fields, (_CANDIDATE,))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        others: list[Amount] | None = None
        for label, value in record.values(fields):
            for amount in amounts(value):
                if others is None:
                    texts = [text for _, text in record.values(self.params.against)]
                    # Most figures of a title do not stand in the body at all.
                    if not any(_may_hold(text, amount.number) for text in texts):
                        continue
                    others = [found for text in texts for found in sums(text)]
                other = self._conflict(amount, others)
                if other:
                    yield Hit(label, amount.start, amount.end, values={"other": other})

    def _conflict(self, amount: Amount, others: list[Amount]) -> str:
        """The other sum as text, or nothing."""
        same = [other for other in others if other.number == amount.number]
        if self.params.differ == "scale":
            if not amount.scale or any(other.scale == amount.scale for other in same):
                return ""
            rivals = [
                other
                for other in same
                if other.scale and not (amount.currency and other.currency and amount.currency != other.currency)
            ]
        else:
            if not amount.currency or any(other.currency in {amount.currency, ""} for other in same):
                return ""
            rivals = [other for other in same if other.currency and other.scale == amount.scale]
        if not rivals:
            return ""
        rival = rivals[0]
        return f"{rival.currency}{rival.number}{' ' + rival.scale if rival.scale else ''}"


@cache
def _sum() -> re.Pattern[str]:
    return re.compile(
        r"(?P<before>US\$|[$£€¥])?\s?(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        r"(?:\s?(?P<short>k|m|mn|mln|bn|b|tn|trn)\b|[\s-](?P<long>thousand|million|billion|trillion)\b)?"
        r"(?:[\s-](?P<after>dollars?|pounds|euros?|yen|yuan|sterling|USD|GBP|EUR|JPY)\b)?",
        re.IGNORECASE,
    )


@cache
def _beginning() -> Pattern:
    """RE2 that finds every sum, and says more quickly than Python's engine that there is none."""
    return Pattern(
        r"(?:US\$|[$£€¥])\s?[0-9]|\b[0-9][0-9,.]*(?:\s?(?:k|m|mn|mln|bn|b|tn|trn)\b|[\s-](?:thousand|million|billion|trillion|"
        r"dollars?|pounds|euros?|yen|yuan|sterling|USD|GBP|EUR|JPY)\b)"
    )


def _may_hold(text: str, number: str) -> bool:
    """Whether the figure may stand in a text, with separators of thousands or without; never no where it does."""
    whole, point, rest = number.partition(".")
    if number in text or len(whole) > _DIGITS:
        return True
    return len(whole) > 3 and f"{int(whole):,}{point}{rest}" in text


@lru_cache(maxsize=4)
def sums(value: str) -> tuple[Amount, ...]:
    """:func:`amounts` of a text that several rules ask for."""
    return tuple(amounts(value))


def amounts(value: str) -> Iterator[Amount]:
    """The sums of ``value``: figures with a scale, a currency or both."""
    end = 0
    for start in (found.start for found in _beginning().finditer(value)):
        match = _sum().match(value, start)
        if match is None or start < end:
            continue
        end = match.end()
        scale = _SCALES.get((match["short"] or match["long"] or "").casefold(), "")
        currency = _CURRENCIES.get((match["before"] or match["after"] or "").casefold(), "")
        if scale or currency:
            number = match["number"].replace(",", "")
            number = number.rstrip("0").rstrip(".") if "." in number else number
            yield Amount(number, scale, currency, match.start("before" if match["before"] else "number"), end)


KIND = Kind(
    "amounts",
    "record",
    AmountsParams,
    AmountsCheck,
    placeholders=frozenset({"other"}),
    summary="A sum that another field gives with another scale or in another currency.",
)
