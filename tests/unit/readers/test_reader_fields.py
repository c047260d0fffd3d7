"""Names of inputs and the fields they stand for; the fast path against the exact one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslint.errors import ConfigError
from newslint.model import LIST_FIELDS, Article
from newslint.readers.fast import ArticleDecoder
from newslint.readers.fields import ALIASES, FieldMap, fold_name, top_names

if TYPE_CHECKING:
    from pathlib import Path


def article(record: dict[str, Any], mapping: dict[str, str] | None = None, wanted: frozenset[str] | None = None) -> Article:
    return FieldMap(mapping or {}).article(record, wanted)


def plain(found: Article) -> dict[str, Any]:
    """The canonical part of an article, whatever struct holds it."""
    return {field: getattr(found, field) for field in Article.__struct_fields__}


@pytest.mark.parametrize(
    "name", ["datePublished", "date_published", "Date-Published", "DATE PUBLISHED", "pubDate", "pub_date", "PubDate"]
)
def test_spelling_of_a_name_does_not_matter(name: str) -> None:
    assert article({name: "2024-03-01"}).published_at == "2024-03-01"


def test_no_alias_stands_for_two_fields() -> None:
    seen = {}
    for field, names in ALIASES.items():
        assert field in Article.fields
        for name in names:
            folded = fold_name(name)
            assert seen.setdefault(folded, field) == field, name
            assert folded not in {fold_name(other) for other in Article.fields}


def test_unknown_names_go_to_extra_untouched() -> None:
    found = article({"Titles": ["a"], "x": {"y": 1}})
    assert found.extra == {"Titles": ["a"], "x": {"y": 1}}
    assert found.title is None


def test_the_canonical_name_wins_over_an_alias() -> None:
    found = article({"headline": "A", "title": "B"})
    assert (found.title, found.extra) == ("B", {"headline": "A"})
    found = article({"headline": "A", "title": None})
    assert (found.title, found.extra) == ("A", {})


def test_the_users_mapping_wins_over_everything() -> None:
    found = article({"hed": "A", "title": "B", "source": "https://a.example"}, {"hed": "title", "source": "source_url"})
    assert (found.title, found.source, found.source_url) == ("A", None, "https://a.example")
    assert found.extra == {"title": "B"}
    assert article({"source": "x"}, {"source": "extra"}).extra == {"source": "x"}


def test_a_mapping_to_no_field_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        FieldMap({"hed": "titel"})
    assert "titel" in caught.value.reason
    assert caught.value.hint == "did you mean 'title'?"


def test_authors_of_all_shapes() -> None:
    assert article({"author": "Ann Ash, Bo Birch"}).authors == ["Ann Ash, Bo Birch"]
    assert article({"authors": ["Ann", {"name": "Bo", "url": "u"}, None]}).authors == ["Ann", "Bo"]
    assert article({"author": {"@type": "Person", "name": "Ann"}}).authors == ["Ann"]
    assert article({"author": ""}).authors == []
    found = article({"author": "Ann", "byline": "By Ann"})
    assert (found.authors, found.byline) == (["Ann"], "By Ann")
    faulty = article({"authors": ["Ann", 7, ["x"]]})
    assert faulty.authors == ["Ann", "7"]
    assert faulty.mistyped == {"authors": ["Ann", 7, ["x"]]}


def test_keywords_are_split_only_when_they_are_one_string() -> None:
    assert article({"tags": "sea, port;  quay ,"}).keywords == ["sea", "port", "quay"]
    assert article({"keywords": ["sea, port"]}).keywords == ["sea, port"]


def test_further_titles_are_collected() -> None:
    found = article({"title": "T", "og_title": "T - Site", "title_rss": "T!", "alt_titles": ["t"]})
    assert found.alt_titles == ["t", "T - Site", "T!"]


def test_values_of_the_wrong_type() -> None:
    found = article(
        {"title": 7, "body": ["a"], "summary": True, "word_count": 120, "id": 5, "source": {"id": 1, "name": "Gazette"}}
    )
    assert (found.title, found.body, found.summary, found.word_count, found.id) == ("7", None, "true", "120", "5")
    assert found.source == "Gazette"
    assert found.mistyped == {"title": 7, "body": ["a"], "summary": True, "id": 5}


def test_wanted_names_are_those_on_top_of_a_dotted_path() -> None:
    assert top_names(None) is None
    names = top_names(frozenset({"extra.meta.score", "a.b", "list[0]"}))
    found = article({"meta": 1, "a": 2, "a.b": 3, "list": 4, "other": 5}, wanted=names)
    assert found.extra == {"meta": 1, "a": 2, "a.b": 3, "list": 4}


KEYS = st.sampled_from(
    [
        "title",
        "Title",
        "headline",
        "body",
        "text",
        "author",
        "authors",
        "tags",
        "keywords",
        "og_title",
        "alt_titles",
        "date",
        "source",
        "word_count",
        "x",
        "wanted",
        "extra",
        "mistyped",
        "body_format",
        "~extra",
        "caption",
        "é",
        'q"',
        "_key0",
    ]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**22), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=6)
)
VALUES = st.one_of(
    st.text(max_size=8),
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(["name", "url"]), SCALARS, max_size=2),
)
RECORDS = st.dictionaries(KEYS, VALUES, max_size=8)


def encoded(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


@settings(max_examples=400)
@given(
    st.lists(RECORDS, min_size=1, max_size=6),
    st.lists(RECORDS, max_size=5),
    st.sampled_from([None, frozenset(), frozenset({"wanted", "headline"})]),
    st.sampled_from([{}, {"x": "subtitle", "title": "extra"}, {"headline": "title"}]),
)
def test_the_fast_path_gives_what_the_exact_one_gives(
    known: list[dict[str, Any]], more: list[dict[str, Any]], wanted: frozenset[str] | None, mapping: dict[str, str] | None
) -> None:
    fields = FieldMap(mapping)
    decoder = ArticleDecoder(fields, wanted)
    lines = [encoded(record) for record in known]
    for _ in range(48):
        for line in lines:
            decoder.slow(line)
    assert decoder.build is not None
    fast = 0
    for line in lines + [encoded(record) for record in more]:
        exact = plain(ArticleDecoder(fields, wanted).slow(line))
        quick = decoder.build.record(line)
        if quick is not None:
            fast += 1
            assert plain(quick) == exact
    if all('q"' not in record for record in known):
        assert fast >= len(known), "records that the decoder has learnt from are read the fast way"
    together = decoder.build.lines(b"\n".join(lines), len(b"\n".join(lines)), len(lines))
    if together is not None:
        assert [plain(found) for found in together] == [plain(decoder.slow(line)) for line in lines]


@given(st.binary(max_size=12))
def test_the_fast_path_takes_no_line_that_the_exact_one_refuses(noise: bytes) -> None:
    decoder = ArticleDecoder(FieldMap({}), frozenset())
    for _ in range(50):
        decoder.slow(b'{"title": "a", "x": [1]}')
    assert decoder.build is not None
    for line in (b'{"title": "a", "x": "' + noise + b'"}', b'{"title": "' + noise + b'"}', b'{"x": ' + noise + b"}", noise):
        try:
            exact = plain(decoder.slow(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            exact = None
        quick = decoder.build.record(line)
        assert quick is None or plain(quick) == exact


def test_an_input_cannot_reach_the_fields_that_are_not_its_own() -> None:
    decoder = ArticleDecoder(FieldMap({}), None)
    record = {"title": "a", "body_format": "markdown", "mistyped": {"a": 1}, "extra": {"b": 2}, "~extra": {}}
    for _ in range(50):
        decoder.slow(encoded({"title": "a"}))
    found = decoder.record(encoded(record))
    assert (found.body_format, found.mistyped) == ("lines", {})
    assert found.extra["extra"] == {"b": 2}


def test_list_fields_of_two_articles_are_not_one_list() -> None:
    decoder = ArticleDecoder(FieldMap({}), frozenset())
    for _ in range(50):
        decoder.slow(b'{"title": "a"}')
    assert decoder.build is not None
    data = b'{"title": "a"}\n{"title": "b"}'
    first, second = decoder.build.lines(data, len(data), 2)
    for field in (*LIST_FIELDS, "mistyped", "extra"):
        assert getattr(first, field) is not getattr(second, field)


def test_the_page_lists_every_name(root: Path) -> None:
    page = (root / "docs/inputs.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    for field in Article.fields:
        names = ", ".join(f"`{name}`" for name in ALIASES.get(field, ())) or "–"
        assert rows[field] == f"| `{field}` | {names} |"
