"""Nodes checked against msgspec structs: every fault at its place, in words a rule author knows."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import NODEFAULT, inspect

from newslint.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.errors import RuleFileError
    from newslint.rulefile.nodes import Node

_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}
_YAML_1_1 = ("yes", "Yes", "no", "No", "on", "On", "off", "Off", "y", "n")
_MISMATCH = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_BOUND = re.compile(r"Expected `([^`]+)` (.+)")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


class Wording:
    """How errors call a struct and its fields: ``kind 'pattern' has no param 'mach'``."""

    __slots__ = ("lacks", "owner", "unknown")

    def __init__(self, owner: str = "", unknown: str = "unknown key {key!r}", lacks: str = "{owner} lacks {key!r}") -> None:
        self.owner = owner
        self.unknown = unknown
        self.lacks = lacks


def read_struct(
    node: Node, struct: type[msgspec.Struct], faults: list[RuleFileError], wording: Wording, *, partial: bool = False
) -> dict[str, Any]:
    """The values of a mapping, by key, each converted to its field's type; keys at fault are left out.

    Args:
        node: What the file holds.
        struct: What it should hold.
        faults: Takes one fault for each key that is unknown, missing or of a wrong value.
        wording: Names for the messages.
        partial: Whether keys without default may be missing.
    """
    if not node.is_mapping:
        faults.append(node.fault(f"{wording.owner} must be a mapping, not {_name_of(node)}"))
        return {}
    fields = struct_fields(struct)
    values: dict[str, Any] = {}
    for key, child in node.value.items():
        field = fields.get(key)
        if field is None:
            reason = wording.unknown.format(owner=wording.owner, key=key)
            faults.append(node.key_fault(key, reason, suggest(key, fields)))
            continue
        try:
            values[key] = msgspec.convert(child.plain, field.type)
        except msgspec.ValidationError as error:
            faults.append(explain(child, key, field.type, str(error)))
    if not partial:
        missing = [
            key
            for key, field in fields.items()
            if key not in node.value and field.default is NODEFAULT and field.default_factory is NODEFAULT
        ]
        faults.extend(node.fault(wording.lacks.format(owner=wording.owner, key=key)) for key in missing)
    return values


@cache
def struct_fields(struct: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The fields of a struct by their names in a file; msgspec works them out anew each time it is asked."""
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}


def suggest(word: str, known: Iterable[str]) -> str:
    """``did you mean …?``, or all there is to choose from."""
    known = list(known)
    return did_you_mean(word, known) or f"known: {', '.join(known)}"


def explain(node: Node, label: str, kind: Any, message: str) -> RuleFileError:
    """The fault that msgspec's ``message`` speaks of.

    Args:
        node: The value that was converted.
        label: Its key.
        kind: The type it was converted to.
        message: What msgspec says: ``Expected `str`, got `int` - at `$[0]```.
    """
    words, _, path = message.partition(" - at `")
    steps = _steps(path.rstrip("`"))
    expected = _type_at(inspect.type_info(kind), steps)
    steps = _named(node, steps, kind, message)
    found = node.find(steps)
    label += "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps if step != "...")
    if words.startswith("Object contains unknown field `"):
        key = words.split("`")[1]
        return found.key_fault(key, f"unknown key {key!r} in {label!r}", suggest(key, _keys(expected)))
    if words.startswith("Object missing required field `"):
        return found.fault(f"{label!r} lacks {words.split('`')[1]!r}")
    choices = _choices(expected)
    hint: str | None = None
    if words.startswith("Invalid enum value"):
        near = did_you_mean(str(found.plain), choices)
        hint = _told(label, choices)
        return found.fault(f"unknown {label} {found.plain!r}", f"{near} {hint}" if near else hint)
    mismatch = _MISMATCH.fullmatch(words)
    if mismatch:
        wanted, got = mismatch.groups()
        names = [_TYPE_NAMES.get(name, name) for name in wanted.split(" | ")]
        if choices:
            hint = _told(label, choices)
        elif wanted == "bool" and found.plain in _YAML_1_1:
            hint = "in YAML 1.2 that is text: write true or false"
        elif "str" in wanted and got in {"int", "float", "bool"}:
            hint = "put it in quotes"
        elif got == "str" and "array" in wanted:
            hint = "write a list: [a, b]"
        return found.fault(f"{label!r} must be {' or '.join(names)}, not {_TYPE_NAMES.get(got, got)}", hint)
    bound = _BOUND.fullmatch(words)
    if bound:
        return found.fault(f"{label!r} must be {_TYPE_NAMES.get(bound.group(1), bound.group(1))} {bound.group(2)}")
    return found.fault(f"{label!r}: {words}")


def _told(label: str, choices: list[str]) -> str:
    return f"{label} is {'one of ' if len(choices) > 1 else ''}{', '.join(choices)}"


def _name_of(node: Node) -> str:
    value = node.value
    for known, name in (
        (type(None), "empty"),
        (bool, "true or false"),
        (int, "a number"),
        (float, "a number"),
        (str, "text"),
        (list, "a list"),
    ):
        if isinstance(value, known):
            return name
    return "a mapping"


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    for name, index in _STEP.findall(path):
        steps.append(int(index) if index.isdigit() else name or index)
    return steps


def _named(node: Node, steps: list[str | int], kind: Any, message: str) -> list[str | int]:
    """``steps`` with the keys that msgspec does not name (``[...]``): those that are at fault by themselves, too."""
    steps = list(steps)
    for position, step in enumerate(steps):
        inner = node.find(steps[:position])
        if step == "..." and inner.is_mapping:
            for key in inner.value:
                try:
                    msgspec.convert(_alone(node.plain, steps[:position], key), kind)
                except msgspec.ValidationError as error:
                    if str(error) == message:
                        steps[position] = key
                        break
    return steps


def _alone(plain: Any, path: list[str | int], key: str) -> Any:
    """A copy of ``plain`` in which the mapping at ``path`` holds nothing but ``key``."""
    if not path:
        return {key: plain[key]}
    copy = plain.copy()
    copy[path[0]] = _alone(plain[path[0]], path[1:], key)
    return copy


def _type_at(kind: Any, steps: list[str | int]) -> Any:
    """What msgspec says of the type at ``steps`` below ``kind``; None where it cannot be told."""
    for position, step in enumerate(steps):
        kind = _bare(kind)
        if isinstance(kind, inspect.UnionType):
            inner = (_type_at(member, steps[position:]) for member in kind.types)
            return next((member for member in inner if member is not None), None)
        if isinstance(kind, inspect.StructType):
            kind = next((field.type for field in kind.fields if field.encode_name == step), None)
        elif isinstance(kind, (inspect.ListType, inspect.VarTupleType, inspect.SetType, inspect.FrozenSetType)):
            kind = kind.item_type
        elif isinstance(kind, inspect.DictType):
            kind = kind.value_type
        elif isinstance(kind, inspect.TupleType) and isinstance(step, int):
            kind = kind.item_types[step]
        else:
            return None
    return kind


def _bare(kind: Any) -> Any:
    """The type without what its annotations add."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return kind


def _members(kind: Any) -> list[Any]:
    kind = _bare(kind)
    return [_bare(member) for member in kind.types] if isinstance(kind, inspect.UnionType) else [kind]


def _choices(kind: Any) -> list[str]:
    """The values of a type that names them all."""
    found: list[str] = []
    for member in _members(kind):
        if isinstance(member, inspect.LiteralType):
            found.extend(str(value) for value in member.values)
        elif isinstance(member, inspect.EnumType):
            found.extend(str(value.value) for value in member.cls)
    return found


def _keys(kind: Any) -> list[str]:
    """The keys of a struct."""
    for member in _members(kind):
        if isinstance(member, inspect.StructType):
            return [field.encode_name for field in member.fields]
    return []
