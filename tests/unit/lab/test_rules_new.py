"""``newslint rules new``: a skeleton that loads, whatever the kind, and says what is still to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newslint.api import ExampleChecker
from newslint.cli import main
from newslint.kinds.registry import BUILTIN, get_kind
from newslint.lab.lint import lint_rules
from newslint.lab.skeleton import TO_DO, skeleton
from newslint.rulefile import examples
from newslint.rulefile.load import builtin_rules_path
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Rule


@pytest.fixture(scope="module")
def known() -> list[Rule]:
    return load_rules(builtin_rules_path())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


READ_A_FILE = {"great_expectations", "pandera"}


@pytest.mark.parametrize("kind", sorted(set(BUILTIN) - READ_A_FILE))
def test_the_skeleton_of_every_kind_loads_and_its_examples_pass(kind: str, folder: Path, known: list[Rule]) -> None:
    (folder / "new.yaml").write_text(skeleton("house.new-rule", get_kind(kind), known), encoding="utf-8")
    (rule,) = load_rules(str(folder / "new.yaml"))
    assert (rule.id, rule.kind) == ("house.new-rule", kind)
    outcomes = list(examples.run(rule, ExampleChecker()))
    assert {outcome.sort for outcome in outcomes} == {"good", "bad"}
    assert [outcome.message for outcome in outcomes if not outcome.ok] == []


@pytest.mark.parametrize("kind", sorted(READ_A_FILE))
def test_the_skeleton_of_a_kind_that_reads_a_file_says_that_it_is_to_be_named(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "new", "house.new-rule", "--kind", kind]) == 0
    assert "it does not load before its params are filled in: params." in capsys.readouterr().out


def test_what_is_still_to_be_written_is_a_fault_of_the_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "new", "house.ferry-line", "--kind", "phrases"]) == 0
    assert capsys.readouterr().out == (
        "wrote house.ferry-line.yaml: its 4 examples pass\n"
        "next: fill it in, then `newslint rules test house.ferry-line.yaml` and `newslint rules lint house.ferry-line.yaml`\n"
    )
    assert main(["rules", "test", "house.ferry-line.yaml"]) == 0
    path = folder / "house.ferry-line.yaml"
    found = {(finding.rule, finding.field) for finding in lint_rules(load_rules(str(path))) if finding.severity != "info"}
    assert found == {("lint.to-do", "title"), ("lint.to-do", "why"), ("lint.to-do", "help")}
    path.write_text(path.read_text(encoding="utf-8").replace(TO_DO, "Say"), encoding="utf-8")
    assert [finding.message for finding in lint_rules(load_rules(str(path))) if finding.severity != "info"] == []


def test_nothing_is_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.yaml").write_text("mine", encoding="utf-8")
    assert main(["rules", "new", "house.ferry-line", "-o", "rules.yaml"]) == 2
    assert capsys.readouterr().err == "error: rules.yaml is there already\nhelp: name another file with -o\n"
    assert (folder / "rules.yaml").read_text(encoding="utf-8") == "mine"
    assert main(["rules", "new", "house.ferry-line", "-o", "absent/rules.yaml"]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "reason", "hint"),
    [
        (["House Ferry"], "no id of a rule", "did you mean 'house.house-ferry'?"),
        (["house.Ferry_Line"], "no id of a rule", "did you mean 'house.ferry-line'?"),
        (["title.empty-ish", "extra.id"], "the id of one rule", "usage: "),
        (["boilerplate.share"], "is there already (boilerplate/en.yaml, line ", "never used for another rule"),
        (["house.ferry", "--kind", "patern"], "unknown kind 'patern'", "did you mean 'pattern'?"),
    ],
)
def test_a_wrong_id_or_kind(argv: list[str], reason: str, hint: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "new", *argv]) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert hint in error
    assert list(folder.iterdir()) == []
