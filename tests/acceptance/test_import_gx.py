"""``newslint import gx``: rules of a suite, and what becomes of the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main
from newslint.kinds.gx_suite import MAPPED

if TYPE_CHECKING:
    from pathlib import Path

KWARGS: dict[str, dict[str, Any]] = {
    "expect_column_values_to_not_be_null": {"column": "headline", "mostly": 0.98},
    "expect_column_values_to_be_null": {"column": "legacy_id"},
    "expect_column_values_to_be_in_set": {"column": "language", "value_set": ["en", "no", "0o7", "a\nb"]},
    "expect_column_values_to_not_be_in_set": {"column": "status", "value_set": ["draft", "spiked"]},
    "expect_column_values_to_match_regex": {"column": "url", "regex": r"^https?://[\w.-]+/"},
    "expect_column_values_to_not_match_regex": {"column": "headline", "regex": "(?i)^(tbc|untitled)$"},
    "expect_column_values_to_match_regex_list": {"column": "section", "regex_list": ["^[a-z]", "[a-z]$"], "match_on": "all"},
    "expect_column_values_to_not_match_regex_list": {"column": "body", "regex_list": ["<[a-z]+>", r"\{\{"], "mostly": 0.95},
    "expect_column_value_lengths_to_be_between": {"column": "headline", "min_value": 5, "max_value": 120},
    "expect_column_value_lengths_to_equal": {"column": "country", "value": 2},
    "expect_column_values_to_be_unique": {"column": "url"},
    "expect_column_values_to_be_between": {"column": "word_count", "min_value": 1, "max_value": 9000, "strict_max": True},
    "expect_column_values_to_be_of_type": {"column": "body", "type_": "str"},
    "expect_column_values_to_be_in_type_list": {"column": "paid", "type_list": ["bool", "str"]},
}
UNMAPPED = [
    {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "body", "regex": r"\bsaid\b"}},
    {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "word_count", "min_value": 10}},
    {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "byline", "row_condition": "paid==1"}},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    mapped = [{"type": name, "kwargs": kwargs, "severity": "warning", "meta": {}} for name, kwargs in KWARGS.items()]
    write(tmp_path / "articles.json", *mapped, *UNMAPPED)
    return tmp_path


def write(path: Path, *expectations: Any) -> None:
    meta = {"great_expectations_version": "1.24.1"}
    path.write_text(json.dumps({"name": "articles", "meta": meta, "expectations": expectations}), encoding="utf-8")


def test_every_type_that_can_be_mapped_makes_a_rule_whose_examples_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(KWARGS) == set(MAPPED)
    assert main(["import", "gx", "articles.json", "-o", "articles.yaml"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "rules of 14 of 17 expectations, written to articles.yaml" in said.err
    assert "read as newslint reads them: headline as title\n" in said.err
    assert "not mapped (3):\n  15. expect_column_values_to_match_regex of body: regex: `\\b`" in said.err
    assert "  17. expect_column_values_to_not_be_null of byline: row_condition" in said.err
    assert "budgets:\n  gx-articles.headline-null: 2%\n  gx-articles.body-match: 5%\n" in said.err

    assert main(["rules", "test", "articles.yaml"]) == 0
    assert "15 rules: " in capsys.readouterr().out


def test_the_rules_find_what_the_expectations_would(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "gx", "articles.json", "-o", "articles.yaml"]) == 0
    good = {
        "id": "a",
        "headline": "Port reopens",
        "language": "no",
        "status": "usable",
        "url": "https://news.example/a",
        "section": "sport",
        "country": "no",
        "word_count": 400,
        "body": "It reopened.",
        "paid": True,
    }
    bad = {
        "id": "b",
        "headline": "TBC",
        "language": "nn",
        "status": "draft",
        "url": "ftp://x",
        "section": "Sport!",
        "country": "nor",
        "word_count": 9000,
        "body": "Hello {{name}}",
        "paid": 3,
        "legacy_id": 9,
    }
    (folder / "feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in (good, bad)), encoding="utf-8")
    capsys.readouterr()
    status = main(
        ["check", "--isolated", "--rules", "articles.yaml", "--select", "gx-articles", "--format", "jsonl", "feed.jsonl"]
    )
    assert status == 1
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [(finding["record_id"], finding["rule"].removeprefix("gx-articles.")) for finding in findings if "rule" in finding]
    assert sorted(found) == [
        ("b", "body-match"),
        ("b", "country-length"),
        ("b", "headline-length"),
        ("b", "headline-match"),
        ("b", "language-not-in-set"),
        ("b", "legacy-id-not-null"),
        ("b", "paid-type"),
        ("b", "section-no-match"),
        ("b", "section-no-match-2"),
        ("b", "status-in-set"),
        ("b", "url-no-match"),
        ("b", "word-count-range"),
    ]


def test_printed_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "gx", "articles.json", "--map", "headline=subtitle"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# Made of the suite 'articles' by `newslint import gx`.\nversion: 1\nrules:\n")
    assert "    - subtitle\n" in said.out
    assert "headline as subtitle" in said.err


def test_a_file_is_not_overwritten_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine.yaml").write_text("mine\n", encoding="utf-8")
    assert main(["import", "gx", "articles.json", "-o", "mine.yaml"]) == 2
    assert capsys.readouterr().err == "error: mine.yaml is there already\nhelp: --force overwrites it\n"
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == "mine\n"
    assert main(["import", "gx", "articles.json", "-o", "mine.yaml", "--force"]) == 0


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (["import"], 2, "import needs a format\nhelp: formats: gx"),
        (["import", "gz"], 2, "unknown format 'gz'\nhelp: formats: gx"),
        (["import", "gx"], 2, "import gx takes one suite file, not 0"),
        (["import", "gx", "articles.json", "--map", "headline"], 2, "--map: 'headline' is not COLUMN=FIELD"),
        (["import", "gx", "articles.json", "--map", "headline=titel"], 2, "did you mean 'title'?"),
        (["import", "gx", "none.json"], 3, "none.json: No such file"),
        (["import", "gx", "broken.json"], 3, "broken.json:2:1: no JSON"),
        (["import", "gx", "empty.json"], 2, "no expectation of the suite has a rule of the same meaning"),
    ],
)
def test_errors(folder: Path, capsys: pytest.CaptureFixture[str], argv: list[str], status: int, said: str) -> None:
    (folder / "broken.json").write_text("{\n", encoding="utf-8")
    write(folder / "empty.json", *UNMAPPED)
    assert main(argv) == status
    assert said in capsys.readouterr().err


RULE = """\
version: 1
rules:
  - id: house.suite
    title: A field is not what the suite expects
    why: The warehouse refuses records that break an expectation of its suite, and the whole load with them.
    severity: error
    fields: [status]
    kind: great_expectations
    params: {suite: expectations/status.json}
    message: "{field}: {description} ({expectation})"
    examples:
      good: [{status: usable}]
      bad: [{record: {status: draft}, at: draft}]
"""


def test_the_kind_reads_the_suite_beside_its_rule_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules" / "expectations").mkdir(parents=True)
    (folder / "rules" / "house.yaml").write_text(RULE, encoding="utf-8")
    expected = {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "status", "value_set": ["usable"]}}
    write(folder / "rules" / "expectations" / "status.json", expected)
    (folder / "feed.jsonl").write_text('{"title": "Port reopens", "status": "draft"}\n', encoding="utf-8")
    argv = ["check", "--isolated", "--rules", "rules/house.yaml", "--select", "house", "feed.jsonl"]
    assert main(["rules", "test", "rules/house.yaml"]) == 0
    assert main([*argv, "--format", "concise"]) == 1
    assert "status: status should be one of 'usable' (expect_column_values_to_be_in_set)" in capsys.readouterr().out

    # The rule is in the cache by now; a suite that has changed since is read as it is.
    write(folder / "rules" / "expectations" / "status.json", expected, *UNMAPPED)
    assert main(argv) == 2
    said = capsys.readouterr().err
    assert "rule 'house.suite' crashed" in said
    assert "newslint cannot check expect_column_values_to_match_regex of body" in said
