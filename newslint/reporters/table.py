"""Findings as an Arrow table: what Parquet reports and :mod:`newslint.arrow` have in common."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from newslint.readers.columns import need_pyarrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding


def findings_schema() -> Any:
    """The ``pyarrow.Schema`` of findings: the published JSON object, with a type for each of its keys.

    Raises:
        InputError: pyarrow is not installed.
    """
    pa = need_pyarrow("a table of findings")
    text, whole = pa.string(), pa.int64()
    edit = pa.struct([_must(pa, "start", whole), _must(pa, "end", whole), _must(pa, "text", text)])
    fix = pa.struct([_must(pa, "safe", pa.bool_()), _must(pa, "edits", pa.list_(edit))])
    related = pa.struct(
        [
            _must(pa, "path", text),
            _must(pa, "record", whole),
            pa.field("record_id", text),
            pa.field("line", whole),
        ]
    )
    suppressed = pa.struct([_must(pa, "kind", text), pa.field("reason", text), pa.field("until", text)])
    return pa.schema(
        [
            _must(pa, "rule", text),
            _must(pa, "severity", text),
            _must(pa, "message", text),
            _must(pa, "path", text),
            pa.field("record", whole),
            pa.field("record_id", text),
            pa.field("field", text),
            pa.field("start", whole),
            pa.field("end", whole),
            pa.field("line", whole),
            pa.field("column", whole),
            pa.field("end_line", whole),
            pa.field("end_column", whole),
            pa.field("excerpt", text),
            pa.field("block", whole),
            pa.field("fix", fix),
            _must(pa, "related", pa.list_(related)),
            _must(pa, "fingerprint", text),
            pa.field("suppressed", suppressed),
        ]
    )


def _must(pa: Any, name: str, kind: Any) -> Any:
    return pa.field(name, kind, nullable=False)


def findings_table(findings: Sequence[Finding]) -> Any:
    """A ``pyarrow.Table`` of findings, one a row, in their order; its schema is :func:`findings_schema`.

    Raises:
        InputError: pyarrow is not installed.
    """
    import msgspec

    pa = need_pyarrow("a table of findings")
    schema = findings_schema()
    columns = []
    for field in schema:
        values: list[Any] = list(map(attrgetter(field.name), findings))
        if not pa.types.is_primitive(field.type):
            values = [_written(value) if isinstance(value, str) else msgspec.to_builtins(value) for value in values]
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _written(text: str) -> str:
    """``text`` as UTF-8 can hold it: a lone surrogate is shown as its escape."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text
