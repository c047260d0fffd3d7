"""The plugin of ``examples/plugin``, installed as a user would, with its own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path


def test_the_example_installs_and_its_tests_pass(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=True)
    programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE_"))}
    example = tmp_path / "plugin"
    shutil.copytree(root / "examples" / "plugin", example, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    for command in (
        [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", root, f"{example}[test]"],
        [programs / "python", "-m", "pytest", "-q"],
    ):
        run = subprocess.run(command, cwd=example, env=surroundings, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
    assert "10 passed" in run.stdout
