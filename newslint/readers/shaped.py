"""Readers of the formats of JSON whose names have a meaning of their own: a whole document, or an object a line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newslint.readers.dialects import dialect
from newslint.readers.json import Json
from newslint.readers.jsonl import Jsonl
from newslint.readers.source import Source, strip_compression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.readers.base import Batch, Reader, Unit
    from newslint.readers.dialect import Dialect

_LOOKED_AT = 1 << 16


class Shaped:
    """Reader of one dialect of JSON."""

    suffixes: tuple[str, ...] = ()

    def __init__(self, dialect: Dialect) -> None:
        self.name = dialect.name
        self._document = Json(dialect)
        self._lines = Jsonl(dialect)

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`.  Only lines can be divided."""
        whole = self._document.units(path, size, target)
        return self._lines.units(path, size, target) if size > target and by_lines(whole[0]) else whole

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        return self._reader(unit).read(unit, mapping, wanted)

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        return self._reader(unit).lines(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return self._reader(unit).fetch(unit, refs, mapping, wanted)

    def _reader(self, unit: Unit) -> Reader:
        return self._lines if unit.start or unit.end is not None or by_lines(unit) else self._document


class JsonLdReader(Shaped):
    """Reader of schema.org JSON-LD."""

    suffixes = (".jsonld",)

    def __init__(self) -> None:
        super().__init__(dialect("jsonld"))


class NinjsReader(Shaped):
    """Reader of IPTC ninjs."""

    def __init__(self) -> None:
        super().__init__(dialect("ninjs"))


class JsonFeedReader(Shaped):
    """Reader of JSON Feed."""

    def __init__(self) -> None:
        super().__init__(dialect("jsonfeed"))


class TrafilaturaReader(Shaped):
    """Reader of what trafilatura writes."""

    def __init__(self) -> None:
        super().__init__(dialect("trafilatura"))


class NewspaperReader(Shaped):
    """Reader of what newspaper4k writes."""

    def __init__(self) -> None:
        super().__init__(dialect("newspaper"))


class FundusReader(Shaped):
    """Reader of what fundus writes."""

    def __init__(self) -> None:
        super().__init__(dialect("fundus"))


class NewsPleaseReader(Shaped):
    """Reader of what news-please writes."""

    def __init__(self) -> None:
        super().__init__(dialect("news-please"))


def by_lines(unit: Unit) -> bool:
    """Whether a file of JSON holds an object a line, told from its suffix, or from its first two lines.

    Raises:
        InputError: The file cannot be opened.
    """
    if os.path.splitext(strip_compression(unit.path))[1].lower() in Jsonl.suffixes:
        return True
    with Source(unit) as source:
        head = source.read(_LOOKED_AT)
    first, _, rest = head.lstrip().partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
