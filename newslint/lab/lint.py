"""Rules about rules: what a rule file may say, and should not.

Each of :data:`FAULTS` is a fault that loading a rule file cannot call an error, because the rule still runs, but that leaves the rule
untested, unexplained or without effect.
"""

from __future__ import annotations

import os
from string import Formatter
from typing import TYPE_CHECKING, Any

from newslint.api import ExampleChecker
from newslint.kinds.matching import MatchParams
from newslint.kinds.registry import get_kind
from newslint.lab.lint_patterns import pattern_faults, unreached_patterns
from newslint.lab.lint_together import broad, trips
from newslint.lab.skeleton import TO_DO
from newslint.model import Finding
from newslint.model.edits import apply_edits
from newslint.rulefile.examples import read_example
from newslint.rulefile.examples import run as run_examples
from newslint.text.fold import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.lab.lint_patterns import Path
    from newslint.model import Article, Rule, Severity
    from newslint.rulefile.examples import Outcome
    from newslint.rulefile.nodes import Node

FAULTS: dict[str, tuple[Severity, str]] = {
    "lint.dead-rule": ("error", "no bad example makes the rule fire"),
    "lint.contradictory-example": ("error", "the same record is a good example and a bad one"),
    "lint.good-example-fires": ("error", "the rule fires on a good example"),
    "lint.impossible-pattern": ("error", "an alternative or a param that rules out every match"),
    "lint.unknown-field": ("warning", "no example has any of the rule's fields"),
    "lint.trips-another": ("warning", "a good example trips another rule of the same pack"),
    "lint.to-do": ("warning", "a text that is still to be written"),
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
_REPEATED = 0.75
"""Share of the words of a ``why`` that may stand in the title and the message."""


def lint_rules(rules: Sequence[Rule]) -> list[Finding]:
    """Faults of rules, by file and line.

    Args:
        rules: Rules that were loaded from files.
    """
    places = _Places()
    found: list[Finding] = []
    check = ExampleChecker()
    for rule in rules:
        outcomes = list(run_examples(rule, check))
        found.extend(places.finding(rule, *fault) for fault in _faults_of(rule, outcomes))
    found.extend(places.finding(*fault) for fault in trips(rules))
    found.extend(places.finding(*fault) for fault in broad(rules))
    return sorted(found, key=lambda f: (f.path, f.line or 0, f.column or 0, f.rule, f.message))


def _faults_of(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    """``(fault, place, message)`` of the faults of one rule that need no other."""
    yield from _examples(rule, outcomes)
    yield from _texts(rule, outcomes)
    yield from _fix(rule, outcomes)
    kind = get_kind(rule.kind)
    import msgspec

    params = msgspec.convert(rule.params, kind.params)
    if isinstance(params, MatchParams):
        yield from pattern_faults(rule, params)
        if rule.kind == "pattern":
            yield from unreached_patterns(rule, params)


def _examples(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    bad = [outcome for outcome in outcomes if outcome.sort == "bad"]
    if not any(outcome.findings for outcome in bad):
        yield "lint.dead-rule", ("examples", "bad"), f"none of its {len(bad)} bad examples makes it fire"
    contradictory = set(_contradictory(rule))
    for index in sorted(contradictory):
        yield "lint.contradictory-example", ("examples", "good", index), "the same record is a bad example, too"
    for outcome in outcomes:
        if outcome.sort == "good" and not outcome.ok and outcome.index not in contradictory:
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


def _contradictory(rule: Rule) -> Iterator[int]:
    """Indexes of good examples that are bad ones, too, under the same clock and in the same format."""
    examples = {sort: list(map(read_example, rule.examples.get(sort, ()))) for sort in ("good", "bad")}
    bad = [(example.records, example.now, example.body_format) for example in examples["bad"]]
    for index, example in enumerate(examples["good"]):
        if (example.records, example.now, example.body_format) in bad:
            yield index


def _written(rule: Rule) -> list[Any]:
    return [written for sort in ("good", "bad") for written in rule.examples.get(sort, ())]


def _has(record: dict[str, Any], field: str) -> bool:
    """Whether a record as it is written has a field, however deep."""
    name = field.removeprefix("extra.")
    return name in record or name.partition(".")[0] in record


def _texts(rule: Rule, outcomes: list[Outcome]) -> Iterator[tuple[str, Path, str]]:
    for key, text in (("title", rule.title), ("why", rule.why), ("message", rule.message), ("help", rule.help or "")):
        if text.startswith(TO_DO):
            yield "lint.to-do", (key,), f"the {key} is still to be written"
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
