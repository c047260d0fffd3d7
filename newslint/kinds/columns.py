"""Some records field by field: what is asked about every record is asked about many of them at once."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from newslint.kinds.base import lookup
from newslint.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from newslint.kinds.base import Record

T = TypeVar("T")


class Columns:
    """Some records, and their values field by field.

    To ask one question about a hundred values costs a fraction of asking it a hundred times, and what several rules want to know of
    a field is worked out once.

    Attributes:
        records: The records; every index is one into this list.
        articles: Their articles.
    """

    __slots__ = ("_facts", "_values", "articles", "records")

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.articles = [record.article for record in records]
        self._values: dict[str, list[Any]] = {}
        self._facts: dict[Hashable, Any] = {}

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

    def filled(self, field: str) -> list[tuple[int, Any]]:
        """Index and value of the records whose ``field`` holds something: an empty text or list is nothing."""
        return self.fact(("filled", field), lambda: [item for item in enumerate(self.values(field)) if item[1]])

    def fact(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What ``work_out`` gives, kept under ``key`` for all who ask for the same of these records."""
        facts = self._facts
        if key not in facts:
            facts[key] = work_out()
        found: T = facts[key]
        return found
