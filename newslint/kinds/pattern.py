"""`pattern`: text that a regular expression matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams, Strings, as_list

if TYPE_CHECKING:
    from newslint.model import Rule


class PatternParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `pattern`."""

    match: Annotated[
        Strings, Meta(description="Regular expression, or a list of them: RE2 syntax with Unicode `\\b`, `\\w`, `\\s`.")
    ]
    dialect: Annotated[
        Literal["re2", "backtracking"],
        Meta(description="`backtracking` allows look-around and back-references, under a time limit per text."),
    ] = "re2"


class PatternCheck(MatchCheck[PatternParams]):
    """Reports every match."""

    def __init__(self, rule: Rule, params: PatternParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher(as_list(params.match), params, dialect=params.dialect)


KIND = Kind(
    "pattern",
    "record",
    PatternParams,
    PatternCheck,
    placeholders=frozenset({"count"}),
    summary="Text that a regular expression matches.",
)
