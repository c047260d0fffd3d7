"""Text with its findings marked, cut round them where it is long."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Piece = str | list[str | int] | int
"""Plain text; text with the numbers of the findings that it belongs to; the number of code points that are left out."""

CONTEXTS = (None, 2_000, 800, 300, 120, 40)
"""Code points shown on either side of a span, widest first; None shows the whole value."""

_NEAR = 60
"""Gaps of so few code points are not worth leaving out."""
_SEAM = 24
"""Code points that a cut may move to come to stand between two words."""
_TOGETHER = 8
"""Findings named on one stretch of text at most."""


class Span(msgspec.Struct, frozen=True):
    """``value[start:end]`` belongs to the finding of this number; an empty span stands between two code points."""

    start: int
    end: int
    number: int


def passage(value: str, spans: Sequence[Span], context: int | None) -> list[Piece]:
    """``value`` cut into plain and marked pieces, with what is far from every span left out.

    Args:
        value: The text.
        spans: In any order; they may overlap, and must lie in the text.
        context: Code points shown on either side of a span.  None shows all; without spans, the beginning is shown.
    """
    windows = [(0, len(value))] if context is None else _windows(value, spans, context)
    pieces: list[Piece] = []
    shown = 0
    marked = _stretches(spans)
    stretch = next(marked, None)
    for left, right in windows:
        if left > shown:
            pieces.append(left - shown)
        at = left
        while stretch is not None and stretch[0] <= right:
            start, end, numbers = stretch
            if end < left or (end == left and start < end):
                stretch = next(marked, None)
                continue
            start, stop = max(start, left), min(end, right)
            if start > at:
                pieces.append(value[at:start])
                at = start
            if start < stop or start == end:
                pieces.append([value[start:stop], *numbers])
                at = stop
            if end > right:
                break
            stretch = next(marked, None)
        if at < right:
            pieces.append(value[at:right])
        shown = right
    if shown < len(value):
        pieces.append(len(value) - shown)
    return pieces


def shortened(text: str, limit: int) -> str:
    """``text``, or so much of its beginning that it has ``limit`` code points with an ellipsis at the end."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _windows(value: str, spans: Sequence[Span], context: int) -> list[tuple[int, int]]:
    """What is shown of ``value``: stretches from the left that do not touch.  A long span is shown by its two ends."""
    if not spans:
        return [(0, _seam(value, min(len(value), context or _NEAR), 1))]
    longest = max(2 * context, 160)
    wanted: list[tuple[int, int]] = []
    for span in spans:
        left, right = max(0, span.start - context), min(len(value), span.end + context)
        if span.end - span.start > longest:
            wanted.append((left, span.start + longest * 3 // 4))
            wanted.append((span.end - longest // 4, right))
        else:
            wanted.append((left, right))
    wanted.sort()
    joined: list[tuple[int, int]] = []
    for left, right in wanted:
        if joined and left - joined[-1][1] <= _NEAR:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left if left > _NEAR else 0, right))
    if len(value) - joined[-1][1] <= _NEAR:
        joined[-1] = (joined[-1][0], len(value))
    return [(_seam(value, left, -1), _seam(value, right, 1)) for left, right in joined]


def _seam(value: str, at: int, step: int) -> int:
    """The place next to ``at``, going outwards, where no word is cut; ``at`` itself where there is none near."""
    for offset in range(_SEAM):
        place = at + offset * step
        if place <= 0 or place >= len(value):
            return max(0, min(len(value), place))
        if value[place if step > 0 else place - 1].isspace():
            return place
    return at


def _stretches(spans: Sequence[Span]) -> Iterator[tuple[int, int, list[int]]]:
    """Stretches of text that the same findings cover, from the left, with the findings; empty spans come by themselves."""
    empty = sorted((span.start, span.number) for span in spans if span.start == span.end)
    edges = sorted({place for span in spans for place in (span.start, span.end)})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for span in spans:
        if span.start < span.end:
            opening.setdefault(span.start, []).append(span.number)
            closing.setdefault(span.end, []).append(span.number)
    points = iter(empty)
    point = next(points, None)
    active: dict[int, None] = {}
    for start, end in pairwise([*edges, *edges[-1:]]):
        for number in closing.get(start, ()):
            active.pop(number, None)
        here: list[int] = []
        while point is not None and point[0] == start:
            here.append(point[1])
            point = next(points, None)
        if here:
            yield start, start, here[:_TOGETHER]
        for number in opening.get(start, ()):
            active[number] = None
        if active and start < end:
            yield start, end, list(islice(active, _TOGETHER))
