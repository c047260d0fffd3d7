"""Parquet and Arrow IPC: what is read, in which portions, and what damage comes to."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from newslint.api import Linter
from newslint.cli import main
from newslint.errors import InputError
from newslint.readers.base import Unit
from newslint.readers.discover import find_inputs
from newslint.readers.registry import get_reader
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Article, Finding

RULES = """\
version: 1
namespace: house
rules:
  - id: title.odd
    title: Title of an odd record
    why: It stands for a fault that the test has put there by intention.
    severity: warning
    fields: [title]
    kind: pattern
    params: {match: ['\\bodd\\b']}
    message: "{field} is odd"
    fix: {op: replace, with: even, safe: true}
    examples:
      good: [{title: An even title}]
      bad: [{title: An odd title}]
"""
FORMATS = ("parquet", "arrow", "arrows")


def table(count: int = 1_000) -> pa.Table:
    numbers = range(count)
    return pa.table(
        {
            "id": [f"r{number}" for number in numbers],
            "headline": ["An odd title" if number % 100 == 99 else "A title" for number in numbers],
            "vector": [[float(number)] * 8 for number in numbers],
            "text": [f"Body number {number}, café. " * 20 for number in numbers],
        }
    )


def write(path: Path, data: pa.Table, rows: int = 100) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(data, path, row_group_size=rows)
        return path
    make = pa.ipc.new_file if path.suffix == ".arrow" else pa.ipc.new_stream
    with make(path, data.schema) as file:
        file.write_table(data, max_chunksize=rows)
    return path


def articles(path: Path) -> list[Article]:
    (item,) = find_inputs([str(path)])
    (unit,) = item.units(get_reader, 1 << 40)
    return [article for batch in get_reader(unit.format).read(unit, {}, frozenset()) for article in batch.articles]


@pytest.fixture
def linter(tmp_path: Path) -> Linter:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return Linter(rules=load_rules(str(path)))


def found(linter: Linter, path: Path, target: int) -> list[Finding]:
    """Findings of a file divided into units of ``target`` bytes, in this process."""
    from newslint.engine.run import Run

    (item,) = find_inputs([str(path)])
    units = item.units(get_reader, target)
    run = Run(linter._setup, linter._plan, units)
    findings = list(run)
    assert run.summary.records == 1_000
    return findings


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_the_columns_of_an_article_are_read(suffix: str, tmp_path: Path) -> None:
    read = articles(write(tmp_path / f"a.{suffix}", table()))
    assert [article.id for article in read] == [f"r{number}" for number in range(1_000)]
    assert read[5].title == "A title"
    assert read[5].body is not None
    assert read[5].body.startswith("Body number 5, café.")
    assert read[5].extra == {}


@pytest.mark.parametrize("suffix", FORMATS)
def test_findings_have_the_number_of_their_record_and_no_line(suffix: str, tmp_path: Path, linter: Linter) -> None:
    path = write(tmp_path / f"a.{suffix}", table())
    whole = found(linter, path, 1 << 40)
    assert [(finding.record, finding.start, finding.line, finding.column) for finding in whole] == [
        (number, 3, None, None) for number in range(99, 1_000, 100)
    ]
    assert found(linter, path, os.path.getsize(path) // 4) == whole


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_file_is_divided_between_its_groups(suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"a.{suffix}", table())
    size = os.path.getsize(path)
    units = get_reader("parquet" if suffix == "parquet" else "arrow").units(str(path), size, size // 3)
    assert [(unit.start, unit.end) for unit in units] == [(0, 4), (4, 8), (8, 10)]
    assert all(unit.size for unit in units)


def test_a_stream_is_one_unit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.arrows", table())
    (unit,) = get_reader("arrow").units(str(path), os.path.getsize(path), 1_000)
    assert (unit.start, unit.end) == (0, None)


def test_units_know_their_share_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "A title"}) + "\n", encoding="utf-8")
    (item,) = find_inputs([str(path)])
    assert [unit.size for unit in item.units(get_reader, 1 << 40)] == [path.stat().st_size]


@pytest.mark.parametrize("suffix", FORMATS)
def test_workers_find_the_same(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    data = pa.concat_tables([table(1_000)] * 40).drop_columns(["id"]).append_column("id", pa.array(map(str, range(40_000))))
    path = tmp_path / f"a.{suffix}"
    if suffix == "parquet":
        pq.write_table(data, path, row_group_size=1_000, compression="none", use_dictionary=False)
    else:
        write(path, data, 1_000)
    assert os.path.getsize(path) > 4 << 20
    written = []
    for jobs in ("1", "2"):
        arguments = ["--isolated", "--rules", str(rules), "--select", "house/title.odd", "--format", "jsonl", "--jobs", jobs]
        assert main(["check", str(path), *arguments]) == 1
        written.append(capsys.readouterr().out)
    assert written[0] == written[1]
    assert written[0].count("\n") == 401


@pytest.mark.parametrize("suffix", FORMATS)
def test_records_that_are_alike_are_read_again(suffix: str, tmp_path: Path) -> None:
    data = pa.table({"id": ["twin" if number in {7, 801} else f"r{number}" for number in range(900)]})
    (finding,) = Linter(select=["duplicate.id"]).check_paths([str(write(tmp_path / f"a.{suffix}", data))])
    assert (finding.record, finding.record_id, finding.related[0].record, finding.related[0].line) == (801, "twin", 7, None)


def test_memory_is_bounded_by_the_batch(tmp_path: Path) -> None:
    body = "The council met on Tuesday to hear of the harbour. " * 600
    path = tmp_path / "a.parquet"
    with pq.ParquetWriter(path, pa.schema([("body", pa.string())]), compression="snappy", use_dictionary=False) as writer:
        for start in range(0, 6_000, 1_000):
            writer.write_table(pa.table({"body": [f"{number} {body}" for number in range(start, start + 1_000)]}))
    unit = Unit(str(path), "parquet")
    pa.default_memory_pool().release_unused()
    before = pa.total_allocated_bytes()
    peak = count = 0
    tracemalloc.start()
    for batch in get_reader("parquet").read(unit, {}, frozenset()):
        count += len(batch.articles)
        peak = max(peak, pa.total_allocated_bytes() - before + tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert count == 6_000
    assert peak < 100 << 20  # the texts are 184 MB


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def status_of(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["check", str(path), "--isolated", "--select", "duplicate.id", "--format", "concise", "--jobs", "1"])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
@pytest.mark.parametrize("share", [0.0, 0.00005, 0.4, 0.999])
def test_a_file_cut_short_is_an_error(suffix: str, share: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cut(write(tmp_path / f"a.{suffix}", table()), share)
    status, said = status_of(path, capsys)
    assert status == 3
    assert f"a.{suffix}: the {'Parquet' if suffix == 'parquet' else 'Arrow'} file cannot be read: " in said
    assert "Traceback" not in said


def test_a_stream_cut_short_gives_what_there_is_and_says_where_it_breaks_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = status_of(cut(write(tmp_path / "a.arrows", table()), 0.55), capsys)
    assert status == 3
    assert "a.arrows[500]: error record.unreadable the stream is damaged from here on: " in said


def test_a_damaged_row_group_costs_its_records_and_no_others(tmp_path: Path, linter: Linter) -> None:
    path = write(tmp_path / "a.parquet", table())
    metadata = pq.ParquetFile(path).metadata
    column = metadata.row_group(4).column(metadata.schema.names.index("text"))
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(data)
    for target in (1 << 40, len(data) // 5):
        damaged, *others = sorted(found(linter, path, target), key=lambda finding: finding.rule != "record.unreadable")
        assert (damaged.rule, damaged.record) == ("record.unreadable", 400)
        assert damaged.message.startswith("row group 4 is damaged from here on: ")
        assert [finding.record for finding in others] == [n for n in range(99, 1_000, 100) if n != 499]


@pytest.mark.parametrize(("name", "reason"), [("a.parquet", "Parquet"), ("a.arrow", "Arrow IPC")])
def test_compressed_files_are_refused_with_a_way_out(name: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(write(tmp_path / name, table(3)).read_bytes()))
    with pytest.raises(InputError, match=f"{reason} is not read through gz compression") as error:
        articles(path)
    assert error.value.hint is not None
    assert "decompress it first" in error.value.hint


def test_what_only_has_the_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text('{"title": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read") as error:
        articles(path)
    assert error.value.hint == "it is no Parquet file"


def test_feather_of_the_first_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.feather"
    path.write_bytes(b"FEA1" + bytes(64) + b"FEA1")
    with pytest.raises(InputError, match="Feather version 1"):
        articles(path)


def test_feather_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.feather"
    pyarrow.feather.write_feather(table(), path, compression="lz4")
    assert len(articles(path)) == 1_000


def test_a_file_without_a_column_for_an_article_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = status_of(write(tmp_path / "a.parquet", pa.table({"x": [1], "y": [2]})), capsys)
    assert status == 3
    assert "no column is the name of a field: 'x', 'y'" in said
    assert "inputs.map" in said


def test_no_records_are_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = status_of(write(tmp_path / "a.parquet", table(0)), capsys)
    assert (status, "nothing was checked" in said) == (3, True)


def test_standard_input_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", pa.table({"id": ["x", "x"], "title": ["a", "b"]}))
    command = [sys.executable, "-m", "newslint", "check", "-", "--input-format", "parquet", "--isolated", "--format", "concise"]
    with path.open("rb") as file:
        run = subprocess.run([*command, "--select", "duplicate.id"], stdin=file, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert "-[1]: error duplicate.id" in run.stdout


def test_fixes_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    path = write(tmp_path / "a.parquet", table())
    before = path.read_bytes()
    arguments = ["check", str(path), "--isolated", "--rules", str(rules), "--select", "house/title.odd", "--fix"]
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert path.read_bytes() == before
    assert "10 fixes not made" in captured.err
    assert "fixable" not in captured.out


WITHOUT = """
import sys
sys.modules["pyarrow"] = None
from newslint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def without_pyarrow(*arguments: Any) -> tuple[int, str]:
    run = subprocess.run([sys.executable, "-c", WITHOUT, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    return run.returncode, run.stderr


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    parquet = write(tmp_path / "a.parquet", table(3))
    arrow = write(tmp_path / "a.arrow", table(3))
    story = tmp_path / "a.jsonl"
    story.write_text(json.dumps({"title": "A title"}) + "\n", encoding="utf-8")
    for path, what in ((parquet, "Parquet"), (arrow, "Arrow IPC")):
        status, said = without_pyarrow("check", path, "--isolated", "--jobs", "1")
        assert status == 3
        assert f"reading {what} needs the package pyarrow, which is not installed" in said
        assert "pip install 'newslint[parquet]'" in said
    status, said = without_pyarrow("check", story, "--isolated", "--report", f"parquet={tmp_path / 'out.parquet'}")
    assert status == 2
    assert "the format parquet needs pyarrow" in said
    assert "pip install 'newslint[parquet]'" in said
    assert sorted(tmp_path.glob("out*")) == []


def test_a_report_holds_the_summary_and_is_not_for_terminals(tmp_path: Path) -> None:
    story = tmp_path / "a.jsonl"
    story.write_text('{"id": "x", "title": "a"}\n' * 2, encoding="utf-8")
    report = tmp_path / "out.parquet"
    assert main(["check", str(story), "--isolated", "--select", "duplicate.id", "--report", f"parquet={report}", "--quiet"]) == 1
    summary = json.loads(pq.ParquetFile(report).metadata.metadata[b"newslint.summary"])
    assert (summary["findings"], summary["records"]) == (1, 2)
    assert pq.read_table(report).column("rule").to_pylist() == ["duplicate.id"]
