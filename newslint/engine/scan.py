"""One pass over a text for the patterns of all rules."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec
import re2

from newslint.text.pattern import re2_options
from newslint.text.regex_syntax import FOLDS_TO_ASCII, needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint._automata import Automata as AutomataType
    from newslint._automata import Text

Automata: type[AutomataType] | None = None
"""Looks for patterns side by side; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._automata import Automata

_MEMORY = 64 << 20
"""Bytes the automaton of a scanner may take; RE2's default of 8 MiB fails to compile some thousand phrases."""
WARM_UP = 8
"""Texts looked at by words before all patterns are compiled together: that takes as long as to look at a dozen by words."""
_ALL_BYTES = frozenset(range(256))
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
        signs: Bytes of which one stands in every match, or nothing.
    """

    source: str
    number: int
    words: list[str] | None = None
    marks: str = ""
    lingers: bool = False
    starts: bool = False
    signs: bytes = b""

    @classmethod
    def of(cls, source: str, number: int) -> PatternEntry:
        """The entry of a pattern."""
        known = needs(source)
        words = None if known.words is None else sorted(known.words)
        marks = "".join(sorted(known.marks or ()))
        return cls(source, number, words, marks, known.lingers, known.starts, bytes(sorted(known.signs or ())))


class Scanner:
    """Tells which of many patterns match somewhere in a text, in one pass that takes linear time.

    To compile some hundred patterns takes as long as to check some hundred articles with them.  So the first :data:`WARM_UP` texts
    are searched for the bytes and strings that the patterns need, and only patterns for which they stand there are compiled: a run
    over a few files ends before all of them are ever needed.

    Args:
        patterns: What to look for.  Two patterns may share a number.
        texts: How many texts count as looked at already.
    """

    __slots__ = (
        "_compiled",
        "_guard",
        "_match",
        "_numbers",
        "_patterns",
        "_texts",
        "_waiting",
    )

    def __init__(self, patterns: Sequence[PatternEntry], *, texts: int = 0) -> None:
        self._patterns = patterns
        self._match: Any = None
        self._numbers = [pattern.number for pattern in patterns]
        # First bytes of the marks: to look for a byte takes a fifth of the time that a string takes.
        marks = sorted({mark.encode()[0] for pattern in patterns for mark in pattern.marks})
        self._guard = tuple(marks) if all(pattern.marks for pattern in patterns) else ()
        self._texts = texts
        self._compiled: list[tuple[Any, list[int]]] = []
        self._waiting: Sequence[int] = range(len(patterns))

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

    def each(self, texts: Iterable[bytes]) -> Iterable[tuple[int, Sequence[int]]]:
        """Index and numbers of those of some texts in which something is found, in order."""
        return [(index, numbers) for index, numbers in enumerate(map(self, texts)) if numbers]

    def _compile(self) -> None:
        self._match = _match_of(self._patterns)
        self._compiled, self._waiting = [], ()

    def _by_words(self, data: bytes) -> Sequence[int]:
        lowered = data.lower()
        text = lowered.decode("utf-8", "surrogatepass")
        missing = bytes(_ALL_BYTES.difference(lowered))
        needed: list[int] = []
        waiting: list[int] = []
        for index in self._waiting:
            entry = self._patterns[index]
            if entry.signs and not entry.signs.translate(None, missing):
                waiting.append(index)
                continue
            strings = entry.words or entry.marks
            for string in strings:
                if string in text:
                    needed.append(index)
                    break
            else:
                (waiting if strings else needed).append(index)
        if needed:
            self._waiting = waiting
            self._compiled.append((_match_of([self._patterns[index] for index in needed]), needed))
        return sorted({self._numbers[needed[at]] for match, needed in self._compiled for at in match(data) or ()})


def _match_of(patterns: Iterable[PatternEntry]) -> Any:
    """A function that gives the positions of the patterns that match in some bytes."""
    found = re2.Set.SearchSet(re2_options(_MEMORY))
    for pattern in patterns:
        found.Add(pattern.source)
    found.Compile()
    return found.Match


class CompiledScanner:
    """Tells the same as :class:`Scanner`, in one pass for all patterns, by the compiled module.

    Args:
        automata: What looks for the patterns.
        numbers: What stands for each of them.
    """

    __slots__ = ("_match_all", "_numbers")

    def __init__(self, automata: AutomataType, numbers: Sequence[int]) -> None:
        self._match_all = automata.match_all
        self._numbers = numbers

    def each(self, texts: Iterable[Text]) -> Iterable[tuple[int, Sequence[int]]]:
        """Index and sorted numbers of those of some texts in which something is found, in order.

        A text is a string, UTF-8, or a tuple of such and of lists of such, which are lines of it.
        """
        numbers = self._numbers
        return [(index, sorted({numbers[place] for place in found})) for index, found in self._match_all(texts)]


def scanners_of(patterns: Sequence[PatternEntry]) -> list[Scanner | CompiledScanner]:
    """What looks for all of the patterns, together: a pass each."""
    groups = passes_of(patterns)
    if Automata is None:
        return [*map(Scanner, groups)]
    automata = Automata([[pattern.source for pattern in group] for group in groups], _MEMORY)
    together = [pattern for group in groups for pattern in group]
    compiled = CompiledScanner(automata, [pattern.number for pattern in together])
    left = [together[index] for index in automata.unsupported]
    return [compiled, *map(Scanner, passes_of(left))]


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
