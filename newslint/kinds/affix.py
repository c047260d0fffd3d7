"""`affix`: a field that begins or ends with the name that another field gives, or is nothing but that name."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.kinds.addresses import origins_of
from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import trimmed
from newslint.kinds.values import field_values
from newslint.model import Edit, Hit
from newslint.text.fold import tokens
from newslint.text.pattern import WHITE
from newslint.text.urls import host_of, registered_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

tails_in: Callable[[list[str], str, int, int], list[int]] | None = None
"""Which short texts end in letters that stand in names; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import tails_in

_SEPARATORS = r"\s+[-‐–—·•|»:]{1,2}\s+|\s*(?:\||::)\s*"
_CANDIDATE = rf"[{WHITE}][-‐–—·•|»:]{{1,2}}[{WHITE}]|\||::"
_LEAST = 3
"""Letters of a name that is compared; `ab` is in too many titles."""
_ADDRESSES = frozenset({"url", "canonical_url", "source_url"})
_LONGEST = 80
"""Characters of a value that may be a name as a whole."""
_TAIL = 4
"""Letters of the last word that the quick test looks for in the names."""


class AffixParams(Params, frozen=True):
    """Params of `affix`.  The rule's ``fields`` are looked at, ``against`` names what they should not carry."""

    against: Annotated[
        list[str],
        Meta(
            description="Fields that give the name: as it is written, and of a URL or a domain its label (`kitedaily` of "
            "`https://www.kitedaily.example/a`).",
            min_length=1,
        ),
    ] = field(default_factory=lambda: ["source", "url"])
    place: Annotated[
        Literal["start", "end", "whole"],
        Meta(
            description="Where the name stands: at the `start` or `end`, divided from the rest by a dash, bar, double colon or dot "
            "between spaces, or as the `whole` value."
        ),
    ] = "end"


class AffixCheck(ColumnCheck[AffixParams]):
    """Reports the name with its separator, or the whole value.  Names are compared as letters, without spaces, case and `the`.

    Its edit takes the name out, unless it is the whole value.
    """

    def __init__(self, rule: Rule, params: AffixParams) -> None:
        super().__init__(rule, params)
        self._names = field_values(params.against)

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        return None if self.params.place == "whole" else dict.fromkeys(self.rule.fields, (_CANDIDATE,))

    def suspects(self, columns: Columns) -> Iterable[int]:
        if self.params.place != "whole":
            return range(len(columns))
        every = "\n".join({name for field in self.params.against for name in columns.fact(_names_in, field)}).lower()
        found: set[int] = set()
        for name in self.rule.fields:
            texts = columns.texts(name)
            if tails_in is not None:
                texts = [texts[place] for place in tails_in([text for _, text in texts], every, _TAIL, _LONGEST)]
            for index, text in texts:
                if len(text) > _LONGEST:
                    continue
                tail = text[-_TAIL:].lower()
                if not (tail.isascii() and tail.isalnum()):
                    words = text.rsplit(None, 1)
                    tail = words[-1][-_TAIL:].lower() if words else ""
                    if not (tail.isascii() and tail.isalnum()):
                        found.add(index)
                        continue
                if tail in every and any(tail in _head(known).lower() for known in self._names(columns.record(index))):
                    found.add(index)
        return found

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        names: dict[str, str] | None = None
        for label, value in record.values(fields):
            start, end = trimmed(value)
            place = self._place(value, start, end)
            if place is None:
                continue
            first, last, name_start, name_end = place
            if names is None:
                names = self._known(record)
            name = value[name_start:name_end].strip()
            source = names.get(_letters(name))
            if source is None and self.params.place != "whole":
                source = names.get(_letters(_bare(name)))
            if source is None:
                continue
            edits = None if self.params.place == "whole" else (Edit(first, last, ""),)
            yield Hit(label, first, last, values={"name": name, "source": source}, edits=edits)

    def _place(self, value: str, start: int, end: int) -> tuple[int, int, int, int] | None:
        """Span to report and span of the name, if the value has such a part."""
        place = self.params.place
        if start == end:
            return None
        if place == "whole":
            return start, end, start, end
        marks = list(_separator().finditer(value, start, end))
        if not marks:
            return None
        mark = marks[-1] if place == "end" else marks[0]
        if place == "end":
            return (mark.start(), end, mark.end(), end) if mark.start() > start and mark.end() < end else None
        return (start, mark.end(), start, mark.start()) if mark.start() > start and mark.end() < end else None

    def _known(self, record: Record) -> dict[str, str]:
        """The names by their letters, each with the value that gives it."""
        known: dict[str, str] = {}
        for value in filter(None, map(str.strip, self._names(record))):
            names = [value, _bare(value)]
            domain = registered_domain(value)
            if domain is not None:
                names = [host_of(value), domain, domain.split(".")[0]]
            for name in names:
                letters = _letters(name)
                if len(letters) >= _LEAST:
                    known.setdefault(letters, value)
        return known


def _names_in(columns: Columns, field: str) -> set[str]:
    """The names that ``field`` gives, each once; of a web address its host, and more."""
    if field not in _ADDRESSES:
        return set(map(_head, {text for _, text in columns.texts(field)}))
    origins, odd = origins_of(columns, field)
    names = {origin for origin in origins if origin}
    values = columns.values(field)
    if not all("://" in name for name in names):
        names = {_head(value) for value, origin in zip(values, origins, strict=True) if origin}
    names.update(_head(values[index]) for index in odd)
    return names


def _head(text: str) -> str:
    """Of a web address what stands before its path, of any other text all of it."""
    start = text.find("://")
    end = -1 if start < 0 else text.find("/", start + 3)
    return text if end < 0 else text[:end]


def _letters(name: str) -> str:
    words = tokens(name.replace(".", " ").replace("-", " "))
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _bare(name: str) -> str:
    """The name without an ending such as `.com` or `Online`."""
    return _ending().sub("", name)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(_SEPARATORS)


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        r"(?:\.(?:com|net|org|info|news|co|tv|in|io|[a-z]{2})){1,2}$|\s+(?:Online|News|Website|Homepage)$", re.IGNORECASE
    )


KIND = Kind(
    "affix",
    "record",
    AffixParams,
    AffixCheck,
    placeholders=frozenset({"name", "source"}),
    summary="A field that begins or ends with a name that another field gives, or is nothing but that name.",
    computes_fix=True,
)
