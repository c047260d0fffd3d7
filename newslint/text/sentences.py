"""Dividing a block into sentences.

A small segmenter of our own.  pysbd costs milliseconds per article and nltk's punkt a model to ship and load; blingfire is a binary
of several megabytes that maps no offsets.  Each is too much to import in a commit hook, and none knows what news text needs most:
that ``“Why?” he asks`` is one sentence and that ``Lt. Gov. Ruiz`` is one name.

A stop ends a sentence unless what stands before it is an abbreviation, an initial or an ordinal, or what comes after it goes on
with the sentence.  A full stop before a lower-case word does end one: this is how damaged text looks (``its “rules”. against us``)
and rules ask for such fragments.  ``?`` and ``!`` before a lower-case word do not.
"""

from __future__ import annotations

import re
from functools import cache

_CLOSERS = "\"'”’“‘»«›)\\]}」』）】"
_OPENERS = "\"'“‘„‚«»‹›([{「『（"

# Before a name: the sentence goes on whatever follows.  Capitalised only, since most are words too (rep, hon, col).
_TITLES = frozenset(
    """
    Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Revd Hon Gov Sen Rep Reps Sens Gen Lt Col Maj Capt Cmdr Cpl Sgt Pvt Adm Supt Insp Det Pres
    Amb Atty Fr Br Mme Mlle Mgr Msgr Ste Ing Dipl Mag Frl Hr Sra Srta Dra Avda Dott Avv Sig
    """.split()  # noqa: SIM905
)

# The sentence goes on whatever follows, however they are written.
_NEVER_LAST = frozenset(
    """
    vs approx ca cca e.g i.e cf viz z.b d.h u.a o.ä s.o i.d.r bzw ggf evtl inkl exkl einschl vgl sog p.ej
    """.split()  # noqa: SIM905
)

# These may also close a sentence: it ends when a word follows that likes to begin one.  Capitalised only: Ill., Mass., Wash.
_NAMES = frozenset(
    """
    Inc Corp Co Ltd Llc Bros Dept Univ Assn Assoc St Ave Blvd Rd Sq Mt Ft Jr Sr Str
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash
    Wis Wyo Ont Que Alta
    """.split()  # noqa: SIM905
)
_SOMETIMES_LAST = frozenset(["etc", "usw", "al", "ph.d", "mio", "mrd", "str", "s.p.a"])

# These are abbreviations only before a number.
_BEFORE_NUMBER = frozenset(
    """
    no nos nr num núm jan feb mar apr jun jul aug sep sept oct nov dec p pp s art arts sec secs ch para abs ziff fol fig figs vol
    vols est c
    """.split()  # noqa: SIM905
)

_STARTERS = frozenset(
    """
    the a an this that these those it its he she they we you i his her their our there here in on at for from with as by after
    before when while if but and or so yet however meanwhile then now what who why how where which one two some many most all
    der die das ein eine er sie es wir ich doch aber und im am nach für le la les un une il elle ils nous el los las una
    """.split()  # noqa: SIM905
)

_MONTHS_AND_SUCH = frozenset(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts liga
    bundesliga runde platz klasse tag mal spieltag minute stock bezirk januari februari maart marts maj
    """.split()  # noqa: SIM905
)

_REPORTING = (
    "says|said|asks|asked|adds|added|tells|told|writes|wrote|replied|shouted|cried|wondered|tweeted|recalled|explained|"
    "joked|quipped|exclaimed|demanded|sagte|sagt|fragte|fragt|rief"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    stop = re.compile(
        rf"[。！？｡]+[{_CLOSERS}]*(?P<wide>)"
        rf"|[.!?…]+[{_CLOSERS}]*(?:\s+[»”]|)(?=\s|$)"
        r"|\n[ \t\r]*\n(?P<blank>)"
    )
    before = re.compile(r"[^\s(\[{\"“”‘’'«»„–—/-]+\Z")
    attribution = re.compile(rf"(?:[^\W\d_][\w.’'-]*\s+){{0,3}}(?:{_REPORTING})\b")
    return stop, before, attribution


def split_sentences(value: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentences of ``value[start:end]``, trimmed of white space, as spans of ``value`` in code points.

    Every character of the stretch that is not white space is in one of them.
    """
    if end is None:
        end = len(value)
    stop = _patterns()[0]
    found: list[tuple[int, int]] = []
    begin = start
    for match in stop.finditer(value, start, end):
        at = match.end()
        if match["wide"] is not None:
            ends = _ends_wide(value, at, end)
        elif match["blank"] is not None:
            at = match.start()
            ends = True
        else:
            ends = _ends(value, begin, match.start(), at, end)
        if ends:
            _add(found, value, begin, at)
            begin = at
    _add(found, value, begin, end)
    return found


def _add(found: list[tuple[int, int]], value: str, start: int, end: int) -> None:
    while start < end and value[start].isspace():
        start += 1
    while end > start and value[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends_wide(value: str, at: int, end: int) -> bool:
    if at >= end:
        return True
    closed = value[at - 1] not in "。！？｡"
    # 「…。」と話した: the particle ties the quotation to its verb.
    return not (closed and value[at] in "とっなはがをの、，")


def _ends(value: str, begin: int, stop: int, at: int, end: int) -> bool:
    _, before, attribution = _patterns()
    after = at
    while after < end and value[after].isspace():
        after += 1
    if after >= end:
        return True
    marks = value[stop:at]
    char = value[after]
    lower = char.islower()
    if "?" in marks or "!" in marks:
        if lower:
            return False
        # “Why?” Smith asked
        return not (marks[-1] not in "?!." and attribution.match(value, after, end))
    if "…" in marks or ".." in marks:
        return not lower and char not in ",;:–—-"
    closed = len(marks) > 1
    if closed:
        # “No.” he said, but: its “rules”. against us
        return not (lower and attribution.match(value, after, end))
    word_match = before.search(value, max(begin, stop - 30), stop)
    if word_match is None:
        return True
    word = word_match[0]
    folded = word.lower()
    following = _word_at(value, after, end)
    if folded in _NEVER_LAST or word in _TITLES:
        return False
    if folded.isdigit():
        # An ordinal (am 3. Oktober), or the number of an item at the very start.
        return not (
            len(folded) <= 3 and (following in _MONTHS_AND_SUCH or lower or not value[begin:stop].strip(" \t\n0123456789"))
        )
    if folded in _BEFORE_NUMBER and char.isdigit():
        return False
    if folded in _SOMETIMES_LAST or word in _NAMES:
        return not lower and following in _STARTERS
    if (len(word) == 1 and word.isalpha() and not _unspaced(word)) or _dotted(word):
        # An initial, unless a sentence clearly begins: plan B. The council ...
        return not lower and following in _STARTERS
    return True


def _word_at(value: str, start: int, end: int) -> str:
    while start < end and value[start] in _OPENERS:
        start += 1
    stop = start
    while stop < end and value[stop].isalpha():
        stop += 1
    return value[start:stop].lower()


def _dotted(word: str) -> bool:
    return "." in word and all(len(part) <= 2 for part in word.split(".")) and word.replace(".", "").isalpha()


def _unspaced(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"
