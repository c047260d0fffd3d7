"""Columns read as the articles that the same records make."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.errors import ConfigError, InputError
from newslint.readers.columns import Columns, rows_for
from newslint.readers.fields import FieldMap

if TYPE_CHECKING:
    from newslint.model import Article

TEXT = st.none() | st.text(max_size=12)
NAMED = st.none() | st.fixed_dictionaries({"name": TEXT, "url": TEXT})
COLUMNS = {
    "id": st.none() | st.integers(0, 99),
    "title": TEXT,
    "headline": TEXT,
    "Text": TEXT,
    "author": TEXT,
    "authors": st.none() | st.lists(TEXT, max_size=3),
    "creator": st.none() | st.lists(NAMED, max_size=2),
    "publisher": NAMED,
    "keywords": st.none() | st.text("a,; b", max_size=9),
    "og_title": TEXT,
    "rss_title": TEXT,
    "wordCount": st.none() | st.integers(0, 9),
    "section": st.none() | st.booleans(),
    "score": st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
    "nested": st.none() | st.fixed_dictionaries({"a": TEXT, "b": st.none() | st.lists(st.integers(0, 3), max_size=2)}),
}


def articles(table: pa.Table, mapping: dict[str, str] | None = None, wanted: frozenset[str] | None = None) -> list[Article]:
    made: list[Article] = []
    columns = Columns(table.schema, mapping or {}, wanted)
    for batch in table.to_batches():
        for part in columns.batches(batch, 0, 2):
            made += part.articles
            assert not part.unreadable
    return made


@given(names=st.sets(st.sampled_from(sorted(COLUMNS))).map(lambda names: names | {"id"}), data=st.data())
def test_a_table_makes_the_articles_that_its_rows_make(names: set[str], data: st.DataObject) -> None:
    record = st.fixed_dictionaries({name: COLUMNS[name] for name in sorted(names)})
    records: list[dict[str, Any]] = data.draw(st.lists(record, min_size=1, max_size=5))
    table = pa.Table.from_pylist(records)
    wanted = data.draw(st.sampled_from([None, frozenset({"nested.a", "headline"})]))
    fields = FieldMap({})
    tops = None if wanted is None else {"nested", "nested.a", "headline"}
    assert articles(table, wanted=wanted) == [fields.article(row, tops) for row in table.to_pylist()]


@pytest.mark.parametrize("mapping", [{"title": "subtitle", "lead": "summary"}, {"kicker": "title"}, {"text": "extra"}])
def test_the_mapping_comes_before_the_aliases(mapping: dict[str, str]) -> None:
    table = pa.table({"title": ["a"], "lead": ["b"], "kicker": ["c"], "text": ["d"], "Content": ["e"]})
    assert articles(table, mapping) == [FieldMap(mapping).article(table.to_pylist()[0])]


def test_times_are_read_as_iso_8601() -> None:
    table = pa.table(
        {
            "published_at": pa.array([1_772_593_567_000_000_000], pa.int64()).cast(pa.timestamp("ns", "+02:00")),
            "updated_at": pa.array(["2026-03-04T05:06:00"]).cast(pa.timestamp("ms")),
            "expires_at": pa.array([date(2026, 3, 5)], pa.date32()),
            "runtime": pa.array([timedelta(seconds=90)], pa.duration("ns")),
        }
    )
    (article,) = articles(table)
    assert article.published_at == "2026-03-04T05:06:07+02:00"
    assert article.updated_at == "2026-03-04T05:06:00"
    assert article.expires_at == "2026-03-05"
    assert article.extra == {"runtime": "0:01:30"}
    assert article.mistyped == {}


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_every_arrow_type_of_text_is_text(kind: pa.DataType) -> None:
    table = (
        pa.table({"title": pa.array(["Größe", None, ""], pa.string()).cast(kind)})
        if kind != pa.string_view()
        else pa.table({"title": pa.array(["Größe", None, ""], kind)})
    )
    assert [article.title for article in articles(table)] == ["Größe", None, ""]
    assert all(article.mistyped == {} for article in articles(table))


def test_categories_in_a_list_are_text() -> None:
    names = pa.array(["Ada", "Bo", "Ada"]).dictionary_encode()
    table = pa.table({"authors": pa.ListArray.from_arrays(pa.array([0, 2, 3]), names)})
    assert [article.authors for article in articles(table)] == [["Ada", "Bo"], ["Ada"]]


def test_values_outside_the_fields_are_as_json_has_them() -> None:
    table = pa.table(
        {
            "id": ["a", "b"],
            "price": pa.array([Decimal("2.50"), Decimal("3.00")]),
            "places": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
            "raw": pa.array([b"x", None]),
        }
    )
    first, second = articles(table)
    assert first.extra == {"price": 2.5, "places": {"a": 1}, "raw": "x"}
    assert second.extra == {"price": 3, "places": [], "raw": None}


def test_a_text_that_is_not_utf_8_makes_its_record_unreadable_and_no_other() -> None:
    raw = pa.array([b"good", b"caf\xe9", b"fine"], pa.binary())
    title = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    batch = pa.record_batch({"id": ["a", "b", "c"], "title": title})
    (made,) = Columns(batch.schema, {}).batches(batch, 10)
    assert [article.title for article in made.articles] == ["good", "fine"]
    assert list(made.records) == [10, 12]
    assert [(item.record, item.reason) for item in made.unreadable] == [(11, "invalid UTF-8 in column 'title'")]


def test_a_year_that_python_cannot_state_makes_its_record_unreadable() -> None:
    batch = pa.record_batch({"published_at": pa.array([0, 2**62], pa.timestamp("us"))})
    (made,) = Columns(batch.schema, {}).batches(batch, 0)
    assert [article.published_at for article in made.articles] == ["1970-01-01T00:00:00"]
    assert [item.record for item in made.unreadable] == [1]
    assert "'published_at'" in made.unreadable[0].reason


def test_an_unknown_time_zone_is_no_reason_to_stop() -> None:
    table = pa.table({"published_at": pa.array([0], pa.timestamp("us", "Mars/Olympus"))})
    assert articles(table)[0].published_at == "1970-01-01T00:00:00+00:00"


def test_only_the_columns_that_are_needed_are_named() -> None:
    schema = pa.schema([(name, pa.string()) for name in ("embedding", "headline", "html", "stars")])
    assert Columns(schema, {}, frozenset({"stars"})).names == ["headline", "stars"]
    assert Columns(schema, {}, frozenset()).by_field == {"title": ["headline"]}


def test_two_columns_of_one_name_are_refused_where_they_are_read() -> None:
    twice = pa.schema([(name, pa.string()) for name in ("title", "body", "title", "x", "x")])
    with pytest.raises(InputError, match="two columns are called 'title'"):
        Columns(twice, {}, frozenset())
    assert Columns(twice.remove(0), {}, frozenset()).names == ["body", "title"]


def test_a_table_without_any_field_is_refused() -> None:
    schema = pa.schema([(f"c{number}", pa.string()) for number in range(9)])
    with pytest.raises(InputError, match=r"no column is the name of a field: 'c0', .*'c7', …$"):
        Columns(schema, {}, frozenset({"c3"}))


def test_a_mapping_to_no_field_is_refused() -> None:
    with pytest.raises(ConfigError, match="no field of an article"):
        Columns(pa.schema([("a", pa.string())]), {"a": "titel"})


def test_large_records_come_in_small_batches() -> None:
    assert rows_for(300 * 3_000, 300) == 300
    assert rows_for(300 << 20, 300) == 8
    assert rows_for(10 << 30, 2) == 1
    assert rows_for(0, 0) == 300
