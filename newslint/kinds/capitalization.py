"""`capitalization`: text in capitals, or in another case than the house style's."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Rule

# Words that headline case leaves small, as the Associated Press and Chicago both do.
_SMALL = frozenset(
    """
    a an the and but or nor for so yet as at by in of off on per to up via vs v from into onto over with than if
    """.split()  # noqa: SIM905
)

# All capitals, and some more: to compile the class of all of them takes RE2 as long as a hundred other patterns.
_CAPITAL = r"[A-Z\x{AA}-\x{1FFF}\x{2070}-\x{10FFFF}]"
_CAPITALS = rf"{_CAPITAL}[^a-z]{{0,2}}{_CAPITAL}[^a-z]{{0,2}}{_CAPITAL}"
_SMALL_LETTERS = bytes(range(ord("a"), ord("z") + 1))
_PIGEONHOLE = 0.75
"""With a larger share of capitals among at least four letters, three of them have to stand together."""


class CapitalizationParams(Params, frozen=True):
    """Params of `capitalization`."""

    test: Annotated[
        Literal["all_caps", "headline_case", "sentence_case", "lower_start"],
        Meta(
            description="What is reported. `all_caps`: more than `share` of the letters are capitals. `headline_case`: more than `share` "
            "of the words that headline case capitalises are capitalised (for a house that writes sentence case). `sentence_case`: "
            "no more than 1 - `share` of them are (for a house that writes headline case). `lower_start`: the first letter is small."
        ),
    ] = "all_caps"
    share: Annotated[float, Meta(description="Share that `test` compares with.", ge=0, le=1)] = 0.8
    min_words: Annotated[int, Meta(description="Fewest words with a letter in a unit that is looked at.", ge=1)] = 4
    in_: Annotated[Literal["field", "block"], Meta(description="Look at the whole value, or at each block by itself.")] = field(
        default="field", name="in"
    )
    except_: Annotated[
        list[str], Meta(description="Words that do not count, as written: acronyms, brands in lower case such as `iPhone`.")
    ] = field(default_factory=list, name="except")


class CapitalizationCheck(Check[CapitalizationParams]):
    """Reports the value, or the block, without outer white space; letters of scripts without case do not count."""

    def __init__(self, rule: Rule, params: CapitalizationParams) -> None:
        super().__init__(rule, params)
        self._except = frozenset(params.except_)

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        params = self.params
        if params.test == "all_caps" and params.share >= _PIGEONHOLE:
            return dict.fromkeys(self.rule.fields, (_CAPITALS,))
        if params.test == "lower_start":
            return dict.fromkeys(self.rule.fields, (r"(?m)^[^\n\pL]*\p{Ll}",))
        return None

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            if self._too_small(value):
                continue
            text = record.text(label)
            if text is None:
                continue
            if self.params.in_ == "block":
                units = [(block.start, block.end) for block in text.blocks if block.kind != "code"]
            else:
                start = len(value) - len(value.lstrip())
                units = [(start, start + len(value.strip()))]
            for start, end in units:
                # Words of scripts without case are neither in capitals nor not.
                words = [word for word in _words().findall(value, start, end) if word not in self._except and _has_case(word)]
                if len(words) < self.params.min_words:
                    continue
                share = self._share(words)
                if share is not None:
                    yield Hit(label, start, end, values={"share": round(share, 2), "words": len(words)})

    def _too_small(self, value: str) -> bool:
        """Whether ``value`` has so many small letters that it cannot be in capitals: a cheap test, for most values have."""
        params = self.params
        if params.test != "all_caps" or params.in_ != "field" or self._except or not value.isascii():
            return False
        return len(value) - len(value.encode().translate(None, _SMALL_LETTERS)) >= (1 - params.share) * len(value)

    def _share(self, words: list[str]) -> float | None:
        """The share that the message gives, or None when the words pass."""
        test, limit = self.params.test, self.params.share
        if test == "all_caps":
            letters = "".join(words)
            upper = sum(map(str.isupper, letters))
            cased = upper + sum(map(str.islower, letters))
            share = upper / cased if cased else 0.0
            return share if share > limit else None
        if test == "lower_start":
            return 1.0 if words[0][0].islower() else None
        # The first word is a capital in either case, and an acronym tells nothing.
        telling = [
            word
            for word in words[1:]
            if word.lower() not in _SMALL and not (word.isupper() and len(word) > 1) and _has_case(word)
        ]
        if len(telling) < self.params.min_words - 1:
            return None
        share = sum(word[0].isupper() for word in telling) / len(telling)
        if test == "headline_case":
            return share if share > limit else None
        return share if share <= 1 - limit else None


def _has_case(word: str) -> bool:
    return word[0].isupper() or word[0].islower()


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:['’.&-]?[^\W_]+)*")


KIND = Kind(
    "capitalization",
    "record",
    CapitalizationParams,
    CapitalizationCheck,
    placeholders=frozenset({"share", "words"}),
    summary="Text in capitals, or in another case than the house style's.",
)
