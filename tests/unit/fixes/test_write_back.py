"""Edits written back: the value comes out as wanted, and nothing else moves by a byte."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.fixes.choose import choose, edits_of, reduce
from newslint.fixes.session import Session
from newslint.model import TEXT_FIELDS, Edit, Finding, Fix
from newslint.model.edits import apply_edits
from newslint.readers.discover import find_inputs
from newslint.readers.fields import value_of
from newslint.readers.registry import get_reader

if TYPE_CHECKING:
    from newslint.model import Article

ALPHABET = "ab \",;'\\/\n\r\t\x07é’東😀{}[]:#-"
VALUES = st.text(ALPHABET, max_size=25)
WORDS = st.text("ab é’\"'\\:#,", max_size=8)


@st.composite
def edits(draw: st.DrawFn, value: str) -> tuple[Edit, ...]:
    points = sorted(draw(st.lists(st.integers(0, len(value)), min_size=2, max_size=6)))
    spans = list(zip(points[::2], points[1::2], strict=False))
    return tuple(Edit(start, end, draw(VALUES)) for start, end in dict(spans).items())


def finding(field: str, made: tuple[Edit, ...], record: int = 0, path: str = "", *, safe: bool = True) -> Finding:
    return Finding(
        rule="a.b", severity="warning", message="m", path=path, record=record, field=field, fix=Fix(safe=safe, edits=made)
    )


def mended(path: Path, *findings: Finding, mapping: dict[str, str] | None = None) -> tuple[bytes, Session]:
    """The file with the fixes of findings made once."""
    rounds = iter([list(findings)])
    inputs = find_inputs([str(path)])
    for item in findings:
        item.path = str(path)
    session = Session(lambda _: next(rounds, []), get_reader, mapping or {}, in_place=False)
    with session:
        session.run(inputs)
        copies = [Path(item.opened) for item in session.changed if item.opened]
        return (copies[0] if copies else path).read_bytes(), session


def articles(path: Path, data: bytes) -> list[Article]:
    path.write_bytes(data)
    unit = find_inputs([str(path)])[0].units(get_reader, 1 << 30)[0]
    found: list[Article] = []
    for batch in get_reader(unit.format).read(unit, {}, None):
        assert not batch.unreadable
        found.extend(batch.articles)
    return found


def fields_of(article: Article) -> dict[str, Any]:
    """Fields by name: after some records a reader makes a struct of its own for the keys that it has met."""
    return {name: getattr(article, name) for name in (*TEXT_FIELDS, "body_format", "mistyped", "extra")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("write-back")


@given(st.data())
@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_json_comes_out_as_wanted(folder: Path, suffix: str, data: st.DataObject) -> None:
    records: list[dict[str, Any]] = [
        {"id": str(number), "title": data.draw(VALUES), "authors": [data.draw(VALUES), "x"], "odd/key": data.draw(VALUES)}
        for number in range(3)
    ]
    ascii_only = data.draw(st.booleans())
    raw = "\n".join(json.dumps(record, ensure_ascii=ascii_only).replace("/", "\\/") for record in records)
    path = folder / f"records.{suffix}"
    path.write_text(raw if suffix == "jsonl" else f"[{raw.replace(chr(10), ', ')}]", encoding="utf-8", newline="")
    before = path.read_bytes()
    field = data.draw(st.sampled_from(["title", "authors[0]", "odd/key"]))
    was = articles(path, before)
    value = value_of(was[1], field)
    assert value is not None or (field == "authors[0]")
    if value is None:
        return
    made = data.draw(edits(value))
    after, session = mended(path, finding(field, made, 1))
    wanted = apply_edits(value, made)
    expected = articles(path, before)
    got = articles(path, after)
    assert value_of(got[1], field) == wanted
    assert fields_of(got[0]) == fields_of(expected[0])
    assert fields_of(got[2]) == fields_of(expected[2])
    assert not session.refused
    old, new = before.split(b'"id"'), after.split(b'"id"')
    assert [old[i] for i in (0, 1, 3)] == [new[i] for i in (0, 1, 3)]
    # Edits that together change nothing may count as a fix or as none.
    assert wanted == value or sum(session.fixed.values()) == 1


@given(st.data())
def test_csv_comes_out_as_wanted(folder: Path, data: st.DataObject) -> None:
    delimiter, end = data.draw(st.sampled_from([(",", "\n"), (";", "\r\n")]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["title", "section", "keywords", "body"])
    # The writer leaves a lone carriage return bare, which no reader takes.
    values = VALUES.map(lambda text: text.replace("\r", ""))
    rows = [[data.draw(values), "x", "a; b; c", data.draw(values)] for _ in range(3)]
    writer.writerows(rows)
    mark = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    before = mark + stream.getvalue().encode()
    path = folder / "rows.csv"
    expected = articles(path, before)
    if len(expected) != 3:
        return
    field = data.draw(st.sampled_from(["title", "body", "keywords[1]"]))
    value = value_of(expected[1], field)
    if value is None:
        return
    made = tuple(edit for edit in data.draw(edits(value)) if field != "keywords[1]" or edit.text.isalpha())
    after, session = mended(path, finding(field, made, 1)) if made else (before, None)
    got = articles(path, after)
    wanted = apply_edits(value, made)
    if end == "\n" or "\n" not in "".join(edit.text for edit in made):
        assert (value_of(got[1], field) or "") == wanted
    assert [got[0], got[2]] == [expected[0], expected[2]]
    for name in {"title", "body", "section"} - {field}:
        assert getattr(got[1], name) == getattr(expected[1], name)
    assert session is None or not session.refused


@given(st.data())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_comes_out_as_wanted(folder: Path, end: str, data: st.DataObject) -> None:
    body = end.join(["The ferry “sails” again.", "", "It’s fine  today; it was not yesterday."])
    raw = end.join(["Port reopens 😀", "", body, "", ""])
    path = folder / "story.txt"
    path.write_text(raw, encoding="utf-8", newline="")
    made = tuple(
        Edit(edit.start, edit.end, edit.text.replace("\r", "").replace("\n", ""))
        for edit in data.draw(edits(body))
        if "\r" not in body[edit.start - 1 : edit.start]
    )
    after, _ = mended(path, finding("body", made))
    assert after.decode() == raw.replace(body, apply_edits(body, made))


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("title: Its fine", "title: It\"s: 'fine' #1"),
        ("title: 'Its fine'", "title: 'It\"s: ''fine'' #1'"),
        ('title: "Its fine"', 'title: "It\\"s: \'fine\' #1"'),
    ],
)
def test_front_matter_is_written_in_its_notation(tmp_path: Path, line: str, written: str) -> None:
    path = tmp_path / "story.md"
    path.write_text(f"---\n{line}\ntags: [a, b]\n---\n\nText.\n", encoding="utf-8")
    after, session = mended(path, finding("title", (Edit(2, 3, '"s:'), Edit(4, 8, "'fine' #1"))))
    if line == "title: Its fine":  # a plain scalar cannot hold it
        assert session.refused[0].fixes == 1
        assert after == path.read_bytes()
    else:
        assert after.decode() == f"---\n{written}\ntags: [a, b]\n---\n\nText.\n"


def test_a_cell_without_quotation_marks_gets_them_when_it_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b'title,body\nPort open,"a ""b"" c"\n')
    after, _ = mended(path, finding("title", (Edit(4, 5, ', "now" '),)), finding("body", (Edit(2, 5, '"d"'),)))
    assert after == b'title,body\n"Port, ""now"" open","a ""d"" c"\n'


def test_a_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"title": "t", "word_count": 12}\n')
    after, session = mended(path, finding("word_count", (Edit(0, 2, "13"),)))
    assert after == path.read_bytes()
    assert [refusal.fixes for refusal in session.refused] == [1]


def test_of_overlapping_fixes_the_first_is_made(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"title": "abcdef"}\n')
    after, session = mended(path, finding("title", (Edit(0, 3, "X"),)), finding("title", (Edit(2, 4, "Y"), Edit(5, 6, "Z"))))
    assert after == b'{"title": "Xdef"}\n'
    assert session.fixed == {"a.b": 1}


@given(VALUES, st.data())
def test_reduced_edits_make_the_same_value(value: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value)))
    edit = Edit(start, data.draw(st.integers(start, len(value))), data.draw(VALUES))
    small = reduce(edit, value)
    assert apply_edits(value, small) == apply_edits(value, [edit])
    assert all(value[part.start : part.end] != part.text for part in small)


@given(VALUES, st.data())
def test_chosen_edits_do_not_overlap(value: str, data: st.DataObject) -> None:
    findings = [finding("title", data.draw(edits(value))) for _ in range(4)]
    chosen, waiting = choose(findings)
    assert len(chosen) + len(waiting) == 4
    made = edits_of(chosen, value)
    assert all(one.end <= other.start for one, other in pairwise(made))


def test_escapes_beside_an_edit_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"title": "caf\\u00e9 \\/ it\\u0020is \\"open\\""}\n')
    after, _ = mended(path, finding("title", (Edit(0, 19, 'café / it’s "open"'),)))
    assert after == b'{"title": "caf\\u00e9 \\/ it\\u2019s \\"open\\""}\n'
