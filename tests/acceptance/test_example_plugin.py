"""The plugin of ``examples/plugin`` and that of the guide, installed as a user would, with their own tests."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest

FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"<!-- guide: (?P<command>[^\n]+) -->\n\n```console\n\$ [^\n]+\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def programs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with newslint and pytest."""
    folder = tmp_path_factory.mktemp("plugins") / "venv"
    venv.create(folder, with_pip=True)
    found = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))
    _run(found / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", root, "pytest>=8", folder=root)
    return found


def _run(*command: Any, folder: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE_"))}
    run = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert run.returncode in {0, 1}, run.stdout + run.stderr
    return run


def _install(programs: Path, folder: Path) -> None:
    run = _run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", folder, folder=folder)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_example_installs_and_its_tests_pass(root: Path, programs: Path, tmp_path: Path) -> None:
    example = tmp_path / "plugin"
    shutil.copytree(root / "examples" / "plugin", example, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    _install(programs, example)
    run = _run(programs / "python", "-m", "pytest", "-q", folder=example)
    assert "10 passed" in run.stdout, run.stdout
    assert run.returncode == 0, run.stdout
    _run(programs / "python", "-m", "pip", "uninstall", "--yes", "--quiet", "newslint-wire", folder=example)


def test_the_guide_is_a_plugin_that_installs_and_whose_tests_pass(root: Path, programs: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "plugins.md").read_text(encoding="utf-8")
    files = {match["name"]: match["text"] for match in FILE.finditer(text)}
    assert "pyproject.toml" in files
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    _install(programs, tmp_path)
    run = _run(programs / "python", "-m", "pytest", "-q", "tests", folder=tmp_path)
    assert "3 passed" in run.stdout, run.stdout
    commands = list(RUN.finditer(text))
    assert len(commands) == 2
    for match in commands:
        program, *arguments = shlex.split(match["command"])
        assert _run(programs / program, *arguments, folder=tmp_path).stdout == match["output"]
    _run(programs / "python", "-m", "pip", "uninstall", "--yes", "--quiet", "newslint-acme", folder=tmp_path)
