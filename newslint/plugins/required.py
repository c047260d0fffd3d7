"""``plugins.require``: plugins without which nothing is checked, with the versions that will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.plugins.manager import Plugin

_REQUIREMENT = re.compile(r"([\w.-]+?)\s*((?:(?:>=|<=|==|!=|>|<)\s*\d+(?:\.\d+)*\s*,?\s*)*)")
_BOUND = re.compile(r"(>=|<=|==|!=|>|<)\s*([\d.]+)")
_RELEASE = re.compile(r"\d+(?:\.\d+)*")


def unmet(requirement: str, loaded: Sequence[Plugin]) -> tuple[str, str] | None:
    """The reason and the hint of the error that a requirement is not met, or None when it is.

    Args:
        requirement: The name of a plugin or of its distribution, and bounds of its version: ``acme``, ``newslint-acme>=1.2,<2``.
        loaded: The plugins of the run.
    """
    match = _REQUIREMENT.fullmatch(requirement.strip())
    if match is None:
        return f"{requirement!r} names no plugin", "write the name, and bounds of the version: acme, or acme>=1.2,<2"
    name, bounds = match.groups()
    plugin = next((plugin for plugin in loaded if _same(name, plugin)), None)
    if plugin is None:
        names = [plugin.name for plugin in loaded]
        hint = did_you_mean(name, names) or "install it, or see with `newslint plugins` what is installed"
        return f"the plugin {name!r} is required and not loaded", hint
    for sign, version in _BOUND.findall(bounds):
        if not _within(plugin.version, sign, version):
            return f"{plugin.title} is loaded, and {requirement!r} is required", f"install {name}{sign}{version}"
    return None


def _same(name: str, plugin: Plugin) -> bool:
    return name == plugin.name or (plugin.distribution is not None and _plain(name) == _plain(plugin.distribution))


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _within(version: str | None, sign: str, bound: str) -> bool:
    release = _RELEASE.match(version or "")
    if release is None:  # a module that has no version meets no bound
        return False
    has, wants = (_parts(text) for text in (release.group(), bound))
    rest = (version or "")[release.end() :].lstrip(".-_")
    # What comes before a release: 2.0rc1 is not yet 2.0.
    early = rest.startswith(("a", "b", "c", "rc", "dev", "alpha", "beta", "pre"))
    order = (has > wants) - (has < wants) or -early
    return {">=": order >= 0, "<=": order <= 0, "==": order == 0, "!=": order != 0, ">": order > 0, "<": order < 0}[sign]


def _parts(text: str) -> tuple[int, ...]:
    """``1.2.0`` as (1, 2): zeros at the end say nothing."""
    parts = [int(part) for part in text.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
