"""From a hit to a finding: message, excerpt, place, edits, fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.digest import blake2b
from newslint.engine.mend import edits_for
from newslint.model import Finding, Fix, Snippet
from newslint.text.fold import fold

if TYPE_CHECKING:
    from newslint.kinds.base import Record
    from newslint.model import Edit, Hit, Place, Rule

MESSAGE_WIDTH = 80
"""Code points of a value that a message shows at most."""
SNIPPET_WIDTH = 160
"""Code points of a snippet at most, unless the span itself is longer."""


def finding_of(
    rule: Rule, hit: Hit, record: Record, *, path: str, number: int, record_id: str | None, place: Place | None
) -> Finding:
    """The finding for a hit.

    Args:
        rule: The rule that was broken.
        hit: What its check found.
        record: The record it was found in.
        path: File of the record.
        number: 0-based number of the record in it.
        record_id: Identity of the record.
        place: Where the span stands in the file, when the format has such places.
    """
    value = None if hit.field is None else record.value(hit.field)
    excerpt: str | None = None
    if value is not None and hit.start is not None and hit.end is not None:
        excerpt = value[hit.start : hit.end]
    edits: tuple[Edit, ...] = ()
    if rule.fix is not None:
        for part in (hit, *hit.also):
            edits += (edits_for(rule.fix, part, record) if part.edits is None else part.edits) or ()
    text = record.text("body") if hit.field == "body" else None
    block = text.block_at(hit.start) if text is not None and hit.start is not None else None
    return Finding(
        rule=rule.id,
        severity=hit.severity or rule.severity,
        message=message_of(rule, hit, value, excerpt, record_id),
        path=path,
        record=number,
        record_id=record_id,
        field=hit.field,
        start=hit.start if excerpt is not None else None,
        end=hit.end if excerpt is not None else None,
        line=place.line if place else None,
        column=place.column if place else None,
        end_line=place.end_line if place else None,
        end_column=place.end_column if place else None,
        excerpt=excerpt,
        block=block,
        fix=Fix(safe=rule.fix.safe, edits=edits) if rule.fix is not None and edits else None,
        related=hit.related,
        fingerprint=fingerprint(rule.id, record_id, hit.field, excerpt),
        snippet=_snippet(value, hit.start, hit.end) if value is not None and excerpt else None,
        source=record.article.source,
        published_at=record.article.published_at,
    )


def message_of(rule: Rule, hit: Hit, value: str | None, excerpt: str | None, record_id: str | None) -> str:
    """The rule's message with its placeholders filled in; long values are cut at :data:`MESSAGE_WIDTH`."""
    values: dict[str, Any] = {
        "field": hit.field or "record",
        "value": _Shown(value or ""),
        "match": _Shown(excerpt if excerpt is not None else value or ""),
        "record_id": record_id or "",
    }
    for name, given in hit.values.items():
        values[name] = _Shown(given) if isinstance(given, str) else given
    return rule.message.format_map(values)


def fingerprint(rule: str, record_id: str | None, field: str | None, excerpt: str | None) -> str:
    """128 bits, in hexadecimal, of what a finding is about: never of a line number, so that it survives moving the record."""
    parts = (rule, record_id or "", field or "", fold(excerpt) if excerpt else "")
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Shown:
    """A value as a message shows it; cut only when the message asks for it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        text = self._text[: MESSAGE_WIDTH * 2]
        text = " ".join(text.split()) if "\n" in text else text
        return text if len(text) <= MESSAGE_WIDTH else text[: MESSAGE_WIDTH - 1].rstrip() + "…"

    def __repr__(self) -> str:
        return repr(str(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def _snippet(value: str, start: int | None, end: int | None) -> Snippet | None:
    """The line of ``value`` that holds ``start``, cut round the span; a span over several lines is shown to the end of the first."""
    if start is None or end is None:
        return None
    line_start = value.rfind("\n", 0, start) + 1
    line_end = value.find("\n", start)
    line_end = len(value) if line_end < 0 else line_end
    stop = min(end, line_end)
    room = max(0, SNIPPET_WIDTH - (stop - start))
    left = max(line_start, start - room // 2)
    right = min(line_end, left + max(SNIPPET_WIDTH, stop - left))
    left = max(line_start, min(left, right - SNIPPET_WIDTH))
    head = "…" if left > line_start else ""
    tail = "…" if right < line_end else ""
    shift = len(head) - left
    return Snippet(f"{head}{value[left:right]}{tail}", start + shift, stop + shift)
