"""Getting at the fields of an article, prepared once per rule so that asking costs next to nothing."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from newslint.kinds.base import lookup
from newslint.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that are seen as nothing, though they are no white space."""

UNSEEN = frozenset(
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000" + INVISIBLE
)
"""Those and all white space, as Python has it: to be asked of a first character, in the place of two calls."""


def getter(field: str) -> Callable[[Article], Any]:
    """A function that gives an article's ``field``: canonical, or a dotted path into ``extra``."""
    if field in Article.fields:
        return attrgetter(field)
    return lambda article: lookup(article.extra, field)


def trimmed(value: str) -> tuple[int, int]:
    """Span of ``value`` without outer white space and invisible characters; ``(0, 0)`` when nothing is left."""
    start, end = 0, len(value)
    while start < end and value[start] in UNSEEN:
        start += 1
    while end > start and value[end - 1] in UNSEEN:
        end -= 1
    return (start, end) if start < end else (0, 0)


def is_blank(value: str) -> bool:
    """Whether nothing of ``value`` can be seen."""
    return trimmed(value) == (0, 0)


def listed(names: Sequence[str], last: str = "or") -> str:
    """``a, b or c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""
