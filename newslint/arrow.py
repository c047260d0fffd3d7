"""Arrow in, Arrow out: the one function that pandera, Great Expectations, and pipelines of any other make, call.

::

    import pyarrow.parquet as pq
    from newslint.arrow import check_batch

    findings = check_batch(pq.read_table("articles.parquet"), profile="recommended")
    findings.group_by("rule").aggregate([("rule", "count")])

It needs the package pyarrow, which the extra ``newslint[parquet]`` brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.api import RECORDS, Linter
from newslint.readers.base import Unit
from newslint.readers.columns import Columns, need_pyarrow
from newslint.readers.table import FORMAT, TableReader
from newslint.reporters.table import findings_schema, findings_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from newslint.model import Finding

__all__ = ["check_batch", "columns_of", "findings_in", "findings_schema", "findings_table"]


def check_batch(
    data: pa.RecordBatch | pa.Table | Any, *, linter: Linter | None = None, path: str = RECORDS, **options: Any
) -> pa.Table:
    """Findings in the records of a table, as a table.

    Columns are taken for the fields of an article by their names, as those of a CSV or Parquet file are: ``headline`` is the title
    and ``text`` the body unless ``mapping`` says otherwise.  Other columns are left alone, but for those that a rule asks for.
    ``record`` is the number of the row, counted from 0.

    Args:
        data: Record batch or table; or what gives one by the Arrow PyCapsule interface, such as a frame of polars or pandas.
        linter: A linter to use again: to make one costs more than to check a few hundred records.
        path: What stands in the column ``path`` of the findings.
        options: Those of :class:`newslint.Linter`, where no linter is given: ``select``, ``profile``, ``rules``, ``mapping``, …

    Returns:
        One row for each finding, in the order record, field, start, rule, with the columns of :func:`findings_schema`: the keys of
        a finding of ``--format jsonl``.  ``line`` and ``column`` are null.

    Raises:
        CheckError: A check crashed; the error names the rule.
        NewslintError: An option is wrong, or two columns have one name.
        TypeError: ``data`` is no table, or both a linter and options are given.
    """
    return findings_table(list(findings_in(data, linter=linter, path=path, **options)))


def findings_in(data: Any, *, linter: Linter | None = None, path: str = RECORDS, **options: Any) -> Iterator[Finding]:
    """:func:`check_batch`, with findings as the Python API has them.

    They come as the records are read, unless a rule compares records: then all come at the end.
    """
    if linter is None:
        linter = Linter(**options)
    elif options:
        raise TypeError("a linter has its options already: give one or the other")
    return linter.check_reader(TableReader(table_of(data)), Unit(path, FORMAT))


def columns_of(data: Any, mapping: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Which columns of a table stand for which field of an article.

    Args:
        data: As for :func:`check_batch`.
        mapping: Column name to canonical field, before the built-in aliases.

    Returns:
        Canonical field to the names of its columns; where several are named, a record takes the first that is not null, and ``alt_titles``, ``corrections`` and ``captions`` take all.
    """
    return Columns(table_of(data).schema, mapping or {}, frozenset()).by_field


def table_of(data: Any) -> pa.Table:
    """``data`` as a table.

    Raises:
        InputError: pyarrow is not installed.
        TypeError: It is neither Arrow nor speaks the Arrow PyCapsule interface.
    """
    pa = need_pyarrow("newslint.arrow")
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return pa.table(data)
    raise TypeError(f"data is a table or a record batch of Arrow, not {type(data).__name__}")
