"""A rule file made of a Great Expectations suite: every rule with examples that hold, and a list of what has none."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.api import check_examples
from newslint.kinds.gx_suite import Native, SuiteError, UnmappedError, natives, read_suite
from newslint.kinds.registry import get_kind
from newslint.model import Rule
from newslint.readers.fields import FieldMap
from newslint.rulefile.document import FIELD, MIN_WHY
from newslint.rulefile.examples import SORTS, run_one
from newslint.rulefile.load import load_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newslint.kinds.gx_suite import Expectation
    from newslint.rulefile.examples import Sort

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_MOSTLY_NOTE = "Great Expectations counts the share of the values that are not null, newslint of all records"
_EXAMPLES = 2
"""Examples of each sort that a rule gets at most."""
_TITLE = 100
"""Characters of a title at most."""
_OF_ALL_ROWS = frozenset({"expect_column_values_to_not_be_null", "expect_column_values_to_be_null"})
"""Expectations whose ``mostly`` is a share of all rows."""


class Imported(msgspec.Struct, frozen=True):
    """What came of a suite.

    Attributes:
        text: The rule file; empty when no expectation could be mapped.
        rules: The rules in it.
        expectations: Number of expectations of the suite.
        mapped: Number of those that the rules stand for.
        unmapped: Each other expectation, in words, with the reason.
        notes: Where a rule differs from its expectation: rule id and words.
        budgets: Share of the records that may break a rule, by rule id, as a configuration has it (``1%``).
        columns: Columns that records have as another field.
    """

    text: str
    rules: tuple[Rule, ...]
    expectations: int
    mapped: int
    unmapped: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    budgets: dict[str, str]
    columns: dict[str, str]


def import_suite(path: str, mapping: Mapping[str, str] | None = None) -> Imported:
    """Make a rule file of a suite; Great Expectations itself is not needed.

    Args:
        path: JSON file of the suite.
        mapping: Name of a column to canonical field, before the aliases that readers know.

    Raises:
        OSError: The file cannot be read.
        SuiteError: It is no suite.
        ConfigError: ``mapping`` names a field that is not canonical.
    """
    suite = read_suite(path)
    fields = FieldMap(mapping or {})
    family = f"gx-{_slug(suite.name) or 'suite'}"
    unmapped: list[tuple[int, str]] = []
    entries: list[tuple[Expectation, Native, dict[str, Any]]] = []
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for expectation in suite.expectations:
        try:
            field, found = _mapped(expectation, fields)
        except UnmappedError as error:
            unmapped.append((expectation.number, _told(expectation, str(error))))
            continue
        for native in found:
            rule_id = _unused(f"{family}.{_slug(expectation.column or '')}-{native.fault}", taken)
            entries.append((expectation, native, _entry(rule_id, expectation, native, field, suite.name)))
        if expectation.column != field.removeprefix("extra."):
            columns[expectation.column or ""] = field
    rules, shown = _with_examples(entries)
    kept = [item for item in entries if item[2]["id"] in rules]
    numbers = {expectation.number for expectation, _, _ in kept}
    for expectation, _, _ in entries:
        if expectation.number not in numbers and expectation.number not in {number for number, _ in unmapped}:
            unmapped.append((expectation.number, _told(expectation, "no example could be made that shows it")))
    notes: list[tuple[str, str]] = []
    budgets: dict[str, str] = {}
    for expectation, native, entry in kept:
        notes.extend([(entry["id"], native.note)] if native.note else [])
        if expectation.mostly is not None:
            budgets[entry["id"]] = f"{100 * (1 - expectation.mostly):.10g}%"
            if expectation.type not in _OF_ALL_ROWS:
                notes.append((entry["id"], _MOSTLY_NOTE))
    head = f"# Made of the suite {suite.name!r} by `newslint import gx`.\n" if shown else ""
    return Imported(
        head + shown,
        tuple(rules.values()),
        len(suite.expectations),
        len(numbers),
        tuple(text for _, text in sorted(unmapped)),
        tuple(notes),
        budgets,
        columns,
    )


def _mapped(expectation: Expectation, fields: FieldMap) -> tuple[str, list[Native]]:
    """The field that an expectation is about, and its native checks."""
    field = _field(expectation, fields)
    found = natives(expectation, field)
    if expectation.mostly is not None and found[0].note:
        raise UnmappedError(f"mostly: {found[0].note}")
    return field, found


def _field(expectation: Expectation, fields: FieldMap) -> str:
    """The field that the readers make of an expectation's column; one that is not canonical stands among the ``extra`` ones."""
    column = expectation.column
    if column is None:
        return ""
    field = fields.target(column) or f"extra.{column}"
    if not re.search(FIELD, field):
        raise UnmappedError(f"the column name {column!r} is none that a rule can write")
    return field


def _entry(rule_id: str, expectation: Expectation, native: Native, field: str, suite: str) -> dict[str, Any]:
    """A rule as its file has it, the examples aside."""
    column = expectation.column
    description = expectation.description
    origin = f"The suite {suite} of Great Expectations has {expectation.type} on {column}"
    return {
        "id": rule_id,
        "title": _title(f"{column} should be {native.expected}"),
        "why": description
        if len(description) >= MIN_WHY
        else f"{origin}. {description}".rstrip()
        if description
        else f"{origin}.",
        "severity": expectation.severity or "error",
        "profile": "minimal",
        "fields": [field],
        "kind": native.kind,
        **({"params": native.params} if native.params else {}),
        "message": native.message,
        "examples": {},
        "tags": ["great-expectations"],
    }


def _with_examples(entries: list[tuple[Expectation, Native, dict[str, Any]]]) -> tuple[dict[str, Rule], str]:
    """The rules whose examples hold, by id, and the file of them.

    Every example that an entry offers is tried on the rule itself, as the loader reads it; those that hold are taken, two at most.
    """
    if not entries:
        return {}, ""
    for _, native, entry in entries:
        field = entry["fields"][0]
        offered = {"good": native.good, "bad": native.bad}
        entry["examples"] = {sort: [_example(native, field, value, sort) for value in offered[sort]] for sort in SORTS}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "suite.yaml")
        loaded = {rule.id: rule for rule in _load(path, [entry for _, _, entry in entries if all(entry["examples"].values())])}
        kept: list[dict[str, Any]] = []
        for _, _, entry in entries:
            rule = loaded.get(entry["id"])
            if rule is None:
                continue
            entry["examples"] = {sort: _those_that_hold(rule, sort) for sort in SORTS}
            if all(entry["examples"].values()):
                kept.append(entry)
        rules = {rule.id: rule for rule in _load(path, kept)}
    return rules, _yaml(kept) if kept else ""


def _load(path: str, entries: list[dict[str, Any]]) -> list[Rule]:
    if not entries:
        return []
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(_yaml(entries))
    return load_rules([path], get_kind, cache=False)


def _those_that_hold(rule: Rule, sort: Sort) -> list[Any]:
    holding = (example for index, example in enumerate(rule.examples[sort]) if run_one(rule, sort, index, check_examples).ok)
    return list(islice(holding, _EXAMPLES))


def _example(native: Native, field: str, value: Any, sort: Sort) -> Any:
    name = field.removeprefix("extra.")
    record = {} if value is None else {name: value}
    if get_kind(native.kind).scope == "record":
        # A record of nothing at all would pass for a mistake of the file's author.
        return record or {("body" if name != "body" else "title"): "The ferry sails again."}
    other = f"{value} y"
    return [record, {name: other}] if sort == "good" else [record, dict(record)]


def _yaml(entries: list[dict[str, Any]]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        # YAML 1.2 takes 0o17 for a number, where PyYAML's 1.1 sees text.
        quoted = value.startswith("0o") or not value.isprintable() or "\\" in value
        style = ('"' if not value.isprintable() else "'") if quoted else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    rules = [yaml.dump([entry], Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120) for entry in entries]
    return "version: 1\nrules:\n" + "\n".join("".join(f"  {line}" for line in rule.splitlines(keepends=True)) for rule in rules)


def _told(expectation: Expectation, reason: str) -> str:
    where = f" of {expectation.column}" if expectation.column else ""
    return f"{expectation.number}. {expectation.type}{where}: {reason}"


def _title(text: str) -> str:
    text = " ".join(text.split())
    return text.rstrip(".") if len(text) <= _TITLE else text[: _TITLE - 1].rstrip(" .,") + "…"


def _slug(text: str) -> str:
    return _NOT_IN_IDS.sub("-", text.lower()).strip("-")


def _unused(name: str, taken: set[str]) -> str:
    """``name``, with a number where it stands already; it takes it."""
    name = re.sub(r"\.-", ".", name)
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


__all__ = ["Imported", "SuiteError", "import_suite"]
