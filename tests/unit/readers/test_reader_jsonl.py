"""Units, batches, line numbers and second readings of JSON Lines."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newslint.errors import InputError
from newslint.model import Article
from newslint.readers import get_reader
from newslint.readers import jsonl as module
from newslint.readers.base import Unit
from newslint.readers.source import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newslint.readers.base import Batch


def read(unit: Unit, wanted: frozenset[str] | None = frozenset()) -> list[Batch]:
    return list(module.Jsonl().read(unit, {}, wanted))


def titles(batches: Iterable[Batch]) -> list[str | None]:
    return [article.title for batch in batches for article in batch.articles]


LINES = st.lists(
    st.one_of(
        st.integers(0, 3).map(lambda size: json.dumps({"title": "é" * size, "x": "y" * size}, ensure_ascii=False).encode()),
        st.sampled_from([b"", b"  ", b"\r", b'{"title": ', b"[1]", b'{"text": "a"}', b'{"title": "r"}\r', b' {"title": "s"} ']),
    ),
    max_size=12,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.booleans(), st.integers(1, 60))
def test_units_together_hold_what_the_file_holds(tmp_path: Path, lines: list[bytes], ended: bool, target: int) -> None:
    path = tmp_path / "a.jsonl"
    data = b"\n".join(lines) + (b"\n" if ended else b"")
    path.write_bytes(data)
    whole = read(Unit(path=str(path), format="jsonl"))
    expected = [
        (number, batch.line(index), article.title)
        for batch in whole
        for index, (number, article) in enumerate(zip(batch.records, batch.articles, strict=True))
    ]
    refused = [(item.record, item.line) for batch in whole for item in batch.unreadable if item.record is not None]
    reader = module.Jsonl()
    found, faults = [], []
    records = feeds = 0
    for unit in reader.units(str(path), len(data), target):
        seen = 0
        for batch in reader.read(unit, {}, frozenset()):
            for index, (number, article) in enumerate(zip(batch.records, batch.articles, strict=True)):
                found.append((number + records, batch.line(index) + feeds, article.title))
            faults += [(item.record + records, item.line + feeds) for item in batch.unreadable if item.record is not None]
            seen += len(batch.articles) + sum(item.record is not None for item in batch.unreadable)
        records += seen
        feeds += reader.lines(unit)
        assert module.Jsonl().lines(unit) == reader.lines(unit)
    assert found == expected
    assert faults == refused
    assert feeds == data.count(b"\n")
    numbers = sorted([number for number, _, _ in found] + [number for number, _ in faults])
    assert numbers == list(range(len(numbers)))


def test_a_chunk_is_read_alike_by_both_paths(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    records = [{"title": f"Title {i}", "author": "Ann", "body": "é" * 200, "x": i} for i in range(5000)]
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    batches = read(Unit(path=str(path), format="jsonl"), None)
    assert len(batches) > 1
    assert max(sum(len(article.body) for article in batch.articles) for batch in batches) <= CHUNK
    assert titles(batches) == [record["title"] for record in records]
    assert [article.extra for batch in batches for article in batch.articles] == [{"x": i} for i in range(5000)]
    assert [ref for batch in batches for ref in batch.refs] == sorted(ref for batch in batches for ref in batch.refs)
    assert all(isinstance(article, Article) for batch in batches for article in batch.articles)
    last = batches[-1]
    assert last.line(len(last.articles) - 1) == 5000


@pytest.mark.parametrize(
    "odd", ['{"title": "a"} {"title": "b"}', '{"title": "a",', '"b"}', "", '{"headline": "b"}', '{"title": 5}', "NaN"]
)
@pytest.mark.parametrize("at", [0, 60, 199])
def test_an_odd_line_changes_nothing_for_the_others(tmp_path: Path, odd: str, at: int) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"title": f"T{i}"}) for i in range(200)]
    lines[at] = odd
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    batches = read(Unit(path=str(path), format="jsonl"))
    assert [title for title in titles(batches) if title[0] == "T"] == [f"T{i}" for i in range(200) if i != at]
    lines_read = [batch.line(index) for batch in batches for index in range(len(batch.articles))]
    assert lines_read == [i + 1 for i in range(200) if i != at or odd in {'{"headline": "b"}', '{"title": 5}'}]


def test_objects_over_several_lines_are_no_records_even_when_the_counts_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = "".join('{"title": "a"}\n' for _ in range(100))
    path.write_text(good + '{"title": "x"} {"title": "y"}\n{"title":\n"z"}\n' + good, encoding="utf-8")
    batches = read(Unit(path=str(path), format="jsonl"))
    assert set(titles(batches)) == {"a"}
    assert [item.line for batch in batches for item in batch.unreadable] == [101, 102, 103]


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("chunk", [200, CHUNK])
def test_second_reading_gives_the_same_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, marked: bool) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"title": f"T\\{i}", "x": i}) for i in range(100)]
    lines.insert(7, "")
    lines.insert(20, "{broken")
    path.write_text("﻿" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    reader = get_reader("jsonl")
    size = path.stat().st_size
    for unit in reader.units(str(path), size, size // 3):
        batches = list(reader.read(unit, {}, None))
        known = {
            ref: (number, batch.line(index), article.title, article.extra, batch.place(index, "title", 0, 3))
            for batch in batches
            for index, (ref, number, article) in enumerate(zip(batch.refs, batch.records, batch.articles, strict=True))
        }
        again = unit
        if marked:
            marks = tuple(mark for batch in batches if (mark := batch.mark()) is not None)
            assert len(marks) == sum(bool(batch.articles) for batch in batches)
            assert all((number, line) == known[ref][:2] for ref, number, line in marks)
            again = msgspec.structs.replace(unit, marks=marks)
        refs = sorted(known)[::3]
        found = {}
        for batch in reversed(list(reader.fetch(again, refs, {}, None))):
            for index, (ref, number, article) in enumerate(zip(batch.refs, batch.records, batch.articles, strict=True)):
                place = batch.place(index, "title", 0, 3)
                found[ref] = (number, batch.line(index), article.title, article.extra, place)
                assert batch.source_line(batch.line(index)).startswith('{"title"')
        assert found == {ref: known[ref] for ref in refs}


def test_second_reading_of_a_file_that_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "a"}\n')
    with pytest.raises(InputError, match="changed"):
        list(get_reader("jsonl").fetch(Unit(path=str(path), format="jsonl"), [5], {}, None))


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".zst", ""])
def test_compressed_lines(tmp_path: Path, suffix: str) -> None:
    data = b"".join(b'{"title": "T%d"}\n' % i for i in range(100_000))
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(compress(data, suffix or ".gz"))
    reader = get_reader("jsonl")
    (unit,) = reader.units(str(path), path.stat().st_size, 1)
    assert len(titles(reader.read(unit, {}, frozenset()))) == 100_000
    assert reader.lines(unit) == 100_000
    (batch,) = reader.fetch(unit, [data.index(b'{"title": "T70000"}')], {}, None)
    assert (batch.articles[0].title, batch.line(0), batch.records[0]) == ("T70000", 70_001, 70_000)


def compress(data: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(data)
    if suffix == ".bz2":
        import bz2

        return bz2.compress(data)
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    return zstd.compress(data)


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".zst"])
@pytest.mark.parametrize("kept", [0.5, 0.98])
def test_truncated_compressed_data_give_what_could_be_read_and_say_so(tmp_path: Path, suffix: str, kept: float) -> None:
    import random

    numbers = random.Random(1)
    data = b"".join(b'{"title": "T%d", "body": "%x"}\n' % (i, numbers.getrandbits(800)) for i in range(20_000))
    packed = compress(data, suffix)
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed[: int(len(packed) * kept)])
    batches = read(Unit(path=str(path), format="jsonl"))
    found = titles(batches)
    assert found == [f"T{i}" for i in range(len(found))]
    assert len(found) > 20_000 * kept * 0.5
    (fault,) = [item for batch in batches for item in batch.unreadable]
    assert (fault.record, fault.line) == (len(found), len(found) + 1)
    assert "cut short" in fault.reason


def test_damaged_compressed_data(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b'{"title": "a"}\n' * 1000, mtime=0))
    packed[30] ^= 0xFF
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)
    faults = [item for batch in read(Unit(path=str(path), format="jsonl")) for item in batch.unreadable]
    assert "cannot be read on" in faults[-1].reason
    path.write_bytes(b'{"title": "a"}\n')
    (fault,) = [item for batch in read(Unit(path=str(path), format="jsonl")) for item in batch.unreadable]
    assert fault.reason == "the file is not gz data, whatever its name says"


def test_keys_that_are_data_do_not_make_a_new_struct_for_each(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"title": f"T{i}", f"key{i}": i}) + "\n" for i in range(3000)))
    assert titles(read(Unit(path=str(path), format="jsonl"))) == [f"T{i}" for i in range(3000)]


def test_articles_of_the_fast_path_are_plain_structs(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"headline": "T", "x": 1}\n' * 200)
    reader = module.Jsonl()
    for _ in range(2):
        batches = list(reader.read(Unit(path=str(path), format="jsonl"), {}, None))
    found = batches[0].articles[0]
    assert type(found) is not Article
    assert {field: getattr(found, field) for field in Article.__struct_fields__} == msgspec.structs.asdict(
        Article(title="T", extra={"x": 1})
    )
