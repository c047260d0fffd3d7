"""The JSON Schema of rule files, made of the structs that the loader checks them against.

It states structure: what a message may name, what a pattern may be and whether two rules share an id is for the loader alone.
``python -m newslint.rulefile.schema`` writes the copy that newslint ships.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.json_schema import components
from newslint.model.article import TEXT_FIELDS
from newslint.rulefile.document import CONCRETE, DEFAULTED, ExampleEntry, RuleEntry, RuleFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.kinds.base import Kind

PATH = "schemas/rules.schema.json"
"""The shipped copy, relative to the package."""

_REF = "#/$defs/{name}"
_TOLD_DEFAULTS = {"profile", "report", "abstract", "safe", "format"}
_EXTENDS = {"required": ["extends"]}
_ABSTRACT = {"properties": {"abstract": {"const": True}}, "required": ["abstract"]}


def schema(kinds: Iterable[Kind] | None = None) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of rule files.

    Args:
        kinds: The kinds whose params it knows; newslint's own when not given.
    """
    if kinds is None:
        from newslint.kinds.registry import BUILTIN, get_kind

        kinds = map(get_kind, BUILTIN)
    known = sorted(kinds, key=lambda kind: kind.name)
    structs = [RuleFile, RuleEntry, ExampleEntry, *(kind.params for kind in known)]
    refs, defs = components(structs, _REF)
    params = {kind.name: ref["$ref"].rpartition("/")[2] for kind, ref in zip(known, refs[3:], strict=True)}
    _drop_defaults(defs, set(params.values()))
    root = defs.pop("RuleFile")
    root["properties"]["rules"]["items"] = {"$ref": "#/$defs/RuleEntry"}
    root["allOf"] = [_unless_default(key) for key in CONCRETE if key in DEFAULTED]
    required = {kind.name: defs[params[kind.name]].pop("required", []) for kind in known}
    root["allOf"].append(_unless_default_params(required))
    _complete_rule(defs["RuleEntry"], known, params, defs)
    _complete_fix(defs["FixEntry"])
    defs["ConditionEntry"]["minProperties"] = 2
    _complete_examples(defs)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:newslint:rules:1", **root, "$defs": defs}


def _drop_defaults(defs: dict[str, Any], kept: set[str]) -> None:
    """Leave out the defaults that only stand for absence."""
    for name, definition in defs.items():
        if name in kept:
            continue
        for key, value in definition.get("properties", {}).items():
            if key not in _TOLD_DEFAULTS or name == "DefaultsEntry":
                value.pop("default", None)


def _if(condition: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    return {"if": condition, "then": then}


def _kind_is(name: str) -> dict[str, Any]:
    return {"properties": {"kind": {"const": name}}, "required": ["kind"]}


def _no_default(key: str) -> dict[str, Any]:
    return {"not": {"properties": {"defaults": {"required": [key]}}, "required": ["defaults"]}}


def _every_rule(condition: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {"rules": {"items": condition}}}


def _unless_default(key: str) -> dict[str, Any]:
    """A rule has ``key``, unless it inherits it or the file gives it to all."""
    return _if(_no_default(key), _every_rule(_if({"not": {"anyOf": [_EXTENDS, _ABSTRACT]}}, {"required": [key]})))


def _unless_default_params(required: dict[str, list[str]]) -> dict[str, Any]:
    """A rule has the params that its kind cannot do without, unless they come from elsewhere."""
    cases = [
        _if(_kind_is(name), {"required": ["params"], "properties": {"params": {"required": keys}}})
        for name, keys in required.items()
        if keys
    ]
    elsewhere = {"anyOf": [_EXTENDS, _ABSTRACT, {"required": ["params+"]}]}
    return _if(_no_default("params"), _every_rule(_if({"not": elsewhere}, {"allOf": cases})))


def _complete_rule(rule: dict[str, Any], kinds: list[Kind], params: dict[str, str], defs: dict[str, Any]) -> None:
    own = [{"const": kind.name, "description": kind.summary} for kind in kinds]
    rule["properties"]["kind"] = {
        "description": rule["properties"]["kind"]["description"],
        "anyOf": [*own, {"pattern": "^[^:]+:[^:]+$", "type": "string", "description": "A kind of a plugin."}],
    }
    rule["required"] = ["id"]
    always = [key for key in CONCRETE if key not in DEFAULTED]
    rule["allOf"] = [
        _if({"not": {"anyOf": [_EXTENDS, _ABSTRACT]}}, {"required": always}),
        _if({"not": _ABSTRACT}, {"required": ["examples"]}),
    ]
    for kind in kinds:
        names = {"propertyNames": {"enum": sorted(defs[params[kind.name]].get("properties", {}))}}
        then: dict[str, Any] = {"params": {"$ref": _REF.format(name=params[kind.name])}, "params+": names, "params-": names}
        if kind.scope == "record":
            then["examples"] = {"$ref": "#/$defs/RecordExamples"}
        rule["allOf"].append(_if(_kind_is(kind.name), {"properties": then}))


def _complete_fix(fix: dict[str, Any]) -> None:
    fix["allOf"] = [
        {
            "if": {"properties": {"op": {"const": op}}, "required": ["op"]},
            "then": {"required": [key]},
            "else": {"properties": {key: False}},
        }
        for op, key in (("replace", "with"), ("map", "table"))
    ]


def _complete_examples(defs: dict[str, Any]) -> None:
    """Tell records from the long form, as :func:`newslint.rulefile.examples.is_long_form` does."""
    long_form = {
        "type": "object",
        "properties": {"record": {"type": ["object", "array"]}},
        "required": ["record"],
        "not": {"anyOf": [{"required": [field]} for field in sorted(TEXT_FIELDS)]},
    }
    record = {"type": ["object", "array"], "items": {"type": "object"}}
    defs["Example"] = {"if": long_form, "then": {"$ref": "#/$defs/ExampleEntry"}, "else": record}
    silent = _if(long_form, {"properties": dict.fromkeys(("at", "count", "fixed"), False)})
    examples = defs["ExamplesEntry"]
    examples["required"] = ["good", "bad"]
    examples["properties"]["good"]["items"] = {"allOf": [{"$ref": "#/$defs/Example"}, silent]}
    examples["properties"]["bad"]["items"] = {"$ref": "#/$defs/Example"}
    for key in ("good", "bad"):
        examples["properties"][key].pop("default", None)
    defs["ExampleEntry"]["allOf"] = [
        _if({"properties": {"record": {"type": "array"}}, "required": ["record"]}, {"properties": {"fixed": False}})
    ]
    single = {"type": "object", **_if(long_form, {"properties": {"record": {"type": "object"}}})}
    defs["RecordExamples"] = {"properties": {sort: {"items": single} for sort in ("good", "bad")}}


def text() -> str:
    """The schema as newslint ships it."""
    return msgspec.json.format(msgspec.json.encode(schema(), order="sorted"), indent=2).decode() + "\n"


def main() -> None:
    """Write the shipped copy."""
    import os

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(package, PATH)
    content = text()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(content)


if __name__ == "__main__":
    main()
