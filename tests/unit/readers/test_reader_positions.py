"""What stands in the file at a place is what the value holds there, decoded by small decoders of the tests' own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from newslint.readers import get_reader
from newslint.readers.base import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newslint.model import Article, Place
    from newslint.readers.base import Batch

TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab \"\\/\n\r\t,;'’é\u2028\U0001f600\x7f"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=30,
)
FILES = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(path: Path, name: str, wanted: frozenset[str] | None = None, mapping: dict[str, str] | None = None) -> list[Batch]:
    unit = Unit(path=str(path), format=name)
    return list(get_reader(name).read(unit, mapping or {}, wanted))


def raw_between(text: str, place: Place) -> str:
    """The characters of the file between the two ends of a place, by lines and columns alone."""
    lines = text.split("\n")
    offset = [0]
    for line in lines:
        offset.append(offset[-1] + len(line) + 1)
    start = offset[place.line - 1] + place.column - 1
    end = offset[place.end_line - 1] + place.end_column - 1
    return text[start:end]


def strings_of(article: Article) -> Iterator[tuple[str, str]]:
    for field in sorted(article.fields):
        value = getattr(article, field)
        if isinstance(value, str):
            yield field, value
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield f"{field}[{index}]", item
    for name, value in article.extra.items():
        if isinstance(value, str):
            yield f"extra.{name}", value
        if isinstance(value, dict) and isinstance(value.get("b"), str) and "." not in name:
            yield f"{name}.b", value["b"]


def all_spans(value: str) -> list[tuple[int, int]]:
    cuts = sorted({0, len(value) // 3, len(value) // 2, len(value)})
    return [(start, end) for start in cuts for end in cuts if start <= end]


def holds(text: str, batch: Batch, index: int, decode: Callable[[str], str], *, must: bool = True) -> None:
    """Every span of every value has a place, and what stands there decodes to the span."""
    article = batch.articles[index]
    for label, value in strings_of(article):
        for start, end in all_spans(value):
            place = batch.place(index, label, start, end)
            if place is None:
                assert not must, (label, value)
                continue
            assert decode(raw_between(text, place)) == value[start:end], (label, start, end, place)


def json_decode(raw: str) -> str:
    return json.loads(f'"{raw}"', strict=False)


def escaped(draw: st.DrawFn, value: str) -> str:
    """``value`` as a JSON string, every character escaped in one of the ways JSON has."""
    out = []
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f"}
    for char in value:
        ways = [json.dumps(char)[1:-1]]
        if char in short:
            ways.append(short[char])
        if ord(char) > 0x7F:
            ways.append(char)
        if ord(char) < 0x10000:
            ways.append(f"\\u{ord(char):04X}")
        out.append(draw(st.sampled_from(ways)))
    return '"' + "".join(out) + '"'


@st.composite
def json_objects(draw: st.DrawFn) -> str:
    members = []
    # As writers of JSON do it, every member the same; or as nobody does.
    layout = draw(st.sampled_from([None, None, (", ", ": "), (",", ":")]))
    for key in draw(
        st.lists(st.sampled_from(["title", "headline", "body", "author", "tags", "x", "a", 'é"k', "é", "og_title"]), max_size=7)
    ):
        space = draw(st.sampled_from(["", " ", "\t"]))
        if key == "author":
            shape = draw(st.integers(0, 3))
            names = [escaped(draw, draw(TEXT)) for _ in range(2)]
            value = [names[0], f"[{names[0]},{space}null, {names[1]}]", f'[{{"url":"u","name"{space}:{names[0]}}}]', "7"][shape]
        elif key == "a":
            value = f'{{"b":1, "b":{escaped(draw, draw(TEXT))}, "c":[{{}}]}}'
        elif key == "tags":
            value = escaped(draw, draw(st.text(alphabet='ab,; é"', max_size=12)))
        else:
            value = draw(st.sampled_from([escaped(draw, draw(TEXT)), escaped(draw, draw(TEXT)), "null", "12", "true"]))
        if layout is None:
            members.append(f"{escaped(draw, key)}{space}:{space}{value}")
        else:
            members.append(f"{json.dumps(key, ensure_ascii=False)}{layout[1]}{value}")
    return "{" + (", " if layout is None else layout[0]).join(members) + "}"


@FILES
@given(st.lists(json_objects(), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans())
def test_jsonl_places_lead_through_escapes(tmp_path: Path, objects: list[str], end: str, mark: bool) -> None:
    path = tmp_path / "a.jsonl"
    text = end.join(objects) + end
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
    (batch,) = read(path, "jsonl")
    assert not batch.unreadable
    assert len(batch.articles) == len(objects)
    for index, raw in enumerate(objects):
        holds(text, batch, index, json_decode)
        assert batch.source_line(batch.line(index)) == raw


@FILES
@given(
    st.lists(json_objects(), min_size=1, max_size=3),
    st.sampled_from(["", "\n", " \r\n  "]),
    st.sampled_from(["list", "envelope"]),
)
def test_json_places_lead_through_escapes(tmp_path: Path, objects: list[str], gap: str, shape: str) -> None:
    path = tmp_path / "a.json"
    text = f"[{gap}" + f",{gap}".join(objects) + f"{gap}]"
    if shape == "envelope":
        text = f'{{"status": "ök",{gap}"articles":{gap}{text}}}'
    path.write_bytes(text.encode())
    (batch,) = read(path, "json")
    assert len(batch.articles) == len(objects)
    for index in range(len(objects)):
        holds(text, batch, index, json_decode)


@FILES
@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_csv_places_lead_through_quoting(tmp_path: Path, rows: Any, delimiter: str, end: str, mark: bool) -> None:
    def cell(value: str) -> str:
        special = any(char in value for char in delimiter + '"\r\n') or value != value.strip()
        return '"' + value.replace('"', '""') + '"' if special else value

    path = tmp_path / "a.csv"
    lines = [["title", "x", "body"], *rows]
    text = "".join(delimiter.join(map(cell, line)) + end for line in lines)
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
    (batch,) = read(path, "csv")
    assert not batch.unreadable
    assert [(a.title or "", a.extra["x"] or "", a.body or "") for a in batch.articles] == rows
    for index in range(len(rows)):
        holds(text, batch, index, lambda raw: raw.replace('""', '"'))


@FILES
@given(TEXT, st.lists(TEXT, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_text_places_are_those_of_the_file(tmp_path: Path, title: str, blocks: list[str], end: str) -> None:
    text = (end + end).join(["A " + title, *blocks])
    assume("\0" not in text)
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (batch,) = read(path, "text")
    holds(text, batch, 0, lambda raw: raw)
    assert text.count(batch.articles[0].body or "") >= 1


WORDS = st.text(alphabet="ab é'\"’:#", min_size=1, max_size=14)


@FILES
@given(WORDS, WORDS, st.sampled_from(["plain", "single", "double", "literal", "folded"]), st.sampled_from(["\n", "\r\n"]))
def test_yaml_front_matter_places_are_exact_or_absent(tmp_path: Path, first: str, second: str, style: str, end: str) -> None:
    value = f"x{first}x x{second}x"
    if style == "plain":
        assume(not re.search(r"[:#]", value))
        written = value
    elif style == "single":
        written = "'" + value.replace("'", "''") + "'"
    elif style == "double":
        written = json.dumps(value)
    elif style == "literal":
        written = f"|{end}   x{first}x{end}   x{second}x"
    else:
        written = f">-{end}   x{first}x{end}   x{second}x"
    text = f"---{end}lang: en{end}title: {written}{end}tags: [a, 'b''c']{end}---{end}{end}Body text.{end}"
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    (batch,) = read(path, "markdown")
    assert not batch.unreadable
    decoders = {
        "single": lambda raw: raw.replace("''", "'"),
        "double": json_decode,
        "literal": lambda raw: re.sub(r"\r?\n   ", "\n", raw).rstrip("\r"),
    }
    article = batch.articles[0]
    decode = decoders.get(style, lambda raw: raw)
    for start, end_ in all_spans(article.title.rstrip("\n")):
        place = batch.place(0, "title", start, end_)
        if place is None:
            assert style == "folded"
            continue
        assert decode(raw_between(text, place)) == article.title[start:end_]
    assert raw_between(text, batch.place(0, "keywords[1]", 0, 3)) == "b''c"
    assert raw_between(text, batch.place(0, "body", 0, 4)) == "Body"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('title = "A \\"b\\" \\u00e9é"', 'A \\"b\\" \\u00e9é'),
        ("title = 'A \\b'", "A \\b"),
        ('"title" = "Plain" # comment', "Plain"),
    ],
)
def test_toml_front_matter_places(tmp_path: Path, line: Any, expected: str) -> None:
    text = f'+++\ndraft = false\n{line}\ndate = 2024-03-01T10:00:00+01:00\ntags = ["one", \'two\']\n[params]\ntitle = "x"\n+++\nBody.\n'
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (batch,) = read(path, "markdown")
    article = batch.articles[0]
    assert raw_between(text, batch.place(0, "title", 0, len(article.title))) == expected
    assert article.published_at == "2024-03-01T10:00:00+01:00"
    assert raw_between(text, batch.place(0, "published_at", 0, 10)) == "2024-03-01"
    assert raw_between(text, batch.place(0, "keywords[1]", 0, 3)) == "two"
    assert batch.place(0, "params.title", 0, 1) is None


def test_the_last_of_two_equal_keys_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "first", "title": "last"}\n')
    (batch,) = read(path, "jsonl")
    assert batch.articles[0].title == "last"
    assert batch.place(0, "title", 0, 4).column == 30


def test_a_part_of_a_keyword_string_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"tags": "port\\u00e9, quay ;sea"}\n')
    (batch,) = read(path, "jsonl")
    assert batch.articles[0].keywords == ["porté", "quay", "sea"]
    assert batch.place(0, "keywords[1]", 0, 4).column == 23
    assert batch.place(0, "keywords[2]", 0, 3).column == 29


def test_what_does_not_stand_in_the_file_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": 1e2, "word_count": 120, "body": "b"}\n')
    (batch,) = read(path, "jsonl")
    assert batch.articles[0].title == "100.0"
    assert batch.place(0, "title", 0, 3) is None
    assert batch.place(0, "word_count", 0, 3).column == 30
    assert batch.place(0, "subtitle", 0, 0) is None
    assert batch.place(0, "authors[3]", 0, 0) is None
