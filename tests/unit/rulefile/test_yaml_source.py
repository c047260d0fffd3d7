"""YAML 1.2 in, with places, and what is refused."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.rulefile.yaml_source import MAX_ALIASED, MAX_BYTES, MAX_DEPTH, compose, decode

if TYPE_CHECKING:
    from newslint.errors import RuleFileError
    from newslint.rulefile.nodes import Node


def read(text: str | bytes) -> tuple[Node | None, list[RuleFileError]]:
    faults: list[RuleFileError] = []
    source = decode("r.yaml", text.encode() if isinstance(text, str) else text, faults)
    return (None if source is None else compose(source, faults)), faults


def plain(text: str) -> Any:
    node, faults = read(text)
    assert not faults
    assert node is not None
    return node.plain


def fault(text: str | bytes) -> RuleFileError:
    _, faults = read(text)
    assert len(faults) == 1
    return faults[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("Off", "Off"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("012", 12),
        ("-7", -7),
        ("+7", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.INF", -math.inf),
        ("0.3.1", "0.3.1"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("<<", "<<"),
    ],
)
def test_scalars_of_the_core_schema(text: str, value: object) -> None:
    found = plain(f"key: {text}")["key"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(plain("key: .nan")["key"])


def test_keys_are_strings_as_written() -> None:
    assert plain("no: 1\n1: 2\ntrue: 3\n1.50: 4") == {"no": 1, "1": 2, "true": 3, "1.50": 4}


def test_places_count_characters_not_bytes() -> None:
    node, _ = read("é😀: ['ü', {ключ: 1}]\n")
    assert node is not None
    inner = node.value["é😀"]
    assert node.keys["é😀"] == (1, 1)
    assert (inner.line, inner.column) == (1, 5)
    assert inner.value[1].keys["ключ"] == (1, 12)


def test_byte_order_mark_is_no_character() -> None:
    node, _ = read(b"\xef\xbb\xbfa: 1")
    assert node is not None
    assert node.keys["a"] == (1, 1)


def test_aliases_stand_for_their_anchor() -> None:
    assert plain("a: &x [1, {b: 2}]\nc: *x\n&k d: *k : 3\n".replace("&k d: *k : 3", "e: 3")) == {
        "a": [1, {"b": 2}],
        "c": [1, {"b": 2}],
        "e": 3,
    }


def test_aliased_key() -> None:
    assert plain("a: &x name\n*x : 1") == {"a": "name", "name": 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a: 1\nb: 2\na: 3", 3, 1, "duplicate key 'a'"),
        ("a: 1\n'a': 3", 2, 1, "duplicate key 'a'"),
        ("a: &x {b: 1}\nc: {<<: *x}", 2, 5, "merge keys (<<) are not read"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document"),
        ("%YAML 1.1\n---\na: 1", 1, 1, "rule files are YAML 1.2"),
        ("a: !!python/object:os.system x", 1, 4, "tag !!python/object:os.system is not read"),
        ("a: !!str 12", 1, 4, "tag !!str is not read"),
        ("a: ! 12", 1, 4, "tag ! is not read"),
        ("a: !own [1]", 1, 4, "tag !own is not read"),
        ("a: &x [*x]", 1, 8, "alias *x stands inside its own anchor"),
        ("a: *x", 1, 4, "alias *x has no anchor before it"),
        ("[a]: 1", 1, 1, "a key must be text"),
        ("a: &x 1\n*x : 1", 2, 1, "a key must be text"),
        ("a: 99999999999999999999", 1, 4, "the number has more than 64 bits"),
        (f"a: {'9' * 5000}", 1, 4, "the number has more than 64 bits"),
        ("a:\n\tb: 1", 2, 1, "a tab in the indentation"),
        ("a:\n  - b: 1\n  \tc: 2", 3, 3, "a tab in the indentation"),
        ("a: b: c", 1, 5, "mapping values are not allowed in this context"),
        (b"a: 1\nb: \xff", 2, 4, "not UTF-8: byte 0xff is not part of a character"),
        (b"a: 1\nb: x\x00", 2, 5, "control character U+0000"),
        ("a: \x1b[31m", 1, 4, "control character U+001B"),
        ("[" * 10_000, 1, MAX_DEPTH + 1, f"nested more than {MAX_DEPTH} deep"),
    ],
)
def test_refused(text: str | bytes, line: int, column: int, reason: str) -> None:
    error = fault(text)
    assert (error.path, error.line, error.column, error.reason) == ("r.yaml", line, column, reason)


def test_a_control_character_does_not_reach_the_terminal() -> None:
    assert "\x1b" not in fault("a: \x1b[31m").render()


def test_a_very_long_line_is_not_shown() -> None:
    assert fault(f"a: !x {'b' * 10_000}").source is None


def test_syntax_errors_say_what_to_do() -> None:
    assert fault('a: "\\d"').hint == "single quotes take backslashes as they are: match: '\\d+'"
    assert fault('a: "\\ud83d\\ude00"').hint == "write the character itself, or eight digits: \\U0001F600"
    assert fault("a: 'x' y").hint == "quote a value that begins with a quotation mark and goes on after it, and indent keys alike"


def test_faults_that_allow_it_are_told_together() -> None:
    _, faults = read("a: !x 1\nb: 1\nb: 2\nc: {<<: 1}")
    assert [error.line for error in faults] == [1, 3, 4]


def test_alias_bomb_is_refused() -> None:
    names = "abcdefghij"
    lines = [f"{names[0]}: &{names[0]} [{', '.join('x' * 9)}]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)]
    error = fault("\n".join(lines))
    assert error.reason.startswith("aliases multiply")
    assert f"{MAX_ALIASED:,}" in error.reason


def test_aliases_cannot_build_depth() -> None:
    half = MAX_DEPTH // 2 + 2
    text = f"a: &a {'[' * half}{']' * half}\nb: {'[' * half}*a{']' * half}"
    assert fault(text).reason.startswith("aliases multiply")


def test_large_file_is_refused() -> None:
    assert fault(b"#" * (MAX_BYTES + 1)).reason == "the file is larger than 16 MiB"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_empty(text: str) -> None:
    node, faults = read(text)
    assert not faults
    assert node is None or node.plain is None


# libyaml takes a pair of surrogate escapes for a fault, so characters past U+FFFF have to be written as they are.
words = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_json_is_read_as_yaml(value: Any) -> None:
    assert plain(json.dumps({"key": value}))["key"] == value


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    node, faults = read(text.encode("utf-8", "replace"))
    assert faults or node is None or node.line >= 1
    for error in faults:
        assert error.line is not None
        assert error.render()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _, faults = read(data)
    assert all(error.reason for error in faults)
