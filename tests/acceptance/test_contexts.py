"""The same words in another context: quotations, genres, sections, sources; and faults that are told once, not for each record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import newslint
from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = "As an AI language model, I cannot confirm the number of ferries."


def found(record: dict[str, Any], rule: str) -> list[str]:
    """Severities of what a rule finds in a record."""
    linter = newslint.Linter(select=[rule])
    return [finding.severity for finding in linter.check_record(record)]


def test_a_chatbot_that_is_quoted_is_told_more_mildly() -> None:
    rule = "ai.self-reference"
    assert found({"title": "Ferries", "body": REFERENCE}, rule) == ["error"]
    quoted = f"The ferry firm asked a chatbot. “{REFERENCE}” it wrote, and the firm laughed."
    assert found({"title": "Ferries", "body": quoted}, rule) == ["warning"]


@pytest.mark.parametrize(
    ("rule", "body", "genre", "section"),
    [
        ("spun.pronoun-leak", "It is our country that pays for the harbour wall.", "Opinion", "Letters"),
        ("boilerplate.liveblog", "8m ago\nThe port shut at noon.", "liveblog", "Live"),
        (
            "corrections.unstructured",
            "The port is shut.\n\nCorrection: nine ferries sailed, not eight.",
            "LiveBlogPosting",
            "Live blog",
        ),
        (
            "attribution.press-release-marker",
            "FOR IMMEDIATE RELEASE\nThe line has a new ferry.",
            "press release",
            "Press Releases",
        ),
    ],
)
def test_genre_and_section_decide_whether_it_is_a_fault(rule: str, body: str, genre: str, section: str) -> None:
    record = {"title": "Port shut", "body": body, "genre": "news", "section": "Harbour"}
    assert len(found(record, rule)) == 1
    assert found({**record, "genre": genre}, rule) == []
    assert found({**record, "section": section}, rule) == []


def checked(
    folder: Path, records: list[dict[str, Any]], capsys: pytest.CaptureFixture[str], *options: str
) -> list[dict[str, Any]]:
    """Findings of a check of a file, by the command line and whatever configuration the folder has."""
    (folder / "feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert main(["check", "feed.jsonl", "--format", "json", *options]) in {0, 1}
    report: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return report


def test_a_source_has_overrides_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "newslint.yaml").write_text(
        "version: 1\nselect: [boilerplate.share, boilerplate.follow]\nper-source:\n"
        "  - {source: 'Harbour *', severity: {boilerplate.share: info}}\n"
        "  - {source: Kite Daily, ignore: [boilerplate.share]}\n",
        encoding="utf-8",
    )
    body = "The ferry will sail.\nShare on Facebook\nFollow us on X @gazette"
    records = [
        {"id": name, "source": name, "title": "Ferry sails", "body": body} for name in ("harbour gazette", "Kite Daily", "Quay")
    ]
    told = [(finding["record_id"], finding["rule"], finding["severity"]) for finding in checked(tmp_path, records, capsys)]
    assert told == [
        ("harbour gazette", "boilerplate.share", "info"),
        ("harbour gazette", "boilerplate.follow", "warning"),
        ("Kite Daily", "boilerplate.follow", "warning"),
        ("Quay", "boilerplate.share", "warning"),
        ("Quay", "boilerplate.follow", "warning"),
    ]


TAIL = (
    "The ferry sails.\nIt is late.\nShare on Facebook\nSign up for the Harbour Briefing\n© 2024 Kite Media. All rights reserved."
)


def test_a_tail_of_boilerplate_is_one_finding_with_the_place_to_cut() -> None:
    findings = newslint.Linter(select=["tag:leftover"]).check_record({"title": "Ferry sails", "body": TAIL})
    (tail,) = [finding for finding in findings if finding.rule == "boilerplate.tail-block"]
    assert tail.start == TAIL.index("Share")
    assert tail.end == len(TAIL)
    assert "3" in tail.message


@pytest.mark.parametrize("rule", ["language.missing", "record.missing-id", "date.no-timezone"])
def test_what_is_so_of_a_whole_file_is_told_once(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    records = [{"title": f"Day {number}", "body": "It rains.", "published_at": "2024-02-11T10:00"} for number in range(40)]
    findings = checked(tmp_path, records, capsys, "--select", rule, "--now", "2026-01-01")
    assert [(finding["rule"], finding["record"]) for finding in findings] == [(rule, 0)]
    assert "40" in findings[0]["message"]
