"""Where there was no C compiler newslint installs all the same, and finds the same."""

from __future__ import annotations

import shutil
import sys
import tarfile
import zipfile
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

import newslint
from newslint.engine import rows, scan
from newslint.kinds import author_variants, near_duplicate, recurring_block, repetition
from newslint.text import digest, urls, words

if TYPE_CHECKING:
    from pathlib import Path


def findings(folder: Path) -> list[newslint.Finding]:
    linter = newslint.Linter(profile="strict", now=datetime(2026, 1, 1, tzinfo=timezone.utc))
    return list(linter.check_paths([str(folder / "faulty"), str(folder / "clean")]))


def test_the_same_is_found_without_the_compiled_scanner(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if scan.Automata is None:
        pytest.skip("no compiled scanner here")
    compiled = findings(fixtures)
    assert len(compiled) > 100
    monkeypatch.setattr(scan, "Automata", None)
    monkeypatch.setattr(recurring_block, "edge_lines", None)
    monkeypatch.setattr(recurring_block, "repeated_numbers", None)
    monkeypatch.setattr(repetition, "lines_alike", None)
    monkeypatch.setattr(author_variants, "name_rows", None)
    monkeypatch.setattr(near_duplicate, "Titles", None)
    monkeypatch.setattr(rows, "grouped_keys", None)
    monkeypatch.setattr(rows, "divided_keys", None)
    monkeypatch.setattr(digest, "_digests", None)
    monkeypatch.setattr(digest, "_long_enough", None)
    monkeypatch.setattr(digest, "_outline_keys", None)
    monkeypatch.setattr(urls, "_url_digests", None)
    for name in ("_repeated", "_capitalised", "_lines_short_of"):
        monkeypatch.setattr(words, name, None)
    assert findings(fixtures) == compiled


def wheel_of(checkout: Path, folder: Path, run_outside: Any) -> tuple[str, set[str], str]:
    """Name and files of the wheel that is built in an environment of its own, and what was said."""
    built = run_outside(sys.executable, "-m", "build", "--wheel", "--outdir", folder, checkout, folder=folder.parent)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("newslint-*.whl")
    return wheel.name, set(zipfile.ZipFile(wheel).namelist()), built.stdout + built.stderr


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
def test_the_wheel_holds_the_compiled_scanner(wheel: Path) -> None:
    assert "-cp310-abi3-" in wheel.name
    assert {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("newslint/_compiled.")} == {
        "newslint/_compiled.abi3.so",
        "newslint/_compiled.pyi",
    }


def test_the_source_distribution_holds_nothing_compiled(root: Path, lay_checkout: Any, tmp_path: Path, run_outside: Any) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    lay_checkout(checkout)
    # As in a checkout that newslint was installed from, here for another platform.
    (checkout / "newslint" / "_compiled.abi3.so").write_bytes(b"of another platform")
    built = run_outside(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, checkout, folder=tmp_path)
    assert built.returncode == 0, built.stderr
    (archive,) = tmp_path.glob("newslint-*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    assert {f"native/{path.name}" for path in (root / "native").iterdir()} <= names
    assert {"hatch_build.py", "newslint/_compiled.pyi", "rules/dates.yaml"} <= names
    assert not {name for name in names if name.endswith((".so", ".pyd"))}


@pytest.mark.parametrize(("name", "value", "warned"), [("NEWSLINT_PURE_PYTHON", "1", False), ("CC", "no-such-compiler", True)])
def test_a_wheel_is_built_without_a_compiler(
    lay_checkout: Any, tmp_path: Path, run_outside: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str, warned: bool
) -> None:
    monkeypatch.setenv(name, value)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    lay_checkout(checkout)
    wheel, files, said = wheel_of(checkout, tmp_path / "wheels", run_outside)
    assert wheel.endswith("-py3-none-any.whl")
    assert "newslint/engine/scan.py" in files
    assert not {file for file in files if file.endswith((".so", ".pyd", ".c"))}
    assert ("the scanner could not be compiled" in said) is warned
