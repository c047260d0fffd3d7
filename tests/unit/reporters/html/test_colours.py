"""The colours of severities, as people see them who do not see all colours."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

import newslint.reporters.html as package

STYLE = Path(package.__file__).with_name("templates") / "page.css"

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB: https://doi.org/10.1109/TVCG.2009.113
SIGHTS = {
    "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
GREY = ((0.2126, 0.7152, 0.0722),) * 3

Vector = tuple[float, ...]


def fills(theme: int) -> dict[str, Vector]:
    """Linear RGB of the fills of bars, in the light theme (0) or the dark one (1)."""
    text = STYLE.read_text(encoding="utf-8")
    found = re.findall(r"--(error|warning|info)-fill: light-dark\(#(\w{6}), #(\w{6})\)", text)
    return {name: tuple(linear(int(shades[theme][at : at + 2], 16)) for at in (0, 2, 4)) for name, *shades in found}


def linear(value: int) -> float:
    part = value / 255
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def seen(colour: Vector, sight: tuple[Vector, ...]) -> Vector:
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in sight)


def lab(colour: Vector) -> Vector:
    """CIE 1976 L*a*b* of linear RGB (sRGB primaries, D65)."""
    r, g, b = colour
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Vector, other: Vector) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(("sight", "least"), [*((sight, 30) for sight in SIGHTS.values()), (GREY, 12)])
def test_severities_can_be_told_apart(theme: int, sight: tuple[Vector, ...], least: float) -> None:
    colours = fills(theme)
    assert set(colours) == {"error", "warning", "info"}
    for one, other in combinations(colours.values(), 2):
        assert distance(seen(one, sight), seen(other, sight)) > least
