"""The input format ``wire``: stories in one file, each after a line ``== slug``.

::

    == ferry-strike
    Ferry crews walk out over night shifts

    Crews on the island route walked out on Thursday.
    == harbour-dredging
    …
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.errors import InputError
from newslint.model import Article, Place
from newslint.readers.base import Batch, Unit, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MARK = "== "
_STORIES = 200
"""Stories in a batch: what is held in memory at once."""


class Story(Batch):
    """A batch of stories, each with the line on which its fields begin."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.records: list[int] = []
        self.refs: list[int] = []
        self.unreadable: list[Unreadable] = []
        self._lines: list[dict[str, int]] = []

    def add(self, number: int, line: int, lines: list[str]) -> None:
        """Add the story whose mark stands on ``line``, with the lines from the mark on."""
        slug = lines[0].removeprefix(_MARK)
        text = [row for row, content in enumerate(lines) if row and content.strip()]
        if not text:
            self.unreadable.append(Unreadable(number, line, 1, f"the story {slug!r} is empty"))
            return
        title, begin = text[0], text[1] if len(text) > 1 else len(lines)
        body = "\n".join(lines[begin : text[-1] + 1]) or None
        self.articles.append(Article(section=slug, title=lines[title], body=body, body_format="paragraphs"))
        self.records.append(number)
        self.refs.append(number)
        self._lines.append({"section": line, "title": line + title, "body": line + begin})

    def place(self, index: int, field: str, start: int, end: int) -> Place | None:
        """Fields stand in the file as they are, so a place in one is a place in the other."""
        first = self._lines[index].get(field)
        if first is None:
            return None
        value = getattr(self.articles[index], field)
        shift = len(_MARK) if field == "section" else 0
        return Place(*_place(value, start, first, shift), *_place(value, end, first, shift))

    def line(self, index: int) -> int | None:
        """The line of the mark."""
        return self._lines[index]["section"]

    def source_line(self, line: int) -> str | None:
        """Not kept."""
        return None


def _place(value: str, position: int, line: int, shift: int) -> tuple[int, int]:
    before = value.rfind("\n", 0, position) + 1
    return line + value.count("\n", 0, position), position - before + 1 + (0 if before else shift)


class Wire:
    """The reader."""

    name = "wire"
    suffixes: tuple[str, ...] = (".wire",)

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """One unit: a story may begin anywhere."""
        return [Unit(path, self.name, size=size)]

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """The stories, in batches."""
        del mapping, wanted  # the format names no fields
        batch, number = Story(), 0
        story: list[str] = []
        begin = 1
        line = 0
        try:
            with open(unit.opened or unit.path, encoding="utf-8") as file:
                for line, text in enumerate(file, 1):
                    if text.startswith(_MARK) and story:
                        batch.add(number, begin, story)
                        number += 1
                        story = []
                        if len(batch.articles) >= _STORIES:
                            yield batch
                            batch = Story()
                    if text.startswith(_MARK):
                        begin = line
                    if text.startswith(_MARK) or story:
                        story.append(text.rstrip("\n"))
                    elif text.strip():
                        batch.unreadable.append(Unreadable(None, line, 1, "text before the first line that begins with '== '"))
                        break
        except UnicodeDecodeError as error:
            batch.unreadable.append(Unreadable(None, line + 1, None, f"not UTF-8: {error.reason}"))
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=unit.path) from None
        if story:
            batch.add(number, begin, story)
        yield batch

    def lines(self, unit: Unit) -> int:
        """Asked for when units of one file are put together; there is one."""
        del unit
        return 0

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """Read again for the rules that compare records."""
        left = set(refs)
        for batch in self.read(unit, mapping, wanted):
            if left.intersection(batch.refs):
                yield batch
