"""What there is to know about a rule, as plain data and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslint.model import Rule


def describe(rule: Rule) -> dict[str, Any]:
    """Everything there is to know about a rule, as plain data."""
    from newslint.kinds.registry import get_kind

    kind = get_kind(rule.kind)
    return {
        "id": rule.id,
        "title": rule.title,
        "why": rule.why,
        "severity": rule.severity,
        "profile": rule.profile,
        "kind": rule.kind,
        "kind_summary": kind.summary,
        "scope": kind.scope,
        "fields": list(rule.fields),
        "languages": list(rule.languages),
        "params": [
            {"name": name, "description": text, "value": rule.params.get(name), "default": default, "set": name in rule.params}
            for name, text, default in params_of(kind.params)
        ],
        "message": rule.message,
        "help": rule.help,
        "fix": None if rule.fix is None else {"op": rule.fix.op, "safe": rule.fix.safe},
        "examples": rule.examples,
        "tags": list(rule.tags),
        "aliases": list(rule.aliases),
        "links": list(rule.links),
        "since": rule.since,
        "pack": rule.pack,
        "path": rule.path,
        "line": rule.line,
    }


def params_of(params: type) -> list[tuple[str, str, Any]]:
    """``(name, description, default)`` of every param of a kind; the default is None where there is none."""
    import msgspec

    found: list[tuple[str, str, Any]] = []
    for field in msgspec.structs.fields(params):
        metas = [meta for meta in getattr(field.type, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
        text = next((meta.description for meta in metas if meta.description), "")
        default = field.default_factory() if callable(field.default_factory) else field.default
        absent = default is msgspec.NODEFAULT or default is msgspec.UNSET
        found.append((field.encode_name, text, None if absent else msgspec.to_builtins(default)))
    return found


def fix_in_words(rule: Rule) -> str:
    """How a rule mends what it finds; empty where it does not."""
    if rule.fix is None:
        return ""
    return f"{rule.fix.op} ({'safe' if rule.fix.safe else 'to be looked at'})"


def one_line(value: Any) -> str:
    """A value as a rule file could write it, on one line."""
    import json

    return json.dumps(value, ensure_ascii=False)


def shown_example(example: Any) -> str:
    """An example, one field a line; what could steer a terminal is escaped."""
    from newslint.reporters.text import clean

    if isinstance(example, list):
        return "\n".join(shown_example(record) for record in example)
    rows = [f"{key}: {one_line(value)}" for key, value in example.items()]
    return "\n".join(clean(f"  {'-' if index == 0 else ' '} {row}") for index, row in enumerate(rows)) if rows else "  - {}"
