"""``newslint rules measure`` and ``rules try``: figures that can be counted by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
rules:
  - id: house.label
    title: Label of a figure left in the body
    why: Labels of the page template end up in the text, are read aloud, and are counted as words of the story.
    severity: warning
    fields: [body]
    kind: phrases
    params: {in: block, whole: true, phrases: [chart, map]}
    message: "label {match!r} of the page template"
    examples:
      good: [{body: The chart shows a fall.}]
      bad: [{body: "Prices fell.\\nChart"}]
  - id: house.harbour
    title: Harbour written in British spelling
    why: The house spells American, and a search for harbor has to find every article about the port.
    severity: info
    fields: [body, title]
    kind: phrases
    params: {phrases: [harbour]}
    message: "{field} spells {match!r}"
    examples:
      good: [{title: Harbor shut}]
      bad: [{title: Harbour shut}]
"""
CLEAN = [
    {"id": "a", "title": "Port shut", "body": "The harbour is shut.\nThe harbour master said so.\nIt is late."},
    {"id": "b", "title": "Prices fall", "body": "Prices fell.\nMap"},
    {"id": "c", "title": "Harbour opens", "body": "It is open."},
    {"id": "d", "title": "Ferry late", "body": "It is late."},
]
DIRTY = [
    {"id": "x1", "of": "a", "body": "Chart\nThe harbour is shut.\nThe harbour master said so.\nRead more\n\nIt is late."},
    {"id": "x2", "of": "b", "body": "Prices fell.\nMap"},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    write(tmp_path / "clean.jsonl", CLEAN)
    write(tmp_path / "dirty.jsonl", DIRTY)
    return tmp_path


def write(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


MEASURE = ["rules", "measure", "--rules", "house.yaml", "--select", "house", "--clean", "clean.jsonl"]
GOLD = ["--dirty", "dirty.jsonl", "--gold", "clean.jsonl", "--key", "of"]


def measured(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main([*MEASURE, "--format", "json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_findings_in_clean_articles(capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(capsys, "--description", "Four articles of ours.")
    assert (found["clean_articles"], found["description"], found["dirty"]) == (4, "Four articles of ours.", None)
    harbour, label = found["rules"]["house.harbour"], found["rules"]["house.label"]
    assert harbour["per_1000"] == {"error": 0.0, "warning": 0.0, "info": 750.0}
    assert harbour["articles"] == 2
    assert label["per_1000"] == {"error": 0.0, "warning": 250.0, "info": 0.0}
    assert harbour["microseconds"] >= 0
    assert found["total"]["articles"] == 3


def test_blocks_of_dirty_articles_by_their_gold_bodies(capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(capsys, *GOLD)
    assert found["dirty"] == {"articles": 2, "dirty_blocks": 2, "sound_blocks": 5}
    assert found["rules"]["house.label"]["dirty"] == {"caught": 1, "share_caught": 0.5, "wrong": 1}
    assert found["rules"]["house.harbour"]["dirty"] == {"caught": 0, "share_caught": 0.0, "wrong": 2}
    assert found["total"]["dirty"] == {"caught": 1, "share_caught": 0.5, "wrong": 3}


def test_blocks_of_dirty_articles_that_list_their_leftovers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "dirty.jsonl", [{**DIRTY[0], "leftover": ["Chart", "Read more"]}, {**DIRTY[1], "leftover": ["Map"]}])
    found = measured(capsys, "--dirty", "dirty.jsonl")
    assert found["dirty"] == {"articles": 2, "dirty_blocks": 3, "sound_blocks": 4}
    assert found["rules"]["house.label"]["dirty"]["caught"] == 2


def test_the_text_names_what_its_columns_mean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*MEASURE, *GOLD]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["rule", "error", "warning", "info", "articles", "us", "idle", "caught", "share", "wrong"]
    assert lines[1].split()[:5] == ["house.label", "-", "250.0", "-", "1"]
    assert lines[2].split()[:5] == ["house.harbour", "-", "-", "750.0", "2"]
    assert main([*MEASURE, "--output", "out.txt"]) == 0
    assert (folder / "out.txt").read_text(encoding="utf-8").startswith("rule")


def test_many_articles_are_counted_all_and_timed_in_part(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        folder / "clean.jsonl",
        [{"id": str(number), "body": "The harbour.\nMap" if number % 2 else "It."} for number in range(6000)],
    )
    found = measured(capsys)
    assert found["clean_articles"] == 6000
    assert found["rules"]["house.label"]["per_1000"]["warning"] == 500.0
    assert found["rules"]["house.harbour"]["articles"] == 3000


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["rules", "measure"], 2, "rules measure needs --clean FILE"),
        ([*MEASURE, "--gold", "clean.jsonl"], 2, "--gold goes with --dirty"),
        ([*MEASURE, "--dirty", "dirty.jsonl"], 2, "no list of lines 'leftover'"),
        (["rules", "measure", "--clean", "absent.jsonl"], 3, "absent.jsonl"),
    ],
)
def test_what_cannot_be_measured(options: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options) == status
    assert message in capsys.readouterr().err


def test_records_that_cannot_be_read_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "clean.jsonl").write_text('{"id": "a", "body": "The harbour."}\n{"id":\n', encoding="utf-8")
    assert main([*MEASURE, "--format", "json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["clean_articles"] == 1
    assert "records that could not be read: 1" in err


def test_a_draft_is_tried(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = RULES.replace("    severity: info\n", "    severity: info\n    profile: null\n").replace(
        "Harbour shut}]", "Port shut}]"
    )
    (folder / "house.yaml").write_text(draft, encoding="utf-8")
    assert main(["rules", "try", "house.yaml", "clean.jsonl"]) == 0
    out = capsys.readouterr().out
    assert (
        "house.label: Label of a figure left in the body\n  examples: 2 pass\n  1 match (1 warning) in 1 record, 250.0 of" in out
    )
    assert "clean.jsonl:2:" in out
    assert "    | Map\n    | ^^^\n" in out
    assert "examples: 1 pass, 1 FAIL\n    bad[0]: the rule does not fire on a bad example\n" in out
    assert out.endswith("2 rules: 4 matches in 4 records of 1 file\n")
    assert main(["rules", "try", "house.yaml", "clean.jsonl", "--select", "house.harbour", "--show", "1"]) == 0
    out = capsys.readouterr().out
    assert "1 of them, spread over the data:" in out
    assert "house.label" not in out


def test_a_draft_needs_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "try", "house.yaml"]) == 2
    assert main(["rules", "try", "house.yaml", "absent.jsonl"]) == 3
    assert main(["rules", "try", "absent.yaml", "clean.jsonl"]) == 2
    assert main(["rules", "try", "house.yaml", "clean.jsonl", "--show", "few"]) == 2
    assert capsys.readouterr().err.count("error: ") == 4
