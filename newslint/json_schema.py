"""JSON Schemas of structs, the same text under every Python and every msgspec."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

_SETS_OF_SCHEMAS = ("properties", "$defs")
_LISTS_OF_SCHEMAS = ("anyOf", "allOf", "oneOf", "prefixItems")
_SCHEMAS = ("items", "additionalProperties")


def components(structs: Iterable[Any], ref_template: str = "#/$defs/{name}") -> tuple[tuple[Schema, ...], dict[str, Schema]]:
    """What ``msgspec.json.schema_components`` gives, without what differs between releases.

    Python 3.13 took the indentation out of docstrings, msgspec 0.22 moved ``null`` to the end of a union, and 0.23 began to name the
    keys that a mapping may have: descriptions come without indentation, ``null`` stands last, and the keys are left to whoever
    publishes a schema.

    Args:
        structs: The types whose schemas are wanted.
        ref_template: How a reference is written; ``{name}`` is the name of the struct.

    Returns:
        The schemas of the types, in their order, and the definitions that they refer to.
    """
    schemas, definitions = msgspec.json.schema_components(structs, ref_template=ref_template)
    return tuple(_steady(schema) for schema in schemas), {name: _steady(schema) for name, schema in definitions.items()}


def _steady(schema: Any) -> Any:
    """A schema without what differs.  Defaults and enumerations are data, and stay as they are."""
    if not isinstance(schema, dict):
        return schema
    steady = {key: value for key, value in schema.items() if key != "propertyNames"}
    if "description" in steady:
        steady["description"] = inspect.cleandoc(steady["description"])
    for key in _SCHEMAS:
        if key in steady:
            steady[key] = _steady(steady[key])
    for key in _LISTS_OF_SCHEMAS:
        if key in steady:
            steady[key] = [_steady(item) for item in steady[key]]
    for key in _SETS_OF_SCHEMAS:
        if key in steady:
            steady[key] = {name: _steady(item) for name, item in steady[key].items()}
    if "anyOf" in steady:
        steady["anyOf"].sort(key=lambda item: item == {"type": "null"})
    return steady
