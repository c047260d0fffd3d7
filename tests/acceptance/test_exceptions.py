"""Exceptions: what they accept, what is wrong with them, and where they may stand."""

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
  - id: test.needle
    title: A needle in the hay
    why: Needles hurt the cattle that eat the hay, and nobody sees them before they do.
    severity: error
    fields: [body]
    kind: pattern
    params: {match: 'a needle'}
    message: "{field} holds {match!r}"
    examples:
      good: [{body: hay}]
      bad: [{body: a needle}]
"""
OPTIONS = ["--rules", "rules.yaml", "--select", "test.needle", "--now", "2026-06-01"]
REASON = "The museum of needles pays for this page"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    records = [{"id": "r0", "body": "a needle"}, {"id": "r1", "body": "a needle"}, {"id": "r2", "body": "hay"}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return tmp_path


def exceptions(folder: Path, *entries: str) -> None:
    text = "version: 1\nexceptions:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)
    (folder / "newslint.exceptions.yaml").write_text(text, encoding="utf-8")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    status = main(["check", *(arguments or ("a.jsonl",)), *OPTIONS, "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return status, [line for line in lines if "rule" in line]


def counted(found: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(finding["rule"], finding["record_id"]) for finding in found if not finding["suppressed"]]


def test_an_exception_accepts_by_id_and_is_shown_with_its_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exceptions(folder, f"rule: test.needle, ids: [r0], reason: {REASON}, until: 2026-12-01, by: Desk")
    status, found = check(capsys)
    assert status == 1
    assert counted(found) == [("test.needle", "r1")]
    assert found[0]["suppressed"] == {"kind": "exception", "reason": REASON, "until": "2026-12-01"}


@pytest.mark.parametrize(("where", "status"), [("a.*", 0), ("'*.csv'", 1), ("[b.jsonl, a.jsonl]", 0), ("archive/**", 1)])
def test_where(folder: Path, capsys: pytest.CaptureFixture[str], where: str, status: int) -> None:
    exceptions(folder, f"rule: test.needle, where: {where}, reason: {REASON}, until: 2026-12-01")
    assert check(capsys)[0] == status


def test_by_fingerprint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fingerprint = check(capsys)[1][1]["fingerprint"]
    exceptions(folder, f"rule: test.needle, fingerprints: [{fingerprint}], reason: {REASON}, until: 2026-12-01")
    assert counted(check(capsys)[1]) == [("test.needle", "r0")]


@pytest.mark.parametrize(
    ("entry", "rule", "message"),
    [
        (f"rule: test.needle, reason: {REASON}, until: 2026-05-31", "exceptions.expired", "ended on 2026-05-31"),
        (f"rule: test.needle, reason: {REASON}", "exceptions.no-end", "has no end: say `until`"),
        (f"rule: test.needle, reason: {REASON}, until: 2028-01-01", "exceptions.no-end", "more than 366 days ahead"),
        (f"rule: test.needle, reason: {REASON}, until: soon", "exceptions.no-end", "which is no date like 2027-01-31"),
        ("rule: test.needle, until: 2026-12-01", "exceptions.no-reason", "gives no reason"),
        ("rule: test.needle, reason: because, until: 2026-12-01", "exceptions.no-reason", "gives no reason"),
        (f"rule: test.needel, reason: {REASON}, until: 2026-12-01", "exceptions.unknown-rule", "did you mean 'test.needle'?"),
    ],
)
def test_a_wrong_exception_is_a_finding_and_accepts_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], entry: str, rule: str, message: str
) -> None:
    exceptions(folder, entry)
    status, found = check(capsys)
    assert status == 1
    assert counted(found) == [("test.needle", "r0"), ("test.needle", "r1"), (rule, None)]
    assert (found[2]["path"], found[2]["line"]) == ("newslint.exceptions.yaml", 3)
    assert message in found[2]["message"]


def test_an_exception_that_nothing_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exceptions(
        folder,
        f"rule: test.needle, reason: {REASON}, until: 2026-12-01",
        f"rule: test.needle, ids: [r2], reason: {REASON}, until: 2026-12-01",
        f"rule: test.needle, where: elsewhere/**, reason: {REASON}, until: 2026-12-01",
    )
    status, found = check(capsys)
    assert (status, counted(found)) == (1, [("exceptions.unused", None)])
    assert found[-1]["line"] == 4


def test_what_a_run_has_not_seen_may_still_be_needed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook is given the files of a commit, and not all that exceptions speak of."""
    (folder / "b.jsonl").write_text('{"id": "r9", "body": "hay"}\n', encoding="utf-8")
    exceptions(
        folder,
        f"rule: test.needle, ids: [r7], reason: {REASON}, until: 2026-12-01",
        f"rule: test.needle, where: '*.jsonl', ids: [r8], reason: {REASON}, until: 2026-12-01",
        f"rule: test.needle, where: b.jsonl, reason: {REASON}, until: 2026-12-01",
    )
    unused = lambda *paths: [item["line"] for item in check(capsys, *paths)[1] if item["rule"] == "exceptions.unused"]  # noqa: E731
    assert unused("a.jsonl") == []
    assert unused("b.jsonl") == [5]
    assert unused(".") == [3, 4, 5]
    assert unused("a.jsonl", "b.jsonl") == [3, 4, 5]
    (folder / "b.jsonl").write_text("{\n", encoding="utf-8")
    assert unused(".") == []


def test_the_file_lies_beside_the_configuration(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "newslint.yaml").write_text("version: 1\nrules: [rules.yaml]\nselect: [test.needle]\n", encoding="utf-8")
    exceptions(folder, f"rule: test.needle, where: /a.jsonl, reason: {REASON}, until: 2026-12-01")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert main(["check", "../a.jsonl", "--now", "2026-06-01"]) == 0
    assert main(["exceptions", "check", "--now", "2026-06-01"]) == 0


def test_a_mandatory_rule_cannot_be_lifted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.yaml").write_text("version: 1\nmandatory: [test]\n", encoding="utf-8")
    exceptions(folder, f"rule: test.needle, reason: {REASON}, until: 2026-12-01")
    status, found = check(capsys)
    assert status == 1
    assert counted(found) == [("test.needle", "r0"), ("test.needle", "r1"), ("exceptions.mandatory", None)]


MARKDOWN = "---\ntitle: Hay\n{front}---\n\nA needle in the hay.\n\n{comment}\n"


@pytest.mark.parametrize(
    ("front", "comment"),
    [
        ("", f"<!-- newslint: allow test.needle -- {REASON} (until 2026-12-01) -->"),
        ("", f"<!-- newslint: allow\n  test.needle -- {REASON} (until 2026-12-01)\n-->"),
        (f"newslint:\n  allow:\n    - {{rule: test.needle, reason: {REASON}, until: 2026-12-01}}\n", ""),
        (f"newslint: ['test.needle -- {REASON} (until 2026-12-01)']\n", ""),
    ],
)
def test_a_markdown_article_may_state_it(folder: Path, capsys: pytest.CaptureFixture[str], front: str, comment: str) -> None:
    (folder / "a.md").write_text(MARKDOWN.format(front=front, comment=comment), encoding="utf-8")
    status, found = check(capsys, "a.md")
    assert (status, counted(found)) == (0, [])
    assert {finding["suppressed"]["kind"] for finding in found} == {"record"}
    assert found[0]["suppressed"]["reason"] == REASON
    assert check(capsys, "a.md", "--no-exceptions")[0] == 1


def test_an_article_states_it_wrongly_or_for_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"Hay\n\nOnly hay here.\n\n<!-- newslint: allow test.needle -- {REASON} (until 2026-12-01) -->\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    status, found = check(capsys, "a.txt")
    assert [(finding["rule"], finding["path"]) for finding in found] == [("exceptions.unused", "a.txt")]
    assert status == 1
    (folder / "a.txt").write_text("Hay\n\nA needle.\n\n<!-- newslint: allow test.needle -->\n", encoding="utf-8")
    assert [rule for rule, _ in counted(check(capsys, "a.txt")[1])] == ["test.needle", "exceptions.no-reason"]


def test_a_json_key_states_it_only_where_that_is_allowed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"id": "r0", "body": "a needle", "_newslint": [{"rule": "test.needle", "reason": REASON, "until": "2026-12-01"}]}
    (folder / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert check(capsys)[0] == 1
    (folder / "newslint.yaml").write_text("version: 1\nexceptions-key: _newslint\n", encoding="utf-8")
    assert check(capsys)[0] == 0


def test_exceptions_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["exceptions", "check", "--rules", "rules.yaml", "--now", "2026-06-01"]
    assert main(command) == 2
    exceptions(folder, f"rule: test.needle, reason: {REASON}, until: 2026-06-20, by: Desk")
    assert main(command) == 0
    assert main([*command, "--within", "7d"]) == 0
    capsys.readouterr()
    assert main([*command, "--within", "30d"]) == 1
    assert capsys.readouterr().out == (
        f"newslint.exceptions.yaml:3: the exception for 'test.needle' ends on 2026-06-20, accepted by Desk: {REASON}\n"
    )
    assert main([*command, "--within", "soon"]) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "newslint.exceptions.yaml: the file is empty"),
        ("version: 1\nexceptions:\n  - {rul: test.needle}\n", "newslint.exceptions.yaml:3:6: unknown key 'rul'"),
        ("version: 2\nexceptions: []\n", "newslint.exceptions.yaml:1:10: 'version' must be a whole number <= 1"),
        ("version: 1\n", "newslint.exceptions.yaml:1:1: a file of exceptions lacks 'exceptions'"),
    ],
)
def test_a_broken_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (folder / "newslint.exceptions.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "a.jsonl", *OPTIONS]) == 2
    assert message in capsys.readouterr().err
