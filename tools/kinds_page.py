#!/usr/bin/env python3
"""Write, or check, docs/kinds.md: the kinds and their params, as their code describes them.

kinds_page.py [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslint.json_schema import components
from newslint.kinds.matching import MatchParams
from newslint.kinds.registry import BUILTIN, get_kind

if TYPE_CHECKING:
    import msgspec

    from newslint.kinds.base import Kind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "kinds.md"

HEAD = """\
# Kinds

<!-- Made by tools/kinds_page.py from the code: change the descriptions there. -->

The kind of a rule is the check behind it; `params` say what it is to look for. See [rule files](rule-files.md) for the rest of
a rule. Every message may use `{field}`, `{value}`, `{match}` and `{record_id}`; what a kind adds stands with it.
"""


def page() -> str:
    """The page as it should be."""
    common = schema_of(MatchParams)
    parts = [HEAD]
    parts.extend(section(get_kind(name), common["properties"]) for name in sorted(BUILTIN))
    parts.append("## Where a match counts\n\nParams that the kinds which look for words share.\n\n" + table(common))
    return "\n".join(parts)


def schema_of(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON Schema of a struct, with the structs it refers to under ``$defs``."""
    _, definitions = components([struct])
    return {**definitions[struct.__name__], "$defs": definitions}


def section(kind: Kind, common: dict[str, Any]) -> str:
    """What the page says of a kind."""
    schema = schema_of(kind.params)
    lines = [f"## `{kind.name}`\n", kind.summary + (" Compares records." if kind.scope == "dataset" else "") + "\n"]
    if kind.placeholders:
        lines.append("Messages may use " + ", ".join(f"`{{{name}}}`" for name in sorted(kind.placeholders)) + ".\n")
    if kind.computes_fix:
        lines.append("Proposes fixes: `fix: {op: kind}`.\n")
    if issubclass(kind.params, MatchParams):
        schema["properties"] = {key: value for key, value in schema["properties"].items() if key not in common}
        lines.append("Takes the params of [where a match counts](#where-a-match-counts), too.\n")
    lines.append(table(schema))
    for name in sorted(referred(schema)):
        lines.append(f"A {name.lower()}: {schema['$defs'][name]['description']}\n")
        own = schema["$defs"][name]
        lines.append(table({**own, "properties": {k: v for k, v in own["properties"].items() if k not in common}}))
    return "\n".join(lines)


def referred(schema: dict[str, Any]) -> set[str]:
    """Names of the structs that a struct's own params refer to."""
    text = json.dumps(schema.get("properties", {}))
    return {name for name in schema["$defs"] if f'"#/$defs/{name}"' in text}


def table(schema: dict[str, Any]) -> str:
    """The params of a struct."""
    properties = schema.get("properties", {})
    if not properties:
        return "No params.\n" if not schema.get("properties") else ""
    required = set(schema.get("required", ()))
    rows = ["| param | value | meaning |", "|---|---|---|"]
    for name, value in properties.items():
        meaning = value.get("description", "").replace("|", "\\|")
        default = value.get("default")
        if name in required:
            meaning = f"Required. {meaning}"
        elif default not in (None, [], {}, ""):
            meaning += f" Default: `{json.dumps(default, ensure_ascii=False)}`.".replace("|", "\\|")
        rows.append(f"| `{name}` | {shape(value)} | {meaning} |")
    return "\n".join(rows) + "\n"


def shape(value: dict[str, Any]) -> str:
    """The type of a value in a few words."""
    if "anyOf" in value:
        kinds = [shape(item) for item in value["anyOf"] if item.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in value:
        return str(value["$ref"].rpartition("/")[2]).lower()
    if "enum" in value:
        return ", ".join(f"`{item}`" for item in value["enum"] if item is not None)
    kind = value.get("type")
    if kind == "array":
        items = value.get("items") or {}
        return f"list of {shape(items)}" if items else "list"
    if kind == "object":
        return "mapping"
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return names.get(str(kind), "any")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the page is not what it should be")
    text = page()
    if parser.parse_args().check:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        if not fresh:
            print("docs/kinds.md is stale: run tools/kinds_page.py")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
