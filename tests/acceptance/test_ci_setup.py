"""What a CI system is given: the composite action, the snippets of the documentation, the console and reports of one run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from newslint.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Schema = Callable[[str], dict[str, Any]]

ACTION = "https://json.schemastore.org/github-action.json"
WORKFLOW = "https://json.schemastore.org/github-workflow.json"
GITLAB = "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"
HOOKS = "https://json.schemastore.org/pre-commit-config.json"


def validate(document: Any, schema: dict[str, Any]) -> None:
    jsonschema.validators.validator_for(schema)(schema).validate(document)


def snippets(path: Path) -> list[Any]:
    """The YAML blocks of a page."""
    return [yaml.safe_load(text) for text in re.findall(r"(?ms)^```yaml\n(.+?)^```$", path.read_text(encoding="utf-8"))]


def test_the_action_is_one(root: Path, published_schema: Schema) -> None:
    # YAML 1.1 would read `on:` as true; an action has no such key.
    validate(yaml.safe_load((root / "action.yml").read_text(encoding="utf-8")), published_schema(ACTION))


def test_every_input_of_the_action_is_documented(root: Path) -> None:
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    table = (root / "docs" / "ci.md").read_text(encoding="utf-8").partition("| input |")[2].partition("\n\n")[0]
    rows = re.findall(r"(?m)^\| (`.+?`) \|", table)
    assert sorted(name for row in rows for name in re.findall("`(.+?)`", row)) == sorted(action["inputs"])


def test_the_snippets_are_what_they_are_for(root: Path, published_schema: Schema) -> None:
    workflows = pipelines = 0
    for snippet in snippets(root / "docs" / "ci.md"):
        if "jobs" in snippet:
            snippet["on"] = snippet.pop(True)  # YAML 1.1 reads the key as a boolean, GitHub does not
            validate(snippet, published_schema(WORKFLOW))
            workflows += 1
        else:
            validate(snippet, published_schema(GITLAB))
            pipelines += 1
    assert (workflows, pipelines) == (3, 1)


def test_the_configurations_for_pre_commit_are_some(root: Path, published_schema: Schema) -> None:
    whole = [snippet for snippet in snippets(root / "docs" / "pre-commit.md") if isinstance(snippet, dict) and "repos" in snippet]
    ids = {hook["id"] for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert len(whole) == 1
    validate(whole[0], published_schema(HOOKS))
    for snippet in snippets(root / "docs" / "pre-commit.md"):
        hooks = snippet if isinstance(snippet, list) else [hook for repo in snippet.get("repos", []) for hook in repo["hooks"]]
        assert {hook["id"] for hook in hooks} <= ids


class Runner:
    """The shell of a runner: it carries out the steps of the action as GitHub does."""

    def __init__(self, root: Path, folder: Path, lay_checkout: Callable[[Path], None]) -> None:
        self.steps = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
        self.folder = folder
        self.files = {name: folder / f"{name}.txt" for name in ("ENV", "OUTPUT", "STEP_SUMMARY")}
        checkout = folder / "action"
        checkout.mkdir()
        lay_checkout(checkout)
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "COVERAGE_", "GIT_"))
        } | {
            "GITHUB_ACTIONS": "true",
            "PIP_COMPILE": "0",  # most modules of what is installed are never imported
            "GITHUB_ACTION_PATH": str(checkout),
            "RUNNER_TEMP": str(folder / "temp"),
            **{f"GITHUB_{name}": str(path) for name, path in self.files.items()},
        }
        for path in self.files.values():
            path.touch()

    def step(self, number: int, cwd: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        run = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.steps[number]["run"]],
            cwd=cwd,
            env=self.environment | inputs,
            capture_output=True,
            text=True,
            check=False,
        )
        self.environment |= dict(line.split("=", 1) for line in self.files["ENV"].read_text(encoding="utf-8").splitlines())
        return run


def test_the_steps_of_the_action(root: Path, tmp_path: Path, lay_checkout: Callable[[Path], None]) -> None:
    runner = Runner(root, tmp_path, lay_checkout)
    run = runner.step(0, tmp_path, EXTRAS="", PLUGINS=f"{root / 'examples' / 'plugin'}\n", PYTHON="python3")
    assert run.returncode == 0, run.stdout + run.stderr
    site = tmp_path / "site"
    (site / "my articles").mkdir(parents=True)
    (site / "my articles" / "a.jsonl").write_text('{"title": "Port reopens", "body": "It did."}\n', encoding="utf-8")
    (site / "b.jsonl").write_text('{"body": "It did."}\n', encoding="utf-8")
    options = {"PATHS": "my articles\n\nb.jsonl\n", "ARGS": "--select title.missing --report 'json=out put.json'", "BASE": ""}
    run = runner.step(1, site, **options)
    assert run.returncode == 1, run.stdout + run.stderr
    assert run.stdout.startswith("::error file=b.jsonl,line=1,endLine=1,col=1,title=newslint title.missing::")
    assert len(json.loads((site / "out put.json").read_text(encoding="utf-8"))["findings"]) == 1
    assert runner.files["OUTPUT"].read_text(encoding="utf-8") == "status=1\n"
    assert "| 1 | error | `title.missing` |" in runner.files["STEP_SUMMARY"].read_text(encoding="utf-8")
    run = runner.step(1, site, PATHS="", ARGS="--select wire --statistics", BASE="")
    assert run.returncode == 0, run.stdout + run.stderr

    identity = ("-c", "user.name=Desk", "-c", "user.email=desk@gazette.example")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *identity, *command], cwd=site, check=True)
    run = runner.step(1, site, **options | {"BASE": "HEAD"})
    assert run.returncode == 0, run.stdout + run.stderr
    run = runner.step(1, site, **options | {"BASE": "0123456789012345678901234567890123456789"})
    assert run.returncode not in {0, 1}, run.stdout + run.stderr


FEED = '{"id": "a", "title": "Port reopens"}\n{"id": "b", "body": "It did."}\n{"id": "c", "body": "It did not."}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.jsonl").write_text(FEED, encoding="utf-8")
    return tmp_path


def test_the_console_and_several_reports_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    formats = ("sarif", "junit", "gitlab", "rdjson", "jsonl", "full")
    reports = [word for name in formats for word in ("--report", f"{name}=out/report.{name}")]
    assert main(["check", "feed.jsonl", "--select", "title.missing", "--max-findings", "1", *reports]) == 1
    console = capsys.readouterr().out.splitlines()
    assert console[0].startswith("feed.jsonl:2:1: error title.missing")
    assert console[1] == "and 1 finding more, not shown because of --max-findings"
    read = {name: (folder / "out" / f"report.{name}").read_text(encoding="utf-8") for name in formats}
    assert [result["ruleId"] for result in json.loads(read["sarif"])["runs"][0]["results"]] == ["title.missing"] * 2
    assert len(json.loads(read["gitlab"])) == len(json.loads(read["rdjson"])["diagnostics"]) == 2
    assert len(read["jsonl"].splitlines()) == 3
    assert read["junit"].count("<failure") == 1
    assert read["full"].count("title.missing") == 2
    assert sorted(path.name for path in (folder / "out").iterdir()) == sorted(f"report.{name}" for name in formats)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--report", "json"], "error: --report: 'json' is not FORMAT=PATH\nhelp: write it as --report json=report.json\n"),
        (["--report", "jsno=a.json"], "error: --report: unknown format 'jsno'\nhelp: did you mean 'json'?\n"),
        (["--report", "json=taken"], "error: --report: taken cannot be written: Is a directory\n"),
        (["--report", "json=feed.jsonl/a"], "error: --report: feed.jsonl/a cannot be written: Not a directory\n"),
        (
            ["--report", "json=a.json", "--report", "jsonl=a.json"],
            "error: --report: a.json is to hold two reports\nhelp: give each a file of its own\n",
        ),
        (["--max-findings", "few"], "error: --max-findings: 'few' is no number\nhelp: write --max-findings 10\n"),
    ],
)
def test_a_report_that_cannot_be_written(argv: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "taken").mkdir()
    assert main(["check", "feed.jsonl", *argv]) == 2
    assert capsys.readouterr() == ("", said)
    assert sorted(path.name for path in folder.iterdir()) == ["feed.jsonl", "taken"]


def test_github_actions_gets_annotations_and_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    (folder / "summary.md").write_text("of another step\n", encoding="utf-8")
    assert main(["check", "feed.jsonl", "--select", "title.missing"]) == 1
    assert capsys.readouterr().out == (
        "::error file=feed.jsonl,line=2,endLine=2,col=1,title=newslint title.missing::[b] the record has no title (absent)\n"
        "::error file=feed.jsonl,line=3,endLine=3,col=1,title=newslint title.missing::[c] the record has no title (absent)\n"
        "2 findings (2 errors) in 3 records of 1 file\n"
    )
    assert (folder / "summary.md").read_text(encoding="utf-8") == (
        "of another step\n"
        "### newslint\n\n"
        "2 findings (2 errors) in 3 records of 1 file.\n\n"
        "| findings | severity | rule | |\n"
        "|---:|---|---|---|\n"
        "| 2 | error | `title.missing` | No title |\n"
    )
    assert main(["check", "feed.jsonl", "--select", "title.missing", "--format", "concise"]) == 1
    assert capsys.readouterr().out.startswith("feed.jsonl:2:1: error title.missing")
