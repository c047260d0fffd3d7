"""``jsonl``: one finding per line, then one line ``{"summary": …}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.reporters.base import Reporter

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Totals

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON leaves as it is and a terminal would obey."""
_LINE_ENDS = tuple((char.encode(), f"\\u{ord(char):04x}".encode()) for char in "\x85\u2028\u2029")


def summary_of(totals: Totals) -> dict[str, Any]:
    """The ``summary`` object.  It holds no times: the same data give the same report, byte for byte."""
    return {"findings": totals.findings, **msgspec.structs.asdict(totals)}


class JsonlReporter(Reporter):
    """Each line is a JSON object; a finding has the key ``rule``, the summary has not."""

    def finding(self, finding: Finding) -> None:
        """Write one line."""
        self.stream.write(self.encode(finding.public()) + b"\n")

    def end(self, totals: Totals) -> None:
        """Write the last line."""
        self.stream.write(self.encode({"summary": summary_of(totals)}) + b"\n")

    def encode(self, value: Any) -> bytes:
        """``value`` as JSON in UTF-8, safe to show where a terminal receives it."""
        try:
            data = msgspec.json.encode(value)
        except UnicodeEncodeError:
            # A lone surrogate has no UTF-8; the standard encoder writes it as the escape it came from.
            import json

            data = json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode("ascii")
        if self.options.terminal and not data.isascii():
            text = _STEERING.sub(lambda match: f"\\u{ord(match.group()):04x}", data.decode("utf-8"))
            data = text.encode("utf-8")
        elif not data.isascii():
            # Readers that split text into lines, Python's `splitlines` among them, take these for the end of one.
            for char, escape in _LINE_ENDS:
                data = data.replace(char, escape)
        return data.replace(b"\x7f", b"\\u007f") if self.options.terminal else data


REPORTER = JsonlReporter
