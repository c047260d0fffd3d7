"""Sums in prose, and those that two fields give differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.amounts import CURRENCY_CANDIDATE, SCALE_CANDIDATE, amounts, amounts_of

if TYPE_CHECKING:
    from conftest import KindRunner

SIGNS = st.sampled_from(["", "", "$", "US$", "us$", "£", "€ ", "¥\u00a0"])
FIGURES = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**7).map("{:,}".format),
    st.decimals(0, 10**5, places=2).map("{:,}".format),
    st.sampled_from(["5", "5.0", "5.50", "1,000", "1000", "0012", "1,00", "5.", ".5", "5,", "5.5.5"]),
)
SCALES = st.sampled_from(["", "", "m", " m", "bn", "\u00a0k", " million", "-billion", "\nthousand", " trillions", " months"])
NAMES = st.sampled_from(["", "", " dollars", " euros", "-pounds", "\u2003USD", " sterling", " dollarsign"])
SUMS = st.tuples(SIGNS, FIGURES, SCALES, NAMES).map("".join)
TEXTS = st.lists(st.one_of(SUMS, st.sampled_from(["a", "é", ".", " ", ", ", "(", "x_"])), max_size=6).map(" ".join) | st.lists(
    SUMS, max_size=3
).map("".join)


def shown(text: str) -> list[tuple[str, str, str, str]]:
    return [(found.currency, found.number, found.scale, text[found.start : found.end]) for found in amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $2.50 million.", [("$", "2.5", "million", "$2.50 million")]),
        ("It cost US$1,200.", [("$", "1200", "", "US$1,200")]),
        ("£5m-£6bn", [("£", "5", "million", "£5m"), ("£", "6", "billion", "£6bn")]),
        ("40 euros, 3k yen", [("€", "40", "", "40 euros"), ("¥", "3", "thousand", "3k yen")]),
        ("a 5-million-dollar yacht", [("$", "5", "million", "5-million-dollar")]),
        ("€ 7", [("€", "7", "", "€ 7")]),
        ("5 months, A5 million, 1.5.5 million, 12 dollarsign, 2024", []),
    ],
)
def test_sums(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert shown(text) == expected


@given(TEXTS)
def test_candidates_lose_no_sum(text: str) -> None:
    data = text.encode()
    found = list(amounts(text))
    if any(amount.scale for amount in found):
        assert re2.search(SCALE_CANDIDATE, data)
    if any(amount.currency for amount in found):
        assert re2.search(CURRENCY_CANDIDATE, data)


@given(TEXTS, SUMS)
def test_looking_for_one_figure_finds_its_sums(text: str, wanted: str) -> None:
    found = list(amounts(text))
    for number in {amount.number for amount in (*found, *amounts(wanted))}:
        assert amounts_of(text, number) == [amount for amount in found if amount.number == number]


@pytest.mark.parametrize(
    ("differ", "title", "body", "other"),
    [
        ("scale", "Port wins $5m", "It won $5 billion. A yard won €5 million.", ""),
        ("scale", "Port wins $5m", "It won $5 billion.", "$5 billion"),
        ("scale", "Port wins $5m", "It won £5 billion.", ""),
        ("scale", "Port wins 5,000 million", "Port wins 5000bn.", "5000 billion"),
        ("currency", "Port wins $5m", "It won €5m in court.", "€5 million"),
        ("currency", "Port wins $5m", "It won €5 billion.", ""),
        ("currency", "Port wins 40 dollars", "It won 40 euros.", "€40"),
        ("currency", "Port wins $ 40", "It won 40 euros.", "€40"),
        ("currency", "Port wins 40\u00a0dollars", "It won $40, or 40 euros.", ""),
    ],
)
def test_a_sum_given_otherwise(kinds: KindRunner, differ: str, title: str, body: str, other: str) -> None:
    check = kinds.check("amounts", ["title"], {"differ": differ})
    found = [hit.values["other"] for hit in kinds.hits(check, {"title": title, "body": body})]
    assert found == ([other] if other else [])


@given(title=TEXTS, body=TEXTS, differ=st.sampled_from(["scale", "currency"]))
def test_the_cheap_test_loses_nothing(kinds: Any, title: str, body: str, differ: str) -> None:
    check = kinds.check("amounts", ["title"], {"differ": differ})
    kinds.hits(check, {"title": title, "body": body})
