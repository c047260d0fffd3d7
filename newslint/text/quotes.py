"""Quotation marks: which pair, what they enclose, and which have no partner.

The conventions that matter in news:

- A quotation of several paragraphs opens each of them and is closed only in the last.
- ``’`` is the apostrophe too, so single marks are paired only to find spans (``‘worst week ever’``) and never reported as unmatched.
- ``“`` closes in German („…“), ``”`` opens in Swedish (”…”), ``»`` opens in German and Danish (»…«): a mark's role is read off its
  surroundings and off what is open.
- Two quotations in guillemets that end together share one closing mark: ``«He said: «Wait!»`` (Russian, French).
- Straight marks pair within a block; those of feet and inches (``6'2"``, ``27"``) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.text.blocks import Block

DOUBLE_MARKS = '“”„‟«»「」『』"″'
"""Marks whose balance can be told."""

REACH = 3
"""Blocks after its own in which a quotation may be closed without being opened anew."""

# What a closing mark may close, best first.  The straight mark and its curly kin close each other when nothing better is open:
# mixed styles are a fault of style, not of balance.
_CLOSES = {
    "”": '“„‟”"″',
    "“": '„‟“"',
    "»": "«»",
    "«": "»«",
    "」": "「",
    "』": "『",
    '"': '"“„‟”″',
    "″": '″“„‟”"',
}
_INCH_MARKS = frozenset('"”″')
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


class _Mark(msgspec.Struct):
    offset: int
    mark: str
    # Whether any double mark follows the open one in its block: a quotation that goes on in the next paragraph is the last.
    followed: bool = False
    # A quotation with the same marks that was closed inside it, and where that ends.
    inner: _Mark | None = None
    inner_end: int = 0


@cache
def _doubles() -> re.Pattern[str]:
    return re.compile(f"[{DOUBLE_MARKS}]")


@cache
def _beyond_straight() -> re.Pattern[str]:
    return re.compile("[" + DOUBLE_MARKS.replace('"', "") + "]")


@cache
def _in_pairs() -> re.Pattern[str]:
    """A text whose double marks are an opener before a word and a closer in turn, whatever stands behind the opener's word."""
    other = f"[^{DOUBLE_MARKS}]"
    return re.compile(rf"(?:{other}*“[^\W_]{other}*”)*{other}*")


@cache
def _singles() -> re.Pattern[str]:
    return re.compile("[‘’‚‛']")


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{DOUBLE_MARKS}‘’‚‛']")


def _opens_word(value: str, at: int, start: int, end: int) -> bool:
    """Whether a mark stands where one opens: nothing or white space or an opener before it, something after it."""
    if at + 1 >= end or value[at + 1].isspace() or value[at + 1] in ",;:)]":
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


def _is_arrow(value: str, at: int, start: int, end: int) -> bool:
    """``Read more »``: a guillemet with a space at the edge of a block that has no other."""
    if at == start:
        edge = value[at] == "»" and at + 1 < end and value[at + 1].isspace()
    else:
        edge = at + 1 == end and value[at - 1].isspace()
    return edge and not any(mark in value[start:at] or mark in value[at + 1 : end] for mark in "«»")


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
        if mark in _INCH_MARKS and (_is_measure(value, at, start) or (not opened and _is_inch(value, at, start))):
            continue
        if mark in "«»" and _is_arrow(value, at, start, end):
            continue
        side = _side(value, at, start, end, mark, opened)
        if side == OPEN:
            if opened and _same_family(opened[-1].mark, mark) and _goes_on(value, opened[-1].offset, at, start):
                opened.pop()
            for other in opened:
                other.followed = True
            opened.append(_Mark(at, mark))
            continue
        partner = _partner(opened, _CLOSES[mark])
        if partner is None:
            unopened.append(_Mark(at, mark))
            continue
        closed = opened[partner]
        pairs.append((closed.offset, at + 1))
        lost.extend(opened[partner + 1 :])
        del opened[partner:]
        if opened and opened[-1].mark == closed.mark:
            opened[-1].inner, opened[-1].inner_end = closed, at + 1
    shared = [mark for mark in opened if mark.inner is not None and mark.mark in "«»"]
    pairs.extend((mark.offset, mark.inner_end) for mark in shared)
    return pairs, lost + [_stray(value, mark, start) for mark in opened if mark not in shared], unopened


def _stray(value: str, mark: _Mark, start: int) -> _Mark:
    """The mark at fault where the closer that came was taken for that of a quotation inside: ``“The port “will close,” she said``."""
    inner = mark.inner
    if inner is not None and _may_begin(value, mark.offset, start) and not _may_begin(value, inner.offset, start):
        return inner
    return mark


def _goes_on(value: str, earlier: int, later: int, start: int) -> bool:
    """Whether two openers in a row are one quotation of several paragraphs that were joined into a line.

    So it looks when each stands where a quotation begins: after a full sentence, or for the first after a comma or colon.  A mark
    that stands before a word in mid-sentence does not.
    """
    return _last_before(value, later, start) in ".?!…" and _may_begin(value, earlier, start)


def _may_begin(value: str, at: int, start: int) -> bool:
    """Whether a quotation of full sentences may begin at ``at``: at the start, or after punctuation."""
    return _last_before(value, at, start) in ".?!…,:;–—-("


def _last_before(value: str, at: int, start: int) -> str:
    """The last character before ``at`` that is not white space; a full stop at the start of a block."""
    at -= 1
    while at >= start and value[at].isspace():
        at -= 1
    return value[at] if at >= start else "."


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
    opens = _opens_word(value, at, start, end)
    closes = _closes_word(value, at, start, end)
    if mark == "“":
        # German and wrongly typed text closes with it; English opens.
        if any(other.mark in "„‟“" for other in opened):
            return OPEN if opens and not closes else CLOSE
        return CLOSE if closes and not opens else OPEN
    if mark == "”":
        pending = any(other.mark in '“„‟”"″' for other in opened)
        return OPEN if opens and not closes and not pending else CLOSE
    if mark in "«»":
        reverse = "»" if mark == "«" else "«"
        if any(other.mark == reverse for other in opened):
            return CLOSE if mark == "»" or closes else OPEN
        if mark == "«":
            return OPEN
        return OPEN if opens else CLOSE
    if opens != closes:
        return OPEN if opens else CLOSE
    pending = any(other.mark in '"“„‟”″' for other in opened)
    return CLOSE if pending else OPEN


def _same_family(left: str, right: str) -> bool:
    return left == right or (left in '“„‟”"″' and right in '“„‟”"″') or (left in "«»" and right in "«»")


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
    return [span for index in range(len(blocks)) for span in quoted_in(value, blocks, index)]


def may_be_quoted(value: str, start: int, at: int) -> bool:
    """Whether a quotation may have begun between ``start``, where the block begins, and ``at``, or begins there."""
    return _marks().search(value, start, at + 1) is not None


def quoted_in(value: str, blocks: Sequence[Block], index: int) -> list[tuple[int, int]]:
    """Those of :func:`quoted_spans` that lie in the block number ``index``: every one lies in a block."""
    block = blocks[index]
    start, end = block.start, block.end
    pairs, unclosed, _ = _scan(value, start, end)
    if unclosed and index + 1 < len(blocks) and _continued(value, unclosed[-1], block, blocks[index + 1]):
        pairs.append((unclosed[-1].offset, end))
    pairs.extend(_single_pairs(value, start, end, pairs))
    return _merge(pairs)


def _continued(value: str, mark: _Mark, block: Block, following: Block) -> bool:
    if mark.mark in _BRACKET_LIKE or (mark.followed and not _may_begin(value, mark.offset, block.start)):
        return False
    return _same_family(mark.mark, _first_mark(value, following) or " ")


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
                if value[other] in "‘‛'" and _opens_single(value, other, start, end):
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


def _certain(value: str, problem: Problem, blocks: Sequence[Block]) -> bool:
    """Whether a straight mark without a partner is a slip for sure."""
    block = blocks[bisect_right(blocks, problem.offset, key=lambda block: block.start) - 1]
    if value.count('"', block.start, block.end) % 2 == 0:
        return False
    return problem.side == CLOSE or not _may_begin(value, problem.offset, block.start)


def quote_problems(value: str, blocks: Sequence[Block], *, straight: bool = False) -> list[Problem]:
    """Double quotation marks without a partner, in order.

    An opener at the end of a block has one when the next block opens with the same mark, or when the next mark in the following
    :data:`REACH` blocks closes it (a quotation that runs over paragraphs without opening each).

    Args:
        value: The text.
        blocks: Its blocks.
        straight: Whether unmatched straight marks are told of, too, in blocks with an odd number of them: closers, and openers
            that stand where no quotation begins.  One at the start of a paragraph or after a comma is passed over: in text with
            straight marks the partner is so often left out that it is a habit, not a slip.
    """
    problems: list[Problem] = []
    pending: list[_Mark] = []  # openers of an earlier block, which its successors may yet close
    waiting = 0
    plain = _beyond_straight().search(value) is None
    if plain and not straight:
        return problems
    for index, block in enumerate(blocks):
        if plain and not pending and value.count('"', block.start, block.end) % 2 == 0:
            continue  # no mark of it could be told of, and taking all of them apart is most of the work
        if not plain and not pending and _in_pairs().fullmatch(value, block.start, block.end):
            continue
        _, unclosed, unopened = _scan(value, block.start, block.end)
        if pending:
            waiting += 1
            if unopened and _same_family(pending[-1].mark, unopened[0].mark):
                pending.pop()
                del unopened[0]
            elif waiting < REACH and not _doubles().search(value, block.start, block.end):
                continue
            problems.extend(Problem(mark.offset, mark.mark, OPEN) for mark in pending)
        problems.extend(Problem(mark.offset, mark.mark, CLOSE) for mark in unopened)
        if unclosed and index + 1 < len(blocks) and _continued(value, unclosed[-1], block, blocks[index + 1]):
            unclosed.pop()
        pending, waiting = unclosed, 0
    problems.extend(Problem(mark.offset, mark.mark, OPEN) for mark in pending)
    problems = [problem for problem in problems if problem.mark != '"' or (straight and _certain(value, problem, blocks))]
    problems.sort(key=lambda problem: problem.offset)
    return problems
