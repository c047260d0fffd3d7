"""The formats by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from newslint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from newslint.reporters.base import Reporter

_MODULES = {
    "full": "newslint.reporters.full",
    "concise": "newslint.reporters.concise",
    "grouped": "newslint.reporters.grouped",
    "json": "newslint.reporters.json",
    "jsonl": "newslint.reporters.jsonl",
    "github": "newslint.reporters.github",
}
"""Module of each format; it holds the class as ``REPORTER``."""


def reporter_names() -> tuple[str, ...]:
    """Every format."""
    return tuple(_MODULES)


def get_reporter(name: str) -> type[Reporter]:
    """The reporter class of a format; its module is imported when first asked for.

    Raises:
        UsageError: There is no such format.
    """
    if name not in _MODULES:
        hint = did_you_mean(name, _MODULES) or f"formats: {', '.join(_MODULES)}"
        raise UsageError(f"unknown format {name!r}", hint=hint)
    reporter: type[Reporter] = import_module(_MODULES[name]).REPORTER
    return reporter
