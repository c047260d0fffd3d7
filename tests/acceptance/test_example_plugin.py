"""The plugin of ``examples/plugin`` and that of the guide, installed as a user would, with their own tests."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"<!-- guide: (?P<command>[^\n]+) -->\n\n```console\n\$ [^\n]+\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def programs(wheel: Path, environment: Callable[..., Path]) -> Path:
    """The programs of an environment with newslint and pytest."""
    return environment(wheel, "pytest>=8")


@pytest.fixture
def run(run_outside: Any) -> Any:
    """Runs a command that ends with 0 or 1."""

    def run(*command: object, folder: Path) -> Any:
        found = run_outside(*command, folder=folder)
        assert found.returncode in {0, 1}, found.stdout + found.stderr
        return found

    return run


@pytest.fixture
def add(programs: Path, install: Callable[..., None], run: Any) -> Iterator[Callable[..., None]]:
    """Installs a plugin for as long as the test lasts."""
    added: list[str] = []

    def add(folder: Path, name: str) -> None:
        install(programs, folder)
        added.append(name)

    yield add
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    run(*pip, "uninstall", "--yes", "--quiet", *added, folder=programs)


def test_the_example_installs_and_its_tests_pass(root: Path, programs: Path, tmp_path: Path, add: Any, run: Any) -> None:
    example = tmp_path / "plugin"
    shutil.copytree(root / "examples" / "plugin", example, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    add(example, "newslint-wire")
    tests = run(programs / "python", "-m", "pytest", "-q", folder=example)
    assert "10 passed" in tests.stdout, tests.stdout
    assert tests.returncode == 0, tests.stdout


def test_the_guide_is_a_plugin_that_installs_and_whose_tests_pass(
    root: Path, programs: Path, tmp_path: Path, add: Any, run: Any
) -> None:
    text = (root / "docs" / "plugins.md").read_text(encoding="utf-8")
    files = {match["name"]: match["text"] for match in FILE.finditer(text)}
    assert "pyproject.toml" in files
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    add(tmp_path, "newslint-acme")
    tests = run(programs / "python", "-m", "pytest", "-q", "tests", folder=tmp_path)
    assert "3 passed" in tests.stdout, tests.stdout
    commands = list(RUN.finditer(text))
    assert len(commands) == 2
    for match in commands:
        program, *arguments = shlex.split(match["command"])
        assert run(programs / program, *arguments, folder=tmp_path).stdout == match["output"]
