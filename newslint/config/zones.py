"""Time zones as settings write them."""

from __future__ import annotations

import re

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")


def parse_offset(text: str) -> int:
    """Minutes east of UTC that ``Z``, ``UTC`` or ``±HH:MM`` stands for.

    Raises:
        ValueError: It is no such offset.
    """
    if text in {"Z", "UTC"}:
        return 0
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, hours, minutes = match.group(1), int(match.group(2)), int(match.group(3) or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return (hours * 60 + minutes) * (-1 if sign == "-" else 1)
