"""Text that was decoded with the wrong encoding: where it is damaged, and what stood there.

Two judges.  ftfy, when it is installed (extra ``encoding``), knows some dozen encodings and their combinations.  Without it
:func:`own_repairs` decides by a byte-class test of our own, which covers what feeds meet: UTF-8 read as Windows-1252 or Latin-1, as
Windows-1250, as Windows-1251 and as MacRoman, once or several times over, and Windows-1252 read as Latin-1.

The byte-class test goes back from characters to bytes.  A lead byte with its continuation bytes is a suspect; whether it is
damage is told by what it decodes to:

* three and four bytes that make punctuation, a symbol or an emoji are damage (``â€™``): the chance is nil that prose holds them;
* two bytes that make a letter are damage when the letter fits the case of its neighbours, and the continuation byte is not itself
  a mark that stands after words (``ZZAJÉ’s``, ``10 Å—``, ``lá´´`` are sound);
* letters of other scripts need two or three suspects in a row (``Ø±Ø³``), since one may be chance (``5×£35``).

Once one suspect is sure, the doubtful ones of the same text and encoding follow it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from itertools import filterfalse
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LAYERS = 4
"""Wrong decodings, one on top of the other, that are taken off at most."""

_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_CONTINUATION = rf"[\x{{80}}-\x{{BF}}\x{{FFFD}}{_CP1252}]"
_CONTINUATION_1251 = r"[ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\x{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\x{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї\x{98}]"
CANDIDATE = "|".join(
    (
        rf"[Â-ÍÎ-ÑÕ-Û]{_CONTINUATION}",
        rf"[à-ïã]{_CONTINUATION}{{2}}",
        rf"[ð-ô]{_CONTINUATION}{{3}}",
        r"[\x{80}-\x{84}\x{86}-\x{9F}]",
        rf"(?:[РС]{_CONTINUATION_1251}){{3}}|вЂ|Г[‚©Ё ]|[РС]’",
        r"[ĂĹ][\x{80}-\x{BF}ˇ˘ŁĄŞŻłąşĽ˝ľż‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžź]|Ä[‡™…ąšŤźľ]",
        r"‚Ä|[√¬][\x{A0}-\x{FF}†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏ºΩæø¿¡ƒ≈∆«»…]|(?:[◊ÿŸ][^\x{00}-\x{7F}]){2}",
        r"ΓÇ|(?:[╨╤][^\x{00}-\x{7F}]){2}|[├┬][⌐║┤┐│╡╢╖╕╣╗╝╜╛└┴¡¬½¼«»]|ß║",
        r"[a-z][ÃÂ](?:[\sa-z]|$)|\bÃ [a-zà-ÿ]",
    )
)
"""RE2 pattern for text that may be damaged; sound text seldom matches.  Texts without a match are not looked at."""

_MARKS = frozenset("‘’“”‚„…–—•‹›«»™·´¨¸°\u00a0")
"""Characters that a continuation byte turns into and that also stand after a word of sound text."""
_GREEK, _CYRILLIC, _HEBREW, _ARABIC = "ÎÏ", "ÐÑ", "×", "ØÙÚÛ"


class Repair(msgspec.Struct, frozen=True):
    """``value[start:end]`` is damaged; ``text`` stood there, or is None where that cannot be told."""

    start: int
    end: int
    text: str | None


def repairs(value: str) -> list[Repair]:
    """The damaged stretches of ``value``, in order, told by ftfy if it is there, else by :func:`own_repairs`."""
    judge = _judge()
    found: list[Repair] = []
    for start, line in _lines(value):
        found.extend(Repair(start + item.start, start + item.end, item.text) for item in judge(line))
    return found


_USUAL = {
    "â€\N{SMALL TILDE}": "‘",
    "â€™": "’",
    "â€œ": "“",
    "â€\x9d": "”",
    "â€\N{LEFT DOUBLE QUOTATION MARK}": "–",
    "â€\N{RIGHT DOUBLE QUOTATION MARK}": "—",
    "â€¦": "…",
}
"""What English prose has of damage, nearly always, and what stood there."""
_SOUND = frozenset(_USUAL.values())
_SOUND_APART = _SOUND.union("£€¥©®°·•§«»½¿¡éèêëáàâäãåæçíìîïñóòôöõøúùûüÉÁÄÖÜÅØÇÑß")
"""Signs and letters of which no damage is told where nothing beside them is beyond ASCII."""
_SOUND_BESIDE = frozenset(filterfalse(str.isalpha, _SOUND_APART))
"""Those of which none is told where the line is damaged elsewhere, either."""
_BYTES = 3
"""Of each of the usual signs, and so many characters are read in their place."""
_LOST = "\x1a"
"""Stands for what could not be decoded."""


def usual_repairs(line: str) -> list[Repair] | None:
    """What ftfy says of a line with nothing beyond ASCII but the usual damage, or signs that are none; None of every other line."""
    runs = set(_beyond_ascii().findall(line))
    if _SOUND_APART.issuperset(runs) or _SOUND.issuperset("".join(runs)):
        return []
    mended = {run: _mended(run) for run in runs}
    # Damaged all of it, the line is decoded as a whole; beside signs that are not, each place by itself.
    whole = all(len(run) == _BYTES * len(mended[run]) and _SOUND.issuperset(mended[run]) for run in runs)
    if _LOST in line or not (whole or all(run in _USUAL or run in _SOUND_BESIDE for run in runs)):
        return None
    return list(differences(line, _beyond_ascii().sub(lambda found: mended[found[0]], line)))


def _mended(run: str) -> str:
    for damaged, sound in _USUAL.items():
        run = run.replace(damaged, sound)
    return run


@cache
def _beyond_ascii() -> re.Pattern[str]:
    return re.compile("[^\x00-\x7f]+")


@cache
def _judge() -> Callable[[str], list[Repair]]:
    return own_repairs if find_spec("ftfy") is None else _ftfy_repairs


def _ftfy_repairs(line: str) -> list[Repair]:
    told = usual_repairs(line)
    if told is not None:
        return told
    import ftfy  # it takes as long to import as to check a file: only a text that looks damaged is worth it

    fixed = ftfy.fix_encoding(line)
    return [] if fixed == line else list(differences(line, fixed))


_REACH = 600
"""Characters to look ahead for the end of a damaged run: longer ones are taken to reach to the end of the line."""


def _lines(value: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in value.split("\n"):
        if not line.isascii():
            yield start, line
        start += len(line) + 1


def differences(old: str, new: str) -> Iterator[Repair]:
    """Where ``new`` differs from ``old``, as repairs of whole runs of characters that are not ASCII.

    Decoding again makes text shorter and leaves ASCII alone, so the two are walked side by side and meet again after each run.
    """
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i += 1
            j += 1
            continue
        start, at = i, j
        i, j = _meet(old, new, i, j)
        while i < len(old) and j < len(new) and old[i] == new[j] and not old[i].isascii():
            i += 1
            j += 1
        text = new[at:j]
        yield Repair(start, i, None if "\ufffd" in text else text)


def _meet(old: str, new: str, i: int, j: int) -> tuple[int, int]:
    """Nearest places after ``i`` and ``j`` from which some characters, or all that is left, are the same."""
    for reach in range(1, min(_REACH, len(old) - i + len(new) - j) + 1):
        for skipped in range(min(reach, len(new) - j) + 1):
            a, b = i + reach - skipped, j + skipped
            if a > len(old):
                continue
            tail = old[a : a + 4]
            if tail == new[b : b + 4] and (len(tail) == 4 or (a + len(tail) == len(old) and b + len(tail) == len(new))):
                return a, b
    return len(old), len(new)


class _Encoding:
    """A single-byte encoding as the wrong one: each character's byte, and the class of it.

    Classes: ``2``, ``3``, ``4`` lead that many bytes, ``c`` continues, ``.`` is none of these.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        table = {}
        for byte in range(0x80, 0x100):
            try:
                table[bytes([byte]).decode(name)] = byte
            except UnicodeDecodeError:
                table[chr(byte)] = byte
        if name == "cp1252":  # and Latin-1, whose C1 controls stand where Windows-1252 has punctuation
            table.update((chr(byte), byte) for byte in range(0x80, 0xA0))
        self.bytes = table
        self.classes = {ord(char): _byte_class(byte) for char, byte in table.items()}

    def spell(self, line: str) -> str:
        """The class of every character of ``line``."""
        return "".join("." if char.isascii() else self.classes.get(ord(char), ".") for char in line)

    def decode(self, text: str) -> str | None:
        """What ``text`` was before this encoding read it."""
        try:
            return bytes(self.bytes[char] if not char.isascii() else ord(char) for char in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            return None


def _byte_class(byte: int) -> str:
    if byte < 0xC0:
        return "c"
    if 0xC2 <= byte <= 0xDF:
        return "2"
    if 0xE0 <= byte <= 0xEF:
        return "3"
    return "4" if 0xF0 <= byte <= 0xF4 else "."


@cache
def _encodings() -> tuple[_Encoding, ...]:
    return tuple(_Encoding(name) for name in ("cp1252", "cp1251", "cp1250", "mac_roman", "cp437"))


@cache
def _suspect() -> re.Pattern[str]:
    return re.compile("2c|3cc|4ccc")


_BEYOND_REPAIR = 3
"""Lead bytes without their continuation in one line from which on its letters were changed after the damage: nothing can be told."""


@cache
def _cut_short() -> re.Pattern[str]:
    return re.compile("3c(?=[234])")


def own_repairs(line: str) -> list[Repair]:
    """The damaged stretches of ``line`` by the byte-class test (see the module)."""
    taken: list[tuple[int, int]] = []
    if len(_cut_short().findall(_encodings()[0].spell(line))) >= _BEYOND_REPAIR:
        return []
    for encoding in _encodings():
        for start, end in _accepted(line, encoding):
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
    found = []
    for start, end in _joined(sorted(taken)):
        found.append(Repair(start, end, _restored(line[start:end])))
    covered = [(item.start, item.end) for item in found]
    found.extend(item for item in _control_repairs(line) if not any(start <= item.start < end for start, end in covered))
    found.extend(
        Repair(match.start(), match.end(), None)
        for match in _swallowed().finditer(line)
        if not any(start < match.end() and match.start() < end for start, end in covered)
    )
    found.sort(key=lambda item: item.start)
    return found


@cache
def _controls() -> re.Pattern[str]:
    return re.compile("[\x80-\x84\x86-\x9f]")


@cache
def _swallowed() -> re.Pattern[str]:
    # à is C3 A0, and A0 a no-break space that something trimmed or made a plain space.  Inside a word no capital à follows
    # a small letter; alone before a small letter it is the French preposition.  A replacement character ate the other byte.
    return re.compile("(?<=[a-zß-öø-ÿ])(?:Ã(?=\\s|$)|[ÂÃÄÅÐÑ]\ufffd)|(?<!\\w)Ã(?= [a-zß-öø-ÿ]{2})")


def _control_repairs(line: str) -> list[Repair]:
    """C1 controls, which no text means to hold: Windows-1252 that was read as Latin-1."""
    found = []
    for match in _controls().finditer(line):
        try:
            text = match[0].encode("latin-1").decode("cp1252")
        except UnicodeDecodeError:
            continue  # five codes are nothing in Windows-1252 either: plain control characters, and no matter of this test
        found.append(Repair(match.start(), match.end(), text))
    return found


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _restored(text: str) -> str | None:
    """``text`` with every layer of wrong decoding taken off."""
    best: str | None = None
    for _ in range(_LAYERS):
        for encoding in _encodings():
            decoded = encoding.decode(text)
            if decoded is not None and decoded != text:
                break
        else:
            return best
        best = text = decoded
        if text.isascii() or not any(_suspect().search(encoding.spell(text)) for encoding in _encodings()[:1]):
            return best
    return best


def _accepted(line: str, encoding: _Encoding) -> Iterator[tuple[int, int]]:
    """Spans of the suspects that are damage."""
    suspects = [match.span() for match in _suspect().finditer(encoding.spell(line))]
    if not suspects:
        return
    judged = [(start, end, _weigh(line, start, end, suspects, encoding)) for start, end in suspects]
    sure = any(weight == "sure" for _, _, weight in judged)
    for start, end, weight in judged:
        if weight == "sure" or (weight == "perhaps" and sure):
            yield start, end


def _weigh(line: str, start: int, end: int, suspects: list[tuple[int, int]], encoding: _Encoding) -> str:
    """``sure``, ``perhaps`` (when another one of the line is sure) or ``no``."""
    decoded = encoding.decode(line[start:end])
    if decoded is None:
        return "no"
    point = ord(decoded)
    in_a_row = _in_a_row(start, end, suspects)
    marks = all(char in _MARKS for char in line[start + 1 : end])
    lead = line[start]
    if end - start > 2:
        if 0x2000 <= point <= 0x2BFF or 0xFB00 <= point <= 0xFB06 or point in {0xFE0F, 0xFEFF, 0xFFFD} or point >= 0x1F000:
            return "perhaps" if marks and not 0x2000 <= point <= 0x206F else "sure"
        if 0x1E00 <= point <= 0x1EFF and encoding.name in {"cp1252", "cp437"}:  # Vietnamese
            return "sure"
        return "sure" if in_a_row >= 2 and encoding.name == "cp1252" else "perhaps"
    if encoding.name == "cp1251":
        return "sure" if (lead in "РС" and in_a_row >= 3) or (lead in "ВГ" and in_a_row == 2) else "perhaps"
    if encoding.name == "mac_roman":
        if lead in "◊ÿŸ":
            return "sure" if in_a_row >= 3 else "perhaps"
        return "sure" if lead == "√" and decoded.isalpha() and line[end - 1] != "π" else "perhaps"
    if encoding.name == "cp437":
        return "sure" if lead in "╨╤" and in_a_row >= 3 else "perhaps"
    if lead in _CYRILLIC + _HEBREW + _ARABIC or (lead in _GREEK and marks):
        return "sure" if in_a_row >= 2 else "perhaps"
    if lead not in "ÂÃÄÅ" + _GREEK + ("Ă" if encoding.name == "cp1250" else "È"):
        return "perhaps"
    if line[start:end] == "Ã¥" and len(suspects) == 1 and ("–" in line or "—" in line):
        return "perhaps"  # the same decoding would have spoilt the dash, and read as MacRoman the two are another letter
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    if decoded not in "ÃÂâ" and not _fits(decoded, before, after):
        return "perhaps"
    if lead == "Â":
        # After a capital the letter may be sound: MISUTÂ AJIKKO.
        return "perhaps" if line[end - 1] in "\u00a0»" and before.isupper() else "sure"
    if encoding.name == "cp1250" and (lead != "Ă" or line[end - 1].isalpha()):
        return "perhaps"
    if not marks or (lead == "Ã" and line[end - 1] in "\u00a0™¨´¸°"):
        return "sure"
    inside = before.islower() and after.islower() if decoded.islower() else decoded.isupper() and after.isupper()
    return "sure" if inside else "perhaps"


def _in_a_row(start: int, end: int, suspects: list[tuple[int, int]]) -> int:
    ends = {last: first for first, last in suspects}
    starts = dict(suspects)
    count = 1
    while start in ends:
        start = ends[start]
        count += 1
    while end in starts:
        end = starts[end]
        count += 1
    return count


def _fits(char: str, before: str, after: str) -> bool:
    """Whether the case of ``char`` is that of its neighbours."""
    if char.isupper():
        return not before.islower()
    return not (char.islower() and before.isupper() and not after.islower())
