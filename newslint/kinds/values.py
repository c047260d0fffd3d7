"""Reading the values of a rule's fields fast, for quick tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.model import LIST_FIELDS, SCALAR_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint.kinds.base import Record


def field_values(fields: Sequence[str]) -> Callable[[Record], list[str]]:
    """A function that gives the values of ``fields`` without their labels, for quick tests."""
    scalars = tuple(field for field in fields if field in SCALAR_FIELDS)
    if len(scalars) < len(fields):
        lists = tuple(field for field in fields if field in LIST_FIELDS)
        if len(scalars) + len(lists) < len(fields):
            return lambda record: [value for _, value in record.values(fields)]

        def with_lists(record: Record) -> list[str]:
            article = record.article
            values = [value for field in scalars if (value := getattr(article, field)) is not None]
            for field in lists:
                values += getattr(article, field)
            return values

        return with_lists
    return lambda record: [value for field in scalars if (value := getattr(record.article, field)) is not None]
