"""`capitalization` tells capitals and houses' cases apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner


def fires(kinds: KindRunner, title: str, **params: Any) -> bool:
    return bool(kinds.hits(kinds.check("capitalization", ["title"], params), {"title": title}))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("PORT REOPENS AFTER STORM DAMAGE", True),
        ("ПОРТ ОТКРЫТ ПОСЛЕ БУРИ", True),
        ("PORT REOPENS AFTER STORM, says Rao", False),
        ("EU and NATO meet", False),
        ("US, EU, UN", False),
        ("港は再開した ABC", False),
        ("123 456 789 000", False),
    ],
)
def test_all_caps(kinds: KindRunner, title: str, *, expected: bool) -> None:
    assert fires(kinds, title) is expected


def test_all_caps_with_a_low_share(kinds: KindRunner) -> None:
    assert fires(kinds, "PORT reopens AFTER storm", share=0.3)
    assert not fires(kinds, "PORT reopens AFTER storm", share=0.6)
    assert not fires(kinds, "GAZETTE PORT SHUTS NOW", **{"except": ["GAZETTE"]})


@pytest.mark.parametrize(
    ("title", "headline", "sentence"),
    [
        ("Storm Closes the Port of Harbour City", True, False),
        ("Storm closes the port of a coastal city", False, True),
        ("Storm closes Port Harbour after NATO exercise", False, False),
    ],
)
def test_cases(kinds: KindRunner, title: str, *, headline: bool, sentence: bool) -> None:
    assert fires(kinds, title, test="headline_case") is headline
    assert fires(kinds, title, test="sentence_case") is sentence


def test_lower_start_by_block(kinds: KindRunner) -> None:
    check = kinds.check("capitalization", ["body"], {"test": "lower_start", "in": "block", "min_words": 2, "except": ["iPhone"]})
    body = "The port shut.\n\n“against the ruling party.”\n\niPhone Sales rose."
    assert kinds.spans(check, {"body": body}) == ["“against the ruling party.”"]
