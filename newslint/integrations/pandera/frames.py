"""Frames of polars and of pandas, as pandera hands them over, made into what newslint checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.arrow import findings_in
from newslint.errors import UsageError
from newslint.readers.base import Unit
from newslint.readers.columns import need_pyarrow
from newslint.readers.fields import FieldMap, top_names
from newslint.readers.memory import FORMAT, MemoryReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.api import Linter
    from newslint.model import Article, Finding


def need_pandera() -> Any:
    """The package pandera.

    Raises:
        UsageError: It is not installed; the hint names the extra.
    """
    try:
        import pandera as pa  # half a second with a data frame library, for those who use it
    except ImportError:
        hint = "pip install 'newslint[pandera]'"
        raise UsageError("pandera is needed here, and is not installed", hint=hint) from None
    return pa


def is_polars(frame: Any) -> bool:
    """Whether a frame or series is of polars; if not, it is of pandas."""
    return type(frame).__module__.partition(".")[0] == "polars"


def collected(frame: Any) -> Any:
    """A lazy frame of polars with its data; any other frame as it is."""
    return frame.collect() if type(frame).__name__ == "LazyFrame" else frame


def used_columns(linter: Linter, frame: Any) -> list[Any]:
    """Those of a frame's columns that an article is made of, and those that a rule asks for."""
    names = frame.collect_schema().names() if is_polars(frame) else frame.columns
    fields = FieldMap(linter.mapping)
    wanted = top_names(linter.wanted) or frozenset()
    return [name for name in names if fields.target(str(name)) is not None or name in wanted]


def found_in(linter: Linter, frame: Any, path: str) -> Iterator[Finding]:
    """Findings in the rows of a frame.

    Args:
        linter: The rules.
        frame: Of polars, lazy or not, or of pandas; columns are taken for the fields of an article by their names.
        path: What stands in the findings.

    Raises:
        CheckError: A check crashed.
        InputError: No column is the name of a field, or pyarrow is not installed.
    """
    pa = need_pyarrow("a check of a frame")
    names = used_columns(linter, frame)
    if is_polars(frame):
        return findings_in(collected(frame.select(names)), linter=linter, path=path)
    columns = {str(name): frame[name] for name in names}
    try:
        table = pa.table({name: pa.Array.from_pandas(column) for name, column in columns.items()})
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        # Values of several types in one column, for which Arrow has no type: the rules say what is wrong with them.
        return linter.check_reader(MemoryReader(_articles(linter, columns)), Unit(path, FORMAT))
    return findings_in(table, linter=linter, path=path)


def _articles(linter: Linter, columns: Mapping[str, Any]) -> Iterator[Article]:
    fields = FieldMap(linter.mapping)
    wanted = top_names(linter.wanted)
    values = [[plain(value) for value in column] for column in columns.values()]
    for row in zip(*values, strict=True):
        yield fields.article(dict(zip(columns, row, strict=True)), wanted)


def plain(value: Any) -> Any:
    """A cell of pandas as JSON would have it."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value):  # noqa: PLR0124  # NaN
        return None
    if hasattr(value, "tolist"):  # of numpy
        return plain(value.tolist())
    return value.isoformat() if hasattr(value, "isoformat") else value
