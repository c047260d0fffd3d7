"""Plain text: a file is an article.

The first line that is not blank is the title; the rest is the body.  Blocks between the title and the first paragraph belong
to the head as long as each is one line of at most 40 words without a stop at its end, and another block follows:

- one that says the title again is a further title: its folded words and the title's overlap by 0.6 (words they share by words
  that either has), or it is the beginning or the end of the title in two words or more;
- the first other one of at least six words is the subtitle.

The first block that is neither begins the body.  A body whose blocks no blank line divides is read line by line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.model.article import Article
from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import feeds, fetch_by_number, unreadable_batch
from newslint.readers.document import FileBatch, line_spans, read_text
from newslint.readers.fields import split_label
from newslint.readers.positions import Offsets
from newslint.readers.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_HEAD_WORDS = 40
MIN_SUBTITLE_WORDS = 6
MIN_OVERLAP = 0.6

_STOPPED = re.compile(r"[.!?…:;,。！？؟।][\"'”’»)\]]*\s*$")


class Text:
    """Reader of plain text."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt",)

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        text = read_text(unit)
        if isinstance(text, Unreadable):
            yield unreadable_batch(text)
            return
        spans = divide(text)
        article = Article(
            title=text[slice(*spans["title"][0])],
            alt_titles=[text[start:end] for start, end in spans["alt_titles"]],
            subtitle=next((text[start:end] for start, end in spans["subtitle"]), None),
            body=next((text[start:end] for start, end in spans["body"]), None),
        )
        article.body_format = body_format(text, spans["body"])

        def find(label: str) -> Offsets | None:
            field, index = split_label(label)
            found = spans.get(field, [])
            number = index or 0
            return Offsets(found[number][0]) if number < len(found) else None

        yield FileBatch(article, text, find)

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        return feeds(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)


def divide(text: str) -> dict[str, list[tuple[int, int]]]:
    """Spans in ``text``, which is not blank, of ``title``, ``alt_titles``, ``subtitle`` and ``body``."""
    lines = line_spans(text)
    title = lines[0]
    found: dict[str, list[tuple[int, int]]] = {"title": [title], "alt_titles": [], "subtitle": [], "body": []}
    position = 1
    while position + 1 < len(lines) and _alone(text, lines, position):
        line = text[slice(*lines[position])]
        words = line.split()
        if len(words) > MAX_HEAD_WORDS or _STOPPED.search(line):
            break
        if _same_title(text[slice(*title)], line):
            found["alt_titles"].append(lines[position])
        elif not found["subtitle"] and len(words) >= MIN_SUBTITLE_WORDS:
            found["subtitle"].append(lines[position])
        else:
            break
        position += 1
    if position < len(lines):
        found["body"].append((lines[position][0], lines[-1][1]))
    return found


def body_format(text: str, body: Sequence[tuple[int, int]]) -> str:
    """``lines`` when no blank line divides the body though it has several lines, else ``paragraphs``."""
    if not body:
        return "paragraphs"
    inside = text[slice(*body[0])]
    several = "\n" in inside
    return "lines" if several and not re.search(r"\n[^\S\n]*\n", inside) else "paragraphs"


def _alone(text: str, lines: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a line is a block of its own: a blank line before it, and after it."""
    before = text.count("\n", lines[position - 1][1], lines[position][0])
    after = text.count("\n", lines[position][1], lines[position + 1][0])
    return before > 1 and after > 1


def _same_title(title: str, line: str) -> bool:
    from newslint.text.fold import tokens  # only files with a head of several lines need it

    first, second = tokens(title), tokens(line)
    if not first or not second:
        return False
    one, other = set(first), set(second)
    if len(one & other) >= MIN_OVERLAP * len(one | other):
        return True
    return len(second) > 1 and (first[: len(second)] == second or first[-len(second) :] == second)
