"""`metric`: a number that a text comes to, compared with limits."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.fold import may_be_unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.text.text import Text

long_lines: Callable[[list[str | None], int], list[int]] | None = None
"""Which texts have a line of many bytes; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import long_lines

MetricName = Literal[
    "words",
    "characters",
    "blocks",
    "sentences",
    "words_per_block",
    "longest_block",
    "longest_block_sentences",
    "short_block_share",
    "list_item_share",
    "ellipsis_share",
    "upper_share",
    "digit_share",
    "letter_share",
    "mean_word_length",
    "median_line_length",
    "broken_line_share",
]


class MetricParams(Params, frozen=True):
    """Params of `metric`: at least one of ``min`` and ``max``."""

    metric: Annotated[
        MetricName,
        Meta(
            description="`words` (by white space; Chinese, Japanese and Thai characters count one each), `characters`, `blocks`, "
            "`sentences`; `words_per_block`: mean over the blocks; `longest_block`: its characters, those of Chinese and Japanese "
            "threefold, for they say about so much more; `longest_block_sentences`: sentences in that block; `short_block_share`: "
            "share of blocks of fewer than 5 words; `list_item_share`; `ellipsis_share`: share of blocks that end in an ellipsis "
            "(as in the rules of Gopher, Rae et al. 2021); `upper_share`: capitals among letters with case; `digit_share`, "
            "`letter_share`: among characters that are not white space; `mean_word_length`: characters; `median_line_length`: "
            "characters of lines that are not blank; `broken_line_share`: share of line ends in mid-sentence."
        ),
    ]
    min: Annotated[float | None, Meta(description="Lowest value that passes.")] = None
    max: Annotated[float | None, Meta(description="Highest value that passes.")] = None
    min_words: Annotated[int, Meta(description="Shorter values are not measured, in words by white space.", ge=0)] = 0
    min_blocks: Annotated[int, Meta(description="Values of fewer blocks are not measured.", ge=0)] = 0
    max_blocks: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Values of more blocks are not measured.")] = None
    min_sentences: Annotated[
        int,
        Meta(description="With `longest_block`: it counts only if it has so many sentences; a long list or table has few.", ge=0),
    ] = 0


class MetricCheck(ColumnCheck[MetricParams]):
    """Reports a value once: `longest_block` and its sentences at that block, everything else without a span."""

    def validate(self) -> None:
        if self.params.min is None and self.params.max is None:
            raise ValueError("params: say `min`, `max` or both")
        if self.params.min is not None and self.params.max is not None and self.params.min > self.params.max:
            raise ValueError("params.min: is above max")
        if self.params.max_blocks is not None and self.params.max_blocks < self.params.min_blocks:
            raise ValueError("params.max_blocks: is below min_blocks")
        if self.params.min_sentences and self.params.metric != "longest_block":
            raise ValueError("params.min_sentences: goes with `metric: longest_block`")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        # What the value needs to hold for the metric to be above zero.
        if self.params.min is not None or self.params.max is None or self.params.max < 0:
            return None
        source = _NEEDS.get(self.params.metric)
        return dict.fromkeys(self.rule.fields, (source,)) if source else None

    def suspects(self, columns: Columns) -> Iterable[int]:
        return {index for field in self.rule.fields for index in self._suspects(columns, field)}

    def _suspects(self, columns: Columns, field: str) -> list[int]:
        most = self.params.max
        if self.params.min is None and most is not None:
            if self.params.metric == "longest_block":
                # One in the scripts that count threefold may be a third as long.
                limits = {True: int(most), False: int(most / 3)}
                articles = columns.articles
                if long_lines is not None and field in SCALAR_FIELDS and self.params.max_blocks != 1:
                    # So they are in UTF-8, where they have three bytes.
                    long = long_lines(columns.values(field), max(int(most), 0))
                    return [*long, *(index for index, article in enumerate(articles) if article.body_format != "lines")]
                texts = columns.texts(field)
                if self.params.max_blocks == 1:
                    # With a line feed between two characters that are seen there are two blocks.
                    texts = [
                        (index, text)
                        for index, text in texts
                        if "\n" not in text or text[0].isspace() or text[-1].isspace() or articles[index].body_format != "lines"
                    ]
                return [
                    index
                    for index, text in texts
                    if len(text) > (limit := limits[text.isascii()])
                    and (articles[index].body_format != "lines" or _has_long_line(text, limit))
                ]
            if self.params.metric in {"characters", "words"}:
                return [index for index, text in columns.texts(field) if len(text) > most]
        return [index for index, _ in columns.texts(field)]

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        params = self.params
        for label, value in record.values(fields):
            text = record.text(label)
            if text is None or not value or value.isspace():
                continue
            if params.min_words and len(value.split()) < params.min_words:
                continue
            if params.min_blocks and len(text.blocks) < params.min_blocks:
                continue
            if params.max_blocks is not None and len(text.blocks) > params.max_blocks:
                continue
            number, start, end = self._measure(text)
            if number is None:
                continue
            limit = (
                params.max
                if params.max is not None and number > params.max
                else params.min
                if params.min is not None and number < params.min
                else None
            )
            if limit is not None:
                yield Hit(label, start, end, values={"metric": params.metric, "number": _shown(number), "limit": _shown(limit)})

    def _measure(self, text: Text) -> tuple[float | None, int | None, int | None]:
        name = self.params.metric
        if not name.startswith("longest_block"):
            return _METRICS[name](text), None, None
        blocks = [block for block in text.blocks if block.kind != "code"]
        if not blocks:
            return None, None, None
        longest = max(blocks, key=lambda block: block.end - block.start)
        start, end = longest.start, longest.end
        if name == "longest_block_sentences":
            return len(text.sentences(start, end)), start, end
        size = end - start
        if may_be_unspaced(text.data):
            size += 2 * len(_dense().findall(text.value, start, end))
        least, most = self.params.min_sentences, self.params.max
        # Sentences are asked for last: splitting a long block costs more than everything else here.
        if least and (most is None or size > most or self.params.min is not None) and len(text.sentences(start, end)) < least:
            return None, None, None
        return size, start, end


def _has_long_line(value: str, limit: int) -> bool:
    """Whether more than ``limit`` characters follow each other without a line feed."""
    at = 0
    length = len(value)
    while length - at > limit:
        end = value.rfind("\n", at, at + limit + 1)
        if end < at:
            return True
        at = end + 1
    return False


def _shown(number: float) -> float | int:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


@cache
def _dense() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@cache
def _ellipsis_end() -> re.Pattern[str]:
    return re.compile(r"(?:…|\.\.\.)[\"'”’»)\]\s]*\Z")


def _words(text: Text) -> float:
    value = text.value
    if not may_be_unspaced(text.data):
        return len(value.split())
    spaced, characters = _unspaced().subn(" ", value)
    return len(spaced.split()) + characters


def _share_of_blocks(text: Text, test: Callable[[str], object]) -> float | None:
    blocks = [block for block in text.blocks if block.kind != "code"]
    if not blocks:
        return None
    return sum(bool(test(text.value[block.start : block.end])) for block in blocks) / len(blocks)


def _share_of_characters(text: Text, test: Callable[[str], bool]) -> float | None:
    characters = "".join(text.value.split())
    return sum(map(test, characters)) / len(characters) if characters else None


def _upper_share(text: Text) -> float | None:
    upper = sum(map(str.isupper, text.value))
    cased = upper + sum(map(str.islower, text.value))
    return upper / cased if cased else None


def _lines(text: Text) -> list[str]:
    return [line for line in (line.strip() for line in text.value.splitlines()) if line]


def _median(numbers: list[int]) -> float | None:
    # The statistics module takes milliseconds to import.
    if not numbers:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2


def _broken_line_share(text: Text) -> float | None:
    lines = _lines(text)
    if len(lines) < 2:
        return None
    broken = sum((line[-1].isalnum() or line[-1] in ",-") and following[0].islower() for line, following in pairwise(lines))
    return broken / (len(lines) - 1)


def _mean_word_length(text: Text) -> float | None:
    words = text.value.split()
    return sum(map(len, words)) / len(words) if words else None


_METRICS: dict[str, Callable[[Text], float | None]] = {
    "words": _words,
    "characters": lambda text: len(text.value.strip()),
    "blocks": lambda text: len(text.blocks),
    "sentences": lambda text: sum(len(text.sentences(block.start, block.end)) for block in text.blocks),
    "words_per_block": lambda text: _words(text) / len(text.blocks) if text.blocks else None,
    "short_block_share": lambda text: _share_of_blocks(text, lambda block: len(block.split()) < 5 and not _dense().search(block)),
    "list_item_share": lambda text: (
        sum(block.kind == "list_item" for block in text.blocks) / len(text.blocks) if text.blocks else None
    ),
    "ellipsis_share": lambda text: _share_of_blocks(text, _ellipsis_end().search),
    "upper_share": _upper_share,
    "digit_share": lambda text: _share_of_characters(text, str.isdigit),
    "letter_share": lambda text: _share_of_characters(text, str.isalpha),
    "mean_word_length": _mean_word_length,
    "median_line_length": lambda text: _median([len(line) for line in _lines(text)]),
    "broken_line_share": _broken_line_share,
}

_NEEDS = {
    "ellipsis_share": r"(?m)(?:…|\.\.\.)[\"'”’»)\]\s]*$",
    "broken_line_share": r"[\pL\pN,\-][ \t\r]*\n\s*\p{Ll}",
    "upper_share": r"\p{Lu}",
    "digit_share": r"\p{Nd}",
    "list_item_share": r"(?m)^\s*(?:[-*+•‣▪●◦·]|[0-9]{1,3}[.)])",
}


KIND = Kind(
    "metric",
    "record",
    MetricParams,
    MetricCheck,
    placeholders=frozenset({"metric", "number", "limit"}),
    summary="A number that a text comes to, compared with limits.",
)
