"""Lines of a text as the compiled module tells them: what Python would say of them."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

compiled = pytest.importorskip("newslint._compiled")
edge_lines = compiled.edge_lines
lines_alike = compiled.lines_alike

LINES = st.lists(
    st.text(alphabet="aZé@[`{ \t\x0b\x1c\x00\u2028", max_size=30)
    | st.sampled_from(["Sign Up For Our HARBOUR Briefing", "x" * 99]),
    max_size=40,
)


@given(LINES, st.integers(0, 12), st.integers(0, 12), st.integers(0, 20), st.integers(0, 100))
@example(["A"] * 70, 31, 33, 0, 9)
def test_lines_at_the_edges(lines: list[str], first: int, last: int, least: int, most: int) -> None:
    data = "\n".join(lines).encode()
    filled = [(number, line.strip()) for number, line in enumerate(filter(None, data.split(b"\n"))) if line.strip()]
    chosen = filled if len(filled) <= first + last else filled[:first] + filled[len(filled) - last :]
    fitting = [(number, line) for number, line in chosen if least <= len(line) <= most]
    parts = [zlib.crc32(line.lower()) for _, line in fitting] + [number for number, _ in fitting]
    expected = [b"".join(part.to_bytes(4, "little") for part in parts)]
    assert edge_lines([data], first, last, least, most) == expected
    assert edge_lines(["\n".join(lines)], first, last, least, most) == expected


def test_lines_at_the_edges_of_what_is_no_such_text() -> None:
    assert edge_lines([], 2, 2, 0, 9) == []
    assert edge_lines(["\ud800"], 2, 2, 0, 9) == edge_lines([b"\xed\xa0\x80"], 2, 2, 0, 9)
    assert edge_lines([b"a\r\nb", b"", b"x" * 70 + b"\r" + b"y" * 70], 2, 2, 0, 9) == [None, b"", None]
    for wrong in [(33, 32, 0, 9), (-1, 2, 0, 9), (2, -1, 0, 9), (2, 2, -1, 9), (2, 2, 0, -1)]:
        with pytest.raises(ValueError, match="from 0 to 64 together"):
            edge_lines([b"a"], *wrong)
    for wrong_texts in ([7], b"a", None):
        with pytest.raises(TypeError):
            edge_lines(wrong_texts, 2, 2, 0, 9)


@given(st.text(alphabet="aZé@[`{", min_size=1, max_size=200))
def test_digests_of_lines_of_any_length(line: str) -> None:
    data = line.encode()
    assert edge_lines([data], 1, 0, 0, 1000) == [zlib.crc32(data.lower()).to_bytes(4, "little") + bytes(4)]


@given(LINES, st.integers(1, 40), st.integers(1, 40))
@example(["x" * 31, "x" * 32, "x" * 33], 32, 32)
@example([str(number) for number in range(1024)], 1, 32)
@example([f"{number:09}" for number in range(1024)], 9, 9)
def test_lines_that_begin_alike(lines: list[str], least: int, most: int) -> None:
    data = "\n".join(lines).encode()
    starts = [line[:most] for line in data.split(b"\n") if len(line) >= least]
    expected = [0] if len(set(starts)) < len(starts) else []
    assert lines_alike([data], least, most) == lines_alike(["\n".join(lines)], least, most) == expected


def test_lines_that_begin_alike_in_what_is_no_such_text() -> None:
    assert lines_alike([], 1, 1) == lines_alike([b"", b"\n\n\n"], 1, 1) == []
    assert lines_alike(["a", "\ud800\n\ud800"], 3, 3) == [1]
    # More lines than are looked at.
    assert lines_alike(["\n".join(map(str, range(1025)))], 1, 32) == [0]
    for wrong in [(0, 1), (1, 0), (-1, 1)]:
        with pytest.raises(ValueError, match="from 1"):
            lines_alike([b"a"], *wrong)
    with pytest.raises(TypeError):
        lines_alike([7], 1, 1)
