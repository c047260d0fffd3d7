"""What fixing would change, as a unified diff."""

from __future__ import annotations

from difflib import diff_bytes, unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def unified(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """Lines of a diff that ``patch -p0`` takes; none when nothing differs."""
    name = path.encode("utf-8", "surrogateescape")
    old, new = _feeds(before), _feeds(after)
    for line in diff_bytes(unified_diff, old, new, name, name):
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _feeds(data: bytes) -> list[bytes]:
    """Lines with their line feeds; a lone carriage return ends none."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
