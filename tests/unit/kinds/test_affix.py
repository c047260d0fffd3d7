from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import KindRunner

SITE = {"source": "The Harbour Gazette", "url": "https://www.harbourgazette.example/a"}


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("Storm closes port | Harbour Gazette", " | Harbour Gazette"),
        ("Storm closes port - The Harbour Gazette", " - The Harbour Gazette"),
        ("Storm closes port – harbourgazette.example", " – harbourgazette.example"),
        ("Storm closes port|HarbourGazette", "|HarbourGazette"),
        ("Storm closes port\u00a0»:\u2003Harbour Gazette", "\u00a0»:\u2003Harbour Gazette"),
        ("Storm closes port :: News :: Harbour Gazette Online", " :: Harbour Gazette Online"),
    ],
)
def test_a_name_at_the_end(kinds: KindRunner, title: str, span: str) -> None:
    check = kinds.check("affix", ["title"])
    assert kinds.spans(check, {"title": title, **SITE}) == [span]
    assert kinds.fixed(check, {"title": title, **SITE}, "title") == title[: -len(span)]


@pytest.mark.parametrize(
    "title",
    [
        "Storm closes port",
        "Ruiz - 'I had no choice'",
        "Mayor sues Harbour Gazette",
        "Harbour Gazette",
        "Port reopens - 2 hurt",
        "- Harbour Gazette",
    ],
)
def test_nothing_else_is_a_name(kinds: KindRunner, title: str) -> None:
    assert kinds.hits(kinds.check("affix", ["title"]), {"title": title, **SITE}) == []


def test_a_name_at_the_start(kinds: KindRunner) -> None:
    check = kinds.check("affix", ["title"], {"place": "start"})
    record = {"title": "Kite Daily: one | Storm closes port", "source": "Kite Daily"}
    assert kinds.hits(check, record) == []
    record["title"] = "Kite Daily | Storm closes port"
    assert kinds.fixed(check, record, "title") == "Storm closes port"


@pytest.mark.parametrize(
    ("title", "record", "found"),
    [
        ("Harbour Gazette", SITE, True),
        ("harbourgazette.example", SITE, True),
        ("Go TV", {"url": "https://gotv.example/"}, True),
        ("Marrow's", {"source": "marrows.example"}, True),
        ("Harbour Gazette sold", SITE, False),
        ("Harbour Gazette", {"source": "Kite Daily"}, False),
        ("  ", SITE, False),
    ],
)
def test_a_whole_value(kinds: KindRunner, title: str, record: dict[str, Any], found: bool) -> None:
    check = kinds.check("affix", ["title"], {"place": "whole"})
    hits = kinds.hits(check, {"title": title, **record})
    assert [hit.values["name"] for hit in hits] == ([title] if found else [])
    assert all(hit.edits is None for hit in hits)
