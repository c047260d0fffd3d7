"""`newslint init`: what it sees in the data, what it writes, and what it leaves alone."""

from __future__ import annotations

import csv
import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
import yaml

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

BODY = "The ferry from Marrow sailed again on Tuesday after a week in port, the harbour master said. " * 6


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    records = [
        {
            "guid": str(number),
            "headline": f"Ferry {number} sails again",
            "prose": BODY,
            "went_out": f"2026-01-{number + 1:02}T10:00:00Z",
        }
        for number in range(20)
    ]
    (tmp_path / "data" / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return tmp_path


def test_the_first_run_after_it_is_green(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "data"]) == 0
    output = capsys.readouterr().out
    assert "20 records of 1 file looked at" in output
    assert "  body             0%  proposed: the input's 'prose': The ferry from Marrow sailed again on T…\n" in output
    assert "proposed: the input's 'went_out', by what it holds: 2026-01-01T10:00:00Z\n" in output
    assert (folder / "newslint.yaml").read_text(encoding="utf-8") == (
        "version: 1\n"
        "profile: recommended\n"
        "inputs:\n"
        "  paths: ['data']\n"
        "  map:  # proposed from the data: read it before you trust it\n"
        "    'went_out': published_at\n"
        "    'prose': body\n"
        "baseline: newslint.baseline.jsonl\n"
    )
    assert (folder / ".pre-commit-config.yaml").exists()
    assert (folder / "newslint.baseline.jsonl").exists()
    assert not (folder / ".github").exists()
    assert re.search(r"(?m)^  newslint check +what is new since today$", output)
    (folder / "notes.txt").write_text("Nothing that is checked.\n", encoding="utf-8")
    assert main(["check"]) == 0
    assert "in 20 records of 1 file" in capsys.readouterr().out
    assert main(["config", "check"]) == 0


def test_an_export_with_names_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open(folder / "export.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Nid", "Hed", "Dek", "Txt", "Reporter", "Paper", "PubDate", "ModDate", "Permalink2", "Lang", "Views"])
        for number in range(9):
            day = f"2026-01-1{number}"
            url = f"https://n.example/{number}"
            title = f"Ferry {number} sails again after a week"
            row = [number, title, "It had lain in port.", BODY, "Marit Soll", "Gazette", day, day, url, "en-GB", 7]
            writer.writerow(row)
    assert main(["init", "export.csv", "--dry-run", "--no-baseline"]) == 0
    text = capsys.readouterr().out.partition("would write newslint.yaml:\n\n")[2].partition("\n\n")[0]
    assert yaml.safe_load(dedent(text))["inputs"] == {
        "paths": ["export.csv"],
        "map": {
            "Nid": "id",
            "Permalink2": "url",
            "ModDate": "updated_at",
            "Txt": "body",
            "Hed": "title",
            "Reporter": "byline",
            "Paper": "source",
        },
    }


def test_a_site_with_pages_that_are_no_articles(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        path = folder / "content" / "posts" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Ferry {name} sails again\n---\n\n{BODY}\n", encoding="utf-8")
    (folder / "content" / "_index.md").write_text("---\ntitle: Home\n---\n", encoding="utf-8")
    (folder / "content" / "menu.json").write_text('{"name": "Home"}', encoding="utf-8")
    (folder / "README.md").write_text("# How this site is built\n\nWith a great deal of care and patience.\n", encoding="utf-8")
    (folder / "package.json").write_text('{"description": "The site of a newspaper in a small port"}', encoding="utf-8")
    assert main(["init"]) == 0
    output = capsys.readouterr().out
    assert "no articles: README.md, content/_index.md, content/menu.json, package.json\n" in output
    assert yaml.safe_load((folder / "newslint.yaml").read_text(encoding="utf-8"))["inputs"] == {
        "paths": ["content", "data"],
        "exclude": ["/content/_index.md", "/content/menu.json"],
        "map": {"went_out": "published_at", "prose": "body"},
    }
    (hook,) = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert [name for name in ("content/posts/a.md", "data/b.jsonl") if not re.search(hook["files"], name)] == []
    assert [name for name in ("README.md", "content/a.png", "x/data/b.jsonl") if re.search(hook["files"], name)] == []
    assert main(["check", "--show-files"]) == 0
    assert capsys.readouterr().out == "content/posts/one.md\ncontent/posts/two.md\ndata/a.jsonl\n"


def test_many_pages_of_one_name_are_left_out_by_it(folder: Path) -> None:
    for number in range(6):
        path = folder / "data" / str(number) / "_index.md"
        path.parent.mkdir()
        path.write_text("---\ntitle: Home\n---\n", encoding="utf-8")
    (folder / "data" / "6").mkdir()
    (folder / "data" / "6" / "a.jsonl").write_text('{"n": 1}\n', encoding="utf-8")
    assert main(["init", "--no-baseline"]) == 0
    config = yaml.safe_load((folder / "newslint.yaml").read_text(encoding="utf-8"))
    assert config["inputs"]["exclude"] == ["/data/6/a.jsonl", "_index.md"]
    assert main(["check", "--exit-zero", "--show-files"]) == 0


def test_one_file_says_what_the_fields_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "data" / "z.jsonl").write_text(json.dumps({"Txt": BODY, "Hed": "Ferry sails again after a week"}), encoding="utf-8")
    assert main(["init", "data", "--from", "data/z.jsonl", "--profile", "strict", "--no-baseline"]) == 0
    config = yaml.safe_load((folder / "newslint.yaml").read_text(encoding="utf-8"))
    assert config == {"version": 1, "profile": "strict", "inputs": {"paths": ["data"], "map": {"Txt": "body", "Hed": "title"}}}
    assert main(["init", "data", "--from", "gone.jsonl", "--force"]) == 3
    assert "error: gone.jsonl: no such file or directory\n" in capsys.readouterr().err


def test_nothing_is_overwritten_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.yaml").write_text("version: 1\n", encoding="utf-8")
    assert main(["init", "data"]) == 2
    assert "newslint.yaml is there already" in capsys.readouterr().err
    (folder / "newslint.yaml").unlink()
    (folder / "pyproject.toml").write_text("[tool.newslint]\n", encoding="utf-8")
    assert main(["init", "data"]) == 2
    assert capsys.readouterr().err == (
        "error: pyproject.toml configures newslint already\nhelp: --dry-run shows what could be added to it\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == ["data", "pyproject.toml"]
    (folder / "pyproject.toml").unlink()
    (folder / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    (folder / "newslint.baseline.jsonl").write_text('{"newslint_baseline":1}\n', encoding="utf-8")
    assert main(["init", "data"]) == 0
    output = capsys.readouterr().out
    assert (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"
    assert ".pre-commit-config.yaml is there; add this to it" in output
    assert (folder / "newslint.baseline.jsonl").read_text(encoding="utf-8") == '{"newslint_baseline":1}\n'
    assert "newslint.baseline.jsonl is there; it is left as it is" in output
    assert main(["init", "data", "--force"]) == 0
    assert "newslint check --force-exclude" in (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert len((folder / "newslint.baseline.jsonl").read_text(encoding="utf-8").splitlines()) > 1


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "data", "--dry-run", "--ci", "gitlab"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["data"]
    output = capsys.readouterr().out
    assert "would write newslint.yaml" in output
    assert "for .gitlab-ci.yml" in output


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        (".github/dependabot.yml", "", True),
        (".git/config", '[remote "origin"]\n\turl = git@github.com:gazette/site.git\n', True),
        (".git/config", '[remote "origin"]\n\turl = https://gitlab.com/gazette/site.git\n', False),
        (".gitlab-ci.yml", "", False),
    ],
)
def test_the_workflow_follows_the_repository(
    name: str, text: str, written: bool, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    assert main(["init", "data", "--no-baseline"]) == 0
    workflow = folder / ".github" / "workflows" / "newslint.yml"
    assert workflow.exists() == written
    assert ("for .gitlab-ci.yml" in capsys.readouterr().out) != written
    if written:
        steps = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]["newslint"]["steps"]
        assert steps[-1] == {"run": "newslint check"}


def test_a_record_that_cannot_be_read_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open(folder / "data" / "a.jsonl", "a", encoding="utf-8") as file:
        file.write("{\n")
    assert main(["init", "data"]) == 3
    assert "the first: data/a.jsonl:21:2: " in capsys.readouterr().err
    assert (folder / "newslint.baseline.jsonl").exists()


def test_a_folder_without_data_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert main(["init", "empty"]) == 3
    assert "empty" in capsys.readouterr().err
    (folder / "data" / "a.jsonl").write_text('{"n": 1}\n', encoding="utf-8")
    assert main(["init"]) == 3
    assert capsys.readouterr().err == (
        "error: no record that looks like an article\nhelp: name the file to go by: newslint init --from FILE\n"
    )
