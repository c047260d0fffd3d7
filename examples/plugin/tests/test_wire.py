"""The plugin as newslint uses it: these tests run against the installed package."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import newslint_wire
import pytest

from newslint.testing import assert_examples, assert_findings, lint

RULES = Path(newslint_wire.__file__).parent / "rules"
STORIES = """\
== ferry-strike
Ferry crews walk out over night shifts

Crews on the island route walked out on Thursday.

More to come
== FERRY Talks
Talks over night shifts resume

Both sides met on Friday.
"""


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "newslint", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_newslint_knows_the_plugin(tmp_path: Path) -> None:
    result = run("plugins", "--format", "json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    (wire,) = [row for row in json.loads(result.stdout) if row["name"] == "wire"]
    assert (wire["distribution"], wire["version"], wire["failure"]) == ("newslint-wire", "0.1.0", None)
    assert len(wire["hooks"]) == 6


def test_the_examples_hold() -> None:
    assert_examples(RULES)


def test_a_slug_is_put_in_the_desks_form() -> None:
    findings = lint([{"title": "Ferry crews walk out", "section": "Ferry Strike On Monday"}], rules=RULES)
    assert_findings(findings, {"rule": "wire/format.slugline", "field": "section", "record": 0})
    assert findings[0].fix is not None
    assert findings[0].fix.edits[0].text == "ferry-strike-on"


def test_the_urgency_is_no_part_of_the_slug() -> None:
    assert_findings(lint([{"title": "Ferry crews walk out", "section": "u1 ferry-strike"}], rules=RULES))


def test_the_reader_places_what_the_rules_find(tmp_path: Path) -> None:
    (tmp_path / "tonight.wire").write_text(STORIES, encoding="utf-8")
    result = run("check", "tonight.wire", "--select", "wire", "--format", "jsonl", cwd=tmp_path)
    assert result.returncode == 1, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()[:-1]]
    places = [(item["rule"], item["record"], item["line"], item["column"], item["excerpt"]) for item in found]
    assert places == [
        ("wire/leak.more-to-come", 0, 6, 1, "More to come"),
        ("wire/format.slugline", 1, 7, 4, "FERRY Talks"),
    ]


def test_the_reporter_counts(tmp_path: Path) -> None:
    (tmp_path / "tonight.wire").write_text(STORIES, encoding="utf-8")
    result = run("check", "tonight.wire", "--select", "wire", "--format", "tally", cwd=tmp_path)
    assert result.stdout == "     1  wire/format.slugline\n     1  wire/leak.more-to-come\n"


def test_an_empty_story_is_reported(tmp_path: Path) -> None:
    (tmp_path / "tonight.wire").write_text("== empty\n\n== ferry-strike\nFerry crews walk out\n", encoding="utf-8")
    result = run("check", "tonight.wire", "--select", "wire", "--format", "concise", cwd=tmp_path)
    assert result.returncode == 3
    assert "tonight.wire:1:1: error record.unreadable the story 'empty' is empty" in result.stdout


@pytest.mark.parametrize(("separator", "status"), [("_", 1), ("-", 0)])
def test_the_separator_can_be_set(tmp_path: Path, separator: str, status: int) -> None:
    (tmp_path / "newslint.yaml").write_text(
        f"version: 1\nselect: [wire]\nplugins:\n  require: [wire]\n  options: {{wire: {{separator: '{separator}'}}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "tonight.wire").write_text("== ferry-strike\nFerry crews walk out\n", encoding="utf-8")
    assert run("check", "tonight.wire", cwd=tmp_path).returncode == status


def test_an_unknown_option_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "newslint.yaml").write_text("version: 1\nplugins: {options: {wire: {seperator: _}}}\n", encoding="utf-8")
    result = run("plugins", cwd=tmp_path)
    assert result.returncode == 2
    assert (
        "plugin 'wire' (newslint-wire 0.1.0): newslint_configure raised ValueError: unknown option 'seperator'" in result.stderr
    )
