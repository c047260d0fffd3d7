"""Distributions that are not installed, but look as if they were."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = '{"id": "a", "title": "Port reopens", "body": "The port reopened on Monday.", "section": "desk"}\n'
RULES = """\
version: 1
rules:
  - id: acme.loud
    title: Shouted title
    why: A title in capitals shouts at the reader, and tells that nobody has looked at it before it went out.
    severity: warning
    fields: [title]
    kind: acme:loud
    message: "{value!r} shouts"
    examples:
      good: [{title: Port reopens}]
      bad: [{title: PORT REOPENS}]
"""
KIND = """
from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.plugins import hookimpl

class LoudParams(Params, frozen=True):
    pass

class LoudCheck(Check[LoudParams]):
    def run(self, record, fields):
        for label, value in record.values(fields):
            if "crash" in value:
                raise RuntimeError("out of ink")
            if value.isupper():
                yield Hit(label, 0, len(value))

@hookimpl
def newslint_kinds(api_version):
    assert api_version == 1
    return {"acme:loud": Kind("acme:loud", "record", LoudParams, LoudCheck)}
"""


class Site:
    """A folder of ``sys.path`` with distributions in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def install(self, code: str, *, name: str = "acme", distribution: str = "newslint-acme", version: str = "1.0") -> str:
        """Install a distribution with a plugin; gives the name of its module."""
        module = f"{name}_{self.folder.name}_{self.number}".replace("-", "_")
        self.number += 1
        (self.folder / f"{module}.py").write_text(dedent(code), encoding="utf-8")
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[newslint]\n{name} = {module}\n", encoding="utf-8")
        return module


@pytest.fixture
def site(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / f"site{abs(hash(str(tmp_path)))}"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    # A cache keeps the newest entries: those that are made here would be the end of the ones that all tests share.
    monkeypatch.setenv("NEWSLINT_CACHE_DIR", str(cache / "plugins"))
    before = set(sys.modules)
    yield Site(folder)
    from newslint.plugins.manager import deactivate

    deactivate()
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a story and a folder of rules."""
    folder = tmp_path / "work"
    (folder / "rules").mkdir(parents=True)
    (folder / "story.jsonl").write_text(STORY, encoding="utf-8")
    (folder / "rules" / "acme.yaml").write_text(RULES, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def kind() -> str:
    """The code of a plugin that adds one kind."""
    return KIND


@pytest.fixture
def newslint(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs newslint; gives status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
