"""The edits of a rule's ``fix``, worked out for one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.model import Edit

if TYPE_CHECKING:
    from newslint.kinds.base import Record
    from newslint.model import FixSpec, Hit

OPS = frozenset({"delete", "delete_block", "replace", "strip", "map", "normalise_unicode", "unescape", "kind"})
"""Every ``op`` a rule's ``fix`` may name."""


def edits_for(fix: FixSpec, hit: Hit, record: Record) -> tuple[Edit, ...] | None:
    """Edits that mend ``hit`` as ``fix`` says, or None when it cannot be mended so (no span, no table entry, nothing changes)."""
    if hit.field is None or hit.start is None or hit.end is None:
        return None
    value = record.value(hit.field)
    if value is None:
        return None
    start, end = hit.start, hit.end
    old = value[start:end]
    if fix.op == "delete":
        return (Edit(start, end, ""),)
    if fix.op == "delete_block":
        return _delete_block(hit.field, value, start, end, record)
    new: str | None = None
    if fix.op == "replace" and fix.with_ is not None:
        new = _expand(fix.with_, hit.values)
    elif fix.op == "strip":
        new = old.strip()
    elif fix.op == "map" and fix.table is not None:
        new = fix.table.get(old, fix.table.get(old.strip().casefold()))
    elif fix.op == "normalise_unicode":
        from unicodedata import normalize

        new = normalize("NFC", old)
    elif fix.op == "unescape":
        from html import unescape

        new = unescape(old)
    return None if new is None or new == old else (Edit(start, end, new),)


def _delete_block(field: str, value: str, start: int, end: int, record: Record) -> tuple[Edit, ...] | None:
    """Take out the blocks that the span touches, with the blank lines before them, or after them at the start of the value."""
    text = record.text(field)
    touched = [block for block in text.blocks if block.start < end and block.end > start] if text is not None else []
    if not touched:
        return None
    first, last = touched[0].start, touched[-1].end
    while first > 0 and value[first - 1].isspace():
        first -= 1
    if first == 0:
        while last < len(value) and value[last].isspace():
            last += 1
    return (Edit(first, last, ""),)


def _expand(template: str, groups: dict[str, object]) -> str:
    for name, text in groups.items():
        template = template.replace(f"\\g<{name}>", str(text))
    return template
