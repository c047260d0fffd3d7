"""What a run says about plugins, and the way from there to the plugins: nothing is imported where there are none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from newslint.plugins.found import find

if TYPE_CHECKING:
    from newslint.config.schema import Config
    from newslint.plugins.manager import Plugins


class Named(msgspec.Struct, frozen=True):
    """A plugin that is named and not only installed.

    Attributes:
        name: Of an entry point of the group ``newslint``, else of a module.
        folder: Where the module may lie besides the places Python looks in; None for none.
    """

    name: str
    folder: str | None = None


class Choice(msgspec.Struct, frozen=True):
    """Which plugins a run loads.

    Attributes:
        installed: Whether every installed plugin is loaded; if not, only those in ``load`` are.
        blocked: Names of plugins that are not loaded.
        load: Plugins that are loaded besides.
        cache: Folder that remembers what is installed, or None.
    """

    installed: bool = True
    blocked: tuple[str, ...] = ()
    load: tuple[Named, ...] = ()
    cache: str | None = None


_MANAGER = "newslint.plugins.manager"


def load(choice: Choice, config: Config | None = None) -> Plugins | None:
    """The plugins of a run, ready for use; None when there are none.

    They take the place of those of an earlier run in this process.

    Args:
        choice: Which.
        config: The settings that the plugins are told of.

    Raises:
        PluginError: A plugin cannot be loaded; it names the plugin and its distribution.
    """
    found = find(choice.cache) if choice.installed or choice.load or choice.blocked else []
    section = UNSET if config is None else config.plugins
    told = section is not UNSET and bool(section.options)  # whoever they are meant for has to be there
    if not (choice.load or choice.blocked or (choice.installed and (found or told))):
        if _MANAGER in sys.modules:
            sys.modules[_MANAGER].deactivate()
        return None
    from newslint.plugins import manager  # brings pluggy

    plugins = manager.collect(choice, found, config)
    plugins.check()
    return plugins if plugins.loaded else None


_none_installed: list[list[str]] = []
"""The search path on which nothing was found."""


def installed(cache: str | None) -> Plugins | None:
    """The plugins in use in this process; when there are none, those that are installed.

    Args:
        cache: Folder that remembers what is installed, or None.

    Raises:
        PluginError: A plugin cannot be loaded.
    """
    if _MANAGER in sys.modules:
        plugins: Plugins | None = sys.modules[_MANAGER].active()
        if plugins is not None:
            return plugins
    if sys.path in _none_installed:  # a program may make many linters
        return None
    plugins = load(Choice(cache=cache))
    if plugins is None:
        _none_installed[:] = [sys.path[:]]
    return plugins
