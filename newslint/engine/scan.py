"""One pass over a text for the patterns of all rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from newslint.engine.automata import Learner
from newslint.text import pattern_set
from newslint.text.pattern import encode
from newslint.text.pattern_set import match_of, set_of
from newslint.text.regex_syntax import FOLDS_TO_ASCII, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint._compiled import Text

WARM_UP = 8
"""Texts looked at by words before all patterns are compiled together: that takes as long as to look at a dozen by words."""
_FEW = 2
"""The same where the compiled module takes the place of RE2."""
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


class ByWords:
    """Looks for patterns in the first texts of a run.

    To compile some hundred patterns takes as long as to check some hundred articles with them.  So the first texts are
    searched for the bytes and strings that the patterns need, and only patterns for which they stand there are compiled: a run
    over a few files ends before all of them are ever needed.

    Args:
        patterns: What to look for.
        texts: How many texts count as looked at already.
        most: How many of them are looked at in this way.
    """

    __slots__ = ("_compiled", "_left", "_patterns", "_waiting")

    def __init__(self, patterns: Sequence[PatternEntry], texts: int = 0, most: int = WARM_UP) -> None:
        self._patterns = patterns
        self._left = most - texts
        self._compiled: list[tuple[Callable[[bytes], Sequence[int] | None], list[int]]] = []
        self._waiting: Sequence[int] = range(len(patterns))

    def __call__(self, data: bytes) -> Sequence[int] | None:
        """Numbers of the patterns that match in ``data``, sorted, each once; None when it is time to compile all of them."""
        self._left -= 1
        if self._left < 0 or any(char in data for char in _FOLDED):
            return None
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
            self._compiled.append((match_of([self._patterns[index].source for index in needed]), needed))
        return sorted({self._patterns[needed[at]].number for match, needed in self._compiled for at in match(data) or ()})


class Scanner:
    """Tells which of many patterns match somewhere in a text, in one pass of RE2 that takes linear time.

    Args:
        patterns: What to look for.  Two patterns may share a number.
        texts: How many texts count as looked at already, see :class:`ByWords`.
    """

    __slots__ = ("_by_words", "_guard", "_match", "_numbers", "_patterns")

    def __init__(self, patterns: Sequence[PatternEntry], *, texts: int = 0) -> None:
        self._patterns = patterns
        self._by_words = ByWords(patterns, texts)
        self._match: Callable[[bytes], Sequence[int] | None] | None = None
        self._numbers = [pattern.number for pattern in patterns]
        # First bytes of the marks: to look for a byte takes a fifth of the time that a string takes.
        marks = sorted({mark.encode()[0] for pattern in patterns for mark in pattern.marks})
        self._guard = tuple(marks) if all(pattern.marks for pattern in patterns) else ()

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
            found = self._by_words(data)
            if found is not None:
                return found
            self._match = set_of([pattern.source for pattern in self._patterns])
        matched = self._match(data)
        if not matched:
            return ()
        numbers = self._numbers
        return sorted({numbers[index] for index in matched})


class Passes:
    """Tells which of many patterns match in which of some texts, in several passes of RE2.

    Args:
        patterns: What to look for.  Two patterns may share a number.
    """

    __slots__ = ("_scanners",)

    def __init__(self, patterns: Sequence[PatternEntry]) -> None:
        self._scanners = [Scanner(group) for group in passes_of(patterns)]

    def keep(self) -> None:
        """See :meth:`CompiledScanner.keep`: RE2's automata cannot be kept."""

    @staticmethod
    def tells_apart(texts: int) -> bool:  # noqa: ARG004  as that of CompiledScanner
        """Whether two times so many short texts cost little more than so many long ones."""
        return False

    def each(self, texts: Iterable[Text]) -> Iterable[tuple[int, Sequence[int]]]:
        """Index and sorted numbers of those of some texts in which something is found, in order.

        A text is a string, UTF-8, or a tuple of such and of lists of such, which are lines of it.
        """
        data = list(map(as_bytes, texts))
        found: dict[int, set[int]] = {}
        # One pass over all texts before the next: the automata together are larger than a processor's cache.
        for scan in self._scanners:
            for index, numbers in enumerate(map(scan, data)):
                if numbers:
                    found.setdefault(index, set()).update(numbers)
        return [(index, sorted(found[index])) for index in sorted(found)]


class CompiledScanner:
    """Tells the same as :class:`Passes`, in one pass by the compiled module.

    Args:
        patterns: What to look for.  Two patterns may share a number.
        cache: Folder in which automata are kept, or None.
    """

    __slots__ = ("_by_words", "_cache", "_learner", "_left", "_match_all", "_numbers", "_patterns")

    def __init__(self, patterns: Sequence[PatternEntry], cache: str | None = None) -> None:
        self._patterns = patterns
        self._cache = cache
        self._learner: Learner | None = None
        self._by_words = ByWords(patterns, most=_FEW)
        self._match_all: Callable[[Iterable[Text]], list[tuple[int, tuple[int, ...]]]] | None = None
        self._numbers: list[int] = []
        self._left: Passes | None = None

    @staticmethod
    def tells_apart(texts: int) -> bool:
        """See :meth:`Passes.tells_apart`."""
        return texts > _FEW

    def each(self, texts: Iterable[Text]) -> Iterable[tuple[int, Sequence[int]]]:
        """See :meth:`Passes.each`."""
        match_all = self._match_all
        if match_all is None:
            texts = list(texts)
            if len(texts) <= _FEW:
                found = [self._by_words(as_bytes(text)) for text in texts]
                if None not in found:
                    return [(index, numbers) for index, numbers in enumerate(found) if numbers]
            match_all = self._compile()
        numbers = self._numbers
        if self._left is None:
            return [(index, sorted({numbers[place] for place in places})) for index, places in match_all(texts)]
        texts = list(texts)
        together = {index: {numbers[place] for place in places} for index, places in match_all(texts)}
        for index, others in self._left.each(texts):
            together.setdefault(index, set()).update(others)
        return [(index, sorted(together[index])) for index in sorted(together)]

    def keep(self) -> None:
        """Keep for the next run what was learned of texts in this one."""
        if self._learner is not None:
            self._learner.keep()

    def _compile(self) -> Callable[[Iterable[Text]], list[tuple[int, tuple[int, ...]]]]:
        groups = lanes_of(self._patterns)
        self._learner = Learner([[pattern.source for pattern in group] for group in groups], self._cache)
        automata = self._learner.automata
        together = [pattern for group in groups for pattern in group]
        self._numbers = [pattern.number for pattern in together]
        left = [together[index] for index in automata.unsupported]
        self._left = Passes(left) if left else None
        self._match_all = automata.match_all
        return automata.match_all


def scanner_of(patterns: Sequence[PatternEntry], cache: str | None = None) -> Passes | CompiledScanner:
    """What looks for patterns here; automata are kept in the folder ``cache``."""
    return Passes(patterns) if pattern_set.Automata is None else CompiledScanner(patterns, cache)


def as_bytes(text: Text | list[str]) -> bytes:
    """UTF-8 of a text that may be given as its lines."""
    if isinstance(text, bytes):
        return text
    if isinstance(text, (tuple, list)):
        return b"\n".join([part for part in map(as_bytes, text) if part])
    return encode(text) if text else b""


_AT_ONCE = 48
"""Patterns that ignore case looked for in one pass.  A pass with twice as many costs less once its automaton is made, but to make it takes
several times as long, and the first ten thousand articles still add to it."""
_IGNORES_CASE = re.compile(r"\(\?[a-z]*i")
_CLASS_FIRST = re.compile(r"\(\?[a-z]+\)(?:\(\?:)*(?:\\b)?\[")


def lanes_of(patterns: Sequence[PatternEntry]) -> list[list[PatternEntry]]:
    """The patterns in groups for the compiled scanner, which runs them side by side: those of :func:`passes_of`, but those of which
    little has begun at any place together, since a group more costs more than their states multiply.
    """
    passes = _sorted_out(patterns)
    seldom = [*passes.marked, *passes.marked_beyond_ascii, *passes.lingering, *(passes.others[0] if passes.others else ())]
    groups = [passes.starting, seldom, passes.starting_lingering, passes.broad, *passes.others[1:]]
    return [group for group in groups if group]


def passes_of(patterns: Sequence[PatternEntry]) -> list[list[PatternEntry]]:
    """The patterns in groups, each to be looked for in a pass of its own; a group that needs rare characters is all of such patterns.

    An automaton that looks for many patterns at once is in a state for each combination of matches that have begun.  Patterns that
    multiply each other's states are kept apart: those that are tried at the start of lines only, those whose matches may go on over
    many words, those that may begin with nearly any letter or that mind case.
    """
    passes = _sorted_out(patterns)
    groups = [
        passes.starting,
        passes.marked,
        passes.marked_beyond_ascii,
        passes.starting_lingering,
        passes.lingering,
        passes.broad,
        *passes.others,
    ]
    return [group for group in groups if group]


class _Sorted(msgspec.Struct):
    starting: list[PatternEntry] = []
    marked: list[PatternEntry] = []
    marked_beyond_ascii: list[PatternEntry] = []
    starting_lingering: list[PatternEntry] = []
    lingering: list[PatternEntry] = []
    broad: list[PatternEntry] = []
    others: list[list[PatternEntry]] = []


def _sorted_out(patterns: Sequence[PatternEntry]) -> _Sorted:
    found = _Sorted()
    others: list[PatternEntry] = []
    for pattern in patterns:
        if pattern.starts and (pattern.words or not pattern.lingers):
            found.starting.append(pattern)
        elif pattern.marks:
            (found.marked if pattern.marks.isascii() else found.marked_beyond_ascii).append(pattern)
        elif pattern.lingers:
            (found.starting_lingering if pattern.starts else found.lingering).append(pattern)
        elif _CLASS_FIRST.match(pattern.source) or not _IGNORES_CASE.match(pattern.source):
            found.broad.append(pattern)
        else:
            others.append(pattern)
    parts = -(-len(others) // _AT_ONCE)
    size = -(-len(others) // parts) if parts else 1
    found.others = [others[at : at + size] for at in range(0, len(others), size)]
    return found
