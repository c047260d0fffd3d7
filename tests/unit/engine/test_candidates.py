"""Which rules look at which fields of a record: those in which their patterns match, and what comes of it."""

from __future__ import annotations

import pytest

import newslint
from newslint.kinds.columns import Columns
from newslint.model import Article
from newslint.text import pattern_set

RULES = """
version: 1
namespace: acme
rules:
"""
RULE = """
  - id: ferry.{name}
    title: Ferry
    why: A ferry in the title is not one in the body, and neither is the other.
    severity: warning
    fields: [{fields}]
    kind: pattern
    params: {{match: '\\bferry\\b'}}
    message: "{{field}}: {{match}}"
    examples:
      good: [{{title: Ships, body: It sails.}}, {{title: Quay, body: It sailed.}}]
      bad: [{{title: The ferry, body: The ferry sails.}}, {{title: A ferry, body: A ferry sailed.}}]
"""
FIELDS = {"in-body": "body", "in-both": "title, body", "in-title": "title"}
ARTICLES = [
    Article(title="The ferry", body="It sails."),
    Article(title="Ships", body="A ferry."),
    Article(body="Ferry"),
    Article(title="A ferry", body="A ferry."),
    Article(title="Ships", body="They sail."),
]


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> newslint.Linter:
    path = tmp_path_factory.mktemp("rules") / "ferry.yaml"
    path.write_text(RULES + "".join(RULE.format(name=name, fields=fields) for name, fields in FIELDS.items()), encoding="utf-8")
    return newslint.Linter(rule_paths=[str(path)], select=["acme"])


def test_fields_in_which_no_pattern_matches_are_not_looked_at(linter: newslint.Linter) -> None:
    if pattern_set.Automata is None:
        pytest.skip("RE2 looks at body and title in one pass")
    plan = linter._plan
    told = [
        {plan.rules[number].id.rpartition(".")[2]: fields for number, fields in chosen}
        for chosen in plan.candidates_of(Columns(ARTICLES, plan.context))
    ]
    assert told == [
        {"in-both": ("title",), "in-title": ("title",)},
        {"in-body": ("body",), "in-both": ("body",)},
        {"in-body": ("body",), "in-both": ("body",)},
        {"in-body": ("body",), "in-both": ("title", "body"), "in-title": ("title",)},
        {},
    ]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_is_found_does_not_depend_on_how_many_come_together(linter: newslint.Linter, count: int) -> None:
    plan = linter._plan
    found = [
        sorted((plan.rules[number].id, hit.field) for number, fields in chosen for hit in plan.run(record, number, fields))
        for at in range(0, len(ARTICLES), count)
        for columns in [Columns(ARTICLES[at : at + count], plan.context)]
        for record, chosen in zip(columns, plan.candidates_of(columns), strict=True)
    ]
    assert [[(name.rpartition(".")[2], field) for name, field in own] for own in found] == [
        [("in-both", "title"), ("in-title", "title")],
        [("in-body", "body"), ("in-both", "body")],
        [("in-body", "body"), ("in-both", "body")],
        [("in-body", "body"), ("in-both", "body"), ("in-both", "title"), ("in-title", "title")],
        [],
    ]
