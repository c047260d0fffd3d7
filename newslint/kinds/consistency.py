"""`consistency`: a text that follows one style nearly everywhere, and another here and there."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.matching import span_of
from newslint.model import SCALAR_FIELDS, Edit, Hit
from newslint.text.pattern import Pattern
from newslint.text.pattern_set import match_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule
    from newslint.text.text import Text


holders: Callable[[list[str | None], str], list[int]] | None = None
"""Which texts hold one of some characters; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import holders


class ConsistencyParams(Params, frozen=True):
    """Params of `consistency`: ``characters`` or ``match``, with at least two styles."""

    characters: Annotated[
        dict[str, str], Meta(description='Styles told by single characters, any of which counts: `{curly: "’", straight: "\'"}`.')
    ] = {}
    match: Annotated[
        dict[str, str],
        Meta(
            description="Styles told by regular expressions: `{past: '\\bsaid\\b', present: '\\bsays\\b'}`; a group `(?P<span>…)` narrows what is reported."
        ),
    ] = {}
    within_words: Annotated[
        bool, Meta(description="Characters count between two letters only: an apostrophe, and neither a quotation mark nor feet.")
    ] = False
    report: Annotated[
        list[str],
        Meta(
            description="Styles that may be reported as the minority; all when empty. With `match`, name the rare ones: texts without "
            "them are passed over for nothing."
        ),
    ] = []
    min_majority: Annotated[int, Meta(description="Uses of the prevailing style before any other is called a slip.", ge=1)] = 3
    min_share: Annotated[float, Meta(description="Share of all uses that the prevailing style has.", ge=0.5, le=1.0)] = 0.75
    max_minority: Annotated[
        Annotated[int, Meta(ge=1)] | None, Meta(description="Most uses of another style that still count as slips.")
    ] = None
    each: Annotated[bool, Meta(description="Report every use of the other style; otherwise its first, with {count}.")] = True
    outside_quotes: Annotated[bool, Meta(description="Uses inside quotations are not counted.")] = False
    ignore_case: Annotated[bool, Meta(description="Letters in `match` match in either case.")] = True


class ConsistencyCheck(ColumnCheck[ConsistencyParams]):
    """Counts each style over all fields of the rule together, and reports the places of those in the minority.

    Where both styles are one character, the edit puts the prevailing one in its place.
    """

    def __init__(self, rule: Rule, params: ConsistencyParams) -> None:
        super().__init__(rule, params)
        self._patterns = {name: Pattern(source, ignore_case=params.ignore_case) for name, source in params.match.items()}
        self._match: Callable[[bytes], Sequence[int] | None] | None = None
        # ASCII marks are in nearly every text: ask for the others first.
        self._tests = sorted(params.characters.values(), key=str.isascii)

    def validate(self) -> None:
        params = self.params
        if bool(params.characters) == bool(params.match):
            raise ValueError("params: say either `characters` or `match`")
        styles = params.characters or params.match
        if len(styles) < 2:
            raise ValueError(f"params.{'characters' if params.characters else 'match'}: at least two styles are compared")
        for name, characters in params.characters.items():
            if not characters:
                raise ValueError(f"params.characters.{name}: no characters")
        for name, pattern in self._patterns.items():
            try:
                pattern.check()
            except ValueError as error:
                raise ValueError(f"params.match.{name}: {error}") from None
        for index, name in enumerate(params.report):
            if name not in styles:
                raise ValueError(f"params.report[{index}]: no such style: {name!r}")
        if params.within_words and params.match:
            raise ValueError("params.within_words: goes with `characters`")

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        if not self._patterns:
            return None
        sources: list[str] = []
        for name in self.params.report or self._patterns:
            candidates = self._patterns[name].candidates()
            if candidates is None:
                return None
            sources.extend(candidates)
        return dict.fromkeys(self.rule.fields, sources)

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self._patterns:
            return range(len(columns))
        styles: Counter[int] = Counter()
        for left, characters in enumerate(self._tests, start=1 - len(self._tests)):
            if left:
                styles.update(self._users(columns, characters))
            elif styles:
                # The last style makes two of them only where there is one.
                indexes = sorted(styles)
                styles.update(indexes[place] for place in self._users(columns.part(indexes), characters))
        return [index for index, number in styles.items() if number > 1]

    def _users(self, columns: Columns, characters: str) -> set[int]:
        """Indexes of the records that hold one of the characters."""
        users: set[int] = set()
        foreign = not any(map(str.isascii, characters))
        for field in self.rule.fields:
            if holders is not None and field in SCALAR_FIELDS:
                users.update(holders(columns.values(field), characters))
                continue
            texts = columns.foreign(field) if foreign else columns.texts(field)
            for character in characters:
                users.update([index for index, text in texts if character in text])
        return users

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        params = self.params
        # All fields of the rule count, whichever of them made the record a candidate.
        labelled = [(label, record.text(label)) for label, _ in record.values(self.rule.fields)]
        texts = [(label, text) for label, text in labelled if text is not None]
        used_in = self._used_in(texts) if self._patterns else dict.fromkeys(params.characters, texts)
        used = {name for name, some in used_in.items() if some}
        if len(used) < 2 or (params.report and used.isdisjoint(params.report)):
            return
        counts = {name: self._count(name, some) for name, some in used_in.items()}
        total = sum(counts.values())
        style = max(counts, key=counts.__getitem__)
        majority = counts[style]
        if majority < params.min_majority or majority < params.min_share * total:
            return
        for other, count in counts.items():
            if other == style or not count or (params.report and other not in params.report):
                continue
            if params.max_minority is not None and count > params.max_minority:
                continue
            values = {"style": other, "prevailing": style, "count": count, "majority": majority, "total": total}
            text_edit = self._replacement(other, style)
            for label, start, end in islice(self._uses(other, used_in[other]), None if params.each else 1):
                edits = (Edit(start, end, text_edit),) if text_edit is not None else None
                yield Hit(label, start, end, values=values, edits=edits)

    def _used_in(self, texts: Sequence[tuple[str, Text]]) -> dict[str, list[tuple[str, Text]]]:
        """For each style the texts that may hold a match of its pattern."""
        if self._match is None:
            patterns = self._patterns.values()
            sources = [source for pattern in patterns for source in pattern.candidates(whole=True) or ()]
            assert len(sources) == len(patterns), "each of them gives one"
            self._match = match_of(sources)
        used_in: dict[str, list[tuple[str, Text]]] = {name: [] for name in self._patterns}
        names = list(used_in)
        for label, text in texts:
            for number in self._match(text.data) or ():
                used_in[names[number]].append((label, text))
        return used_in

    def _count(self, style: str, texts: Sequence[tuple[str, Text]]) -> int:
        if self._patterns and not self.params.outside_quotes:
            return sum(self._patterns[style].count(text.value, text.data) for _, text in texts)
        return sum(1 for _ in self._uses(style, texts))

    def _uses(self, style: str, texts: Sequence[tuple[str, Text]]) -> Iterator[tuple[str, int, int]]:
        """Field, start and end of each use of a style."""
        spans = self._matches if self._patterns else self._marks
        for label, text in texts:
            for start, end in spans(style, text):
                if not (self.params.outside_quotes and text.in_quotation(start, end)):
                    yield label, start, end

    def _matches(self, style: str, text: Text) -> Iterator[tuple[int, int]]:
        return map(span_of, self._patterns[style].finditer(text.value, text.data))

    def _marks(self, style: str, text: Text) -> Iterator[tuple[int, int]]:
        value = text.value
        characters = self.params.characters[style]
        if any(character in value for character in characters):
            for found in re.finditer(f"[{re.escape(characters)}]", value):
                at = found.start()
                if not self.params.within_words or (value[at - 1 : at].isalpha() and value[at + 1 : at + 2].isalpha()):
                    yield at, at + 1

    def _replacement(self, other: str, style: str) -> str | None:
        characters = self.params.characters
        if characters and len(characters[other]) == 1 and len(characters[style]) == 1:
            return characters[style]
        return None


KIND = Kind(
    "consistency",
    "record",
    ConsistencyParams,
    ConsistencyCheck,
    placeholders=frozenset({"style", "prevailing", "count", "majority", "total"}),
    summary="A text that follows one style nearly everywhere, and another here and there.",
    computes_fix=True,
)
