"""Which files are read, and what is said of those that cannot be."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newslint.errors import RuleFileError
from newslint.rulefile import builtin_rules_path, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.base import Kind


@pytest.fixture
def write(tmp_path: Path, rule: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write rule files of one rule each, named after the file."""
    monkeypatch.chdir(tmp_path)

    def run(*names: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            own = {**rule, "id": "pack." + path.stem.strip(".")}
            path.write_text(json.dumps({"version": 1, "rules": [own]}), encoding="utf-8")

    return run


def test_directories_are_walked_in_order_of_name(write: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    write("rules/b.yaml", "rules/a/z.yml", "rules/c/d/e.yaml", "rules/.hidden.yaml", "rules/.git/x.yaml")
    Path("rules/notes.md").write_text("no rules", encoding="utf-8")
    rules = load_rules(["rules"], kinds, cache=False)
    assert [(rule.id, rule.pack, rule.path) for rule in rules] == [
        ("pack.z", "a/z.yml", os.path.join("rules", "a", "z.yml")),
        ("pack.b", "b.yaml", os.path.join("rules", "b.yaml")),
        ("pack.e", "c/d/e.yaml", os.path.join("rules", "c", "d", "e.yaml")),
    ]


def test_files_keep_the_order_they_are_named_in(write: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    write("x/b.yaml", "x/a.yaml")
    rules = load_rules([os.path.join("x", "b.yaml"), "x"], kinds, cache=False)
    assert [(rule.id, rule.pack) for rule in rules] == [("pack.b", "b.yaml"), ("pack.a", "a.yaml")]


def test_a_file_of_any_name_can_be_named(write: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    write("house.rules")
    assert len(load_rules(["house.rules"], kinds, cache=False)) == 1


@pytest.mark.parametrize("path", ["none", "none.yaml", os.path.join("none", "none")])
def test_missing_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleFileError) as caught:
        load_rules([path])
    assert str(caught.value) == f"{path}: no such rule file or directory"


def test_directory_without_rule_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_rules([str(tmp_path)])
    assert caught.value.reason == "no rule file in this directory"


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are a matter of POSIX")
def test_named_pipe_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(RuleFileError, match="neither a file nor a directory"):
        load_rules([str(pipe)])
    with pytest.raises(RuleFileError, match="no rule file in this directory"):
        load_rules([str(tmp_path)])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_link_loop_does_not_hang(write: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    write("rules/a.yaml")
    os.symlink("..", os.path.join("rules", "up"))
    os.symlink("a.yaml", os.path.join("rules", "again.yaml"))
    os.symlink("gone.yaml", os.path.join("rules", "dangling.yaml"))
    assert [rule.id for rule in load_rules(["rules"], kinds, cache=False)] == ["pack.a"]


def test_known_rules_can_be_extended_and_are_not_returned(
    write: Callable[..., None], kinds: Callable[[str], Kind], rule: dict[str, Any]
) -> None:
    write("builtin/a.yaml", "builtin/b.yaml")
    child = {"id": "house.a", "extends": "pack.a", "examples": rule["examples"]}
    again = {**rule, "id": "pack.b", "severity": "info"}
    Path("house.yaml").write_text(json.dumps({"version": 1, "rules": [child, again]}), encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"extends the unknown rule 'pack\.a'"):
        load_rules(["house.yaml"], kinds, cache=False)
    for _ in range(2):
        rules = load_rules(["house.yaml"], kinds, known=["builtin"], cache_directory="cache")
        assert [(found.id, found.severity) for found in rules] == [("house.a", "error"), ("pack.b", "info")]
    own = load_rules([os.path.join("builtin", "a.yaml")], kinds, known=["builtin"], cache_directory="cache")
    assert [found.id for found in own] == ["pack.a"]


def test_an_installation_without_rules_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda path: False)
    with pytest.raises(RuleFileError, match="newslint's own rules are missing"):
        builtin_rules_path()


@pytest.mark.parametrize("closed", ["open", "scandir"])
def test_what_may_not_be_read_is_an_error(write: Callable[..., None], monkeypatch: pytest.MonkeyPatch, closed: str) -> None:
    def refuse(path: object, *_: object) -> object:
        raise PermissionError(13, "Permission denied")

    write("rules/a.yaml")
    if closed == "open":
        monkeypatch.setattr("builtins.open", refuse)
    else:
        monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(RuleFileError, match=r"^rules.*: cannot be read: permission denied$"):
        load_rules(["rules"])


def test_builtin_rules_lie_beside_the_package_in_a_checkout(root: Path) -> None:
    assert Path(builtin_rules_path()) == root / "rules"


def test_builtin_rules_load() -> None:
    rules = load_rules([builtin_rules_path()], cache=False)
    assert rules
    assert all("/" not in rule.id for rule in rules)
