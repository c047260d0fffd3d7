"""Markdown: a file is an article; its front matter is mapped like any record, what follows is the body.

Without a title in the front matter a heading of the first level at the very beginning of the body is the title, and no part of
the body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import structs

from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import feeds, fetch_by_number, unreadable_batch
from newslint.readers.document import FileBatch, line_spans, read_text
from newslint.readers.fields import FieldMap, split_label, top_names, value_of
from newslint.readers.front_matter import read_front_matter
from newslint.readers.positions import Offsets
from newslint.readers.source import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newslint.model import Article
    from newslint.readers.document import Spans

ALIASES: dict[str, str] = {"slug": "id"}
"""Names that mean something else in front matter than in other records."""

_HEADING = re.compile(r" {0,3}#[ \t]+(?P<text>[^\r\n]*?)(?:[ \t]+#+)?[ \t]*(?=\r?\n|$)")


class Markdown:
    """Reader of Markdown."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        text = read_text(unit)
        if isinstance(text, Unreadable):
            yield unreadable_batch(text)
            return
        fields = FieldMap(mapping, ALIASES)
        kept = top_names(wanted)
        found = _divide(text, fields, kept)
        if isinstance(found, Unreadable):
            yield unreadable_batch(found)
            return
        article, parts, find = found

        def says(changed: str, label: str, value: str) -> bool:
            """Whether ``changed`` is the same file but for one value of its front matter."""
            before, after = _divide(text, fields, None), _divide(changed, fields, None)
            if isinstance(before, Unreadable) or isinstance(after, Unreadable) or value_of(after[0], label) != value:
                return False
            old, new = structs.asdict(before[0]), structs.asdict(after[0])
            name = split_label(label)[0] if split_label(label)[0] in old else "extra"
            return all(old[field] == new[field] for field in old if field != name) and _same_but(old[name], new[name])

        front = read_front_matter(text, fields)
        names = [] if isinstance(front, Unreadable) else fields.inputs(front.record)
        named = [pair for pair in names if pair[1] not in parts]
        words = {"title": "the first heading", "body": "the text"}
        yield FileBatch(article, text, find, parts.__contains__, says, [*named, *((words[field], field) for field in parts)])

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        return feeds(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)


def _divide(
    text: str, fields: FieldMap, kept: frozenset[str] | None
) -> tuple[Article, dict[str, Offsets], Callable[[str], Spans | None]] | Unreadable:
    """The article in ``text``, the fields that stand there as they are, and what finds all the others."""
    front = read_front_matter(text, fields)
    if isinstance(front, Unreadable):
        return front
    # The body is what follows; a field of the front matter that is called so stays beside it.
    rest = {name: value for name, value in front.record.items() if fields.target(name) == "body"}
    record = {name: value for name, value in front.record.items() if name not in rest}
    article = fields.article(record, kept, "markdown")
    article.extra.update({name: value for name, value in rest.items() if kept is None or name in kept})
    parts: dict[str, Offsets] = {}
    lines = line_spans(text, front.body)
    if article.title is None and lines:
        heading = _HEADING.match(text, lines[0][0])
        if heading is not None and heading["text"]:
            article.title = heading["text"]
            parts["title"] = Offsets(heading.start("text"))
            del lines[0]
    if lines:
        article.body = text[lines[0][0] : lines[-1][1]]
        parts["body"] = Offsets(lines[0][0])

    def find(label: str) -> Spans | None:
        if label in parts:
            return parts[label]
        origin = fields.origin(record, label)
        if origin is None and not label.startswith("body"):
            origin = fields.origin(rest, label)
        if origin is None:
            return None
        path, skipped = origin
        spans = front.find(path)
        if not skipped:
            return spans
        if isinstance(spans, Offsets):
            spans.skip(skipped)
            return spans
        return None

    return article, parts, find


def _same_but(old: Any, new: Any) -> bool:
    """Whether two values differ in one string at most."""
    return _differences(old, new) <= 1


def _differences(old: Any, new: Any) -> int:
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return sum(_differences(*pair) for pair in zip(old, new, strict=True))
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return sum(_differences(old[name], new[name]) for name in old)
    if isinstance(old, str) and isinstance(new, str):
        return int(old != new)
    return 0 if old == new else 2
