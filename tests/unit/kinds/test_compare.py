from __future__ import annotations

from typing import Any

import pytest


def test_updated_before_published(kinds: Any) -> None:
    check = kinds.check("compare", ["updated_at"], {"op": ">=", "right": "published_at", "as": "date"})
    early = {"published_at": "2024-05-03T10:00:00Z", "updated_at": "2024-05-03T09:00:00Z"}
    hit = kinds.hits(check, early)[0]
    assert (hit.field, hit.start, hit.end) == ("updated_at", 0, 20)
    assert hit.values == {"left": "2024-05-03T09:00:00Z", "right": "2024-05-03T10:00:00Z", "relation": "is before"}
    for published, updated in [
        ("2024-05-03T10:00:00Z", "2024-05-03T11:00:00Z"),
        ("2024-05-03", "2024-05-03T09:00:00Z"),  # a day and a time are compared by the day
        ("2024-05-03T10:00:00Z", "2024-05-03"),
        ("2024-05-03T10:00:00+02:00", "2024-05-03T08:30:00Z"),
        ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03T10:00:00Z"),
        ("soon", "2024-05-03"),
        ("03/05/2024", "2024-04-01"),  # ambiguous
        ("2024-05-03", None),
    ]:
        assert kinds.hits(check, {"published_at": published, "updated_at": updated}) == [], (published, updated)
    assert len(kinds.hits(check, {"published_at": "2024-05-03", "updated_at": "2024-05-02T23:00:00Z"})) == 1


def test_tolerance_of_dates(kinds: Any) -> None:
    check = kinds.check(
        "compare", ["url"], {"left": "url_date(url)", "op": "==", "right": "published_at", "as": "date", "tolerance": "2d"}
    )
    record = {"url": "https://e.org/2019/11/02/a", "published_at": "2024-05-03T10:00:00Z"}
    assert kinds.spans(check, record) == ["2019/11/02"]
    assert kinds.hits(check, {**record, "published_at": "2019-11-04T23:00:00Z"}) == []
    assert len(kinds.hits(check, {**record, "published_at": "2019-11-05T00:00:00Z"})) == 1
    assert kinds.hits(check, {**record, "url": "https://e.org/2019/a"}) == []


def test_order_of_day_and_month(kinds: Any) -> None:
    check = kinds.check("compare", ["updated_at"], {"op": ">=", "right": "published_at", "as": "date", "order": "dmy"})
    assert len(kinds.hits(check, {"published_at": "03/05/2024", "updated_at": "2024-04-01"})) == 1


def test_now(kinds: Any) -> None:
    check = kinds.check("compare", ["embargoed_until"], {"op": "<=", "right": "now", "as": "date"})
    assert kinds.spans(check, {"embargoed_until": "2024-06-02T00:01:00Z"}) == ["2024-06-02T00:01:00Z"]
    assert kinds.hits(check, {"embargoed_until": "2024-06-01T00:01:00Z"}) == []
    expired = kinds.check("compare", ["expires_at"], {"left": "now", "op": "<=", "right": "expires_at", "as": "date"})
    assert kinds.spans(expired, {"expires_at": "2023-01-01"}) == ["2023-01-01"]


def test_numbers(kinds: Any) -> None:
    check = kinds.check("compare", ["word_count"], {"op": "==", "right": "words(body)", "as": "number", "tolerance": "15%"})
    assert kinds.spans(check, {"word_count": "812", "body": "word " * 160}) == ["812"]
    assert kinds.hits(check, {"word_count": "812", "body": "word " * 805}) == []
    assert kinds.hits(check, {"word_count": "many", "body": "word " * 160}) == []
    extra = kinds.check("compare", ["shown"], {"op": "<", "right": "extra.total", "as": "number"})
    hit = kinds.hits(extra, {"shown": 4, "total": 4})[0]
    assert hit.values == {"left": "4", "right": "4", "relation": "is not less than"}
    assert kinds.hits(extra, {"shown": 3, "total": "1,200"}) == []


def test_folded_text(kinds: Any) -> None:
    check = kinds.check("compare", ["subtitle"], {"op": "!=", "right": "title", "as": "folded"})
    assert kinds.spans(check, {"title": "The mayor’s port", "subtitle": "The Mayor's  port"}) == ["The Mayor's  port"]
    assert kinds.hits(check, {"title": "The mayor’s port", "subtitle": "Dockers are angry"}) == []
    text = kinds.check("compare", ["subtitle"], {"op": "!=", "right": "title"})
    assert kinds.hits(text, {"title": "The mayor’s port", "subtitle": "The mayor's port"}) == []


def test_lists(kinds: Any) -> None:
    differs = kinds.check("compare", ["alt_titles"], {"op": "!=", "right": "title", "as": "folded"})
    hits = kinds.hits(differs, {"title": "Port shut", "alt_titles": ["Harbour closed", "PORT SHUT"]})
    assert [hit.field for hit in hits] == ["alt_titles[1]"]
    equal = kinds.check("compare", ["byline"], {"op": "==", "right": "authors", "as": "folded"})
    assert kinds.hits(equal, {"byline": "B Rao", "authors": ["A Lind", "B Rao"]}) == []
    assert len(kinds.hits(equal, {"byline": "C Doe", "authors": ["A Lind", "B Rao"]})) == 1


@pytest.mark.parametrize(
    ("url", "canonical", "same"),
    [
        ("https://e.org/b", "https://e.org/a", False),
        ("http://www.e.org/a/", "https://e.org/a", True),
        ("https://m.e.org/a?utm_source=x#top", "https://e.org/a", True),
        ("https://e.org/a/amp", "https://e.org/a", True),
        ("https://e.org/a?p=1", "https://e.org/a?p=2", False),
        ("https://e.org/caf%C3%A9", "https://e.org/café", True),
    ],
)
def test_urls(kinds: Any, url: Any, canonical: Any, same: Any) -> None:
    check = kinds.check("compare", ["url"], {"op": "==", "right": "canonical_url", "as": "url"})
    assert bool(kinds.hits(check, {"url": url, "canonical_url": canonical})) is not same


@pytest.mark.parametrize(
    ("source", "url", "excerpts"),
    [
        ("e.org", "https://f.net/a", ["f.net"]),
        ("e.org", "https://news.e.org/a", []),
        ("bbc.co.uk", "https://www.bbc.co.uk/a", []),
        ("a.co.uk", "https://b.co.uk/a", ["b.co.uk"]),
        ("Harbour Gazette", "https://f.net/a", []),
        ("e.org", "https://www.portal.example/a", []),
        ("kite.example", "https://kitepress.example/a", []),
    ],
)
def test_domains(kinds: Any, source: Any, url: Any, excerpts: Any) -> None:
    check = kinds.check(
        "compare",
        ["url"],
        {
            "left": "domain(url)",
            "op": "==",
            "right": "source",
            "as": "domain",
            "ignore": ["portal.example"],
            "same": [["kite.example", "kitepress.example"]],
        },
    )
    assert kinds.spans(check, {"source": source, "url": url}) == excerpts


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"op": "<", "right": "title"}, "params.op"),
        ({"op": "==", "right": "word(body)", "as": "number"}, "did you mean 'words'"),
        ({"op": "==", "right": "now"}, "as: date"),
        ({"op": "==", "right": "title", "tolerance": "2d"}, "params.tolerance"),
        ({"op": "==", "right": "updated_at", "as": "date", "tolerance": "15%"}, "params.tolerance"),
        ({"op": "==", "right": "words(body", "as": "number"}, "params.right"),
    ],
)
def test_params_that_make_no_sense(kinds: Any, params: Any, reason: Any) -> None:
    with pytest.raises(ValueError, match=reason):
        kinds.check("compare", ["subtitle"], params)
