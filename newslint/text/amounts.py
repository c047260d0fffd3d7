"""Sums of money and other figures with a scale, as prose writes them: `$2.5 million`, `40m euros`, `£108,785`."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from newslint.text.pattern import WHITE

_SCALES = {
    **dict.fromkeys(("k", "thousand"), "thousand"),
    **dict.fromkeys(("m", "mn", "mln", "million"), "million"),
    **dict.fromkeys(("b", "bn", "billion"), "billion"),
    **dict.fromkeys(("tn", "trn", "trillion"), "trillion"),
}
_CURRENCIES = {
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "sterling"), "£"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("¥", "yen", "jpy", "yuan"), "¥"),
}
_SIGNS = "$£€¥"
_APART = 3
"""Digits of a figure at most that needs no separator."""
_SHORT = "k|m|mn|mln|bn|b|tn|trn"
_LONG = "thousand|million|billion|trillion"
_NAMES = "dollars?|pounds|euros?|yen|yuan|sterling|USD|GBP|EUR|JPY"

_SCALED = rf"[0-9](?:[{WHITE}]?(?:{_SHORT})\b|[{WHITE}-](?:{_LONG}))"
SCALE_CANDIDATE = rf"(?i){_SCALED}"
"""RE2 source that matches wherever :func:`amounts` finds a figure with a scale."""
CURRENCY_CANDIDATE = rf"(?i)[{_SIGNS}][{WHITE}]?[0-9]|(?:[0-9]|{_SCALED})[{WHITE}-](?:{_NAMES})"
"""RE2 source that matches wherever :func:`amounts` finds a sum in a currency."""


class Amount(msgspec.Struct, frozen=True):
    """A sum in a text: ``number`` as written without separators and closing zeros, ``scale`` and ``currency`` folded or empty."""

    number: str
    scale: str
    currency: str
    start: int
    end: int


@cache
def _figure() -> re.Pattern[str]:
    return re.compile("[0-9][0-9.,]*")


@cache
def _sum() -> re.Pattern[str]:
    return re.compile(
        r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
        rf"(?:\s?(?P<short>{_SHORT})\b|[\s-](?P<long>{_LONG})\b)?(?:[\s-](?P<after>{_NAMES})\b)?",
        re.IGNORECASE,
    )


def amounts(value: str) -> list[Amount]:
    """The sums of ``value``: figures with a scale, a currency or both."""
    found = [_amount_at(value, figure.start()) for figure in _figure().finditer(value)]
    return [amount for amount in found if amount is not None]


def amounts_of(value: str, number: str) -> list[Amount]:
    """Those of :func:`amounts` whose figure is ``number``.  Only the places where the figure stands are looked at."""
    found: list[Amount] = []
    for written in (number,) if len(number.partition(".")[0]) <= _APART else (number, _grouped(number)):
        at = value.find(written)
        while at >= 0:
            amount = _amount_at(value, at)
            if amount is not None and amount.number == number:
                found.append(amount)
            at = value.find(written, at + 1)
    found.sort(key=lambda amount: amount.start)
    return found


def _amount_at(value: str, at: int) -> Amount | None:
    """The sum whose figure begins at ``at``."""
    sign = at - 1
    before = value[sign] if at else ""
    if before.isalnum() or before in ("_", ".", ","):
        return None
    if before.isspace():
        sign -= 1
        before = value[sign] if sign >= 0 else ""
    match = _sum().match(value, at)
    if match is None:
        return None
    number, short, long, after = match.groups()
    scale = _SCALES[(short or long).casefold()] if short or long else ""
    if before and before in _SIGNS:
        currency = _CURRENCIES[before]
        start = sign - 2 if before == "$" and value[max(0, sign - 2) : sign].upper() == "US" else sign
    elif after:
        currency, start = _CURRENCIES[after.casefold()], at
    elif scale:
        currency, start = "", at
    else:
        return None
    return Amount(_plain(number), scale, currency, start, match.end())


def _plain(number: str) -> str:
    if number.isdecimal():
        return number
    number = number.replace(",", "")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _grouped(number: str) -> str:
    """The figure with separators of thousands."""
    whole, point, rest = number.partition(".")
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return f"{','.join(groups)}{point}{rest}"
