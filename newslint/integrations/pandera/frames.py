"""Frames of polars and of pandas, as pandera hands them over, made into what newslint checks."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from newslint.arrow import findings_in
from newslint.digest import blake2b
from newslint.errors import UsageError
from newslint.readers.base import Unit
from newslint.readers.columns import need_pyarrow
from newslint.readers.fields import FieldMap, top_names
from newslint.readers.memory import FORMAT, MemoryReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
    need_pyarrow("a check of a frame")
    names = used_columns(linter, frame)
    if is_polars(frame):
        return findings_in(collected(frame.select(names)), linter=linter, path=path)
    table = _table(frame, names)
    if table is None:
        # Values of several types in one column: the rules say what is wrong with them.
        columns = {str(name): frame[name] for name in names}
        return linter.check_reader(MemoryReader(_articles(linter, columns)), Unit(path, FORMAT))
    return findings_in(table, linter=linter, path=path)


def _table(frame: Any, names: Sequence[Any]) -> Any:
    """Columns of a frame of pandas as an Arrow table; None where a column has values for which Arrow has no common type."""
    pa = need_pyarrow("a check of a frame")
    try:
        return pa.table({str(name): pa.Array.from_pandas(frame[name]) for name in names})
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return None


def digest_of(linter: Linter, frame: Any) -> bytes | None:
    """What tells the data that are checked in a frame from others; None where that cannot be told, or only slowly."""
    names = used_columns(linter, frame)
    key = blake2b(repr([str(name) for name in names]).encode(), digest_size=16)
    if is_polars(frame):
        import polars as pl

        used = collected(frame.select(names))
        try:
            key.update(array("Q", used.hash_rows().to_list()).tobytes())
        except pl.exceptions.PolarsError:
            return None
        return key.digest()
    table = _table(frame, names)
    if table is None:
        return None
    with need_pyarrow("a check of a frame").ipc.new_stream(_Sink(key.update), table.schema) as stream:
        stream.write_table(table)
    return key.digest()


class _Sink:
    """A file that keeps nothing of what is written to it."""

    closed = False

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        self._write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


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
