"""`mention`: a name that the text gives, held against the names that the record's fields give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Kind
from newslint.kinds.matching import MatchCheck, Matcher, MatchParams, Strings, as_list
from newslint.text.fold import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Hit, Rule

NAME = "name"
"""Name of the group that holds the name."""
_HOST = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*?([\w-]+)\.(?:(?:com?|org|net|gov|ac|edu)\.)?[a-z]{2,14}(?:[:/?#].*)?\Z", re.IGNORECASE
)
_SHORTEST = 2


class MentionParams(MatchParams, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `mention`."""

    match: Annotated[Strings, Meta(description="Regular expressions, each with a group `(?P<name>…)`.")]
    against: Annotated[
        list[str],
        Meta(
            description="Fields that give names, or addresses whose host is one; where none has a value, the names in the text are "
            "held against the first of them.",
            min_length=1,
        ),
    ]


class MentionCheck(MatchCheck[MentionParams]):
    """Reports names that none of the fields bears.

    Two names are the same when the letters of one are, in their order, among those of the other, and both begin alike: `NYT`,
    `nytimes.com` and `The New York Times` are.
    """

    def __init__(self, rule: Rule, params: MentionParams) -> None:
        super().__init__(rule, params)
        self.matcher = Matcher(as_list(params.match), params)

    def validate(self) -> None:
        super().validate()
        for index, source in enumerate(as_list(self.params.match)):
            if f"(?P<{NAME}>" not in source:
                raise ValueError(f"params.match[{index}]: the pattern has no group (?P<{NAME}>…)")

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        borne = [value for _, value in record.values(self.params.against) if _key(value)]
        for hit in super().run(record, fields):
            name = str(hit.values.get(NAME, "")).strip()
            if not _key(name):
                continue
            if not borne:
                borne.append(name)
            elif not any(same_name(name, other) for other in borne):
                hit.values = {**hit.values, NAME: name, "other": borne[0]}
                yield hit


def same_name(one: str, other: str) -> bool:
    """Whether two names may stand for the same body: see :class:`MentionCheck`."""
    short, long = sorted((_key(one), _key(other)), key=len)
    if len(short) < _SHORTEST:
        return False
    if short in long:
        return True
    rest = iter(long)
    return short[0] == long[0] and all(char in rest for char in short)


def _key(name: str) -> str:
    """The letters and figures of a name without its article, or those of a host without what is not its own."""
    host = _HOST.match(name.strip()) if "." in name and " " not in name.strip() else None
    words = tokens(host.group(1) if host else name)
    return "".join(char for word in (words[1:] if words[:1] == ["the"] else words) for char in word if char.isalnum())


KIND = Kind(
    "mention",
    "record",
    MentionParams,
    MentionCheck,
    frozenset({NAME, "other"}),
    "Names in the text that the record's fields do not bear.",
)
