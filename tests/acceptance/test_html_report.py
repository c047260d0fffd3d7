"""``--report html=…`` from the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_JINJA = "import sys; sys.modules['jinja2'] = None; from newslint.cli import main; sys.exit(main(sys.argv[1:]))"


def data_of(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert match is not None
    data: dict[str, Any] = json.loads(match[1])
    return data


def marks(data: dict[str, Any]) -> dict[int, str]:
    """Marked text by finding, whatever field it stands in."""
    found: dict[int, str] = {}
    for fields in data["texts"]:
        for _, pieces in fields:
            for piece in pieces:
                if isinstance(piece, list):
                    for number in piece[1:]:
                        found[number] = found.get(number, "") + piece[0]
    return found


def check(*arguments: object) -> int:
    return main(["check", "--isolated", "--format", "concise", "--quiet", *map(str, arguments)])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.html"


def test_report_holds_the_findings_of_json_with_their_text_marked(fixtures: Path, report: Path, tmp_path: Path) -> None:
    same = tmp_path / "report.json"
    status = check(fixtures / "faulty", "--profile", "strict", "--report", f"html={report}", "--report", f"json={same}")
    assert status == 1
    data = data_of(report)
    findings = json.loads(same.read_text(encoding="utf-8"))["findings"]
    assert len(data["findings"]) == len(findings) > 50
    found = marks(data)
    for row, finding in zip(data["findings"], findings, strict=True):
        path, record, record_id = data["subjects"][row[2]][:3]
        assert data["rules"][row[0]]["id"] == finding["rule"]
        assert (data["paths"][path], record, record_id) == (finding["path"], finding["record"], finding["record_id"])
        assert ["error", "warning", "info"][row[1]] == finding["severity"]
        assert row[3:12] == [
            finding[name] for name in ("field", "message", "line", "column", "end_line", "end_column", "start", "end", "block")
        ]
        assert row[13] == finding["fingerprint"]
        assert (row[14] is None) == (finding["fix"] is None)
    for number, finding in enumerate(findings):
        if finding["start"] is not None:
            assert found[number] == finding["excerpt"]


def test_marks_are_right_with_jobs_and_over_several_units(fixtures: Path, report: Path, tmp_path: Path) -> None:
    faulty = (fixtures / "faulty" / "wire.jsonl").read_bytes()
    clean = (fixtures / "clean" / "wire.jsonl").read_bytes()
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes((clean * (2_500_000 // len(clean)) + faulty) * 2)
    select = ("--select", "placeholder,attribution.byline-generic,truncation")
    assert check(feed, *select, "--jobs", 2, "--report", f"html={report}") == 1
    first = report.read_bytes()
    data = data_of(report)
    found = marks(data)
    assert len(found) > 4
    for number, text in found.items():
        assert text == data["findings"][number][12]
    assert check(feed, *select, "--jobs", 1, "--report", f"html={report}") == 1
    assert report.read_bytes() == first


def test_standard_input_has_its_text_too(fixtures: Path, report: Path) -> None:
    command = [sys.executable, "-m", "newslint", "check", "--isolated", "-", "--stdin-filename", "wire.jsonl"]
    run = subprocess.run(
        [*command, "--format", "html"], input=(fixtures / "faulty" / "wire.jsonl").read_bytes(), capture_output=True, check=False
    )
    assert run.returncode == 1, run.stderr
    report.write_bytes(run.stdout)
    data = data_of(report)
    assert data["paths"] == ["wire.jsonl"]
    assert marks(data)


def test_accepted_findings_are_told_with_their_reason(fixtures: Path, report: Path, tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.yaml"
    exceptions.write_text(
        "version: 1\nexceptions:\n  - {rule: punctuation.repeated-word, ids: [hg-2025-0311-12], reason: agreed with the desk, until: 2027-01-01}\n",
        encoding="utf-8",
    )
    check(fixtures / "faulty" / "lamp.jsonl", "--exceptions", exceptions, "--now", "2026-11-30", "--report", f"html={report}")
    accepted = [row for row in data_of(report)["findings"] if row[16] is not None]
    assert [row[16] for row in accepted] == [["exception", "agreed with the desk", "2027-01-01"]]


def test_values_that_a_fix_has_mended_are_shown_mended(fixtures: Path, report: Path, tmp_path: Path) -> None:
    feed = tmp_path / "lamp.jsonl"
    feed.write_bytes((fixtures / "faulty" / "lamp.jsonl").read_bytes())
    check(feed, "--fix", "--report", f"html={report}")
    data = data_of(report)
    (fields,) = data["texts"]
    assert "the the" not in json.dumps(fields)
    assert marks(data)


def test_a_file_that_cannot_be_read_is_in_the_report(report: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text('{"title": "a"\n', encoding="utf-8")
    assert check(tmp_path / "feed.jsonl", tmp_path / "gone.jsonl", "--report", f"html={report}") == 3
    data = data_of(report)
    assert [rule["id"] for rule in data["rules"]] == ["record.unreadable"]
    assert "gone.jsonl" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [["--report", "html=report.html"], ["--format", "html"]])
def test_without_jinja_the_run_ends_before_it_begins(fixtures: Path, tmp_path: Path, option: list[str]) -> None:
    command = [sys.executable, "-c", WITHOUT_JINJA, "check", "--isolated", str(fixtures / "faulty"), *option]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stdout == ""
    assert "needs Jinja2" in run.stderr
    assert "newslint[report]" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_other_formats_do_without_jinja(fixtures: Path, tmp_path: Path) -> None:
    program = "import sys; from newslint.cli import main; main(sys.argv[1:]); sys.exit('jinja2' in sys.modules)"
    command = [sys.executable, "-c", program, "check", "--isolated", str(fixtures / "faulty"), "--report", "json=report.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
