"""The contract between readers and the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from newslint.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.model import Article, Edit


class Unit(msgspec.Struct, frozen=True):
    """The unit of work: a file, or the records that begin in a byte range of one.

    Attributes:
        path: The file as it is shown, and opened; ``-`` is standard input.
        format: Name of the reader.
        start: First byte of the range, before decompression.
        end: Byte after the last, or None for the end of the file.
        size: Bytes to read, for sharing the work out evenly.
        opened: File to open in the place of ``path``: standard input is kept in a temporary file for its second reading.
        marks: Ref, record number and line of some records, in order, once they have been read: from there, lines need not be counted again.
    """

    path: str
    format: str
    start: int = 0
    end: int | None = None
    opened: str | None = None
    size: int = 0
    marks: tuple[tuple[int, int, int], ...] = ()


class Unreadable(msgspec.Struct, frozen=True):
    """A record, or a whole file, that could not be read.

    ``record`` and ``line`` count from the start of the unit (0-based and 1-based); ``record`` is None for a whole file.
    """

    record: int | None
    line: int | None
    column: int | None
    reason: str


class Replacement(msgspec.Struct, frozen=True):
    """``text`` to be written in the place of a stretch of the file, in the file's own notation."""

    place: Place
    text: str


class Batch:
    """Some records of a unit, in order.

    Attributes:
        articles: The records that could be read.
        records: Number of each within the unit, 0-based; unreadable records count.
        refs: Where each can be found again: a byte offset, or the record's number, as the reader likes.
        unreadable: The records that could not.
        lost: Records that were lost besides, in a damaged stretch that ``unreadable`` tells of once.
    """

    articles: Sequence[Article]
    records: Sequence[int]
    refs: Sequence[int]
    unreadable: Sequence[Unreadable]
    lost: int = 0

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """Source place of ``value[start:end]`` of a field (``title``, ``authors[0]``, ``extra.x``) of ``articles[index]``.

        Lines count from 1 at the start of the unit.  None where the format has no such place (a value that was joined,
        generated or read from a binary file).
        """
        raise NotImplementedError

    def line(self, index: int) -> int | None:
        """1-based line, within the unit, on which ``articles[index]`` begins; None for binary formats."""
        raise NotImplementedError

    def mark(self) -> tuple[int, int, int] | None:
        """One of :attr:`Unit.marks`, where the reader counts lines from one to the next."""
        return None

    def altered(self, index: int, field: str) -> bool:
        """Whether the value at ``field`` of ``articles[index]`` is no longer the file's: then it has no place, and no fix."""
        return False

    def inputs(self, index: int) -> list[tuple[str, str]] | None:
        """What each field of ``articles[index]`` was taken from: ``(name in the input, canonical field)``.

        None where the format has no names.
        """
        return None

    def source_line(self, line: int) -> str | None:
        """Text of a line of the unit that one of this batch's records stands on, without its line end."""
        raise NotImplementedError

    def rewrite(self, index: int, field: str, edits: Sequence[Edit]) -> list[Replacement] | None:
        """What to write into the file so that the value of a field has ``edits`` made, and nothing else is changed.

        Args:
            index: Number of the record in :attr:`articles`.
            field: Label of the value, as for :meth:`place`.
            edits: From the left, without overlaps.

        Returns:
            None where the file cannot be so rewritten: its format has no places, or the value does not stand in it as text.
        """
        return None


class Reader(Protocol):
    """Reads one input format.  Readers know no rules."""

    name: str
    suffixes: tuple[str, ...]

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """Divide a file of ``size`` bytes into units of about ``target`` bytes; one unit where the format cannot be divided."""

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """Read a unit in batches of bounded size.

        Args:
            unit: What to read.
            mapping: Input field name to canonical field, before the built-in aliases.
            wanted: Names of fields outside the canonical ones that rules ask for, or None to keep them all in ``extra``.

        Raises:
            InputError: The file cannot be opened.
        """

    def lines(self, unit: Unit) -> int:
        """Line feeds in the unit, known once :meth:`read` has come to its end: the next unit's lines count on from there."""

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """The records at ``refs`` (in order, without repeats) once more, with places counted as in :meth:`read`."""
