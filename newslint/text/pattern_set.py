"""Which of some patterns match somewhere in a text, told in one pass."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import re2

from newslint.text.pattern import re2_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint._compiled import Automata as AutomataType

Automata: type[AutomataType] | None = None
"""Looks for patterns side by side; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import Automata

MEMORY = 64 << 20
"""Bytes that an automaton may take; RE2's default of 8 MiB fails to compile some thousand phrases."""


def match_of(sources: Sequence[str]) -> Callable[[bytes], Sequence[int] | None]:
    """A function that gives the positions of the patterns that match in some bytes: a few, of which RE2 takes longer to make a set."""
    if Automata is not None:
        automata = Automata([sources], MEMORY)
        if not automata.unsupported:
            return automata.match
    return set_of(sources)


def set_of(sources: Sequence[str]) -> Callable[[bytes], Sequence[int] | None]:
    """The same, of any number of patterns, by RE2."""
    found = re2.Set.SearchSet(re2_options(MEMORY))
    for source in sources:
        found.Add(source)
    found.Compile()
    match: Callable[[bytes], Sequence[int] | None] = found.Match
    return match
