"""Compiles the scanner of ``native/`` where there is a C compiler; without it newslint finds the same, more slowly."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PURE = "NEWSLINT_PURE_PYTHON"
"""Environment variable that leaves the scanner out, for a wheel that runs everywhere."""


class AutomataHook(BuildHookInterface[Any]):
    """Adds the extension module to wheels, and lays it beside the modules of an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if os.environ.get(PURE, "0") not in {"", "0"} or not _usable():
            return
        made = _compiled(Path(self.root))
        if made is None:
            self.app.display_warning("newslint: the scanner could not be compiled; newslint will find the same, more slowly")
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"cp310-abi3-{_platform()}"
        build_data["artifacts"].append(f"/{made}")


def _usable() -> bool:
    """Whether this interpreter takes modules of the limited interface."""
    return sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")


def _platform() -> str:
    from packaging.tags import platform_tags  # comes with hatchling

    return next(tag for tag in platform_tags() if not tag.startswith(("manylinux", "musllinux")))


def _compiled(root: Path) -> str | None:
    """Path of the extension module under ``root``, made unless it is newer than its sources; None when it cannot be made."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    sources = sorted((root / "native").glob("*.c"))
    extension = Extension(
        "newslint._compiled",
        [str(source.relative_to(root)) for source in sources],
        depends=[str(header.relative_to(root)) for header in sorted((root / "native").glob("*.h"))],
        define_macros=[("Py_LIMITED_API", "0x030A0000")],
        py_limited_api=True,
    )
    command = build_ext(Distribution({"name": "newslint", "ext_modules": [extension]}))
    command.build_lib = "."
    command.build_temp = "build"
    command.ensure_finalized()
    before = Path.cwd()
    os.chdir(root)
    try:
        command.run()
    except Exception as error:  # noqa: BLE001  whatever is missing, newslint works without
        print(f"newslint: {error}", file=sys.stderr)  # noqa: T201
        return None
    finally:
        os.chdir(before)
    return Path(command.get_ext_filename("newslint._compiled")).as_posix()
