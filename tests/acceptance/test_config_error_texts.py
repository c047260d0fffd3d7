"""What is wrong with a configuration, a baseline or a file of exceptions, and every word that is said about it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from types import ModuleType

RULES = """\
version: 1
rules:
  - id: house.shouting
    title: Title in capitals
    why: A title in capitals reads as shouting, and search engines and screen readers stumble over it.
    severity: warning
    fields: [title]
    kind: pattern
    params: {match: '^[A-Z ]+$', ignore_case: false}
    message: "{field} shouts"
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: MAYOR OPENS SCHOOL}]
"""
CONFIGURATIONS = {
    "a key that is misspelt": "fail_on: error",
    "a key of a section that is misspelt": "inputs:\n  mapp: {a: title}",
    "a key twice": "fail-on: error\nfail-on: info",
    "a version that is unknown": None,
    "a list that is text": "select: house",
    "text that is a number": "baseline: 7",
    "a number that is text": "max-warnings: some",
    "a number below nought": "max-warnings: -1",
    "jobs below nought": "jobs: -1",
    "jobs that are no number": "jobs: many",
    "a profile that is unknown": "profile: stict",
    "a level that is unknown": "fail-on: warn",
    "a severity that is unknown": "severity: {house: eror}",
    "a profile and a selection": "profile: strict\nselect: [house]",
    "a selection of nothing": "select: [hose]",
    "a selection with an unknown prefix": "select: ['tags:house']",
    "a selection with an unknown tag": "select: ['tag:hous']",
    "a selection with an unknown severity": "select: ['sev:eror']",
    "an ignored rule that is unknown": "ignore: [house, hose]",
    "an added rule that is unknown": "extend-select: [hose]",
    "no rule left": "select: [house]\nignore: [house]",
    "a severity of an unknown rule": "severity: {hose: error}",
    "params of an unknown rule": "params: {house.shoutin: {match: x}}",
    "a param that is unknown": "params: {house.shouting: {matsch: x}}",
    "a param of the wrong type": "params: {house.shouting: {whole: 3}}",
    "a pattern that is none": "params: {house.shouting: {match: '('}}",
    "a list that cannot be added to": "params: {house.shouting: {ignore_case+: [x]}}",
    "a path without files": "per-path: [{ignore: [house]}]",
    "a path that ignores an unknown rule": "per-path: [{files: a, ignore: [hose]}]",
    "a path that selects an unknown rule": "per-path: [{files: a, select: [hose]}]",
    "a path with the severity of an unknown rule": "per-path: [{files: a, severity: {hose: info}}]",
    "a source that ignores an unknown rule": "per-source: [{source: a, ignore: [hose]}]",
    "a budget that is none": "budgets: {house: two}",
    "a budget above all": "budgets: {house: 120%}",
    "a budget of an unknown rule": "budgets: {hose: 2%}",
    "a mandatory rule that is unknown": "mandatory: [house, hose]",
    "a time that is none": "now: noon",
    "a zone that is none": "inputs: {default-tz: Europe/Oslo}",
    "a field that is not canonical": "inputs: {map: {headline: titel}}",
    "an id that is mapped otherwise": "inputs: {map: {guid: url}, id: guid}",
    "an input format that is unknown": "inputs: {format: jsnl}",
    "a format that is unknown": "format: fulll",
    "a report of an unknown format": "reports: [{jsn: a.json}]",
    "a report that is a folder": "reports: [{json: folder}]",
    "a base that does not exist": "extends: base.yaml",
    "a base that extends itself": "extends: [newslint.yaml]",
    "rules that do not exist": "rules: [hose.yaml]",
    "a baseline that does not exist": "baseline: absent.jsonl",
    "a baseline that is none": "baseline: articles.jsonl",
    "a baseline of another version": "baseline: later.jsonl",
    "a baseline with a line that is none": "baseline: merged.jsonl",
    "a file of exceptions that does not exist": "exceptions: absent.yaml",
    "a required plugin that is not there": "plugins: {require: [acme]}",
    "a requirement that is none": "plugins: {require: ['acme>=two']}",
    "a plugin that is not there": "plugins: {load: [acme_plugin_that_is_not_there]}",
    "options of no plugin": "plugins: {options: {acme: {a: 1}}}",
    "yaml that is none": "select: [house",
}
FILES = {
    "nothing": ("newslint.yaml", b""),
    "no mapping": ("newslint.yaml", b"- version: 1\n"),
    "no version": ("newslint.yaml", b"profile: strict\n"),
    "no UTF-8": ("newslint.yaml", b"version: 1\nformat: \xff\n"),
    "toml that is none": ("pyproject.toml", b"[tool.newslint]\nprofile = strict\n"),
    "toml that is no UTF-8": ("pyproject.toml", b"[tool.newslint]\nprofile = '\xff'\n"),
    "toml with a key that is misspelt": ("pyproject.toml", b'[project]\nname = "x"\n\n[tool.newslint]\nfail_on = "error"\n'),
    "toml with a table that is misspelt": ("pyproject.toml", b'[[tool.newslint.per-path]]\nfiles = "a"\nignor = ["house"]\n'),
    "two in one folder": (".newslint.yaml", b"version: 1\n"),
}
EXCEPTIONS = {
    "nothing": "",
    "no list": "version: 1\n",
    "a version that is unknown": "version: 2\nexceptions: []\n",
    "a key that is misspelt": "version: 1\nexceptions:\n  - {rul: house.shouting}\n",
    "no rule": "version: 1\nexceptions:\n  - {reason: The museum pays for it}\n",
    "a date without quotes is text": "version: 1\nexceptions:\n  - {rule: house.shouting, reason: The museum pays, until: 7}\n",
    "ids that are no list": "version: 1\nexceptions:\n  - {rule: house.shouting, ids: a}\n",
    "yaml that is none": "version: 1\nexceptions: [\n",
}
COMMANDS = {
    "baseline without a command": ["baseline"],
    "baseline with an unknown command": ["baseline", "wirte"],
    "baseline of an unknown option": ["baseline", "write", "--forc"],
    "baseline shown that is not there": ["baseline", "show", "--file", "absent.jsonl"],
    "baseline pruned that is not there": ["baseline", "prune", "articles.jsonl"],
    "baseline that is there": ["baseline", "write", "--file", "later.jsonl", "articles.jsonl"],
    "baseline that cannot be written": ["baseline", "write", "--file", "folder", "--force", "articles.jsonl"],
    "baseline of nothing": ["baseline", "write", "absent.jsonl"],
    "exceptions without a command": ["exceptions"],
    "exceptions with an unknown command": ["exceptions", "chek"],
    "exceptions that are not there": ["exceptions", "check"],
    "exceptions within no number": ["exceptions", "check", "--within", "soon"],
    "config without a command": ["config"],
    "config with an unknown command": ["config", "chek"],
    "warnings that are no number": ["check", "--max-warnings", "few", "articles.jsonl"],
    "a level that is unknown": ["check", "--fail-on", "warn", "articles.jsonl"],
    "a report without a path": ["check", "--report", "json", "articles.jsonl"],
    "a report of an unknown format": ["check", "--report", "jsn=a.json", "articles.jsonl"],
    "a baseline that does not exist": ["check", "--baseline", "absent.jsonl", "articles.jsonl"],
    "exceptions that do not exist": ["check", "--exceptions", "absent.yaml", "articles.jsonl"],
}


def _golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("error_texts", Path(__file__).with_name("error_texts.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text('{"id": "a", "title": "Port reopens", "body": "It reopened."}\n', encoding="utf-8")
    (tmp_path / "later.jsonl").write_text('{"newslint_baseline": 9}\n', encoding="utf-8")
    (tmp_path / "merged.jsonl").write_text('{"newslint_baseline": 1}\n<<<<<<< HEAD\n', encoding="utf-8")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Holds what a command says against the golden file."""

    def hold(group: str, name: str, argv: list[str], status: int = 2) -> None:
        assert main(argv) == status
        out, err = capsys.readouterr()
        assert out == ""
        _golden().Golden(group).hold(name, err)

    return hold


CHECK = ["check", "--rules", "house.yaml", "articles.jsonl"]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configuration(folder: Path, said: Any, name: str) -> None:
    text = CONFIGURATIONS[name]
    (folder / "newslint.yaml").write_text("version: 2\n" if text is None else f"version: 1\n{text}\n", encoding="utf-8")
    said("configuration", name, CHECK)


@pytest.mark.parametrize("name", FILES)
def test_configuration_file(folder: Path, said: Any, name: str) -> None:
    file, data = FILES[name]
    if name == "two in one folder":
        (folder / "newslint.yaml").write_bytes(data)
    (folder / file).write_bytes(data)
    said("configuration-file", name, CHECK)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exceptions(folder: Path, said: Any, name: str) -> None:
    (folder / "newslint.exceptions.yaml").write_text(EXCEPTIONS[name], encoding="utf-8")
    said("exceptions", name, CHECK)


@pytest.mark.parametrize("name", COMMANDS)
def test_command(folder: Path, said: Any, name: str) -> None:
    said("commands", name, COMMANDS[name], 3 if name == "baseline of nothing" else 2)
