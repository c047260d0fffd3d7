"""Rules about rules: each fault is found in a rule that has it, and in no other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main
from newslint.lab.lint import FAULTS, lint_rules
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

SOUND: dict[str, Any] = {
    "id": "house.ferry-line",
    "title": "Former name of the ferry company",
    "why": "The company changed hands in spring; archive links and the style guide know the new name only.",
    "severity": "warning",
    "fields": ["title", "body"],
    "kind": "phrases",
    "params": {"phrases": ["Calder Steam Packet", "Calder Lines Ltd"]},
    "message": "{field} names the company {match!r}",
    "help": "Write Calder Ferries.",
    "examples": {
        "good": [{"title": "Ferries late", "body": "The Calder packet was late."}, {"title": "The Calder Steam Engine"}],
        "bad": [{"title": "Calder Steam Packet late"}, {"title": "Ferries late", "body": "Calder Lines Ltd said so."}],
    },
}


def written(folder: Path, *changes: dict[str, Any]) -> str:
    """A rule file with the sound rule, once for each set of changes; JSON is YAML."""
    path = folder / "house.yaml"
    path.write_text(
        json.dumps({"version": 1, "rules": [_without_none({**SOUND, **change}) for change in changes]}), encoding="utf-8"
    )
    return str(path)


def _without_none(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if value is not None}


def faults(folder: Path, *changes: dict[str, Any]) -> list[tuple[str, str | None]]:
    """``(fault, place)`` of what is graver than a hint."""
    found = lint_rules(load_rules(written(folder, *changes)))
    return [(finding.rule, finding.field) for finding in found if finding.severity != "info"]


def test_a_sound_rule_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("change", "fault", "place"),
    [
        ({"params": {"phrases": ["Calder", "Marrow"], "min_words": 9, "max_words": 3}}, "lint.impossible-pattern", "params.min_words"),
        ({"params": {"phrases": ["Calder Steam Packet", "Calder Lines Ltd", "one two three four"], "max_words": 3}},
         "lint.impossible-pattern", "params.phrases[2]"),
        ({"params": {"phrases": ["Calder Steam Packet", "Calder Lines Ltd", "calder steam packet"]}}, "lint.repeated-alternative",
         "params.phrases[2]"),
        ({"kind": "pattern", "params": {"match": "Calder (Steam Packet|Lines Ltd|Steam Packet)"}}, "lint.repeated-alternative",
         "params.match[0]"),
        ({"kind": "pattern", "params": {"match": r"\S+ (Steam Packet|Lines Ltd)"}}, "lint.open-start", "params.match[0]"),
        ({"why": "The former name of the ferry company is the former company name."}, "lint.empty-why", "why"),
        ({"message": "a former name"}, "lint.message-without-evidence", "message"),
        ({"help": "TODO"}, "lint.to-do", "help"),
        ({"help": None}, "lint.no-help", "id"),
        ({"fix": {"op": "strip"}}, "lint.idle-fix", "fix"),
        ({"fields": ["subtitle"]}, "lint.unknown-field", "fields"),
        ({"examples": {"good": SOUND["examples"]["good"][:1], "bad": SOUND["examples"]["bad"]}}, "lint.few-examples", "examples.good"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(change: dict[str, Any], fault: str, place: str, tmp_path: Path) -> None:
    assert (fault, place) in faults(tmp_path, change)


def test_examples_that_say_the_contrary(tmp_path: Path) -> None:
    good, bad = SOUND["examples"]["good"], SOUND["examples"]["bad"]
    assert faults(tmp_path, {"examples": {"good": [*good, bad[0]], "bad": bad}}) == [
        ("lint.contradictory-example", "examples.good[2]")
    ]
    fires = {"examples": {"good": [*good, {"title": "Calder Lines Ltd late"}], "bad": bad}}
    assert faults(tmp_path, fires) == [("lint.good-example-fires", "examples.good[2]")]
    dead = faults(tmp_path, {"examples": {"good": good, "bad": [{"title": "Ferry late"}, {"title": "Ferry lost"}]}})
    assert dead == [("lint.dead-rule", "examples.bad")]


def test_a_good_example_that_trips_another_rule_has_to_say_so(tmp_path: Path) -> None:
    other = {"id": "house.packet", "params": {"phrases": ["Calder Packet"]}, "examples": {
        "good": [{"title": "Calder Lines Ltd packet"}, {"title": "The packet"}],
        "bad": [{"title": "Calder packet"}, {"title": "Ferry", "body": "The Calder packet"}],
    }}  # fmt: skip
    assert faults(tmp_path, {}, other) == [
        ("lint.trips-another", "examples.good[0]"),
        ("lint.trips-another", "examples.good[0]"),
    ]
    first = [{"record": SOUND["examples"]["good"][0], "also": ["house.packet"]}, SOUND["examples"]["good"][1]]
    second = [{"record": {"title": "Calder Lines Ltd packet"}, "also": ["house.ferry-line"]}, {"title": "The packet"}]
    told = {**other, "examples": {"good": second, "bad": other["examples"]["bad"]}}  # type: ignore[dict-item]
    assert faults(tmp_path, {"examples": {**SOUND["examples"], "good": first}}, told) == []
    stale = {**SOUND["examples"], "good": [{"record": {"title": "Late"}, "also": ["house.packet"]}, *first]}
    assert ("lint.trips-another", "examples.good[0]") in faults(tmp_path, {"examples": stale}, told)


def test_exit_statuses_and_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rules", "lint", written(tmp_path, {})]) == 0
    assert capsys.readouterr().out == "1 rule in 1 file: no faults\n"
    path = written(tmp_path, {"message": "a former name"})
    assert main(["rules", "lint", path]) == 1
    out = capsys.readouterr().out
    assert out.startswith("house.yaml:1:")
    assert "warning lint.message-without-evidence [message] house.ferry-line: " in out
    assert main(["rules", "lint", path, "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["rule"] == "lint.message-without-evidence"
    assert finding["path"] == "house.yaml"
    assert main(["rules", "lint", "absent.yaml"]) == 2


def test_two_rules_of_one_id_cannot_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "lint", written(tmp_path, {}, {})]) == 2
    assert "house.ferry-line" in capsys.readouterr().err


def test_every_fault_is_described() -> None:
    assert all(text and not text.endswith(".") for _, text in FAULTS.values())
