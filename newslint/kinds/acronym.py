"""`acronym`: an acronym that the text never spells out."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record


class AcronymParams(Params, frozen=True):
    """Params of `acronym`."""

    min_count: Annotated[int, Meta(description="Times that it has to stand in the text.", ge=1)] = 3
    min_letters: Annotated[int, Meta(description="Capitals it has at least.", ge=2)] = 3
    known: Annotated[list[str], Meta(description="Acronyms that readers know.")] = []


class AcronymCheck(Check[AcronymParams]):
    """Reports the first mention of an acronym that no brackets beside it and no run of words with its initials explain."""

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return {key: [rf"[A-Z]{{{self.params.min_letters},}}"] for key in self.rule.fields}

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        known = frozenset(self.params.known)
        for label, value in record.values(fields):
            if value.isupper():
                continue
            places: dict[str, list[int]] = {}
            for match in _acronyms().finditer(value):
                places.setdefault(match[1], []).append(match.start())
            for name, starts in places.items():
                if len(name) < self.params.min_letters or len(starts) < self.params.min_count or name in known:
                    continue
                if not _in_a_shouted_line(value, starts[0]) and not _explained(value, name):
                    yield Hit(label, starts[0], starts[0] + len(name), values={"count": len(starts)})


@cache
def _acronyms() -> re.Pattern[str]:
    return re.compile(r"(?<![\w@#./&'’-])([A-Z]{2,6})(?![\w/&@-]|\.\w)")


def _in_a_shouted_line(value: str, start: int) -> bool:
    """Whether the word stands among others in capitals: a heading, a dateline, a label."""
    line = value[value.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    capitals = sum(char.isupper() for char in line)
    return capitals * 2 > sum(char.isalpha() for char in line)


def _explained(value: str, name: str) -> bool:
    """Whether the text says what an acronym stands for."""
    if re.search(rf"\(\s*(?:the |or )?[“\"‘']?{name}[”\"’']?\s*[),;]|\b{name}[”\"’']?\s*\((?![\d(])[^)]{{6,}}\)", value):
        return True
    if re.search(rf"\b(?:known (?:by its initials )?as|called|abbreviated (?:as|to)|or|stands for)\s+(?:the )?{name}\b", value):
        return True
    small = r"(?:(?:of|the|and|for|in|on|to|de|la|du|des|der|und|für)[ -])*"
    letters = r"[ -]".join(rf"{small}{letter}[a-z][\w’'.]*" for letter in name)
    return re.search(rf"\b{letters}", value) is not None


KIND = Kind(
    "acronym",
    "record",
    AcronymParams,
    AcronymCheck,
    placeholders=frozenset({"count"}),
    summary="An acronym that the text never spells out.",
)
