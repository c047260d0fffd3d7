"""Where there was no C compiler newslint installs all the same, and finds the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from newslint.text import pattern_set

if TYPE_CHECKING:
    from pathlib import Path


_CHECK = """
import sys
from newslint.cli import main
from newslint.text import pattern_set
print("compiled" if pattern_set.Automata else "not compiled", file=sys.stderr)
sys.exit(main(sys.argv[1:]))
"""
_WITHOUT = 'import sys; sys.modules["newslint._compiled"] = None'
"""As if it could not be compiled: whoever imports it gets an ImportError."""


def findings(folder: Path, *, compiled: bool) -> list[str]:
    """The findings of a check in a process of its own, with the compiled module and without, as lines of JSON."""
    arguments = [
        "check",
        "--isolated",
        "--profile",
        "strict",
        "--now",
        "2026-01-01T00:00:00Z",
        "--format",
        "jsonl",
        "faulty",
        "clean",
    ]
    script = _CHECK if compiled else _WITHOUT + _CHECK
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1, run.stderr
    assert run.stderr.splitlines()[0] == ("compiled" if compiled else "not compiled")
    return [line for line in run.stdout.splitlines() if '"rule"' in line]


def test_the_same_is_found_without_the_compiled_module(fixtures: Path) -> None:
    if pattern_set.Automata is None:
        pytest.skip("no compiled module here")
    found = findings(fixtures, compiled=True)
    assert len(found) > 100
    assert findings(fixtures, compiled=False) == found


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
