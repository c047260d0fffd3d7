"""Rows keep their groups, in memory, through bytes and on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.engine import rows as rows_module
from newslint.engine.rows import RowStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True, scope="module", params=["compiled", "python"])
def keys_looked_through(request: pytest.FixtureRequest) -> Iterator[None]:
    """By the compiled module, and as it is where there was no C compiler."""
    if request.param == "compiled" and rows_module.grouped_keys is None:
        pytest.skip("no compiled module here")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.setattr(rows_module, "grouped_keys", None)
            patch.setattr(rows_module, "divided_keys", None)
        yield


ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 9), st.binary(max_size=9)), max_size=40)


def grouped(store: RowStore) -> dict[int, list[tuple[int, int, bytes]]]:
    return {rows[0].key: [(row.path, row.record, row.payload) for row in rows] for rows in store.groups(0)}


@given(ROWS, ROWS)
def test_groups_hold_all_rows_of_a_repeated_key_in_order(
    first: list[tuple[int, int, int, bytes]], second: list[tuple[int, int, int, bytes]]
) -> None:
    whole = RowStore(1)
    for key, unit, record, payload in second:
        other = RowStore(1)
        other.add(0, [(key << 40 | key, payload)], unit, record, 7)
        whole.load(other.dump())
    for key, unit, record, payload in first:
        whole.add(0, [(key << 40 | key, payload)], unit, record, 7)
    expected: dict[int, list[tuple[int, int, bytes]]] = {}
    for key, unit, record, payload in [*first, *second]:
        expected.setdefault(key << 40 | key, []).append((unit, record, payload))
    assert grouped(whole) == {key: sorted(found) for key, found in expected.items() if len(found) > 1}


def test_a_group_is_a_sequence_of_rows_that_are_each_made_once() -> None:
    store = RowStore(1)
    for record in (3, 1, 2):
        store.add(0, [(5, b"p%d" % record)], 0, record, record)
    (rows,) = store.groups(0)
    assert [row.record for row in rows] == [1, 2, 3]
    assert rows[-1] is rows[2] is next(reversed(rows))
    assert [row.payload for row in rows[1:]] == list(rows.payloads[1:]) == [b"p2", b"p3"]
    assert rows.index(rows[1]) == 1
    with pytest.raises(IndexError):
        rows[3]


def test_rows_on_disk_give_the_same_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, spilled = RowStore(2), RowStore(2, lambda: str(tmp_path))
    monkeypatch.setattr(rows_module, "MEMORY", 500)
    for number in range(300):
        for store in (plain, spilled):
            store.add(0, [(number % 7, b"p%d" % number)], number // 100, number, number * 2)
            store.add(1, [(number, b"")], 0, number, 0)
        spilled.relieve()
    assert list(tmp_path.iterdir())
    assert grouped(spilled) == grouped(plain)
    assert len(grouped(plain)) == 7
    assert list(spilled.groups(1)) == []
