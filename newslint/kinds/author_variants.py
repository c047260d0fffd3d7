"""`author_variants`: one author of a source under a full name and under initials."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import DatasetCheck, Kind, Params, Verdict
from newslint.model import Hit
from newslint.text.digest import digest
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.kinds.base import Record, Row


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
        for position, (_, value) in enumerate(record.values(self.rule.fields)):
            name = _name(value)
            if name is not None and position < 256:
                first, last = name
                # The initial, whether the first name is but an initial, where it stands, and a digest of the first name.
                head = bytes((len(first) > 1, position)) + digest(first.encode()).to_bytes(8, "little")
                yield digest(f"{owner}\x1f{first[0]}\x1f{last}".encode()), head

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
