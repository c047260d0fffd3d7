"""What a rule has to keep to, key by key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.errors import RuleFileErrors
from newslint.kinds.base import Check, Kind, Params
from newslint.model import Condition, FixSpec, Rule
from newslint.rulefile import load_rules
from newslint.rulefile.semantics import compile_rule
from newslint.rulefile.yaml_source import compose, decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.errors import RuleFileError
    from newslint.rulefile import RuleSet

# JSON is YAML, but for keys that would repeat.


def document(*rules: dict[str, Any], **top: Any) -> str:
    return json.dumps({"version": 1, **top, "rules": list(rules)}, ensure_ascii=False)


def reasons(load: Callable[..., RuleSet], *rules: dict[str, Any], **top: Any) -> list[str]:
    with pytest.raises(RuleFileErrors) as caught:
        load(document(*rules, **top))
    return [error.reason for error in caught.value.errors]


def test_a_rule_as_it_is_written(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    rule |= {
        "profile": None,
        "languages": ["en", "pt-BR"],
        "when": {"field": "genre", "is_not": ["opinion"], "max_words": 3},
        "help": "Write the headline.",
        "fix": {"op": "replace", "with": "", "safe": True},
        "tags": ["template"],
        "links": ["https://example.org/titles"],
        "aliases": ["title.tbc"],
        "since": "0.1",
        "report": "file",
    }
    rules = load(document(rule))
    (found,) = rules
    assert found.profile is None
    assert found.languages == ("en", "pt-BR")
    assert found.when == (Condition("genre", is_not=("opinion",), max_words=3),)
    assert found.fix == FixSpec("replace", safe=True, with_="")
    assert found.help == "Write the headline."
    assert (found.tags, found.links, found.since, found.report) == (("template",), ("https://example.org/titles",), "0.1", "file")
    assert found.params == {"match": ["TBC"]}
    assert found.examples == rule["examples"]
    assert (found.pack, found.path, found.line) == ("rules.yaml", "rules.yaml", 1)
    assert rules.aliases == {"title.tbc": "title.placeholder"}
    assert rules.find("title.tbc") is found
    assert rules.find("title.placeholder") is found
    assert rules.find("title.none") is None


def test_what_is_not_written(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    (found,) = load(document(rule))
    assert found.profile == "recommended"
    assert (found.languages, found.when, found.fix, found.help, found.since, found.report) == ((), (), None, None, None, "record")


LONG = "A reason that is long enough to say what would break."

BAD = {
    "id without dot": ({"id": "placeholder"}, ["rule id 'placeholder' is not of the form family.fault"]),
    "id in capitals": ({"id": "Title.x"}, ["rule id 'Title.x' is not of the form family.fault"]),
    "id that is a number": ({"id": 1.5}, ["'id' must be text, not a number"]),
    "id of newslint": ({"id": "core/title.x"}, ["the namespace 'core' is reserved for newslint"]),
    "title with full stop": ({"title": "It is bad."}, ["a title ends without full stop"]),
    "title of two lines": ({"title": "It is\nbad"}, ["a title is one line"]),
    "title of spaces": ({"title": "  "}, ["a title is one line"]),
    "short why": ({"why": "Because."}, ["'why' has 8 characters; it needs 40"]),
    "why repeats": ({"title": LONG[:-1], "why": LONG.upper()}, ["'why' only repeats the title"]),
    "no field": ({"fields": []}, ["'fields' must be a list of length >= 1"]),
    "field of spaces": ({"fields": ["a b"]}, ["'a b' is not a field"]),
    "element of a list field": ({"fields": ["authors[0]"]}, ["'authors[0]' is not a field"]),
    "path into a text": ({"fields": ["title.main"]}, ["field 'title.main': 'title' is a string and holds no 'main'"]),
    "slip of a field": ({"fields": ["author"]}, ["unknown field 'author'"]),
    "slip in when": ({"when": {"field": "gnre", "present": True}}, ["unknown field 'gnre'"]),
    "when without test": ({"when": [{"field": "genre"}]}, ["the condition tests nothing"]),
    "when with bad pattern": ({"when": {"field": "genre", "matches": "(a"}}, None),
    "language by name": ({"languages": ["english"]}, ["'english' is not a BCP 47 language tag"]),
    "link elsewhere": ({"links": ["ftp://example.org"]}, ["'ftp://example.org' is not a link"]),
    "tags as text": ({"tags": "scrape"}, ["'tags' must be a list, not text"]),
    "version as number": ({"since": 0.3}, ["'since' must be text, not a number"]),
    "help of two lines": ({"help": "a\nb"}, ["'help' is one line"]),
    "unknown report": ({"report": "files"}, ["unknown report 'files'"]),
    "alias without dot": ({"aliases": ["old"]}, ["alias 'old' is not of the form family.fault"]),
    "alias is the id": ({"aliases": ["title.placeholder"]}, ["alias 'title.placeholder' is already taken"]),
    "empty key": ({"tags": None}, ["'tags' must be a list, not empty"]),
    "params as list": ({"params": ["TBC"]}, ["'params' must be a mapping, not a list"]),
    "fix without op": ({"fix": {"safe": True}}, ["'fix' lacks 'op'"]),
    "unknown fix": ({"fix": {"op": "remove"}}, ["unknown fix.op 'remove'"]),
    "replace by nothing said": ({"fix": {"op": "replace"}}, ["fix op 'replace' needs 'with'"]),
    "map without table": ({"fix": {"op": "map"}}, ["fix op 'map' needs 'table'"]),
    "delete with": ({"fix": {"op": "delete", "with": "x"}}, ["fix op 'delete' takes no 'with'"]),
    "unknown group": ({"fix": {"op": "replace", "with": "\\g<nme>"}}, ["'with' names the group 'nme', which no pattern has"]),
    "open brace": ({"message": "{field"}, ["message: expected '}' before end of string"]),
    "placeholder without name": ({"message": "{} {0}"}, ["message has a placeholder without name"]),
    "attribute": ({"message": "{value.real}"}, ["message: {value.real} is more than a name"]),
    "index": ({"message": "{value[0]}"}, ["message: {value[0]} is more than a name"]),
    "conversion": ({"message": "{value!a}"}, ["message: !a is not a conversion"]),
    "format": ({"message": "{value:{field}}"}, ["message: '{field}' is not a format of {value}"]),
    "format of a number for a text": ({"message": "{value:.0%}"}, ["message: '.0%' is not a format of {value}"]),
    "kind without fix": ({"kind": "length", "params": {}, "fix": {"op": "kind"}}, ["kind 'length' proposes no fix of its own"]),
    "examples as list": ({"examples": []}, ["'examples' must be a mapping, not a list"]),
    "no good example": ({"examples": {"good": [], "bad": [{}]}}, ["rule 'title.placeholder' has no good example"]),
    "list for one record": ({"examples": {"good": [[{}]], "bad": [{}]}}, ["kind 'pattern' looks at one record at a time"]),
    "slip in an example": (
        {"examples": {"good": [{}], "bad": [{"record": {}, "att": "x"}]}},
        ["unknown key 'att' in examples.bad[0]"],
    ),
    "place in a good example": (
        {"examples": {"good": [{"record": {}, "at": "x"}], "bad": [{}]}},
        ["'at' says what a rule finds, and in a good example it finds nothing"],
    ),
    "clock": ({"examples": {"good": [{}], "bad": [{"record": {}, "now": "noon"}]}}, ["'noon' is not a date and time"]),
    "example as text": ({"examples": {"good": ["x"], "bad": [{}]}}, ["'examples.good[0]' must be a mapping or a list, not text"]),
    "params- without list": ({"params-": {"match": ["x"]}}, ["params-: 'match' holds no 'x' to take away"]),
}


@pytest.mark.parametrize("case", BAD)
def test_fault(load: Callable[..., RuleSet], rule: dict[str, Any], case: str) -> None:
    changes, expected = BAD[case]
    found = reasons(load, {**rule, **changes})
    if expected is None:
        assert len(found) == 1
        assert found[0].startswith("when.matches: ")
    else:
        assert found[: len(expected)] == expected
        assert len(set(found)) == len(expected)


GOOD: dict[str, dict[str, Any]] = {
    "namespaced id": {"id": "acme/title.x"},
    "deep id": {"id": "title.placeholder.tbc-2"},
    "extra field that is a slip otherwise": {"fields": ["extra.titel", "meta.author", "og:title"]},
    "conditions": {"when": [{"field": "genre", "present": False}, {"field": "body", "matches": r"\bsaid\b", "min_words": 3}]},
    "braces": {"message": "{{literal}} {value:>8} {match!s:.20}"},
    "group as placeholder": {"params": {"match": ["(?P<word>TBC)"]}, "message": "{word}"},
    "group in the replacement": {"params": {"match": ["(?P<word>TBC)"]}, "fix": {"op": "replace", "with": "\\g<word>."}},
    "placeholder of the kind": {"kind": "length", "params": {}, "message": "{words:.1f} {words!r:>8}"},
    "map": {"fix": {"op": "map", "table": {"TBC": "Title"}}},
    "clock and count": {
        "examples": {"good": [{"record": {}, "now": "2026-03-01"}], "bad": [{"record": {"title": "TBC"}, "count": 1}]}
    },
    "place by field": {"examples": {"good": [{}], "bad": [{"record": {}, "at": {"field": "title", "text": "TBC"}}]}},
    "record with a field called record": {
        "examples": {"good": [{"record": {"a": 1}, "title": "x"}], "bad": [{"record": "B-side"}]}
    },
    "records of a data set": {
        "kind": "unique",
        "params": {},
        "examples": {"good": [[{}, {}]], "bad": [{"record": [{}, {}]}, {}]},
    },
}


@pytest.mark.parametrize("case", GOOD)
def test_no_fault(load: Callable[..., RuleSet], rule: dict[str, Any], case: str) -> None:
    assert len(load(document({**rule, **GOOD[case]}))) == 1


def test_missing_keys_are_told_together(load: Callable[..., RuleSet]) -> None:
    assert reasons(load, {"id": "title.x"}) == [
        "rule 'title.x' lacks 'title', 'why', 'severity', 'fields', 'kind', 'message', 'examples'"
    ]


def test_rule_without_id(load: Callable[..., RuleSet], rule: dict[str, Any]) -> None:
    del rule["id"]
    rule["severity"] = "fatal"
    assert sorted(reasons(load, rule)) == ["a rule lacks 'id'", "unknown severity 'fatal'"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the rule file is empty"),
        ("- a", "a rule file must be a mapping, not a list"),
        ("version: 1\n", "a rule file lacks 'rules'"),
        ("version: 1\nrules: []\n", "'rules' must be a list of length >= 1"),
        ("version: 1\nrules: [x]\n", "a rule must be a mapping"),
        ("version: '1'\nrules: [{id: a.b, abstract: true}]", "'version' must be a whole number, not text"),
        ("version: 1\nnamespace: Acme\nrules: [{id: a.b, abstract: true}]", "'Acme' is not a namespace"),
        ("version: 1\nnamespace: core\nrules: [{id: a.b, abstract: true}]", "the namespace 'core' is reserved for newslint"),
        ("version: 1\ndefaults: {severty: info}\nrules: [{id: a.b, abstract: true}]", "unknown key 'severty' in 'defaults'"),
        ("version: 1\ndefaults: {fields: [titel]}\nrules: [{id: a.b, abstract: true}]", "unknown field 'titel'"),
        (
            "version: 1\nnamespace: acme\nrules: [{id: other/a.b, abstract: true}]",
            "rule id 'other/a.b' is not in the file's namespace 'acme'",
        ),
    ],
)
def test_file_at_fault(tmp_path: Any, load: Callable[..., RuleSet], text: str, reason: str) -> None:
    with pytest.raises(RuleFileErrors) as caught:
        load(only=text)
    assert [error.reason for error in caught.value.errors] == [reason]


def test_a_kind_that_cannot_be_imported_is_a_fault_of_the_rule(tmp_path: Any, rule: dict[str, Any]) -> None:
    def get_kind(name: str) -> Any:
        raise ImportError("No module named 'rensa'")

    path = tmp_path / "r.yaml"
    path.write_text(document(rule), encoding="utf-8")
    with pytest.raises(RuleFileErrors) as caught:
        load_rules([str(path)], get_kind, cache=False)
    assert "kind 'pattern' cannot be used: No module named 'rensa'" in [error.reason for error in caught.value.errors]


@pytest.mark.parametrize(
    ("blamed", "at"),
    [
        ("params.table.per cent: no", '"%"'),
        ("params.table.e.g.: no", '"for example"'),
        ("params.match[1]: no", '"two"'),
        ("params.match[7]: no", '["one"'),
        ("params.match: no", '["one"'),
        ("params.none: no", '{"match"'),
        ("params: no", '{"match"'),
        ("no place at all", '{"match"'),
    ],
)
def test_a_kind_may_blame_any_param(blamed: str, at: str) -> None:
    class Blaming(Check[Params]):
        def validate(self) -> None:
            raise ValueError(blamed)

    class AnyParams(Params):
        match: list[str]
        table: dict[str, str]

    source = decode("r.yaml", b'{"match": ["one", "two"], "table": {"per cent": "%", "e.g.": "for example"}}', [])
    assert source is not None
    node = compose(source, [])
    assert node is not None
    faults: list[RuleFileError] = []
    rule = Rule("a.b", "", "", "info", (), "k", "")
    compile_rule(rule, Kind("k", "record", AnyParams, Blaming), node, faults)
    (error,) = faults
    assert error.reason == blamed
    assert error.column is not None
    assert source.text[error.column - 1 :].startswith(at)
