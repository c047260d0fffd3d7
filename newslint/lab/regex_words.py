"""How few words a pattern can match, and which of its alternatives stand in it twice."""

from __future__ import annotations

from itertools import product
from typing import TypeAlias

Shapes: TypeAlias = "dict[tuple[str, str], int]"
"""What a piece can match: first and last character, each ``word`` or ``space`` (both empty for nothing), to the fewest words."""

_EMPTY: Shapes = {("", ""): 0}
_WORD: Shapes = {("word", "word"): 1}
_SPACE: Shapes = {("space", "space"): 0}
_EITHER: Shapes = {**_WORD, **_SPACE}
_MOST_REPEATS = 40
"""Repetitions that are counted: beyond them a pattern has more words than any rule asks about."""


def fewest_words(source: str) -> int:
    """Words, told by white space, of the shortest text that a pattern matches; never more than there can be.

    Args:
        source: RE2 syntax that compiles.
    """
    return min(_Reader(source).alternatives().values())


def repeated_alternatives(source: str, *, ignore_case: bool = True) -> list[str]:
    """Alternatives that stand beside an equal one before them, in any group of a pattern.

    Args:
        source: RE2 syntax that compiles.
        ignore_case: Whether they are equal when only the case differs.
    """
    reader = _Reader(source)
    reader.alternatives()
    found: list[str] = []
    for branches in reader.choices:
        seen: set[str] = set()
        for branch in branches:
            # Escapes keep their case: \s and \S are not the same.
            key = branch.casefold() if ignore_case and "\\" not in branch else branch
            if key in seen:
                found.append(branch)
            seen.add(key)
    return found


def branches_of(source: str) -> list[str]:
    """The alternatives of a pattern outside its groups."""
    reader = _Reader(source)
    reader.alternatives()
    return reader.choices[-1] if reader.choices and reader.outermost else [source]


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0
        self.outermost = False
        self.choices: list[list[str]] = []

    def alternatives(self) -> Shapes:
        """Everything up to the end or a closing bracket."""
        shapes: Shapes = {}
        branches: list[str] = []
        while True:
            start = self.at
            for edges, words in self._sequence().items():
                shapes[edges] = min(words, shapes.get(edges, words))
            branches.append(self.source[start : self.at])
            if not self._next("|"):
                break
        if len(branches) > 1:
            self.choices.append(branches)
            self.outermost = self.depth == 0
        return shapes

    def _sequence(self) -> Shapes:
        shapes = _EMPTY
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            shapes = _joined(shapes, self._term())
        return shapes

    def _term(self) -> Shapes:
        shapes = self._atom()
        while True:
            least = self._least()
            if least is None:
                return shapes
            repeated = _EMPTY
            for _ in range(min(least, _MOST_REPEATS)):
                repeated = _joined(repeated, shapes)
            # Once more than the least can change the edges, never lower the count.
            shapes = {**_joined(repeated, shapes), **repeated}

    def _least(self) -> int | None:
        """Least count of the quantifier at this place, moved past; None when there is none."""
        char = self.source[self.at : self.at + 1]
        least: int | None = None
        if char and char in "*+?":
            self.at += 1
            least = 1 if char == "+" else 0
        elif char == "{":
            end = self.source.find("}", self.at)
            lower = self.source[self.at + 1 : end].partition(",")[0]
            if end < 0 or not lower.isdecimal():
                return None
            self.at = end + 1
            least = int(lower)
        if least is not None:
            self._next("?")
        return least

    def _atom(self) -> Shapes:
        char = self.source[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char in "^$":
            return _EMPTY
        if char == ".":
            return _EITHER
        return _SPACE if char.isspace() else _WORD

    def _group(self) -> Shapes:
        if self._next("?"):
            while self.source[self.at] not in ":)>":
                self.at += 1
            self.at += 1
            if self.source[self.at - 1] == ")":
                return _EMPTY
        self.depth += 1
        shapes = self.alternatives()
        self.depth -= 1
        self._next(")")
        return shapes

    def _class(self) -> Shapes:
        start = self.at
        self._next("^")
        self._next("]")
        while self.source[self.at] != "]":
            if self.source.startswith("[:", self.at):
                self.at = self.source.index(":]", self.at) + 2
            else:
                self.at += 2 if self.source[self.at] == "\\" else 1
        inside = self.source[start : self.at]
        self.at += 1
        # Whatever is not plainly made of other characters might hold white space.
        spaced = inside.startswith("^") or any(char.isspace() for char in inside) or "[:" in inside
        return (
            _EITHER
            if spaced or any(mark in inside for mark in (r"\s", r"\S", r"\W", r"\D", r"\P", r"\p", r"\x", r"\t", r"\n"))
            else _WORD
        )

    def _escape(self) -> Shapes:
        letter = self.source[self.at]
        self.at += 1
        if letter in "bBAz":
            return _EMPTY
        if letter == "Q":
            end = self.source.find("\\E", self.at)
            quoted = self.source[self.at : end if end >= 0 else len(self.source)]
            self.at = len(self.source) if end < 0 else end + 2
            shapes = _EMPTY
            for char in quoted:
                shapes = _joined(shapes, _SPACE if char.isspace() else _WORD)
            return shapes
        if letter in "pPx":
            self.at = self.source.index("}", self.at) + 1 if self._peek() == "{" else self.at + (1 if letter in "pP" else 2)
            return _EITHER
        if letter in "stnrfv":
            return _SPACE
        return _EITHER if letter in "WD" else _WORD

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _next(self, char: str) -> bool:
        if self._peek() != char:
            return False
        self.at += 1
        return True


def _joined(left: Shapes, right: Shapes) -> Shapes:
    """What two pieces match one after the other: a word may go on from the first into the second."""
    found: Shapes = {}
    for ((first, end), before), ((start, last), after) in product(left.items(), right.items()):
        edges = (first or start, last or end)
        words = before + after - (end == start == "word")
        found[edges] = min(words, found.get(edges, words))
    return found
