"""The frame that a schema is run on, made of the values of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def frame_of(schema: Any, values: Mapping[str, Sequence[Any]]) -> Any:
    """A frame of the library that a schema is for.

    Text in a column that the schema wants to hold numbers, truth values or times is read as such where all of it can be: CSV and its
    like have nothing but text.  A column of which no record has a value is left out, unless it may hold nulls.
    """
    kept = {
        name: column
        for name, column in values.items()
        if schema.columns[name].nullable or any(value is not None for value in column)
    }
    if "polars" in type(schema).__module__:
        return _polars(schema, kept)
    return _pandas(schema, kept)


def _polars(schema: Any, values: Mapping[str, Sequence[Any]]) -> Any:
    import polars as pl

    columns = []
    for name, column in values.items():
        series = pl.Series(name, _uniform(column), strict=False)
        wanted = getattr(schema.columns[name].dtype, "type", None)
        if wanted is not None and series.dtype != wanted:
            series = _polars_as(pl, series, wanted)
        columns.append(series)
    return pl.DataFrame(columns)


def _polars_as(pl: Any, series: Any, wanted: Any) -> Any:
    if series.dtype == pl.Null:
        return series.cast(wanted)
    if series.dtype != pl.String or wanted == pl.String:
        return series
    try:
        if wanted == pl.Datetime:
            made = series.str.to_datetime(time_unit=wanted.time_unit or "us", time_zone=wanted.time_zone, strict=False)
        elif wanted == pl.Date:
            made = series.str.to_date(strict=False)
        elif wanted == pl.Boolean:
            made = series.str.to_lowercase().replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
        else:
            made = series.cast(wanted, strict=False)
    except pl.exceptions.PolarsError:
        return series
    return made if made.null_count() == series.null_count() else series


def _pandas(schema: Any, values: Mapping[str, Sequence[Any]]) -> Any:
    import pandas as pd

    columns = {name: _uniform(column) for name, column in values.items()}
    frame = pd.DataFrame({name: pd.Series(column) for name, column in columns.items()})
    for name, column in columns.items():
        wanted = schema.columns[name].dtype
        series = frame[name]
        if wanted is None or not all(value is None or isinstance(value, str) for value in column):
            continue
        kind = str(wanted)
        try:
            if kind.startswith(("int", "Int", "uint", "UInt", "float", "Float")):
                frame[name] = pd.to_numeric(series).astype(kind)
            elif kind.startswith("datetime"):
                frame[name] = pd.to_datetime(series, format="ISO8601", utc="UTC" in kind or None).astype(kind)
            elif kind in {"bool", "boolean"}:
                made = series.str.lower().map({"true": True, "false": False})
                frame[name] = made.astype(kind) if not made.isna().any() else series
        except (ValueError, TypeError, OverflowError):
            continue  # as it is: pandera says what is wrong with it
    return frame


def _uniform(column: Sequence[Any]) -> list[Any]:
    """The values of a column; as text, where numbers and text stand side by side and no type holds both."""
    kinds = {type(value) for value in column if value is not None}
    if str in kinds and len(kinds) > 1 and kinds <= {str, int, float, bool}:
        return [value if value is None or isinstance(value, str) else str(value) for value in column]
    return list(column)
