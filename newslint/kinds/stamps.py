"""The dates of a field, looked at once for all rules about them: nearly every one is a full ISO 8601 stamp of a day that exists."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint.kinds.columns import Columns

plain_stamps: Callable[[list[Any]], tuple[str, str, list[int]]] | None = None
"""First and last day of values, and those that are no plain stamps; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import plain_stamps

_REMEMBERED = 10_000
"""Days, and times of the day, remembered at most."""
_DAYS: set[str] = set()
_TIMES: set[str] = set()
_LATEST = "9999-99-99"


class Stamps(msgspec.Struct):
    """What is known of the dates that a field of some records holds.

    Attributes:
        first: Day of the earliest plain stamp: a day that every year has, a time to the second, and its offset from UTC, in ISO 8601.
        last: Day of the latest; days are in the order of their text.
        filled: Index and value of every record whose field is not empty.
        others: Those of them that are no plain stamps.
    """

    first: str
    last: str
    filled: list[tuple[int, Any]]
    others: list[tuple[int, Any]]


def stamps_of(columns: Columns, field: str) -> Stamps:
    """The dates in ``field``, worked out once for these records."""
    return columns.fact(_stamps, field)


def _stamps(columns: Columns, field: str) -> Stamps:
    if plain_stamps is None:
        return _stamps_in_python(columns, field)
    values = columns.values(field)
    first, last, others = plain_stamps(values)
    return Stamps(first or _LATEST, last, columns.filled(field), [(index, values[index]) for index in others])


def _stamps_in_python(columns: Columns, field: str) -> Stamps:
    filled = columns.filled(field)
    days = [value[:10] for _, value in filled if type(value) is str]
    if _DAYS.issuperset(days) and len(days) == len(filled) and _TIMES.issuperset([value[10:] for _, value in filled]):
        return Stamps(min(days, default=_LATEST), max(days, default=""), filled, [])
    others = [item for item in filled if not (type(item[1]) is str and is_plain(item[1]))]
    if others:
        wrong = {index for index, _ in others}
        days = [value[:10] for index, value in filled if index not in wrong]
    return Stamps(min(days, default=_LATEST), max(days, default=""), filled, others)


def is_plain(value: str) -> bool:
    """Whether ``value`` is a day that every year has, a time to the second and an offset from UTC: ``2022-01-28T20:00:00+01:00``, or with ``Z``."""
    return _known(value[:10], _DAYS, _day()) and _known(value[10:], _TIMES, _time())


def _known(part: str, known: set[str], form: re.Pattern[str]) -> bool:
    if part in known:
        return True
    if form.fullmatch(part) is None:
        return False
    if len(known) >= _REMEMBERED:
        known.clear()
    known.add(part)
    return True


@cache
def _day() -> re.Pattern[str]:
    return re.compile(
        r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    )


@cache
def _time() -> re.Pattern[str]:
    return re.compile(r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])")
