"""Mappings as articles."""

from __future__ import annotations

from typing import Any

import pytest

from newslint.model.convert import article_from_mapping


def test_canonical_fields_and_the_others() -> None:
    article = article_from_mapping({"title": "Port reopens", "authors": ["A. Adeyemi"], "desk": {"name": "City"}, "body": None})
    assert article.title == "Port reopens"
    assert article.authors == ["A. Adeyemi"]
    assert article.body is None
    assert article.extra == {"desk": {"name": "City"}}
    assert article.mistyped == {}


@pytest.mark.parametrize(("value", "text"), [(12, "12"), (1.5, "1.5"), (True, "true"), (["a"], None), ({"a": 1}, None)])
def test_scalar_of_another_type(value: Any, text: str | None) -> None:
    article = article_from_mapping({"title": value})
    assert article.title == text
    assert article.mistyped == {"title": value}


@pytest.mark.parametrize(
    ("value", "items"),
    [("A. Adeyemi", ["A. Adeyemi"]), (["A", 3, None, {"name": "B"}], ["A", "3"]), ({"name": "B"}, []), (7, ["7"])],
)
def test_list_of_another_type(value: Any, items: list[str]) -> None:
    article = article_from_mapping({"authors": value})
    assert article.authors == items
    assert article.mistyped == {"authors": value}


def test_names_are_mapped_unless_the_field_is_there_already() -> None:
    assert article_from_mapping({"headline": "A"}, {"headline": "title"}).title == "A"
    both = article_from_mapping({"headline": "A", "title": "B"}, {"headline": "title"})
    assert both.title == "B"
    assert both.extra == {"headline": "A"}


def test_articles_share_nothing() -> None:
    first, second = article_from_mapping({}), article_from_mapping({})
    first.extra["a"] = first.mistyped["b"] = 1
    first.authors.append("x")
    assert (second.extra, second.mistyped, second.authors) == ({}, {}, [])


def test_body_format() -> None:
    assert article_from_mapping({}, body_format="markdown").body_format == "markdown"
