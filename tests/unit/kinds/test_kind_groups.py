"""Rules about what other rules found: `tail_block` and `together`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.api import Linter
from newslint.model import Rule
from newslint.rulefile import builtin_rules_path, load_rules

if TYPE_CHECKING:
    from newslint.model import Finding

SAME: dict[str, Any] = {"title": "t", "why": "w", "severity": "warning", "fields": ("body",)}
LABEL = Rule(
    id="test.label",
    kind="pattern",
    message="m",
    params={"match": "LABEL", "in": "block", "whole": True},
    tags=("leftover",),
    **SAME,
)
CREDIT = Rule(id="test.credit", kind="pattern", message="m", params={"match": r"\(Kite\)"}, tags=("leftover",), **SAME)
OTHER = Rule(id="test.other", kind="pattern", message="m", params={"match": "ferry"}, tags=("spun",), **SAME)
TAIL = Rule(id="test.tail", kind="tail_block", message="{blocks} from {offset}", params={"tags": ["leftover"]}, **SAME)
BOTH = Rule(
    id="test.both",
    kind="together",
    message="{count} rules, {findings} findings: {rules}",
    params={"tags": ["leftover", "spun"]},
    **SAME,
)


def found(body: str, *rules: Rule, **fields: Any) -> list[Finding]:
    return Linter(rules=rules, cache=False).check_record({"title": "Port shut", "body": body, **fields})


def tails(body: str, *rules: Rule) -> list[tuple[str | None, str]]:
    findings = found(body, LABEL, CREDIT, OTHER, *(rules or (TAIL,)))
    return [(finding.excerpt, finding.message) for finding in findings if finding.rule == "test.tail"]


def test_a_tail_runs_to_the_end() -> None:
    assert tails("Story.\nLABEL\nMore.\nLABEL\n* * *\nLABEL\nLABEL") == [("LABEL\n* * *\nLABEL\nLABEL", "3 from 19")]


@pytest.mark.parametrize(
    "body",
    [
        "Story.\nLABEL\nLABEL",
        "LABEL\nLABEL\nLABEL\nStory.",
        "Story.\nA ferry.\nA ferry.\nA ferry.",
        "A long paragraph about the quay. (Kite)\nA long paragraph about it. (Kite)\nA long paragraph about us. (Kite)",
    ],
    ids=["two blocks", "at the start", "other tags", "a small part of each block"],
)
def test_what_is_no_tail(body: str) -> None:
    assert tails(body) == []


def test_a_tail_needs_the_rules_it_speaks_of() -> None:
    assert found("Story.\nLABEL\nLABEL\nLABEL", TAIL) == []


def test_conditions_hold_for_the_group() -> None:
    german = Rule(id="test.tail", kind="tail_block", message="m", params={"tags": ["leftover"]}, languages=("de",), **SAME)
    body = "Story.\nLABEL\nLABEL\nLABEL"
    assert [f.rule for f in found(body, LABEL, german, language="en")] == ["test.label"] * 3
    assert [f.rule for f in found(body, LABEL, german, language="de")].count("test.tail") == 1


def test_rules_count_once_each() -> None:
    assert [f.message for f in found("LABEL\nThe ferry (Kite)", LABEL, CREDIT, OTHER, BOTH) if f.rule == "test.both"] == [
        "3 rules, 3 findings: test.label, test.credit, test.other"
    ]
    assert all(f.rule != "test.both" for f in found("LABEL\nLABEL\nLABEL (Kite)", LABEL, CREDIT, OTHER, BOTH))


def test_findings_may_be_asked_for() -> None:
    many = Rule(
        id="test.both", kind="together", message="m", params={"tags": ["leftover"], "min_rules": 1, "min_findings": 3}, **SAME
    )
    assert any(f.rule == "test.both" for f in found("LABEL\nLABEL\nLABEL", LABEL, many))
    assert all(f.rule != "test.both" for f in found("LABEL\nLABEL", LABEL, many))


def test_a_finding_about_the_record_has_no_span() -> None:
    (finding,) = [f for f in found("LABEL\nThe ferry (Kite)", LABEL, CREDIT, OTHER, BOTH) if f.rule == "test.both"]
    assert (finding.field, finding.start, finding.excerpt) == (None, None, None)


@given(st.lists(st.sampled_from(["LABEL", "Story.", "- LABEL", "---", "", "(Kite)"]), max_size=12))
def test_a_tail_begins_and_ends_with_a_label(blocks: list[str]) -> None:
    body = "\n".join(blocks)
    for excerpt, _ in tails(body):
        assert excerpt is not None
        assert "Story." not in excerpt
        assert body.rstrip().removesuffix("-").rstrip("-\n ").endswith(excerpt.rstrip("-\n "))
        assert sum(any(char.isalpha() for char in line) for line in excerpt.split("\n")) >= 3


def test_examples_run_with_the_rules_they_need() -> None:
    from newslint.api import check_examples
    from newslint.rulefile.examples import run

    rule = load_rules([builtin_rules_path()]).find("boilerplate.tail-block")
    assert rule is not None
    assert [outcome.message for outcome in run(rule, check_examples) if not outcome.ok] == []
