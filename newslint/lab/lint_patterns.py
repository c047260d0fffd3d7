"""Faults of the patterns and phrases of a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.kinds.matching import MatchParams, as_list
from newslint.lab.regex_words import branches_of, fewest_words, repeated_alternatives
from newslint.rulefile.examples import read_example
from newslint.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newslint.model import Rule
    from newslint.rulefile.examples import Example

Path = tuple["str | int", ...]
"""Keys and indexes from a rule to a place in it."""

_OPEN_START = re.compile(r"(?:\((?:\?(?:P?<\w+>|[a-z]*:))?)*(?:\.|\\[wWsSD]|\[\^[^\]]+\])(?:[*+]|\{\d+,\})")
_DOTS = re.compile(r"\.(?:[*+]|\{\d+,\d*\})")
_SHOWN = 60


def pattern_faults(rule: Rule, params: MatchParams) -> Iterator[tuple[str, Path, str]]:
    """``(fault, place, message)`` of what the patterns of a rule say twice, or rule out, and what makes them slow."""
    name, sources = _sources(params)
    if params.max_words is not None and params.min_words > params.max_words:
        reason = f"no unit has at least {params.min_words} and at most {params.max_words} words"
        yield "lint.impossible-pattern", ("params", "min_words"), reason
    if name == "phrases":
        yield from _phrases(params, sources)
        sources = []
    for index, source in enumerate(as_list(params.except_)):
        yield from _repeated(source, ("params", "except", index), ignore_case=True)
    if getattr(params, "dialect", "re2") != "re2":
        return
    seen: set[str] = set()
    for index, source in enumerate(sources):
        place: Path = ("params", name, index)
        if source in seen:
            yield "lint.repeated-alternative", place, f"the pattern {_short(source)} stands in the list already"
        seen.add(source)
        yield from _repeated(source, place, ignore_case=params.ignore_case)
        if params.max_words is not None:
            for branch in branches_of(source):
                words = fewest_words(branch)
                if words > params.max_words:
                    reason = f"{_short(branch)} takes {words} words, and max_words allows {params.max_words}"
                    yield "lint.impossible-pattern", place, reason
        # The scan leaves out a run of dots at the very start, and other fields are short.
        open_start = not _DOTS.match(source) and any(map(_OPEN_START.match, branches_of(source)))
        if open_start and "body" in rule.fields and not (params.whole or params.starts):
            reason = (
                f"{_short(source)} begins with a run of any length, which every text has to be searched for; begin with a word"
            )
            yield "lint.open-start", place, reason


def _phrases(params: MatchParams, phrases: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    seen: dict[str, str] = {}
    for index, phrase in enumerate(phrases):
        place: Path = ("params", "phrases", index)
        key = fold(phrase, case=params.ignore_case)
        if key in seen:
            yield (
                "lint.repeated-alternative",
                place,
                f"the phrase {_short(phrase)} stands in the list already as {_short(seen[key])}",
            )
        seen.setdefault(key, phrase)
        words = sum(word != "*" for word in phrase.split())
        if params.max_words is not None and words > params.max_words:
            yield "lint.impossible-pattern", place, f"{_short(phrase)} has {words} words, and max_words allows {params.max_words}"


def _repeated(source: str, place: Path, *, ignore_case: bool) -> Iterator[tuple[str, Path, str]]:
    # Case may be switched back on inside a pattern: then only what is spelt alike is alike.
    found = repeated_alternatives(source, ignore_case=ignore_case and "(?-i" not in source)
    if found:
        shown = ", ".join(_short(branch) for branch in dict.fromkeys(found))
        yield "lint.repeated-alternative", place, f"stands twice in the same group: {shown}"


def _sources(params: MatchParams) -> tuple[str, list[str]]:
    """Name of the param that holds the patterns, and they."""
    for name in ("match", "phrases"):
        value = getattr(params, name, None)
        if value:
            return name, as_list(value)
    return "match", []


def unreached_patterns(rule: Rule, params: MatchParams) -> Iterator[tuple[str, Path, str]]:
    """``(fault, place, message)`` of patterns that no example reaches."""
    from newslint.kinds.base import Context, Record
    from newslint.text.pattern import Pattern

    _, sources = _sources(params)
    dialect = getattr(params, "dialect", "re2")
    if len(sources) < 2:
        return
    values: list[str] = []
    for written in rule.examples.get("bad", ()):
        example = read_example(written)
        for article in example.articles():
            values.extend(value for _, value in Record(article, Context(example.now)).values(rule.fields))
    missed = [
        source
        for source in sources
        if not any(map(Pattern(source, ignore_case=params.ignore_case, dialect=dialect).search, values))
    ]
    if missed:
        first = f"the first: {_short(missed[0])}"
        yield (
            "lint.unreached-pattern",
            ("params", "match"),
            f"{len(missed)} of {len(sources)} patterns are in no bad example ({first})",
        )
    exceptions = [Pattern(source) for source in as_list(params.except_)]
    good = [value for written in rule.examples.get("good", ()) for value in _values(rule, read_example(written))]
    idle = [pattern.source for pattern in exceptions if not any(map(pattern.search, [*good, *values]))]
    if idle:
        yield "lint.unreached-pattern", ("params", "except"), f"no example has what `except` leaves out: {_short(idle[0])}"


def _values(rule: Rule, example: Example) -> list[str]:
    from newslint.kinds.base import Context, Record

    records = [Record(article, Context(example.now)) for article in example.articles()]
    return [value for record in records for _, value in record.values(rule.fields)]


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
