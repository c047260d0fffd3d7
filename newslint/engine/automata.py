"""Automata of the compiled module, with what they have learned kept on disk for the next run."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from newslint import store
from newslint._version import __version__
from newslint.digest import blake2b
from newslint.text import pattern_set
from newslint.text.pattern_set import MEMORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint._compiled import Automata

_SORT = "automata"
_FORMAT = 1
"""Raised when an image, or what patterns are made into, changes while the version of newslint does not."""
_KEPT = 64
_KEPT_BYTES = 64 << 20
"""Images that are kept on disk, and what they may take together."""
_LEAST = 256
"""States that are worth a file: to make them takes a millisecond."""
_MOST = 1 << 14
"""States that are kept: those that were met first, so are met most."""
_GROWTH = 1.1
"""By how much states have to be more than those kept before they are kept anew."""


class Learner:
    """Automata for some patterns.  What they make of texts, they keep.

    Args:
        groups: The patterns, in groups that are looked for side by side.
        cache: Folder in which automata are kept, or None.
    """

    __slots__ = ("_cache", "_known", "_name", "automata")

    def __init__(self, groups: Sequence[Sequence[str]], cache: str | None) -> None:
        self._cache = cache
        self._name = "" if cache is None else _name(groups)
        self._known = 0
        kept = None if cache is None else _read(cache, self._name)
        if kept is None:
            assert pattern_set.Automata is not None
            self.automata: Automata = pattern_set.Automata(groups, MEMORY)
        else:
            self.automata = kept
            self._known = kept.states

    def keep(self) -> None:
        """Keep the automata, where they have learned much since they were kept."""
        states = min(self.automata.states, _MOST)
        if self._cache is not None and states >= max(_LEAST, _GROWTH * self._known):
            self._known = states
            store.write(self._cache, _SORT, self._name, self.automata.image(_MOST), _KEPT, _KEPT_BYTES)


def _read(cache: str, name: str) -> Automata | None:
    data, start = store.read_whole(cache, _SORT, name)
    if not data:
        return None
    assert pattern_set.Automata is not None
    try:
        return pattern_set.Automata.of_image(data, start, MEMORY)
    except ValueError:
        return None


def _name(groups: Sequence[Sequence[str]]) -> str:
    from newslint import _compiled  # which is not everywhere

    # Of one version, whatever compiler made it, an image becomes the same automata: a CI installs newslint anew for every run.
    status = os.stat(_compiled.__file__) if store.in_checkout() else None
    stamp = (_FORMAT, __version__, sys.byteorder, None if status is None else (status.st_mtime_ns, status.st_size))
    digest = blake2b(repr(stamp).encode(), digest_size=16)
    for group in groups:
        digest.update(f"\0{len(group)}\0".encode())
        digest.update("\0".join(group).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
