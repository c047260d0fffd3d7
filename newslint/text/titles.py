"""What two titles of one story differ in: labels in front, names of sites and attributions behind."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newslint.text.fold import tokens, tokens_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Labels that say how new a story is or in which medium it comes; those that tell two stories apart (analysis, timeline) are none.
_WIRE = r"(?:update\s*\d*|rpt|refile|correct(?:ed|ion)|wrapup\s*\d*|recast|clarification)\s*(?:[:|–—]\s*|\s-\s|-(?=\S))"
_NEWS = (
    r"(?:breaking(?: news)?|just in|developing|exclusive|urgent|alert|flash|watch(?: live)?|live(?: updates?)?|listen|video|updated|new)"
    r"\s*(?:[:|–—]\s*|\s-\s)"
)
_LABELS = rf"(?:{_WIRE}|{_NEWS})+"
_SITE = r"\s+(?:[|–—·-]|::|»)\s+(?P<site>[^|–—·»]{2,48}?)\s*$"
_NOTE = r"\s*[(\[](?:videos?|photos?|pictures|pics|updated?|watch|live|audio|gallery|exclusive|with video)[)\]]\s*$"
VERBS = "say says said report reports reported show shows find finds suggest suggests warn warns confirm confirms".split()  # noqa: SIM905
"""Last words of attributions."""
_SAID = rf",\s+(?:[\w.'’-]+\s+){{1,3}}(?:{'|'.join(VERBS)})\s*$"
FIRST_LETTERS = frozenset(
    "upd rpt ref cor wra rec cla bre jus dev exc urg ale fla wat liv lis vid new".split()  # noqa: SIM905
)
"""Those of the labels."""
_DIVIDERS = "–—·»"
_SITE_WORDS = 5
_LEFT_WORDS = 4


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def core(title: str) -> tuple[list[str], str, int]:
    """``(words, site, parts)``: the folded words of a title without what copies add to it, what stood behind it as the name of a site
    does, or ``""``, and how many headlines it joins with semicolons.

    Taken away: labels in front (``UPDATE 1-``, ``Breaking:``), a last part behind a dash or a bar (`` - Harbour Gazette``), a note in
    brackets (``(video)``) and an attribution (``, officials say``) at the end; a name or an attribution only where four words are left.
    """
    rest, site = bare(title)
    return tokens(rest), " ".join(tokens(site)) if site else "", rest.count(";")


def cores(titles: Sequence[str]) -> list[tuple[list[str], str, int]]:
    """:func:`core` of each title."""
    stripped = [bare(title) for title in titles]
    words = tokens_all([rest for rest, _ in stripped])
    return [
        (found, " ".join(tokens(site)) if site else "", rest.count(";"))
        for found, (rest, site) in zip(words, stripped, strict=True)
    ]


def bare(title: str) -> tuple[str, str]:
    """A title without what copies add to it, and the name of a site that stood behind it, or ``""``."""
    site = ""
    # Each search waits for what most titles do not hold.
    if ":" in title or "-" in title or "|" in title or (not title.isascii() and any(map(title.__contains__, _DIVIDERS))):
        head = title.lstrip()
        label = _pattern(_LABELS).match(head) if not head[:3].isascii() or head[:3].lower() in FIRST_LETTERS else None
        if label is not None:
            title = head[label.end() :] or title
        if " - " in title or " | " in title or ":: " in title or not title.isascii():
            found = _pattern(_SITE).search(title)
            if (
                found is not None
                and found["site"][0] not in "\"'“‘«"
                and len(found["site"].split()) <= _SITE_WORDS
                and len(title[: found.start()].split()) >= _LEFT_WORDS
            ):
                title, site = title[: found.start()], found["site"]
    if title[-1:] in ")] ":
        title = _pattern(_NOTE).sub("", title)
    if ", " in title[-40:]:
        found = _pattern(_SAID).search(title, max(0, len(title) - 40))
        if found is not None and len(title[: found.start()].split()) >= _LEFT_WORDS:
            title = title[: found.start()]
    return title, site


_KNOWN_WORDS = 50_000
COUNTED = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth seventh eighth ninth tenth
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december i ii iii iv v vi vii viii ix x
    """.split()  # noqa: SIM905
)


class _Counted(dict[str, bool]):
    """Whether a word is one, for the words met before: most titles consist of those."""

    def __missing__(self, word: str) -> bool:
        if len(self) > _KNOWN_WORDS:
            self.clear()
        found = self[word] = word in COUNTED or not word.isalpha()
        return found


is_counted: Callable[[str], bool] = _Counted().__getitem__
"""Whether :func:`counted` would give this word."""


def counted(words: list[str]) -> list[str]:
    """The words, in order, in which the titles of a series differ: numbers in figures, small ones in letters, days and months."""
    return list(filter(is_counted, words))
