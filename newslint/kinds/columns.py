"""Some records field by field: what is asked about every record is asked about many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from newslint.kinds.base import Check, P, lookup
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newslint.kinds.base import Record

T = TypeVar("T")


class Columns(Sequence["Record"]):
    """Some records, and their values field by field.

    To ask one question about a hundred values costs a fraction of asking it a hundred times, and what several rules want to know of
    a field is worked out once.

    They are also a sequence of the records, so that whatever takes some records may be given their columns.

    Attributes:
        records: The records; every index is one into this list.
        articles: Their articles.
    """

    __slots__ = ("_facts", "_values", "articles", "records")

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.articles = [record.article for record in records]
        self._values: dict[str, list[Any]] = {}
        self._facts: dict[tuple[Callable[[Columns, str], Any], str], Any] = {}

    @classmethod
    def of(cls, records: Sequence[Record]) -> Columns:
        """The columns of some records: those that ``records`` are, or else new ones."""
        return records if isinstance(records, cls) else cls(records)

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __getitem__(self, index: Any) -> Any:
        return self.records[index]

    def values(self, field: str) -> list[Any]:
        """The value of ``field``, canonical or a dotted path into ``extra``, of every record: None or an empty list where there is none."""
        values = self._values.get(field)
        if values is None:
            if field in Article.fields:
                values = list(map(attrgetter(field), self.articles))
            else:
                values = [lookup(article.extra, field) for article in self.articles]
            self._values[field] = values
        return values

    def data(self, field: str) -> list[bytes]:
        """UTF-8 of a scalar canonical ``field`` of every record; empty where it is absent."""
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


def _data(columns: Columns, field: str) -> list[bytes]:
    return [record.data(field) for record in columns.records]


def _filled(columns: Columns, field: str) -> list[tuple[int, Any]]:
    return [item for item in enumerate(columns.values(field)) if item[1]]


def _texts(columns: Columns, field: str) -> list[tuple[int, str]]:
    if field in LIST_FIELDS:
        return [(index, text) for index, texts in columns.filled(field) for text in texts if text]
    return [(index, text) for index, record in enumerate(columns.records) for _, text in record.values((field,)) if text]


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
        return any(True for _ in self.suspects(Columns((record,))))

    def suspects(self, columns: Columns) -> Iterable[int]:
        """Indexes of the records in which :meth:`run` could find anything, each once: too many of them, never too few."""
        raise NotImplementedError
