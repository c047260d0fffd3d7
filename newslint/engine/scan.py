"""One pass over a text for the patterns of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

from newslint.text.pattern import re2_options

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY = 64 << 20
"""Bytes the automaton of a scanner may take; RE2's default of 8 MiB fails to compile some thousand phrases."""


class Scanner:
    """Tells which of many patterns match somewhere in a text, in one pass that takes linear time.

    Args:
        patterns: RE2 sources with their flags inside, each with the number that stands for it in the answer.  Two patterns may
            share a number.
    """

    __slots__ = ("_match", "_numbers")

    def __init__(self, patterns: Sequence[tuple[str, int]]) -> None:
        found = re2.Set.SearchSet(re2_options(_MEMORY))
        for source, _ in patterns:
            found.Add(source)
        found.Compile()
        self._match = found.Match
        self._numbers = [number for _, number in patterns]

    def __call__(self, data: bytes) -> Sequence[int]:
        """Numbers of the patterns that match in ``data`` (UTF-8), sorted, each once."""
        matched = self._match(data)
        if not matched:
            return ()
        numbers = self._numbers
        return sorted({numbers[index] for index in matched})
