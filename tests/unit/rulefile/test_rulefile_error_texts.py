"""The exact text a rule author sees, fault by fault."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from newslint.errors import RuleFileError, RuleFileErrors

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.rulefile import RuleSet

RULE = """\
version: 1
rules:
  - id: title.placeholder
    title: Title is a placeholder
    why: Text left by a template passes for a headline and ends up on a front page.
    severity: error
    fields: [title]
    kind: pattern
    params: {match: ['TBC'], whole: true}
    message: "{field} is {match!r}"
    examples:
      good: [{title: Harbour reopens}]
      bad: [{title: TBC}]
"""

CASES = {
    "misspelt key": (
        ("    severity:", "    severty:"),
        """\
error: rules.yaml:3:9: rule 'title.placeholder' lacks 'severity'
3 |   - id: title.placeholder
  |         ^

error: rules.yaml:6:5: unknown key 'severty'
6 |     severty: error
  |     ^
help: did you mean 'severity'?""",
    ),
    "misspelt key at the top": (
        ("version: 1", "version: 1\nnamespce: acme"),
        """\
error: rules.yaml:2:1: unknown key 'namespce'
2 | namespce: acme
  | ^
help: did you mean 'namespace'?""",
    ),
    "unknown kind": (
        ("kind: pattern", "kind: patern"),
        """\
error: rules.yaml:8:11: unknown kind 'patern'
8 |     kind: patern
  |           ^
help: did you mean 'pattern'?""",
    ),
    "unknown param": (
        ("whole:", "wholy:"),
        """\
error: rules.yaml:9:30: kind 'pattern' has no param 'wholy'
9 |     params: {match: ['TBC'], wholy: true}
  |                              ^
help: did you mean 'whole'?""",
    ),
    "param that is missing": (
        ("match: ['TBC'], ", ""),
        """\
error: rules.yaml:9:13: kind 'pattern' needs the param 'match'
9 |     params: {whole: true}
  |             ^""",
    ),
    "param of the wrong type": (
        ("whole: true", "whole: yes"),
        """\
error: rules.yaml:9:37: 'whole' must be true or false, not text
9 |     params: {match: ['TBC'], whole: yes}
  |                                     ^
help: in YAML 1.2 that is text: write true or false""",
    ),
    "param inside a list": (
        ("['TBC']", "['TBC', 12]"),
        """\
error: rules.yaml:9:29: 'match[1]' must be text, not a whole number
9 |     params: {match: ['TBC', 12], whole: true}
  |                             ^
help: put it in quotes""",
    ),
    "param out of bounds": (
        ("whole: true", "max_words: 0"),
        """\
error: rules.yaml:9:41: 'max_words' must be a whole number >= 1
9 |     params: {match: ['TBC'], max_words: 0}
  |                                         ^""",
    ),
    "bad regular expression": (
        ("'TBC'", "'TBC', 'TB(A|C'"),
        """\
error: rules.yaml:9:29: params.match[1]: missing ): TB(A|C
9 |     params: {match: ['TBC', 'TB(A|C'], whole: true}
  |                             ^""",
    ),
    "duplicate key": (
        ("    kind:", "    severity: info\n    kind:"),
        """\
error: rules.yaml:8:5: duplicate key 'severity'
8 |     severity: info
  |     ^
help: it is given on line 6 already""",
    ),
    "unknown severity": (
        ("severity: error", "severity: warn"),
        """\
error: rules.yaml:6:15: unknown severity 'warn'
6 |     severity: warn
  |               ^
help: did you mean 'warning'? severity is one of error, info, warning""",
    ),
    "unknown profile": (
        ("    kind:", "    profile: standard\n    kind:"),
        """\
error: rules.yaml:8:14: unknown profile 'standard'
8 |     profile: standard
  |              ^
help: profile is one of minimal, recommended, strict""",
    ),
    "unknown placeholder": (
        ("{field} is", "{feild} is"),
        """\
error: rules.yaml:10:14: message has an unknown placeholder {feild}
10 |     message: "{feild} is {match!r}"
   |              ^
help: did you mean 'field'? known: {field}, {match}, {record_id}, {value}""",
    ),
    "missing example": (
        ("      bad: [{title: TBC}]\n", ""),
        """\
error: rules.yaml:12:7: rule 'title.placeholder' has no bad example
12 |       good: [{title: Harbour reopens}]
   |       ^
help: examples are the tests of a rule, and its documentation""",
    ),
    "tab": (
        ("    severity:", "\tseverity:"),
        """\
error: rules.yaml:6:1: a tab in the indentation
6 |  severity: error
  | ^
help: indent with spaces""",
    ),
    "extends the unknown": (
        ("    title: Title is", "    extends: title.placeholdr\n    title: Title is"),
        """\
error: rules.yaml:4:14: rule 'title.placeholder' extends the unknown rule 'title.placeholdr'
4 |     extends: title.placeholdr
  |              ^
help: did you mean 'title.placeholder'?""",
    ),
    "extends itself": (
        ("    title: Title is", "    extends: title.placeholder\n    title: Title is"),
        """\
error: rules.yaml:4:14: rules extend each other in a circle: title.placeholder -> title.placeholder
4 |     extends: title.placeholder
  |              ^""",
    ),
    "slip of a field": (
        ("fields: [title]", "fields: [titel]"),
        """\
error: rules.yaml:7:14: unknown field 'titel'
7 |     fields: [titel]
  |              ^
help: did you mean 'title'? A field of the input that is really called so is extra.titel""",
    ),
    "version of tomorrow": (
        ("version: 1", "version: 2"),
        """\
error: rules.yaml:1:10: unknown version 2
1 | version: 2
  |          ^
help: version is 1""",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_error_text(load: Callable[..., RuleSet], case: str) -> None:
    (old, new), expected = CASES[case]
    text = RULE.replace(old, new, 1)
    assert text != RULE
    with pytest.raises(RuleFileErrors) as caught:
        load(text)
    assert caught.value.render() == expected


def test_the_rule_itself_loads(load: Callable[..., RuleSet]) -> None:
    assert [rule.id for rule in load(RULE)] == ["title.placeholder"]


def test_duplicate_id_names_both_places(load: Callable[..., RuleSet]) -> None:
    with pytest.raises(RuleFileErrors) as caught:
        load(RULE, other=RULE)
    assert (
        caught.value.render()
        == """\
error: other.yaml:3:9: rule id 'title.placeholder' is already taken
3 |   - id: title.placeholder
  |         ^
help: first used at rules.yaml:3:9"""
    )


def test_circle_of_two_files(load: Callable[..., RuleSet]) -> None:
    first = RULE.replace("    title:", "    extends: title.other\n    title:", 1)
    second = RULE.replace("title.placeholder", "title.other").replace(
        "    title:", "    extends: title.placeholder\n    title:", 1
    )
    with pytest.raises(RuleFileErrors) as caught:
        load(first, other=second)
    assert (
        caught.value.render()
        == """\
error: rules.yaml:4:14: rules extend each other in a circle: title.placeholder -> title.other -> title.placeholder
4 |     extends: title.other
  |              ^"""
    )


def test_every_fault_is_told_in_order_of_place(load: Callable[..., RuleSet]) -> None:
    text = (
        RULE.replace("severity: error", "severity: fatal").replace("kind: pattern", "knd: pattern").replace("[title]", "[titel]")
    )
    with pytest.raises(RuleFileErrors) as caught:
        load(text)
    assert [(error.line, error.column, error.reason) for error in caught.value.errors] == [
        (3, 9, "rule 'title.placeholder' lacks 'kind'"),
        (6, 15, "unknown severity 'fatal'"),
        (7, 14, "unknown field 'titel'"),
        (8, 5, "unknown key 'knd'"),
    ]


def test_an_inherited_fault_is_told_once(load: Callable[..., RuleSet]) -> None:
    child = """\
  - id: title.child
    extends: title.placeholder
    examples: {good: [{title: a}], bad: [{title: TBC}]}
"""
    with pytest.raises(RuleFileErrors) as caught:
        load(RULE.replace("severity: error", "severity: fatal") + child)
    assert [error.line for error in caught.value.errors] == [6]


def test_errors_survive_pickling(load: Callable[..., RuleSet]) -> None:
    with pytest.raises(RuleFileError) as caught:
        load(RULE.replace("kind: pattern", "kind: patern"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(again, RuleFileErrors)
    assert again.render() == caught.value.render()
    assert str(again) == "rules.yaml:8:11: unknown kind 'patern'"
