"""What a user gets wrong, the exit status, and every word that is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
version: 1
rules:
  - id: house.shouting
    title: Title in capitals
    why: A title in capitals reads as shouting, and search engines and screen readers stumble over it.
    severity: warning
    fields: [title]
    kind: pattern
    params: {{match: '{match}'{more}}}
    message: "{{field}} shouts"
    examples:
      good: [{{title: Mayor opens school}}]
      bad: [{{title: MAYOR OPENS SCHOOL}}]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"id": "a", "title": "Port reopens", "body": "It reopened."}\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["chek", "a.jsonl"], "error: unknown command 'chek'\nhelp: did you mean 'check'?\n"),
        (["a.jsonl"], "error: unknown command 'a.jsonl'\nhelp: did you mean `newslint check a.jsonl`?\n"),
        (
            ["--quiet", "check"],
            "error: unknown option '--quiet' before a command\nhelp: options follow the command: newslint check …\n",
        ),
        (["check", "--slect", "title", "a.jsonl"], "error: unknown option '--slect'\nhelp: did you mean '--select'?\n"),
        (["check", "--sel=title", "a.jsonl"], "error: unknown option '--sel'\nhelp: did you mean '--select'?\n"),
        (["check", "--fail-on", "warn", "a.jsonl"], "error: --fail-on: unknown value 'warn'\nhelp: did you mean 'warning'?\n"),
        (["check", "--format", "jsonx", "a.jsonl"], "error: --format: unknown format 'jsonx'\nhelp: did you mean 'json'?\n"),
        (["check", "--profile", "stict", "a.jsonl"], "error: --profile: unknown profile 'stict'\nhelp: did you mean 'strict'?\n"),
        (
            ["check", "--profile", "strict", "--select", "title", "a.jsonl"],
            "error: --select: select replaces the profile: give one of the two\nhelp: extend-select adds rules to a profile\n",
        ),
        (
            ["check", "--select", "no.such.rule.at.all", "a.jsonl"],
            "error: --select: no rule matches 'no.such.rule.at.all'\nhelp: `newslint rules list` shows the rules\n",
        ),
        (
            ["check", "--now", "noon", "a.jsonl"],
            "error: --now: 'noon' is no ISO 8601 time\nhelp: write it as 2026-01-31T12:00:00Z, or 2026-01-31 for noon UTC\n",
        ),
        (
            ["check", "--jobs", "many", "a.jsonl"],
            "error: --jobs: 'many' is no number of processes\nhelp: a number, or auto for one for each core\n",
        ),
        (["check", "--config", "none.yaml", "a.jsonl"], "error: none.yaml: cannot be read: No such file or directory\n"),
        (
            ["check", "--config", "none.yaml", "--isolated", "a.jsonl"],
            "error: --isolated and --config contradict each other\nhelp: give one of the two\n",
        ),
        (["rules", "tets"], "error: unknown command 'rules tets'\nhelp: did you mean 'test'?\n"),
        (["config"], "error: config needs a command\nhelp: commands: check, show, schema\n"),
        (["config", "schema", "rulez"], "error: schema: unknown value 'rulez'\nhelp: did you mean 'rules'?\n"),
        (
            ["explain"],
            "error: explain takes the id of a rule, or --all\nhelp: usage: newslint explain ID [--format text|json|md]\n",
        ),
    ],
)
def test_a_command_line_that_cannot_be_carried_out(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            "version: 1\nfail_on: error\n",
            "error: newslint.yaml:2:1: unknown key 'fail_on'\n2 | fail_on: error\n  | ^\nhelp: did you mean 'fail-on'?\n",
        ),
        (
            "version: 1\nselect:\n- house\n- hose\n",
            "error: newslint.yaml:4:3: no rule matches 'hose'\n4 | - hose\n  |   ^\nhelp: did you mean 'house'?\n",
        ),
        (
            "version: 1\nformat: fulll\n",
            "error: newslint.yaml:2:9: unknown format 'fulll'\n2 | format: fulll\n  |         ^\nhelp: did you mean 'full'?\n",
        ),
        (
            "version: 1\nseverity:\n  huose: error\n",
            "error: newslint.yaml:3:10: no rule matches 'huose'\n3 |   huose: error\n  |          ^\nhelp: did you mean 'house'?\n",
        ),
    ],
)
def test_a_configuration_that_does_not_say_what_it_means(
    config: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "newslint.yaml").write_text(config, encoding="utf-8")
    (folder / "house.yaml").write_text(RULE.format(match="^[A-Z ]+$", more=", ignore_case: false"), encoding="utf-8")
    assert main(["check", "--rules", "house.yaml", "a.jsonl"]) == 2
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            RULE.format(match="^([A-Z]+$", more=""),
            "error: house.yaml:9:21: params.match[0]: missing ) for the group that opens at position 2\n"
            "9 |     params: {match: '^([A-Z]+$'}\n"
            "  |                     ^\n",
            id="a bad regular expression",
        ),
        pytest.param(
            RULE.format(match="x", more="").replace("kind: pattern", "kind: patern"),
            "error: house.yaml:8:11: unknown kind 'patern'\n"
            "8 |     kind: patern\n"
            "  |           ^\n"
            "help: did you mean 'pattern'?\n",
            id="an unknown kind",
        ),
        pytest.param(
            RULE.format(match="x", more=", hwole: true"),
            "error: house.yaml:9:26: kind 'pattern' has no param 'hwole'\n"
            "9 |     params: {match: 'x', hwole: true}\n"
            "  |                          ^\n"
            "help: did you mean 'whole'?\n",
            id="an unknown param",
        ),
        pytest.param(
            RULE.format(match="x", more="") + RULE.format(match="x", more="").partition("rules:\n")[2],
            "error: house.yaml:14:9: rule id 'house.shouting' is already taken\n"
            "14 |   - id: house.shouting\n"
            "   |         ^\n"
            "help: first used at house.yaml:3:9\n",
            id="an id twice",
        ),
        pytest.param(
            RULE.format(match="x", more="").replace("severity: warning", "severty: warning"),
            "error: house.yaml:3:9: rule 'house.shouting' lacks 'severity'\n"
            "3 |   - id: house.shouting\n"
            "  |         ^\n"
            "\n"
            "error: house.yaml:6:5: unknown key 'severty'\n"
            "6 |     severty: warning\n"
            "  |     ^\n"
            "help: did you mean 'severity'?\n",
            id="a misspelt key",
        ),
    ],
)
def test_a_rule_file_that_cannot_be_loaded(text: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "--rules", "house.yaml", "--no-cache", "a.jsonl"]) == 2
    assert capsys.readouterr() == ("", said)


def test_an_unknown_rule_is_named_after_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "house.yaml").write_text(RULE.format(match="^[A-Z ]+$", more=", ignore_case: false"), encoding="utf-8")
    assert main(["explain", "--rules", "house.yaml", "house.shoutng"]) == 2
    assert capsys.readouterr().err == "error: no rule 'house.shoutng'\nhelp: did you mean 'house.shouting'?\n"


def test_a_fault_of_newslint_is_no_finding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from newslint.cli import check

    def fail(argv: object) -> int:
        raise RuntimeError("by the test")

    monkeypatch.setattr(check, "run", fail)
    assert main(["check", "a.jsonl"]) == 2
    assert "newslint itself failed: RuntimeError" in capsys.readouterr().err


def test_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.cli import check

    def interrupt(argv: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupt)
    assert main(["check", "a.jsonl"]) == 130
