"""The kinds by name.  A kind's module is imported when a rule asks for it, and not before."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.base import Kind

BUILTIN: tuple[str, ...] = (
    "acronym",
    "affix",
    "amounts",
    "author_variants",
    "balance",
    "capitalization",
    "checksum",
    "compare",
    "consistency",
    "conversion",
    "coverage",
    "date",
    "dated",
    "ending",
    "forbidden",
    "full_name",
    "great_expectations",
    "item_count",
    "language",
    "length",
    "lone_quotation",
    "metric",
    "mention",
    "mojibake",
    "name_variants",
    "near_duplicate",
    "occurrence",
    "one_of",
    "pandera",
    "pattern",
    "phrases",
    "quotation_variants",
    "range",
    "recurring_block",
    "repetition",
    "required",
    "similar",
    "stated_age",
    "substitution",
    "tail_block",
    "together",
    "type",
    "unique",
    "url",
)
"""Kinds that newslint brings: ``newslint.kinds.<name>`` holds each, but for those of :data:`_ELSEWHERE`."""

_ELSEWHERE = {"pandera": "newslint.integrations.pandera.kind"}
"""Modules of kinds that stand on the whole of newslint, as those of plugins do."""

_INTERNAL = frozenset({"allowance"})
"""Kinds that newslint itself makes rules of; they are not offered to rule files."""

_added: dict[str, Kind | Callable[[], Kind]] = {}
_origins: dict[str, str] = {}


class UnknownKindError(KeyError):
    """No kind has this name.

    Args:
        name: The name asked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"unknown kind {self.name!r}"


def kind_names() -> tuple[str, ...]:
    """Names of every kind there is: newslint's own, then those of plugins in the order they were added."""
    return (*BUILTIN, *_added)


def get_kind(name: str) -> Kind:
    """The kind called ``name``; its module is imported the first time.

    Raises:
        UnknownKindError: There is none.
    """
    added = _added.get(name)
    if added is not None:
        if callable(added):
            added = _added[name] = added()
        return added
    if name not in BUILTIN and name not in _INTERNAL:
        raise UnknownKindError(name)
    kind: Kind = import_module(_ELSEWHERE.get(name, f"newslint.kinds.{name}")).KIND
    return kind


def add_kind(name: str, kind: Kind | Callable[[], Kind], origin: str = "") -> None:
    """Add a plugin's kind.

    Args:
        name: ``<plugin>:<kind>``, as rule files will write it.
        kind: The kind, or a function that makes it when a rule first asks for it.
        origin: The plugin, as errors name it.

    Raises:
        ValueError: The name is not of that form, or another kind has it.
    """
    plugin, colon, own = name.partition(":")
    if not (colon and plugin and own):
        raise ValueError(f"a plugin's kind is named <plugin>:<kind>, not {name!r}")
    if name in _added:
        raise ValueError(f"two plugins add the kind {name!r}")
    _added[name] = kind
    _origins[name] = origin


def origin_of(name: str) -> str:
    """The plugin that brings a kind, as errors name it; empty for newslint's own."""
    return _origins.get(name, "")


def remove_kind(name: str) -> None:
    """Take a plugin's kind away again; nothing happens when there is none of that name."""
    _added.pop(name, None)
    _origins.pop(name, None)
