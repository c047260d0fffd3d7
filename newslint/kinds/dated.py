"""`dated`: a date that the text states, held against a date of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.fields import getter
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams, Strings, as_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Hit, Rule
    from newslint.text.dates import RawDate

GROUP = "date"
"""Name of the group that holds the date."""


class DatedParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `dated`."""

    match: Annotated[
        Strings,
        Meta(
            description="Regular expression, or a list of them, with a group `(?P<date>…)` round the full date: ISO 8601, or a month name of "
            "English, German, French, Spanish, Italian, Portuguese or Dutch with day and year."
        ),
    ]
    relation: Annotated[
        Literal["after", "before"], Meta(description="Reported is a date that lies after, or before, that of the record.")
    ]
    against: Annotated[str, Meta(description="Field with the record's date.")] = "published_at"
    days: Annotated[int, Meta(description="How far apart they may lie.", ge=0)] = 1


class DatedCheck(MatchCheck[DatedParams]):
    """Reports a match whose date lies more than `days` on the given side of the record's; the other dates are passed over."""

    def __init__(self, rule: Rule, params: DatedParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher(as_list(params.match), params)
        self.get = getter(params.against)

    def validate(self) -> None:
        super().validate()
        for index, source in enumerate(as_list(self.params.match)):
            if f"(?P<{GROUP}>" not in source:
                raise ValueError(f"params.match[{index}]: no group (?P<{GROUP}>…) says where the date is")

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        from newslint.text.dates import parse_date  # wanted only where a pattern matched

        raw = self.get(record.article)
        known = parse_date(raw) if isinstance(raw, str) else None
        if known is None or not _day(known):
            return ()
        hits: list[Hit] = []
        for hit in super().run(record, fields):
            stated = parse_date(str(hit.values[GROUP]))
            apart = _day(stated) - _day(known) if _day(stated) else 0
            if (apart if self.params.relation == "after" else -apart) > self.params.days:
                hit.values = {**hit.values, "record_date": str(raw).strip(), "days": abs(apart)}
                hits.append(hit)
        return hits


def _day(raw: RawDate) -> int:
    """The day as its ordinal; 0 when there is none that is sure."""
    if raw.value is None or raw.ambiguous or raw.precision not in {"day", "time"}:
        return 0
    return raw.value.toordinal()


KIND = Kind(
    "dated",
    "record",
    DatedParams,
    DatedCheck,
    placeholders=frozenset({"count", "record_date", "days"}),
    summary="A date that the text states, held against a date of the record.",
)
