"""The examples of rules, run as their tests."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from newslint.errors import NewslintError
from newslint.model.article import LIST_FIELDS, Article
from newslint.model.convert import article_from_mapping
from newslint.model.edits import apply_edits
from newslint.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newslint.model import Edit, Rule

DEFAULT_NOW = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
"""The clock of an example that sets none."""


Sort: TypeAlias = Literal["good", "bad"]
SORTS: tuple[Sort, ...] = ("good", "bad")


class Outcome(msgspec.Struct, frozen=True):
    """How one example of a rule came out.

    Attributes:
        rule: The rule's id.
        sort: ``good`` or ``bad``.
        index: 0-based place in that list.
        ok: Whether the rule did what the example says.
        message: What it did instead; empty when ``ok``.
        findings: What it found.
    """

    rule: str
    sort: Sort
    index: int
    ok: bool
    message: str
    findings: tuple[Finding, ...]


class Example(msgspec.Struct, frozen=True):
    """An example, whichever way it is written.

    Attributes:
        records: Its records; one, but for kinds that compare records.
        text: Text that some finding covers, or None.
        field: Field of that finding, or None for any.
        fixed: Fields as the fix leaves them, or None.
        count: Exact number of findings, or None.
        now: The clock.
        body_format: How bodies divide into blocks.
    """

    records: tuple[dict[str, Any], ...]
    text: str | None = None
    field: str | None = None
    fixed: dict[str, Any] | None = None
    count: int | None = None
    now: datetime = DEFAULT_NOW
    body_format: str = "lines"

    def articles(self) -> list[Article]:
        """The records as articles."""
        return [article_from_mapping(record, body_format=self.body_format) for record in self.records]


def read_example(written: Any) -> Example:
    """An example as a rule file has it: a record, a list of records, or a mapping with ``record`` and what is expected."""
    options: dict[str, Any] = written if is_long_form(written) else {"record": written}
    record, at = options["record"], options.get("at")
    return Example(
        records=tuple(record) if isinstance(record, list) else (record,),
        text=at["text"] if isinstance(at, dict) else at,
        field=at["field"] if isinstance(at, dict) else None,
        fixed=options.get("fixed"),
        count=options.get("count"),
        now=parse_now(options["now"]) if "now" in options else DEFAULT_NOW,
        body_format=options.get("format", "lines"),
    )


def is_long_form(example: Any) -> bool:
    """Whether an example is a mapping with ``record`` and what is expected of it, and not itself a record."""
    return isinstance(example, dict) and isinstance(example.get("record"), (dict, list)) and not example.keys() & Article.fields


def parse_now(text: str) -> datetime:
    """A clock written as ISO 8601: a date is its noon, a time without zone is UTC.

    Raises:
        ValueError: It is neither.
    """
    moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    if len(text) == len("2026-01-01"):
        moment = moment.replace(hour=12)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def run(rule: Rule, check: Callable[[Sequence[Rule], Sequence[Article], datetime], Sequence[Finding]]) -> Iterator[Outcome]:
    """Run the examples of ``rule``, the good ones first.

    Args:
        rule: The rule; it is checked alone.
        check: Checks records against rules at a given time.  An error of newslint that it raises fails the example.
    """
    for sort in SORTS:
        for index in range(len(rule.examples.get(sort, ()))):
            yield run_one(rule, sort, index, check)


def run_one(
    rule: Rule, sort: Sort, index: int, check: Callable[[Sequence[Rule], Sequence[Article], datetime], Sequence[Finding]]
) -> Outcome:
    """Run one example of ``rule``: see :func:`run`."""
    example = read_example(rule.examples[sort][index])
    articles = example.articles()
    try:
        findings = tuple(check([rule], articles, example.now))
    except NewslintError as error:
        return Outcome(rule.id, sort, index, ok=False, message=str(error), findings=())
    message = _surprise(findings) if sort == "good" else _shortfall(example, articles, findings)
    return Outcome(rule.id, sort, index, ok=not message, message=message, findings=findings)


def _surprise(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return ""
    return f"the rule fires on a good example: {_told(findings)}"


def _told(findings: Sequence[Finding]) -> str:
    """What some findings cover: ``'x' in body, authors[0]``."""
    parts = [f.field or "the record" if f.excerpt is None else f"{f.excerpt!r} in {f.field}" for f in findings]
    return ", ".join(parts)


def _shortfall(example: Example, articles: list[Article], findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "the rule does not fire on a bad example"
    if example.count is not None and len(findings) != example.count:
        return f"the rule fires {len(findings)} times, not {example.count}: {_told(findings)}"
    if example.text is not None and not any(f.excerpt == example.text and _in_field(f, example.field) for f in findings):
        where = f" in {example.field}" if example.field else ""
        return f"no finding at {example.text!r}{where}, but at {_told(findings)}"
    return "" if example.fixed is None else _unfixed(example.fixed, articles[0], findings)


def _in_field(finding: Finding, field: str | None) -> bool:
    label = finding.field or ""
    return field is None or label == field or label.partition("[")[0] == field


def _unfixed(expected: dict[str, Any], article: Article, findings: tuple[Finding, ...]) -> str:
    """What of ``expected`` the fixes of ``findings`` do not bring about; empty when they do."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix is not None and finding.field is not None:
            edits.setdefault(finding.field, []).extend(finding.fix.edits)
    if not edits:
        return "the rule proposes no fix"
    for field, wanted in expected.items():
        got = _fixed_value(article, field, edits)
        if got != wanted:
            return f"{field} is {got!r} after the fix, not {wanted!r}"
    return ""


def _fixed_value(article: Article, field: str, edits: dict[str, list[Edit]]) -> Any:
    from newslint.kinds.base import lookup  # with it come the texts and their patterns

    value = getattr(article, field) if field in article.fields else lookup(article.extra, field)
    if field in LIST_FIELDS or isinstance(value, list):
        return [apply_edits(item, edits.get(f"{field}[{index}]", ())) for index, item in enumerate(value)]
    return apply_edits(value, edits.get(field, ())) if isinstance(value, str) else value
