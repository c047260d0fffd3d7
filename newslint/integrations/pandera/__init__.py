"""newslint's rules inside pandera's schemas, on polars and on pandas; and pandera's schemas inside newslint.

::

    import pandera.polars as pa
    from newslint.integrations.pandera import check, findings

    schema = pa.DataFrameSchema(
        {"title": pa.Column(str, check(select=["title"])), "body": pa.Column(str)},
        checks=[check(profile="recommended")],
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for finding in findings(error):
            print(finding.record, finding.rule, finding.message, finding.start, finding.end)

newslint judges, and pandera is told which rows passed: the same rules give the same findings on every backend.  ``Article``, the
record as a model to inherit from, is in :mod:`newslint.integrations.pandera.polars` and :mod:`newslint.integrations.pandera.pandas`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslint.integrations.pandera.cases import findings
    from newslint.integrations.pandera.door import NewslintFailure, check
    from newslint.integrations.pandera.rows import split
    from newslint.integrations.pandera.schema import validate

__all__ = ["NewslintFailure", "check", "findings", "split", "validate"]

_HOMES = {
    "NewslintFailure": "door",
    "check": "door",
    "findings": "cases",
    "split": "rows",
    "validate": "schema",
}


def __getattr__(name: str) -> Any:
    # The kind of rule that runs a schema lives here too: where it is only looked up, nothing heavy is imported.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
