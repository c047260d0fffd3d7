"""Text cut round its spans: nothing is lost but what is counted, and every mark holds its span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newslint.reporters.html.passages import CONTEXTS, Piece, Span, passage, shortened


def rebuilt(value: str, pieces: list[Piece]) -> str:
    """The value, from the pieces and from what stands in the gaps between them."""
    text = ""
    for piece in pieces:
        if isinstance(piece, int):
            text += value[len(text) : len(text) + piece]
        else:
            text += piece if isinstance(piece, str) else str(piece[0])
    return text


def marked(pieces: list[Piece], number: int) -> str:
    return "".join(str(piece[0]) for piece in pieces if isinstance(piece, list) and number in piece[1:])


@st.composite
def values_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    words = draw(st.lists(st.sampled_from(["harbour", "\n", " ", "é", "😀", "a b c", "\u202e"]), max_size=150))
    value = " ".join(words)
    places = st.integers(0, len(value))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    return value, [Span(min(pair), max(pair), number) for number, pair in enumerate(pairs)]


@given(values_with_spans(), st.sampled_from(CONTEXTS))
def test_pieces_make_up_the_value(example: tuple[str, list[Span]], context: int | None) -> None:
    value, spans = example
    assert rebuilt(value, passage(value, spans, context)) == value


@given(values_with_spans())
def test_whole_text_marks_every_span_exactly(example: tuple[str, list[Span]]) -> None:
    value, spans = example
    pieces = passage(value, spans, None)
    assert not any(isinstance(piece, int) for piece in pieces)
    for span in spans:
        assert marked(pieces, span.number) == value[span.start : span.end]
        assert any(isinstance(piece, list) and span.number in piece[1:] for piece in pieces)


@given(values_with_spans(), st.sampled_from([context for context in CONTEXTS if context is not None]))
def test_every_span_has_a_mark_however_much_is_cut(example: tuple[str, list[Span]], context: int) -> None:
    value, spans = example
    pieces = passage(value, spans, context)
    for span in spans:
        assert any(isinstance(piece, list) and span.number in piece[1:] for piece in pieces)


def test_far_text_is_counted_and_cut_between_words() -> None:
    value = f"{'before ' * 40}FAULT{' after' * 40}"
    start = value.index("FAULT")
    head, left, mark, right, tail = passage(value, [Span(start, start + 5, 7)], 40)
    assert mark == ["FAULT", 7]
    assert isinstance(left, str)
    assert isinstance(right, str)
    assert isinstance(head, int)
    assert isinstance(tail, int)
    assert left.startswith("before ")
    assert right.endswith(" after")
    assert head + len(left) + 5 + len(right) + tail == len(value)


def test_long_span_is_shown_by_its_ends() -> None:
    value = "x" * 5_000
    pieces = passage(value, [Span(0, 5_000, 1)], 40)
    assert [piece if isinstance(piece, int) else piece[1:] for piece in pieces] == [[1], 5_000 - 160, [1]]


def test_overlapping_spans_share_a_piece() -> None:
    pieces = passage("one two three", [Span(0, 7, 1), Span(4, 13, 2), Span(4, 4, 3)], None)
    assert pieces == [["one ", 1], ["", 3], ["two", 1, 2], [" three", 2]]


def test_without_spans_the_beginning_is_shown() -> None:
    pieces = passage("word " * 200, [], 300)
    assert len(pieces) == 2
    assert pieces[1] == 1_000 - len(str(pieces[0]))


def test_many_spans_on_one_value_take_no_quadratic_time() -> None:
    value = "ab" * 50_000
    spans = [Span(0, number, number) for number in range(1, 20_000)]
    assert len(passage(value, spans, 40)) > 10_000


def test_shortened_keeps_to_the_limit() -> None:
    assert shortened("four words of text", 40) == "four words of text"
    assert shortened("four words of text", 11) == "four words…"
