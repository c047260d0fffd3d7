"""Names of persons as the compiled module tells them: what Python says of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.author_variants import _name, _row

name_keys = pytest.importorskip("newslint._compiled").name_keys

_PARTS = "Mina|M.|M|by|By|by.|Sato|O'Brien|Smith-Rao|Lind’s|D’A|Ø.|Łukasz|ß|Groß|de|İnci|小||St.|3|Jr.|a-|\u2009|K\u030c|\ud800|…"
PARTS = st.sampled_from(_PARTS.split("|")) | st.just("x" * 150)
NAMES = st.lists(PARTS, max_size=5).map(" ".join) | st.text(alphabet="aB .'’-éß1\t\u00a0", max_size=14)


@given(owner=st.sampled_from(["kite daily", "", "fähre\x1f", "\ud800"]), names=st.lists(NAMES, max_size=5))
def test_keys_of_names(owner: str, names: list[str]) -> None:
    keys, firsts, sorts = name_keys([owner] * len(names), names)
    assert len(keys) == len(firsts) == 8 * len(sorts) == 8 * len(names)
    for at, (name, sort) in enumerate(zip(names, sorts, strict=True)):
        expected = _row(owner, name, 7)
        if sort == 3:
            continue
        row = int.from_bytes(keys[8 * at : 8 * at + 8], "little"), bytes((sort == 2, 7)) + firsts[8 * at : 8 * at + 8]
        assert (row if sort else None) == expected


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Mina Sato", 2),
        ("By M. K. Sato", 1),
        ("Zoë Łukaszewska-Groß", 2),
        ("By Sato", 2),
        ("Mina", 0),
        ("Mina  Sato", 0),
        ("小 Sato", 3),
    ],
)
def test_which_names_are_known(name: str, sort: int) -> None:
    assert name_keys(["kite"], [name])[2] == bytes([sort])
    assert sort == 3 or (_name(name) is not None) is bool(sort)


@pytest.mark.parametrize(
    ("arguments", "error"), [((["a"], []), ValueError), ((["a"], [7]), TypeError), (([7], ["a"]), TypeError)]
)
def test_what_is_no_name_is_refused(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        name_keys(*arguments)
