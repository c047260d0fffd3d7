"""What `pattern`, `phrases`, `substitution` and `occurrence` share: where to match, and under which conditions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, field

from newslint.kinds.base import Check, P, Params
from newslint.model import Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Severity
    from newslint.text.pattern import Match
    from newslint.text.text import Text

Strings = str | list[str]
"""One string, or a list of them."""

_DECORATION = r"[^\p{L}\p{M}\p{N}_]*"
_NUMBER_MARK = r"(?:[0-9]{1,3}[.)][^\p{L}\p{M}\p{N}_]*)?"
_CANDIDATE_DECORATION = r"[^0-9A-Za-z_\n]*"
_CANDIDATE_LEAD = r"^[^0-9A-Za-z_\n]*(?:[0-9]{1,3}[.)][^0-9A-Za-z_\n]*)?"
_PLACE = re.compile(r"(first|last)\(([1-9][0-9]*)\)\Z")
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
    whole: Annotated[bool, Meta(description="The match is the whole unit but for white space, bullets and punctuation round it.")] = False
    starts: Annotated[bool, Meta(description="The match begins the unit, but for such decoration.")] = False
    ends: Annotated[bool, Meta(description="The match ends the unit, but for such decoration.")] = False
    except_: Annotated[
        Strings, Meta(description="Regular expressions: a match that overlaps a match of one of these in the same unit is dropped.")
    ] = field(default_factory=list, name="except")
    outside_quotes: Annotated[bool, Meta(description="Matches inside a quotation are dropped.")] = False
    quoted_severity: Annotated[
        Literal["error", "warning", "info"] | None,
        Meta(description="Severity of a match inside a quotation, where it is milder."),
    ] = None
    ignore_case: Annotated[bool, Meta(description="Letters match in either case.")] = True
    min_count: Annotated[int, Meta(description="Matches a field needs before any is reported.", ge=1)] = 1
    once: Annotated[bool, Meta(description="Report the first match of a field only.")] = False


class Matcher:
    """Finds the matches of some patterns in a field under the conditions of :class:`MatchParams`."""

    def __init__(self, sources: Sequence[str], params: MatchParams, *, dialect: str = "re2", name: str = "match") -> None:
        self.params = params
        self.places = [_place(item, index) for index, item in enumerate(as_list(params.in_))]
        self.kinds = frozenset(params.block_kinds)
        flags: dict[str, Any] = {"ignore_case": params.ignore_case, "dialect": dialect}
        lead = f"^{_DECORATION}{_NUMBER_MARK}" if params.whole or params.starts else ""
        tail = f"{_DECORATION}$" if params.whole or params.ends else ""
        self.name = name
        self.plain = [Pattern(source, **flags) for source in sources]
        self.patterns = (
            [Pattern(f"{lead}(?P<hit>{source}){tail}", **flags) for source in sources] if lead or tail else self.plain
        )
        self.exceptions = [Pattern(source) for source in as_list(params.except_)]

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

    def candidates(self) -> list[str] | None:
        """RE2 sources for the engine's one pass, or None when a pattern gives none."""
        mid_line = any(kind == "sentence" for kind, _ in self.places)
        params = self.params
        lead = _CANDIDATE_LEAD if (params.whole or params.starts) and not mid_line else ""
        tail = f"{_CANDIDATE_DECORATION}$" if (params.whole or params.ends) and not mid_line else ""
        found: list[str] = []
        for pattern in self.plain:
            sources = pattern.candidates(lead, tail)
            if sources is None:
                return None
            found.extend(sources)
        return found

    def find(self, text: Text) -> list[tuple[int, Match, int]]:
        """``(index of the pattern, match, start of its unit)`` of the matches in ``text`` that meet the conditions, in order."""
        found: list[tuple[int, Match, int]] = []
        params = self.params
        for start, end in self._units(text):
            whole = start == 0 and end == len(text.value)
            value = text.value if whole else text.value[start:end]
            if not self._fits(value):
                continue
            data = text.data if whole else None
            forbidden: list[tuple[int, int]] | None = None
            for index, pattern in enumerate(self.patterns):
                for match in pattern.finditer(value, data):
                    first, last = span_of(match)
                    if forbidden is None:
                        forbidden = [(m.start, m.end) for rule in self.exceptions for m in rule.finditer(value, data)]
                    if any(first < stop and begin < last for begin, stop in forbidden):
                        continue
                    if params.outside_quotes and text.in_quotation(start + first, start + last):
                        continue
                    found.append((index, match, start))
        if len(found) < params.min_count:
            return []
        found.sort(key=lambda item: (item[2] + span_of(item[1])[0], -span_of(item[1])[1], item[0]))
        found = _without_overlaps(found)
        return found[:1] if params.once else found

    def severity(self, text: Text, start: int, end: int) -> Severity | None:
        """The milder severity of a match inside a quotation, where the params ask for one."""
        quoted = self.params.quoted_severity
        if quoted is not None and text.in_quotation(start, end):
            return quoted
        return None

    def _fits(self, value: str) -> bool:
        params = self.params
        if params.min_words or params.max_words is not None:
            words = len(value.split())
            return words >= params.min_words and (params.max_words is None or words <= params.max_words)
        return True

    def _units(self, text: Text) -> Iterator[tuple[int, int]]:
        if self.places == [("field", 0)]:
            yield 0, len(text.value)
            return
        seen: set[tuple[int, int]] = set()
        for kind, count in self.places:
            if kind == "field":
                units = [(0, len(text.value))]
            else:
                blocks = text.blocks
                chosen = blocks[:count] if kind == "first" else blocks[-count:] if kind == "last" else blocks
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
        return None if candidates is None else dict.fromkeys(self.rule.fields, candidates)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, _ in record.values(fields):
            text = record.text(label)
            if text is not None:
                for index, match, offset in self.matcher.find(text):
                    hits.append(self.hit(label, text, index, match, offset))
        return hits

    def hit(self, label: str, text: Text, index: int, match: Match, offset: int) -> Hit:
        """The hit for one match; ``offset`` is the start of its unit in the field."""
        first, last = span_of(match)
        start, end = offset + first, offset + last
        return Hit(label, start, end, values=groups_of(match), severity=self.matcher.severity(text, start, end))


def span_of(match: Match) -> tuple[int, int]:
    """The span to report: the group named ``span``, else what the rule's pattern itself matched."""
    return match.span(SPAN) or match.span("hit") or (match.start, match.end)


def groups_of(match: Match) -> dict[str, Any]:
    """The rule's own named groups."""
    groups = match.groups
    groups.pop("hit", None)
    return dict(groups)


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

