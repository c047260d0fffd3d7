"""Rules about rules: what a rule file may say, and should not.

Each of :data:`FAULTS` is a fault that loading a rule file cannot call an error, because the rule still runs, but that leaves the rule
untested, unexplained or without effect.
"""

from __future__ import annotations

import os
import re
from string import Formatter
from typing import TYPE_CHECKING, Any

from newslint.api import Linter, check_examples
from newslint.kinds.base import DatasetCheck
from newslint.kinds.matching import MatchParams, as_list
from newslint.kinds.registry import get_kind
from newslint.lab.regex_words import branches_of, fewest_words, repeated_alternatives
from newslint.model import Finding, at_least
from newslint.model.edits import apply_edits
from newslint.model.severity import PROFILES
from newslint.rulefile.examples import is_long_form, read_example
from newslint.rulefile.examples import run as run_examples
from newslint.text.fold import fold, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from newslint.kinds.base import Check
    from newslint.model import Article, Rule, Severity
    from newslint.rulefile.examples import Example, Outcome
    from newslint.rulefile.nodes import Node

FAULTS: dict[str, tuple[Severity, str]] = {
    "lint.dead-rule": ("error", "no bad example makes the rule fire"),
    "lint.good-example-fires": ("error", "the rule fires on a good example"),
    "lint.impossible-pattern": ("error", "an alternative or a param that rules out every match"),
    "lint.unknown-field": ("warning", "no example has any of the rule's fields"),
    "lint.trips-another": ("warning", "a good example trips another rule of the same pack"),
    "lint.empty-why": ("warning", "the why only says the title or the message again"),
    "lint.repeated-alternative": ("warning", "an alternative or phrase that stands there already"),
    "lint.idle-fix": ("warning", "the fix changes nothing in any bad example"),
    "lint.message-without-evidence": ("warning", "the message does not show what was found"),
    "lint.no-help": ("warning", "nothing says how to mend it"),
    "lint.few-examples": ("warning", "fewer than two good or two bad examples"),
    "lint.open-start": ("warning", "a pattern begins with a run of any length"),
    "lint.unreached-pattern": ("info", "patterns that no bad example reaches"),
    "lint.idle-examples": ("info", "no good example comes near the rule"),
    "lint.broad-candidate": ("info", "the rule is run on many records that have nothing to do with it"),
}
"""Id of each fault, how grave it is, and what it is."""

ENOUGH_EXAMPLES = 2
_BROAD = 0.2
"""Share of the good examples of other rules that a rule may be run on."""
_BROAD_LEAST = 50
"""Such examples at least: of fewer no share can be told."""
_REPEATED = 0.75
"""Share of the words of a ``why`` that may stand in the title and the message."""
_OPEN_START = re.compile(r"(?:\((?:\?(?:P?<\w+>|[a-z]*:))?)*(?:\.|\\[wWsSD]|\[\^[^\]]+\])(?:[*+]|\{\d+,\})")
_DOTS = re.compile(r"\.(?:[*+]|\{\d+,\d*\})")
_SHORT_BY_NATURE = frozenset({"length", "metric"})
"""Kinds that measure how much text there is: an example has as little as it needs."""
_SHOWN = 60


def lint_rules(rules: Sequence[Rule]) -> list[Finding]:
    """Faults of rules, by file and line.

    Args:
        rules: Rules that were loaded from files.
    """
    places = _Places()
    found: list[Finding] = []
    for rule in rules:
        outcomes = list(run_examples(rule, check_examples))
        found.extend(places.finding(rule, *fault) for fault in _faults_of(rule, outcomes))
    found.extend(places.finding(*fault) for fault in _trips(rules))
    found.extend(places.finding(*fault) for fault in _broad(rules))
    return sorted(found, key=lambda f: (f.path, f.line or 0, f.column or 0, f.rule, f.message))


Path = tuple["str | int", ...]
"""Keys and indexes from a rule to a place in it."""


def _faults_of(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    """``(fault, place, message)`` of the faults of one rule that need no other."""
    yield from _examples(rule, outcomes)
    yield from _texts(rule, outcomes)
    yield from _fix(rule, outcomes)
    kind = get_kind(rule.kind)
    import msgspec

    params = msgspec.convert(rule.params, kind.params)
    if isinstance(params, MatchParams):
        yield from _patterns(rule, params)
        if rule.kind == "pattern":
            yield from _unreached(rule, params)


def _examples(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    bad = [outcome for outcome in outcomes if outcome.sort == "bad"]
    if not any(outcome.findings for outcome in bad):
        yield "lint.dead-rule", ("examples", "bad"), f"none of its {len(bad)} bad examples makes it fire"
    for outcome in outcomes:
        if outcome.sort == "good" and not outcome.ok:
            yield "lint.good-example-fires", ("examples", "good", outcome.index), outcome.message
    for sort in ("good", "bad"):
        count = len(rule.examples.get(sort, ()))
        if count < ENOUGH_EXAMPLES:
            yield (
                "lint.few-examples",
                ("examples", sort),
                f"{count} {sort} example{'s' * (count != 1)}, where {ENOUGH_EXAMPLES} are wanted",
            )
    records = [record for written in _written(rule) for record in read_example(written).records]
    if not any(_has(record, field) for record in records for field in rule.fields):
        fields = ", ".join(rule.fields)
        yield "lint.unknown-field", ("fields",), f"no example has the field {fields}, so nothing shows that the rule looks at it"


def _written(rule: Rule) -> list[Any]:
    return [written for sort in ("good", "bad") for written in rule.examples.get(sort, ())]


def _has(record: dict[str, Any], field: str) -> bool:
    """Whether a record as it is written has a field, however deep."""
    name = field.removeprefix("extra.")
    return name in record or name.partition(".")[0] in record


def _texts(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    said = set(tokens(f"{rule.title} {rule.message}"))
    why = [word for word in tokens(rule.why) if len(word) > 3]
    if why and sum(word in said for word in why) / len(why) > _REPEATED:
        yield "lint.empty-why", ("why",), "the why says the title again; say what breaks for whoever uses the record"
    named = [name for _, name, _, _ in Formatter().parse(rule.message) if name is not None]
    spans = any(
        finding.excerpt is not None and not _covers_all(finding, rule.examples["bad"][outcome.index])
        for outcome in outcomes
        if outcome.sort == "bad"
        for finding in outcome.findings
    )
    if spans and not named:
        yield "lint.message-without-evidence", ("message",), "the message shows nothing of what was found: {match} would"
    if not rule.help:
        yield "lint.no-help", ("id",), "the rule has no help: one line that says how to mend it"


def _covers_all(finding: Finding, written: Any) -> bool:
    """Whether a finding covers a whole value: then there is nothing to show that is shorter than it."""
    return any(finding.excerpt in record.values() for record in read_example(written).records)


def _fix(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    if rule.fix is None:
        return
    for outcome in outcomes:
        if outcome.sort == "bad":
            articles = read_example(rule.examples["bad"][outcome.index]).articles()
            if any(_changes(finding, articles) for finding in outcome.findings):
                return
    yield "lint.idle-fix", ("fix",), f"the fix {rule.fix.op!r} changes nothing in any bad example"


def _changes(finding: Finding, articles: Sequence[Article]) -> bool:
    from newslint.kinds.base import Context, Record
    from newslint.rulefile.examples import DEFAULT_NOW

    if finding.fix is None or finding.field is None:
        return False
    value = Record(articles[finding.record or 0], Context(DEFAULT_NOW)).value(finding.field)
    return value is not None and apply_edits(value, finding.fix.edits) != value


def _patterns(rule: Rule, params: MatchParams) -> Iterator[tuple[str, Path, str]]:
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


def _unreached(rule: Rule, params: MatchParams) -> Iterator[tuple[str, Path, str]]:
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


def _trips(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, Path, str]]:
    """Good examples in which another rule of the pack, on the same rung of the profiles or below, finds a fault.

    What an example leaves out says nothing, so only findings that cover text count, and none of the kinds that measure how much text
    there is.  Where the trap of a good example is that another rule speaks of it, the example says so: ``also: [its id]``.
    """
    packs: dict[str, list[Rule]] = {}
    for rule in rules:
        packs.setdefault(rule.path, []).append(rule)
    for pack in packs.values():
        running = [rule for rule in pack if _takes_part(rule)]
        by_now: dict[datetime, list[tuple[Rule, int, Article]]] = {}
        for rule in pack:
            for index, example in _good(rule):
                by_now.setdefault(example.now, []).append((rule, index, example.articles()[0]))
        known = {rule.id: rule for rule in running}
        found: dict[tuple[str, int], dict[str, str]] = {}
        for now, shown in by_now.items() if running else ():
            for finding in Linter(rules=running, now=now, cache=False).check_articles(article for _, _, article in shown):
                rule, index, _ = shown[finding.record or 0]
                if finding.excerpt and _concerns(known[finding.rule], rule) and at_least(finding.severity, "warning"):
                    found.setdefault((rule.id, index), {}).setdefault(finding.rule, finding.message)
        for rule in pack:
            for index, _ in _good(rule):
                yield from _unexpected(rule, index, found.get((rule.id, index), {}))


def _unexpected(rule: Rule, index: int, found: dict[str, str]) -> Iterator[tuple[Rule, str, Path, str]]:
    """What differs between the rules that speak of a good example and those that it says do."""
    written = rule.examples["good"][index]
    also: list[str] = written.get("also", []) if is_long_form(written) else []
    place: Path = ("examples", "good", index)
    for other, message in found.items():
        if other not in also:
            yield rule, "lint.trips-another", place, f"the good example trips {other}: {message}"
    for other in also:
        if other not in found:
            yield rule, "lint.trips-another", place, f"`also` names {other}, which finds nothing in the good example"


def _takes_part(rule: Rule) -> bool:
    """Whether a rule is asked about the good examples of others."""
    return rule.profile is not None and rule.kind not in _SHORT_BY_NATURE and get_kind(rule.kind).scope == "record"


def _good(rule: Rule) -> Iterator[tuple[int, Example]]:
    """The good examples of one record each, with their index."""
    for index, written in enumerate(rule.examples.get("good", ())):
        example = read_example(written)
        if len(example.records) == 1 and get_kind(rule.kind).scope == "record":
            yield index, example


def _concerns(other: Rule, rule: Rule) -> bool:
    """Whether whoever runs ``rule`` runs ``other`` too, on the same records."""
    if other.id == rule.id or (other.languages and rule.languages and set(other.languages).isdisjoint(rule.languages)):
        return False
    top = len(PROFILES)
    return PROFILES.index(other.profile or "") <= (top if rule.profile is None else PROFILES.index(rule.profile))


def _broad(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str, Path, str]]:
    """Rules whose candidate test lets too much through, and rules that their own good examples do not put to the test."""
    from datetime import timezone

    from newslint.engine.plan import Plan
    from newslint.kinds.base import Context
    from newslint.rulefile.examples import DEFAULT_NOW

    plan = Plan(rules, get_kind, Context(DEFAULT_NOW.astimezone(timezone.utc)))
    scanned = {number for number, rule in enumerate(rules) if _is_scanned(plan.check(number))}
    near: set[int] = set()
    strangers = dict.fromkeys(scanned, 0)
    total = 0
    for own, rule in enumerate(rules):
        for _, example in _good(rule):
            total += 1
            # Only the patterns: what is asked about every record is cheap by its contract.
            for number in {
                number for number, fields in plan.candidates(plan.record(example.articles()[0])) if fields is not None
            }:
                if number == own:
                    near.add(number)
                elif number in strangers:
                    strangers[number] += 1
    for number in sorted(scanned):
        rule = rules[number]
        if number not in near and any(True for _ in _good(rule)):
            yield (
                rule,
                "lint.idle-examples",
                ("examples", "good"),
                "no good example has what the rule looks for: none is a trap that it avoids",
            )
        if total >= _BROAD_LEAST and strangers[number] / total > _BROAD:
            share = f"{strangers[number] / total:.0%}"
            yield rule, "lint.broad-candidate", ("params",), f"its patterns match in {share} of the good examples of other rules"


def _is_scanned(check: Check[Any]) -> bool:
    return not isinstance(check, DatasetCheck) and bool(check.patterns())


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


class _Places:
    """Where the parts of rules stand in their files, which are read once each."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[int, Node]] = {}

    def finding(self, rule: Rule, fault: str, path: Path, message: str) -> Finding:
        """The finding about a part of a rule: at the part, or at the rule where the part is inherited."""
        line, column = self._place(rule, path)
        label = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
        return Finding(
            rule=fault,
            severity=FAULTS[fault][0],
            message=f"{rule.id}: {message}",
            path=_shown_path(rule.path),
            record_id=rule.id,
            field=label,
            line=line,
            column=column,
        )

    def _place(self, rule: Rule, path: Iterable[str | int]) -> tuple[int | None, int | None]:
        if not rule.path:
            return None, None
        node = self._nodes(rule.path).get(rule.line)
        if node is None:
            return rule.line or None, 1
        found = node.find(list(path))
        return found.line, found.column

    def _nodes(self, path: str) -> dict[int, Node]:
        """The rules of a file by the line they begin on."""
        if path not in self._rules:
            from newslint.rulefile.yaml_source import compose, decode

            with open(path, "rb") as file:
                source = decode(path, file.read(), [])
            root = None if source is None else compose(source, [])
            rules = None if root is None or not root.is_mapping else root.get("rules")
            self._rules[path] = {} if rules is None else {node.line: node for node in rules.children()}
        return self._rules[path]


def _shown_path(path: str) -> str:
    """``path`` from the working directory, where it lies below."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative
