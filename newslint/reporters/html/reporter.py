"""Gathers findings and the text of their records, in bounded memory, and hands them to the page."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from newslint.reporters.html.contents import NAME, Contents, edits_of, fields_in_order, span_of
from newslint.reporters.html.passages import CONTEXTS, Piece, Span, passage, shortened
from newslint.reporters.html.tallies import DayTally, Tally, day_of
from newslint.reporters.jsonl import JsonlReporter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Finding, Fix, Rule
    from newslint.reporters.base import Options, Totals
    from newslint.reporters.html.tallies import Bar

MOST_FINDINGS = 20_000
"""Findings that the page lists; the plots and the tiles count them all."""
TEXT_BYTES = 2_400_000
"""Bytes of text that the page holds, all records together; each is cut round its findings as far as that takes."""
WHOLE = 10_000
"""Code points of the longest value that is shown whole where there is room."""
_LEAST = 2_000
"""Bytes that a record may take in any case when it is cut as far as it can be; one that takes more is left out."""
_OPENING = 300
"""Code points of a body that are shown where its findings are elsewhere."""


class HtmlReporter(JsonlReporter):
    """Writes nothing before the end: what stands at the top of the page is known last.

    Attributes:
        contents: The findings that are listed.
        tallies: All that count, by rule, field and source.
        by_day: The same by the day of their records.
        accepted: Findings that were accepted.
        omitted: Findings that are not listed.
        texts: Text of the records, encoded, by their number in ``contents``: ``[[label, pieces], …]``.
    """

    def __init__(self, stream: IO[bytes], options: Options) -> None:
        super().__init__(stream, options)
        self.contents = Contents()
        self.tallies = {"rule": Tally(), "field": Tally(), "source": Tally()}
        self.by_day = DayTally()
        self.accepted = self.omitted = 0
        self.texts: dict[int, bytes] = {}
        self._fixes: dict[int, Fix] = {}
        self._places: dict[tuple[str, int], int] = {}
        self._of: dict[int, list[int]] = {}
        self._left = TEXT_BYTES

    def begin(self, rules: Sequence[Rule]) -> None:
        """Remember the rules."""
        self.rules = {rule.id: rule for rule in rules}

    def finding(self, finding: Finding) -> None:
        """Count a finding, and keep it while there is room."""
        if finding.suppressed is None:
            field = None if finding.field is None else finding.field.partition("[")[0]
            source = None if finding.source is None else shortened(finding.source, NAME)
            for name, value in (("rule", finding.rule), ("field", field), ("source", source)):
                self.tallies[name].add(value, finding.severity)
            self.by_day.add(day_of(finding.published_at), finding.severity)
        else:
            self.accepted += 1
        number = len(self.contents.rows)
        if number >= MOST_FINDINGS:
            self.omitted += 1
            return
        row = self.contents.add(finding)
        if finding.fix is not None:
            self._fixes[number] = finding.fix
            row.fix = edits_of(finding.fix, None)
        if finding.record is not None:
            self._places[finding.path, finding.record] = row.subject
            self._of.setdefault(row.subject, []).append(number)

    def wanted(self) -> Mapping[str, Collection[int]]:
        """The records with findings."""
        wanted: dict[str, list[int]] = {}
        for path, number in self._places:
            wanted.setdefault(path, []).append(number)
        return wanted

    def record(self, path: str, number: int, record: Record) -> None:
        """Keep the text of a record, cut so that the records after it have their share of the room."""
        subject = self._places.pop((path, number), None)
        if subject is None:
            return
        share = self._left // (len(self._places) + 1)
        rows = {row: self.contents.rows[row] for row in self._of.pop(subject)}
        values: dict[str, str] = {}
        for label in fields_in_order({row.field for row in rows.values() if row.field is not None}):
            value = record.value(label)
            if value is not None:
                values[label] = value
        spans: dict[str, list[Span]] = {label: [] for label in values}
        for index, row in rows.items():
            value = None if row.field is None else values.get(row.field)
            if index in self._fixes:
                row.fix = edits_of(self._fixes.pop(index), value)
            span = None if value is None else span_of(row, index, value)
            if row.field is not None and span is not None:
                spans[row.field].append(span)
        self.contents.subjects[subject].title = shortened(" ".join((record.article.title or "").split()), NAME) or None
        self.texts[subject] = self._fitted(values, spans, record.article.body, share)
        self._left -= len(self.texts[subject])

    def _fitted(self, values: Mapping[str, str], spans: Mapping[str, Sequence[Span]], body: str | None, share: int) -> bytes:
        """The fields of a record, encoded, with as much round the spans as there is room for."""
        data = b"[]"
        for context in CONTEXTS:
            fields: list[tuple[str, list[Piece]]] = [
                (label, passage(value, spans[label], CONTEXTS[1] if context is None and len(value) > WHOLE else context))
                for label, value in values.items()
            ]
            if body and "body" not in values:
                fields.append(("body", passage(body, (), _OPENING if context is None else min(context, _OPENING))))
            data = self.embedded(fields)
            if len(data) <= share:
                return data
        return data if len(data) <= max(share, _LEAST) else b"[]"

    def embedded(self, value: Any) -> bytes:
        """``value`` as JSON that may stand inside a script element, whatever text it holds."""
        data = self.encode(value)
        for char in "<>&":
            data = data.replace(char.encode(), b"\\u%04x" % ord(char))
        return data

    def data(self, bars: Mapping[str, Sequence[Bar]]) -> bytes:
        """What the page's script works on, as JSON.

        Args:
            bars: Those of each plot, in the order in which the page shows them.
        """
        contents = self.contents
        texts = b",\n".join(self.texts.get(number, b"[]") for number in range(len(contents.subjects)))
        parts = {
            "all": b"%d" % (len(contents.rows) + self.omitted),
            "bars": self.embedded({name: [bar.name for bar in some] for name, some in bars.items()}),
            "rules": self.embedded(contents.rules(self.rules)),
            "paths": self.embedded(contents.paths()),
            "subjects": self._lines(contents.subjects),
            "findings": self._lines(contents.rows),
            "texts": b"[%b]" % texts,
        }
        return b"{%b}" % b",\n".join(b'"%b": %b' % (name.encode(), value) for name, value in parts.items())

    def _lines(self, values: Iterable[Any]) -> bytes:
        return b"[%b]" % b",\n".join(map(self.embedded, values))

    def end(self, totals: Totals) -> None:
        """Write the page."""
        from newslint.reporters.html.page import render  # Jinja2 takes some time to import

        self.stream.write(render(self, totals))
