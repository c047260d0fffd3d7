"""A data-quality linter for news article records.

::

    import newslint

    report = newslint.check(["feed.jsonl"], profile="recommended")
    linter = newslint.Linter(select=["boilerplate", "title"])
    linter.check_record({"title": "Port reopens", "body": "…"})

Names are imported when they are first used: the command line, the pytest plugin and a data pipeline each need only some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint._version import __version__

if TYPE_CHECKING:
    from newslint.api import Linter, Report, check
    from newslint.errors import NewslintError
    from newslint.model import Article, Finding, Rule

__all__ = ["Article", "Finding", "Linter", "NewslintError", "Report", "Rule", "__version__", "check"]

_HOMES = {
    "Article": "newslint.model",
    "Finding": "newslint.model",
    "Linter": "newslint.api",
    "NewslintError": "newslint.errors",
    "Report": "newslint.api",
    "Rule": "newslint.model",
    "check": "newslint.api",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
