"""`mojibake`: text that was decoded with the wrong encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Edit, Hit
from newslint.text.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule


class MojibakeParams(Params, frozen=True):
    """Params of `mojibake`."""

    min_count: Annotated[int, Meta(description="Damaged places a field needs before it is reported.", ge=1)] = 1


class MojibakeCheck(Check[MojibakeParams]):
    """Reports each damaged field once, at its first damaged place, with the edits that mend them all.

    ftfy decides when it is installed (extra ``encoding``), else the byte-class test of :mod:`newslint.text.mojibake`.
    """

    def __init__(self, rule: Rule, params: MojibakeParams) -> None:
        super().__init__(rule, params)
        from newslint.text.mojibake import CANDIDATE  # a run without this rule does not need it

        self._candidate = Pattern(CANDIDATE, ignore_case=False)

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        sources = self._candidate.candidates()
        return None if sources is None else dict.fromkeys(self.rule.fields, sources)

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        from newslint.text.mojibake import repairs  # see __init__

        for label, value in record.values(fields):
            text = record.text(label)
            if text is None or next(self._candidate.finditer(value, text.data), None) is None:
                continue
            found = repairs(value)
            if len(found) < self.params.min_count:
                continue
            first = found[0]
            known = next((item for item in found if item.text), None)
            shown = known or first
            yield Hit(
                label,
                shown.start,
                shown.end,
                values={"count": len(found), "suggestion": shown.text or "unknown"},
                edits=tuple(Edit(item.start, item.end, item.text) for item in found if item.text is not None) or None,
            )


KIND = Kind(
    "mojibake",
    "record",
    MojibakeParams,
    MojibakeCheck,
    placeholders=frozenset({"count", "suggestion"}),
    summary="Text that was decoded with the wrong encoding.",
    computes_fix=True,
)
