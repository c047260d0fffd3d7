"""What is kept of compiled rules: the same as what is found out anew, and no more of it than was edited."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from newslint import Linter, store
from newslint.digest import blake2b
from newslint.engine.outline import outline_of
from newslint.engine.params import are_plain, made_of
from newslint.kinds.registry import get_kind
from newslint.model import Rule
from newslint.rulefile.load import builtin_rules_path, load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newslint.kinds.base import Check

RECORD = {"id": "1", "title": "Port TBC", "body": "The the port reopened \u201con Monday. More TBA follows.\n\nRelated Articles"}


@pytest.fixture(scope="module")
def known() -> list[Rule]:
    return load_rules([builtin_rules_path()])


def word(name: str, match: str) -> Rule:
    return Rule(
        id=f"test.{name}",
        title="A word",
        why="it stands there",
        severity="warning",
        fields=("body",),
        kind="pattern",
        message="{match}",
        params={"match": [match]},
    )


def outline(rules: Sequence[Rule], cache: str | None, compiled: list[int]) -> bytes:
    def check(number: int) -> Check[Any]:
        compiled.append(number)
        kind = get_kind(rules[number].kind)
        return kind.compile(rules[number], msgspec.convert(rules[number].params, kind.params))

    return msgspec.msgpack.encode(outline_of(rules, check, cache, ""))


def test_outlines_are_the_same_anew_and_from_what_is_known_of_rules(known: list[Rule], tmp_path: Path) -> None:
    cache = str(tmp_path)
    every = outline(known, None, [])
    assert outline(known, cache, []) == every
    some, compiled = known[::-2], list[int]()
    assert outline(some, cache, compiled) == outline(some, None, [])
    assert compiled == []


def test_only_a_rule_that_was_edited_is_compiled(tmp_path: Path) -> None:
    rules = [word("a", "aaa"), word("b", "bbb"), word("c", "ccc")]
    outline(rules, str(tmp_path), [])
    compiled: list[int] = []
    rules[1] = word("b", "changed")
    outline(rules, str(tmp_path), compiled)
    assert compiled == [1]


@pytest.mark.parametrize("damage", ["empty", "cut", "other", "nothing"])
def test_whatever_is_damaged_findings_are_the_same(tmp_path: Path, damage: str) -> None:
    options: dict[str, Any] = {"profile": "strict", "plugins": False}
    expected = Linter(cache=False, **options).check_record(RECORD)
    assert {finding.rule for finding in expected} >= {"boilerplate.related-links", "punctuation.quote-unbalanced"}
    assert Linter(cache_directory=str(tmp_path), **options).check_record(RECORD) == expected
    for entry in tmp_path.iterdir():
        data = entry.read_bytes()
        payload = msgspec.msgpack.encode([b"what", {"nobody": "wrote"}])
        broken = {"empty": b"", "cut": data[:-9], "other": blake2b(payload, digest_size=16).digest() + payload, "nothing": data}
        entry.write_bytes(broken[damage])
    for _ in range(2):
        assert Linter(cache_directory=str(tmp_path), **options).check_record(RECORD) == expected


def test_parts_that_no_run_has_had_a_use_for_go_when_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        parts = store.Parts(str(tmp_path), "sort", "name")
        parts.add(bytes([number]), msgspec.msgpack.encode("x" * 50))
        parts.write()
    parts = store.Parts(str(tmp_path), "sort", "name")
    assert parts.get(b"\0") is not None
    monkeypatch.setattr(store, "_MOST", 120)
    parts.add(b"new", msgspec.msgpack.encode("y"))
    parts.write()
    parts = store.Parts(str(tmp_path), "sort", "name")
    assert [name for name in (b"\0", b"\1", b"\2", b"new") if parts.get(name) is not None] == [b"\0", b"new"]


def test_few_states_of_newslint_keep_their_parts(tmp_path: Path) -> None:
    for number in range(9):
        parts = store.Parts(str(tmp_path), "sort", str(number))
        parts.add(b"1", msgspec.msgpack.encode("x"))
        parts.write()
    assert len(os.listdir(tmp_path)) < 9


@pytest.mark.parametrize("kind", ["pattern", "consistency", "date", "compare", "required", "near_duplicate"])
def test_params_made_without_conversion_are_those_of_a_conversion(known: list[Rule], kind: str) -> None:
    params = get_kind(kind).params
    told = {}
    for rule in known:
        if rule.kind == kind:
            converted = msgspec.convert(rule.params, params)
            told[rule.id] = are_plain(converted, rule.params)
            if told[rule.id]:
                assert made_of(params, rule.params) == converted
    assert any(told.values())


def test_what_a_conversion_changes_is_not_plain() -> None:
    class Sample(get_kind("pattern").params, frozen=True):  # type: ignore[misc]
        pair: tuple[str, ...] = ()
        number: float = 0.0

    for values, plain in (
        ({"match": ["a"]}, True),
        ({"match": ["a"], "pair": ["b"]}, False),
        ({"match": "a", "number": 1}, False),
    ):
        assert are_plain(msgspec.convert(values, Sample), values) is plain
