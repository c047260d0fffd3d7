"""Hostile and broken JSON in formats whose names have a meaning: a fault with its place, and never a crash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newslint.readers import get_reader
from newslint.readers.base import Unit

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("fundus", "jsonfeed", "jsonld", "news-please", "newspaper", "ninjs", "trafilatura")
NAMES = [
    "@graph",
    "@id",
    "@type",
    "altIds",
    "articleBody",
    "articleSection",
    "associations",
    "author",
    "authors",
    "bodies",
    "body",
    "body_html",
    "by",
    "byline",
    "content_html",
    "correction",
    "creator",
    "descriptions",
    "genres",
    "headline",
    "headlines",
    "html",
    "identifier",
    "image",
    "infoSources",
    "inLanguage",
    "isAccessibleForFree",
    "isBasedOn",
    "items",
    "keywords",
    "liveBlogUpdate",
    "mainEntityOfPage",
    "maintext",
    "name",
    "publisher",
    "sections",
    "source",
    "source-hostname",
    "subjects",
    "summary",
    "tags",
    "text",
    "title",
    "topics",
    "uri",
    "value",
    "version",
]
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["", "a", "<p>b", "NewsArticle", "https://x.example/"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=20,
)


def read(path: Path, name: str, content: bytes, file: str = "a.json") -> tuple[int, list[tuple[int | None, int | None, str]]]:
    """Number of articles, each asked for its places and names, and the faults."""
    target = path / file
    target.write_bytes(content)
    count = 0
    faults: list[tuple[int | None, int | None, str]] = []
    for batch in get_reader(name).read(Unit(str(target), name), {}, None):
        faults += [(item.line, item.column, item.reason) for item in batch.unreadable]
        for index, article in enumerate(batch.articles):
            count += 1
            assert batch.inputs(index) is not None
            for field in article.fields:
                value: Any = getattr(article, field)
                if isinstance(value, list):
                    assert all(isinstance(item, str) for item in value)
                    batch.place(index, f"{field}[0]", 0, 1)
                else:
                    assert value is None or isinstance(value, str)
                    batch.place(index, field, 0, 1)
    return count, faults


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(record=st.one_of(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), VALUES))
@example(record={"associations": True})
@example(record={"associations": "a picture"})
def test_any_shape_of_any_value(tmp_path: Path, name: str, record: Any) -> None:
    if isinstance(record, dict):
        record["@type"] = "NewsArticle"
    count, faults = read(tmp_path, name, json.dumps(record).encode())
    if isinstance(record, dict) and name not in {"jsonfeed", "ninjs"}:
        assert (count, faults) == (1, [])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_nesting(tmp_path: Path, name: str, depth: int) -> None:
    text = '{"@type": "NewsArticle", "uri": "u", "x": ' + "[" * depth + "]" * depth + "}"
    count, faults = read(tmp_path, name, text.encode())
    assert (count, faults) in [(1, []), (0, [(1, None, "brackets are nested too deeply")])]
    assert depth < 100_000 or not count  # how deep is too deep depends on the version of Python


@pytest.mark.parametrize(
    ("name", "file", "content", "expected"),
    [
        ("ninjs", "a.json", b'{"uri": "u\x00"}', (0, [(1, 11, "NUL byte")])),
        ("jsonld", "a.json", b"", (0, [(None, None, "the file is empty")])),
        ("jsonld", "a.json", b'"x"', (0, [(1, 1, "a record has to be an object, and this is a string")])),
        ("ninjs", "a.json", b'[{"uri": "u"},\n null]', (1, [(2, 2, "a record has to be an object, and this is null")])),
        (
            "news-please",
            "a.jsonl",
            b'{"maintext": "a\xff"}\n{"maintext": "b"}\n',
            (1, [(1, 16, "invalid UTF-8: byte 0xff at byte 16 of the line")]),
        ),
        ("trafilatura", "a.jsonl", b'{"title": "a"}\n{"title": "b"\n', (1, [(2, 14, "Expecting ',' delimiter")])),
    ],
)
def test_faults_name_their_place(tmp_path: Path, name: str, file: str, content: bytes, expected: Any) -> None:
    assert read(tmp_path, name, content, file) == expected
