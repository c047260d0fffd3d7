"""What the formats for people share: safe text, cells, colours, places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.model.severity import SEVERITIES
from newslint.reporters.base import Reporter

if TYPE_CHECKING:
    from newslint.model import Finding, Severity
    from newslint.reporters.base import Totals

# Controls steer the terminal, bidirectional controls reorder what it shows, line separators break lines where none are, and the
# invisible ones hide: all are shown as escapes.  Joiners stay, since scripts and emoji are spelt with them.
_HIDDEN = "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
_TAB = 4

STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
}
RESET = "\x1b[0m"


def clean(text: str) -> str:
    """``text`` on one line with everything escaped that a terminal would obey, or not show."""
    return text if text.isprintable() else re.sub(_HIDDEN, _escape, text)  # what is hidden is none of it printable


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character) or f"\\u{{{ord(character):x}}}"


class Cell:
    """A character as a terminal shows it: what is printed for it, and how many columns that takes."""

    __slots__ = ("shown", "width")

    def __init__(self, shown: str, width: int) -> None:
        self.shown = shown
        self.width = width


def cells(text: str) -> list[Cell]:
    """One cell for each code point of ``text``; tabs reach to the next multiple of four."""
    found: list[Cell] = []
    column = 0
    for character in text:
        if character == "\t":
            cell = Cell(" " * (_TAB - column % _TAB), _TAB - column % _TAB)
        else:
            shown = clean(character)
            cell = Cell(shown, len(shown) if len(shown) > 1 else _width(character))
        column += cell.width
        found.append(cell)
    return found


def _width(character: str) -> int:
    """Columns of one character: UAX #11, Wide and Fullwidth take two; marks and joiners none."""
    if character.isascii():
        return 1
    from unicodedata import category, east_asian_width

    if category(character) in {"Mn", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def underlined(text: str, start: int, end: int, room: int | None = None) -> tuple[str, int, int]:
    """A line as it is printed, with the columns of a span in it.

    Args:
        text: The line.
        start: First code point of the span.
        end: Code point after the last; an empty span is shown as one column.
        room: Columns there are, or None for as many as it takes.

    Returns:
        The line, the number of columns before the span, and the span's own; at least one.
    """
    row = cells(text)
    while 0 < start < len(row) and row[start].width == 0:
        start -= 1  # a mark stands in the column of the letter before it
    left, right = 0, len(row)
    if room is not None and sum(cell.width for cell in row) > room:
        left, right = _window(row, start, max(end, start + 1), room)
    head, tail = ("…" if left else ""), ("…" if right < len(row) else "")
    before = len(head) + sum(cell.width for cell in row[left:start])
    span = sum(cell.width for cell in row[start : min(end, right)])
    return head + "".join(cell.shown for cell in row[left:right]) + tail, before, max(1, span)


def _window(row: list[Cell], start: int, end: int, room: int) -> tuple[int, int]:
    """The stretch of ``row`` round a span that fits into ``room`` columns, ellipses included."""
    room = max(4, room - 2)
    span = sum(cell.width for cell in row[start:end])
    left, used = start, 0
    while left > 0 and used + row[left - 1].width <= max(0, room - span) // 2:
        left -= 1
        used += row[left].width
    right = start
    while right < len(row) and used + row[right].width <= room:
        used += row[right].width
        right += 1
    while left > 0 and used + row[left - 1].width <= room:
        left -= 1
        used += row[left].width
    return left, right


def place(finding: Finding) -> str:
    """``path:line:column``, or ``path[record]`` where the format has no lines."""
    path = clean(finding.path)
    if finding.line is not None:
        return f"{path}:{finding.line}:{finding.column}" if finding.column is not None else f"{path}:{finding.line}"
    return path if finding.record is None else f"{path}[{finding.record}]"


def about(finding: Finding) -> str:
    """The record and the field that a finding is about; a record is named by its number where it has no id of its own."""
    given = finding.record_id
    if (given is None or given.startswith("content:")) and finding.record is not None:
        given = f"record {finding.record}"
    return ", ".join(clean(part) for part in (given, finding.field) if part)


def counted(number: int, noun: str) -> str:
    """``1 record``, ``2,000 records``."""
    return f"{number:,} {noun}" if number == 1 or noun == "info" else f"{number:,} {noun}s"


def summary_line(totals: Totals) -> str:
    """``3 findings (1 error, 2 warnings) in 120 records of 2 files``."""
    if not totals.files:
        return "Nothing was checked"
    where = f"in {counted(totals.records, 'record')} of {counted(totals.files, 'file')}"
    if totals.unreadable:
        where += f", {totals.unreadable:,} unreadable"
    if not totals.findings:
        return f"No findings {where}"
    parts = [counted(totals.by_severity[name], name) for name in reversed(SEVERITIES) if totals.by_severity.get(name)]
    return f"{counted(totals.findings, 'finding')} ({', '.join(parts)}) {where}"


def fixes_line(totals: Totals) -> str:
    """``3 fixed; 5 fixable with --fix, 2 more with --unsafe-fixes``; empty when there is nothing to say."""
    parts: list[str] = []
    if totals.fixable:
        parts.append(f"{totals.fixable:,} fixable with --fix")
    if totals.fixable_unsafe:
        parts.append(
            f"{totals.fixable_unsafe:,} {'more' if totals.fixable or totals.fixed else 'fixable'} with --fix --unsafe-fixes"
        )
    rest = ", ".join(parts)
    return "; ".join(part for part in (f"{totals.fixed:,} fixed" if totals.fixed else "", rest) if part)


class TextReporter(Reporter):
    """Base of the formats for people."""

    def write(self, text: str) -> None:
        """Write text in the stream's encoding."""
        self.stream.write(text.encode(self.options.encoding, "backslashreplace"))

    def style(self, text: str, style: Severity | str) -> str:
        """``text`` in colour, where colours are wanted."""
        return f"{STYLES[style]}{text}{RESET}" if self.options.color and text else text

    def summarise(self, totals: Totals) -> None:
        """Write the summary line, unless only findings are wanted."""
        if not self.options.quiet:
            worst = next((name for name in reversed(SEVERITIES) if totals.by_severity.get(name)), "bold")
            self.write(f"{self.style(summary_line(totals), worst)}\n")
            fixes = fixes_line(totals)
            if fixes:
                self.write(f"{fixes}\n")
