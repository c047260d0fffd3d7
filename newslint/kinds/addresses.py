"""The web addresses of a field, looked at once for all rules that ask for their hosts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.columns import Columns

_origins: Callable[[list[Any], int], tuple[list[str | None], list[int]]] | None = None
with suppress(ImportError):  # newslint was installed without a C compiler
    from newslint._compiled import origins as _origins

SCHEME = 8
"""Characters before the host of most addresses, `https://`."""


def origins_of(columns: Columns, field: str) -> tuple[list[str | None], list[int]]:
    """Of each address in ``field`` what stands before its path, or None, and the indexes of the odd ones.

    Odd is what is no string, or holds characters that no address may hold: those have None, as have records without an address.
    """
    return columns.fact(_found, field)


def _found(columns: Columns, field: str) -> tuple[list[str | None], list[int]]:
    values = columns.values(field)
    return origins_in_python(values, SCHEME) if _origins is None else _origins(values, SCHEME)


def origins_in_python(values: list[Any], scheme: int) -> tuple[list[str | None], list[int]]:
    """:func:`origins_of` of some values, without a compiled module."""
    odd = [index for index, value in enumerate(values) if value is not None and not (type(value) is str and _is_clean(value))]
    unfit = set(odd)
    return [
        None if value is None or index in unfit else value if (end := value.find("/", scheme)) < 0 else value[:end]
        for index, value in enumerate(values)
    ], odd


def _is_clean(value: str) -> bool:
    return value.isascii() and value.isprintable() and not any(mark in value for mark in ' "<>')
