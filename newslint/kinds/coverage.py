"""`coverage`: words, numbers or quotations of one field that another does not hold."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import Hit
from newslint.text.fold import fold, tokens, tokens_all
from newslint.text.pattern import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.text import Text

_STOP_WORDS = """
a about after again against all also an and any are as at back be because been before being between but by can could did do does down
during each even every first for from get gets had has have he her here him his how i if in into is it its just last like make makes
many may me more most much must my new no not now of off on one only or other our out over own said same say says she should since so
some still such take takes than that the their them then there these they this those three through to too two under until up us very
was we well were what when where which while who whom whose why will with would year years yes yet you your
aber als am an auch auf aus bei bis da dann das dass dem den der des die doch durch ein eine einem einen einer eines er es fur für
gegen haben hat ich ihr im in ist ja jetzt kann kein mehr mit nach neue nicht noch nun nur oder ohne sein sich sie sind so soll uber
über um und uns vom von vor war was wegen wenn werden wie wieder will wir wird zu zum zur zwei
au aux avec ce ces dans de des du elle en est et il ils je la le les leur lui mais ne nous ont ou par pas plus pour qu que qui sa sans
se ses son sont sous sur un une vous
al como con cual de del desde donde el ella en entre es esta este ha han hasta la las lo los mas más no o para pero por que se ser sin
sobre su sus tras un una y ya
""".split()  # noqa: SIM905
STOP_WORDS = frozenset(_STOP_WORDS)
"""Words of English, German, French and Spanish that say nothing about what a text is about."""

_QUOTE = "[\"“”„«»‘‚「『]|(?:^|\\s)'"


class CoverageParams(Params, frozen=True):
    """Params of `coverage`.  The rule's ``fields`` are looked for, ``against`` is where."""

    against: Annotated[list[str], Meta(description="Fields that should hold the words.", min_length=1)] = field(
        default_factory=lambda: ["body"]
    )
    what: Annotated[
        Literal["words", "numbers", "quotes"],
        Meta(
            description="`words`: too few of the content words are found (told by their first letters). `numbers`: a number is missing. "
            "`quotes`: words in quotation marks are missing in this order."
        ),
    ] = "words"
    threshold: Annotated[
        float, Meta(description="With `words`: a share of words found up to this one is reported.", ge=0, lt=1)
    ] = 0.2
    min_tokens: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(
            description="Fewest content words (4 when not given), or words of a quotation (3), that are looked at. With `numbers`: fewest digits (2)."
        ),
    ] = None
    stem: Annotated[int, Meta(description="Letters of a word that have to be found.", ge=2)] = 5
    stop_words: Annotated[
        list[str], Meta(description="More words that do not count, besides those of English, German, French and Spanish.")
    ] = []
    min_words: Annotated[
        int, Meta(description="Words that `against` has at least: less is a stub, and another rule's business.", ge=0)
    ] = 30


_HEAD = 400
"""Characters of a body in which the quick test looks first."""

_LEAST = {"words": 4, "numbers": 2, "quotes": 3}


class CoverageCheck(ColumnCheck[CoverageParams]):
    """Reports the whole value (`words`), or each number or quotation that is missing."""

    def __init__(self, rule: Rule, params: CoverageParams) -> None:
        super().__init__(rule, params)
        self._least = params.min_tokens if params.min_tokens is not None else _LEAST[params.what]
        self._stop = STOP_WORDS | {fold(word) for word in params.stop_words}
        self._find = {"words": self._words, "numbers": self._numbers, "quotes": self._quotes}[params.what]

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        if self.params.what == "words":
            return None
        # Digits may stand apart: 1,200
        source = _QUOTE if self.params.what == "quotes" else "[0-9][0-9.,]*" * self._least
        return dict.fromkeys(self.rule.fields, (source,))

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.params.what != "words" or self.params.against != ["body"]:
            return range(len(columns))
        bodies = columns.values("body")
        texts = [item for name in self.rule.fields for item in columns.texts(name) if bodies[item[0]]]
        words = tokens_all([text for _, text in texts])
        return {index for (index, _), own in zip(texts, words, strict=True) if self._uncovered(own, bodies[index])}

    def _uncovered(self, words: Sequence[str], body: str) -> bool:
        """Whether so few of the words are in the body that they may be uncovered.

        More words found than ``threshold`` allows of all of them settle it, and most titles take two or three searches.  Letters
        of ASCII that are found in the bytes are found in the folded text as well.
        """
        if len(words) < self._least:
            return False
        enough = self.params.threshold * len(words)
        stop, stem = self._stop, self.params.stem
        # A title's words are in the first paragraphs; a search that fails there costs a fraction of one through the whole body.
        for size in (_HEAD, len(body)):
            part = encode(body[:size]).lower()
            found = 0
            for word in words:
                if len(word) > 3 and word not in stop and word[:stem].encode() in part:
                    found += 1
                    if found > enough:
                        return False
        return True

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        words = self.params.what == "words"
        labelled = [(label, record.text(label)) for label, _ in record.values(fields)]
        texts = [(label, text) for label, text in labelled if text is not None]
        values = [value for _, value in record.values(self.params.against)]
        if not words:
            # To fold a body and to take it apart costs a hundred times what it costs to find a number or a phrase as it stands.
            lowered = [value.lower() for value in values] if self.params.what == "quotes" else values
            texts = [(label, text) for label, text in texts if not self._is_held(text, lowered)]
            if not texts:
                return
        # White space that is not folded makes no difference to words, and folding it takes longer than all the searches.
        body = " ".join(value.lower() if words and value.isascii() else fold(value) for value in values)
        if body.count(" ") + 1 < self.params.min_words:
            return
        for label, text in texts:
            for hit in self._find(text, body):
                hit.field = label
                yield hit

    def _is_held(self, text: Text, values: Sequence[str]) -> bool:
        """Whether all numbers or quotations of ``text`` stand in one of ``values``, for all that can be told without folding them."""
        if self.params.what == "numbers":
            numbers = [text.value[start:end] for start, end in _number_spans(text.value, self._least)]
            return all(number.isascii() and any(number in value for value in values) for number in numbers)
        for start, end in text.quotations:
            content = text.value[start:end]
            if len(tokens(content)) < self._least:
                continue
            phrase = content[1:-1].strip(" .,!?").lower()
            if not _plain().fullmatch(phrase) or not any(_holds_phrase(value, phrase) for value in values):
                return False
        return True

    def _words(self, text: Text, body: str) -> Iterator[Hit]:
        content = [word for word in tokens(text.value) if word not in self._stop and (len(word) > 1 or not word.isascii())]
        if len(content) < self._least:
            return
        stem = self.params.stem
        missing = [word for word in content if word[:stem] not in body]
        coverage = 1 - len(missing) / len(content)
        if coverage <= self.params.threshold:
            start, end = _trimmed(text.value)
            values = {"coverage": round(coverage, 2), "missing": ", ".join(missing), "count": len(missing)}
            yield Hit(start=start, end=end, values=values)

    def _numbers(self, text: Text, body: str) -> Iterator[Hit]:
        missing: list[tuple[int, int]] = []
        known: frozenset[str] | None = None
        for start, end in _number_spans(text.value, self._least):
            number = text.value[start:end]
            if number in body:
                continue
            if known is None:
                known = frozenset(
                    "".join(char for char in word if char.isdigit() or char == ".") for word in tokens(body) if not word.isalpha()
                )
            if number.replace(",", "") not in known:
                missing.append((start, end))
        for start, end in missing:
            yield Hit(start=start, end=end, values={"missing": text.value[start:end], "count": len(missing), "coverage": 0})

    def _quotes(self, text: Text, body: str) -> Iterator[Hit]:
        missing: list[tuple[int, int]] = []
        known = ""
        for start, end in text.quotations:
            words = tokens(text.value[start:end])
            if len(words) < self._least:
                continue
            if not known:
                known = f" {' '.join(tokens(body))} "
            if f" {' '.join(words)} " not in known:
                missing.append((start, end))
        for start, end in missing:
            yield Hit(
                start=start, end=end, values={"missing": text.value[start + 1 : end - 1], "count": len(missing), "coverage": 0}
            )


def _trimmed(value: str) -> tuple[int, int]:
    start = len(value) - len(value.lstrip())
    return start, start + len(value.strip())


def _holds_phrase(value: str, phrase: str) -> bool:
    """Whether words of ASCII letters stand in a text in lower case, with nothing beside them that the tokens of both could differ in."""
    at = value.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        # An apostrophe is dropped, and a stop or a comma is part of a word only where another letter or digit follows.
        before = at - (value[max(at - 1, 0) : at] in _APOSTROPHES)
        after = end + (value[end : end + 1] in _STOPS)
        after += value[after : after + 1] in _APOSTROPHES
        if (before <= 0 or value[before - 1] in _BESIDE) and (after >= len(value) or value[after] in _BESIDE):
            return True
        at = value.find(phrase, end)
    return False


_APOSTROPHES = frozenset("'‘’")
_STOPS = frozenset(".,")
_BESIDE = frozenset(' \n"“”():;!?-–—')
"""Characters that end a word, whatever else stands round it."""


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(r"[a-z]+(?: [a-z]+)*")


def _number_spans(value: str, least: int) -> Iterator[tuple[int, int]]:
    for match in _number().finditer(value):
        if sum(map(str.isdigit, match[0])) >= least:
            yield match.start(), match.end()


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")


KIND = Kind(
    "coverage",
    "record",
    CoverageParams,
    CoverageCheck,
    placeholders=frozenset({"coverage", "missing", "count"}),
    summary="Words, numbers or quotations of one field that another does not hold.",
)
