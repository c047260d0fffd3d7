"""Which plugins are installed, remembered from one run to the next: asking importlib.metadata takes longer than checking a file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from newslint import store
from newslint._version import __version__
from newslint.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP = "newslint"
"""Entry point group of plugins."""

_SORT = "plugins"


class Found(msgspec.Struct, frozen=True, array_like=True):
    """An entry point of the group ``newslint``.

    Attributes:
        name: The plugin's name: the entry point's.
        target: What it names: ``package.module``, or ``package.module:attribute``.
        distribution: Name of the distribution that brings it.
        version: Its version.
    """

    name: str
    target: str
    distribution: str
    version: str


def search_path() -> list[str]:
    """``sys.path`` without the working directory: what lies among the data to be checked is not imported."""
    here = os.path.realpath(os.curdir)
    return [entry for entry in sys.path if entry and os.path.realpath(entry) != here]


def find(cache_directory: str | None) -> list[Found]:
    """The entry points of the group ``newslint``, by name.

    Args:
        cache_directory: Where what was found is kept, or None to look anew.  An entry belongs to a search path and to the times
            its folders were changed, as they are whenever a distribution is installed, upgraded or removed.
    """
    path = search_path()
    if cache_directory is None:
        return _scan(path)
    name = _key(path)
    kept = store.read(cache_directory, _SORT, name)
    if kept is not None:
        try:
            return msgspec.msgpack.decode(kept, type=list[Found])
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
    found = _scan(path)
    store.write(cache_directory, _SORT, name, msgspec.msgpack.encode(found))
    return found


def _key(path: Sequence[str]) -> str:
    folders = []
    for entry in path:
        try:
            changed = os.stat(entry).st_mtime_ns
        except OSError:  # sys.path names folders that do not exist
            changed = 0
        folders.append((entry, changed))
    return blake2b(repr((__version__, sys.implementation.cache_tag, folders)).encode(), digest_size=16).hexdigest()


def _scan(path: Sequence[str]) -> list[Found]:
    from importlib.metadata import distributions  # 50 ms

    found: dict[tuple[str, str], Found] = {}
    seen: set[str] = set()
    for distribution in distributions(path=list(path)):
        title: Any = distribution.metadata["Name"]
        if title is None or title in seen:  # a broken installation; or one that another, earlier on the path, hides
            continue
        seen.add(title)
        for entry in distribution.entry_points:
            if entry.group == GROUP:
                found[entry.name, title] = Found(entry.name, entry.value, title, distribution.version)
    return [found[key] for key in sorted(found)]
