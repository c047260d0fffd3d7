"""The wheel, installed where no checkout is in reach."""

from __future__ import annotations

import json
import sysconfig
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTY = "Ferry crews walk out over night shifts\n\nCrews walked out on on Thursday.\n\nRelated Articles\n"


@pytest.fixture(scope="module")
def installed(wheel: Path, environment: Callable[..., Path]) -> Path:
    """The folder of the programs of a clean environment with the wheel."""
    return environment(wheel)


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


def test_installed_wheel_checks_a_file_elsewhere(installed: Path, tmp_path: Path, run_outside: Any) -> None:
    (tmp_path / "story.txt").write_text(FAULTY, encoding="utf-8")
    result = run_outside(installed / "newslint", "check", "--format", "jsonl", "story.txt", folder=tmp_path)
    assert result.returncode == 1, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    places = {(finding["rule"].partition(".")[0], finding["excerpt"]) for finding in found if "rule" in finding}
    assert ("boilerplate", "Related Articles") in places
    assert any(excerpt in {"on on", "on"} for family, excerpt in places if family == "punctuation")


def test_installed_wheel_has_the_same_rules_as_the_checkout(installed: Path, tmp_path: Path, run_outside: Any) -> None:
    here = run_outside(Path(sysconfig.get_path("scripts")) / "newslint", "rules", "list", "--format", "json", folder=tmp_path)
    there = run_outside(installed / "newslint", "rules", "list", "--format", "json", folder=tmp_path)
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)


def test_installed_wheel_knows_its_version(installed: Path, tmp_path: Path, run_outside: Any) -> None:
    result = run_outside(installed / "newslint", "--version", folder=tmp_path)
    assert result.returncode == 0
    assert result.stdout.split()[:2] == ["newslint", "0.1.0"]
