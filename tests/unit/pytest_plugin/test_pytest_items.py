"""Articles and rule examples as items."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

PLUGIN = ("-p", "no:cacheprovider")
GRANULARITIES = {
    "rule": {"failed": 2, "passed": 13, "xfailed": 1},
    "file": {"failed": 2, "passed": 8},
    "record": {"failed": 2, "passed": 11, "xfailed": 1},
}


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    return {name: count for name, count in result.parseoutcomes().items() if name not in {"seconds", "warnings", "warning"}}


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run pytest; in this process, which saves a start, unless it starts others itself."""
    return (project.runpytest_subprocess if "-n" in arguments else project.runpytest_inprocess)(*PLUGIN, *arguments)


def cli(project: pytest.Pytester, *paths: str) -> list[tuple[str, str, int, str]]:
    """Rule, file, record and severity of every finding of ``newslint check``."""
    found = subprocess.run(
        [sys.executable, "-m", "newslint", "check", *paths, "--format", "jsonl"],
        cwd=project.path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = map(json.loads, found.stdout.splitlines()[:-1])
    return [(item["rule"], item["path"], item["record"], item["severity"]) for item in lines]


def test_nothing_happens_until_it_is_asked_for(project: pytest.Pytester) -> None:
    result = run(project)
    assert outcomes(result) == {"passed": 1}
    result.stdout.no_fnmatch_line("*newslint:*")


def test_every_file_and_rule_is_an_item_and_every_example(project: pytest.Pytester) -> None:
    result = run(project, "--newslint", "--collect-only", "-q")
    result.stdout.fnmatch_lines(
        [
            "articles/first.jsonl::file",
            "articles/first.jsonl::desk.shouted-title",
            "articles/first.jsonl::desk.same-title",
            "articles/second.jsonl::desk.no-body",
            "rules/desk.yaml::desk.shouted-title::good?0?",
            "rules/desk.yaml::desk.shouted-title::bad?0?",
            "rules/desk.yaml::desk.shouted-title::bad?1?",
            "rules/desk.yaml::desk.same-title::bad?0?",
            "test_own.py::test_own",
            "16 tests collected in *",
        ]
    )


def test_a_failure_shows_the_place_the_reason_and_the_help(project: pytest.Pytester) -> None:
    result = run(project, "--newslint")
    assert outcomes(result) == GRANULARITIES["rule"]
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "*_ first.jsonl::desk.shouted-title _*",
            "articles/first.jsonl:1:23: error: desk.shouted-title ?1, title?",
            "  'PORT REOPENS' shouts",
            "*| PORT REOPENS",
            "*| ^^^^^^^^^^^^",
            "  why:  A title in capitals shouts at the reader*",
            "  help: write it in lower case",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_the_summary_counts_by_rule(project: pytest.Pytester) -> None:
    run(project, "--newslint").stdout.fnmatch_lines(
        [
            "=* newslint: 3 findings =*",
            "desk.no-body        1 info",
            "desk.same-title     1 warning",
            "desk.shouted-title  1 error",
        ]
    )


def test_a_finding_below_the_threshold_does_not_fail(project: pytest.Pytester) -> None:
    (project.path / "newslint.yaml").write_text("version: 1\nrules: [rules/]\nselect: [desk]\nfail-on: error\n", encoding="utf-8")
    result = run(project, "--newslint", "-rx")
    assert outcomes(result) == {"failed": 1, "passed": 13, "xfailed": 2}
    result.stdout.fnmatch_lines(
        ["XFAIL articles/second.jsonl::desk.no-body - *below fail-on error: articles/second.jsonl:2:1 info the body is empty"]
    )


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_every_granularity_tells_what_the_command_line_tells(
    project: pytest.Pytester, granularity: str, workers: Sequence[str]
) -> None:
    (project.path / "pytest.ini").write_text(f"[pytest]\nnewslint_granularity = {granularity}\n", encoding="utf-8")
    (project.path / "conftest.py").write_text(
        """
import json
config = None
def pytest_configure(config):
    globals()["config"] = config
def pytest_runtest_logreport(report):
    found = getattr(report, "newslint", {})
    if found and not hasattr(config, "workerinput"):
        with open("told.jsonl", "a") as file:
            file.write(json.dumps([report.nodeid, report.outcome, found]) + "\\n")
""",
        encoding="utf-8",
    )
    result = run(project, "--newslint", "articles", *workers)
    assert outcomes(result) == GRANULARITIES[granularity]
    told: list[tuple[str, ...]] = []
    for line in (project.path / "told.jsonl").read_text(encoding="utf-8").splitlines():
        nodeid, _, found = json.loads(line)
        path, _, name = nodeid.partition("::")
        for rule, by_severity in found.items():
            what = {"rule": (), "file": (), "record": (name,)}[granularity]
            assert granularity != "rule" or name == rule
            told += [(rule, path, severity, *what) for severity, count in by_severity.items() for _ in range(count)]
    expected = [
        (rule, path, severity, *(() if granularity != "record" else (f"record[{record}]",)))
        for rule, path, record, severity in cli(project, "articles")
    ]
    assert sorted(told) == sorted(expected)
    result.stdout.fnmatch_lines(["*newslint: 3 findings*"])


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize(
    ("config", "status", "said"),
    [
        ("budgets: {desk.shouted-title: 50%}\nignore: [desk.same-title]", 0, "allowed by a budget or max-warnings"),
        ("budgets: {desk.shouted-title: 2%}\nignore: [desk.same-title]", 1, "over budget: desk.shouted-title in 1 of 4 records"),
        ("max-warnings: 1\nignore: [desk.shouted-title]", 0, "allowed by a budget or max-warnings"),
        ("max-warnings: 0\nignore: [desk.shouted-title]", 1, "too many warnings: 1; 0 allowed"),
        ("severity: {desk.no-body: error}\nselect: [desk.no-body]", 1, "the body is empty"),
        ("per-path: [{files: second.jsonl, severity: {desk: error}}]\nselect: [desk.no-body]", 1, "error: desk.no-body"),
        ("per-path: [{files: second.jsonl, ignore: [desk]}]\nselect: [desk.no-body]", 0, "passed"),
    ],
)
def test_the_run_fails_where_the_command_line_fails(
    project: pytest.Pytester, granularity: str, config: str, status: int, said: str
) -> None:
    (project.path / "pytest.ini").write_text(f"[pytest]\nnewslint_granularity = {granularity}\n", encoding="utf-8")
    text = f"version: 1\nrules: [rules/]\n{'' if 'select' in config else 'select: [desk]'}\n{config}\n"
    (project.path / "newslint.yaml").write_text(text, encoding="utf-8")
    found = subprocess.run([sys.executable, "-m", "newslint", "check", "articles"], cwd=project.path, check=False)
    result = run(project, "--newslint", "articles", "-rx", "articles")
    assert (found.returncode, result.ret) == (status, status)
    assert said in result.stdout.str()


def test_what_is_accepted_does_not_fail(project: pytest.Pytester) -> None:
    """Exceptions, those that are wrong, and the baseline mean what they mean to the command line."""
    subprocess.run([sys.executable, "-m", "newslint", "baseline", "write", "articles/first.jsonl"], cwd=project.path, check=True)
    (project.path / "newslint.yaml").write_text(
        "version: 1\nrules: [rules/]\nselect: [desk]\nbaseline: newslint.baseline.jsonl\nnow: 2026-06-01\n", encoding="utf-8"
    )
    (project.path / "newslint.exceptions.yaml").write_text(
        "version: 1\nexceptions:\n"
        "  - {rule: desk.same-title, ids: ['3'], reason: The desk knows of it, until: 2026-12-01}\n"
        "  - {rule: desk.no-body, reason: The desk knew of it, until: 2026-01-01}\n",
        encoding="utf-8",
    )
    result = run(project, "--newslint", "articles", "articles")
    assert outcomes(result) == {"failed": 1, "passed": 6, "xfailed": 1}
    result.stdout.fnmatch_lines(["newslint.exceptions.yaml:4:1: error: exceptions.expired"])
    first = project.path / "articles" / "first.jsonl"
    first.write_text(first.read_text(encoding="utf-8").replace("PORT REOPENS", "Port reopens"), encoding="utf-8")
    result = run(project, "--newslint", "articles", "articles")
    result.stdout.fnmatch_lines(["error: newslint.baseline.jsonl: 1 entry is stale: its finding is gone*"])


def test_the_workers_of_xdist_check_once(project: pytest.Pytester) -> None:
    (project.path / "conftest.py").write_text(
        """
from newslint.api import Linter
original = Linter.check_inputs
def check_inputs(self, *arguments, **options):
    with open("runs.txt", "a") as file:
        file.write("run\\n")
    return original(self, *arguments, **options)
Linter.check_inputs = check_inputs
""",
        encoding="utf-8",
    )
    result = run(project, "--newslint", "-n", "2")
    assert outcomes(result) == GRANULARITIES["rule"]
    assert (project.path / "runs.txt").read_text(encoding="utf-8") == "run\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("articles/first.jsonl::desk.shouted-title", "--newslint"), {"failed": 1}),
        (("rules/desk.yaml::desk.shouted-title::bad[1]", "--newslint"), {"passed": 1}),
        (("--newslint", "-k", "same-title and second"), {"failed": 1, "deselected": 15}),
        (("--newslint", "-k", "style"), {"failed": 1, "passed": 4, "deselected": 11}),
        (("--newslint", "-m", "not newslint"), {"passed": 1, "deselected": 15}),
        (("--newslint", "articles/second.jsonl", "test_own.py"), {"passed": 4, "xfailed": 1}),
        (("--newslint", "rules", "rules"), {"passed": 7}),
    ],
)
def test_items_can_be_chosen(project: pytest.Pytester, arguments: Sequence[str], expected: dict[str, int]) -> None:
    assert outcomes(run(project, *arguments)) == expected


def test_the_setting_names_files(project: pytest.Pytester) -> None:
    (project.path / "pytest.ini").write_text(
        "[pytest]\nnewslint_files =\n    articles/f*.jsonl\ntestpaths = tests\n", encoding="utf-8"
    )
    (project.path / "tests").mkdir()
    result = run(project)
    assert outcomes(result) == {"failed": 1, "passed": 3}  # without the second file there is no second title


def test_native_toml(project: pytest.Pytester) -> None:
    if int(pytest.__version__.partition(".")[0]) < 9:
        pytest.skip("since pytest 9")
    (project.path / "pytest.ini").unlink()
    (project.path / "pytest.toml").write_text(
        '[pytest]\nstrict = true\nnewslint_files = ["articles"]\nnewslint_granularity = "file"\n', encoding="utf-8"
    )
    assert outcomes(run(project, "articles")) == {"failed": 2}


def test_text_files_are_not_taken_for_doctests(project: pytest.Pytester) -> None:
    (project.path / "notes").mkdir()
    (project.path / "notes" / "story.txt").write_text("Port reopens\n\n>>> 1 + 1\n3\n", encoding="utf-8")
    result = run(project, "--newslint", "notes/story.txt", "--collect-only", "-q", "notes/story.txt")
    assert "story.txt::story.txt" not in result.stdout.str() or "doctest" not in result.stdout.str()
    (project.path / "pytest.ini").write_text("[pytest]\nnewslint_files = notes/*.txt\ntestpaths = articles\n", encoding="utf-8")
    assert outcomes(run(project)) == {"passed": 4}


def test_articles_in_folders_that_pytest_leaves_out_are_checked(project: pytest.Pytester) -> None:
    (project.path / "build").mkdir()
    (project.path / "articles" / "first.jsonl").rename(project.path / "build" / "first.jsonl")
    (project.path / "build" / "test_generated.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    result = run(project, "--newslint")
    assert outcomes(result) == GRANULARITIES["rule"]


def test_junit_has_the_rule_and_the_number_of_findings(project: pytest.Pytester) -> None:
    run(project, "--newslint", "--junitxml", "report.xml")
    cases = ET.parse(project.path / "report.xml").iter("testcase")
    properties = {
        (case.get("classname"), case.get("name")): {item.get("name"): item.get("value") for item in case.iter("property")}
        for case in cases
    }
    assert properties["articles.first.jsonl", "desk.shouted-title"] == {
        "newslint.rule": "desk.shouted-title",
        "newslint.severity": "error",
        "newslint.findings": "1",
    }


@pytest.mark.parametrize(("granularity", "name"), [("file", "file"), ("record", "record[0]")])
def test_junit_has_the_rules_that_found_something(project: pytest.Pytester, granularity: str, name: str) -> None:
    (project.path / "pytest.ini").write_text(f"[pytest]\nnewslint_granularity = {granularity}\n", encoding="utf-8")
    run(project, "--newslint", "articles", "--junitxml", "report.xml", "articles")
    cases = ET.parse(project.path / "report.xml").iter("testcase")
    (case,) = [case for case in cases if (case.get("classname"), case.get("name")) == ("articles.first.jsonl", name)]
    properties = {item.get("name"): item.get("value") for item in case.iter("property")}
    assert properties == {"newslint.findings": "1", "newslint.rules": "desk.shouted-title"}


def test_an_example_that_fails_shows_itself(project: pytest.Pytester) -> None:
    rules = project.path / "rules" / "desk.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("{title: PORT CLOSES}", "{title: Port closes}"), encoding="utf-8")
    result = run(project, "--newslint", "rules")
    result.stdout.fnmatch_lines(
        ["rules/desk.yaml:3: the rule does not fire on a bad example", "example:", '*title: "Port closes"']
    )


def test_a_record_that_cannot_be_read_fails_the_file(project: pytest.Pytester) -> None:
    with (project.path / "articles" / "first.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    result = run(project, "--newslint", "articles")
    result.stdout.fnmatch_lines(["articles/first.jsonl:3:2: error: record.unreadable*", "FAILED articles/first.jsonl::file*"])


@pytest.mark.parametrize(
    ("ini", "arguments", "message"),
    [
        ("newslint_granularity = rules", ("--newslint",), "newslint_granularity: unknown value 'rules'*"),
        ("newslint_files = nowhere/*.md", (), "newslint_files: 'nowhere/?.md' matches nothing*"),
        ("", ("--newslint", "nowhere"), "nowhere: *"),
        ("", ("--newslint", "test_own.py"), "test_own.py: the format of the file cannot be told*"),
    ],
)
def test_a_mistake_is_a_usage_error(project: pytest.Pytester, ini: str, arguments: Sequence[str], message: str) -> None:
    (project.path / "pytest.ini").write_text(f"[pytest]\n{ini}\n", encoding="utf-8")
    result = run(project, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}"])


def test_a_check_that_crashes_fails_its_own_item(project: pytest.Pytester) -> None:
    (project.path / "crash.py").write_text(
        """
from newslint.kinds.base import Check, Kind, Params
from newslint.plugins import hookimpl
class P(Params, frozen=True): pass
class C(Check[P]):
    def run(self, record, fields):
        raise RuntimeError("out of ink")
@hookimpl
def newslint_kinds():
    return {"crash:always": Kind("crash:always", "record", P, C)}
""",
        encoding="utf-8",
    )
    rules = project.path / "rules" / "desk.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("kind: required", "kind: crash:always"), encoding="utf-8")
    (project.path / "newslint.yaml").write_text(
        "version: 1\nrules: [rules/]\nselect: [desk]\nplugins: {load: [crash]}\n", encoding="utf-8"
    )
    result = run(project, "--newslint", "articles/first.jsonl")
    result.stdout.fnmatch_lines(["*rule 'desk.no-body' (kind 'crash:always') crashed on record 0: RuntimeError: out of ink"])
    result.stdout.fnmatch_lines(["FAILED articles/first.jsonl::desk.no-body*"])


def test_pytest_loads_nothing_of_newslint_until_asked(project: pytest.Pytester) -> None:
    code = (
        "import sys, pytest; status = pytest.main(['-q', '-p', 'no:cacheprovider']); "
        "print(sorted(name for name in sys.modules if name.partition('.')[0].startswith(('newslint', 'msgspec', 're2')))); sys.exit(status)"
    )
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found: Any = subprocess.run(
        [sys.executable, "-c", code], cwd=project.path, env=surroundings, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.splitlines()[-1] == "['newslint_pytest']"


class TestFixture:
    """Records checked in a test of one's own."""

    def write(self, project: pytest.Pytester, code: str) -> None:
        Path(project.path / "test_own.py").write_text(code, encoding="utf-8")

    def test_check_and_assert_clean(self, project: pytest.Pytester) -> None:
        self.write(
            project,
            """
import pytest

def test_check(newslint):
    found = newslint.check([{"title": "PORT REOPENS", "body": "x"}, {"title": "Ferry late", "body": "x"}])
    assert [(finding.rule, finding.record) for finding in found] == [("desk.shouted-title", 0)]

def test_select(newslint):
    newslint.assert_clean({"title": "PORT REOPENS", "body": "x"}, ignore=["desk.shouted-title"])

@pytest.mark.newslint(select=["desk.no-body"])
def test_marker(newslint):
    newslint.assert_findings({"title": "PORT REOPENS"}, {"rule": "desk.no-body", "record": 0})

def test_dirty(newslint):
    newslint.assert_clean({"title": "PORT REOPENS", "body": "x"})
""",
        )
        result = run(project)
        assert outcomes(result) == {"failed": 1, "passed": 3}
        result.stdout.fnmatch_lines(
            [
                "E       AssertionError: 1 finding in 1 record, none expected:",
                "E       records?0?.title: error: desk.shouted-title",
                "E         'PORT REOPENS' shouts",
                "E         > PORT REOPENS",
            ]
        )

    def test_a_wrong_marker_is_an_error(self, project: pytest.Pytester) -> None:
        self.write(
            project,
            "import pytest\n@pytest.mark.newslint(selects=['x'])\ndef test_it(newslint): pass\n",
        )
        result = run(project)
        result.stdout.fnmatch_lines(["*the marker newslint takes ignore, profile, select, and not 'selects'"])
