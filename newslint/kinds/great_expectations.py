"""`great_expectations`: the expectations of a suite file, checked by newslint itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from newslint.kinds.base import Check, DatasetCheck, Kind, Params

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.gx_suite import Expectation, Native
    from newslint.model import Hit

_LISTED = 5
"""Expectations that an error names at most."""


class GreatExpectationsParams(Params, frozen=True):
    """Params of `great_expectations`."""

    suite: Annotated[
        str,
        Meta(
            description="JSON file of an expectation suite, relative to the rule file. Great Expectations itself is not needed."
        ),
    ]
    columns: Annotated[
        dict[str, str],
        Meta(description="Columns of the suite that records have under another name: `{headline: title}`."),
    ] = {}
    unmapped: Annotated[
        Literal["error", "skip"],
        Meta(
            description="What becomes of expectations that newslint cannot check: the rule is an error that lists them, or they are left "
            "out. Among them are those with `mostly` and those on unique values, of which `newslint import gx` makes rules."
        ),
    ] = "error"


class GreatExpectationsCheck(Check[GreatExpectationsParams]):
    """Reports what the native check of each expectation does, with the severity that the suite states."""

    _checks: list[tuple[Check[Any], Expectation, Native]] | None = None

    def validate(self) -> None:
        self._load()

    def quick(self, record: Record) -> bool:
        return any(check.patterns() is not None or check.quick(record) for check, _, _ in self._load())

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for check, expectation, native in self._load():
            for hit in check.run(record, check.rule.fields):
                hit.values = {
                    "expectation": expectation.type,
                    "column": expectation.column or "",
                    "expected": native.expected,
                    "description": expectation.description or f"{expectation.column} should be {native.expected}",
                }
                hit.severity = expectation.severity
                hits.append(hit)
        return hits

    def _load(self) -> list[tuple[Check[Any], Expectation, Native]]:
        # The suite is a file of its own: it is read in every run, whatever the cache holds of the rule.
        if self._checks is None:
            self._checks = self._make_checks()
        return self._checks

    def _make_checks(self) -> list[tuple[Check[Any], Expectation, Native]]:
        from newslint.kinds.gx_suite import SuiteError, UnmappedError, read_suite

        path = os.path.join(os.path.dirname(self.rule.path), self.params.suite)
        try:
            suite = read_suite(path)
        except OSError as error:
            raise ValueError(f"params.suite: {self.params.suite!r} cannot be read: {error.strerror}") from None
        except SuiteError as error:
            place = f", line {error.line}" if error.line else ""
            raise ValueError(f"params.suite: {self.params.suite!r}{place}: {error}") from None
        unmapped: list[str] = []
        checks: list[tuple[Check[Any], Expectation, Native]] = []
        for expectation in suite.expectations:
            try:
                checks.extend(self._checks_of(expectation))
            except UnmappedError as error:
                unmapped.append(f"{expectation.type} of {expectation.column or 'the table'} ({error})")
        if unmapped and self.params.unmapped == "error":
            more = f" and {len(unmapped) - _LISTED} more" if len(unmapped) > _LISTED else ""
            listed = "; ".join(unmapped[:_LISTED])
            raise ValueError(
                f"params.suite: newslint cannot check {listed}{more}: `unmapped: skip` leaves such out, `newslint import gx` tells them all"
            )
        if not checks:
            raise ValueError("params.suite: it holds no expectation that newslint can check")
        return checks

    def _checks_of(self, expectation: Expectation) -> list[tuple[Check[Any], Expectation, Native]]:
        from newslint.kinds.gx_suite import UnmappedError, natives
        from newslint.kinds.registry import get_kind

        column = expectation.column or ""
        field = self.params.columns.get(column, column)
        found = natives(expectation, field)
        if expectation.mostly is not None:
            raise UnmappedError("mostly: a share of the records is a budget, and each rule has its own")
        if field not in self.rule.fields:
            raise ValueError(f"params.suite: it speaks of the column {column!r}, which is none of the rule's fields")
        checks: list[tuple[Check[Any], Expectation, Native]] = []
        for native in found:
            kind = get_kind(native.kind)
            rule = msgspec.structs.replace(self.rule, kind=native.kind, params=native.params, fields=(field,), fix=None)
            check = kind.compile(rule, msgspec.convert(native.params, kind.params))
            if isinstance(check, DatasetCheck):
                raise UnmappedError("it compares records, and this kind looks at one at a time")
            check.validate()
            checks.append((check, expectation, native))
        return checks


KIND = Kind(
    "great_expectations",
    "record",
    GreatExpectationsParams,
    GreatExpectationsCheck,
    placeholders=frozenset({"expectation", "column", "expected", "description"}),
    summary="The expectations of a Great Expectations suite file, checked by newslint.",
)
