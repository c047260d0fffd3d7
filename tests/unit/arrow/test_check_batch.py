"""``newslint.arrow.check_batch``: what it takes, gives and refuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import newslint
from newslint.arrow import check_batch, columns_of, findings_in, findings_schema
from newslint.errors import CheckError, UsageError
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
namespace: house
rules:
  - id: title.shouting
    title: Title in capitals
    why: Capitals are hard to read, and are read out letter by letter.
    severity: warning
    fields: [title]
    kind: pattern
    params: {match: ['\\b[A-Z]{5,}\\b'], ignore_case: false}
    message: "{field} shouts {match!r}"
    fix: {op: replace, with: quiet, safe: false}
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: MAYOR opens school}]
  - id: desk.unknown
    title: Desk that does not exist
    why: The desk decides which of the editors are told of a story.
    severity: error
    fields: [extra.newsroom.desk]
    kind: one_of
    params: {values: [city, sport]}
    message: "no desk {value!r}"
    examples:
      good: [{newsroom: {desk: city}}]
      bad: [{newsroom: {desk: ctiy}}]
"""


@pytest.fixture
def linter(tmp_path: Path) -> newslint.Linter:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return newslint.Linter(rules=load_rules(str(path)))


def table() -> pa.Table:
    return pa.table(
        {
            "uri": ["a", "b"],
            "headline": ["A QUIET town, LOUDLY named", None],
            "newsroom": [{"desk": "city"}, {"desk": "ctiy"}],
            "embedding": [[0.1, 0.2], [0.3, 0.4]],
        }
    )


def test_findings_come_as_a_table_with_the_keys_of_a_finding(linter: newslint.Linter) -> None:
    found = check_batch(table(), linter=linter)
    assert found.schema == findings_schema()
    assert found.column_names == list(newslint.Finding("a.b", "info", "m", "p").public())
    found.validate(full=True)
    first, second, third = found.to_pylist()
    assert (first["rule"], first["record"], first["record_id"], first["field"]) == ("house/title.shouting", 0, "a", "title")
    assert (first["excerpt"], first["start"], first["end"]) == ("QUIET", 2, 7)
    assert first["fix"] == {"safe": False, "edits": [{"start": 2, "end": 7, "text": "quiet"}]}
    assert (first["path"], first["line"], first["column"], first["related"]) == ("<records>", None, None, [])
    assert second["excerpt"] == "LOUDLY"
    assert (third["rule"], third["record"], third["severity"]) == ("house/desk.unknown", 1, "error")
    assert third["message"] == "no desk 'ctiy'"


def test_no_findings_are_a_table_too(linter: newslint.Linter) -> None:
    assert check_batch(table().slice(0, 0), linter=linter).schema == findings_schema()
    assert check_batch(pa.table({"headline": ["Quiet"]}), linter=linter).num_rows == 0


def test_the_path_is_what_the_caller_says(linter: newslint.Linter) -> None:
    assert set(check_batch(table(), linter=linter, path="feed").column("path").to_pylist()) == {"feed"}


def test_options_are_those_of_the_linter() -> None:
    data = pa.table({"kicker": ["Untitled"], "text": ["Harbour reopens."]})
    found = check_batch(data, select=["title.is-error-page"], mapping={"kicker": "title"})
    assert found.column("excerpt").to_pylist() == ["Untitled"]
    with pytest.raises(UsageError, match="tittle"):
        check_batch(data, select=["tittle"])


def test_a_linter_and_options_do_not_go_together(linter: newslint.Linter) -> None:
    with pytest.raises(TypeError, match="one or the other"):
        check_batch(table(), linter=linter, profile="strict")


def test_what_is_no_table_is_refused(linter: newslint.Linter) -> None:
    with pytest.raises(TypeError, match="not list"):
        check_batch([{"title": "a"}], linter=linter)


def test_unreadable_records_are_findings(linter: newslint.Linter) -> None:
    raw = pa.array([b"caf\xe9", b"LOUDLY"], pa.binary())
    title = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    found = check_batch(pa.table({"title": title}), linter=linter).select(["rule", "record", "message"]).to_pylist()
    assert [(finding["rule"], finding["record"]) for finding in found] == [
        ("record.unreadable", 0),
        ("house/title.shouting", 1),
    ]


def test_a_crash_is_an_error_that_names_the_rule(linter: newslint.Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("a bug in the rule")

    monkeypatch.setattr(type(linter._plan.check(1)), "run", crash)
    with pytest.raises(CheckError, match=r"'house/desk\.unknown' crashed on record 0: RuntimeError: a bug in the rule"):
        check_batch(table(), linter=linter)


def test_findings_come_one_by_one_where_no_rule_compares_records(linter: newslint.Linter) -> None:
    findings = findings_in(table(), linter=linter)
    assert isinstance(findings, Iterator)
    assert next(findings).rule == "house/title.shouting"


def test_columns_of_says_which_column_is_read_as_what() -> None:
    data = pa.table({"text": ["a"], "Headline": ["b"], "title": ["c"], "likes": [1]})
    assert columns_of(data) == {"body": ["text"], "title": ["title", "Headline"]}
    assert columns_of(data, {"likes": "version"})["version"] == ["likes"]


def test_without_pyarrow_the_error_names_the_extra() -> None:
    program = (
        "import sys\nsys.modules['pyarrow'] = None\nimport newslint.arrow\nfrom newslint.errors import InputError\n"
        "try:\n    newslint.arrow.check_batch(None)\nexcept InputError as error:\n    print(error.render())\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "newslint.arrow needs the package pyarrow, which is not installed" in run.stdout
    assert "pip install 'newslint[parquet]'" in run.stdout
