"""The cache of resolved rules: never wrong, never needed, light to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from newslint import store
from newslint.digest import blake2b
from newslint.rulefile import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.base import Kind

FULL = {
    "languages": ["en"],
    "when": [{"field": "genre", "is": ["news"], "matches": "n"}],
    "fix": {"op": "map", "table": {"TBC": "é😀"}},
    "aliases": ["title.old"],
    "profile": None,
    "params": {"match": ["TBC", "ж"], "max_words": 3, "whole": True},
}


@pytest.fixture
def files(tmp_path: Path, rule: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({"version": 1, "rules": [{**rule, **FULL}]}, ensure_ascii=False), encoding="utf-8")
    return path


def entries(directory: str = "cache") -> list[str]:
    return sorted(os.listdir(directory)) if os.path.isdir(directory) else []


def never(name: str) -> Kind:
    raise AssertionError(f"the cache should have had the rule of kind {name}")


def load(kinds: Callable[[str], Kind], **options: Any) -> RuleSet:
    return load_rules(["rules.yaml"], kinds, cache_directory="cache", **options)


def test_a_second_load_is_the_same_and_asks_for_no_kind(files: Path, kinds: Callable[[str], Kind]) -> None:
    first = load(kinds)
    second = load(never)
    assert second == first
    assert second.aliases == first.aliases == {"title.old": "title.placeholder"}
    assert second.find("title.old") == first[0]
    assert msgspec.to_builtins(second[0]) == msgspec.to_builtins(first[0])


@pytest.mark.parametrize("change", ["content", "name", "salt", "version", "code"])
def test_whatever_the_rules_depend_on_is_in_the_key(
    files: Path, kinds: Callable[[str], Kind], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    if change == "salt":
        files.write_text(files.read_text(encoding="utf-8").replace('"pattern"', '"acme:pattern"'), encoding="utf-8")
    load(lambda name: kinds(name.removeprefix("acme:")))
    salt, path = "", "rules.yaml"
    if change == "content":
        files.write_text(files.read_text(encoding="utf-8").replace("front page", "front pages"), encoding="utf-8")
    elif change == "name":
        path = files.rename("other.yaml").name
    elif change == "salt":
        salt = "newslint-acme 1.0"
    elif change == "version":
        monkeypatch.setattr(store, "__version__", "99")
    else:
        monkeypatch.setattr(store, "stamp", lambda: b"another state of the code")
    with pytest.raises(AssertionError, match="the cache should have had"):
        load_rules([path], never, cache_directory="cache", salt=salt)


def test_rules_of_own_kinds_do_not_depend_on_the_plugins(files: Path, kinds: Callable[[str], Kind]) -> None:
    assert load(kinds) == load(never, salt="newslint-acme 1.0")


def test_no_cache_neither_reads_nor_writes(files: Path, kinds: Callable[[str], Kind]) -> None:
    load(kinds, cache=False)
    assert not entries()
    load(kinds)
    with pytest.raises(AssertionError, match="the cache should have had"):
        load(never, cache=False)


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other", "directory"])
def test_a_damaged_entry_is_made_anew(files: Path, kinds: Callable[[str], Kind], damage: str) -> None:
    first = load(kinds)
    (name,) = [entry for entry in entries() if entry.startswith("rules-")]
    kept = entries()
    path = Path("cache") / name
    data = path.read_bytes()
    if damage == "directory":
        path.unlink()
        path.mkdir()
    elif damage == "other":
        payload = msgspec.msgpack.encode({"not": "an entry"})
        path.write_bytes(blake2b(payload, digest_size=16).digest() + payload)
    else:
        half = len(data) // 2
        flipped = data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]
        path.write_bytes({"empty": b"", "cut": data[:half], "flipped": flipped}[damage])
    assert load(kinds) == first
    if damage != "directory":
        assert path.read_bytes() == data
    assert entries() == kept


PARENT = {"title": "Parent", "params": {"match": ["TBC"]}}
CHILD = {"extends": "title.parent", "params+": {"match": ["TBD"]}}


@pytest.fixture
def several(tmp_path: Path, rule: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes a rule file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "packs").mkdir()

    def write(name: str, rule_id: str, changes: dict[str, Any], namespace: str = "") -> None:
        whole = {**rule, "id": rule_id, **changes}
        if "extends" in changes:
            whole = {key: whole[key] for key in ("id", "examples", *changes)}
        file = {"version": 1, **({"namespace": namespace} if namespace else {}), "rules": [whole]}
        (tmp_path / "packs" / name).write_text(json.dumps(file), encoding="utf-8")

    write("a.yaml", "title.parent", PARENT)
    write("b.yaml", "title.child", CHILD)
    write("c.yaml", "title.other", {"kind": "length", "params": {}, "message": "long"})
    return write


def asked_for(kinds: Callable[[str], Kind], asked: list[str]) -> RuleSet:
    def get_kind(name: str) -> Kind:
        asked.append(name)
        return kinds(name)

    rules = load_rules(["packs"], get_kind, cache_directory="cache")
    assert rules == load_rules(["packs"], kinds, cache=False)
    return rules


def test_only_a_file_that_was_edited_is_read_again(several: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    asked_for(kinds, [])
    several("c.yaml", "title.other", {"kind": "length", "params": {}, "message": "longer"})
    asked: list[str] = []
    assert [rule.id for rule in asked_for(kinds, asked)] == ["title.parent", "title.child", "title.other"]
    assert set(asked) == {"length"}


def test_a_file_whose_rules_extend_those_of_another_is_read_again_with_it(
    several: Callable[..., None], kinds: Callable[[str], Kind]
) -> None:
    asked_for(kinds, [])
    several("a.yaml", "title.parent", {**PARENT, "params": {"match": ["TBA"]}})
    asked: list[str] = []
    rules = asked_for(kinds, asked)
    assert [rule.params.get("match") for rule in rules] == [["TBA"], ["TBA", "TBD"], None]
    assert set(asked) == {"pattern"}


def test_a_rule_in_a_namespace_extends_what_has_come_to_stand_there(
    several: Callable[..., None], kinds: Callable[[str], Kind]
) -> None:
    several("b.yaml", "title.child", CHILD, namespace="acme")
    asked_for(kinds, [])
    several("d.yaml", "title.parent", {**PARENT, "params": {"match": ["nearer"]}}, namespace="acme")
    assert asked_for(kinds, [])[1].params["match"] == ["nearer", "TBD"]


@pytest.mark.parametrize(
    "fault",
    [
        {"id": "title.parent"},
        {"aliases": ["title.parent"]},
        {"id": "title.child", "extends": "title.gone"},
        {"kind": "patern"},
        {"params": {"match": ["(TBC"]}},
    ],
)
def test_faults_are_told_as_without_a_cache(
    several: Callable[..., None], kinds: Callable[[str], Kind], fault: dict[str, Any]
) -> None:
    from newslint.errors import RuleFileErrors

    asked_for(kinds, [])
    several("c.yaml", fault.pop("id", "title.other"), fault)
    told = []
    for options in ({"cache": False}, {"cache_directory": "cache"}):
        with pytest.raises(RuleFileErrors) as caught:
            load_rules(["packs"], kinds, **options)  # type: ignore[arg-type]
        told.append([str(error) for error in caught.value.errors])
    assert told[0] == told[1] != []


def test_a_damaged_store_of_files_is_made_anew(several: Callable[..., None], kinds: Callable[[str], Kind]) -> None:
    asked_for(kinds, [])
    (name,) = [entry for entry in entries() if entry.startswith("files-")]
    payload = msgspec.msgpack.encode({b"0" * 16: 1})
    for data in (b"", b"x" * 99, blake2b(payload, digest_size=16).digest() + payload):
        (Path("cache") / name).write_bytes(data)
        several("c.yaml", "title.other", {"title": f"Other {len(data)}"})
        assert asked_for(kinds, [])[2].title == f"Other {len(data)}"


def test_faults_are_not_cached(files: Path, kinds: Callable[[str], Kind]) -> None:
    files.write_text(files.read_text(encoding="utf-8").replace('"pattern"', '"patern"'), encoding="utf-8")
    with pytest.raises(KeyError):
        kinds("patern")
    from newslint.errors import RuleFileErrors

    for _ in range(2):
        with pytest.raises(RuleFileErrors):
            load(kinds)
    assert not entries()


def test_old_entries_and_scratch_files_go(files: Path, kinds: Callable[[str], Kind]) -> None:
    os.makedirs("cache")
    for number in range(30):
        path = Path("cache") / f"rules-{number:032x}.msgpack"
        path.write_bytes(b"")
        os.utime(path, (number, number))
    scratch, foreign = Path("cache/.rules-1.2.tmp"), Path("cache/plugins.msgpack")
    scratch.write_bytes(b"")
    os.utime(scratch, (1, 1))
    foreign.write_bytes(b"")
    load(kinds)
    found = entries()
    assert len([name for name in found if name.startswith("rules-")]) == store.KEPT
    assert f"rules-{29:032x}.msgpack" in found
    assert f"rules-{0:032x}.msgpack" not in found
    assert not scratch.exists()
    assert foreign.exists()
    load(never)


def test_a_directory_that_cannot_be_made_fails_nothing(files: Path, kinds: Callable[[str], Kind]) -> None:
    Path("cache").write_text("a file in the way", encoding="utf-8")
    assert len(load(kinds)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the names of POSIX")
@pytest.mark.parametrize(
    ("environment", "directory"),
    [
        ({"NEWSLINT_CACHE_DIR": "/own", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/u"}, "/own"),
        ({"XDG_CACHE_HOME": "/xdg", "HOME": "/home/u"}, "/xdg/newslint"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/u"}, "/home/u/.cache/newslint"),
        ({"NEWSLINT_CACHE_DIR": "", "HOME": "/home/u"}, "/home/u/.cache/newslint"),
        ({"HOME": "no-home"}, None),
    ],
)
def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], directory: str | None) -> None:
    for name in ("NEWSLINT_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert store.default_directory() == directory


def test_where_the_cache_lies_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("NEWSLINT_CACHE_DIR", raising=False)
    base = os.path.abspath("local")
    monkeypatch.setenv("LOCALAPPDATA", base)
    assert store.default_directory() == os.path.join(base, "newslint")
    monkeypatch.delenv("LOCALAPPDATA")
    assert store.default_directory() is None


def test_without_a_home_there_is_no_cache(files: Path, kinds: Callable[[str], Kind], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "default_directory", lambda: None)
    assert len(load_rules(["rules.yaml"], kinds)) == 1
    assert os.listdir() == ["rules.yaml"]


WARM = """
import sys
from newslint.rulefile import load_rules
rules = load_rules(["rules.yaml"], cache_directory="cache")
heavy = ("yaml", "re2", "pathlib", "hashlib", "inspect", "newslint.kinds", "newslint.text", "newslint.rulefile.resolve")
# msgspec itself imports inspect, through typing_extensions, where that is installed.
before = set() if "typing_extensions" not in sys.modules else {"inspect"}
print(len(rules), sorted(name for name in heavy if name in sys.modules and name not in before))
"""


def test_a_warm_start_imports_neither_yaml_nor_kinds(files: Path) -> None:
    text = files.read_text(encoding="utf-8").replace('"max_words": 3, ', "")
    files.write_text(text, encoding="utf-8")
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 []"
