"""`together`: several rules that found something in the same record, and mean more together than each alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import GroupCheck, Kind, Params
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule


class TogetherParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `together`."""

    tags: Annotated[list[str], Meta(description="Findings of rules with one of these tags count.", min_length=1)]
    min_rules: Annotated[int, Meta(description="Different rules that have to find something in the record.", ge=1)] = 3
    min_findings: Annotated[int, Meta(description="Findings they have to make in all; those of one rule count each.", ge=1)] = 1


class TogetherCheck(GroupCheck[TogetherParams]):
    """Reports the record."""

    def group(self, record: Record, found: Sequence[tuple[Rule, Sequence[Hit]]]) -> Iterable[Hit]:
        tags = frozenset(self.params.tags)
        signals = [(rule, hits) for rule, hits in found if not tags.isdisjoint(rule.tags)]
        findings = sum(len(hits) for _, hits in signals)
        if len(signals) >= self.params.min_rules and findings >= self.params.min_findings:
            names = ", ".join(rule.id for rule, _ in signals)
            yield Hit(values={"count": len(signals), "findings": findings, "rules": names})


KIND = Kind(
    "together",
    "record",
    TogetherParams,
    TogetherCheck,
    frozenset({"count", "findings", "rules"}),
    "Records in which several rules of one sort found something.",
    groups=True,
)
