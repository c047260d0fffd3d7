"""`repetition`: a word written twice, or a block that stands twice in one text."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import SCALAR_FIELDS, Edit, Hit
from newslint.text.fold import fold
from newslint.text.pattern import encode
from newslint.text.words import repeated_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.text import Text

lines_alike: Callable[[list[str] | list[bytes], int, int], list[int]] | None = None
"""Of which texts two lines may begin alike; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import lines_alike

_KEY = 32
"""Bytes of a line that the quick test compares."""
_EDGE = 24
"""Characters at the start and end of a block of which the first and the last word are compared."""

_SPACE = r"(?:[\s\x{a0}\x{202f}]+)"
_STOPS = frozenset(".!?…。！？:;")


class RepetitionParams(Params, frozen=True):
    """Params of `repetition`."""

    unit: Annotated[
        Literal["word", "block"],
        Meta(
            description="`word`: the same word again after white space only (or within `gap` words). `block`: the same block again."
        ),
    ] = "word"
    words: Annotated[
        list[str],
        Meta(
            description="Only these words, in any case. With a list the search is part of the one pass over the text and costs nothing; "
            "without, every word of every text is compared (tens of microseconds per article)."
        ),
    ] = []
    except_: Annotated[
        list[str], Meta(description="Words, or whole repetitions (`had had`), that may stand twice, in any case.")
    ] = field(default_factory=list, name="except")
    min_letters: Annotated[int, Meta(description="Shortest word looked at, in letters.", ge=1)] = 1
    gap: Annotated[
        int,
        Meta(description="Other words allowed between the two, within a sentence; 0 is an immediate repetition.", ge=0, le=10),
    ] = 0
    across: Annotated[bool, Meta(description="The two may stand on two lines of a block.")] = False
    names: Annotated[
        bool,
        Meta(
            description="Report pairs too whose second word is capitalised (`Goo Goo`, `the The Sims`): most are names. Text in capitals "
            "is always looked at."
        ),
    ] = False
    min_chars: Annotated[int, Meta(description="With `unit: block`: shortest block looked at, in characters.", ge=1)] = 40
    per_field: Annotated[
        bool,
        Meta(
            description="One finding for all repetitions of a field, at the first: `{count}` tells how many, and a fix mends them all."
        ),
    ] = False


class RepetitionCheck(ColumnCheck[RepetitionParams]):
    """Reports the second of two equal words together with the first, or the second of two equal blocks.

    Its edit takes out the repetition.
    """

    def __init__(self, rule: Rule, params: RepetitionParams) -> None:
        super().__init__(rule, params)
        self._except = frozenset(fold(item) for item in params.except_)
        self._words = frozenset(word.casefold() for word in params.words)

    def validate(self) -> None:
        if self.params.words and (self.params.unit == "block" or self.params.gap):
            raise ValueError("params.words: goes with immediately repeated words only")
        for index, word in enumerate(self.params.words):
            if not word.isalpha():
                raise ValueError(f"params.words[{index}]: not one word of letters: {word!r}")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        if not self._words:
            return None
        # No \b: RE2 takes it for ASCII letters only, and the pass may find too much.
        doubled = "|".join(f"{word}{_SPACE}{word}" for word in sorted(self._words - self._except))
        return dict.fromkeys(self.rule.fields, (rf"(?i)(?:^|[^a-z])(?:{doubled})(?:[^a-z]|$)",))

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.params.unit == "word":
            if self.params.gap:
                return range(len(columns))
            return {index for name in self.rule.fields for index, text in columns.texts(name) if self._may_repeat(text)}
        # Two equal blocks have lines that begin alike.
        least = min(self.params.min_chars, _KEY)
        keys_of = _line_starts(least).findall
        found: set[int] = set()
        for name in self.rule.fields:
            scalar = name in SCALAR_FIELDS
            texts = columns.texts(name)
            if lines_alike is not None:
                texts = [texts[place] for place in lines_alike([text for _, text in texts], least, _KEY)]
            for index, text in texts:
                keys = keys_of(b"\n" + (columns.record(index).data(name) if scalar else encode(text)))
                if len(set(keys)) != len(keys):
                    found.add(index)
        return found

    def _may_repeat(self, value: str) -> bool:
        """Whether two runs of letters with white space between them may be the same word, and one that counts."""
        found = repeated_words(value)
        return found is None or any(map(self._counts, found))

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        find = self._blocks if self.params.unit == "block" else self._near if self.params.gap else self._adjacent
        for label, _ in record.values(fields):
            text = record.text(label)
            if text is None:
                continue
            hits = list(find(label, text))
            for hit in hits:
                hit.values["count"] = len(hits) if self.params.per_field else 1
            if self.params.per_field and hits:
                hits[0].also = tuple(hits[1:])
                del hits[1:]
            yield from hits

    def _adjacent(self, label: str, text: Text) -> Iterator[Hit]:
        value = text.value
        for match in _doubled().finditer(value):
            word, start, end = match[1], match.start(1), match.end(2)
            if not self._counts(word) or (not self.params.across and "\n" in value[match.end(1) : match.start(2)]):
                continue
            second = match[2]
            shouted = len(second) > 1 and word.isupper() and second.isupper()
            if not self.params.names and second[0].isupper() and not shouted:
                continue
            if fold(value[start:end]) in self._except or "\n\n" in value[match.end(1) : match.start(2)]:
                continue
            yield Hit(label, start, end, values={"word": word}, edits=(Edit(match.end(1), end, ""),))

    def _counts(self, word: str) -> bool:
        folded = word.casefold()
        if len(word) < self.params.min_letters or folded in self._except:
            return False
        return not self._words or folded in self._words

    def _near(self, label: str, text: Text) -> Iterator[Hit]:
        value, gap = text.value, self.params.gap
        for block in text.blocks:
            recent: list[tuple[str, int]] = []
            last = block.start
            for match in _word().finditer(value, block.start, block.end):
                if not _STOPS.isdisjoint(value[last : match.start()]):
                    recent.clear()
                last = match.end()
                word = match[0].casefold()
                if self._counts(match[0]):
                    for earlier, start in recent:
                        if earlier == word and fold(value[start:last]) not in self._except:
                            yield Hit(label, start, last, values={"word": match[0]})
                            break
                recent.append((word, match.start()))
                if len(recent) > gap + 1:
                    del recent[0]

    def _blocks(self, label: str, text: Text) -> Iterator[Hit]:
        value, blocks = text.value, text.blocks
        # To collapse the white space of every block is dear: first those are chosen that begin and end with the same word.
        alike: dict[tuple[str, str], list[int]] = {}
        for number, block in enumerate(blocks):
            start, end = block.start, block.end
            if end - start >= self.params.min_chars:
                first_word = value[start : min(start + _EDGE, end)].split(None, 1)[0]
                last_word = value[max(start, end - _EDGE) : end].rsplit(None, 1)[-1]
                alike.setdefault((first_word, last_word), []).append(number)
        seen: dict[str, int] = {}
        for number in sorted(number for numbers in alike.values() if len(numbers) > 1 for number in numbers):
            block = blocks[number]
            content = " ".join(value[block.start : block.end].split())
            first = seen.setdefault(content, number)
            if first != number:
                edit = Edit(blocks[number - 1].end, block.end, "")
                yield Hit(label, block.start, block.end, values={"word": content, "first": first + 1}, edits=(edit,))


@cache
def _line_starts(least: int) -> re.Pattern[bytes]:
    """The first bytes, :data:`_KEY` at most, of the lines that have at least so many: a body need not be divided into all its lines."""
    return re.compile(rb"\n.{%d,%d}" % (least, _KEY))


@cache
def _doubled() -> re.Pattern[str]:
    # Not in step-by-step, in-depth, don't or a.b: there a hyphen, apostrophe or dot makes the neighbour part of another word.
    return re.compile(r"(?<![\w'’.\-‐‑])([^\W\d_]+)\s+(?=(\1)(?![\w'’\-‐‑])(?!\.\w))", re.IGNORECASE)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


KIND = Kind(
    "repetition",
    "record",
    RepetitionParams,
    RepetitionCheck,
    placeholders=frozenset({"word", "first", "count"}),
    summary="A word written twice, or a block that stands twice in one text.",
    computes_fix=True,
)
