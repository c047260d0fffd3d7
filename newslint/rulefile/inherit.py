"""How one set of params is laid over another: ``extends``, ``defaults``, and the overrides of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.errors import ConfigError, RuleFileError, did_you_mean
from newslint.rulefile.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newslint.kinds.base import Kind
    from newslint.model import Rule, Severity


def merge_params(
    base: Node | None,
    own: Node | None,
    add: Node | None,
    remove: Node | None,
    defaults: Mapping[str, Any],
    faults: list[RuleFileError],
) -> Node | None:
    """``base`` with the keys of ``own`` in place of its own, then ``add`` and ``remove`` applied to its lists.

    A string in the place of a list counts as a list of one.  In a mapping, ``add`` puts in keys, and ``remove`` names those to take.

    Args:
        base: Params that are inherited.
        own: Params that replace them, key by key.
        add: Items to add, by param.
        remove: Items to take away, by param; each has to be there.
        defaults: The kind's own values of the params that are not given.
        faults: Takes what cannot be done.
    """
    layers = [node for node in (base, own, add, remove) if node is not None and node.is_mapping]
    if not layers:
        return None
    first = own or add or remove or base
    assert first is not None
    merged = Node({}, first.source, first.line, first.column)
    for layer in (base, own):
        if layer in layers and layer is not None:
            merged.value.update(layer.value)
            merged.keys.update(layer.keys)
    for layer, change in ((add, _added), (remove, _removed)):
        if layer in layers and layer is not None:
            for key, items in layer.value.items():
                current = merged.get(key)
                if current is None:
                    current = Node.of(defaults.get(key, [])) if change is _added or key in defaults else None
                changed = change(key, current, items, faults)
                if changed is not None:
                    merged.value[key] = changed
                    merged.keys[key] = layer.keys.get(key, merged.keys.get(key, (items.line, items.column)))
    return merged


def _added(key: str, current: Node | None, items: Node, faults: list[RuleFileError]) -> Node | None:
    assert current is not None
    if items.is_mapping and (current.is_mapping or not current.value):
        keys = {**current.keys, **items.keys}
        return Node({**(current.value or {}), **items.value}, items.source, items.line, items.column, keys)
    if current.is_mapping or items.is_mapping:
        faults.append(items.fault(f"params+: {key!r} is {_shape(current)}, and cannot take {_shape(items)}"))
        return None
    return Node([*_as_list(current), *_as_list(items)], items.source, items.line, items.column)


def _removed(key: str, current: Node | None, items: Node, faults: list[RuleFileError]) -> Node | None:
    if current is None:
        faults.append(items.fault(f"params-: there is no {key!r} to take from"))
        return None
    present = list(current.value) if current.is_mapping else [node.plain for node in _as_list(current)]
    for item in list(items.children()) if items.is_mapping else _as_list(items):
        if item.plain not in present:
            hint = did_you_mean(str(item.plain), [str(word) for word in present])
            faults.append(item.fault(f"params-: {key!r} holds no {item.plain!r} to take away", hint))
    gone = [node.plain for node in _as_list(items)]
    if current.is_mapping:
        kept: Any = {name: node for name, node in current.value.items() if name not in gone}
    else:
        kept = [node for node in _as_list(current) if node.plain not in gone]
    return Node(kept, current.source or items.source, current.line or items.line, current.column or items.column, current.keys)


def _as_list(node: Node) -> list[Node]:
    value = node.value
    return value if isinstance(value, list) else [] if value is None else [node]


def _shape(node: Node) -> str:
    return "a mapping" if node.is_mapping else "a list" if isinstance(node.value, list) else "one value"


def param_defaults(kind: Kind | None) -> dict[str, Any]:
    """The lists and mappings that a kind's params hold when a rule does not give them."""
    if kind is None:
        return {}
    from newslint.rulefile.structure import struct_fields  # severities are overridden without it

    found: dict[str, Any] = {}
    for name, field in struct_fields(kind.params).items():
        default = field.default_factory() if callable(field.default_factory) else field.default
        if isinstance(default, (list, tuple, frozenset, set)):
            found[name] = sorted(default) if isinstance(default, (frozenset, set)) else list(default)
        elif isinstance(default, dict):
            found[name] = default
    return found


def override(
    rule: Rule,
    get_kind: Callable[[str], Kind],
    *,
    severity: Severity | None = None,
    languages: Sequence[str] | None = None,
    fields: Sequence[str] | None = None,
    params: Mapping[str, Any] | None = None,
    params_add: Mapping[str, Any] | None = None,
    params_remove: Mapping[str, Any] | None = None,
) -> Rule:
    """``rule`` as a configuration changes it; what is None stays.

    Args:
        rule: A loaded rule.
        get_kind: Finds the rule's kind, against which changed params are checked.
        severity: Its severity instead.
        languages: Its languages instead.
        fields: Its fields instead.
        params: Params that take the place of its own, key by key.
        params_add: Items to add to lists of its params (``params+``).
        params_remove: Items to take from lists of its params (``params-``).

    Raises:
        ConfigError: The kind has no such param, a value is of the wrong type, or there is nothing to take away.  The error
            names the rule and no place: only the caller knows the file.
    """
    from msgspec.structs import replace

    changes: dict[str, Any] = {}
    if severity is not None:
        changes["severity"] = severity
    if languages is not None:
        changes["languages"] = tuple(languages)
    if fields is not None:
        changes["fields"] = tuple(fields)
    if params or params_add or params_remove:
        changes["params"] = _overridden_params(rule, get_kind(rule.kind), params, params_add, params_remove)
    return replace(rule, **changes) if changes else rule


def _overridden_params(
    rule: Rule,
    kind: Kind,
    params: Mapping[str, Any] | None,
    params_add: Mapping[str, Any] | None,
    params_remove: Mapping[str, Any] | None,
) -> dict[str, Any]:
    from msgspec.structs import replace

    from newslint.rulefile.semantics import compile_rule, read_params

    faults: list[RuleFileError] = []
    layers = [None if layer is None else Node.of(dict(layer)) for layer in (rule.params, params, params_add, params_remove)]
    merged = merge_params(layers[0], layers[1], layers[2], layers[3], param_defaults(kind), faults)
    assert merged is not None
    if not faults:
        read_params(kind, merged, faults)
    if not faults:
        compile_rule(replace(rule, params=merged.plain), kind, merged, faults)
    if faults:
        raise ConfigError(f"rule {rule.id!r}: {faults[0].reason}", hint=faults[0].hint)
    plain: dict[str, Any] = merged.plain
    return plain
