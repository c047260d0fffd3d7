"""Many records mapped together give the rows that each gives by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.columns import Columns
from newslint.text.digest import compact, compact_all, digest, digests, outline, sketch
from newslint.text.fold import fold, fold_all, tokens, tokens_all
from newslint.text.titles import core, cores

VALUES = st.text(alphabet="aB1ß İſ .,;:|–—-'’“”…\u00a0\u00ad\u200b\u2028\n\r\t\x1c\ud800é日\u0301", max_size=30)
WORDS = [
    "ferry",
    "Port",
    "strike",
    "a",
    "Monday",
    "3",
    "über",
    "it’s",
    "U.S.",
    "1,200",
    "- Gazette",
    "Watch:",
    "\udc00",
    "…",
    "day",
]
TITLES = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "id": VALUES,
            "url": VALUES,
            "version": st.sampled_from(["", "1"]),
            "title": VALUES | TITLES,
            "source": st.sampled_from(["Gazette", " Kite ", ""]),
            "published_at": st.sampled_from(["2024-05-01", "soon"]),
            "authors": st.lists(st.sampled_from(["Mina Sato", "M. Sato", ""])),
            "body": VALUES | st.lists(VALUES | TITLES, max_size=15).map("\n".join) | TITLES.map(lambda title: title * 30),
        },
    ),
    max_size=6,
)
CHECKS = [
    ("unique", ["id"], {"normalize": ["strip"], "same": ["version"]}),
    ("unique", ["title"], {"min_words": 3}),
    ("unique", ["title"], {"normalize": ["fold"], "within_days": 3, "differ": ["body"]}),
    ("unique", ["title", "authors"], {}),
    ("unique", ["authors"], {}),
    ("unique", ["url"], {"normalize": ["scheme", "tracking"]}),
    ("unique", ["url"], {"normalize": []}),
    ("unique", ["body"], {"normalize": ["compact"], "min_chars": 20, "differ": ["title"]}),
    ("near_duplicate", ["title"], {}),
    ("near_duplicate", ["title"], {"min_words": 1, "same": ["source"], "within_days": 3}),
    ("near_duplicate", ["title"], {"numbers": False, "contained": False}),
    ("recurring_block", ["body"], {}),
    ("recurring_block", ["body"], {"min_chars": 1, "first": 0, "max_words": 2}),
    ("author_variants", ["authors"], {}),
]


@pytest.mark.parametrize(("kind", "fields", "params"), CHECKS)
@given(records=RECORDS, grammar=st.sampled_from(["lines", "paragraphs"]))
def test_rows_of_a_batch(kinds: Any, kind: str, fields: Any, params: Any, records: Any, grammar: str) -> None:
    check = kinds.check(kind, fields, params)
    made = check.map_batch([kinds.record(record, grammar) for record in records])
    found: list[tuple[int, int, bytes]] = []
    keys = iter(made.keys)
    for owner, count, payload in zip(made.owners, made.counts, made.payloads, strict=True):
        found += [(owner, next(keys), payload) for _ in range(count)]
    assert next(keys, None) is None
    expected = [
        (owner, key, payload) for owner, record in enumerate(records) for key, payload in check.map(kinds.record(record, grammar))
    ]
    assert sorted(found) == sorted(expected)


@given(st.lists(VALUES | TITLES, max_size=6))
def test_what_is_worked_out_for_many_values(values: list[str]) -> None:
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    assert fold_all(values) == list(map(fold, values))
    assert tokens_all(values) == list(map(tokens, values))
    assert compact_all(values) == list(map(compact, encoded))
    assert list(digests(encoded)) == list(map(digest, encoded))
    assert cores(values) == list(map(core, values))


@pytest.mark.parametrize("params", [{}, {"min_chars": 1, "first": 0, "max_words": 2}])
@given(records=RECORDS, grammar=st.sampled_from(["lines", "paragraphs"]))
def test_blocks_with_the_compiled_module_and_without(kinds: Any, params: Any, records: Any, grammar: str) -> None:
    check = kinds.check("recurring_block", ["body"], params)
    members = [kinds.record(record, grammar) for record in records if record.get("body")]
    assert check._payloads(Columns.of(members)) == check._hashed(members)


@pytest.mark.parametrize(
    ("field", "params"),
    [
        ("body", {"normalize": ["compact"]}),
        ("body", {"normalize": ["compact"], "min_chars": 20}),
        ("body", {"normalize": ["compact"], "differ": ["title"], "within_days": 3}),
        ("title", {"differ": ["body"], "same": ["version"], "min_words": 3}),
    ],
)
@given(records=RECORDS)
def test_records_that_share_a_key_share_the_key_of_the_first_step(kinds: Any, records: Any, field: str, params: Any) -> None:
    check = kinds.check("unique", [field], params)
    assert check.sifts
    members = [kinds.record(record) for record in records]
    made, sifted = check.map_batch(members), check.sift_batch(members)
    assert list(sifted.owners) == list(made.owners)
    assert list(sifted.counts) == [1] * len(sifted.keys)
    by_key: dict[int, set[int]] = {}
    for exact, rough in zip(made.keys, sifted.keys, strict=True):
        by_key.setdefault(exact, set()).add(rough)
    assert all(len(rough) == 1 for rough in by_key.values())


@given(st.text(alphabet="aB. -’é\n", max_size=60), st.data())
def test_texts_of_one_sketch_have_one_outline(text: str, data: Any) -> None:
    at = data.draw(st.integers(0, len(text)))
    other = (text[:at] + data.draw(st.sampled_from([" ", "\n\n", "-", "’", "'"])) + text[at:]).swapcase()
    plain, changed = (value.encode() for value in (text, other))
    if sketch(plain) == sketch(changed):
        assert outline(plain) == outline(changed)
    assert sum(map(len, outline(plain))) <= len(sketch(plain))
