"""What a check reports."""

from __future__ import annotations

from typing import Any

import msgspec

from newslint.model.severity import Severity


class Edit(msgspec.Struct, frozen=True):
    """Replace ``value[start:end]`` of a field by ``text``; offsets are code points."""

    start: int
    end: int
    text: str


class Fix(msgspec.Struct, frozen=True):
    """Edits that mend a finding.  ``safe`` edits never change what the text says."""

    safe: bool
    edits: tuple[Edit, ...]


class Place(msgspec.Struct, frozen=True):
    """A stretch of the source file: 1-based, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Related(msgspec.Struct, frozen=True):
    """Another record that a finding speaks of."""

    path: str
    record: int
    record_id: str | None = None
    line: int | None = None


class Suppression(msgspec.Struct, frozen=True):
    """Why a finding does not count: ``kind`` is ``exception``, ``baseline`` or ``record``."""

    kind: str
    reason: str | None = None
    until: str | None = None


class Hit(msgspec.Struct):
    """What a check found in one record, before the engine makes a :class:`Finding` of it.

    Attributes:
        field: Label of the value (``body``, ``authors[0]``), or None when the finding is about the record.
        start: First code point of the span in the field's value, or None when there is no span.
        end: Code point after the last.
        values: Placeholders of the rule's message besides ``field``, ``value``, ``match`` and ``record_id``.
        edits: What mends it, when the kind knows; else the rule's ``fix`` op is applied to the span.
        related: Other records it speaks of.
        severity: Set where the context makes it milder than the rule says (inside a quotation, say).
        also: Further places of the same fault, which the finding does not show but its fix mends too.
    """

    field: str | None = None
    start: int | None = None
    end: int | None = None
    values: dict[str, Any] = {}
    edits: tuple[Edit, ...] | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    also: tuple[Hit, ...] = ()


class Snippet(msgspec.Struct, frozen=True):
    """The line of the field's value round a span, cut to a width a terminal can show: ``text[start:end]`` is the span."""

    text: str
    start: int
    end: int


class Finding(msgspec.Struct, omit_defaults=False):
    """One fault of one record: the object of ``--format jsonl``.

    ``start`` and ``end`` are code points in the field's value, and ``value[start:end]`` is ``excerpt``; ``line``, ``column``,
    ``end_line`` and ``end_column`` are 1-based places in the source file, absent where the format has none.  ``record`` is 0-based.
    ``snippet`` is for reporters that draw, ``source`` (the record's publisher) for the gate and for them, ``published_at`` (the
    record's date, raw) for them; they are no part of the written object (see :meth:`public`).
    """

    rule: str
    severity: Severity
    message: str
    path: str
    record: int | None = None
    record_id: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    excerpt: str | None = None
    block: int | None = None
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    suppressed: Suppression | None = None
    snippet: Snippet | None = None
    source: str | None = None
    published_at: str | None = None

    def public(self) -> dict[str, Any]:
        """The finding as the published JSON object has it."""
        data = msgspec.structs.asdict(self)
        del data["snippet"], data["source"], data["published_at"]
        return data

    @property
    def order(self) -> tuple[Any, ...]:
        """Sort key of the fixed order: path, record, field, start, end, rule, message."""
        return (
            self.path,
            -1 if self.record is None else self.record,
            self.field or "",
            -1 if self.start is None else self.start,
            -1 if self.end is None else self.end,
            self.rule,
            self.message,
        )
