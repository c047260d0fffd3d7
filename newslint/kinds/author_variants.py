"""`author_variants`: one author of a source under a full name and under initials."""

from __future__ import annotations

import re
from array import array
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import DatasetCheck, Kind, Params, Rows, Verdict
from newslint.kinds.columns import Columns
from newslint.model import LIST_FIELDS, Hit
from newslint.text.digest import digest, unpacked
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row

name_rows: Callable[[list[str | None], list[list[str]]], tuple[bytes, list[int], list[bytes], list[tuple[int, int]]]] | None = (
    None
)
"""Rows of names and their owners; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import name_rows

_MOST = 256
"""Names of a record that are looked at."""


class AuthorVariantsParams(Params, frozen=True):
    """Params of `author_variants`."""

    within: Annotated[str, Meta(description="Canonical field that has to be the same: whose author it is.", min_length=1)] = (
        "source"
    )


class AuthorVariantsCheck(DatasetCheck[AuthorVariantsParams]):
    """Reports ``M. Sato`` where the same source has exactly one Sato whose first name begins with M, written in full.

    Two full names with that initial, and the initials may be either's: nothing is reported.
    """

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        source = record.value(self.params.within)
        if not source or source.isspace():
            return
        owner = fold(source)
        for position, (_, value) in enumerate(record.values(self.rule.fields)[:_MOST]):
            row = _row(owner, value, position)
            if row is not None:
                yield row

    def map_batch(self, records: Sequence[Record]) -> Rows:
        if name_rows is None:
            return super().map_batch(records)
        columns = Columns.of(records)
        sources = [record.value(self.params.within) for record in records]
        folded: dict[str | None, str] = {source: fold(source) for source in {*sources} if source and not source.isspace()}
        owners = list(map(folded.get, sources))
        names = self._names(columns)
        packed, members, payloads, left = name_rows(owners, names)
        keys = unpacked(packed)
        for index, position in left:
            row = _row(owners[index] or "", names[index][position], position)
            if row is not None:
                keys.append(row[0])
                members.append(index)
                payloads.append(row[1])
        return Rows(keys, array("I", [1]) * len(keys), members, payloads)

    def _names(self, columns: Columns) -> list[list[str]]:
        """The names of each record."""
        fields = self.rule.fields
        if len(fields) == 1 and fields[0] in LIST_FIELDS:
            return columns.values(fields[0])
        return [[name for _, name in record.values(fields)] for record in columns]

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        full: dict[bytes, Row] = {}
        for row in rows:
            if row.payload[0]:
                full.setdefault(row.payload[2:], row)
        if len(full) != 1:
            return
        (known,) = full.values()
        for row in rows:
            if not row.payload[0] and (row.path, row.record) != (known.path, known.record):
                yield Verdict(row, (known,), self.rule.fields[0], {"position": row.payload[1], "at": known.payload[1]})

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        mine, theirs = record.values(self.rule.fields), others[0].values(self.rule.fields)
        position, at = verdict.values["position"], verdict.values["at"]
        if position >= len(mine) or at >= len(theirs):
            return None
        label, value = mine[position]
        short, known = _name(value), _name(theirs[at][1])
        if short is None or known is None or short[1] != known[1] or len(short[0]) > 1 or not known[0].startswith(short[0]):
            return None
        start = len(value) - len(value.lstrip())
        return Hit(label, start, start + len(value.strip()), values={"other": theirs[at][1].strip(), "first": _told(others[0])})


def _name(value: str) -> tuple[str, str] | None:
    """First name (or its initial) and family name of a person, folded; None for what is no such name."""
    match = _names().fullmatch(value.strip())
    return None if match is None else (fold(match[1].rstrip(".")), fold(match[2]))


def _row(owner: str, value: str, position: int) -> tuple[int, bytes] | None:
    """Key and payload of a name: whose it is, its initial and its family name; and whether the first name is but an initial, where it
    stands, and a digest of the first name.
    """
    name = _name(value)
    if name is None:
        return None
    first, last = name
    head = bytes((len(first) > 1, position)) + digest(first.encode()).to_bytes(8, "little")
    return digest(f"{owner}\x1f{first[0]}\x1f{last}".encode("utf-8", "surrogatepass")), head


def _told(record: Record) -> str:
    article = record.article
    return article.id or article.url or article.title or ""


@cache
def _names() -> re.Pattern[str]:
    return re.compile(r"(?:[Bb]y )?([^\W\d_](?:\.|[^\W\d_]+)?)(?: [^\W\d_]\.?)* ([^\W\d_][^\W\d_’'-]+(?:[’'-][^\W\d_]+)*)")


KIND = Kind(
    "author_variants",
    "dataset",
    AuthorVariantsParams,
    AuthorVariantsCheck,
    placeholders=frozenset({"first", "other"}),
    summary="One author of a source under a full name and under initials.",
)
