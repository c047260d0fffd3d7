"""Which edits of a record are made together, and how small they can be."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from newslint.model import Edit, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
MAX_COMPARED = 20_000
"""Code points of an edit beyond which its inside is not compared: only what its ends have in common is left alone."""


def applicable(finding: Finding, *, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be applied."""
    fix = finding.fix
    return (
        fix is not None
        and bool(fix.edits)
        and (fix.safe or unsafe)
        and finding.suppressed is None
        and finding.record is not None
        and finding.field is not None
    )


def fits(finding: Finding, value: str | None) -> bool:
    """Whether ``value`` is still the one that the finding speaks of."""
    if value is None or finding.fix is None or any(edit.end > len(value) for edit in finding.fix.edits):
        return False
    return finding.excerpt is None or value[finding.start : finding.end] == finding.excerpt


def choose(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings about one value that can be mended together, and those that wait: their edits overlap those of one before them."""
    taken: list[Edit] = []
    chosen: list[Finding] = []
    waiting: list[Finding] = []
    for finding in findings:
        assert finding.fix is not None, "applicable() has been asked"
        edits = _own(finding.fix.edits)
        if any(_overlap(edit, other) for edit in edits for other in taken):
            waiting.append(finding)
        else:
            taken.extend(edits)
            chosen.append(finding)
    return chosen, waiting


def edits_of(findings: Iterable[Finding], value: str) -> list[Edit]:
    """The edits of findings that :func:`choose` has chosen, from the left, each reduced to what it changes."""
    wanted = [edit for finding in findings if finding.fix is not None for edit in _own(finding.fix.edits)]
    return [small for edit in sorted(wanted, key=lambda edit: (edit.start, edit.end)) for small in reduce(edit, value)]


def reduce(edit: Edit, value: str) -> list[Edit]:
    """``edit`` as edits of those words alone that it changes; none when it changes nothing."""
    old = value[edit.start : edit.end]
    new = edit.text
    if old == new:
        return []
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start, end = edit.start + head, edit.end - tail
    old, new = value[start:end], new[head : len(new) - tail]
    if not old or not new or len(old) + len(new) > MAX_COMPARED:
        return [Edit(start, end, new)]
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    at = [start]
    for token in before:
        at.append(at[-1] + len(token))
    blocks = SequenceMatcher(None, before, after).get_opcodes()
    return [Edit(at[i], at[j], "".join(after[k:m])) for tag, i, j, k, m in blocks if tag != "equal"]


def _own(edits: Sequence[Edit]) -> list[Edit]:
    """The edits of one finding without repeats and overlaps."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def _common(one: str, other: str) -> int:
    """Code points that two texts begin with in common."""
    if one.startswith(other) or other.startswith(one):
        return min(len(one), len(other))
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
