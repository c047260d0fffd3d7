"""`mention`: names in the text against names in fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newslint.kinds.mention import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMS = {
    "match": [r"edited by (?P<name>[A-Z][\w ]*) staff", r"^(?P<name>[A-Z][\w ]*): latest news"],
    "against": ["source", "url"],
    "ignore_case": False,
}


def names(kinds: Any, record: Mapping[str, Any]) -> list[tuple[str, str]]:
    hits = kinds.hits(kinds.check("mention", ["body"], PARAMS), record)
    return [(hit.values["name"], hit.values["other"]) for hit in hits]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"source": "Daily Kite", "body": "Not edited by Harbour Gazette staff"}, [("Harbour Gazette", "Daily Kite")]),
        ({"source": "The Harbour Gazette", "body": "Not edited by Harbour Gazette staff"}, []),
        ({"url": "https://www.harbourgazette.co.uk/a", "body": "Not edited by Harbour Gazette staff"}, []),
        (
            {"url": "https://www.kite.example/a", "body": "Not edited by Harbour Gazette staff"},
            [("Harbour Gazette", "https://www.kite.example/a")],
        ),
        ({"body": "Not edited by Harbour Gazette staff"}, []),
        ({"body": "Not edited by HG staff\nKite Daily: latest news"}, [("Kite Daily", "HG")]),
        ({"body": "Not edited by HG staff\nHarbour Gazette: latest news"}, []),
        ({"source": "  ", "body": "Not edited by HG staff\nKite Daily: latest news"}, [("Kite Daily", "HG")]),
    ],
)
def test_names(kinds: Any, record: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert names(kinds, record) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NYT", "The New York Times", True),
        ("nytimes.com", "The New York Times", True),
        ("https://news.harbour.example/a?b=1", "Harbour", True),
        ("BBC", "bbc.co.uk", True),
        ("Kite", "Harbour Gazette", False),
        ("X", "Xinhua", False),
        ("Zeitung Süd", "ZEITUNG SÜD", True),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_pattern_without_a_name_is_an_error(kinds: Any) -> None:
    with pytest.raises(ValueError, match=r"params\.match\[1\]: the pattern has no group"):
        kinds.check("mention", ["body"], {"match": ["(?P<name>a)", "b"], "against": ["source"]})
