"""Digests of URLs as the compiled module makes them: what Python makes of the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.digest import digest
from newslint.text.urls import STEPS, normal_digests, normalise

url_digests = pytest.importorskip("newslint._compiled").url_digests

_PIECES = (
    "http|HTTPS|://|//|:|www.|WWW.|m.|amp.|mobile.|Gazette|.example|:80|:443|:8080|/|/a|/amp|.amp|/amp/|/A|#top|#!x|#|?|?p=1|?utm_source=x|&b|"
    "%41|é| |\x1c|\u2003|\ud800|@"
)
PIECES = st.sampled_from(_PIECES.split("|"))
URLS = st.lists(PIECES, max_size=9).map("".join)


@given(urls=st.lists(URLS, max_size=5), steps=st.sets(st.sampled_from(STEPS)))
def test_digests_of_urls(urls: list[str], steps: set[str]) -> None:
    expected = [digest(normalise(url, frozenset(steps)).encode("utf-8", "surrogatepass")) for url in urls]
    assert list(normal_digests(urls, frozenset(steps))) == expected


def test_plain_urls_are_known() -> None:
    steps = (1 << len(STEPS)) - 1
    plain = ["https://www.gazette.example/2024/05/03/port-shut", " http://m.gazette.example/amp/a/#top", "gazette.example", ""]
    assert url_digests(plain, steps)[1] == []
    assert url_digests(["https://gazette.example/a?p=1", "https://gazette.example/%41", "https://fähre.example"], steps)[1] == [
        0,
        1,
        2,
    ]
    assert url_digests(["https://gazette.example/a?p=1"], 0)[1] == []


@pytest.mark.parametrize("arguments", [([7], 0), ("a", 0), (["a"], None)])
def test_what_is_no_url_is_refused(arguments: Any) -> None:
    with pytest.raises(TypeError):
        url_digests(*arguments)
