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
    "none": "newslint.reporters.none",
    "github": "newslint.reporters.github",
    "azure": "newslint.reporters.azure",
    "gitlab": "newslint.reporters.gitlab",
    "sarif": "newslint.reporters.sarif",
    "junit": "newslint.reporters.junit",
    "rdjson": "newslint.reporters.rdjson",
    "html": "newslint.reporters.html",
    "parquet": "newslint.reporters.parquet",
}
"""Module of each format; it holds the class as ``REPORTER``."""


_added: dict[str, type[Reporter]] = {}


def reporter_names() -> tuple[str, ...]:
    """Every format: newslint's own, then those of plugins."""
    return (*_MODULES, *_added)


def add_reporter(name: str, reporter: type[Reporter]) -> None:
    """Add the reporter of a plugin.

    Raises:
        ValueError: There is a format of this name already.
    """
    if name in _MODULES or name in _added:
        raise ValueError(f"there is a format {name!r} already")
    _added[name] = reporter


def remove_reporter(name: str) -> None:
    """Take the reporter of a plugin away again; nothing happens when there is none of that name."""
    _added.pop(name, None)


def get_reporter(name: str) -> type[Reporter]:
    """The reporter class of a format; its module is imported when first asked for.

    Raises:
        UsageError: There is no such format, or a package that it needs is not installed.
    """
    if name in _added:
        return _added[name]
    if name not in _MODULES:
        names = reporter_names()
        hint = did_you_mean(name, names) or f"formats: {', '.join(names)}"
        raise UsageError(f"unknown format {name!r}", hint=hint)
    reporter: type[Reporter] = import_module(_MODULES[name]).REPORTER
    return reporter
