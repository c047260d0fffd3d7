"""`full_name`: a person who speaks under a family name alone and is never introduced."""

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

_SAYING = "said|says|told|added|adds|argued|explained|warned|insisted|recalled|replied|noted"
_PRONOUNS = frozenset(
    ["He", "She", "They", "It", "Who", "That", "This", "There", "Today", "Everyone", "Nobody", "Someone", "Others", "Police"]
)
_LETTER = "A-ZÀ-ÖØ-Þ"


class FullNameParams(Params, frozen=True):
    """Params of `full_name`."""

    known: Annotated[list[str], Meta(description="Family names that readers know: heads of state and the like.")] = []


class FullNameCheck(Check[FullNameParams]):
    """Reports the first ``Rao said`` of a text in which no other name, title or role ever stands before Rao.

    A word that the text writes in lower case as well, or only at the beginning of sentences, is taken for no name.
    """

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return {key: [rf"(?:{_SAYING}) [A-Z]|[a-z] (?:{_SAYING})\b"] for key in self.rule.fields}

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        elsewhere = "\n".join(value for _, value in record.values(("title", "subtitle", "summary", "captions")))
        for label, value in record.values(fields):
            seen: set[str] = set()
            for match in _speakers().finditer(value):
                name = match[1] or match[2]
                if name in seen or name in _PRONOUNS or name in self.params.known:
                    continue
                seen.add(name)
                start = match.start(1) if match[1] else match.start(2)
                if _is_name(value, name) and not _introduced(value, name) and not _introduced(elsewhere, name):
                    yield Hit(label, start, start + len(name))


@cache
def _speakers() -> re.Pattern[str]:
    name = rf"([{_LETTER}][a-zß-öø-ÿ’'-]+[a-zß-öø-ÿ])"
    # “…,” Rao said: after a comma, a quotation or a small word; or said Rao, at the end of what is quoted.
    return re.compile(rf"(?<=[,”\"’] ){name} (?:{_SAYING})\b|\b(?:{_SAYING}) {name}(?=[,.;]|\n|$)(?! [{_LETTER}])")


def _is_name(value: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name.lower())}\b", value) is None


def _introduced(value: str, name: str) -> bool:
    """Whether another word in capitals, a title or initials stand right before or after the name."""
    escaped = re.escape(name)
    before = rf"(?:[{_LETTER}][\w’'-]*[\w.]|[{_LETTER}]\.|(?:Mr|Mrs|Ms|Dr|Prof)\.?) (?:(?:van|von|de|del|della|da|al|bin|der|den|la|le|du)[ -])*"
    return re.search(rf"{before}{escaped}\b|\b{escaped} [{_LETTER}]", value) is not None


KIND = Kind(
    "full_name", "record", FullNameParams, FullNameCheck, summary="A person quoted by family name alone who is never introduced."
)
