"""Nodes against structs: each fault at its place, in words."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import pytest
import yaml
from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Rule
from newslint.rulefile.nodes import Node
from newslint.rulefile.semantics import compile_rule
from newslint.rulefile.structure import Wording, read_struct
from newslint.rulefile.yaml_source import compose, decode

if TYPE_CHECKING:
    from newslint.errors import RuleFileError


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    size: int
    colour: Colour = Colour.RED


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    one: Inner | None = None
    many: list[Inner] = []
    either: Inner | list[Inner] | None = None
    named: dict[str, Inner] = {}
    pair: tuple[int, Literal["a", "b"]] = (0, "a")
    chosen: frozenset[Literal["a", "b"]] = frozenset()
    word: Annotated[str, Meta(max_length=3)] | int = ""
    share: float = 0.0
    anything: Any = None


def node_of(text: str) -> Node:
    source = decode("r.yaml", text.encode(), [])
    assert source is not None
    node = compose(source, [])
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("text", "reason", "hint", "at"),
    [
        ("one: {sise: 1}", "unknown key 'sise' in 'one'", "did you mean 'size'?", "sise"),
        ("one: {}", "'one' lacks 'size'", None, "{}"),
        ("one: {size: 1, colour: rd}", "unknown one.colour 'rd'", "did you mean 'red'? one.colour is one of red, blue", "rd"),
        ("one: {size: 1, colour: 3}", "'one.colour' must be text, not a whole number", "one.colour is one of red, blue", "3}"),
        ("many: [{size: 1}, {size: x}]", "'many[1].size' must be a whole number, not text", None, "x}"),
        ("many: [{size: 1, shape: 1}]", "unknown key 'shape' in 'many[0]'", "known: size, colour", "shape"),
        ("either: [{sise: 1}]", "unknown key 'sise' in 'either[0]'", "did you mean 'size'?", "sise"),
        ("either: {sise: 1}", "unknown key 'sise' in 'either'", "did you mean 'size'?", "sise"),
        ("named: {a: {size: 1}, b: {sise: 1}}", "unknown key 'sise' in 'named.b'", "did you mean 'size'?", "sise"),
        ("pair: [1, c]", "unknown pair[1] 'c'", "pair[1] is one of a, b", "c]"),
        ("pair: [1]", "'pair' must be a list of length 2, got 1", None, "[1]"),
        ("chosen: [a, c]", "unknown chosen[1] 'c'", "chosen[1] is one of a, b", "c]"),
        ("word: long", "'word' must be text of length <= 3", None, "long"),
        ("share: [1]", "'share' must be a number, not a list", None, "[1]"),
        ("many: {}", "'many' must be a list, not a mapping", None, "{}"),
        ("many: x", "'many' must be a list, not text", "write a list: [a, b]", "x"),
        ("sharre: 1", "unknown key 'sharre'", "did you mean 'share'?", "sharre"),
    ],
)
def test_fault(text: str, reason: str, hint: str | None, at: str) -> None:
    faults: list[RuleFileError] = []
    read_struct(node_of(text), Outer, faults, Wording("it"))
    (error,) = faults
    assert (error.reason, error.hint) == (reason, hint)
    assert error.column is not None
    assert text[error.column - 1 :].startswith(at)


def test_what_is_right_is_converted() -> None:
    faults: list[RuleFileError] = []
    text = "one: {size: 1}\neither: [{size: 2}]\nnamed: {a: {size: 3, colour: blue}}\nshare: 1\nanything: [1, {a: b}]\n"
    values = read_struct(node_of(text), Outer, faults, Wording("it"))
    assert not faults
    assert values == {
        "one": Inner(1),
        "either": [Inner(2)],
        "named": {"a": Inner(3, Colour.BLUE)},
        "share": 1.0,
        "anything": [1, {"a": "b"}],
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [("[1]", "a list"), ("x", "text"), ("1", "a number"), ("1.5", "a number"), ("true", "true or false"), ("~", "empty")],
)
def test_no_mapping_at_all(text: str, name: str) -> None:
    faults: list[RuleFileError] = []
    assert read_struct(node_of(text), Outer, faults, Wording("it")) == {}
    assert [error.reason for error in faults] == [f"it must be a mapping, not {name}"]


def test_a_node_of_no_file_has_no_place() -> None:
    faults: list[RuleFileError] = []
    read_struct(Node.of({"one": {"size": "x"}, "sharre": 1, "chosen": ("a", "b")}), Outer, faults, Wording("it"))
    assert [(error.place, error.reason) for error in faults] == [
        ("", "'one.size' must be a whole number, not text"),
        ("", "unknown key 'sharre'"),
    ]


class Ordered(Params, frozen=True):
    low: int = 0
    high: int = 9

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


def compiled(text: str, check: type[Check[Any]] = Check) -> list[str]:
    faults: list[RuleFileError] = []
    rule = Rule("a.b", "", "", "info", (), "k", "")
    compile_rule(rule, Kind("k", "record", Ordered, check), node_of(text), faults)
    return [error.reason for error in faults]


def test_params_that_do_not_go_together() -> None:
    assert compiled("low: 1") == []
    assert compiled("low: 10") == ["'params': low is above high"]


def test_a_kind_whose_package_is_missing() -> None:
    class Needy(Check[Ordered]):
        def validate(self) -> None:
            raise ImportError("No module named 'rensa'")

    assert compiled("low: 1", Needy) == ["kind 'k' cannot be used: No module named 'rensa'"]


def test_an_error_of_the_parser_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> object:
        raise yaml.YAMLError("odd")

    source = decode("r.yaml", b"a: 1", [])
    assert source is not None
    monkeypatch.setattr(yaml, "parse", fail)
    faults: list[RuleFileError] = []
    assert compose(source, faults) is None
    assert [str(error) for error in faults] == ["r.yaml:1:1: odd"]
