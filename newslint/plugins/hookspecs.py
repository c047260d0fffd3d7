"""The hooks a plugin can implement.

Arguments are passed by keyword, and a hook takes only those that it names: arguments that a later version adds break no plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from newslint.config.schema import Config
    from newslint.kinds.base import Kind
    from newslint.model import Article
    from newslint.readers.base import Reader
    from newslint.reporters.base import Reporter

PROJECT = "newslint"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook of its name."""


@hookspec
def newslint_kinds(api_version: int) -> Mapping[str, Kind | Callable[[], Kind]]:  # type: ignore[empty-body]
    """Kinds of rules by the name that rule files write: ``<plugin>:<kind>``.

    Args:
        api_version: :data:`newslint.plugins.API_VERSION` of this newslint.

    Returns:
        For each name the kind, or a function that makes it when a rule first asks for it, so that a start pays nothing.
    """


@hookspec
def newslint_rule_paths() -> Iterable[str | os.PathLike[str]]:  # type: ignore[empty-body]
    """Rule files, and folders of rule files, that are loaded besides newslint's own."""


@hookspec
def newslint_readers(api_version: int) -> Iterable[Reader]:  # type: ignore[empty-body]
    """Readers of further input formats.  One with the name or a suffix of a built-in reader takes its place."""


@hookspec
def newslint_reporters(api_version: int) -> Mapping[str, type[Reporter]]:  # type: ignore[empty-body]
    """Reporters by the name that ``--format`` and ``--report`` take."""


@hookspec(firstresult=True)
def newslint_record(record: Article, path: str) -> Article | None:
    """A record put right before any rule sees it; the first plugin that returns one decides.

    A finding in a field that was changed so has no place in the source file and no fix.  Called for every record: where there is
    nothing to do, return None at once.

    Args:
        record: The record as its reader made it.  It may be changed and returned, or another be returned.
        path: Its file as findings show it.
    """


@hookspec
def newslint_configure(config: Config, options: Mapping[str, Any]) -> None:
    """Called once, after all plugins are loaded and before any other hook but ``newslint_kinds``.

    Args:
        config: The settings of the run; a key that nobody set is ``msgspec.UNSET``.
        options: ``plugins.options.<plugin>`` of the configuration, empty when there is none.

    Raises:
        ValueError: An option is not what it should be; the run ends with 2 and the words of the error.
    """
