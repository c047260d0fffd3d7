"""A baseline: what is accepted today, what is new, and what is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newslint.cli import main
from newslint.gate.baseline import read_baseline

if TYPE_CHECKING:
    from pathlib import Path

SELECT = ["--select", "test.needle", "--isolated"]
RULES = """\
version: 1
rules:
  - id: test.needle
    title: A needle in the hay
    why: Needles hurt the cattle that eat the hay, and nobody sees them before they do.
    severity: error
    fields: [body]
    kind: pattern
    params: {match: 'needle\\w*'}
    message: "{field} holds {match!r}"
    examples:
      good: [{body: hay}]
      bad: [{body: a needle}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    write(tmp_path, [f"needle{number}" for number in range(40)])
    return tmp_path


def write(folder: Path, bodies: list[str]) -> None:
    lines = [json.dumps({"id": f"r{number}", "body": body}) + "\n" for number, body in enumerate(bodies)]
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")


def run(*arguments: str) -> int:
    return main([*arguments, "--rules", "rules.yaml", *SELECT])


def test_ten_mended_and_five_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "a.jsonl") == 1
    assert run("baseline", "write", "a.jsonl") == 0
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl") == 0
    capsys.readouterr()

    mended = ["hay"] * 10 + [f"needle{number}" for number in range(10, 40)] + [f"needle-new-{number}" for number in range(5)]
    write(folder, mended)
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl", "--format", "jsonl") == 2
    output = capsys.readouterr()
    found = [json.loads(line) for line in output.out.splitlines()]
    new = [finding["record_id"] for finding in found if finding.get("rule") and not finding["suppressed"]]
    assert new == [f"r{number}" for number in range(40, 45)]
    assert (
        "newslint.baseline.jsonl: 10 entries are stale: their findings are gone (the first: test.needle in a.jsonl, record r0)"
        in (output.err)
    )
    assert "help: take them out: newslint baseline prune --file newslint.baseline.jsonl" in output.err

    assert run("baseline", "prune", "--check", "a.jsonl") == 1
    assert len(read_baseline("newslint.baseline.jsonl").entries) == 40
    assert run("baseline", "prune", "a.jsonl") == 0
    assert run("baseline", "prune", "--check", "a.jsonl") == 0
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl") == 1
    assert len(read_baseline("newslint.baseline.jsonl").entries) == 30


def test_a_second_finding_like_an_accepted_one_is_new(folder: Path) -> None:
    write(folder, ["needle"])
    assert run("baseline", "write", "a.jsonl") == 0
    write(folder, ["needle needle"])
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl") == 1


def test_moving_a_record_keeps_its_entry(folder: Path) -> None:
    assert run("baseline", "write", "a.jsonl") == 0
    lines = (folder / "a.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "a.jsonl").write_text("".join(reversed(lines)), encoding="utf-8")
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl") == 0


def test_files_that_were_not_checked_are_not_stale(folder: Path) -> None:
    (folder / "b.jsonl").write_text('{"id": "b", "body": "needle"}\n', encoding="utf-8")
    assert run("baseline", "write", "a.jsonl", "b.jsonl") == 0
    assert run("check", "b.jsonl", "--baseline", "newslint.baseline.jsonl") == 0


def test_a_baseline_is_not_overwritten_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("baseline", "write", "a.jsonl") == 0
    assert run("baseline", "write", "a.jsonl") == 2
    assert "newslint.baseline.jsonl is there already" in capsys.readouterr().err
    assert run("baseline", "write", "--force", "a.jsonl") == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "broken.jsonl:1: not a baseline"),
        ('{"newslint_baseline": 9}\n', "broken.jsonl:1: a baseline of version 9, and this newslint reads 1"),
        ('{"newslint_baseline": 1}\n<<<<<<< HEAD\n', "broken.jsonl:2: no entry of a baseline"),
    ],
)
def test_a_broken_baseline_is_named(folder: Path, capsys: pytest.CaptureFixture[str], content: str, message: str) -> None:
    (folder / "broken.jsonl").write_text(content, encoding="utf-8")
    assert run("check", "a.jsonl", "--baseline", "broken.jsonl") == 2
    assert message in capsys.readouterr().err


def test_a_missing_baseline_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "a.jsonl", "--baseline", "absent.jsonl") == 2
    assert "--baseline: absent.jsonl: no such baseline" in capsys.readouterr().err
    assert (folder / "a.jsonl").exists()


def test_the_configuration_names_the_baseline(folder: Path) -> None:
    (folder / "newslint.yaml").write_text(
        "version: 1\nrules: [rules.yaml]\nselect: [test.needle]\nbaseline: newslint.baseline.jsonl\n", encoding="utf-8"
    )
    assert main(["baseline", "write", "a.jsonl"]) == 0
    assert main(["check", "a.jsonl"]) == 0
    assert main(["check", "a.jsonl", "--no-baseline"]) == 1
    assert main(["baseline", "show"]) == 0
