"""Running one rule, record by record or over a data set, the way the engine does."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import re2

from newslint.kinds.base import Context, DatasetCheck, Record, Row
from newslint.kinds.registry import get_kind
from newslint.model import Rule
from newslint.model.convert import article_from_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newslint.kinds.base import Check
    from newslint.model import Hit

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=timezone.utc)


def _matches(source: str, value: str) -> bool:
    return re2.search(source, f"A headline\n{value}\nn-1".encode("utf-8", "surrogatepass")) is not None


class KindRunner:
    """Compiles rules from plain data and runs them."""

    def __init__(self, now: datetime = NOW) -> None:
        self.context = Context(now)

    def check(self, name: str, fields: Sequence[str], params: Mapping[str, Any] | None = None) -> Check[Any]:
        kind = get_kind(name)
        rule = Rule(
            id="test.rule",
            title="t",
            why="w",
            severity="warning",
            fields=tuple(fields),
            kind=name,
            message="m",
            params=dict(params or {}),
        )
        check = kind.compile(rule, msgspec.convert(rule.params, kind.params))
        check.validate()
        return check

    def record(self, mapping: Mapping[str, Any], body_format: str = "lines") -> Record:
        return Record(article_from_mapping(mapping, body_format=body_format), self.context)

    def hits(self, check: Check[Any], mapping: Mapping[str, Any], body_format: str = "lines") -> list[Hit]:
        """Hits in one record, through the cheap test; what it refuses must hold no finding."""
        record = self.record(mapping, body_format)
        patterns = check.patterns()
        if patterns is None:
            fields = list(check.rule.fields) if check.quick(record) else []
        else:
            # The engine scans the fields of a record together, a line each.
            fields = [
                field
                for field, sources in patterns.items()
                if any(_matches(source, value) for _, value in record.values([field]) for source in sources)
            ]
        found = list(check.run(record, fields)) if fields else []
        everything = list(check.run(record, check.rule.fields))
        assert len(found) == len(everything), "the cheap test lost a finding"
        for hit in found:
            if hit.start is not None:
                value = record.value(hit.field or "")
                assert value is not None
                assert hit.end is not None
                assert 0 <= hit.start < hit.end <= len(value)
        return found

    def spans(self, check: Check[Any], mapping: Mapping[str, Any], body_format: str = "lines") -> list[str]:
        """Excerpts of the hits."""
        record = self.record(mapping, body_format)
        return [
            "" if hit.start is None else (record.value(hit.field or "") or "")[hit.start : hit.end]
            for hit in self.hits(check, mapping, body_format)
        ]

    def fixed(self, check: Check[Any], mapping: Mapping[str, Any], field: str) -> str:
        """The field's value with the edits of all hits applied."""
        value = self.record(mapping).value(field) or ""
        edits = [edit for hit in self.hits(check, mapping) if hit.field == field for edit in hit.edits or ()]
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            value = value[: edit.start] + edit.text + value[edit.end :]
        return value

    def dataset(
        self, check: Check[Any], mappings: Sequence[Mapping[str, Any]], body_format: str = "lines"
    ) -> list[tuple[int, tuple[int, ...], Hit]]:
        """``(record, others, hit)`` of a data set check: map, sort, group, judge, confirm; each pair once."""
        assert isinstance(check, DatasetCheck)
        records = [self.record(mapping, body_format) for mapping in mappings]
        rows = sorted(
            Row(key, 0, number, number, payload) for number, record in enumerate(records) for key, payload in check.map(record)
        )
        assert all(0 <= row.key < 1 << 64 and len(row.payload) <= 256 for row in rows)
        found: dict[tuple[Any, ...], tuple[int, tuple[int, ...], Hit]] = {}
        start = 0
        for index in range(1, len(rows) + 1):
            if index < len(rows) and rows[index].key == rows[start].key:
                continue
            for verdict in check.judge(rows[start:index]):
                others = tuple(row.record for row in verdict.others)
                hit = check.confirm(verdict, records[verdict.row.record], [records[number] for number in others])
                if hit is not None:
                    found[verdict.row.record, others, hit.field, hit.start] = (verdict.row.record, others, hit)
            start = index
        return [found[key] for key in sorted(found, key=repr)]

    def pairs(self, check: Check[Any], mappings: Sequence[Mapping[str, Any]]) -> set[tuple[int, int]]:
        """``(record, earlier record)`` of every finding of a data set check."""
        return {(record, other) for record, others, _ in self.dataset(check, mappings) for other in others}


@pytest.fixture(scope="session")
def kinds() -> KindRunner:
    return KindRunner()
