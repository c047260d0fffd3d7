"""``extends``, ``defaults``, ``params+``, ``params-``, ``abstract``, namespaces, and the overrides of a configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.errors import ConfigError, RuleFileErrors
from newslint.rulefile.inherit import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.base import Kind
    from newslint.model import Rule
    from newslint.rulefile import RuleSet

EXAMPLES = {"good": [{"title": "a"}], "bad": [{"title": "TBC"}]}


def document(*rules: dict[str, Any], **top: Any) -> str:
    return json.dumps({"version": 1, **top, "rules": list(rules)})


def child(**keys: Any) -> dict[str, Any]:
    return {"id": "title.child", "extends": "title.placeholder", "examples": EXAMPLES, **keys}


def by_id(rules: RuleSet, name: str = "title.child") -> Rule:
    found = rules.find(name)
    assert found is not None
    return found


def test_everything_is_inherited_but_id_examples_and_aliases(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    rule |= {
        "profile": "strict",
        "languages": ["de"],
        "tags": ["t"],
        "links": ["https://example.org"],
        "help": "h",
        "since": "0.1",
        "report": "file",
        "when": {"field": "genre", "present": True},
        "fix": {"op": "delete"},
        "aliases": ["title.old"],
    }
    rules = load(document(rule, child()))
    parent, found = by_id(rules, "title.placeholder"), by_id(rules)
    for name in parent.__struct_fields__:
        if name not in {"id", "examples", "aliases", "line"}:
            assert getattr(found, name) == getattr(parent, name), name
    assert found.aliases == ()
    assert found.examples == EXAMPLES
    assert rules.aliases == {"title.old": "title.placeholder"}


def test_what_the_rule_says_itself_wins(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    found = by_id(load(document(rule, child(severity="info", title="Another", fields=["body"]))))
    assert (found.severity, found.title, found.fields, found.message) == ("info", "Another", ("body",), "{field} is {match!r}")


def test_order_of_rules_and_files_does_not_matter(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    grandchild = child(id="title.grandchild", extends="title.child", **{"params+": {"match": ["x"]}})
    first = load(a=document(grandchild), b=document(child(severity="info")), c=document(rule))
    second = load(a=document(rule), b=document(child(severity="info")), c=document(grandchild))
    for name in ("title.child", "title.grandchild"):
        one, other = by_id(first, name), by_id(second, name)
        assert (one.severity, one.params) == (other.severity, other.params)
    assert by_id(first, "title.grandchild").params == {"match": ["TBC", "x"]}
    assert by_id(first, "title.grandchild").severity == "info"


@pytest.mark.parametrize(
    ("changes", "params"),
    [
        ({"params": {"whole": True}}, {"match": ["TBC", "TBA"], "whole": True}),
        ({"params": {"match": "X"}}, {"match": "X"}),
        ({"params+": {"match": ["X", "Y"]}}, {"match": ["TBC", "TBA", "X", "Y"]}),
        ({"params+": {"match": "X"}}, {"match": ["TBC", "TBA", "X"]}),
        ({"params-": {"match": ["TBC"]}}, {"match": ["TBA"]}),
        ({"params-": {"match": "TBC"}}, {"match": ["TBA"]}),
        ({"params+": {"match": ["X"]}, "params-": {"match": ["TBA"]}}, {"match": ["TBC", "X"]}),
        ({"params": {"match": "X"}, "params+": {"match": ["Y"]}}, {"match": ["X", "Y"]}),
        ({"params+": {"skip": ["x"]}}, {"match": ["TBC", "TBA"], "skip": ["n/a", "x"]}),
        ({"params-": {"skip": ["n/a"]}}, {"match": ["TBC", "TBA"], "skip": []}),
        ({"params+": {"table": {"a": "b"}}}, {"match": ["TBC", "TBA"], "table": {"a": "b"}}),
    ],
)
def test_params_are_laid_over_each_other(
    load: Callable[..., RuleSet], rule: dict[str, Any], changes: dict[str, Any], params: dict[str, Any]
) -> None:
    rule["params"] = {"match": ["TBC", "TBA"]}
    rules = load(document(rule, child(**changes)))
    assert by_id(rules).params == params
    assert by_id(rules, "title.placeholder").params == {"match": ["TBC", "TBA"]}


def test_mappings_take_and_lose_keys(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    rule["params"]["table"] = {"a": "1", "b": "2"}
    rules = load(document(rule, child(**{"params+": {"table": {"c": "3"}}, "params-": {"table": ["a"]}})))
    assert by_id(rules).params["table"] == {"b": "2", "c": "3"}


@pytest.mark.parametrize(
    ("changes", "reason", "hint"),
    [
        ({"params-": {"match": ["TBB"]}}, "params-: 'match' holds no 'TBB' to take away", "did you mean 'TBC'?"),
        ({"params-": {"whole": [True]}}, "params-: there is no 'whole' to take from", None),
        ({"params+": {"match": {"a": "b"}}}, "params+: 'match' is a list, and cannot take a mapping", None),
        ({"params+": {"wholy": ["x"]}}, "kind 'pattern' has no param 'wholy'", "did you mean 'whole'?"),
        ({"params+": {"max_words": [3]}}, "'max_words' must be a whole number, not a list", None),
    ],
)
def test_params_that_cannot_be_laid_over(
    load: Callable[..., RuleSet], rule: dict[str, Any], changes: dict[str, Any], reason: str, hint: str | None
) -> None:
    with pytest.raises(RuleFileErrors) as caught:
        load(document(rule), child=document(child(**changes)))
    (error,) = caught.value.errors
    assert (error.path, error.reason, error.hint) == ("child.yaml", reason, hint)


def test_a_pattern_that_was_added_is_blamed_where_it_stands(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    added = 'version: 1\nrules:\n  - id: title.child\n    extends: title.placeholder\n    params+: {match: [ok, "(a"]}\n'
    added += "    examples: {good: [{title: a}], bad: [{title: ok}]}\n"
    with pytest.raises(RuleFileErrors) as caught:
        load(document(rule), child=added)
    (error,) = caught.value.errors
    assert (error.path, error.line, error.column) == ("child.yaml", 5, 27)
    assert error.reason == "params.match[2]: missing ): (a"


def test_abstract_rules_may_be_incomplete_and_do_not_run(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    base = {"id": "title.base", "abstract": True, "kind": "pattern", "severity": "info", "params": {"whole": True}}
    del rule["severity"], rule["kind"]
    rules = load(document(base, {**rule, "extends": "title.base"}))
    assert [found.id for found in rules] == ["title.placeholder"]
    assert (rules[0].severity, rules[0].params) == ("info", {"whole": True, "match": ["TBC"]})


def test_what_an_abstract_rule_says_is_checked(load: Callable[..., RuleSet]) -> None:
    with pytest.raises(RuleFileErrors) as caught:
        load(document({"id": "title.base", "abstract": True, "kind": "pattern", "params": {"wholy": 1}, "severity": "fatal"}))
    assert sorted(error.reason for error in caught.value.errors) == [
        "kind 'pattern' has no param 'wholy'",
        "unknown severity 'fatal'",
    ]


def test_children_of_a_missing_rule_are_not_called_incomplete(load: Callable[..., RuleSet]) -> None:
    with pytest.raises(RuleFileErrors) as caught:
        load(document(child(), child(id="title.grandchild", extends="title.child")))
    assert [error.reason for error in caught.value.errors] == ["rule 'title.child' extends the unknown rule 'title.placeholder'"]


def test_defaults_lie_under_each_rule(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    del rule["severity"], rule["fields"]
    other = {**rule, "id": "title.other", "severity": "error", "tags": ["own"], "params": {"match": "X", "whole": False}}
    defaults = {
        "severity": "info",
        "profile": "strict",
        "languages": ["de"],
        "tags": ["t"],
        "fields": ["title"],
        "params": {"whole": True},
    }
    rules = load(document(rule, other, defaults=defaults))
    first, second = by_id(rules, "title.placeholder"), by_id(rules, "title.other")
    assert (first.severity, first.profile, first.languages, first.tags, first.fields) == (
        "info",
        "strict",
        ("de",),
        ("t",),
        ("title",),
    )
    assert first.params == {"whole": True, "match": ["TBC"]}
    assert (second.severity, second.tags, second.params) == ("error", ("own",), {"whole": False, "match": "X"})


def test_defaults_of_a_file_lie_over_what_its_rules_inherit(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    rule |= {"languages": ["en"], "tags": ["t"]}
    rules = load(document(rule), german=document(child(), defaults={"languages": ["de"], "params": {"whole": True}}))
    found = by_id(rules)
    assert (found.languages, found.tags, found.params) == (("de",), ("t",), {"match": ["TBC"], "whole": True})


def test_namespace(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    own = {**rule, "id": "title.own", "aliases": ["title.old"]}
    near = child(id="acme/title.near", extends="title.own")
    rules = load(document(rule), acme=document(own, near, child(id="title.placeholder"), namespace="acme"))
    assert [found.id for found in rules] == ["title.placeholder", "acme/title.own", "acme/title.near", "acme/title.placeholder"]
    assert rules.aliases == {"acme/title.old": "acme/title.own"}


def test_extending_a_namesake_outside_the_namespace(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    rules = load(document(rule), acme=document(child(severity="info"), namespace="acme"))
    assert by_id(rules, "acme/title.child").fields == ("title",)


def test_aliases_are_unique(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    first, second = {**rule, "aliases": ["title.old"]}, {**rule, "id": "title.other", "aliases": ["title.old"]}
    with pytest.raises(RuleFileErrors) as caught:
        load(document(first), other=document(second))
    (error,) = caught.value.errors
    assert error.reason == "alias 'title.old' is already taken"
    assert error.hint is not None
    assert error.hint.startswith("first used at rules.yaml:1:")


def test_override(load: Callable[..., RuleSet], rule: dict[str, Any], kinds: Callable[[str], Kind]) -> None:
    (found,) = load(document(rule))
    changed = override(
        found,
        kinds,
        severity="info",
        languages=["de"],
        fields=["body"],
        params={"whole": True},
        params_add={"match": ["X"]},
        params_remove={"match": ["TBC"]},
    )
    assert (changed.severity, changed.languages, changed.fields) == ("info", ("de",), ("body",))
    assert changed.params == {"match": ["X"], "whole": True}
    assert found.params == {"match": ["TBC"]}
    assert override(found, kinds) is found


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"params": {"wholy": True}}, "rule 'title.placeholder': kind 'pattern' has no param 'wholy'"),
        ({"params": {"whole": "yes"}}, "rule 'title.placeholder': 'whole' must be true or false, not text"),
        ({"params": {"match": "(a"}}, "rule 'title.placeholder': params.match[0]: missing ): (a"),
        ({"params_remove": {"match": ["X"]}}, "rule 'title.placeholder': params-: 'match' holds no 'X' to take away"),
    ],
)
def test_override_that_cannot_be(
    load: Callable[..., RuleSet], rule: dict[str, Any], kinds: Callable[[str], Kind], changes: dict[str, Any], reason: str
) -> None:
    (found,) = load(document(rule))
    with pytest.raises(ConfigError) as caught:
        override(found, kinds, **changes)
    assert caught.value.reason == reason
