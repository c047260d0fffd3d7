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
        in output.err
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


class TestWhatIsStale:
    """A baseline speaks of the whole data set; a run may have seen less of it."""

    @pytest.fixture
    def project(self, folder: Path) -> Path:
        (folder / "newslint.yaml").write_text(
            "version: 1\nrules: [rules.yaml]\nselect: [test.needle]\nbaseline: newslint.baseline.jsonl\n", encoding="utf-8"
        )
        for name in ("one", "two"):
            (folder / name).mkdir()
            write(folder / name, [f"needle {name}"])
        (folder / "a.jsonl").unlink()
        assert main(["baseline", "write"]) == 0
        return folder

    def test_it_means_the_same_in_every_folder(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(project / "one")
        assert main(["check"]) == 0
        capsys.readouterr()
        assert main(["baseline", "prune"]) == 0
        assert capsys.readouterr().out == "../newslint.baseline.jsonl: nothing to prune\n"
        write(project / "one", ["hay"])
        assert main(["check", str(project / "one" / "a.jsonl")]) == 2
        assert main(["baseline", "prune"]) == 0
        monkeypatch.chdir(project)
        assert [entry.path for entry in read_baseline("newslint.baseline.jsonl").entries] == ["two/a.jsonl"]

    def test_entries_of_a_file_that_was_deleted_are_pruned(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (project / "two" / "a.jsonl").unlink()
        assert main(["check"]) == 0
        capsys.readouterr()
        assert main(["baseline", "prune", "--check"]) == 1
        assert capsys.readouterr().out == (
            "two/a.jsonl: test.needle in record r0 is gone\nnewslint.baseline.jsonl: 1 stale entry\n"
        )

    def test_what_cannot_be_read_is_not_gone(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (project / "two" / "a.jsonl").write_text("{\n", encoding="utf-8")
        assert main(["check"]) == 3
        assert "stale" not in capsys.readouterr().err
        assert main(["baseline", "prune"]) == 3
        output = capsys.readouterr()
        assert output.out == "newslint.baseline.jsonl: nothing to prune\n"
        assert output.err.startswith("warning: 1 record cannot be read; the first: two/a.jsonl:1:2: ")

    def test_the_baseline_and_the_reports_are_no_articles(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--report", "jsonl=report.jsonl"]) == 0
        capsys.readouterr()
        assert main(["check", "--show-files", "--report", "jsonl=report.jsonl"]) == 0
        assert capsys.readouterr().out.splitlines() == ["one/a.jsonl", "two/a.jsonl"]
        assert main(["check", "--show-files", "newslint.baseline.jsonl"]) == 0
        assert capsys.readouterr().out.splitlines() == ["newslint.baseline.jsonl"]
        assert main(["check", "--show-files", "--force-exclude", "newslint.baseline.jsonl", "one/a.jsonl"]) == 0
        assert capsys.readouterr().out.splitlines() == ["one/a.jsonl"]

    def test_a_rule_that_compares_records_has_to_have_seen_them_all(self, project: Path) -> None:
        config = "version: 1\nrules: [rules.yaml]\nselect: [duplicate.title-exact]\nbaseline: newslint.baseline.jsonl\n"
        (project / "newslint.yaml").write_text(config, encoding="utf-8")
        for name in ("one", "two"):
            record = {"id": name, "title": "Port reopens after the storm", "body": f"It did, {name}."}
            (project / name / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        assert main(["check", "--no-baseline"]) == 1
        assert main(["baseline", "write", "--force"]) == 0
        assert len(read_baseline("newslint.baseline.jsonl").entries) == 1
        for part in ("one", "two", "two/a.jsonl"):
            assert main(["check", part]) == 0
        (project / "two" / "a.jsonl").write_text('{"id": "two", "title": "Port closes", "body": "It did."}\n', encoding="utf-8")
        assert main(["check", "two"]) == 0
        assert main(["check"]) == 2


def test_what_an_exception_accepts_is_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.exceptions.yaml").write_text(
        "version: 1\nexceptions:\n"
        "  - {rule: test.needle, ids: [r0], reason: The museum pays for it, until: 2026-12-01}\n"
        "  - {rule: test.needle, ids: [r77], reason: The museum paid for it, until: 2026-12-01}\n",
        encoding="utf-8",
    )
    options = ["--exceptions", "newslint.exceptions.yaml", "--now", "2026-06-01"]
    assert run("baseline", "write", "a.jsonl", *options) == 0
    assert capsys.readouterr().out == "newslint.baseline.jsonl: 39 findings accepted\n"
    assert run("check", ".", "--baseline", "newslint.baseline.jsonl", *options, "--format", "concise") == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0].startswith("newslint.exceptions.yaml:4:1: warning exceptions.unused")


def test_findings_of_mandatory_rules_are_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.yaml").write_text(
        "version: 1\nrules: [rules.yaml]\nselect: [test.needle]\nmandatory: [test]\nbaseline: newslint.baseline.jsonl\n",
        encoding="utf-8",
    )
    assert main(["baseline", "write", "a.jsonl"]) == 0
    out, err = capsys.readouterr()
    assert out == "newslint.baseline.jsonl: 0 findings accepted\n"
    assert err == "40 findings of mandatory rules cannot be accepted; the first is of test.needle\n"
    assert main(["check", "a.jsonl"]) == 1


def test_nothing_is_written_when_nothing_was_checked(folder: Path) -> None:
    (folder / "empty.jsonl").write_text("", encoding="utf-8")
    assert run("baseline", "write", "empty.jsonl") == 3
    assert run("baseline", "write", "absent.jsonl") == 3
    assert not (folder / "newslint.baseline.jsonl").exists()


def test_a_stale_entry_stands_in_the_reports(folder: Path) -> None:
    assert run("baseline", "write", "a.jsonl") == 0
    write(folder, ["hay"] + [f"needle{number}" for number in range(1, 40)])
    assert run("check", "a.jsonl", "--baseline", "newslint.baseline.jsonl", "--report", "json=report.json") == 2
    (error,) = json.loads((folder / "report.json").read_text(encoding="utf-8"))["summary"]["errors"]
    assert error.startswith("newslint.baseline.jsonl: 1 entry is stale: its finding is gone")
