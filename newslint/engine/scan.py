"""One pass over a text for the patterns of all rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import re2

from newslint.text.pattern import re2_options
from newslint.text.regex_syntax import FOLDS_TO_ASCII, needs

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY = 64 << 20
"""Bytes the automaton of a scanner may take; RE2's default of 8 MiB fails to compile some thousand phrases."""
WARM_UP = 8
"""Texts looked at by words before all patterns are compiled together: that takes as long as to look at a dozen by words."""
_FOLDED = tuple(char.encode() for char in FOLDS_TO_ASCII)


class PatternEntry(msgspec.Struct, frozen=True, array_like=True):
    """A pattern to look for.

    Attributes:
        source: RE2 syntax, flags inside.
        number: What stands for it.
        words: Strings of which one stands in every match, or None.
        marks: Rare characters of which one stands in every match, or nothing.
        lingers: Whether a match may go on over words and spaces without an end.
        starts: Whether every match begins at the start of a line.
    """

    source: str
    number: int
    words: list[str] | None = None
    marks: str = ""
    lingers: bool = False
    starts: bool = False

    @classmethod
    def of(cls, source: str, number: int) -> PatternEntry:
        """The entry of a pattern."""
        known = needs(source)
        words = None if known.words is None else sorted(known.words)
        return cls(source, number, words, "".join(sorted(known.marks or ())), known.lingers, known.starts)


class Scanner:
    """Tells which of many patterns match somewhere in a text, in one pass that takes linear time.

    To compile some hundred patterns takes as long as to check some hundred articles with them.  So the first :data:`WARM_UP` texts
    are searched for the strings that the patterns need, and only patterns whose strings stand there are compiled, each by
    itself: a run over a few files ends before all of them are ever needed.

    Args:
        patterns: What to look for.  Two patterns may share a number.
        texts: How many texts count as looked at already.
    """

    __slots__ = (
        "_free",
        "_guard",
        "_match",
        "_needy",
        "_numbers",
        "_patterns",
        "_single",
        "_texts",
    )

    def __init__(self, patterns: Sequence[PatternEntry], *, texts: int = 0) -> None:
        self._patterns = patterns
        self._match: Any = None
        self._numbers = [pattern.number for pattern in patterns]
        # First bytes of the marks: to look for a byte takes a fifth of the time that a string takes.
        marks = sorted({mark.encode()[0] for pattern in patterns for mark in pattern.marks})
        self._guard = tuple(marks) if all(pattern.marks for pattern in patterns) else ()
        self._texts = texts
        self._free: Scanner | None = None
        self._needy: list[tuple[int, tuple[bytes, ...]]] = []
        self._single: dict[int, Any] = {}

    def __call__(self, data: bytes) -> Sequence[int]:
        """Numbers of the patterns that match in ``data`` (UTF-8), sorted, each once."""
        if not data:
            return ()
        if self._guard:
            for byte in self._guard:
                if byte in data:
                    break
            else:
                return ()
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
        for pattern in self._patterns:
            found.Add(pattern.source)
        found.Compile()
        self._match = found.Match
        self._free, self._needy, self._single = None, [], {}

    def _by_words(self, data: bytes) -> Sequence[int]:
        if self._free is None:
            self._free = Scanner([entry for entry in self._patterns if not (entry.words or entry.marks)], texts=WARM_UP)
            self._needy = [
                (index, tuple(word.encode() for word in entry.words or entry.marks))
                for index, entry in enumerate(self._patterns)
                if entry.words or entry.marks
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
            pattern = self._single[index] = re2.compile(self._patterns[index].source, re2_options())
        return pattern.search(data) is not None


_AT_ONCE = 48
"""Patterns that ignore case looked for in one pass.  A pass with twice as many costs less once its automaton is made, but to make it takes
several times as long, and the first ten thousand articles still add to it."""
_IGNORES_CASE = re.compile(r"\(\?[a-z]*i")
_CLASS_FIRST = re.compile(r"\(\?[a-z]+\)(?:\(\?:)*(?:\\b)?\[")


def passes_of(patterns: Sequence[PatternEntry]) -> list[list[PatternEntry]]:
    """The patterns in groups, each to be looked for in a pass of its own; a group that needs rare characters is all of such patterns.

    An automaton that looks for many patterns at once is in a state for each combination of matches that have begun.  Patterns that
    multiply each other's states are kept apart: those that are tried at the start of lines only, those whose matches may go on over
    many words, those that may begin with nearly any letter or that mind case.
    """
    starting: list[PatternEntry] = []
    marked: list[PatternEntry] = []
    marked_beyond_ascii: list[PatternEntry] = []
    starting_lingering: list[PatternEntry] = []
    lingering: list[PatternEntry] = []
    broad: list[PatternEntry] = []
    others: list[PatternEntry] = []
    for pattern in patterns:
        if pattern.starts and (pattern.words or not pattern.lingers):
            starting.append(pattern)
        elif pattern.marks:
            (marked if pattern.marks.isascii() else marked_beyond_ascii).append(pattern)
        elif pattern.lingers:
            (starting_lingering if pattern.starts else lingering).append(pattern)
        elif _CLASS_FIRST.match(pattern.source) or not _IGNORES_CASE.match(pattern.source):
            broad.append(pattern)
        else:
            others.append(pattern)
    parts = -(-len(others) // _AT_ONCE)
    size = -(-len(others) // parts) if parts else 1
    groups = [
        starting,
        marked,
        marked_beyond_ascii,
        starting_lingering,
        lingering,
        broad,
        *(others[at : at + size] for at in range(0, len(others), size)),
    ]
    return [group for group in groups if group]
