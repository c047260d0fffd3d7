from __future__ import annotations

import pytest

from newslint.gate.gate import Gate, Override
from newslint.model import Finding, Rule, Suppression

RULE = Rule(id="title.empty", title="t", why="w", severity="warning", fields=("title",), kind="required", message="m")


def finding(severity: str = "warning", rule: str = "title.empty", path: str = "a.jsonl", **more: object) -> Finding:
    return Finding(rule=rule, severity=severity, message="m", path=path, **more)


def archive(**what: object) -> Override:
    return Override(applies=lambda path: path.startswith("archive/"), **what)


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("error", {"error"}), ("warning", {"error", "warning"}), ("info", {"error", "warning", "info"}), ("never", set())],
)
def test_fail_on_is_the_mildest_severity_that_fails(fail_on: str, failing: set[str]) -> None:
    for severity in ("error", "warning", "info"):
        gate = Gate(fail_on=fail_on)
        gate.admit(finding(severity))
        assert gate.failed is (severity in failing)


def test_counts_are_of_what_was_admitted() -> None:
    gate = Gate([RULE], overrides=[archive(ignore=frozenset({"title.empty"}))])
    assert gate.admit(finding()) is not None
    assert gate.admit(finding(path="archive/a.jsonl")) is None
    assert gate.admit(finding("error", "date.future")) is not None
    assert gate.by_severity == {"error": 1, "warning": 1, "info": 0}
    assert gate.by_rule == {"title.empty": 1, "date.future": 1}


def test_a_suppressed_finding_is_reported_and_does_not_count() -> None:
    gate = Gate()
    suppressed = finding(suppressed=Suppression("baseline"))
    assert gate.admit(suppressed) is suppressed
    assert not gate.failed
    assert gate.by_rule == {}


def test_severity_is_overridden_for_a_path() -> None:
    gate = Gate([RULE], overrides=[archive(severity={"title.empty": "info"})])
    admitted = gate.admit(finding(path="archive/a.jsonl"))
    assert admitted is not None
    assert admitted.severity == "info"
    assert not gate.failed


def test_a_finding_milder_than_its_rule_stays_so() -> None:
    gate = Gate([RULE], overrides=[archive(severity={"title.empty": "error"})])
    admitted = gate.admit(finding("info", path="archive/a.jsonl"))
    assert admitted is not None
    assert admitted.severity == "info"


def test_a_rule_selected_for_some_paths_counts_only_there() -> None:
    gate = Gate(
        [RULE],
        overrides=[archive(select=frozenset({"style.oxford-comma"}))],
        only_selected=frozenset({"style.oxford-comma"}),
    )
    assert gate.admit(finding(rule="style.oxford-comma")) is None
    assert gate.admit(finding(rule="style.oxford-comma", path="archive/a.jsonl")) is not None
    assert gate.admit(finding(path="archive/a.jsonl")) is None


def test_an_override_for_a_source_asks_for_the_source() -> None:
    override = Override(applies=lambda source: source == "Harbour Gazette", of="source", ignore=frozenset({"title.empty"}))
    gate = Gate([RULE], overrides=[override])
    assert gate.admit(finding(source="Harbour Gazette")) is None
    assert gate.admit(finding(source="Other")) is not None
    assert gate.admit(finding()) is not None


def test_the_last_override_that_speaks_wins() -> None:
    gate = Gate([RULE], overrides=[archive(severity={"title.empty": "error"}), archive(severity={"title.empty": "info"})])
    admitted = gate.admit(finding(path="archive/a.jsonl"))
    assert admitted is not None
    assert admitted.severity == "info"


def test_an_unreadable_record_always_counts() -> None:
    unreadable = finding("error", "record.unreadable", "archive/a.jsonl")
    gate = Gate([RULE], overrides=[archive(select=frozenset())])
    assert gate.admit(unreadable) is unreadable
    assert gate.failed
