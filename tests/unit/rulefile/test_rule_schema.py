"""The JSON Schema of rule files: fresh, valid, and of one mind with the loader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from newslint.errors import RuleFileErrors
from newslint.rulefile import builtin_rules_path, load_rules
from newslint.rulefile.load import find_rule_files
from newslint.rulefile.schema import PATH, main, schema, text
from newslint.rulefile.yaml_source import compose, decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newslint.kinds.base import Kind

ABSENT = object()


@pytest.fixture(scope="module")
def validator(kinds: Callable[[str], Kind]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema([kinds("pattern"), kinds("length"), kinds("unique")]))


def test_the_shipped_copy_is_fresh(root: Path) -> None:
    """``python -m newslint.rulefile.schema`` writes it."""
    assert (root / "newslint" / PATH).read_text(encoding="utf-8") == text()


def test_the_copy_is_written_by_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "schemas" / "rules.schema.json"
    monkeypatch.setattr("newslint.rulefile.schema.PATH", str(path))
    main()
    assert path.read_text(encoding="utf-8") == text()


def test_the_shipped_copy_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(text()))


def test_every_pack_is_valid() -> None:
    shipped = jsonschema.Draft202012Validator(json.loads(text()))
    for path, pack in find_rule_files([builtin_rules_path()]):
        with open(path, "rb") as file:
            source = decode(path, file.read(), [])
        assert source is not None
        node = compose(source, [])
        assert node is not None
        assert [error.message for error in shipped.iter_errors(node.plain)] == [], pack


def test_every_key_is_described() -> None:
    for name, definition in json.loads(text())["$defs"].items():
        for key, value in definition.get("properties", {}).items():
            assert value is False or "description" in value or name == "RecordExamples", f"{name}.{key}"


EXAMPLES = {"good": [{"title": "a"}], "bad": [{"title": "TBC"}]}
CHILD = {"id": "title.child", "extends": "title.placeholder", "examples": EXAMPLES}

# What is changed in a rule that is right, whether the outcome is right, and what the file has besides.
CASES: dict[str, tuple[dict[str, Any], bool, dict[str, Any]]] = {
    "as it is": ({}, True, {}),
    "unknown key": ({"severty": "error"}, False, {}),
    "no title": ({"title": ABSENT}, False, {}),
    "no examples": ({"examples": ABSENT}, False, {}),
    "no severity": ({"severity": ABSENT}, False, {}),
    "severity by default": ({"severity": ABSENT}, True, {"defaults": {"severity": "info"}}),
    "fields by default": ({"fields": ABSENT}, True, {"defaults": {"fields": ["body"]}}),
    "no fields": ({"fields": ABSENT}, False, {"defaults": {"tags": []}}),
    "unknown default": ({}, False, {"defaults": {"kind": "pattern"}}),
    "wrong default": ({}, False, {"defaults": {"severity": "warn"}}),
    "abstract": ({"title": ABSENT, "why": ABSENT, "examples": ABSENT, "severity": ABSENT, "abstract": True}, True, {}),
    "not abstract": ({"title": ABSENT, "abstract": False}, False, {}),
    "inherited": ({}, True, {"rules": [CHILD]}),
    "inherited without examples": ({}, False, {"rules": [{**CHILD, "examples": ABSENT}]}),
    "inherited and wrong": ({}, False, {"rules": [{**CHILD, "severity": "warn"}]}),
    "other version": ({}, False, {"version": 2}),
    "no version": ({}, False, {"version": ABSENT}),
    "unknown at the top": ({}, False, {"ruels": []}),
    "namespace": ({}, True, {"namespace": "acme"}),
    "bad namespace": ({}, False, {"namespace": "Acme"}),
    "reserved namespace": ({}, False, {"namespace": "core"}),
    "id without dot": ({"id": "title"}, False, {}),
    "id of newslint": ({"id": "core/title.x"}, False, {}),
    "full stop": ({"title": "It ends."}, False, {}),
    "two lines": ({"title": "a\nb"}, False, {}),
    "title with line end": ({"title": "It ends\n"}, True, {}),
    "short why": ({"why": "Because."}, False, {}),
    "unknown severity": ({"severity": "warn"}, False, {}),
    "no profile": ({"profile": None}, True, {}),
    "unknown profile": ({"profile": "all"}, False, {}),
    "field with index": ({"fields": ["authors[0]"]}, False, {}),
    "no field": ({"fields": []}, False, {}),
    "fields as text": ({"fields": "title"}, False, {}),
    "language": ({"languages": ["pt-BR", "zh-Hant"]}, True, {}),
    "language by name": ({"languages": ["english"]}, False, {}),
    "link": ({"links": ["example.org"]}, False, {}),
    "empty tag": ({"tags": [""]}, False, {}),
    "number for text": ({"since": 0.1}, False, {}),
    "help of two lines": ({"help": "a\nb"}, False, {}),
    "unknown report": ({"report": "run"}, False, {}),
    "unknown kind": ({"kind": "patern"}, False, {}),
    "unknown param": ({"params": {"match": "a", "wholy": True}}, False, {}),
    "param of another kind": ({"kind": "length", "params": {"match": "a"}}, False, {}),
    "param of the wrong type": ({"params": {"match": 1}}, False, {}),
    "param out of bounds": ({"params": {"match": "a", "max_words": 0}}, False, {}),
    "param missing": ({"params": {}}, False, {}),
    "params missing": ({"params": ABSENT}, False, {}),
    "no params needed": ({"kind": "length", "params": ABSENT}, True, {}),
    "params by default": ({"params": ABSENT}, True, {"defaults": {"params": {"match": "TBC"}}}),
    "added params": ({"params": ABSENT, "params+": {"match": ["a"]}}, True, {}),
    "added unknown params": ({"params+": {"mach": ["a"]}}, False, {}),
    "removed unknown params": ({"params-": {"mach": ["a"]}}, False, {}),
    "fix": ({"fix": {"op": "delete", "safe": True}}, True, {}),
    "fix without op": ({"fix": {"safe": True}}, False, {}),
    "unknown fix": ({"fix": {"op": "remove"}}, False, {}),
    "replace": ({"fix": {"op": "replace", "with": ""}}, True, {}),
    "replace without with": ({"fix": {"op": "replace"}}, False, {}),
    "delete with": ({"fix": {"op": "delete", "with": ""}}, False, {}),
    "map": ({"fix": {"op": "map", "table": {"a": "b"}}}, True, {}),
    "map without table": ({"fix": {"op": "map"}}, False, {}),
    "condition": ({"when": {"field": "genre", "is": ["news"]}}, True, {}),
    "conditions": ({"when": [{"field": "genre", "present": True}, {"field": "body", "min_words": 3}]}, True, {}),
    "condition without test": ({"when": {"field": "genre"}}, False, {}),
    "condition without field": ({"when": {"present": True}}, False, {}),
    "unknown condition": ({"when": {"field": "genre", "in": ["news"]}}, False, {}),
    "condition as text": ({"when": {"field": "genre", "is": "news"}}, False, {}),
    "only good": ({"examples": {"good": [{}]}}, False, {}),
    "no bad": ({"examples": {"good": [{}], "bad": []}}, False, {}),
    "long form": (
        {"examples": {"good": [{}], "bad": [{"record": {}, "at": {"field": "title", "text": "a"}, "count": 2}]}},
        True,
        {},
    ),
    "slip in long form": ({"examples": {"good": [{}], "bad": [{"record": {}, "att": "a"}]}}, False, {}),
    "place in a good one": ({"examples": {"good": [{"record": {}, "at": "a"}], "bad": [{}]}}, False, {}),
    "clock in a good one": ({"examples": {"good": [{"record": {}, "now": "2026-01-01"}], "bad": [{}]}}, True, {}),
    "unknown format": ({"examples": {"good": [{}], "bad": [{"record": {}, "format": "html"}]}}, False, {}),
    "count of none": ({"examples": {"good": [{}], "bad": [{"record": {}, "count": 0}]}}, False, {}),
    "record called record": ({"examples": {"good": [{}], "bad": [{"record": {"at": 1}, "title": "a"}]}}, True, {}),
    "example as text": ({"examples": {"good": ["a"], "bad": [{}]}}, False, {}),
    "list for one record": ({"examples": {"good": [[{}]], "bad": [{}]}}, False, {}),
    "list inside for one record": ({"examples": {"good": [{}], "bad": [{"record": [{}]}]}}, False, {}),
    "list for a data set": (
        {"kind": "unique", "params": {}, "examples": {"good": [[{}, {}]], "bad": [{"record": [{}, {}]}]}},
        True,
        {},
    ),
    "list of texts": ({"kind": "unique", "params": {}, "examples": {"good": [["a"]], "bad": [{}]}}, False, {}),
    "fixed with a list": (
        {"kind": "unique", "params": {}, "examples": {"good": [{}], "bad": [{"record": [{}], "fixed": {"title": "a"}}]}},
        False,
        {},
    ),
}


def without_absent(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value is not ABSENT}


@pytest.mark.parametrize("case", CASES)
def test_schema_and_loader_agree(
    case: str,
    validator: jsonschema.Draft202012Validator,
    kinds: Callable[[str], Kind],
    rule: dict[str, Any],
    tmp_path: Path,
) -> None:
    changes, right, top = CASES[case]
    rules = [without_absent({**rule, **changes}), *map(without_absent, top.get("rules", []))]
    document = without_absent({"version": 1, **top, "rules": rules})
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    faults: list[str] = []
    try:
        load_rules([str(path)], kinds, cache=False)
    except RuleFileErrors as errors:
        faults = [error.reason for error in errors.errors]
    complaints = [error.message for error in validator.iter_errors(document)]
    assert (not faults, faults) == (right, faults)
    assert (not complaints, complaints) == (right, complaints)
