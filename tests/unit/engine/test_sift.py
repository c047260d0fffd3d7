"""Bodies are compared in two steps, and what is found is what one step would find."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.api import Linter
from newslint.engine import rows, sift
from newslint.kinds.unique import UniqueCheck

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Finding

HEAD = "The port of Marrow was shut on Monday. The harbour master said so. "
TAIL = " Ferries use the old quay. The levy stays."


def body(number: int) -> str:
    return f"{HEAD}Crane {number} fell across the main gate and blocked the road to the market for hours.{TAIL}"


def articles() -> list[dict[str, Any]]:
    """Of 90, every third has a body that others have, but for the space between words; all begin and end alike."""
    return [
        {"id": str(number), "title": f"Story {number}", "body": body(number % 6 if number % 3 == 0 else 1000 + number)}
        if number % 2
        else {"id": str(number), "body": body(number % 6 if number % 3 == 0 else 1000 + number).replace(" fell", "  FELL")}
        for number in range(90)
    ]


EXPECTED = {number: number % 6 for number in range(6, 90, 3)}


def told(findings: list[Finding]) -> dict[int, int]:
    assert {finding.rule for finding in findings} <= {"duplicate.body-exact"}
    assert all(finding.message.startswith("15 records") for finding in findings)
    return {int(finding.record_id or ""): int(finding.related[0].record_id or "") for finding in findings}


@pytest.fixture
def linter() -> Linter:
    return Linter(select=["duplicate.body-exact"], cache=False)


def test_only_what_is_the_same_throughout(linter: Linter, tmp_path: Path) -> None:
    given = articles()
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in given), encoding="utf-8")
    table = tmp_path / "a.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["id", "title", "body"])
        writer.writeheader()
        writer.writerows(given)
    assert told(list(linter.check_paths([str(path)]))) == EXPECTED
    assert told(list(linter.check_paths([str(table)]))) == EXPECTED
    assert told(list(linter.check_records(given))) == EXPECTED


def test_across_units_and_on_disk(linter: Linter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newslint.api._SMALL", 0)
    monkeypatch.setattr("newslint.api._UNIT", 2_000)
    monkeypatch.setattr(rows, "MEMORY", 300)
    monkeypatch.setattr(sift, "_AT_ONCE", 7)
    given = articles()
    for number in range(3):
        part = given[30 * number : 30 * number + 30]
        lines = "".join(json.dumps(article) + "\n" for article in part)
        (tmp_path / f"{number}.jsonl").write_text(f"{lines}not a record\n", encoding="utf-8")
    found = [finding for finding in linter.check_paths([str(tmp_path)]) if finding.rule != "record.unreadable"]
    assert told(found) == EXPECTED
    assert all(finding.line is not None and finding.line <= 30 for finding in found)


@pytest.mark.parametrize("step", ["sift_batch", "map_batch"])
def test_a_crash_in_either_step_is_told_with_its_record(
    linter: Linter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole = getattr(UniqueCheck, step)

    def fail(self: UniqueCheck, records: Any) -> Any:
        if any(record.article.id == "9" for record in records):
            raise RuntimeError("out of order")
        return whole(self, records)

    monkeypatch.setattr(UniqueCheck, step, fail)
    if step == "map_batch":
        one = UniqueCheck.map
        monkeypatch.setattr(UniqueCheck, "map", lambda self, record: fail(self, (record,)) and one(self, record))
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles()), encoding="utf-8")
    run = linter.check_paths([str(path)])
    found = {int(finding.record_id or "") for finding in run}
    assert found == EXPECTED.keys() - {9}
    (error,) = run.summary.errors
    assert error.reason == "rule 'duplicate.body-exact' crashed on record 9: RuntimeError: out of order"
