"""What `pattern`, `phrases`, `substitution` and `occurrence` share: where to match, and under which conditions."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import Check, P, Params
from newslint.kinds.spotter import Spans, Spotter
from newslint.model import Hit
from newslint.text.pattern import WHITE, Pattern, encode, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Severity
    from newslint.text.pattern import Match
    from newslint.text.text import Text

Strings = str | list[str]
"""One string, or a list of them."""

# RE2 takes milliseconds to compile a class of all letters, so its decoration may hold letters beyond ASCII; as few as can be, and
# :func:`_is_decoration` looks at them.
_LEAD = r"\A[^0-9A-Za-z_]*?(?:[0-9]{1,3}[.)][^0-9A-Za-z_]*?)?"
_TAIL = r"[^0-9A-Za-z_]*\z"
_LIST_MARK = re.compile(r"\W*[0-9]{1,3}[.)]")
_CANDIDATE_DECORATION = r"[^0-9A-Za-z_\n]*"
_CANDIDATE_LEAD = r"^[^0-9A-Za-z_\n]*(?:[0-9]{1,3}[.)][^0-9A-Za-z_\n]*)?"
# What ends a line for a block and does not for RE2 stands beside the end of its line.
_LINE_END = r"(?:$|[\r\x{2028}\x{2029}])"
_CANDIDATE_TAIL = rf"{_CANDIDATE_DECORATION}{_LINE_END}"
# A block is trimmed of white space and of nothing else.
_BLOCK_END = rf"[{WHITE}]*{_LINE_END}"
_PLACE = re.compile(r"(first|last)\(([1-9][0-9]*)\)\Z")
_ANY_RUN = re.compile(r"\.(?:[*+]|\{[0-9]+,[0-9]*\})\??")
_ANY_RUN_AT_END = re.compile(rf"(?<!\\){_ANY_RUN.pattern}\Z")
_MANY = 4
"""Patterns from which one pass that tells which of them match costs less than to try each."""
SPAN = "span"
"""Name of the group that narrows the reported span."""


class MatchParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Conditions on a match, common to the kinds that look for words."""

    in_: Annotated[
        Strings,
        Meta(
            description="Unit the match lies in: `field` (the whole value), `block`, `sentence`, or a block among the `first(n)` or "
            "`last(n)`; of a list, any."
        ),
    ] = field(default="field", name="in")
    block_kinds: Annotated[
        list[str], Meta(description="Only blocks of these kinds: paragraph, heading, list_item, quote, caption, code.")
    ] = []
    min_words: Annotated[int, Meta(description="The unit has at least so many words, told by white space.", ge=0)] = 0
    max_words: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="The unit has at most so many words.")] = None
    whole: Annotated[
        bool, Meta(description="The match is the whole unit but for white space, bullets and punctuation round it.")
    ] = False
    starts: Annotated[bool, Meta(description="The match begins the unit, but for such decoration.")] = False
    ends: Annotated[bool, Meta(description="The match ends the unit, but for such decoration.")] = False
    except_: Annotated[
        Strings,
        Meta(description="Regular expressions: a match that overlaps a match of one of these in the same unit is dropped."),
    ] = field(default_factory=list, name="except")
    outside_quotes: Annotated[bool, Meta(description="Matches inside a quotation are dropped.")] = False
    quoted_severity: Annotated[
        Literal["error", "warning", "info"] | None,
        Meta(description="Severity of a match inside a quotation, where it is milder."),
    ] = None
    ignore_case: Annotated[bool, Meta(description="Letters match in either case.")] = True
    elsewhere_severity: Annotated[
        Literal["error", "warning", "info"] | None,
        Meta(description="Severity of a match in a block that `in` does not name; without it such a match is dropped."),
    ] = None
    span: Annotated[
        Literal["match", "unit"],
        Meta(description="What is reported: the match, or the whole unit it lies in, brackets and bullets round it too."),
    ] = "match"
    about: Annotated[
        str,
        Meta(
            description="The field at fault, where the match is but the sign of it: the finding names that field and has no span. The "
            "message may give named groups."
        ),
    ] = ""
    min_count: Annotated[int, Meta(description="Matches a field needs before any is reported.", ge=1)] = 1
    once: Annotated[bool, Meta(description="Report the first match of a field only.")] = False
    formats: Annotated[
        list[Literal["lines", "paragraphs", "markdown"]],
        Meta(
            description="Only values whose text is in one of these formats; `markdown` for the body of a Markdown file, `paragraphs` for "
            "that of a text file, `lines` for everything else."
        ),
    ] = []
    per_field: Annotated[
        bool,
        Meta(
            description="One finding for all matches of a field, at the first: `{count}` tells how many, and a fix mends them all."
        ),
    ] = False


class Matcher:
    """Finds the matches of some patterns in a field under the conditions of :class:`MatchParams`."""

    def __init__(self, sources: Sequence[str], params: MatchParams, *, dialect: str = "re2", name: str = "match") -> None:
        self.params = params
        self.places = [_place(item, index) for index, item in enumerate(as_list(params.in_))]
        self.kinds = frozenset(params.block_kinds)
        flags: dict[str, Any] = {"ignore_case": params.ignore_case, "dialect": dialect}
        lead = _LEAD if params.whole or params.starts else ""
        tail = _TAIL if params.whole or params.ends else ""
        self.name = name
        self.plain = [Pattern(source, **flags) for source in sources]
        self.patterns = [p.between(f"{lead}(?P<hit>", f"){tail}") for p in self.plain] if lead or tail else self.plain
        self.anchored = bool(lead or tail)
        self.exceptions = [Pattern(source) for source in as_list(params.except_)]
        self.by_block = dialect == "re2" and all(kind in ("block", "first", "last") for kind, _ in self.places)
        self.at_ends = self.by_block and all(count for _, count in self.places) and params.elsewhere_severity is None
        self.by_sentence = dialect == "re2" and self.places == [("sentence", 0)] and params.elsewhere_severity is None
        self.by_pattern = dialect == "re2" and len(self.patterns) >= _MANY and self.places == [("field", 0)]
        self._spotter: Spotter | None = None

    def validate(self) -> None:
        """Compile every pattern.

        Raises:
            ValueError: ``params.match[0]: reason``, for the loader to find the place.
        """
        for name, patterns in ((self.name, self.plain), ("except", self.exceptions)):
            for index, pattern in enumerate(patterns):
                try:
                    pattern.check()
                except ValueError as error:
                    raise ValueError(f"params.{name}[{index}]: {error}") from None

    def candidates(self, *, whole: bool = False) -> list[str] | None:
        """RE2 sources for the engine's one pass, or None when a pattern gives none; see :meth:`Pattern.candidates` for ``whole``."""
        params = self.params
        units = {kind for kind, _ in self.places}
        # A sentence begins and ends anywhere in a line, a block behind and before what is no part of its text.
        edges = ("", "") if "sentence" in units else (_CANDIDATE_LEAD, _CANDIDATE_TAIL)
        lead = edges[0] if params.whole or params.starts else ""
        tail = edges[1] if params.whole or params.ends else ""
        anchors = ("^", "$") if units == {"field"} else ("", "") if "sentence" in units else (_CANDIDATE_LEAD, _BLOCK_END)
        found: list[str] = []
        for pattern in self.plain:
            core, open_start, open_end = _core(pattern)
            sources = core.candidates("" if open_start else lead, "" if open_end else tail, anchors, whole=whole)
            if sources is None:
                return None
            found.extend(sources)
        return found

    def find(self, text: Text) -> list[tuple[int, Match, int]]:
        """``(index of the pattern, match, start of its unit)`` of the matches in ``text`` that meet the conditions, in order."""
        found: list[tuple[int, Match, int]] = []
        params = self.params
        for start, end, chosen in self._likely(text):
            if end - start < 2 * params.min_words - 1:
                continue
            whole = start == 0 and end == len(text.value)
            value = text.value if whole else text.value[start:end]
            if not self._fits(value):
                continue
            data = text.data if whole else None
            forbidden = Spans(match for rule in self.exceptions for match in rule.finditer(value, data))
            for index in chosen:
                for match in self.patterns[index].finditer(value, data):
                    first, last = span_of(match)
                    if self.anchored and not self._stands(match):
                        continue
                    if self.exceptions and forbidden.overlap(first, last):
                        continue
                    if params.outside_quotes and text.in_quotation(start + first, start + last):
                        continue
                    found.append((index, match, start))
        if len(found) < params.min_count:
            return []
        found.sort(key=lambda item: (item[2] + span_of(item[1])[0], -span_of(item[1])[1], item[0]))
        found = _without_overlaps(found)
        if params.span == "unit":
            found = [item for item, before in zip(found, [None, *found], strict=False) if before is None or before[2] != item[2]]
        return found[:1] if params.once else found

    def _stands(self, match: Match) -> bool:
        """Whether nothing but decoration stands before and after the match, where the params ask for that."""
        hit = match.span("hit")
        if hit is None:
            return True
        params, value = self.params, match.value
        if (params.whole or params.starts) and not _is_decoration(_LIST_MARK.sub("", value[: hit[0]], count=1)):
            return False
        return not (params.whole or params.ends) or _is_decoration(value[hit[1] :])

    def severity(self, text: Text, start: int, end: int) -> Severity | None:
        """The milder severity of a match inside a quotation or in another place, where the params ask for one."""
        quoted, elsewhere = self.params.quoted_severity, self.params.elsewhere_severity
        if quoted is not None and text.in_quotation(start, end):
            return quoted
        if elsewhere is not None and not any(first <= start < last for first, last in self._named(text)):
            return elsewhere
        return None

    def unit_at(self, text: Text, offset: int) -> tuple[int, int]:
        """The innermost unit that holds the code point ``offset``."""
        return min((u for u in self._units(text) if u[0] <= offset < u[1]), key=lambda unit: unit[1] - unit[0])

    def _fits(self, value: str) -> bool:
        params = self.params
        if params.min_words or params.max_words is not None:
            words = len(value.split())
            return words >= params.min_words and (params.max_words is None or words <= params.max_words)
        return True

    def may_match(self, text: Text) -> bool:
        """Whether a pattern may match somewhere in the text: for texts that the engine has not looked at, of which most hold no match."""
        return not self.by_block or bool(self._prepared().numbers(text.data))

    def _prepared(self) -> Spotter:
        if self._spotter is None:
            self._spotter = Spotter(self.candidates(whole=True) or [])
        return self._spotter

    def _likely(self, text: Text) -> Iterator[tuple[int, int, Sequence[int]]]:
        """Units that can hold a match, each with the numbers of the patterns to try there.

        A pass over the text tells which patterns occur at all, and where units are blocks or sentences in which blocks, so that not
        every pattern is compiled, nor tried on every unit.
        """
        if not self.by_block and not self.by_sentence and not self.by_pattern:
            for start, end in self._units(text):
                yield start, end, range(len(self.patterns))
            return
        spotter = self._prepared()
        if self.at_ends:
            yield from self._likely_ends(text, spotter)
            return
        if self.by_pattern:
            numbers = spotter.numbers(text.data)
            for start, end in self._units(text) if numbers else ():
                yield start, end, numbers
            return
        if self.by_sentence:
            yield from self._likely_sentences(text, spotter)
            return
        chosen: dict[int, list[int]] = {}
        for index, touched, _, _ in spotter.find(text, once=True):
            for at in touched:
                numbers = chosen.setdefault(at, [])
                if not numbers or numbers[-1] != index:
                    numbers.append(index)
        for at in sorted(chosen):
            block = text.blocks[at]
            if not self.kinds or block.kind in self.kinds:
                yield block.start, block.end, chosen[at]

    def _likely_sentences(self, text: Text, spotter: Spotter) -> Iterator[tuple[int, int, Sequence[int]]]:
        """:meth:`_likely` where units are sentences: those that share a character with what the whole pattern matches, or border on it."""
        chosen: dict[tuple[int, int], list[int]] = {}
        for index, touched, first, last in spotter.find(text):
            for block in text.blocks[touched.start : touched.stop]:
                if not self.kinds or block.kind in self.kinds:
                    sentences = text.sentences(block.start, block.end)
                    at = bisect_left(sentences, first, key=itemgetter(1))
                    while at < len(sentences) and sentences[at][0] <= last:
                        numbers = chosen.setdefault(sentences[at], [])
                        if not numbers or numbers[-1] != index:
                            numbers.append(index)
                        at += 1
        for (start, end), numbers in chosen.items():
            yield start, end, numbers

    def _likely_ends(self, text: Text, spotter: Spotter) -> Iterator[tuple[int, int, Sequence[int]]]:
        """:meth:`_likely` where only a few blocks at the ends of the text count: the rest is not looked at."""
        units = list(self._named(text))
        value = text.value
        numbers = spotter.numbers(encode("\n".join([value[start:end] for start, end in units])))
        for start, end in units if numbers else ():
            chosen = numbers if len(units) == 1 else spotter.numbers(encode(value[start:end]))
            if chosen:
                yield start, end, chosen

    def _units(self, text: Text) -> Iterator[tuple[int, int]]:
        if self.params.elsewhere_severity is None:
            return self._named(text)
        return ((block.start, block.end) for block in text.blocks if not self.kinds or block.kind in self.kinds)

    def _named(self, text: Text) -> Iterator[tuple[int, int]]:
        if self.places == [("field", 0)]:
            yield 0, len(text.value)
            return
        seen: set[tuple[int, int]] = set()
        for kind, count in self.places:
            if kind == "field":
                units = [(0, len(text.value))]
            else:
                chosen = text.blocks if not count else text.outer_blocks(count if kind == "first" else -count)
                units = [(block.start, block.end) for block in chosen if not self.kinds or block.kind in self.kinds]
                if kind == "sentence":
                    units = [span for start, end in units for span in text.sentences(start, end)]
            for unit in units:
                if unit not in seen:
                    seen.add(unit)
                    yield unit


class MatchCheck(Check[P]):
    """A check whose findings are the matches of a :class:`Matcher`."""

    matcher: Matcher

    def validate(self) -> None:
        self.matcher.validate()

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        candidates = self.matcher.candidates()
        for pattern in self.matcher.patterns:
            pattern.rewritten  # noqa: B018  what is asked for while a plan is made is kept with it
        return None if candidates is None else dict.fromkeys(self.rule.fields, candidates)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        formats = self.matcher.params.formats
        for label, _ in record.values(fields):
            text = record.text(label)
            if text is not None and (not formats or text.grammar in formats):
                found = [self.hit(label, text, index, match, offset) for index, match, offset in self.matcher.find(text)]
                hits.extend(_as_one(found) if found and self.matcher.params.per_field else found)
        return hits

    def hit(self, label: str, text: Text, index: int, match: Match, offset: int) -> Hit:
        """The hit for one match; ``offset`` is the start of its unit in the field."""
        first, last = span_of(match)
        start, end = offset + first, offset + last
        severity = self.matcher.severity(text, start, end)
        if self.matcher.params.span == "unit":
            start, end = self.matcher.unit_at(text, start)
        if self.matcher.params.about:
            return Hit(self.matcher.params.about, values=groups_of(match), severity=severity)
        return Hit(label, start, end, values=groups_of(match), severity=severity)


def _core(pattern: Pattern) -> tuple[Pattern, bool, bool]:
    """The pattern without a run of any character at its start or its end, and whether there was one.

    Where the pattern matches, the rest of it does too; tried at the start of every line, ``.{0,80}`` would cost the scan a state per
    character.
    """
    source = pattern.source
    first = _ANY_RUN.match(source)
    last = _ANY_RUN_AT_END.search(source)
    start = first.end() if first else 0
    end = last.start() if last else len(source)
    if start >= end or pattern.dialect != "re2":
        return pattern, False, False
    return Pattern(source[start:end], ignore_case=pattern.ignore_case), first is not None, last is not None


def _as_one(hits: list[Hit]) -> list[Hit]:
    """The first hit, with the others beside it."""
    first = hits[0]
    first.values = {**first.values, "count": len(hits)}
    first.also = tuple(hits[1:])
    return [first]


def _is_decoration(text: str) -> bool:
    return not any(map(is_word, text))


def span_of(match: Match) -> tuple[int, int]:
    """The span to report: the group named ``span``, else what the rule's pattern itself matched."""
    return match.span(SPAN) or match.span("hit") or (match.start, match.end)


def groups_of(match: Match) -> dict[str, Any]:
    """The rule's own named groups; one that took no part is empty."""
    groups: dict[str, Any] = {"count": 1, **dict.fromkeys(match.names, ""), **match.groups}
    groups.pop("hit", None)
    return groups


def as_list(value: Strings) -> list[str]:
    """A list, of a string or a list of them."""
    return [value] if isinstance(value, str) else value


def _place(item: str, index: int) -> tuple[str, int]:
    if item in ("field", "block", "sentence"):
        return item, 0
    found = _PLACE.match(item)
    if found is None:
        raise ValueError(f"params.in[{index}]: {item!r} is not one of field, block, sentence, first(n), last(n)")
    return found.group(1), int(found.group(2))


def _without_overlaps(found: list[tuple[int, Match, int]]) -> list[tuple[int, Match, int]]:
    """The leftmost of those that overlap, the longest of those that begin together."""
    kept: list[tuple[int, Match, int]] = []
    reach = -1
    for item in found:
        first, last = span_of(item[1])
        if item[2] + first >= reach:
            kept.append(item)
            reach = item[2] + last
    return kept
