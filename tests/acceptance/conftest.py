"""What acceptance tests share: the wheel, and environments of their own to install it in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run_outside() -> Run:
    """Runs a command in a folder, in a process that sees neither the checkout nor this environment's packages."""

    def run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE_"))}
        return subprocess.run(
            [str(part) for part in command], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def lay_checkout(root: Path) -> Callable[[Path], None]:
    """Lays what newslint is built from into a folder, as a clone has it: nothing compiled."""

    def lay(folder: Path) -> None:
        for name in ("newslint", "native", "rules"):
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
        for name in (
            "pyproject.toml",
            "hatch_build.py",
            "newslint_pytest.py",
            "README.md",
            "CHANGELOG.md",
            "LICENSE",
            ".gitignore",
        ):
            shutil.copy(root / name, folder / name)

    return lay


@pytest.fixture(scope="session")
def wheel(root: Path, shared: Path, run_outside: Run) -> Path:
    """The wheel, built once for all workers."""
    import fcntl

    folder = shared / "wheel"
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            built = run_outside(sys.executable, "-m", "build", "--wheel", "--outdir", folder, root, folder=shared)
            assert built.returncode == 0, built.stderr
    (found,) = folder.glob("newslint-*.whl")
    return found


@pytest.fixture(scope="session")
def install(run_outside: Run) -> Callable[..., None]:
    """Installs packages in the environment whose programs are in a folder, with the pip of this one."""

    def install(programs: Path, *packages: object) -> None:
        pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--quiet", "--disable-pip-version-check")
        # Modules are compiled when they are imported: most never are.
        run = run_outside(*pip, "install", "--no-compile", *packages, folder=programs)
        assert run.returncode == 0, run.stdout + run.stderr

    return install


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, install: Callable[..., None]) -> Callable[..., Path]:
    """Makes an environment that holds some packages, what they depend on, and nothing else; gives the folder of its programs."""

    def environment(*packages: object) -> Path:
        folder = tmp_path_factory.mktemp("environment") / "venv"
        venv.create(folder, with_pip=False)
        programs = folder / ("Scripts" if os.name == "nt" else "bin")  # sysconfig knows environments since Python 3.11
        install(programs, *packages)
        return programs

    return environment
