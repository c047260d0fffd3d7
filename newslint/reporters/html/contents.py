"""What the page's script is given: findings, rules, and records with their text, as short as they can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.model.severity import SEVERITIES
from newslint.reporters.html.passages import Span, shortened
from newslint.reporters.html.tallies import day_of
from newslint.reporters.remarks import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newslint.model import Finding, Fix, Rule

MESSAGE, EXCERPT, NAME = 400, 160, 200
"""Code points of a message, of an excerpt or an edit, and of a title, an id or a name, that the page holds at most."""

_EDITS = 5
_RELATED = 20


class Row(msgspec.Struct, array_like=True):
    """A finding.

    ``rule``, ``subject`` are numbers in the lists of rules and of subjects, ``severity`` one in ``error, warning, info``.  ``fix``
    is ``[safe, [[before, after], …], number of edits]``, ``related`` ``[[[path, record, record_id, line], …], number of records]``
    with the number of a path, ``suppressed`` ``[kind, reason, until]``.
    """

    rule: int
    severity: int
    subject: int
    field: str | None
    message: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    start: int | None
    end: int | None
    block: int | None
    excerpt: str | None
    fingerprint: str
    fix: tuple[bool, list[tuple[str, str]], int] | None = None
    related: tuple[list[tuple[int, int, str | None, int | None]], int] | None = None
    suppressed: tuple[str, str | None, str | None] | None = None


class Subject(msgspec.Struct, array_like=True):
    """A record with findings, or a file that could not be read.

    ``path`` is a number in the list of paths; ``day`` is ISO 8601.
    """

    path: int
    record: int | None
    record_id: str | None
    source: str | None
    day: str | None
    title: str | None = None


class Names:
    """Numbers for names, in the order they are first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of a name, which is a new one for a new name."""
        return self._numbers.setdefault(name, len(self._numbers))

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)


class Contents:
    """Gathers what the page holds.

    Attributes:
        rows: The findings.
        subjects: What they are about, in their order.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.subjects: list[Subject] = []
        self._rules = Names()
        self._paths = Names()
        self._subjects: dict[tuple[str, int | None], int] = {}

    def add(self, finding: Finding) -> Row:
        """Add a finding."""
        subject = self._subjects.setdefault((finding.path, finding.record), len(self.subjects))
        if subject == len(self.subjects):
            self.subjects.append(
                Subject(
                    self._paths.number(finding.path),
                    finding.record,
                    _short(finding.record_id),
                    _short(finding.source),
                    day_of(finding.published_at),
                )
            )
        suppressed = finding.suppressed
        row = Row(
            rule=self._rules.number(finding.rule),
            severity=len(SEVERITIES) - 1 - SEVERITIES.index(finding.severity),
            subject=subject,
            field=finding.field,
            message=shortened(finding.message, MESSAGE),
            line=finding.line,
            column=finding.column,
            end_line=finding.end_line,
            end_column=finding.end_column,
            start=finding.start,
            end=finding.end,
            block=finding.block,
            excerpt=None if finding.excerpt is None else shortened(finding.excerpt, EXCERPT),
            fingerprint=finding.fingerprint,
            related=self._related(finding),
            suppressed=None if suppressed is None else (suppressed.kind, _long(suppressed.reason), suppressed.until),
        )
        self.rows.append(row)
        return row

    def rules(self, known: dict[str, Rule]) -> list[dict[str, Any]]:
        """What the page says about each rule that found something."""
        return [described(name, known.get(name)) for name in self._rules]

    def paths(self) -> list[str]:
        """The files that findings speak of."""
        return list(self._paths)

    def _related(self, finding: Finding) -> tuple[list[tuple[int, int, str | None, int | None]], int] | None:
        if not finding.related:
            return None
        shown = [
            (self._paths.number(other.path), other.record, _short(other.record_id), other.line)
            for other in finding.related[:_RELATED]
        ]
        return shown, len(finding.related)


def described(name: str, rule: Rule | None) -> dict[str, Any]:
    """A rule as the page shows it."""
    if rule is None:
        remark = REMARKS.get(name)
        if remark is None:
            return {"id": name, "title": name, "why": ""}
        return {"id": name, "title": remark.title, "why": remark.why, "help": remark.help}
    about: dict[str, Any] = {"id": rule.id, "title": rule.title, "why": " ".join(rule.why.split())}
    optional = {"help": rule.help, "tags": rule.tags, "links": rule.links, "pack": rule.pack}
    return about | {key: value for key, value in optional.items() if value}


def edits_of(fix: Fix, value: str | None) -> tuple[bool, list[tuple[str, str]], int]:
    """What a fix does, as pairs of the text before and after; without the value only what is put in is known."""
    shown = [
        ("" if value is None else shortened(value[edit.start : edit.end], EXCERPT), shortened(edit.text, EXCERPT))
        for edit in fix.edits[:_EDITS]
    ]
    return fix.safe, shown, len(fix.edits)


def _short(text: str | None) -> str | None:
    return None if text is None else shortened(text, NAME)


def _long(text: str | None) -> str | None:
    return None if text is None else shortened(text, MESSAGE)


def span_of(row: Row, number: int, value: str) -> Span | None:
    """The span of a finding in the value of its field; None when it has none, or the file has changed since it was found."""
    if row.start is None or row.end is None or shortened(value[row.start : row.end], EXCERPT) != row.excerpt:
        return None
    return Span(row.start, row.end, number)


def fields_in_order(labels: Iterable[str]) -> list[str]:
    """Labels of fields as a reader meets them: title first, body last."""
    return sorted(labels, key=lambda label: (_ORDER.get(label.partition("[")[0], len(_ORDER)), label))


_ORDER = {
    name: number
    for number, name in enumerate(("title", "subtitle", "alt_titles", "byline", "authors", "dateline", "summary", "captions"))
}
