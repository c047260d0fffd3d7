"""Quotation marks: which pair, what they enclose, and which have no partner.

The conventions that matter in news:

- A quotation of several paragraphs opens each of them and is closed only in the last.
- ``’`` is the apostrophe too, so single marks are paired only to find spans (``‘worst week ever’``) and never reported as unmatched.
- ``“`` closes in German („…“), ``”`` opens in Swedish (”…”), ``»`` opens in German and Danish (»…«): a mark's role is read off its
  surroundings and off what is open.
- Straight marks pair within a block; those of feet and inches (``6'2"``, ``27"``) are none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.text.blocks import Block

DOUBLE_MARKS = '“”„‟«»「」『』"'
"""Marks whose balance can be told."""

# What a closing mark may close, best first.  The straight mark and its curly kin close each other when nothing better is open:
# mixed styles are a fault of style, not of balance.
_CLOSES = {
    "”": '“„‟”"',
    "“": '„‟“"',
    "»": "«»",
    "«": "»«",
    "」": "「",
    "』": "『",
    '"': '"“„‟”',
}
_BRACKET_LIKE = frozenset("「『")
_ELISIONS = frozenset(["em", "til", "tis", "twas", "cause", "n", "round", "bout", "cos", "cuz", "cept", "neath", "s", "t", "ere"])

OPEN, CLOSE = "open", "close"


class Problem(msgspec.Struct, frozen=True):
    """A mark without a partner.

    Attributes:
        offset: Its code point in the value.
        mark: The mark.
        side: ``open`` for one that is never closed, ``close`` for one that nothing opens.
    """

    offset: int
    mark: str
    side: str


class _Mark(msgspec.Struct, gc=False):
    offset: int
    mark: str
    # Whether any double mark follows the open one in its block: a quotation that goes on in the next paragraph is the last.
    followed: bool = False


@cache
def _doubles() -> re.Pattern[str]:
    return re.compile(f"[{DOUBLE_MARKS}]")


@cache
def _singles() -> re.Pattern[str]:
    return re.compile("[‘’‚‛']")


def _opens_word(value: str, at: int, start: int, end: int) -> bool:
    """Whether a mark stands where one opens: nothing or white space or an opener before it, something after it."""
    if at + 1 >= end or value[at + 1].isspace():
        return False
    before = value[at - 1] if at > start else " "
    return before.isspace() or before in "([{—–-/‘'“„«»「『*_>|:…¡¿"


def _closes_word(value: str, at: int, start: int, end: int) -> bool:
    """Whether a mark stands where one closes: something before it, and a space, punctuation or nothing after it."""
    if at <= start or value[at - 1].isspace():
        return False
    after = value[at + 1] if at + 1 < end else " "
    return not after.isalnum()


def _is_inch(value: str, at: int, start: int) -> bool:
    return at > start and value[at - 1] in "0123456789½¼¾"


def _is_measure(value: str, at: int, start: int) -> bool:
    """``6'2"``: feet before the inches, so that the mark is no quotation mark even inside a quotation."""
    back = at - 1
    while back > start and value[back].isdigit():
        back -= 1
    return _is_inch(value, at, start) and back > start and value[back] in "'’′" and value[back - 1].isdigit()


def _scan(value: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[_Mark], list[_Mark]]:
    """Pairs of double marks in a block, the openers left over, the closers left over."""
    pairs: list[tuple[int, int]] = []
    opened: list[_Mark] = []
    lost: list[_Mark] = []  # openers that a closer of another pair jumped over
    unopened: list[_Mark] = []
    for match in _doubles().finditer(value, start, end):
        at = match.start()
        mark = match[0]
        if mark == '"' and (_is_measure(value, at, start) or (not opened and _is_inch(value, at, start))):
            continue
        side = _side(value, at, start, end, mark, opened)
        if side == OPEN:
            for other in opened:
                other.followed = True
            opened.append(_Mark(at, mark))
            continue
        partner = _partner(opened, _CLOSES[mark])
        if partner is None:
            unopened.append(_Mark(at, mark))
            continue
        pairs.append((opened[partner].offset, at + 1))
        lost.extend(opened[partner + 1 :])
        del opened[partner:]
    return pairs, lost + opened, unopened


def _partner(opened: Sequence[_Mark], candidates: str) -> int | None:
    for candidate in candidates:
        for index in range(len(opened) - 1, -1, -1):
            if opened[index].mark == candidate:
                return index
    return None


def _side(value: str, at: int, start: int, end: int, mark: str, opened: Sequence[_Mark]) -> str:
    if mark in "「『„‟":
        return OPEN
    if mark in "」』":
        return CLOSE
    if mark == "“":
        # German and wrongly typed text closes with it; English opens.
        pending = any(other.mark in "„‟“" for other in opened)
        return CLOSE if pending and _closes_word(value, at, start, end) else OPEN
    if mark == "”":
        pending = any(other.mark in '“„‟”"' for other in opened)
        if not pending and _opens_word(value, at, start, end) and not _closes_word(value, at, start, end):
            return OPEN
        return CLOSE
    if mark == "«":
        pending = any(other.mark == "»" for other in opened)
        return CLOSE if pending and not (at + 1 < end and value[at + 1] in " \u00a0\u202f") else OPEN
    if mark == "»":
        if any(other.mark == "«" for other in opened):
            return CLOSE
        opens = (at == start or value[at - 1].isspace() or value[at - 1] in "([–—„‚") and (
            at + 1 < end and not value[at + 1].isspace()
        )
        return OPEN if opens else CLOSE
    opens = _opens_word(value, at, start, end)
    closes = _closes_word(value, at, start, end)
    if opens != closes:
        return OPEN if opens else CLOSE
    pending = any(other.mark in '"“„‟”' for other in opened)
    return CLOSE if pending else OPEN


def _same_family(left: str, right: str) -> bool:
    return left == right or (left in '“„‟”"' and right in '“„‟”"') or (left in "«»" and right in "«»")


def _first_mark(value: str, block: Block) -> str:
    """The mark that opens a block, past brackets, dashes and such; empty when something else does."""
    at = block.start
    while at < block.end and (value[at].isspace() or value[at] in "([*_–—-•‘'…."):
        at += 1
    return value[at] if at < block.end and value[at] in DOUBLE_MARKS else ""


def quoted_spans(value: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Outermost quotations in ``value``, marks included, in order, without overlap.

    A quotation that is left open at the end of its block counts to that end when the next block goes on with it.
    """
    spans: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        start, end = block.start, block.end
        pairs, unclosed, _ = _scan(value, start, end)
        if unclosed and index + 1 < len(blocks) and _continued(value, unclosed[-1], blocks[index + 1]):
            pairs.append((unclosed[-1].offset, end))
        pairs.extend(_single_pairs(value, start, end, pairs))
        spans.extend(_merge(pairs))
    return spans


def _continued(value: str, mark: _Mark, following: Block) -> bool:
    return mark.mark not in _BRACKET_LIKE and not mark.followed and _same_family(mark.mark, _first_mark(value, following) or " ")


def _merge(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _single_pairs(value: str, start: int, end: int, doubles: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Quotations in single marks that do not begin inside double ones.

    Where several marks could close one, the first next to punctuation wins over one that may be a plural possessive
    (``‘the dockers’ strike is over,’ she said``).
    """
    marks = [match.start() for match in _singles().finditer(value, start, end)]
    pairs: list[tuple[int, int]] = []
    done = start
    for number, at in enumerate(marks):
        if at < done or any(left <= at < right for left, right in doubles) or not _opens_single(value, at, start, end):
            continue
        best = -1
        for other in marks[number + 1 :]:
            if value[other] == "‚" or not _closes_word(value, other, start, end):
                if value[other] in "‘‛" and _opens_single(value, other, start, end):
                    break
                continue
            if value[at] == "‚" and value[other] not in "‘’'":
                continue
            if value[at] == "'" and value[other] != "'":
                continue
            if value[other] in "‘‛" and value[at] != "‚":
                continue
            possessive = value[other - 1] in "sSxz" and other + 2 < end and value[other + 1] == " " and value[other + 2].isalpha()
            if not possessive:
                best = other
                break
            if best < 0:
                best = other
        if best >= 0:
            pairs.append((at, best + 1))
            done = best + 1
    return pairs


def _opens_single(value: str, at: int, start: int, end: int) -> bool:
    mark = value[at]
    if mark == "’" or not _opens_word(value, at, start, end):
        return False
    if mark == "‚":
        return True
    stop = at + 1
    while stop < end and value[stop].isalnum():
        stop += 1
    word = value[at + 1 : stop].lower()
    if word in _ELISIONS:
        return False
    # ’90s, however it was typed
    return not (len(word) in (2, 3) and word[:2].isdigit() and word[2:] in ("", "s"))


def quote_problems(value: str, blocks: Sequence[Block], *, straight: bool = False) -> list[Problem]:
    """Double quotation marks without a partner, in order.

    An opener at the end of a block is none when the next block opens with the same mark, nor when the next mark of the following
    blocks closes it (a quotation that runs over paragraphs without opening each).

    Args:
        value: The text.
        blocks: Its blocks.
        straight: Whether unmatched straight marks are told of, too.
    """
    problems: list[Problem] = []
    pending: list[_Mark] = []  # openers of the block before, which its successors may yet close
    for index, block in enumerate(blocks):
        _, unclosed, unopened = _scan(value, block.start, block.end)
        if pending and unopened and _same_family(pending[-1].mark, unopened[0].mark):
            pending.pop()
            del unopened[0]
        if unclosed or unopened or _doubles().search(value, block.start, block.end):
            problems.extend(Problem(mark.offset, mark.mark, OPEN) for mark in pending)
            pending = []
        problems.extend(Problem(mark.offset, mark.mark, CLOSE) for mark in unopened)
        if unclosed and index + 1 < len(blocks) and _continued(value, unclosed[-1], blocks[index + 1]):
            unclosed.pop()
        pending = unclosed
    problems.extend(Problem(mark.offset, mark.mark, OPEN) for mark in pending)
    if not straight:
        problems = [problem for problem in problems if problem.mark != '"']
    problems.sort(key=lambda problem: problem.offset)
    return problems
