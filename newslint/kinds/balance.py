"""`balance`: quotation marks and brackets without a partner."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit
from newslint.text.quotes import DOUBLE_MARKS, OPEN, Problem, quote_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule
    from newslint.text.blocks import Block
    from newslint.text.text import Text

REACH = 2
"""Blocks after its own in which a bracket may be closed."""


class BalanceParams(Params, frozen=True):
    """Params of `balance`: ``pairs``, ``quotes`` or both."""

    pairs: Annotated[
        list[str],
        Meta(description='Brackets that come in pairs, each pair as two characters: `["()", "[]"]`.'),
    ] = []
    quotes: Annotated[
        bool,
        Meta(
            description="Double quotation marks (“ ” „ « » 「 」), by the conventions of news: a quotation of several paragraphs opens "
            "each and closes only the last. Single marks are never balanced: ’ is the apostrophe too."
        ),
    ] = False
    straight: Annotated[
        bool,
        Meta(description="With `quotes`: straight double marks as well, where their place shows that the partner is missing."),
    ] = False


class BalanceCheck(Check[BalanceParams]):
    """Reports each mark without a partner, together with the word it stands on.

    A line in which every mark is followed by its partner before the next is taken as balanced, without a closer look; straight
    marks when there is an even number of them.
    """

    def __init__(self, rule: Rule, params: BalanceParams) -> None:
        super().__init__(rule, params)
        self._pairs = [(pair[0], pair[-1]) for pair in params.pairs]

    def validate(self) -> None:
        for index, pair in enumerate(self.params.pairs):
            if len(pair) != 2 or pair[0] == pair[1]:
                raise ValueError(f"params.pairs[{index}]: a pair is two different characters, not {pair!r}")
            if any(mark in DOUBLE_MARKS or mark in "'‘’‚" for mark in pair):
                raise ValueError(f"params.pairs[{index}]: quotation marks are not counted like brackets; say `quotes: true`")
        if not self.params.pairs and not self.params.quotes:
            raise ValueError("params: say `pairs`, `quotes: true` or both")
        if self.params.straight and not self.params.quotes:
            raise ValueError("params.straight: needs `quotes: true`")

    def patterns(self) -> Mapping[str, Sequence[str]]:
        # The engine's pass over a text tells the lines that need a look; counting marks would cost every record microseconds.
        sources = [_uneven({left: right}) for left, right in self._pairs]
        if self.params.quotes:
            sources += [
                _uneven({"“": "”", "„": "“”"}),
                _uneven({"«": "»", "»": "«"}),
                _uneven({"「": "」"}),
                _uneven({"『": "』"}),
            ]
        if self.params.straight:
            sources.append(r'(?m)^(?:[^"\n]*"[^"\n]*")*[^"\n]*"[^"\n]*$')
        return dict.fromkeys(self.rule.fields, sources)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, _ in record.values(fields):
            text = record.text(label)
            if text is not None:
                hits.extend(self._find(label, text))
        return hits

    def _find(self, label: str, text: Text) -> Iterable[Hit]:
        value, blocks = text.value, text.blocks
        problems: list[Problem] = []
        for left, right in self._pairs:
            problems.extend(bracket_problems(value, blocks, left, right))
        if self.params.quotes:
            problems.extend(quote_problems(value, blocks, straight=self.params.straight))
        for problem in problems:
            start, end = _with_word(value, problem)
            side = "opening" if problem.side == OPEN else "closing"
            yield Hit(label, start, end, values={"mark": problem.mark, "side": side})


def _uneven(partners: Mapping[str, str]) -> str:
    """RE2 pattern for a line in which the marks do not come as opener and closer in turn.

    Args:
        partners: The marks that may close each opener.
    """
    marks = {*partners, *"".join(partners.values())}
    other = f"[^{_members(marks)}\\n]"
    balanced = [other]
    faults = []
    for left, right in partners.items():
        balanced.append(f"[{_members(left)}]{other}*[{_members(right)}]")
        faults.append(f"[{_members(left)}]{other}*(?:[{_members(marks - set(right))}]|$)")
    never_first = marks - set(partners)
    if never_first:
        faults.append(f"[{_members(never_first)}]")
    return f"(?m)^(?:{'|'.join(balanced)})*(?:{'|'.join(faults)})"


def _members(marks: Iterable[str]) -> str:
    return "".join(sorted(re.escape(mark) for mark in marks))


@cache
def _smiley() -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=[\s.!?,…]))[:;=8xX][-'^o*]?[()\[\]]+(?!\w)")


@cache
def _list_marker() -> re.Pattern[str]:
    # a) 1) iv) 12.3) at the start of a block, or after a space or punctuation: (a) is not one, its bracket is open.
    return re.compile(r"(?:\d{1,3}(?:[.:]\d{1,3})*\.?|[^\W\d_]|[ivxIVX]{1,5})\Z")


def bracket_problems(value: str, blocks: Sequence[Block], left: str, right: str) -> list[Problem]:
    """Brackets of one pair without a partner.

    List markers (``a)``, ``1)``) and smileys need none, and a bracket that a block leaves open may be closed by one of the next
    :data:`REACH` blocks, as in a citation or an aside of several paragraphs.
    """
    problems: list[Problem] = []
    pending: list[tuple[int, int]] = []  # (block, offset) of brackets left open
    brackets = re.compile(f"[{re.escape(left)}{re.escape(right)}]")
    for index, block in enumerate(blocks):
        opened: list[int] = []
        found = list(brackets.finditer(value, block.start, block.end))
        smileys = _smiley_offsets(value, block) if found and right in ")]" else frozenset()
        spare = 0  # brackets of smileys that closed something
        for match in found:
            at = match.start()
            if match[0] == left:
                if at not in smileys:
                    opened.append(at)
            elif opened:
                opened.pop()
                spare += at in smileys
            elif at in smileys:
                continue
            elif spare:
                spare -= 1
            elif _is_list_marker(value, at, block.start):
                continue
            elif pending:
                pending.pop()
            else:
                problems.append(Problem(at, right, "close"))
        while pending and pending[0][0] <= index - REACH:
            problems.append(Problem(pending.pop(0)[1], left, OPEN))
        pending.extend((index, at) for at in opened)
    problems.extend(Problem(at, left, OPEN) for _, at in pending)
    problems.sort(key=lambda problem: problem.offset)
    return problems


def _smiley_offsets(value: str, block: Block) -> frozenset[int]:
    if not any(eyes in value for eyes in (":", ";", "=", "8", "x", "X")):
        return frozenset()
    return frozenset(
        offset for match in _smiley().finditer(value, block.start, block.end) for offset in range(match.start(), match.end())
    )


def _is_list_marker(value: str, at: int, start: int) -> bool:
    begin = at
    while begin > start and at - begin < 12 and not value[begin - 1].isspace() and value[begin - 1] not in "(,;/–—":
        begin -= 1
    return begin < at and _list_marker().match(value[begin:at]) is not None


def _with_word(value: str, problem: Problem) -> tuple[int, int]:
    """The mark and the word it is attached to."""
    start, end = problem.offset, problem.offset + 1
    if problem.side == OPEN:
        while end < len(value) and (value[end].isalnum() or value[end] in "'’-"):
            end += 1
    else:
        while (
            start > 0
            and not value[start - 1].isspace()
            and value[start - 1] not in DOUBLE_MARKS
            and value[start - 1] not in "()[]{}"
        ):
            start -= 1
    return start, end


KIND = Kind(
    "balance",
    "record",
    BalanceParams,
    BalanceCheck,
    placeholders=frozenset({"mark", "side"}),
    summary="Quotation marks and brackets without a partner.",
)
