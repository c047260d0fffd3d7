"""``newslint rules``, ``explain`` and ``config``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from newslint import __version__
from newslint.cli import main
from newslint.text import pattern_set

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
rules:
  - id: house.shouting
    title: Title in capitals
    why: A title in capitals reads as shouting, and search engines and screen readers stumble over it.
    severity: warning
    profile: strict
    fields: [title]
    kind: pattern
    params: {match: '^[A-Z ]+$', ignore_case: false}
    message: "{field} shouts"
    help: Write it as a sentence.
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: MAYOR OPENS SCHOOL}]
    tags: [style]
    links: ["https://style.example/capitals"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--rules", "house.yaml", "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["house.shouting"] == {
        "id": "house.shouting",
        "title": "Title in capitals",
        "severity": "warning",
        "profile": "strict",
        "kind": "pattern",
        "fields": ["title"],
        "languages": [],
        "tags": ["style"],
        "scope": "record",
        "fixable": False,
        "pack": "house.yaml",
        "selected": False,
    }
    assert main(["rules", "list", "--rules", "house.yaml", "--profile", "strict", "--format", "json"]) == 0
    assert all(row["selected"] for row in json.loads(capsys.readouterr().out) if row["profile"])


def test_list_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--rules", "house.yaml", "--select", "house"]) == 0
    assert capsys.readouterr().out == "* house.shouting  warning  strict       Title in capitals\n1 rules, 1 of them run\n"


def test_examples_that_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "house.yaml"]) == 0
    assert capsys.readouterr().out == "1 rules: 2 passed\n"
    assert main(["rules", "test", "house.yaml", "--verbose"]) == 0
    assert capsys.readouterr().out.startswith("ok      house.yaml::house.shouting::good[0]\n")


def test_examples_of_selected_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "--rules", "house.yaml", "--select", "house"]) == 0
    assert capsys.readouterr().out == "1 rules: 2 passed\n"
    assert main(["rules", "test", "house.yaml", "--select", "hause"]) == 2
    assert capsys.readouterr().err.startswith("error: --select: no rule matches 'hause'\n")


def test_an_example_that_does_not_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "house.yaml").write_text(RULES.replace("bad: [{title: MAYOR", "bad: [{title: Mayor"), encoding="utf-8")
    assert main(["rules", "test", "house.yaml"]) == 1
    assert capsys.readouterr().out == (
        "FAILED  house.yaml::house.shouting::bad[0]\n"
        "  house.yaml:3: the rule does not fire on a bad example\n"
        "  example:\n"
        '  - title: "Mayor OPENS SCHOOL"\n'
        "\n"
        "1 rules: 1 passed, 1 failed\n"
    )


def test_outcomes_as_junit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "house.yaml").write_text(
        RULES.replace("bad: [{title: MAYOR", "bad: [{title: SHUT}, {title: Mayor"), encoding="utf-8"
    )
    assert main(["rules", "test", "house.yaml", "--junit", "rules.xml"]) == 1
    (suite,) = ET.parse(folder / "rules.xml").getroot()
    assert suite.attrib == {"name": "house.yaml", "tests": "3", "failures": "1", "errors": "0", "skipped": "0"}
    cases = [(case.get("classname"), case.get("name"), [failure.get("message") for failure in case]) for case in suite]
    assert cases == [
        ("house.shouting", "good[0]", []),
        ("house.shouting", "bad[0]", []),
        ("house.shouting", "bad[1]", ["the rule does not fire on a bad example"]),
    ]
    capsys.readouterr()
    assert main(["rules", "test", "house.yaml", "--junit", "absent/rules.xml"]) == 2
    assert "--junit: absent/rules.xml cannot be written" in capsys.readouterr().err


def test_coverage_of_rules_by_their_examples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patterns = "params: {match: ['^[A-Z ]+$', '!{3}', '\\?{3}'], except: ['NATO'], ignore_case: false}\n    fix: {op: delete}"
    rules = RULES.replace("params: {match: '^[A-Z ]+$', ignore_case: false}", patterns)
    (folder / "house.yaml").write_text(rules.replace("bad: [", "bad: [{title: Port shut!!!}, "), encoding="utf-8")
    assert main(["rules", "test", "house.yaml", "--coverage"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        r"house.shouting: no bad example has '\\?{3}'",
        "house.shouting: no example has what is left alone: 'NATO'",
        "house.shouting: no bad example says what the fix makes of it (fixed)",
        "coverage: 2 of 3 patterns and phrases are in a bad example, 0 of 1 exceptions in an example, 0 of 1 fixes are shown",
        "1 rules: 3 passed",
    ]


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--rules", "house.yaml", "house.shouting"]) == 0
    text = capsys.readouterr().out
    for part in (
        "house.shouting: Title in capitals\n",
        "A title in capitals reads as shouting",
        "  severity:   warning\n",
        "  profile:    strict\n",
        "  message:    {field} shouts\n",
        "  help:       Write it as a sentence.\n",
        '  - title: "Mayor opens school"\n',
        '  - title: "MAYOR OPENS SCHOOL"\n',
        "  https://style.example/capitals\n",
        "  ignore_case: false\n",
    ):
        assert part in text


def test_explain_as_json_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--rules", "house.yaml", "house.shouting", "--format", "json"]) == 0
    rule = json.loads(capsys.readouterr().out)
    assert rule["id"] == "house.shouting"
    params = {param["name"]: param for param in rule["params"]}
    assert params["ignore_case"]["value"] is False
    assert all(param["description"] for param in rule["params"])
    assert main(["explain", "--rules", "house.yaml", "house.shouting", "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith("## house.shouting\n\n**Title in capitals**\n")


def test_explain_all_explains_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--all", "--format", "json"]) == 0
    explained = {rule["id"] for rule in json.loads(capsys.readouterr().out)}
    assert main(["rules", "list", "--format", "json"]) == 0
    assert explained == {rule["id"] for rule in json.loads(capsys.readouterr().out)}


def test_config_check_and_show(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "newslint.yaml").write_text("version: 1\nrules: [house.yaml]\nprofile: strict\n", encoding="utf-8")
    assert main(["config", "check"]) == 0
    assert capsys.readouterr().out.startswith("newslint.yaml: ")
    assert main(["config", "show", "--format", "json", "--profile", "minimal"]) == 0
    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["profile"] == {"key": "profile", "value": "minimal", "origin": "command line"}
    assert rows["rules[0]"] == {"key": "rules[0]", "value": "house.yaml", "origin": "newslint.yaml:2"}
    assert rows["fail-on"]["origin"] == "default"


@pytest.mark.parametrize("name", ["config", "rules", "findings"])
def test_config_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "schema", name]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == f"urn:newslint:{name}:1"


@pytest.mark.parametrize(
    "argv", [["--help"], ["check", "--help"], ["explain", "--help"], ["rules", "--help"], ["config", "show", "-h"]]
)
def test_help(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 0
    assert capsys.readouterr().out.startswith("usage: newslint ")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    scanner = "no compiled scanner" if pattern_set.Automata is None else "compiled scanner"
    assert capsys.readouterr().out == f"newslint {__version__} ({scanner})\n"
