"""The wheel, installed where no checkout is in reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

FAULTY = "Ferry crews walk out over night shifts\n\nCrews walked out on on Thursday.\n\nRelated Articles\n"


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a process that sees neither the checkout nor this environment's packages."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE_"))}
    return subprocess.run([str(part) for part in command], cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, root, cwd=folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("newslint-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a clean environment that holds the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=True)
    programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)}))
    result = run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    assert result.returncode == 0, result.stderr
    return programs


def packs(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}


def test_wheel_holds_every_pack_and_no_test(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"newslint/rules/{pack}" for pack in packs(root / "rules")}
    assert expected
    assert expected <= names
    assert "newslint/py.typed" in names
    templates = root / "newslint" / "reporters" / "html" / "templates"
    assert {path.relative_to(root).as_posix() for path in templates.iterdir()} <= names
    assert not {name for name in names if name.startswith(("tests/", "fixtures/", "benchmarks/", "rules/"))}


def test_installed_wheel_checks_a_file_elsewhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(FAULTY, encoding="utf-8")
    result = run(installed / "newslint", "check", "--format", "jsonl", "story.txt", cwd=tmp_path)
    assert result.returncode == 1, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    places = {(finding["rule"].partition(".")[0], finding["excerpt"]) for finding in found if "rule" in finding}
    assert ("boilerplate", "Related Articles") in places
    assert any(excerpt in {"on on", "on"} for family, excerpt in places if family == "punctuation")


def test_installed_wheel_has_the_same_rules_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    here = run(Path(sysconfig.get_path("scripts")) / "newslint", "rules", "list", "--format", "json", cwd=tmp_path)
    there = run(installed / "newslint", "rules", "list", "--format", "json", cwd=tmp_path)
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)


def test_installed_wheel_knows_its_version(installed: Path, tmp_path: Path) -> None:
    result = run(installed / "newslint", "--version", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.split() == ["newslint", "0.1.0"]
