"""Hostile and broken inputs: each is reported with its place, and the other records are read."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from newslint.errors import InputError
from newslint.readers import get_reader
from newslint.readers import source as source_module
from newslint.readers.base import Unit

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.readers.base import Unreadable


def read(path: str | Path, name: str) -> tuple[list[str | None], list[Unreadable]]:
    batches = list(get_reader(name).read(Unit(path=str(path), format=name), {}, frozenset()))
    return [article.title for batch in batches for article in batch.articles], [
        item for batch in batches for item in batch.unreadable
    ]


GOOD = b'{"title": "good"}'


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b'{"title": "a" "b"}', 15, "Expecting ',' delimiter"),
        (b'{"title": "a"', 14, "Expecting ',' delimiter"),
        ('{"title": "é", x}'.encode(), 16, "Expecting property name enclosed in double quotes"),
        (b'{"title": "a\xffb"}', 13, "invalid UTF-8: byte 0xff at byte 13 of the line"),
        ('{"x": "é'.encode() + b'\xff"}', 9, "invalid UTF-8: byte 0xff at byte 10 of the line"),
        (b'{"title": "a\0b"}', 13, "NUL byte"),
        (b'{"title": "a\\ud800b"}', 13, "lone surrogate \\ud800: half of a character"),
        (b'{"title": "\\\\\\udc00\\ud800"}', 14, "lone surrogate \\udc00: half of a character"),
        (b'["a"]', 1, "a record has to be an object, and this is an array"),
        (b' "a"', 2, "a record has to be an object, and this is a string"),
        (b"null", 1, "a record has to be an object, and this is null"),
        (b'{"x": NaN}', 7, "NaN is no JSON number"),
        (b'{"x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", None, "brackets are nested too deeply"),
        (b'{"x": ' + b"[" * 10_000, None, "brackets are nested too deeply"),
        (b'{"title": "a\tb"}', 13, "Invalid control character at"),
        (b'{"title": "a"} trailing', 16, "Extra data"),
    ],
)
@pytest.mark.parametrize("around", [1, 100])
def test_a_broken_line_amid_good_ones(tmp_path: Path, line: bytes, column: int | None, reason: str, around: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([GOOD] * around + [line] + [GOOD] * around))
    titles, (fault,) = read(path, "jsonl")
    assert titles == ["good"] * around * 2
    assert (fault.record, fault.line, fault.column, fault.reason) == (around, around + 1, column, reason)


def test_a_line_that_is_too_long_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(GOOD + b'\n{"title": "')
        for _ in range(50):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + GOOD + b"\n")
    tracemalloc.start()
    titles, (fault,) = read(path, "jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert titles == ["good", "good"]
    assert (fault.record, fault.line, fault.reason) == (1, 2, "the line is longer than 16 MiB")
    assert peak < 40 << 20
    unit = Unit(path=str(path), format="jsonl")
    assert get_reader("jsonl").lines(unit) == 3
    units = get_reader("jsonl").units(str(path), path.stat().st_size, 8 << 20)
    assert (
        sum(len(batch.articles) + len(batch.unreadable) for unit in units for batch in get_reader("jsonl").read(unit, {}, None))
        == 3
    )


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_limit_of_a_line_does_not_depend_on_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    from newslint.readers import jsonl

    monkeypatch.setattr(jsonl, "MAX_RECORD", 1000)
    for chunk in (1, 7, 500, 999, 1000):
        monkeypatch.setattr(jsonl, "CHUNK", chunk)
        path = tmp_path / "a.jsonl"
        line = b'{"title": "' + b"x" * (1000 + over - 13) + b'"}'
        path.write_bytes(GOOD + b"\n" + line + b"\n" + GOOD + b"\n")
        titles, faults = read(path, "jsonl")
        assert len(titles) == (3 if over <= 0 else 2), chunk
        assert [fault.record for fault in faults] == ([] if over <= 0 else [1])


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "text", "markdown"])
@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    titles, (fault,) = read(path, name)
    assert titles == []
    assert (fault.record, fault.line, fault.reason) == (None, None, "the file is empty")


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "text", "markdown"])
@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PAR1\0\0\0", "Parquet"), (b"PK\x03\x04rest", "ZIP"), ("wide".encode("utf-16"), "UTF-16"), (b"%PDF-1.7\n", "PDF")],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    titles, (fault,) = read(path, name)
    assert titles == []
    assert fault.record is None
    assert words in fault.reason


def test_json_in_a_file_of_lines_and_the_other_way_round(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('[\n  {"title": "a"}\n]\n')
    _, (fault,) = read(path, "jsonl")
    assert (fault.record, "--input-format json" in fault.reason) == (None, True)
    path.write_text('{"title": "a"}\n{"title": "b"}\n')
    _, (fault,) = read(path, "json")
    assert (fault.record, fault.line, "--input-format jsonl" in fault.reason) == (None, 2, True)


def test_broken_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"articles": [\n  {"title": "é" "x"}\n]}', encoding="utf-8")
    _, (fault,) = read(path, "json")
    assert (fault.record, fault.line, fault.column, fault.reason) == (None, 2, 17, "Expecting ',' delimiter")
    path.write_bytes(b'[{"title": "a"}, 7,\n {"title": "b\xff"}, {"title": "c"}]')
    titles, faults = read(path, "json")
    assert titles == ["a", "c"]
    assert [(item.record, item.line, item.column) for item in faults] == [(1, 1, 18), (2, 2, 14)]
    path.write_bytes(b"[" * 10_000 + b"]" * 10_000)
    _, (fault,) = read(path, "json")
    assert fault.reason == "brackets are nested too deeply"
    path.write_bytes(b"7")
    _, (fault,) = read(path, "json")
    assert fault.reason == "a record has to be an object, and this is a number"


@pytest.mark.parametrize(
    ("rows", "record", "line", "column", "reason"),
    [
        ('a,"b\n', 0, 2, 3, "a cell's opening quotation mark is never closed"),
        ('"a"b,c\n', 0, 2, 3, "'b' after a cell's closing quotation mark; one inside a cell has to be doubled"),
        ("a\n", 0, 2, None, "too few cells: the row has 1, the header 2"),
        ("good,x\na,b,c\n", 1, 3, None, "too many cells: the row has 3, the header 2"),
        ("good,x\na,b\0c\n", 1, 3, 4, "NUL byte"),
        ("a\rb,c\n", 0, 2, 2, "carriage return inside a cell without quotation marks"),
    ],
)
def test_a_broken_row_amid_good_ones(tmp_path: Path, rows: str, record: int, line: int, column: int | None, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,body\n" + rows + "good,x\ngood,y\n", newline="")
    titles, faults = read(path, "csv")
    assert titles == ["good"] * (2 + record)
    (fault,) = faults
    assert (fault.record, fault.line, fault.column, fault.reason) == (record, line, column, reason)


def test_a_quotation_mark_that_is_never_closed_does_not_take_the_file_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,body\na,"b\ngood,"c d"\ngood,e\n', newline="")
    titles, (fault,) = read(path, "csv")
    assert titles == ["good", "good"]
    assert (fault.record, fault.line) == (0, 2)


def test_invalid_utf8_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'title,body\ngood,"x\ny \xe9"\ngood,z\n')
    titles, (fault,) = read(path, "csv")
    assert titles == ["good"]
    assert (fault.record, fault.line, fault.column) == (0, 3, 3)
    assert fault.reason == "invalid UTF-8: byte 0xe9 at byte 3 of the line"


def test_headers_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,body,title\na,b,c\n")
    _, (fault,) = read(path, "csv")
    assert (fault.record, fault.line, fault.reason) == (None, 1, "the header has the name 'title' twice, in columns 1 and 3")
    path.write_text("Rain ahead,It rains.\nSun ahead,It shines.\n")
    _, (fault,) = read(path, "csv")
    assert (fault.record, fault.line) == (None, 1)
    assert "no header" in fault.reason


def test_cells_larger_than_the_parsers_own_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,body\ngood," + "x" * 300_000 + "\n")
    assert read(path, "csv") == (["good"], [])


def test_a_quotation_mark_that_is_never_closed_in_a_long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.readers import csv

    path = tmp_path / "a.csv"
    path.write_text('title,body\nbad,"x\n' + "y\n" * 2000 + "good,z\n" * 3)
    titles, (fault,) = read(path, "csv")
    assert titles == ["good"] * 3
    assert (fault.record, fault.line, fault.column) == (0, 2, 5)
    assert fault.reason == "a cell's opening quotation mark is never closed; what follows up to line 2002 is passed over with it"
    monkeypatch.setattr(csv, "MAX_ROW_LINES", 1000)
    titles, faults = read(path, "csv")
    assert titles == ["good"] * 3
    assert "longer than 16 MiB or 1,000 lines" in faults[0].reason
    assert "up to line 1002" in faults[0].reason
    assert faults[1].reason == "too few cells: the row has 1, the header 2"
    monkeypatch.setattr(csv, "_MAX_READ_AGAIN", 10)
    path.write_text('title,body\nbad,"x\n' + "good,z\n" * 3)
    titles, (fault,) = read(path, "csv")
    assert titles == []
    assert "up to line 5 is passed over" in fault.reason


def test_a_long_csv_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.readers import csv

    monkeypatch.setattr(csv, "MAX_RECORD", 5000)
    monkeypatch.setattr(csv, "CHUNK", 1000)
    path = tmp_path / "a.csv"
    path.write_text("title,body\ngood,x\nlong," + "x" * 20_000 + "\ngood,y\n")
    titles, (fault,) = read(path, "csv")
    assert titles == ["good", "good"]
    assert (fault.record, fault.line) == (1, 3)
    assert "longer" in fault.reason


def test_truncated_gzip_of_csv(tmp_path: Path) -> None:
    import gzip
    import random

    numbers = random.Random(2)
    data = b"title,body\n" + b"".join(b'T%d,"%x\n%x"\n' % (i, numbers.getrandbits(400), i) for i in range(5000))
    packed = gzip.compress(data)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    titles, (fault,) = read(path, "csv")
    assert titles == [f"T{i}" for i in range(len(titles))]
    assert len(titles) > 1000
    assert fault.record == len(titles)
    assert "cut short" in fault.reason


@pytest.mark.parametrize(
    ("data", "line", "column", "reason"),
    [
        (b"Title\n\nb\xc3\xa9 \xff", 3, 4, "invalid UTF-8: byte 0xff at byte 5 of the line"),
        (b"Title\n\nbody\0", 3, 5, "NUL byte"),
    ],
)
@pytest.mark.parametrize("name", ["text", "markdown"])
def test_bytes_that_are_no_text(tmp_path: Path, name: str, data: bytes, line: int, column: int | None, reason: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    _, (fault,) = read(path, name)
    assert (fault.record, fault.line, fault.column, fault.reason) == (0, line, column, reason)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: a\n\nbody\n", 1, "never closed"),
        ("---\ntitle: [a\n---\nbody\n", 2, "front matter"),
        ('---\nlang: en\ntitle: "a\ntags: x\n---\nbody\n', 3, "quoted scalar"),
        ("---\n- a\n---\nbody\n", 2, "names and values"),
        ("---\na: &a [x]\nb: *c\n---\nbody\n", 3, "alias"),
        ("---\ntitle: " + "[" * 10_000 + "\n---\nbody\n", 2, "deep"),
        ("+++\ntitle = \n+++\nbody\n", 2, "front matter"),
        ('{"title": }\nbody', 1, "Expecting value"),
        ("---\nx: " + "y" * 300_000 + "\n---\n", 1, "256 KiB"),
    ],
)
def test_broken_front_matter(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    _, (fault,) = read(path, "markdown")
    assert (fault.record, fault.line) == (0, line)
    assert words in fault.reason


def test_a_yaml_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    layers = "\n".join(f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9)}]" for i in range(1, 12))
    path.write_text(f"---\nk0: &k0 lol\n{layers}\n---\nbody\n")
    _, (fault,) = read(path, "markdown")
    assert "values" in fault.reason


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "text", "markdown"])
def test_files_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "a.jsonl", name)
    with pytest.raises(InputError, match="is a directory"):
        read(tmp_path, name)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a named pipe"):
        read(tmp_path / "pipe", name)
    with pytest.raises(InputError, match="is a device"):
        read("/dev/null", name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD)
    path.chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        read(path, "jsonl")


def test_a_json_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.readers import json as module

    monkeypatch.setattr(module, "MAX_DOCUMENT", 1 << 20)
    path = tmp_path / "a.json"
    path.write_bytes(b" " * (1 << 20) + b"{}")
    _, (fault,) = read(path, "json")
    assert fault.reason == "the file is larger than 1 MiB, the limit of its format"
    assert source_module.MAX_DOCUMENT == 256 << 20
