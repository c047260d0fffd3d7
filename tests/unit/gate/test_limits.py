from __future__ import annotations

import pytest

from newslint.config.files import load
from newslint.config.settings import Settings
from newslint.errors import NewslintError
from newslint.gate.gate import Gate
from newslint.gate.limits import Budget, parse_budget
from newslint.model import Finding, Rule

RULES = [
    Rule(id=name, title="t", why="w", severity="warning", fields=("title",), kind="required", message="m")
    for name in ("byline.missing", "byline.role", "title.empty")
]
BUDGET = Budget("byline", frozenset({"byline.missing", "byline.role"}), "2%", 0.02)


def finding(rule: str = "byline.missing", record: int = 0, severity: str = "warning", path: str = "a.jsonl") -> Finding:
    return Finding(rule=rule, severity=severity, message="m", path=path, record=record)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2%", (0.02, None)), (" 0.5 % ", (0.005, None)), (20, (None, 20)), (0, (None, 0)), ("100%", (1.0, None))],
)
def test_a_budget_is_a_share_or_a_number(value: str | int, expected: tuple[float | None, int | None]) -> None:
    assert parse_budget(value) == expected


@pytest.mark.parametrize("value", ["2", "-1%", "101%", "much%", "", -3, "nan%"])
def test_anything_else_is_none(value: str | int) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_budget(value)


def test_within_the_budget_a_finding_does_not_fail_the_run() -> None:
    gate = Gate(RULES, budgets=[BUDGET])
    for record in (3, 3, 7):  # two records of a hundred
        gate.admit(finding(record=record))
    assert gate.conclude(100) == []
    assert not gate.failed
    assert gate.by_rule == {"byline.missing": 3}


def test_over_the_budget_the_run_fails_and_says_so() -> None:
    gate = Gate(RULES, fail_on="error", budgets=[BUDGET])
    for record, rule in ((3, "byline.missing"), (7, "byline.role"), (8, "byline.role")):
        gate.admit(finding(rule, record))
    assert gate.conclude(100) == ["over budget: byline in 3 of 100 records (3 %); 2% allowed"]
    assert gate.failed


def test_a_budget_of_a_number_counts_records_of_all_files() -> None:
    gate = Gate(RULES, budgets=[Budget("byline", BUDGET.rules, "1", records=1)])
    gate.admit(finding(path="a.jsonl"))
    gate.admit(finding(path="b.jsonl"))
    assert gate.conclude(2) == ["over budget: byline in 2 of 2 records (100 %); 1 allowed"]


def test_other_rules_fail_the_run_as_ever() -> None:
    gate = Gate(RULES, budgets=[BUDGET])
    gate.admit(finding("title.empty"))
    assert gate.conclude(100) == []
    assert gate.failed


@pytest.mark.parametrize(("count", "failed"), [(2, False), (3, True)])
def test_warnings_fail_the_run_when_there_are_more_than_may_be(count: int, failed: bool) -> None:
    gate = Gate(RULES, max_warnings=2)
    for record in range(count):
        gate.admit(finding(record=record))
    assert gate.conclude(10) == (["too many warnings: 3; 2 allowed"] if failed else [])
    assert gate.failed is failed


def test_an_error_fails_the_run_whatever_the_number_of_warnings() -> None:
    gate = Gate(RULES, max_warnings=2)
    gate.admit(finding(severity="error"))
    assert gate.conclude(10) == []
    assert gate.failed


def test_what_is_not_looked_at_is_not_reported_unless_it_cannot_be_read() -> None:
    gate = Gate(RULES, concerned=lambda item: item.record == 1)
    assert gate.admit(finding(record=0)) is None
    assert gate.admit(finding(record=1)) is not None
    assert gate.admit(finding("record.unreadable", 0)) is not None
    assert gate.by_rule == {"byline.missing": 1, "record.unreadable": 1}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("byline: 2", "newslint.yaml:3:11: "),
        ('byline: "two"', "newslint.yaml:3:11: 'two' is no budget"),
        ("bylin: 2%", "newslint.yaml:3:10: no rule matches 'bylin'"),
    ],
)
def test_budgets_of_a_configuration(tmp_path, monkeypatch: pytest.MonkeyPatch, written: str, message: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    monkeypatch.chdir(tmp_path)
    (tmp_path / "newslint.yaml").write_text(f"version: 1\nbudgets:\n  {written}\n", encoding="utf-8")
    settings = Settings(load("newslint.yaml"))
    if written == "byline: 2":
        assert settings.budgets(RULES) == [Budget("byline", BUDGET.rules, "2", records=2)]
        return
    with pytest.raises(NewslintError) as caught:
        settings.budgets(RULES)
    assert str(caught.value).startswith(message)
