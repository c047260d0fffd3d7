"""The formats of CI systems against what their readers ask for."""

from __future__ import annotations

import io
import json
import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from lxml import etree

from newslint.model import Finding, Related, Rule, Suppression
from newslint.reporters import Options, Totals, get_reporter
from newslint.reporters.job_summary import job_summary
from newslint.reporters.sarif import uri_of

if TYPE_CHECKING:
    from collections.abc import Callable

RULE = Rule(
    id="title.empty",
    title="Title | without `words`",
    why="An empty title shows as a hole in every list of articles.",
    severity="warning",
    fields=("title",),
    kind="required",
    message="m",
    help="Write one.",
    tags=("missing",),
    links=("https://news.example/style",),
)
OTHER = Rule(id="date.future", title="t", why="w", severity="info", fields=("published_at",), kind="date", message="m")


def finding(path: str = "a.jsonl", rule: str = "title.empty", **more: Any) -> Finding:
    return Finding(**{"severity": "warning", "message": "no <title> & \x1b", "rule": rule, "path": path, "record": 0, **more})


PLACED = finding(field="title", line=2, column=3, end_line=2, end_column=5, excerpt="x", fingerprint="f1", record_id="id:1")
SUPPRESSED = finding(suppressed=Suppression("exception", "agreed with the desk", "2027-01-01"), fingerprint="f2")
RELATED = finding(related=(Related("b c.jsonl", 3, "id:9", 4), Related("b.parquet", 5)), fingerprint="f3")
UNREADABLE = finding("z.jsonl", "record.unreadable", severity="error", line=1)
MANY = [PLACED, SUPPRESSED, RELATED, finding(rule="date.future", severity="info"), UNREADABLE]


def written(name: str, findings: list[Finding], totals: Totals | None = None, options: Options | None = None) -> str:
    stream = io.BytesIO()
    reporter = get_reporter(name)(stream, options or Options())
    reporter.begin([RULE, OTHER])
    reporter.files(["a.jsonl", "clean.jsonl", "z.jsonl"])
    for item in findings:
        reporter.finding(item)
    reporter.end(totals or Totals())
    return stream.getvalue().decode()


@pytest.fixture(scope="module")
def sarif_schema(published_schema: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return published_schema("https://json.schemastore.org/sarif-2.1.0.json")


@pytest.mark.parametrize("findings", [[], MANY])
@pytest.mark.parametrize("totals", [Totals(), Totals(errors=["a.jsonl: cannot be opened"])])
def test_sarif_is_valid(sarif_schema: dict[str, Any], findings: list[Finding], totals: Totals) -> None:
    log = json.loads(written("sarif", findings, totals))
    jsonschema.validators.validator_for(sarif_schema)(sarif_schema).validate(log)
    assert len(log["runs"][0]["results"]) == len(findings)


def test_sarif_says_all_there_is_to_say() -> None:
    run = json.loads(written("sarif", MANY))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["help"]["text"] == f"{RULE.why}\n\n{RULE.help}\n\n`newslint explain {RULE.id}` shows its params and examples."
    assert (rule["helpUri"], rule["properties"]["tags"]) == ("https://news.example/style", ["missing"])
    placed, suppressed, related, _, unreadable = run["results"]
    assert run["tool"]["driver"]["rules"][placed["ruleIndex"]]["id"] == "title.empty"
    region = placed["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 5, "snippet": {"text": "x"}}
    assert placed["partialFingerprints"] == {"newslint/v1": "f1"}
    assert placed["properties"] == {"record": 0, "recordId": "id:1", "field": "title"}
    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "agreed with the desk (until 2027-01-01)"}
    ]
    assert [other["physicalLocation"]["artifactLocation"]["uri"] for other in related["relatedLocations"]] == [
        "b%20c.jsonl",
        "b.parquet",
    ]
    assert "ruleIndex" not in unreadable


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/é.jsonl", "a%20b/%C3%A9.jsonl"),
        ("./a.md", "a.md"),
        ("/srv/a.md", "file:///srv/a.md"),
        ("C:\\a.md", "file:///C%3A/a.md"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    assert uri_of(path) == uri


def test_gitlab_has_the_fields_that_gitlab_documents() -> None:
    issues = json.loads(written("gitlab", [*MANY, PLACED]))
    assert json.loads(written("gitlab", [])) == []
    assert len(issues) == 5  # the suppressed one is none
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        location = issue["location"]
        line = location["lines"]["begin"] if "lines" in location else location["positions"]["begin"]["line"]
        assert line >= 1
        assert not location["path"].startswith("./")
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == len(fingerprints)
    assert fingerprints[0] == "f1"
    assert issues[0]["description"] == "[id:1, title] no <title> & \x1b"


def test_a_fingerprint_does_not_depend_on_the_other_findings() -> None:
    alone = json.loads(written("gitlab", [UNREADABLE]))[0]["fingerprint"]
    assert alone == json.loads(written("gitlab", MANY))[-1]["fingerprint"]


class TestJunit:
    """Against the schema of Jenkins' xUnit plugin, which `make test` fetches, and against what that does not ask for."""

    @pytest.mark.parametrize("findings", [[], MANY, [SUPPRESSED]])
    def test_it_is_valid(self, findings: list[Finding]) -> None:
        path = Path(sys.prefix) / "share" / "junit-10.xsd"
        if not path.exists() and not os.environ.get("CI"):
            pytest.skip("`make test` fetches the schema")
        schema = etree.XMLSchema(etree.parse(path))
        totals = Totals(errors=["a.jsonl: cannot be opened"], exceeded=["over budget: title"])
        schema.assertValid(etree.fromstring(written("junit", findings, totals).encode()))

    @staticmethod
    def cases(suite: ET.Element) -> dict[str, list[str]]:
        return {case.attrib["name"]: [child.tag for child in case] for case in suite}

    def test_every_rule_is_a_case_of_every_file(self) -> None:
        root = ET.fromstring(written("junit", MANY))
        assert root.tag == "testsuites"
        suites = {suite.attrib["name"]: suite for suite in root}
        assert list(suites) == ["a.jsonl", "clean.jsonl", "z.jsonl"]
        assert self.cases(suites["a.jsonl"]) == {
            "record.unreadable": [],
            "title.empty": ["failure"],
            "date.future": ["system-out"],
        }
        assert self.cases(suites["clean.jsonl"]) == {"record.unreadable": [], "title.empty": [], "date.future": []}
        assert self.cases(suites["z.jsonl"])["record.unreadable"] == ["error"]

    def test_counts_are_those_of_the_cases(self) -> None:
        totals = Totals(errors=["rule 'x' crashed"])
        for suite in ET.fromstring(written("junit", [SUPPRESSED, finding("clean.jsonl"), UNREADABLE], totals)):
            assert suite.tag == "testsuite"
            assert int(suite.attrib["tests"]) == len(suite)
            for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert int(suite.attrib[attribute]) == len(suite.findall(f"testcase/{tag}"))
            for case in suite:
                assert case.attrib.keys() == {"classname", "name"}
                assert len([child for child in case if child.tag != "system-out"]) <= 1

    def test_a_budget_is_a_case_of_its_own_and_its_rules_do_not_fail(self) -> None:
        spared = Options(spared=frozenset({"title.empty"}))
        root = ET.fromstring(written("junit", [PLACED], Totals(exceeded=["over budget: title"]), spared))
        assert [case.attrib["name"] for case in root.iter("testcase") if case.find("failure") is not None] == [
            "over budget: title"
        ]
        assert root[-1].attrib == {"name": "newslint", "tests": "1", "failures": "1", "errors": "0", "skipped": "0"}

    def test_what_is_accepted_is_skipped_with_its_reason(self) -> None:
        skipped = ET.fromstring(written("junit", [SUPPRESSED])).find(".//skipped")
        assert skipped is not None
        assert skipped.attrib == {"message": "agreed with the desk"}

    def test_what_fails_is_decided_by_fail_on(self) -> None:
        strict = Options(failing=frozenset({"error", "warning", "info"}))
        assert "<system-out>" not in written("junit", MANY, options=strict)
        lax = Options(failing=frozenset())
        assert "<failure" not in written("junit", MANY, options=lax)

    def test_a_failure_lists_its_findings(self) -> None:
        failure = ET.fromstring(written("junit", [PLACED, RELATED])).find(".//failure")
        assert failure is not None
        assert failure.attrib == {"message": "2 findings, the first: no <title> & \\u{1b}", "type": "warning"}
        assert (failure.text or "").splitlines() == [
            "a.jsonl:2:3: warning [id:1, title] no <title> & \\u{1b}",
            "a.jsonl[0]: warning [record 0] no <title> & \\u{1b}",
        ]


class TestRdjson:
    def test_it_has_the_fields_of_the_format(self) -> None:
        report = json.loads(written("rdjson", MANY))
        assert report.keys() == {"source", "diagnostics"}
        assert report["source"] == {"name": "newslint"}
        for item in report["diagnostics"]:
            assert item.keys() <= {"message", "location", "severity", "code", "related_locations"}
            assert item["severity"] in {"ERROR", "WARNING", "INFO"}
            assert item["location"].keys() <= {"path", "range"}
        assert len(report["diagnostics"]) == 4
        assert report["diagnostics"][0]["code"] == {"value": "title.empty", "url": "https://news.example/style"}

    def test_columns_count_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "story.txt"
        path.write_text("\ufeffé\n東x is\n", encoding="utf-8")
        item = finding(str(path), line=2, column=2, end_line=2, end_column=3)
        (diagnostic,) = json.loads(written("rdjson", [item]))["diagnostics"]
        assert diagnostic["location"]["range"] == {"start": {"line": 2, "column": 4}, "end": {"line": 2, "column": 5}}
        item = finding(str(path), line=1, column=2, end_line=1, end_column=2)
        (diagnostic,) = json.loads(written("rdjson", [item]))["diagnostics"]
        assert diagnostic["location"]["range"]["start"] == {"line": 1, "column": 3}

    def test_a_file_that_cannot_be_read_has_lines_only(self) -> None:
        (diagnostic,) = json.loads(written("rdjson", [PLACED]))["diagnostics"]
        assert diagnostic["location"] == {"path": "a.jsonl", "range": {"start": {"line": 2}}}


def test_the_job_summary_is_a_table_whatever_titles_hold() -> None:
    totals = Totals(files=1, records=3, by_severity={"error": 0, "warning": 2, "info": 0}, by_rule={"title.empty": 2})
    assert job_summary(totals, [RULE]).splitlines() == [
        "### newslint",
        "",
        "2 findings (2 warnings) in 3 records of 1 file.",
        "",
        "| findings | severity | rule | |",
        "|---:|---|---|---|",
        "| 2 | warning | `title.empty` | Title \\| without \\`words\\` |",
    ]
