"""`newslint init`: what it sees in the data, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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
    assert "20 records of 1 files looked at" in output
    assert "proposed: the input's 'prose'" in output
    assert "proposed: the input's 'went_out'" in output
    assert (folder / "newslint.yaml").read_text(encoding="utf-8") == (
        "version: 1\n"
        "profile: recommended\n"
        "inputs:\n"
        "  include: ['data/**']\n"
        "  map:  # proposed from the data: read it before you trust it\n"
        "    'prose': body\n"
        "    'went_out': published_at\n"
        "baseline: newslint.baseline.jsonl\n"
    )
    assert (folder / ".pre-commit-config.yaml").exists()
    assert (folder / "newslint.baseline.jsonl").exists()
    assert not (folder / ".github").exists()
    assert main(["check", "data"]) == 0
    assert main(["config", "check"]) == 0


def test_nothing_is_overwritten_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.yaml").write_text("version: 1\n", encoding="utf-8")
    assert main(["init", "data"]) == 2
    assert "newslint.yaml is there already" in capsys.readouterr().err
    (folder / "newslint.yaml").unlink()
    (folder / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    assert main(["init", "data", "--no-baseline"]) == 0
    assert (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"
    assert ".pre-commit-config.yaml is there; add this to it" in capsys.readouterr().out
    assert main(["init", "data", "--force", "--no-baseline"]) == 0
    assert "newslint check --force-exclude" in (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "data", "--dry-run", "--ci", "gitlab"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["data"]
    output = capsys.readouterr().out
    assert "would write newslint.yaml" in output
    assert "for .gitlab-ci.yml" in output


def test_a_workflow_is_written_where_others_are(folder: Path) -> None:
    (folder / ".github").mkdir()
    assert main(["init", "data", "--no-baseline"]) == 0
    assert "newslint check" in (folder / ".github" / "workflows" / "newslint.yml").read_text(encoding="utf-8")


def test_a_folder_without_data_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert main(["init", "empty"]) == 3
    assert "empty" in capsys.readouterr().err
