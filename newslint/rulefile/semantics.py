"""What a rule has to keep to besides its structure."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import did_you_mean
from newslint.kinds.registry import origin_of
from newslint.model.article import LIST_FIELDS, TEXT_FIELDS
from newslint.rulefile.document import FIELD, LANGUAGE, LINK, MIN_WHY, RULE_ID, ExampleEntry
from newslint.rulefile.examples import is_long_form, parse_now
from newslint.rulefile.structure import Wording, explain, read_struct, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newslint.errors import RuleFileError
    from newslint.kinds.base import Kind
    from newslint.model import Rule
    from newslint.rulefile.nodes import Node

PATTERN_KINDS = frozenset({"pattern", "phrases", "substitution", "occurrence"})
"""Kinds whose messages and replacements may use the named groups of their patterns."""

RESERVED_NAMESPACE = "core"

_GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")
_GROUP_REFERENCE = re.compile(r"\\g<([^>]*)>")
_TEXT_FORMAT = re.compile(r"(?:.?[<>^])?[0-9]*(?:\.[0-9]+)?s?")
_FORMAT = re.compile(r"(?:.?[<>^=])?[-+ ]?0?[0-9]*[,_]?(?:\.[0-9]+)?[bcdeEfFgGnosxX%]?")
_INDEX = re.compile(r"\[([0-9]+)\]")
_NEAR_FIELD = 0.75
_BAD_ONLY = ("at", "count", "fixed")


def check_id(node: Node, faults: list[RuleFileError], what: str = "rule id") -> bool:
    """Whether the node holds an id of the right form, in no namespace of newslint's own; its type is checked elsewhere."""
    value = node.plain
    if not isinstance(value, str):
        return False
    if not re.search(RULE_ID, value):
        hint = "family.fault, each of lower-case letters, digits and hyphens: boilerplate.related-links"
        faults.append(node.fault(f"{what} {value!r} is not of the form family.fault", hint))
    elif value.startswith(f"{RESERVED_NAMESPACE}/"):
        faults.append(node.fault(f"the namespace {RESERVED_NAMESPACE!r} is reserved for newslint"))
    else:
        return True
    return False


def check_texts(node: Node, values: dict[str, Any], faults: list[RuleFileError]) -> None:
    """Check ``title``, ``why``, ``help``, ``links``, ``languages`` and the fields of a rule, as far as it has them.

    Args:
        node: The rule.
        values: Its values whose types are right.
        faults: Takes what is wrong.
    """
    title = values.get("title")
    if title is not None:
        where = node.value["title"]
        if not title.strip() or "\n" in title.strip():
            faults.append(where.fault("a title is one line"))
        elif title.rstrip().endswith("."):
            faults.append(where.fault("a title ends without full stop"))
    why = values.get("why")
    if why is not None:
        where = node.value["why"]
        hint = "say what breaks downstream, for a person who has never seen the rule"
        if title is not None and why.strip().rstrip(".").casefold() == title.strip().casefold():
            faults.append(where.fault("'why' only repeats the title", hint))
        elif len(why.strip()) < MIN_WHY:
            faults.append(where.fault(f"'why' has {len(why.strip())} characters; it needs {MIN_WHY}", hint))
    if "\n" in values.get("help", "").strip():
        faults.append(node.value["help"].fault("'help' is one line"))
    for item in _items(node, values, "links"):
        _expect(item, LINK, "a link", "a link begins with https:// or http://", faults)
    for item in _items(node, values, "languages"):
        _expect(item, LANGUAGE, "a BCP 47 language tag", "two or three letters, and subtags: en, pt-BR, zh-Hant", faults)
    for item in _items(node, values, "fields"):
        check_field(item, faults)


def _items(node: Node, values: dict[str, Any], key: str) -> Iterator[Node]:
    if key in values:
        yield from node.value[key].children()


def _expect(node: Node, pattern: str, what: str, hint: str, faults: list[RuleFileError]) -> None:
    if not re.search(pattern, node.plain):
        faults.append(node.fault(f"{node.plain!r} is not {what}", hint))


def check_field(node: Node, faults: list[RuleFileError]) -> None:
    """Check a field name: canonical, or a dotted path into the record's other fields that is no slip of a canonical one."""
    name = node.plain
    if not isinstance(name, str) or not re.search(FIELD, name):
        hint = "a list field is named alone: authors" if isinstance(name, str) and "[" in name else None
        faults.append(node.fault(f"{name!r} is not a field", hint))
        return
    if name in TEXT_FIELDS or name.startswith("extra."):
        return
    first, dot, rest = name.partition(".")
    if dot and first in TEXT_FIELDS:
        kind = "a list of strings" if first in LIST_FIELDS else "a string"
        hint = f"write {first}, or extra.{name} for a field of that name in the input"
        faults.append(node.fault(f"field {name!r}: {first!r} is {kind} and holds no {rest!r}", hint))
    elif not dot and ":" not in name:
        from difflib import get_close_matches  # a rule file that is cached needs none of it

        near = get_close_matches(name, TEXT_FIELDS, n=1, cutoff=_NEAR_FIELD)
        if near:
            hint = f"did you mean {near[0]!r}? A field of the input that is really called so is extra.{name}"
            faults.append(node.fault(f"unknown field {name!r}", hint))


def check_conditions(node: Node, faults: list[RuleFileError]) -> None:
    """Check ``when``: field names, patterns, and that each condition tests something."""
    from newslint.text.pattern import Pattern  # RE2: needed for rules that are not in the cache

    for item in [node] if node.is_mapping else node.children():
        check_field(item.value["field"], faults)
        if len(item.value) == 1:
            tests = "present, is, is_not, matches, min_words or max_words"
            faults.append(item.fault("the condition tests nothing", f"add {tests}"))
        matches = item.get("matches")
        if matches is not None:
            try:
                Pattern(matches.plain).check()
            except ValueError as error:
                faults.append(matches.fault(f"when.matches: {error}"))


def check_fix(node: Node, kind: Kind | None, params: Any, faults: list[RuleFileError]) -> None:
    """Check ``fix``: an op has what it needs, and nothing it does not."""
    op = node.value["op"].plain
    for key, owner in (("with", "replace"), ("table", "map")):
        if op == owner and key not in node.value:
            faults.append(node.fault(f"fix op {op!r} needs {key!r}"))
        elif op != owner and key in node.value:
            faults.append(node.key_fault(key, f"fix op {op!r} takes no {key!r}", f"{key!r} belongs to op {owner!r}"))
    if kind is None:
        return
    if op == "kind" and not kind.computes_fix:
        faults.append(node.value["op"].fault(f"kind {kind.name!r} proposes no fix of its own"))
    if op == "replace" and "with" in node.value and kind.name in PATTERN_KINDS:
        groups = set(group_names(params))
        for name in _GROUP_REFERENCE.findall(node.value["with"].plain):
            if name not in groups and name != "0":
                known = suggest(name, sorted(groups)) if groups else "no pattern of this rule has a named group"
                faults.append(node.value["with"].fault(f"'with' names the group {name!r}, which no pattern has", known))


def check_message(node: Node, kind: Kind, params: Any, faults: list[RuleFileError]) -> None:
    """Check the placeholders of a message: named, known to the kind, without attributes and indexes."""
    texts = set(kind.ALWAYS)
    if kind.name in PATTERN_KINDS:
        texts.update(group_names(params))
    known = texts | kind.placeholders
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(node.plain) if name is not None]
    except ValueError as error:
        faults.append(node.fault(f"message: {error}", "a brace that is meant as such is doubled: {{ }}"))
        return
    for name, spec, conversion in fields:
        if not name or name.isdigit():
            faults.append(node.fault("message has a placeholder without name", f"known: {_braced(known)}"))
        elif not name.isidentifier():
            faults.append(node.fault(f"message: {{{name}}} is more than a name", "no attributes and no indexes: {value}"))
        elif name not in known:
            near = did_you_mean(name, known)
            hint = f"{near} " if near else ""
            faults.append(node.fault(f"message has an unknown placeholder {{{name}}}", f"{hint}known: {_braced(known)}"))
        elif conversion not in {None, "r", "s"}:
            faults.append(node.fault(f"message: !{conversion} is not a conversion", "!r quotes a value, !s does not"))
        elif spec and not (_TEXT_FORMAT if name in texts or conversion else _FORMAT).fullmatch(spec):
            such = "text takes .20 or >8" if name in texts or conversion else "such as .2f, .0% or >8"
            faults.append(node.fault(f"message: {spec!r} is not a format of {{{name}}}", such))


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def group_names(params: Any) -> list[str]:
    """Names of the groups in the patterns anywhere in ``params``."""
    if isinstance(params, str):
        return _GROUP.findall(params)
    if isinstance(params, dict):
        return [name for item in (*params, *params.values()) for name in group_names(item)]
    if isinstance(params, list):
        return [name for item in params for name in group_names(item)]
    return []


def check_examples(owner: str, node: Node, kind: Kind | None, faults: list[RuleFileError]) -> None:
    """Check ``examples``: some of each sort, each a record, records or the long form, with nothing that could not be tested."""
    for sort in ("good", "bad"):
        items = node.get(sort)
        if items is None or not items.value:
            faults.append(
                (items or node).fault(f"{owner} has no {sort} example", "examples are the tests of a rule, and its documentation")
            )
            continue
        for index, item in enumerate(items.value):
            _check_example(f"examples.{sort}[{index}]", sort, item, kind, faults)


def _check_example(label: str, sort: str, node: Node, kind: Kind | None, faults: list[RuleFileError]) -> None:
    record = node
    if is_long_form(node.plain):
        before = len(faults)
        read_struct(node, ExampleEntry, faults, Wording(label, "unknown key {key!r} in {owner}"))
        if len(faults) > before:
            return
        record = node.value["record"]
        if sort == "good":
            reason = "{!r} says what a rule finds, and in a good example it finds nothing"
            faults.extend(node.key_fault(key, reason.format(key)) for key in _BAD_ONLY if key in node.value)
        now = node.get("now")
        if now is not None:
            _check_now(now, faults)
    if isinstance(record.value, list):
        if kind is not None and kind.scope == "record":
            faults.append(
                record.fault(f"kind {kind.name!r} looks at one record at a time", "write each record as an example of its own")
            )
        elif record is not node and "fixed" in node.value:
            faults.append(node.key_fault("fixed", "'fixed' goes with one record, not with a list"))


def _check_now(node: Node, faults: list[RuleFileError]) -> None:
    try:
        parse_now(node.plain)
    except ValueError:
        hint = 'ISO 8601: now: "2026-03-01" or "2026-03-01T12:00:00+01:00"'
        faults.append(node.fault(f"{node.plain!r} is not a date and time", hint))


def read_params(kind: Kind, node: Node, faults: list[RuleFileError], *, partial: bool = False) -> None:
    """Check the names and types of params against their kind; with ``partial``, some may be missing."""
    wording = Wording(f"kind {kind.name!r}", "{owner} has no param {key!r}", "{owner} needs the param {key!r}")
    read_struct(node, kind.params, faults, wording, partial=partial)


def compile_rule(rule: Rule, kind: Kind, node: Node, faults: list[RuleFileError]) -> None:
    """Compile and validate a rule whose params passed :func:`read_params`: that finds what types cannot say, such as a bad pattern.

    Args:
        rule: The rule; its params are those of ``node``.
        kind: Its kind.
        node: Its params.
        faults: Takes what is wrong.
    """
    try:
        params = msgspec.convert(node.plain, kind.params)
    except msgspec.ValidationError as error:
        faults.append(explain(node, "params", kind.params, str(error)))
        return
    try:
        kind.compile(rule, params).validate()
    except ValueError as error:
        faults.append(_blamed(node, str(error)).fault(str(error)))
    except ImportError as error:
        faults.append(node.fault(f"kind {kind.name!r} cannot be used: {error}"))
    except Exception as error:
        origin = origin_of(rule.kind)
        if not origin:
            raise
        reason = f"{origin}: kind {rule.kind!r} raised {type(error).__name__}: {error}"
        faults.append(node.fault(reason, "this is a fault of the rule's kind, not of the rule"))


def _blamed(node: Node, text: str) -> Node:
    """The node below a rule's params that ``params.swap.per cent: reason`` speaks of; keys may hold dots and spaces."""
    rest = text.removeprefix("params")
    while rest != text:
        text = rest
        if node.is_mapping and rest.startswith("."):
            keys = [key for key in node.value if rest.startswith(key, 1) and rest[1 + len(key) : 2 + len(key)] in {".", "[", ":"}]
            if keys:
                key = max(keys, key=len)
                node, rest = node.value[key], rest[1 + len(key) :]
        elif isinstance(node.value, list):
            found = _INDEX.match(rest)
            if found and int(found.group(1)) < len(node.value):
                node, rest = node.value[int(found.group(1))], rest[found.end() :]
    return node
