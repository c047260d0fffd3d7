"""Standard output and standard error: colours, width, and text that is safe to show."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from newslint.errors import NewslintError

COLOR_CHOICES = ("auto", "always", "never")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person's terminal is at the other end."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def wants_color(stream: TextIO, choice: str = "auto") -> bool:
    """Whether to colour what goes to ``stream``.

    ``--color`` decides; else NO_COLOR (https://no-color.org) and FORCE_COLOR (https://force-color.org), where they are not empty;
    else whether it is a terminal that knows colours.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int | None:
    """Columns of the terminal, or None when there is none."""
    if not is_terminal(stream):
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def binary(stream: TextIO) -> IO[bytes]:
    """The bytes behind a text stream, with nothing left in between."""
    stream.flush()
    return stream.buffer


def complain(error: NewslintError) -> None:
    """Show an error on standard error."""
    say(error.render())


def warn(message: str) -> None:
    """Show a warning on standard error."""
    say(f"warning: {message}")


def say(text: str) -> None:
    """Write lines to standard error; what could steer a terminal is escaped."""
    from newslint.reporters.text import clean  # only when there is something to say

    lines = "\n".join(clean(line) for line in text.split("\n"))
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(lines.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


class Progress:
    """A line on standard error that says how far the run has come; nothing outside a terminal.

    Args:
        shown: Whether to show it at all.
    """

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and is_terminal(sys.stderr)
        self._drawn = False
        self._next = 0.0

    def update(self, records: int, files: int) -> None:
        """Show new figures, at most ten times a second."""
        if not self._shown:
            return
        from time import monotonic  # these two only on a terminal

        from newslint.reporters.text import counted

        now = monotonic()
        if now >= self._next:
            self._next = now + 0.1
            sys.stderr.write(f"\r\x1b[K{counted(records, 'record')}, {counted(files, 'file')}")
            sys.stderr.flush()
            self._drawn = True

    def clear(self) -> None:
        """Take the line away, before anything else is written."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False
