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
    name, sources = sources_of(params)
    if params.max_words is not None and params.min_words > params.max_words:
        reason = f"no unit has at least {params.min_words} and at most {params.max_words} words"
        yield "lint.impossible-pattern", ("params", "min_words"), reason
    if name == "phrases":
        yield from _phrases(params, sources)
    if name != "match":
        sources = []
    for index, source in enumerate(as_list(params.except_)):
        yield from _repeated(source, ("params", "except", index), ignore_case=True)
    if getattr(params, "dialect", "re2") != "re2":
        return
    seen: set[str] = set()
    for index, source in enumerate(sources):
        place: Path = ("params", name, index)
        if source in seen:
            yield "lint.repeated-alternative", place, f"the pattern {short(source)} stands in the list already"
        seen.add(source)
        yield from _repeated(source, place, ignore_case=params.ignore_case)
        if params.max_words is not None:
            for branch in branches_of(source):
                words = fewest_words(branch)
                if words > params.max_words:
                    reason = f"{short(branch)} takes {words} words, and max_words allows {params.max_words}"
                    yield "lint.impossible-pattern", place, reason
        # The scan leaves out a run of dots at the very start, and other fields are short.
        open_start = not _DOTS.match(source) and any(map(_OPEN_START.match, branches_of(source)))
        if open_start and "body" in rule.fields and not (params.whole or params.starts):
            reason = (
                f"{short(source)} begins with a run of any length, which every text has to be searched for; begin with a word"
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
                f"the phrase {short(phrase)} stands in the list already as {short(seen[key])}",
            )
        seen.setdefault(key, phrase)
        words = sum(word != "*" for word in phrase.split())
        if params.max_words is not None and words > params.max_words:
            yield "lint.impossible-pattern", place, f"{short(phrase)} has {words} words, and max_words allows {params.max_words}"


def _repeated(source: str, place: Path, *, ignore_case: bool) -> Iterator[tuple[str, Path, str]]:
    # Case may be switched back on inside a pattern: then only what is spelt alike is alike.
    found = repeated_alternatives(source, ignore_case=ignore_case and "(?-i" not in source)
    if found:
        shown = ", ".join(short(branch) for branch in dict.fromkeys(found))
        yield "lint.repeated-alternative", place, f"stands twice in the same group: {shown}"


def sources_of(params: MatchParams) -> tuple[str, list[str]]:
    """Name of the param that holds the patterns or phrases, and they."""
    for name in ("match", "phrases", "swap"):
        value = getattr(params, name, None)
        if value:
            return name, list(value) if name == "swap" else as_list(value)
    return "match", []


def unreached_patterns(rule: Rule, params: MatchParams) -> Iterator[tuple[str, Path, str]]:
    """``(fault, place, message)`` of patterns that no example reaches."""
    sources = sources_of(params)[1]
    if len(sources) < 2:
        return
    missed, idle = unreached(rule, params)
    if missed:
        first = f"the first: {short(missed[0])}"
        yield (
            "lint.unreached-pattern",
            ("params", "match"),
            f"{len(missed)} of {len(sources)} patterns are in no bad example ({first})",
        )
    if idle:
        yield "lint.unreached-pattern", ("params", "except"), f"no example has what `except` leaves out: {short(idle[0])}"


def unreached(rule: Rule, params: MatchParams) -> tuple[list[str], list[str]]:
    """The patterns and phrases that are in no bad example, and the exceptions that are in no example."""
    from newslint.kinds.phrases import phrase_pattern
    from newslint.text.pattern import Pattern

    dialect = getattr(params, "dialect", "re2")
    bad, good = (
        [value for written in rule.examples.get(sort, ()) for value in _values(rule, read_example(written))]
        for sort in ("bad", "good")
    )
    name, sources = sources_of(params)
    missed = []
    for source in sources:
        pattern = source if name == "match" else phrase_pattern(source)
        if not any(map(Pattern(pattern, ignore_case=params.ignore_case, dialect=dialect).search, bad)):
            missed.append(source)
    exceptions = as_list(params.except_)
    return missed, [source for source in exceptions if not any(map(Pattern(source).search, [*good, *bad]))]


def _values(rule: Rule, example: Example) -> list[str]:
    from newslint.kinds.base import Context, Record

    records = [Record(article, Context(example.now)) for article in example.articles()]
    return [value for record in records for _, value in record.values(rule.fields)]


def short(text: str) -> str:
    """A pattern or phrase in quotation marks, cut where it is long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
