"""A user's own schema of pandera, run by newslint: the configuration's key ``schema``, and the kind ``pandera``."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import newslint
from newslint.cli import main
from newslint.errors import CheckError, UsageError
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """\
schema_type: {kind}
columns:
  headline:
    dtype: {text}
    checks:
      str_length: {{min_value: 10, max_value: null}}
      newslint: {{select: [title.is-error-page]}}
  id:
    dtype: {text}
    unique: true
  stars:
    dtype: {number}
    checks: {{greater_than: 2}}
  lead:
    dtype: {text}
    nullable: true
    required: false
checks:
  newslint: {{select: [boilerplate]}}
"""
LIBRARIES = {
    "polars": {"kind": "polars_dataframe", "text": "String", "number": "Int64"},
    "pandas": {"kind": "dataframe", "text": "str", "number": "int64"},
}
RULE = """\
version: 1
namespace: house
rules:
  - id: schema.broken
    title: Record that does not meet the house schema
    why: Whoever reads these records relies on the schema, and breaks on what it does not allow.
    severity: warning
    fields: [title]
    kind: pandera
    params: {schema: %s}
    message: "{check}: {reason}"
    examples:
      good: [{id: a, headline: A long enough title, stars: 3}]
      bad: [{id: a, headline: Short, stars: 3}, [{id: a, title: A long enough title, stars: 3}, {id: a, title: A longer title, stars: 3}]]
"""
RECORDS: list[dict[str, Any]] = [
    {"id": "a", "headline": "Ferry crews walk out", "text": "The crews left.\n\nRelated Articles", "stars": 5},
    {"id": "b", "headline": 'Mar"é', "text": "The harbour reopened.", "stars": 1},
]
CANONICAL = [{**record, "title": record["headline"], "body": record["text"]} for record in RECORDS]
"""For the Python API, which has no aliases."""
CSV = 'id,headline,stars,lead\nc,"A ""long"" title",7,\na,Untitled,9,x\n'


class Desk(NamedTuple):
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def check(self, *arguments: str, status: int = 1) -> list[dict[str, Any]]:
        assert main(["check", *arguments, "--format", "jsonl", "--jobs", "1"]) == status
        *findings, summary = map(json.loads, self.capsys.readouterr().out.splitlines())
        assert "summary" in summary
        return findings


@pytest.fixture(params=LIBRARIES)
def desk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.pandera.yaml").write_text(SCHEMA.format(**LIBRARIES[request.param]), encoding="utf-8")
    (tmp_path / "newslint.yaml").write_text(
        "version: 1\nschema: article.pandera.yaml\nselect: [body.missing]\n", encoding="utf-8"
    )
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    (tmp_path / "b.csv").write_text(CSV, encoding="utf-8")
    return Desk(tmp_path, capsys)


def places(findings: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (item["path"], item.get("line"), item.get("column"), item.get("record_id"), item.get("field"), item.get("excerpt"))
        for item in findings
        if item["rule"] == "schema.pandera"
    ]


def test_failures_are_findings_with_record_and_place(desk: Desk) -> None:
    findings = desk.check("a.jsonl", "b.csv")
    assert places(findings) == [
        ("a.jsonl", 1, 77, "a", "body", "Related Articles"),
        ("a.jsonl", 1, 9, "a", "id", "a"),
        ("a.jsonl", 2, 1, "b", "stars", None),
        ("a.jsonl", 2, 26, "b", "title", 'Mar"é'),
        ("b.csv", 3, 1, "a", "id", "a"),
        ("b.csv", 3, 3, "a", "title", "Untitled"),
        ("b.csv", 3, 3, "a", "title", "Untitled"),
    ]
    assert {item["rule"] for item in findings} == {"schema.pandera", "body.missing"}
    assert [item["severity"] for item in findings if item["rule"] == "schema.pandera"].count("warning") == 1
    assert "headline fails str_length(10, None): 'Mar\"é'" in {item["message"] for item in findings}


def test_a_column_that_is_missing_stands_at_the_first_file(desk: Desk) -> None:
    schema = desk.folder / "article.pandera.yaml"
    schema.write_text(schema.read_text(encoding="utf-8").replace("headline:", "kicker:"), encoding="utf-8")
    (missing,) = [item for item in desk.check("a.jsonl", "b.csv") if "kicker" in item["message"]]
    assert (missing["message"], missing["path"]) == ("kicker fails column 'kicker' is missing", "a.jsonl")
    assert missing.get("record") is None


def test_names_of_the_configuration_hold_for_the_schema(desk: Desk) -> None:
    (desk.folder / "c.jsonl").write_text('{"id": "x", "hed": "Short", "stars": 3}\n', encoding="utf-8")
    with (desk.folder / "newslint.yaml").open("a", encoding="utf-8") as file:
        file.write("inputs: {map: {hed: title}}\n")
    schema = desk.folder / "article.pandera.yaml"
    text = schema.read_text(encoding="utf-8").replace("headline:", "hed:")
    schema.write_text(text, encoding="utf-8")
    assert main(["check", "c.jsonl"]) == 2
    assert "column 'hed' is no field of an article" in desk.capsys.readouterr().err
    schema.write_text(text.replace("error-page]", "error-page], field: title"), encoding="utf-8")
    assert ("c.jsonl", 1, 21, "x", "title", "Short") in places(desk.check("c.jsonl"))


def test_text_where_numbers_belong_is_a_finding_and_no_crash(desk: Desk) -> None:
    (desk.folder / "c.jsonl").write_text('{"id": "x", "headline": "A long enough title", "stars": "many"}\n', encoding="utf-8")
    (finding,) = [item for item in desk.check("c.jsonl") if item["rule"] == "schema.pandera"]
    assert (finding["field"], "many" in finding["message"] or "dtype" in finding["message"]) == ("stars", True)


def test_severity_selection_exceptions_and_baseline_hold(desk: Desk) -> None:
    assert {i["rule"] for i in desk.check("a.jsonl", "--select", "body.missing", status=0)} == set()
    assert places(desk.check("a.jsonl", "--ignore", "schema", status=0)) == []
    config = desk.folder / "newslint.yaml"
    said = config.read_text(encoding="utf-8")
    config.write_text(said + "severity: {schema.pandera: info}\n", encoding="utf-8")
    assert {i["severity"] for i in desk.check("b.csv", "--select", "schema.pandera")} >= {"info"}
    config.write_text(said, encoding="utf-8")
    assert main(["baseline", "write", "a.jsonl", "--file", "baseline.json"]) == 0
    desk.capsys.readouterr()
    left = desk.check("a.jsonl", "--baseline", "baseline.json", status=0)
    assert {item["suppressed"]["kind"] for item in left} == {"baseline"}


def test_a_schema_that_is_not_there_is_an_error_at_its_place(desk: Desk) -> None:
    (desk.folder / "newslint.yaml").write_text("version: 1\nschema: artikel.yaml\n", encoding="utf-8")
    assert main(["check", "a.jsonl"]) == 2
    assert "newslint.yaml:2:9: there is no file 'artikel.yaml'" in desk.capsys.readouterr().err


MODEL = """\
import pandera.polars as pa
from newslint.integrations.pandera.polars import Article, newslint_check

def crash(data):
    raise KeyError("oops")

class Story(Article):
    title: str = pa.Field(str_length={"min_value": 10})
    rules = newslint_check(select=["boilerplate"])

broken = pa.DataFrameSchema({"title": pa.Column(str, pa.Check(crash, name="weight"))})
"""


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Name of a module beside the configuration, which no other test has imported."""
    name = f"stories_{abs(hash(request.node.nodeid)) % 10**8}"
    (tmp_path / f"{name}.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "newslint.yaml").write_text(f"version: 1\nschema: {name}:Story\nselect: [body.missing]\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return name


def test_a_model_beside_the_configuration_is_run(model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings = Desk(tmp_path, capsys).check("a.jsonl")
    assert [(item["record"], item["field"], item["excerpt"]) for item in findings] == [
        (0, "body", "Related Articles"),
        (1, "title", 'Mar"é'),
    ]


def test_nothing_is_imported_for_a_configuration_that_was_not_chosen(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (below / "a.jsonl").write_text(json.dumps(RECORDS[0]) + "\n", encoding="utf-8")
    (below / f"{model}.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    monkeypatch.chdir(below)
    run = subprocess.run([sys.executable, "-m", "newslint", "check", "a.jsonl"], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert f"the module '{model}' of the schema cannot be imported" in run.stderr
    assert "--config" in run.stderr
    (below / f"{model}.py").unlink()
    assert len(Desk(below, capsys).check("a.jsonl", "--config", "../newslint.yaml")) == 1


def test_a_rule_file_has_nothing_imported_from_the_working_directory(model: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULE % f"'{model}:Story'", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be imported"):
        newslint.Linter(rules=load_rules(str(rules)))


def test_a_crash_in_the_schema_is_no_finding(model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "newslint.yaml").write_text(f"version: 1\nschema: {model}:broken\n", encoding="utf-8")
    assert main(["check", "a.jsonl", "--format", "jsonl"]) == 2
    captured = capsys.readouterr()
    assert "rule 'schema.pandera': check 'weight' of column 'title' crashed: KeyError" in captured.err
    assert "schema.pandera" not in {json.loads(line).get("rule") for line in captured.out.splitlines()}


@pytest.mark.parametrize("name", ["Stroy", "crash"])
def test_what_is_no_schema_is_an_error(name: str, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "newslint.yaml").write_text(f"version: 1\nschema: {model}:{name}\n", encoding="utf-8")
    assert main(["check", "a.jsonl"]) == 2
    assert name in capsys.readouterr().err


@pytest.fixture(params=LIBRARIES)
def rule_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "article.pandera.yaml").write_text(SCHEMA.format(**LIBRARIES[request.param]), encoding="utf-8")
    path = tmp_path / "rules.yaml"
    path.write_text(RULE % "article.pandera.yaml", encoding="utf-8")
    return path


def test_the_kind_runs_a_schema_and_its_examples(rule_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "--isolated", "--rules", str(rule_file), "--select", "house"]) == 0, capsys.readouterr().out
    rules = load_rules(str(rule_file))
    findings = list(newslint.Linter(rules=rules).check_records(CANONICAL))
    assert [(item.record, item.message.partition(":")[0], item.severity) for item in findings] == [
        (0, "boilerplate.related-links", "warning"),
        (1, "greater_than", "warning"),
        (1, "str_length", "warning"),
    ]


def test_the_kind_wants_a_file_that_is_there(rule_file: Path) -> None:
    (rule_file.parent / "article.pandera.yaml").unlink()
    with pytest.raises(newslint.NewslintError, match=r"there is no file 'article\.pandera\.yaml' beside the rule file"):
        load_rules(str(rule_file))


def test_a_crash_is_raised_to_python(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"{model}.py").rename(tmp_path / "elsewhere" / f"{model}.py")
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULE % f"'{model}:broken'", encoding="utf-8")
    with pytest.raises(CheckError, match="weight") as caught:
        list(newslint.Linter(rules=load_rules(str(rules))).check_records(CANONICAL))
    assert caught.value.rule == "house/schema.broken"
