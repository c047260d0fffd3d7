"""Rows of titles, as the compiled module makes them: what Python makes of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.near_duplicate import NearDuplicateParams, TokenCheck
from newslint.model import Rule
from newslint.text.fold import tokens
from newslint.text.titles import COUNTED, FIRST_LETTERS, VERBS, bare, core

if TYPE_CHECKING:
    from newslint.kinds.base import Rows

Titles = pytest.importorskip("newslint._compiled").Titles

_TEXT = (
    "Port of Marrow shut after the crane fell on Monday ferries use old quay mayor Ruiz quits over budget row day 3 two first U.S. "
    "St.John 1,200 1,200.50 12,34 2.5m 85.4 a.b.c ...and wait… what...now a...b 1..5 1,.5 é.à x, Zürich Fähre ÉCOLE naïve groß "
    "ſtadt ŁÓDŹ Київ МОСКВА ёлка Ґ ґрунт ѣ it’s ‘quoted’ “both” dockers' - – — | :: : Update Breaking: UPDATE 1-Mayor Gazette ; ; £1.5m €20 ¿que? x_y "
    "officials say, says report (video) [Watch] ] \u00a0 \t \u2003 日本 \ud800 e\u0301 pneumonoultramicroscopicsilicovolcanoconiosis "
    "interdisciplinarities-all Überlandleitungsmasten 12345678901234567890123"
)
WORDS = st.sampled_from(_TEXT.split(" "))
TITLES = (
    st.lists(WORDS, max_size=22).map(" ".join)
    | st.text(alphabet="aB1éßЙ` .,'’…-:;|\u00a0ßŁ£", max_size=40)
    | st.text(st.characters(max_codepoint=0x2100), max_size=30)
)
PARAMS = st.fixed_dictionaries(
    {}, optional={"min_words": st.integers(1, 6), "contained": st.booleans(), "numbers": st.booleans(), "within_days": st.just(2)}
)


def told(rows: Rows) -> dict[int, tuple[bytes, list[int]]]:
    """Payload and keys of each title that has keys."""
    keys = iter(rows.keys)
    found = {
        owner: (payload, sorted(next(keys) for _ in range(count)))
        for owner, count, payload in zip(rows.owners, rows.counts, rows.payloads, strict=True)
    }
    return {owner: row for owner, row in found.items() if row[1]}


@given(titles=st.lists(TITLES | st.none(), max_size=6), params=PARAMS)
def test_rows_of_titles(titles: list[str | None], params: Any) -> None:
    rule = Rule(
        id="a.b", title="t", why="w", severity="warning", fields=("title",), kind="near_duplicate", message="m", params={}
    )
    check = TokenCheck(rule, NearDuplicateParams(**params))
    assert told(check._compiled(titles)) == told(check._in_python(list(enumerate(titles))))


def made(titles: list[str], *, is_bare: bool = True) -> tuple[list[int], list[bytes], list[int]]:
    """Which titles have rows, their payloads, and which are left."""
    labels, verbs = "".join(sorted(FIRST_LETTERS)).encode(), f" {' '.join(VERBS)} ".encode()
    _, _, owners, payloads, left = Titles(COUNTED, labels, verbs, 600, 1, True, True).rows(titles, titles if is_bare else None)
    return owners, payloads, left


@given(TITLES)
def test_a_title_has_as_many_words_as_in_python(title: str) -> None:
    owners, payloads, left = made([title])
    if not left:
        assert owners == ([0] if tokens(title) and len(tokens(title)) <= 60 else [])
        assert all(len(payload) == 16 + 4 * len(tokens(title)) for payload in payloads)


@given(TITLES)
def test_a_title_that_is_not_left_wears_nothing(title: str) -> None:
    owners, _, left = made([title], is_bare=False)
    if owners:
        assert not left
        assert bare(title) == (title, "")
        assert core(title)[0] == tokens(title)


def test_titles_in_latin_and_cyrillic_letters_are_known() -> None:
    titles = [
        "Port shut after crane falls, mayor “warned”",
        "Fähre fährt wieder – Żółw à l’école",
        "Costs rise £1.5m, up 3%",
        "Київ: ґрунт і ЁЛКА",
    ]
    owners, _, left = made(titles)
    assert (owners, left) == ([0, 1, 2, 3], [])
    assert made(["日本", "plain words", "e\u0301"])[2] == [0, 2]


def test_what_copies_add_is_left_to_python() -> None:
    dressed = [
        "UPDATE 1-Port of Marrow shut after crane falls",
        "Port of Marrow shut after crane falls - Gazette",
        "Port of Marrow shut after crane falls | Gazette",
        "Port of Marrow shut – Gazette of Marrow today",
        "Port of Marrow shut after crane falls (video)",
        "Port of Marrow shut after crane falls, officials say",
    ]
    plain = ["Port of Marrow shut: the mayor waits", "A well-known ferry, the last, sails", "Officials say the port is shut"]
    assert made(dressed + plain, is_bare=False)[2] == list(range(len(dressed)))


@pytest.mark.parametrize(
    ("titles", "error"),
    [([7], TypeError), ("a", TypeError), (None, TypeError)],
)
def test_what_is_no_title_is_refused(titles: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        made(titles)


@pytest.mark.parametrize("wholes", [["a"], "ab", [7, "b"]])
def test_titles_as_they_were_are_as_many(wholes: Any) -> None:
    with pytest.raises(TypeError):
        Titles(COUNTED, b"", b"", 600, 1, True, True).rows(["a", "b"], wholes)


@pytest.mark.parametrize("counted", [None, ["three"]])
def test_counted_words_are_a_set(counted: Any) -> None:
    with pytest.raises(TypeError, match="set"):
        Titles(counted, b"", b"", 600, 1, True, True)
