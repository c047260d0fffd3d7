"""Edits made on a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.model.finding import Edit


def apply_edits(value: str, edits: Iterable[Edit]) -> str:
    """``value`` with the edits made, the first first; one that overlaps an earlier one is left out."""
    parts: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start >= done:
            parts += (value[done : edit.start], edit.text)
            done = edit.end
    return "".join((*parts, value[done:]))
