"""Keys of rows as the compiled module tells them apart: what Python would say of them."""

from __future__ import annotations

from array import array
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

module = pytest.importorskip("newslint._compiled")


@given(st.lists(st.integers(0, 20) | st.integers(0, 2**32 - 1), max_size=60))
def test_numbers_that_come_twice_are_marked(numbers: list[int]) -> None:
    counts = Counter(numbers)
    assert module.repeated_numbers(array("I", numbers).tobytes()) == bytes(counts[number] > 1 for number in numbers)


@given(st.lists(st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1), max_size=5), max_size=20), st.integers(0, 2**40))
def test_keys_that_come_twice_are_grouped(entries: list[list[int]], base: int) -> None:
    keys = [key for own in entries for key in own]
    counts = Counter(keys)
    expected: dict[int, list[int]] = {}
    for number, own in enumerate(entries):
        for key in own:
            if counts[key] > 1:
                expected.setdefault(key, []).append(number)
    packed, sizes = array("Q", keys).tobytes(), array("I", map(len, entries)).tobytes()
    found = module.grouped_keys(packed, sizes, True)
    assert list(found.items()) == list(expected.items())
    owners = array("Q", [base + number for number, own in enumerate(entries) for _ in own]).tobytes()
    found = module.grouped_keys(packed, owners, False)
    assert found == {key: [base + number for number in own] for key, own in expected.items()}


@given(
    entries=st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=4), max_size=20),
    base=st.integers(0, 2**40),
    bits=st.integers(0, 8),
)
def test_keys_are_divided_with_the_numbers_of_their_entries(entries: list[list[int]], base: int, bits: int) -> None:
    parts = 1 << bits
    keys = array("Q", [key for own in entries for key in own])
    expected: list[tuple[array[int], array[int]]] = [(array("Q"), array("Q")) for _ in range(parts)]
    for number, own in enumerate(entries, start=base):
        for key in own:
            expected[key % parts][0].append(key)
            expected[key % parts][1].append(number)
    divided = module.divided_keys(keys.tobytes(), array("I", map(len, entries)).tobytes(), base, parts)
    assert divided == [(own.tobytes(), owners.tobytes()) for own, owners in expected]


@pytest.mark.parametrize(
    ("keys", "counts", "parts"),
    [
        (b"1234567", b"\1\0\0\0", 4),
        (bytes(8), b"\2\0\0\0", 4),
        (bytes(8), b"\1", 4),
        (bytes(8), b"\1\0\0\0", 3),
        (b"", b"", 0),
        (b"", b"", 512),
    ],
)
def test_keys_that_do_not_add_up_are_refused(keys: bytes, counts: bytes, parts: int) -> None:
    with pytest.raises(ValueError, match="add up"):
        module.divided_keys(keys, counts, 0, parts)


def test_keys_cut_short_are_refused() -> None:
    with pytest.raises(ValueError, match="4 bytes"):
        module.repeated_numbers(b"123456789")
    for keys, owners, are_counts in [
        (b"123456789", b"", True),
        (bytes(8), b"", True),
        (bytes(8), b"1234567", False),
        (b"", bytes(8), False),
    ]:
        with pytest.raises(ValueError, match="has an owner"):
            module.grouped_keys(keys, owners, are_counts)
