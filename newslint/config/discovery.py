"""Where the configuration is.

The nearest file wins, and nothing above it is merged in: what a file takes from another it says with ``extends``.
"""

from __future__ import annotations

import os

from newslint.errors import ConfigError

NAMES = ("newslint.yaml", ".newslint.yaml", "pyproject.toml")


def discover(folder: str = "") -> str | None:
    """The configuration file nearest to ``folder``, looking upwards; None when there is none.

    Args:
        folder: Where to begin; the working directory when empty.

    Returns:
        The path, relative to the working directory where it lies in it or above it.

    Raises:
        ConfigError: One folder holds several.
    """
    here = os.path.abspath(folder or os.curdir)
    while True:
        found = [name for name in NAMES if _configures(os.path.join(here, name))]
        if len(found) > 1:
            reason = f"one folder holds two configurations: {found[0]} and {found[1]}"
            raise ConfigError(reason, path=shown(here), hint="keep one of them, or name the one to use with --config")
        if found:
            return shown(os.path.join(here, found[0]))
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def shown(path: str) -> str:
    """``path`` relative to the working directory, where that is possible."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return path


def _configures(path: str) -> bool:
    """Whether the file exists and, for pyproject.toml, speaks of newslint."""
    if not os.path.isfile(path):
        return False
    if not path.endswith(".toml"):
        return True
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if b"newslint" not in data:
        return False
    from newslint.config.toml_source import table_of  # a TOML parser takes 5 ms to import

    return table_of(shown(path), data) is not None
