"""Some records field by field: what is asked about every record is asked about many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from newslint.kinds.base import Check, Context, P, Record, lookup
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article
from newslint.text.pattern import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

try:
    import newslint._compiled  # noqa: F401
except ImportError:
    READS_STRINGS = False
else:
    READS_STRINGS = True
"""Whether what reads a text byte by byte takes strings as they are."""
_NO_CONTEXT = Context(datetime.min.replace(tzinfo=timezone.utc))
"""That of no records."""


class Columns(Sequence["Record"]):
    """Some records, and their values field by field.

    To ask one question about a hundred values costs a fraction of asking it a hundred times, and what several rules want to know of
    a field is worked out once.

    They are also a sequence of the records, so that whatever takes some records may be given their columns.  A record is made when it is
    first asked for: most are looked at through their columns alone.

    Args:
        articles: The articles; every index is one into this list.
        context: Clock and time zone of the run.
    """

    __slots__ = ("_facts", "_made", "_values", "articles", "context")

    def __init__(self, articles: Sequence[Article], context: Context) -> None:
        self.articles = articles
        self.context = context
        self._made: list[Record | None] = [None] * len(articles)
        self._values: dict[str, list[Any]] = {}
        self._facts: dict[tuple[Callable[[Columns, str], Any], str], Any] = {}

    @classmethod
    def of(cls, records: Sequence[Record]) -> Columns:
        """The columns of some records: those that ``records`` are, or else new ones."""
        if isinstance(records, cls):
            return records
        columns = cls([record.article for record in records], records[0].context if records else _NO_CONTEXT)
        columns._made = list(records)
        return columns

    def part(self, indexes: Sequence[int]) -> Columns:
        """The columns of some of the records."""
        part = Columns([self.articles[index] for index in indexes], self.context)
        part._made = [self._made[index] for index in indexes]
        return part

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Record]:
        return map(self.record, range(len(self.articles)))

    def __getitem__(self, index: Any) -> Any:
        return [self.record(place) for place in range(len(self))[index]] if isinstance(index, slice) else self.record(index)

    def record(self, index: int) -> Record:
        """The record at ``index``."""
        record = self._made[index]
        if record is None:
            record = self._made[index] = Record(self.articles[index], self.context)
        return record

    def values(self, field: str) -> list[Any]:
        """The value of ``field``, canonical or a dotted path into ``extra``, of every record: None or an empty list where there is none."""
        values = self._values.get(field)
        if values is None:
            if field in Article.fields:
                articles = self.articles
                values = _reader(field)(articles) if len(articles) > _FEW else list(map(attrgetter(field), articles))
            else:
                values = [lookup(article.extra, field) for article in self.articles]
            self._values[field] = values
        return values

    def data(self, field: str) -> list[str] | list[bytes]:
        """A scalar canonical ``field`` of every record for what reads it byte by byte; empty where it is absent.

        Strings where these can be read in place, and else UTF-8.
        """
        return self.fact(_data, field)

    def filled(self, field: str) -> list[tuple[int, Any]]:
        """Index and value of the records whose ``field`` holds something: an empty text or list is nothing."""
        return self.fact(_filled, field)

    def texts(self, field: str) -> list[tuple[int, str]]:
        """Index and text of every string in ``field`` that is not empty: the value, or each element of a list."""
        return self.filled(field) if field in SCALAR_FIELDS else self.fact(_texts, field)

    def foreign(self, field: str) -> list[tuple[int, str]]:
        """Those of :meth:`texts` that are not all ASCII."""
        return self.fact(_foreign, field)

    def fact(self, work_out: Callable[[Columns, str], T], field: str) -> T:
        """What ``work_out`` gives for these records and ``field``: once, for all who ask."""
        key = work_out, field
        facts = self._facts
        if key not in facts:
            facts[key] = work_out(self, field)
        found: T = facts[key]
        return found


_FEW = 64
"""Articles for which it takes longer to make a reader than to read."""


@cache
def _reader(field: str) -> Callable[[Sequence[Article]], list[Any]]:
    """A function that gives a canonical field of articles: Python is twice as fast about an attribute whose name stands in the code."""
    read: Callable[[Sequence[Article]], list[Any]] = eval(f"lambda articles: [article.{field} for article in articles]")  # noqa: S307  one of our names
    return read


def _data(columns: Columns, field: str) -> list[str] | list[bytes]:
    values = columns.values(field)
    if READS_STRINGS:
        return values if all(values) else [value or "" for value in values]
    return [encode(value) if value else b"" for value in values]


def _filled(columns: Columns, field: str) -> list[tuple[int, Any]]:
    return [item for item in enumerate(columns.values(field)) if item[1]]


def _texts(columns: Columns, field: str) -> list[tuple[int, str]]:
    if field in LIST_FIELDS:
        return [(index, text) for index, texts in columns.filled(field) for text in texts if text]
    return [(index, text) for index, record in enumerate(columns) for _, text in record.values((field,)) if text]


def _foreign(columns: Columns, field: str) -> list[tuple[int, str]]:
    return [item for item in columns.texts(field) if not item[1].isascii()]


class ColumnCheck(Check[P]):
    """A check whose cheap test is asked about many records at once.

    It defines :meth:`suspects` in the place of :meth:`quick`.  A class derived from one that does may go back to :meth:`quick`.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "quick" in cls.__dict__ and "suspects" not in cls.__dict__:
            cls.suspects = Check.suspects  # type: ignore[method-assign]  # the test of the base class is not the one wanted

    def quick(self, record: Record) -> bool:
        """:meth:`suspects` of one record."""
        return any(True for _ in self.suspects(Columns.of((record,))))

    def suspects(self, columns: Columns) -> Iterable[int]:
        """Indexes of the records in which :meth:`run` could find anything, each once: too many of them, never too few."""
        raise NotImplementedError
