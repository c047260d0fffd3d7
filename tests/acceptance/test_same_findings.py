"""The same findings by every way into newslint: rule for rule, span for span.

To hold another way to this, add a function to :data:`WAYS`: it is given the records, a folder of its own and the options of the
linter, and gives findings as dicts with the keys of ``--format jsonl``.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import warnings
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import newslint
from newslint.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Records = list[dict[str, Any]]
    Findings = Iterable[dict[str, Any]]
    Way = Callable[[Records, Path], Findings]

NOW = "2026-06-01T12:00:00Z"
PROFILE = "strict"
OPTIONS: dict[str, Any] = {"profile": PROFILE, "now": datetime.fromisoformat(NOW.replace("Z", "+00:00"))}
"""What every way is asked for, as the Python API has it."""
PLACES = ("path", "line", "column", "end_line", "end_column", "suppressed")
"""Keys in which formats may differ."""


def by_command_line(path: Path) -> Findings:
    """Findings of ``newslint check`` in a file."""
    report = path.with_suffix(".findings")
    arguments = [
        "check",
        str(path),
        "--isolated",
        "--profile",
        PROFILE,
        "--now",
        NOW,
        "--no-exceptions",
        "--quiet",
        "--jobs",
        "1",
    ]
    assert main([*arguments, "--report", f"jsonl={report}"]) == 1
    *findings, summary = map(json.loads, report.read_text(encoding="utf-8").splitlines())
    assert summary["summary"]["records"] > 100
    return findings


def command_line_on_jsonl(records: Records, folder: Path) -> Findings:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return by_command_line(path)


def command_line_on_csv(records: Records, folder: Path) -> Findings:
    path = folder / "articles.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for record in records for name in record)))
        writer.writeheader()
        writer.writerows(records)
    return by_command_line(path)


def python_api(records: Records, folder: Path) -> Findings:
    findings = newslint.Linter(**OPTIONS).check_records(records)
    return (msgspec.to_builtins(finding.public()) for finding in findings)


def check_batch(data: Any) -> Findings:
    from newslint.arrow import check_batch as check

    return check(data, **OPTIONS).to_pylist()


def check_batch_on_a_table(records: Records, folder: Path) -> Findings:
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(records)
    return check_batch(pa.concat_tables([table.slice(0, 70), table.slice(0, 0), table.slice(70)]))


def check_batch_on_a_record_batch(records: Records, folder: Path) -> Findings:
    return check_batch(pytest.importorskip("pyarrow").RecordBatch.from_pylist(records))


def check_batch_on_polars(records: Records, folder: Path) -> Findings:
    return check_batch(pytest.importorskip("polars").DataFrame(records, infer_schema_length=None))


def check_batch_on_pandas(records: Records, folder: Path) -> Findings:
    return check_batch(pytest.importorskip("pandas").DataFrame(records))


def command_line_on_parquet(records: Records, folder: Path) -> Findings:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = folder / "articles.parquet"
    pq.write_table(pa.Table.from_pylist(records), path, row_group_size=50)
    return by_command_line(path)


def command_line_on_arrow(records: Records, folder: Path) -> Findings:
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(records)
    path = folder / "articles.arrow"
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table, max_chunksize=50)
    return by_command_line(path)


def command_line_with_a_parquet_report(records: Records, folder: Path) -> Findings:
    pq = pytest.importorskip("pyarrow.parquet")
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    report = folder / "findings.parquet"
    arguments = [
        "check",
        str(path),
        "--isolated",
        "--profile",
        PROFILE,
        "--now",
        NOW,
        "--no-exceptions",
        "--quiet",
        "--jobs",
        "1",
    ]
    assert main([*arguments, "--report", f"parquet={report}"]) == 1
    findings: Findings = pq.read_table(report).to_pylist()
    return findings


def pandera_check(library: str, frame: Any) -> Findings:
    """Findings of a check of pandera on the whole frame, taken from the error that it leads to."""
    module = pytest.importorskip(f"pandera.{library}")
    from newslint.integrations.pandera import check, findings

    schema = module.DataFrameSchema(checks=[check(fail_on="info", **OPTIONS)])
    with pytest.raises(module.errors.SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    return (msgspec.to_builtins(finding.public()) for finding in findings(caught.value))


def pandera_check_on_polars(records: Records, folder: Path) -> Findings:
    return pandera_check("polars", pytest.importorskip("polars").DataFrame(records, infer_schema_length=None))


def pandera_check_on_pandas(records: Records, folder: Path) -> Findings:
    return pandera_check("pandas", pytest.importorskip("pandas").DataFrame(records))


def great_expectations_checkpoint(records: Records, folder: Path) -> Findings:
    """Findings that the result of a checkpoint over the annotated frame holds."""
    pandas = pytest.importorskip("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Great Expectations warns of what it does itself
        pytest.importorskip("great_expectations")
        from newslint.integrations.great_expectations import annotate, checkpoint, findings

        linter = newslint.Linter(**OPTIONS)
        annotated = annotate(pandas.DataFrame(records), linter)
        result = checkpoint(linter, data_docs=False).run(batch_parameters={"dataframe": annotated})
    assert result.success is False
    return (msgspec.to_builtins(finding.public()) for finding in findings(result))


FLAT_ONLY: dict[str, Way] = {"csv": command_line_on_csv}
"""Ways through formats that have no lists."""
WAYS: dict[str, Way] = {
    "parquet": command_line_on_parquet,
    "arrow": command_line_on_arrow,
    "parquet-report": command_line_with_a_parquet_report,
    "api": python_api,
    "table": check_batch_on_a_table,
    "record-batch": check_batch_on_a_record_batch,
    "polars": check_batch_on_polars,
    "pandas": check_batch_on_pandas,
    "pandera-polars": pandera_check_on_polars,
    "pandera-pandas": pandera_check_on_pandas,
    "great-expectations": great_expectations_checkpoint,
}


@pytest.fixture(scope="module")
def nested(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Articles, every other one with a fault; some are repeated, so that rules that compare records speak too."""
    path = tmp_path_factory.mktemp("generated") / "articles.jsonl"
    command = [sys.executable, root / "benchmarks" / "generate.py", "--out", path, "--count", "120", "--faulty", "0.5"]
    subprocess.run(command, check=True, capture_output=True)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    records += [{**records[3], "id": "again"}, {**records[5], "id": records[6]["id"]}]
    records += [{"id": "“curly”", "title": "  Größe zählt:  “Ja ", "body": "Die die 😀 Fähre fuhr.\n\nRelated Articles"}]
    return records


@pytest.fixture(scope="module")
def flat(nested: Records) -> Records:
    """The same without lists, empty texts and booleans."""
    made = []
    for record in nested:
        values = {name: ", ".join(value) if isinstance(value, list) else value for name, value in record.items()}
        made.append({name: value for name, value in values.items() if value and not isinstance(value, bool)})
    return made


def compared(findings: Findings) -> list[str]:
    """Findings without what the format decides, one a line."""
    bare = []
    for finding in findings:
        found = {key: value for key, value in finding.items() if key not in PLACES and value not in (None, (), [])}
        if "related" in found:
            found["related"] = [(related["record"], related["record_id"]) for related in found["related"]]
        bare.append(json.dumps(found, ensure_ascii=False, sort_keys=True))
    return bare


@pytest.fixture(scope="module")
def expected(nested: Records, flat: Records, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the command line finds in the records as JSON Lines."""
    return {
        name: compared(command_line_on_jsonl(records, tmp_path_factory.mktemp(name)))
        for name, records in (("nested", nested), ("flat", flat))
    }


def test_there_is_much_to_compare(expected: dict[str, list[str]]) -> None:
    for findings in expected.values():
        found = [json.loads(finding) for finding in findings]
        assert len(found) > 60
        assert len({finding["rule"] for finding in found}) > 20
        assert any("related" in finding for finding in found)
        assert any("fix" in finding for finding in found)


@pytest.mark.parametrize("way", WAYS)
def test_the_same_findings(way: str, nested: Records, expected: dict[str, list[str]], tmp_path: Path) -> None:
    assert compared(WAYS[way](nested, tmp_path)) == expected["nested"]


@pytest.mark.parametrize("way", FLAT_ONLY)
def test_the_same_findings_without_lists(way: str, flat: Records, expected: dict[str, list[str]], tmp_path: Path) -> None:
    assert compared(FLAT_ONLY[way](flat, tmp_path)) == expected["flat"]
