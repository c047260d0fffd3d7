"""Records that come from Python and not from a file, read like any other input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.model import Article
from newslint.readers.base import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.model import Place
    from newslint.readers.base import Unit, Unreadable

FORMAT = "records"
"""Name of the reader."""
_BATCH = 256
_HELD = 4_096
"""Articles kept in memory for their second reading before they go to disk."""


class MemoryBatch(Batch):
    """Articles without a file: they have numbers and no places."""

    def __init__(self, articles: Sequence[Article], records: Sequence[int]) -> None:
        self.articles: Sequence[Article] = articles
        self.records: Sequence[int] = records
        self.refs: Sequence[int] = records
        self.unreadable: Sequence[Unreadable] = ()

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """None: there is no file."""
        return None

    def line(self, index: int) -> int | None:
        """None: there is no file."""
        return None

    def source_line(self, line: int) -> str | None:
        """None: there is no file."""
        return None


class MemoryReader:
    """Reads articles from an iterable, whole; keeps them to be read again, in memory while they are few, and on disk when they are many.

    Args:
        articles: The records.
        keep: Whether they will be asked for again.
    """

    name = FORMAT
    suffixes: tuple[str, ...] = ()

    def __init__(self, articles: Iterable[Article], *, keep: bool = True) -> None:
        self._articles: Iterable[Article] | None = articles
        self._keep = keep
        self._held: list[Article] = []
        self._file: Any = None
        self._offsets: list[int] = []

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """One unit: an iterable cannot be divided."""
        raise NotImplementedError("records from Python are no file to be divided")

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """The articles, in batches; from what was kept, when they are read a second time."""
        batch: list[Article] = []
        first = 0
        given, self._articles = self._articles, None
        if given is None:
            count = len(self._offsets) + len(self._held)
            for start in range(0, count, _BATCH):
                numbers = range(start, min(start + _BATCH, count))
                yield MemoryBatch([self._again(number) for number in numbers], numbers)
            return
        for article in given:
            batch.append(article)
            if len(batch) == _BATCH:
                yield self._kept(batch, first)
                first += len(batch)
                batch = []
        if batch:
            yield self._kept(batch, first)

    def lines(self, unit: Unit) -> int:
        """No lines."""
        return 0

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """The articles with these numbers."""
        yield MemoryBatch([self._again(ref) for ref in refs], refs)

    def close(self) -> None:
        """Drop what was kept."""
        if self._file is not None:
            self._file.close()

    def _kept(self, articles: list[Article], first: int) -> MemoryBatch:
        if self._keep:
            self._held.extend(articles)
            if len(self._held) > _HELD:
                self._write()
        return MemoryBatch(articles, range(first, first + len(articles)))

    def _write(self) -> None:
        if self._file is None:
            from tempfile import TemporaryFile  # only long iterables need it

            self._file = TemporaryFile(prefix="newslint-")  # noqa: SIM115  closed by close()
        self._file.seek(0, 2)
        for article in self._held:
            self._offsets.append(self._file.tell())
            self._file.write(msgspec.msgpack.encode(article, enc_hook=str))
        self._offsets_end = self._file.tell()
        self._held = []

    def _again(self, number: int) -> Article:
        written = len(self._offsets)
        if number >= written:
            return self._held[number - written]
        end = self._offsets[number + 1] if number + 1 < written else self._offsets_end
        self._file.seek(self._offsets[number])
        return msgspec.msgpack.decode(self._file.read(end - self._offsets[number]), type=Article)
