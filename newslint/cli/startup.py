"""What makes a start shorter without a change to what it does; for the program only, not for who calls it from Python."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

_paused: list[bool] = []
_OBJECTS = 20_000
"""Containers made before garbage is looked for: some megabytes at most."""


def import_msgspec() -> None:
    """Import msgspec without typing_extensions, which takes it as long as all the rest and adds nothing to what typing has."""
    if sys.version_info >= (3, 11) and not {"msgspec", "typing_extensions"} & sys.modules.keys():
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # so an import of it fails
        try:
            import_module("msgspec")
        finally:
            del sys.modules["typing_extensions"]


def pause_collection() -> None:
    """Look for no garbage until :func:`resume_collection`: what a start makes stays."""
    if gc.isenabled():
        gc.disable()
        _paused.append(True)


def resume_collection() -> None:
    """Look for garbage again, but more seldom, and not among what there is by now; nothing happens when it was not paused."""
    if _paused:
        _paused.clear()
        gc.freeze()
        # Next to nothing of what a check makes is in a cycle: with Python's 700 a twentieth of a run is spent looking for that.
        gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
        gc.enable()
