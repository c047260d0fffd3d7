"""Titles compared by the compiled module: the pairs that Python finds."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslint.kinds.near_duplicate import _WINDOW, NearDuplicateParams, TokenCheck
from newslint.model import Rule

alike_titles = pytest.importorskip("newslint._compiled").alike_titles

SMALL = st.integers(0, 2)
TITLES = st.builds(
    lambda folded, numbers, site, day, words: struct.pack(f"<IIII{len(words)}I", folded, numbers, site, day, *words),
    st.integers(0, 30),
    st.sampled_from([0, 0, 0, 7]),
    SMALL,
    st.sampled_from([0, 1, 2, 5, 1 << 31]),
    st.lists(st.integers(0, 5) | st.just(0xFFFFFFFF), min_size=1, max_size=9) | st.permutations(range(6)),
)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "threshold": st.sampled_from([0.3, 0.5, 0.8, 1.0]),
        "min_words": st.integers(1, 6),
        "contained": st.booleans(),
        "within_days": st.integers(0, 3),
    },
)


@settings(max_examples=400)
@given(payloads=st.lists(TITLES, max_size=12), params=PARAMS, repeats=st.sampled_from([1, 1, 1, 9]))
def test_pairs_of_titles(payloads: list[bytes], params: Any, repeats: int) -> None:
    rule = Rule(
        id="a.b", title="t", why="w", severity="warning", fields=("title",), kind="near_duplicate", message="m", params={}
    )
    check = TokenCheck(rule, NearDuplicateParams(**params))
    # Titles of which more than are kept in mind are different, and some come again.
    payloads = [struct.pack("<I", at) + payload[4:] for at in range(repeats) for payload in payloads] if repeats > 1 else payloads
    own = check.params
    within = -1 if own.within_days is None else own.within_days
    found = alike_titles(payloads, own.threshold, own.min_words, own.contained, within, _WINDOW)
    assert found == list(check._compared(payloads))


def test_what_is_no_payload_is_refused() -> None:
    for payload in (b"", bytes(15), bytes(17)):
        with pytest.raises(ValueError, match="payload"):
            alike_titles([bytes(16), payload], 0.8, 1, True, -1, 64)
    with pytest.raises(TypeError):
        alike_titles(["a" * 16], 0.8, 1, True, -1, 64)
    with pytest.raises(TypeError):
        alike_titles((bytes(16),), 0.8, 1, True, -1, 64)
    with pytest.raises(ValueError, match="one other"):
        alike_titles([], 0.8, 1, True, -1, 0)
