"""What may import what, and what a run loads."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HEAVY = ("great_expectations", "numpy", "pandas", "pandera", "polars", "pyarrow", "pyspark", "pytest", "rensa", "rich")
"""Packages that a check of a small text file has no use for."""

LOADED = """
import json, sys
from newslint.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Modules that are loaded after ``newslint ARGUMENTS``."""
    run = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    status, modules = json.loads(run.stderr.splitlines()[-1])
    assert status in {0, 1}, run.stderr
    return set(modules)


def test_imports_go_down_the_layers(root: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    run = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.fixture(scope="module")
def modules_of_a_check(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("start-up")
    story = folder / "story.txt"
    story.write_text("Port reopens after storm\n\nThe port reopened on Monday.\n", encoding="utf-8")
    feed = folder / "feed.jsonl"
    feed.write_text(
        '{"id": "1", "title": "Port reopens after storm", "body": "The port reopened on Monday."}\n', encoding="utf-8"
    )
    arguments = ("check", "--isolated", "--exit-zero", str(story), str(feed))
    loaded(*arguments)  # fills the cache of compiled rules
    return loaded(*arguments)


@pytest.mark.parametrize("package", HEAVY)
def test_a_check_does_not_load_what_it_does_not_use(modules_of_a_check: set[str], package: str) -> None:
    assert package not in modules_of_a_check


SAVED = (
    # On Python 3.10 msgspec cannot do without it.
    *(("typing_extensions",) if sys.version_info >= (3, 11) else ()),
    "_hashlib",
    "hashlib",
    "yaml",
    "importlib.metadata",
    "pluggy",
    "newslint.rulefile.resolve",
    "newslint.rulefile.changed",
)
"""Modules that a warm start does without: together they take longer than the check."""


@pytest.mark.parametrize("module", SAVED)
def test_a_warm_start_reads_no_yaml_and_asks_no_metadata(modules_of_a_check: set[str], module: str) -> None:
    assert module not in modules_of_a_check


WORKED = """
import sys
from newslint.cli import main
from newslint.text import regex_syntax

parsed = []
parser = regex_syntax._Parser.__init__
regex_syntax._Parser.__init__ = lambda self, source: (parsed.append(source), parser(self, source))[1]
main(sys.argv[1:])
print(len(parsed), file=sys.stderr)
"""


def test_a_warm_start_parses_no_pattern(tmp_path: Path, root: Path) -> None:
    arguments = ("check", "--isolated", "--exit-zero", "--cache-dir", str(tmp_path), str(root / "fixtures/faulty/lamp.jsonl"))
    counts = []
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", WORKED, *arguments], capture_output=True, text=True, check=True)
        counts.append(int(run.stderr.split()[0]))
    assert counts[0] > 1000
    assert counts[1] == 0


COLLECTED = """
import gc, sys
from newslint.cli import main
from newslint.engine import run

before, frozen = run.Run.__iter__, gc.get_freeze_count()  # Python 3.12 starts with some
run.Run.__iter__ = lambda self: (print("run", gc.isenabled(), gc.get_freeze_count() > frozen, file=sys.stderr), before(self))[1]
main(*([sys.argv[2:]] if sys.argv[1] == "called" else []))
print("end", gc.isenabled(), file=sys.stderr)
"""


@pytest.mark.parametrize(("how", "frozen"), [("called", False), ("program", True)])
def test_garbage_is_collected_while_records_are_checked(root: Path, how: str, frozen: bool) -> None:
    arguments = ["check", "--isolated", "--exit-zero", str(root / "fixtures/faulty/lamp.jsonl")]
    program = (
        COLLECTED
        if how == "called"
        else COLLECTED.replace("main(*", "del sys.argv[1]; main(*").replace('sys.argv[1] == "called"', "False")
    )
    run = subprocess.run([sys.executable, "-c", program, how, *arguments], capture_output=True, text=True, check=True)
    assert run.stderr.splitlines() == [f"run True {frozen}", "end True"]


@pytest.mark.parametrize("statement", ["import newslint", "import newslint; newslint.check([sys.argv[1]])"])
def test_the_python_interface_loads_no_data_frames(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text('{"title": "Port reopens after storm", "body": "The port reopened on Monday."}\n', encoding="utf-8")
    program = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert set(HEAVY).isdisjoint(run.stdout.split())


def test_the_pytest_plugin_of_hypothesis_comes_with_no_extra(root: Path) -> None:
    with (root / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"]
    named = [item for name, items in extras.items() if name != "dev" for item in items]
    assert not [item for item in named if "hypothesis" in item or "strategies" in item]


def test_a_check_with_a_warm_cache_parses_no_yaml(modules_of_a_check: set[str]) -> None:
    assert "yaml" not in modules_of_a_check


def test_a_check_of_one_file_starts_no_workers(modules_of_a_check: set[str]) -> None:
    assert "multiprocessing.pool" not in modules_of_a_check
    assert "concurrent.futures.process" not in modules_of_a_check
