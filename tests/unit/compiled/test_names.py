"""Names of persons as the compiled module tells them: what Python says of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.author_variants import _name, _row

name_rows = pytest.importorskip("newslint._compiled").name_rows

_PARTS = "Mina|M.|M|by|By|by.|Sato|O'Brien|Smith-Rao|Lind’s|D’A|Ø.|Łukasz|ß|Groß|de|İnci|小|Юлія|Ґ.||St.|3|Jr.|a-|\u2009|K\u030c|\ud800|…"
PARTS = st.sampled_from(_PARTS.split("|")) | st.just("x" * 150)
NAMES = st.lists(PARTS, max_size=5).map(" ".join) | st.text(alphabet="aB .'’-éßЯ£×1\t\u00a0", max_size=14)


@given(
    owners=st.lists(st.sampled_from(["kite daily", "", "fähre\x1f", "\ud800", "x" * 300, None]), min_size=3, max_size=3),
    names=st.lists(st.lists(NAMES, max_size=3), min_size=3, max_size=3),
)
def test_rows_of_names(owners: list[str | None], names: list[list[str]]) -> None:
    keys, members, payloads, left = name_rows(owners, names)
    rows = [int.from_bytes(keys[at : at + 8], "little") for at in range(0, len(keys), 8)]
    found = list(zip(members, rows, payloads, strict=True))
    expected = [
        (index, _row(owner, name, position))
        for index, (owner, own) in enumerate(zip(owners, names, strict=True))
        for position, name in enumerate(own)
        if owner is not None and (index, position) not in left
    ]
    assert found == [(index, *row) for index, row in expected if row is not None]
    assert all(owners[index] is not None and position < len(names[index]) for index, position in left)


@pytest.mark.parametrize(
    ("name", "is_full"),
    [
        ("Mina Sato", True),
        ("By M. K. Sato", False),
        ("Zoë Łukaszewska-Groß", True),
        ("By Sato", True),
        ("Mina", None),
        ("Mina  Sato", None),
    ],
)
def test_which_names_are_known(name: str, *, is_full: bool | None) -> None:
    _, members, payloads, left = name_rows(["kite"], [[name]])
    assert left == []
    assert members == ([] if is_full is None else [0])
    assert [payload[0] for payload in payloads] == ([] if is_full is None else [is_full])
    assert (_name(name) is None) is (is_full is None)


def test_only_so_many_names_are_looked_at() -> None:
    names = ["Mina Sato"] * 300
    _, members, payloads, _ = name_rows(["kite", None], [names, names])
    assert members == [0] * 256
    assert [payload[1] for payload in payloads] == list(range(256))
    assert name_rows(["kite"], [["小 Sato", "Mina Sato"]])[3] == [(0, 0)]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [((["a"], []), ValueError), ((["a"], [[7]]), TypeError), (([7], [["a"]]), TypeError), ((["a"], ["b"]), TypeError)],
)
def test_what_is_no_name_is_refused(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        name_rows(*arguments)
