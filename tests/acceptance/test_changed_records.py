"""``newslint check --diff-base``: only what has changed since a commit is reported."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
namespace: house
rules:
  - id: leftover.related
    title: Link list left in the body
    why: Link lists that the page shows below a story end up in the text, and are read aloud as if they were part of it.
    severity: warning
    fields: [body]
    kind: phrases
    params: {phrases: [Related Articles]}
    message: "{match!r} is left in"
    examples:
      good: [{title: Port reopens, body: It reopened.}]
      bad: [{title: Port reopens, body: Related Articles}]
  - id: record.url-twice
    title: Two records with one address
    why: The address is the key to archives and analytics; two records under one of them overwrite each other.
    severity: error
    fields: [url]
    kind: unique
    message: "{field} is that of another record"
    examples:
      good: [[{title: a, url: "https://n.example/a"}, {title: b, url: "https://n.example/b"}]]
      bad: [[{title: a, url: "https://n.example/a"}, {title: b, url: "https://n.example/a"}]]
"""
PAGE = "---\ntitle: Lamp of the lighthouse goes out\n---\n\nThe lamp went out.\n\nRelated Articles\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=Desk", "-c", "user.email=desk@gazette.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def record(name: str, **more: str) -> dict[str, str]:
    return {"id": name, "title": f"Port {name} reopens", "body": f"Port {name} reopened. Related Articles"} | more


def write(path: str, *records: dict[str, str]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(item) + "\n" for item in records)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three records and two pages, committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    git("init", "--quiet", "--initial-branch=main")
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    write("feed.jsonl", record("a"), record("b"), record("c"))
    os.mkdir("pages")
    for name in ("one", "two"):
        with open(f"pages/{name}.md", "w", encoding="utf-8") as file:
            file.write(PAGE)
    git("add", "--all")
    git("commit", "--quiet", "--message", "Begin")
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], *argv: str, base: str = "main") -> tuple[int, list[str]]:
    """Exit status, and ``path:line rule`` of each finding."""
    options = ["check", "--rules", "../house.yaml", "--select", "house", "--format", "json", "--diff-base", base]
    status = main([*options, *argv])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return status, [f"{item['path'].replace(os.sep, '/')}:{item['line']} {item['rule'].partition('.')[2]}" for item in found]


def test_nothing_has_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys) == (0, [])


def test_a_record_that_was_edited_added_or_moved(capsys: pytest.CaptureFixture[str]) -> None:
    write("feed.jsonl", record("c"), record("a"), record("d"), record("b", author="M Soll"))
    assert check(capsys) == (1, ["feed.jsonl:3 related", "feed.jsonl:4 related"])


def test_a_record_that_came_twice(capsys: pytest.CaptureFixture[str]) -> None:
    write("feed.jsonl", record("a"), record("a"), record("b"), record("c"))
    assert check(capsys) == (1, ["feed.jsonl:2 related"])


def test_keys_in_another_order_are_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    write("feed.jsonl", dict(reversed(record("a").items())), record("b"), record("c"))
    assert check(capsys) == (0, [])


def test_a_page_that_was_edited_and_one_that_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    with open("pages/one.md", "a", encoding="utf-8") as file:
        file.write("\nThe keeper lit a candle.\n")
    with open("pages/three.md", "w", encoding="utf-8") as file:
        file.write(PAGE)
    assert check(capsys) == (1, ["pages/one.md:7 related", "pages/three.md:7 related"])
    git("add", "--all")
    assert check(capsys)[1] == ["pages/one.md:7 related", "pages/three.md:7 related"]
    git("commit", "--quiet", "--message", "Go on")
    assert check(capsys, base="HEAD~1")[1] == ["pages/one.md:7 related", "pages/three.md:7 related"]
    assert check(capsys, base="HEAD") == (0, [])


def test_a_file_that_was_renamed(capsys: pytest.CaptureFixture[str]) -> None:
    git("mv", "feed.jsonl", "wire.jsonl")
    assert check(capsys) == (0, [])
    write("wire.jsonl", record("a"), record("b"), record("c"), record("d"))
    assert check(capsys) == (1, ["wire.jsonl:4 related"])


def test_a_new_record_that_comes_before_the_one_it_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    write("feed.jsonl", record("a", url="https://n.example/a"), record("b"))
    git("commit", "--quiet", "--all", "--message", "Give it an address")
    write("earlier.jsonl", record("e", body="Port e reopened.", url="https://n.example/a"))
    assert check(capsys) == (1, ["feed.jsonl:1 url-twice"])


def test_from_another_folder(repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("feed.jsonl", record("a"), record("d"))
    monkeypatch.chdir(repository / "desk" / "pages")
    options = ["check", "--rules", "../../house.yaml", "--select", "house", "--format", "concise", "--diff-base", "main"]
    assert main([*options, "..", "-q"]) == 1
    assert capsys.readouterr().out == "../feed.jsonl:2:66: warning house/leftover.related [body] 'Related Articles' is left in\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["--diff-base", "mian", "feed.jsonl"],
            "error: --diff-base: 'mian' is no commit of the repository in {desk}\nhelp: name a branch, a tag or a commit\n",
        ),
        (
            ["--diff-base", "--output=x", "feed.jsonl"],
            "error: --diff-base: expected one argument\nhelp: usage: newslint check [options] [PATH ...]\n",
        ),
        (
            ["--diff-base=--output=x", "feed.jsonl"],
            "error: --diff-base: '--output=x' is no commit of the repository in {desk}\nhelp: name a branch, a tag or a commit\n",
        ),
        (
            ["--diff-base", "main", "../house.jsonl"],
            "error: --diff-base: {folder} lies in no git repository\nhelp: check files of a repository, or leave the option out\n",
        ),
        (
            ["--diff-base", "main", "-", "--input-format", "jsonl"],
            "error: --diff-base: standard input has no earlier version\nhelp: name files or folders\n",
        ),
    ],
)
def test_what_cannot_be_compared(
    argv: list[str], said: str, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    write("../house.jsonl", record("a"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}\n")))
    assert main(["check", *argv]) == 2
    assert capsys.readouterr() == ("", said.format(desk=repository / "desk", folder=repository))


def test_a_shallow_clone_is_named_as_the_reason(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git("commit", "--quiet", "--allow-empty", "--message", "Go on")
    git("clone", "--quiet", "--depth=1", (repository / "desk").as_uri(), str(repository / "clone"))
    monkeypatch.chdir(repository / "clone")
    assert main(["check", "--diff-base", "HEAD~1", "feed.jsonl"]) == 2
    assert "help: the clone is shallow: fetch more of the history" in capsys.readouterr().err
