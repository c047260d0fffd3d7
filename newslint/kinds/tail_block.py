"""`tail_block`: blocks at the end of a text that other rules of the run have found fault with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import GroupCheck, Kind, Params
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule
    from newslint.text.text import Text

COVERED = 0.5
"""Share of a block's characters that hits have to cover for the block to count: a credit at the end of a paragraph does not."""


class TailBlockParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `tail_block`."""

    tags: Annotated[list[str], Meta(description="Findings of rules with one of these tags count.", min_length=1)]
    min_blocks: Annotated[int, Meta(description="Blocks in a row, up to the end of the text, that make a tail.", ge=2)] = 3


class TailBlockCheck(GroupCheck[TailBlockParams]):
    """Reports the stretch from the first block of the tail to the end of the text."""

    def group(self, record: Record, found: Sequence[tuple[Rule, Sequence[Hit]]]) -> Iterable[Hit]:
        tags = frozenset(self.params.tags)
        hits = [hit for rule, hits in found if not tags.isdisjoint(rule.tags) for hit in hits]
        if len(hits) < self.params.min_blocks:
            return
        for label, _ in record.values(self.rule.fields):
            spans = [(hit.start, hit.end) for hit in hits if hit.field == label and hit.start is not None and hit.end is not None]
            text = record.text(label)
            if text is not None and len(spans) >= self.params.min_blocks:
                tail = _tail(text, spans)
                if len(tail) >= self.params.min_blocks:
                    start, end = tail[-1][0], tail[0][1]
                    yield Hit(label, start, end, values={"blocks": len(tail), "offset": start})


def _tail(text: Text, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The blocks of the tail, the last first.  Blocks without a letter or figure, such as rules, neither count nor end it."""
    tail: list[tuple[int, int]] = []
    for block in reversed(text.blocks):
        if _covered(block.start, block.end, spans):
            tail.append((block.start, block.end))
        elif any(char.isalnum() for char in text.value[block.start : block.end]):
            break
    return tail


def _covered(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the spans cover enough of ``start`` to ``end``; what two cover counts once."""
    covered, reach = 0, start
    for span in sorted(spans):
        first, last = max(span[0], reach), min(span[1], end)
        if last > first:
            covered += last - first
            reach = last
    return covered >= COVERED * (end - start)


KIND = Kind(
    "tail_block",
    "record",
    TailBlockParams,
    TailBlockCheck,
    frozenset({"blocks", "offset"}),
    "The end of a text, where other rules found fault with several blocks in a row.",
    groups=True,
)
