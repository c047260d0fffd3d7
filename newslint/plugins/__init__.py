"""Plugins: installed packages, or modules that the configuration names, that add kinds, rules, readers and reporters.

A plugin's module marks its hooks with :data:`hookimpl`; :mod:`newslint.plugins.hookspecs` says what there is to implement.

Names are imported when they are first used: a run without plugins imports neither pluggy nor importlib.metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslint.plugins.hookspecs import hookimpl

API_VERSION = 1
"""Version of the hooks and of what they are given; a hook that was removed or changed its meaning would raise it."""

__all__ = ["API_VERSION", "hookimpl"]


def __getattr__(name: str) -> Any:
    if name != "hookimpl":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from newslint.plugins import hookspecs

    return hookspecs.hookimpl
