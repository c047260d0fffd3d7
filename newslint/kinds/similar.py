"""`similar`: two fields that say the same, or a field and a block of the body."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import SCALAR_FIELDS, Edit, Hit
from newslint.text.fold import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

first_lines: Callable[[list[str | None], int], list[list[str]]] | None = None
alike_at_ends: Callable[[list[str], list[str], float, int], list[int]] | None = None
"""The first lines of texts, and which of two may be equal; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import alike_at_ends, first_lines


class SimilarParams(Params, frozen=True):
    """Params of `similar`.  The rule's ``fields`` are those reported, ``against`` those they are compared with."""

    against: Annotated[list[str], Meta(description="Fields to compare with; of a list field, each element.", min_length=1)]
    test: Annotated[
        Literal["equal", "near"],
        Meta(
            description="`equal`: the same words, whatever the quotes, dashes, case and punctuation. `near`: also when `threshold` of their "
            "words are shared, or one is the beginning or the end of the other."
        ),
    ] = "near"
    threshold: Annotated[
        float, Meta(description="Least Jaccard similarity of the two sets of words: those shared by those in either.", gt=0, le=1)
    ] = 0.8
    equal: Annotated[
        bool,
        Meta(description="With `near`: two that have the same words and marks, character by character, are reported as well."),
    ] = True
    min_tokens: Annotated[
        int, Meta(description="Words the shorter has at least for `near`; with fewer only `equal` counts.", ge=1)
    ] = 5
    containment: Annotated[
        bool,
        Meta(
            description="With `near`: one being the beginning or end of the other counts, if it has at least half of its words."
        ),
    ] = True
    blocks: Annotated[int, Meta(description="Of a body, compare each of the first n blocks; 0 is the whole value.", ge=0)] = 1
    max_words: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Longest value or block compared, in words.")] = None


_SLACK = 12
"""Characters beyond the ratio, for short texts."""
_MANY = 4
"""Elements of a list, and blocks, up to which the cheap test looks at each of them."""
_LEADS = 2
"""First lines of a body that are taken out of it once for all rules."""


class SimilarCheck(ColumnCheck[SimilarParams]):
    """Reports a field, or a block of it, once: with the most similar of what it is compared with."""

    def __init__(self, rule: Rule, params: SimilarParams) -> None:
        super().__init__(rule, params)
        # Beyond this ratio of lengths two texts cannot pass; words differ in length, so it is a generous one.
        self._ratio = 1.6 if params.test == "equal" else max(2.0 / params.threshold, 3.5 if params.containment else 0.0)

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.params.blocks > _MANY:
            return range(len(columns))
        found: set[int] = set()
        if self.params.blocks:
            # A block may be several lines long.
            found.update(index for index, article in enumerate(columns.articles) if article.body_format != "lines")
        lefts = self._columns(columns, self.rule.fields)
        rights = self._columns(columns, self.params.against) if lefts else []
        for named in (*self.rule.fields, *self.params.against):
            if named not in SCALAR_FIELDS:
                found.update(columns.fact(_of_many, named))
        for field, left in lefts:
            for other_field, right in rights:
                if field is None or field != other_field:
                    found.update(self._alike(left, right))
        return found

    def _columns(self, columns: Columns, fields: Sequence[str]) -> list[tuple[str | None, list[str]]]:
        """What is compared: a text for each record, or nothing; without the field where it may be compared with another of the same."""
        values = _stripped if self.params.test == "equal" else _values
        found: list[tuple[str | None, list[str]]] = []
        for field in fields:
            if field == "body" and self.params.blocks:
                blocks = self.params.blocks
                leads = columns.fact(_leads, field)[:blocks] if blocks <= _LEADS else _lines(columns.values(field), blocks)
                found.extend((None, lines) for lines in leads)
            else:
                name = field if field in SCALAR_FIELDS else None
                found.extend((name, texts) for texts in columns.fact(values, field))
        return found

    def _alike(self, left: list[str], right: list[str]) -> list[int]:
        """Indexes of the pairs that could pass: for the same words lengths, first letters and last letters tell most apart."""
        ratio, slack = self._ratio, _SLACK
        if alike_at_ends is not None and self.params.test == "equal":
            return alike_at_ends(left, right, ratio, slack)
        alike = [
            (index, one, other)
            for index, (one, other) in enumerate(zip(left, right, strict=True))
            if one and other and len(one) <= ratio * len(other) + slack and len(other) <= ratio * len(one) + slack
        ]
        if self.params.test != "equal":
            return [index for index, _, _ in alike]
        return [index for index, one, other in alike if not _differ(one, other)]

    def _comparable(self, one: str, other: str) -> bool:
        return len(one) <= self._ratio * len(other) + _SLACK and len(other) <= self._ratio * len(one) + _SLACK

    def _pieces(self, record: Record, fields: Sequence[str]) -> list[tuple[str, int, str]]:
        """``(label, offset, text)`` of the values and blocks that ``fields`` name."""
        pieces: list[tuple[str, int, str]] = []
        limit = self.params.blocks
        for label, value in record.values(fields):
            if label == "body" and limit:
                if record.article.body_format == "lines":
                    pieces.extend(_first_lines(label, value, limit))
                else:
                    text = record.text(label)
                    if text is not None:
                        pieces.extend((label, block.start, value[block.start : block.end]) for block in text.blocks[:limit])
            elif value and not value.isspace():
                pieces.append((label, 0, value))
        return pieces

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        right = self._pieces(record, self.params.against)
        equal = self.params.test == "equal"
        told: set[frozenset[tuple[str, int]]] = set()
        for label, offset, value in self._pieces(record, self.rule.fields):
            words: list[str] | None = None
            best: tuple[float, str, int, str] | None = None
            for other_label, other_offset, other in right:
                pair = frozenset({(label, offset), (other_label, other_offset)})
                if len(pair) == 1 or pair in told or not self._comparable(value, other):
                    continue
                if (equal and _differ(value, other)) or (not self.params.equal and value.strip() == other.strip()):
                    continue
                if words is None:
                    words = tokens(value)
                similarity = self._similarity(words, tokens(other))
                if similarity is not None and (best is None or similarity > best[0]):
                    best = (similarity, other_label, other_offset, other)
            if best is None:
                continue
            similarity, other_label, other_offset, other = best
            told.add(frozenset({(label, offset), (other_label, other_offset)}))
            values: dict[str, Any] = {"similarity": round(similarity, 2), "other": other, "other_field": other_label}
            start, end = offset, offset + len(value)
            edits = (_removal(record, label, start, end),) if similarity == 1.0 else None
            yield Hit(label, start, end, values=values, edits=edits)

    def _similarity(self, words: Sequence[str], others: Sequence[str]) -> float | None:
        params = self.params
        if not words or not others or (params.max_words is not None and max(len(words), len(others)) > params.max_words):
            return None
        if words == others:
            return 1.0
        shorter, longer = (words, others) if len(words) <= len(others) else (others, words)
        if params.test == "equal" or len(shorter) < params.min_tokens:
            return None
        one, other = set(words), set(others)
        jaccard = len(one & other) / len(one | other)
        if jaccard >= params.threshold:
            return jaccard
        size = len(shorter)
        if params.containment and 2 * size >= len(longer) and (longer[:size] == shorter or longer[-size:] == shorter):
            return jaccard
        return None


def _differ(value: str, other: str) -> bool:
    """Whether the first or the last letters tell that two texts have not the same words; taking the words apart is dear."""
    return _are_others(value[0], other[0]) or _are_others(_last(value), _last(other))


def _are_others(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum() and one.lower() != other.lower()


def _last(value: str) -> str:
    return value.rstrip(".!?…'\"’” ")[-1:]


def _values(columns: Columns, field: str) -> list[list[str]]:
    """The texts of ``field``: one for each record, or nothing, as often as the longest list has elements; of :data:`_MANY` the first."""
    if field in SCALAR_FIELDS:
        return [[value or "" for value in columns.values(field)]]
    texts: dict[int, list[str]] = {}
    for index, text in columns.texts(field):
        texts.setdefault(index, []).append(text)
    found = [[""] * len(columns) for _ in range(min(_MANY, max(map(len, texts.values()), default=0)))]
    for index, several in texts.items():
        for texts_of_all, text in zip(found, several, strict=False):
            texts_of_all[index] = text
    return found


def _of_many(columns: Columns, field: str) -> list[int]:
    """Indexes of the records whose ``field`` holds more texts than :func:`_values` gives."""
    return [index for index, number in Counter(index for index, _ in columns.texts(field)).items() if number > _MANY]


def _stripped(columns: Columns, field: str) -> list[list[str]]:
    return [list(map(str.strip, texts)) for texts in columns.fact(_values, field)]


def _leads(columns: Columns, field: str) -> list[list[str]]:
    values = columns.values(field)
    return _lines(values, _LEADS) if first_lines is None else first_lines(values, _LEADS)


def _lines(values: Iterable[str | None], limit: int) -> list[list[str]]:
    """The first lines of each text that are not blank, without outer white space: all first ones, all second ones, and so on."""
    found: list[list[str]] = [[] for _ in range(limit)]
    for value in values:
        number = start = 0
        if value:
            find = value.find
            while number < limit:
                end = find("\n", start)
                if line := (value[start:] if end < 0 else value[start:end]).strip():
                    found[number].append(line)
                    number += 1
                if end < 0:
                    break
                start = end + 1
        for lines in found[number:]:
            lines.append("")
    return found


def _first_lines(label: str, value: str, limit: int) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    start = 0
    length = len(value)
    while start < length and len(found) < limit:
        end = value.find("\n", start)
        if end < 0:
            end = length
        if end > start:
            text = value[start:end].strip()
            if text:
                found.append((label, value.find(text[0], start), text))
        start = end + 1
    return found


def _removal(record: Record, label: str, start: int, end: int) -> Edit:
    """The edit that takes a block out, with the white space after it; of a whole value, everything."""
    value = record.value(label) or ""
    while end < len(value) and value[end].isspace():
        end += 1
    return Edit(start, end, "")


KIND = Kind(
    "similar",
    "record",
    SimilarParams,
    SimilarCheck,
    placeholders=frozenset({"similarity", "other", "other_field"}),
    summary="Two fields that say the same, or a field and a block of the body.",
    computes_fix=True,
)
