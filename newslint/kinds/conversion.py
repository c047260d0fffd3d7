"""`conversion`: a measure and the conversion in brackets after it that are not the same quantity."""

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
    from newslint.text.pattern import Match

# Names of a unit, its dimension, and its size in the dimension's base unit; several sizes where a name has several meanings.
# Sizes: National Institute of Standards and Technology, Special Publication 811, appendix B.
_TABLE: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("km, kms, kilometre, kilometres, kilometer, kilometers", "length", (1000,)),
    ("m, metre, metres, meter, meters", "length", (1,)),
    ("cm, cms, centimetre, centimetres, centimeter, centimeters", "length", (0.01,)),
    ("mm, millimetre, millimetres, millimeter, millimeters", "length", (0.001,)),
    ("mi, mile, miles", "length", (1609.344, 1852)),
    ("nautical mile, nautical miles", "length", (1852,)),
    ("yd, yds, yard, yards", "length", (0.9144,)),
    ("ft, foot, feet", "length", (0.3048,)),
    ("in, inch, inches", "length", (0.0254,)),
    ("kg, kgs, kilo, kilos, kilogram, kilograms, kilogramme, kilogrammes", "mass", (1,)),
    ("g, gram, grams, gramme, grammes", "mass", (0.001,)),
    ("tonne, tonnes, metric ton, metric tons, metric tonnes", "mass", (1000,)),
    ("ton, tons", "mass", (907.18474, 1000, 1016.0469)),
    ("lb, lbs, pound, pounds", "mass", (0.45359237,)),
    ("oz, ounce, ounces", "mass", (0.028349523, 0.0311034768)),
    ("st, stone", "mass", (6.35029318,)),
    ("l, litre, litres, liter, liters", "volume", (1,)),
    ("ml, millilitre, millilitres, milliliter, milliliters", "volume", (0.001,)),
    ("gal, gallon, gallons", "volume", (3.785411784, 4.54609)),
    ("pint, pints", "volume", (0.473176473, 0.56826125)),
    ("ha, hectare, hectares", "area", (10000,)),
    ("acre, acres", "area", (4046.8564,)),
    ("sq m, sqm, m2, m², square metre, square metres, square meter, square meters", "area", (1,)),
    ("sq ft, sqft, ft2, ft², square foot, square feet", "area", (0.09290304,)),
    ("sq km, km2, km², square km, square kilometre, square kilometres, square kilometer, square kilometers", "area", (1e6,)),
    ("sq mi, square mile, square miles", "area", (2589988.11,)),
    ("kph, kmh, km/h, kilometres per hour, kilometers per hour, kilometres an hour, kilometers an hour", "speed", (1,)),
    ("mph, miles per hour, miles an hour", "speed", (1.609344,)),
    ("knot, knots", "speed", (1.852,)),
    ("C, °C, º C, ° C, degrees C, degrees Celsius, degree Celsius, Celsius, degrees centigrade", "celsius", (1,)),
    ("F, °F, º F, ° F, degrees F, degrees Fahrenheit, degree Fahrenheit, Fahrenheit", "fahrenheit", (1,)),
)

_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_LEAD = (
    r"(?:(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|just|over|under|or|more than|less than|up to|at least|c\.|~|≈) ?)"
    r"{0,2}"
)
_BEFORE = re.compile(r"(?:[0-9][ ]?[-–—x×/.,][ ]?|(?:ft|feet|foot|st|stone|lbs?|pounds?|['’′])[ ]?(?:and )?|[$£€¥])\Z")
"""What makes the number the second half of something: a range, 6ft 2in, a price."""
_ROUNDED = 0.10
"""Most that rounding may account for: 30ft (10m) is how people write it."""
_DEGREE = 1.2
"""Degrees Celsius that two temperatures may be apart after rounding."""


class ConversionParams(Params, frozen=True):
    """Params of `conversion`."""

    tolerance: Annotated[
        float, Meta(description="Share by which the two may differ, besides what rounding accounts for.", gt=0, lt=1)
    ] = 0.06


class ConversionCheck(Check[ConversionParams]):
    """Reports ``10 km (12 miles)``: both measures together, when they are of one dimension and of different size.

    Lengths, masses, volumes, areas, speeds and temperatures, in English.  A temperature may also be a difference: rose 2C (3.6F).
    """

    def __init__(self, rule: Rule, params: ConversionParams) -> None:
        super().__init__(rule, params)
        self._pattern = Pattern(_pattern())

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        sources = self._pattern.candidates()
        return None if sources is None else dict.fromkeys(self.rule.fields, sources)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            for match in self._pattern.finditer(value):
                start = match.start
                before = value[max(0, start - 12) : start]
                if _BEFORE.search(before) or (match.group("minus1") and before[-1:].isalnum()):
                    continue
                expected = self._expected(match)
                if expected is not None:
                    unit = match.group("unit2") or ""
                    yield Hit(label, start, match.end, values={"expected": f"{expected} {unit}"})

    def _expected(self, match: Match) -> str | None:
        """The right figure in the second unit, or None when the given one will do."""
        first, second = _unit(match.group("unit1") or ""), _unit(match.group("unit2") or "")
        if first is None or second is None:
            return None
        left, left_step = _amount(match, "1")
        right, right_step = _amount(match, "2")
        kinds = {first[0], second[0]}
        if kinds == {"celsius", "fahrenheit"}:
            return _temperature(left, right, to_fahrenheit=second[0] == "fahrenheit", slack=max(left_step, right_step))
        if len(kinds) > 1 or first[1] == second[1] or "celsius" in kinds or "fahrenheit" in kinds or not left or not right:
            return None
        rounding = min(_ROUNDED, max(left_step / left, right_step / right))
        allowed = max(self.params.tolerance, rounding)
        factors = [one / other for one in first[1] for other in second[1]]
        if any(abs(right - left * factor) <= allowed * max(right, left * factor) for factor in factors):
            return None
        return _figure(left * factors[0])


def _temperature(left: float, right: float, *, to_fahrenheit: bool, slack: float) -> str | None:
    celsius, fahrenheit = (left, right) if to_fahrenheit else (right, left)
    allowed = max(_DEGREE, min(slack, 3.0))
    absolute, difference = celsius * 9 / 5 + 32, celsius * 9 / 5
    if min(abs(fahrenheit - absolute), abs(fahrenheit - difference)) <= allowed * 9 / 5:
        return None
    return _figure(absolute if to_fahrenheit else (fahrenheit - 32) * 5 / 9)


def _amount(match: Match, side: str) -> tuple[float, float]:
    """The number, and half a step of its last digit that is not a zero."""
    text = (match.group(f"number{side}") or "0").replace(",", "")
    scale = _SCALES[(match.group(f"scale{side}") or "").strip().casefold()]
    whole, _, decimals = text.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    step = 10.0 ** (-len(decimals) if decimals else zeros)
    sign = -1 if match.group(f"minus{side}") else 1
    return sign * float(text) * scale, step * scale / 2


def _figure(value: float) -> str:
    """A number as news writes it: three digits at most that count."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 or rounded == int(rounded) else f"{rounded:,.3g}"


@cache
def _units() -> dict[str, tuple[str, tuple[float, ...]]]:
    return {_spelt(name): (dimension, sizes) for names, dimension, sizes in _TABLE for name in names.split(", ")}


def _spelt(name: str) -> str:
    return " ".join(name.replace("-", " ").split()).casefold()


def _unit(name: str) -> tuple[str, tuple[float, ...]] | None:
    return _units().get(_spelt(name))


def _pattern() -> str:
    names = sorted((name for names, _, _ in _TABLE for name in names.split(", ")), key=len, reverse=True)
    units = "|".join(re.escape(name).replace(r"\ ", "[ -]").replace(r"\°", "°") for name in names)

    def measure(side: str) -> str:
        return (
            rf"(?P<minus{side}>\bminus |[-−])?\b(?P<number{side}>{_NUMBER})(?:[ -](?P<scale{side}>thousand|million|billion))?"
            rf"[ -]?(?P<unit{side}>{units})"
        )

    return rf"{measure('1')} ?\((?:{_LEAD}){measure('2')}(?:[),;]| [a-z])"


KIND = Kind(
    "conversion",
    "record",
    ConversionParams,
    ConversionCheck,
    placeholders=frozenset({"expected"}),
    summary="A measure and its conversion that are not the same quantity.",
)
