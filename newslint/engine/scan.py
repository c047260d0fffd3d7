"""One pass over a text for the patterns of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

from newslint.text.pattern import re2_options
from newslint.text.regex_syntax import FOLDS_TO_ASCII

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY = 64 << 20
"""Bytes the automaton of a scanner may take; RE2's default of 8 MiB fails to compile some thousand phrases."""
WARM_UP = 24
"""Texts looked at by words before all patterns are compiled together."""
_FOLDED = tuple(char.encode() for char in FOLDS_TO_ASCII)

PatternEntry = tuple[str, int, list[str] | None]
"""RE2 source with its flags inside, the number that stands for it, and strings of which one stands in every match."""


class Scanner:
    """Tells which of many patterns match somewhere in a text, in one pass that takes linear time.

    To compile some hundred patterns takes as long as to check some hundred articles with them.  So the first :data:`WARM_UP` texts
    are searched for the strings that the patterns need, and only patterns whose strings stand there are compiled, each by
    itself: a run over a few files ends before all of them are ever needed.

    Args:
        patterns: What to look for.  Two patterns may share a number.
        texts: How many texts count as looked at already.
    """

    __slots__ = ("_free", "_match", "_needy", "_numbers", "_patterns", "_single", "_texts")

    def __init__(self, patterns: Sequence[PatternEntry], *, texts: int = 0) -> None:
        self._patterns = patterns
        self._match: Any = None
        self._numbers = [number for _, number, _ in patterns]
        self._texts = texts
        self._free: Scanner | None = None
        self._needy: list[tuple[int, tuple[bytes, ...]]] = []
        self._single: dict[int, Any] = {}

    def __call__(self, data: bytes) -> Sequence[int]:
        """Numbers of the patterns that match in ``data`` (UTF-8), sorted, each once."""
        if self._match is None:
            self._texts += 1
            if self._texts <= WARM_UP and not any(char in data for char in _FOLDED):
                return self._by_words(data)
            self._compile()
        matched = self._match(data)
        if not matched:
            return ()
        numbers = self._numbers
        return sorted({numbers[index] for index in matched})

    def _compile(self) -> None:
        found = re2.Set.SearchSet(re2_options(_MEMORY))
        for source, _, _ in self._patterns:
            found.Add(source)
        found.Compile()
        self._match = found.Match
        self._free, self._needy, self._single = None, [], {}

    def _by_words(self, data: bytes) -> Sequence[int]:
        if self._free is None:
            self._free = Scanner([entry for entry in self._patterns if entry[2] is None], texts=WARM_UP)
            self._needy = [
                (index, tuple(word.encode() for word in entry[2])) for index, entry in enumerate(self._patterns) if entry[2]
            ]
        lowered = data.lower()
        found = set(self._free(data))
        for index, words in self._needy:
            number = self._numbers[index]
            if number in found:
                continue
            for word in words:
                if word in lowered:
                    if self._alone(index, data):
                        found.add(number)
                    break
        return sorted(found)

    def _alone(self, index: int, data: bytes) -> bool:
        pattern = self._single.get(index)
        if pattern is None:
            pattern = self._single[index] = re2.compile(self._patterns[index][0], re2_options())
        return pattern.search(data) is not None
