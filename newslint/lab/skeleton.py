"""The skeleton of a new rule: a rule that loads and whose examples pass, to be made into the one that is wanted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.kinds.base import Kind
    from newslint.model import Rule

TO_DO = "TODO"
"""What the texts that are still to be written begin with; ``newslint rules lint`` asks for them."""

_EXAMPLES = 2
"""Examples of each sort that are taken over."""

_STARTERS: dict[str, dict[str, Any]] = {
    "pattern": {
        "fields": ["body"],
        "params": {"in": "block", "whole": True, "max_words": 12, "match": ["hear the story( \\d+ min(utes)?)?"]},
        "message": "{field} holds {match!r}",
        "examples": {
            "good": [
                {"title": "Court hears families", "body": "The court will hear the story of each family."},
                {"title": "Port reopens", "body": "The port reopened on Monday."},
            ],
            "bad": [
                {"record": {"title": "Port reopens", "body": "The port reopened.\n\nHear the story"}, "at": "Hear the story"},
                {"title": "Port reopens", "body": "Hear the story 4 min\n\nThe port reopened."},
            ],
        },
    },
    "phrases": {
        "fields": ["title", "body"],
        "params": {"phrases": ["Calder Steam Packet"], "outside_quotes": True},
        "message": "{field} names {match!r}",
        "examples": {
            "good": [
                {"title": "Ferry late", "body": "The packet was late."},
                {"title": "Ferry late", "body": "“The Calder Steam Packet was late,” he said."},
            ],
            "bad": [
                {"record": {"title": "Calder Steam Packet late"}, "at": "Calder Steam Packet"},
                {"title": "Ferry late", "body": "The Calder Steam Packet was late."},
            ],
        },
    },
    "range": {
        "fields": ["stars"],
        "params": {"min": 1, "max": 5},
        "message": "{field} is {value!r}, and stars go from 1 to 5",
        "examples": {
            "good": [{"title": "A play at the port", "stars": 5}, {"title": "Port reopens"}],
            "bad": [{"title": "A play at the port", "stars": 0}, {"title": "A play at the port", "stars": 6}],
        },
    },
    "one_of": {
        "fields": ["section"],
        "params": {"values": ["news", "sport", "arts"]},
        "message": "{field} is {value!r}, which is no section of ours",
        "examples": {
            "good": [{"title": "Port reopens", "section": "news"}, {"title": "Port reopens"}],
            "bad": [{"title": "Port reopens", "section": "newz"}, {"title": "Derby", "section": "sports"}],
        },
    },
}
"""What a rule of a kind may look like, for the kinds that most rules are of and for those that no rule of newslint's is of."""


def skeleton(rule_id: str, kind: Kind, known: Sequence[Rule]) -> str:
    """A rule file with the skeleton of a rule.

    Args:
        rule_id: Id of the new rule.
        kind: Its kind.
        known: Rules there are: where nothing better is known, the simplest of the kind lends its params and examples.
    """
    starter = _STARTERS.get(kind.name) or _lent(kind, known) or _bare(kind)
    others = [field.encode_name for field in msgspec.structs.fields(kind.params) if field.encode_name not in starter["params"]]
    placeholders = ["field", "value", "match", "record_id", *sorted(kind.placeholders)]
    lines = [
        "version: 1",
        "rules:",
        f"  - id: {rule_id}",
        f"    title: {_value(TO_DO + ' what is wrong, in one line without full stop')}",
        f"    why: {_value(TO_DO + ' what breaks downstream, for a person who has never seen the rule')}",
        "    severity: warning # or error, or info",
        "    profile: recommended # or minimal, or strict, or null: runs only where it is selected",
        f"    fields: [{', '.join(starter['fields'])}]",
    ]
    if "when" in starter:
        lines.append(f"    when: {_value(starter['when'])}")
    lines += [f"    kind: {kind.name} # {kind.summary}", "    params:" if starter["params"] else "    params: {}"]
    lines += [f"      {name}: {_value(value)}" for name, value in starter["params"].items()]
    if others:
        lines.append(f"      # others that the kind takes: {', '.join(others)}")
    lines += [
        f"    # Placeholders: {', '.join('{' + name + '}' for name in placeholders)}",
        f"    message: {_value(starter['message'])}",
        f"    help: {_value(TO_DO + ' how to mend it, in one line')}",
    ]
    if "fix" in starter:
        lines.append(f"    fix: {_value(starter['fix'])}")
    lines += ["    tags: []", "    examples:"]
    for sort, comment in (("good", "records like the fault that are none"), ("bad", "records that have the fault")):
        lines.append(f"      {sort}: # {comment}")
        lines += [f"        - {_value(example)}" for example in starter["examples"][sort]]
    return "\n".join(lines) + "\n"


def _lent(kind: Kind, known: Sequence[Rule]) -> dict[str, Any] | None:
    """What the simplest rule of a kind lends to the skeleton."""
    same = [rule for rule in known if rule.kind == kind.name and rule.examples.get("good") and rule.examples.get("bad")]
    if not same:
        return None
    rule = min(same, key=lambda rule: (bool(rule.when), len(json.dumps([rule.params, rule.examples])), rule.id))
    starter: dict[str, Any] = {
        "fields": rule.fields,
        "params": rule.params,
        "message": rule.message,
        "examples": {sort: [_alone(example) for example in rule.examples[sort][:_EXAMPLES]] for sort in ("good", "bad")},
    }
    if rule.when:
        starter["when"] = [
            {name: value for name, value in msgspec.to_builtins(condition).items() if value is not None}
            for condition in rule.when
        ]
    if rule.fix is not None:
        starter["fix"] = {name: value for name, value in msgspec.to_builtins(rule.fix).items() if value is not None}
    return starter


def _alone(example: Any) -> Any:
    """An example without what it says of the rules beside its own."""
    return {key: value for key, value in example.items() if key != "also"} if isinstance(example, dict) else example


def _bare(kind: Kind) -> dict[str, Any]:
    """A starter for a kind that nothing is known of but its params: those that are required are still to be given."""
    required = [field.encode_name for field in msgspec.structs.fields(kind.params) if field.required]
    record: Any = {"title": f"{TO_DO} a record"}
    return {
        "fields": ["body"],
        "params": dict.fromkeys(required, TO_DO),
        "message": "{field} holds {match!r}",
        "examples": {sort: [record if kind.scope == "record" else [record, record]] for sort in ("good", "bad")},
    }


def _value(value: Any) -> str:
    """A value as YAML on one line; JSON is YAML."""
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
