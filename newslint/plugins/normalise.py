"""Records put right by plugins before any rule sees them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from newslint.engine.unit import Crash
from newslint.errors import PluginError
from newslint.model import Article
from newslint.readers.base import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newslint.model import Finding, Place


class NormalisedBatch(Batch):
    """A batch some of whose values are no longer those of the file: they have no place there, and no fix.

    Args:
        batch: As the reader made it.
        articles: Its records, put right.
        changed: Fields that were changed, by index.
    """

    def __init__(self, batch: Batch, articles: list[Article], changed: dict[int, frozenset[str]]) -> None:
        self._batch = batch
        self._changed = changed
        self.articles = articles
        self.records = batch.records
        self.refs = batch.refs
        self.unreadable = batch.unreadable
        self.lost = batch.lost

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        return None if self.altered(index, field) else self._batch.place(index, field, start, end)

    def line(self, index: int) -> int | None:
        return self._batch.line(index)

    def source_line(self, line: int) -> str | None:
        return self._batch.source_line(line)

    def altered(self, index: int, field: str) -> bool:
        return index in self._changed and field_of(field) in self._changed[index]


def normalised(
    batches: Iterable[Batch], change: Callable[[Article, str], Article | None], path: str, crashes: list[Crash]
) -> Iterator[Batch]:
    """The batches with their records put right; a record that a plugin fails on stays as it is.

    Args:
        batches: As the reader made them.
        change: Puts a record right.
        path: Their file.
        crashes: Takes the first failure.
    """
    for batch in batches:
        articles = list(batch.articles)
        changed: dict[int, frozenset[str]] = {}
        for index, article in enumerate(articles):
            try:
                articles[index], fields = put_right(article, change, path)
            except PluginError as error:
                if not crashes:  # one for a unit is enough: a plugin that fails on one record fails on many
                    crashes.append(Crash("", batch.records[index], error.reason))
                continue
            if fields:
                changed[index] = fields
        yield NormalisedBatch(batch, articles, changed)


def put_right(article: Article, change: Callable[[Article, str], Article | None], path: str) -> tuple[Article, frozenset[str]]:
    """A record put right, and the names of the fields that differ now; ``extra`` stands for all that are not canonical.

    Raises:
        PluginError: A plugin failed.
    """
    before = copy(article)  # a plugin may change the record it is given
    try:
        after = change(article, path)
    except PluginError:
        for field in Article.__struct_fields__:
            setattr(article, field, getattr(before, field))
        raise
    if after is None:
        after = article
    fields = frozenset(field for field in Article.__struct_fields__ if getattr(after, field) != getattr(before, field))
    return after, fields


def without_fix(finding: Finding, changed: frozenset[str]) -> Finding:
    """A finding that proposes no edit of a value that the input does not hold."""
    if finding.fix is not None and finding.field is not None and field_of(finding.field) in changed:
        finding.fix = None
    return finding


def field_of(label: str) -> str:
    """The field of :class:`newslint.model.Article` that the value at ``label`` is part of."""
    field = label.partition("[")[0]
    return field if field in Article.fields else "extra"
