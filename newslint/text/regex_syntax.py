r"""RE2 syntax made Unicode-aware, and widened into a candidate pattern.

RE2 reads ``\b``, ``\w`` and ``\s`` as ASCII.  A rule means Unicode words, so its pattern is rewritten:

``ascii``
    The pattern as written.
``plain``
    Classes of letters and numbers as those of ASCII: exact on text that has no others, and the fastest, to compile too.
``unicode``
    ``\w`` and ``\s`` spelt out as Unicode classes.  Every ``\b`` becomes an empty named group whose position the matcher
    checks; where RE2's own ``\b`` can only be true too often, it is kept beside the group.
``western``
    The same with the letters of western Europe only: the classes of all letters take RE2 milliseconds.
``candidate``
    Matches wherever the pattern could, and sometimes where it does not: classes are widened to all of non-ASCII, which keeps
    RE2's automaton small, a ``\b`` that could be true too seldom is left out, and a gap such as ``.{0,60}`` may have any length,
    since a count is as many states.
``part``
    The stretch of the candidate between two gaps that states most.  A scan that looks for many patterns anywhere would have to
    remember, for every gap it is in, that it is in it: each combination is a state.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from newslint.text.signs import DIGITS, any_sign, rarest, signs_of, signs_of_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BOUNDARY = "boundary"
"""Prefix of the names of the empty groups that mark a ``\\b`` (``boundary0``) or a ``\\B`` (``interior0``)."""
INTERIOR = "interior"

_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"
# Beyond ASCII every letter, mark and number is in here, and of what running text is full of, the curly quotes, dashes and
# spaces of U+2000 to U+206F, none is.
_BEYOND_LETTERS = r"\x{AA}\x{B2}\x{B3}\x{B5}\x{B9}\x{BA}\x{BC}-\x{BE}\x{C0}-\x{1FFF}\x{2070}-\x{10FFFF}"
_UNICODE = {"w": r"\p{L}\p{M}\p{N}_", "s": r"\t-\r\p{Z}\x{85}", "d": "0-9"}
_WIDE = {"w": "0-9A-Za-z_" + _BEYOND_LETTERS, "s": r"\t-\r\p{Z}\x{85}", "d": "0-9"}
_ASCII = {"w": "0-9A-Za-z_", "s": r"\t-\r ", "d": "0-9"}
_PROPERTY_ASCII = {
    "L": "A-Za-z",
    "Lu": "A-Z",
    "Ll": "a-z",
    "N": "0-9",
    "Nd": "0-9",
    "P": r"!-#%-*,-/:;?@\[-\]_{}",
}
_PROPERTY_WESTERN = {"L": "A-Za-zªºÀ-ÖØ-öø-þ", "Lu": "A-ZÀ-ÖØ-Þ", "Ll": "a-zà-öø-þ", "N": "0-9²³¹¼-¾", "Nd": "0-9"}
WESTERN = frozenset("ªº²³¹¼½¾ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ")
"""Letters and numbers beyond ASCII of the form ``western``: of Latin-1 those whose other case, if they have any, is there too."""
_QUANTIFIERS = "*+?{"
_FAR = 5
"""A count from which a candidate's repetition has no upper bound."""
_GAP = 3
"""A count from which a run of any characters, or a repeated group of words, is a gap."""
_FAINT = 2.0
"""A part that states less than so many characters would match everywhere; the whole candidate is looked for then."""
_COMMON = frozenset(
    """
    a about after age aged all an and any are around as at be been before but by did does during for from had has have he her his if in
    into is it its more no not of off on one or our out over said says seen she some than that the their them they this to up was we were
    when which while who will with would you your
    """.split()  # noqa: SIM905
)
"""Words of every text."""
_COMMON_WORD = 0.5
"""What one of them states."""
_SHORT = 3
"""Characters of a needed string at least: shorter ones stand in every text."""
_LONG = 7
"""Characters of a needed string beyond which more do not make it rarer."""
_MANY = 80
"""Needed strings of a pattern at most; to look for more takes longer than the pattern."""
_CLASS = 0.4
"""What one character of a small class states."""
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"%',-/:;`")
"""Characters that stand for themselves, and are not rare: a run of them is one term."""
_RARE = frozenset("{}[]<>\\|@#_*=~^&+†【】©®™…«»「」『』‹›")
"""Characters that most articles do not hold."""
_MANY_MARKS = 8
"""Rare characters of a pattern at most; to look for more takes longer than the pattern."""


class Rewritten(msgspec.Struct, frozen=True, array_like=True):
    """The forms of a pattern (see the module); those that are ``relaxed`` find what the others may miss, where they may."""

    ascii: str
    plain: str
    western: str
    western_relaxed: str | None
    unicode: str
    relaxed: str | None
    candidate: str
    part: str


class _Piece(msgspec.Struct):
    """One term: its spellings, whether it may match nothing, and what its first and last character may be.

    ``first`` and ``last`` are ``word`` (surely an ASCII word character), ``other`` (surely another ASCII character) or ``any``.
    ``weight`` is about how many characters it states; ``broad`` a class that words and spaces are in; ``gap`` a long run of such.
    ``part`` is the candidate's weightiest stretch, and ``loose`` says that it is not all of it.  ``exact`` are the lower-case ASCII
    characters it matches in either case; of ``needs`` one string, in lower case, stands in every match, and of ``marks`` one rare
    character, and of ``signs`` one byte.  ``lingers`` says that a match, once begun, may go on over words and spaces without an end, ``starts`` that it begins
    at the start of a line.
    """

    ascii: str
    unicode: str
    candidate: str
    empty: bool = False
    first: str = "any"
    last: str = "any"
    boundary: str = ""
    weight: float = 0.0
    broad: bool = False
    gap: bool = False
    part: str | None = None
    loose: bool = False
    exact: str = ""
    needs: frozenset[str] | None = None
    marks: frozenset[str] | None = None
    lingers: bool = False
    starts: bool = False
    signs: frozenset[int] | None = None

    @property
    def stretch(self) -> str:
        """The part, where there is one, else the candidate."""
        return self.candidate if self.part is None else self.part


def rewrite(source: str) -> Rewritten:
    r"""Rewrite one RE2 pattern.

    Raises:
        ValueError: The pattern uses what RE2 has not (look-around, back-references), or ``\W`` or ``\S`` inside a class where
            they have no Unicode spelling.  Other faults of syntax are left for RE2 to name.
    """
    found = _REWRITTEN.get(source) or _recalled(source)
    if found is None:
        found = _rewrite(source)
    _REWRITTEN[source] = found
    for asked in _asked:
        asked[source] = found
    return found


def _rewrite(source: str) -> Rewritten:
    parser = _Parser(source)
    pieces = parser.alternatives()
    if parser.at < len(source):
        raise ValueError(f"unexpected {source[parser.at]!r} at position {parser.at + 1}")
    relaxed = parser.relax(pieces.unicode) if parser.unsure else None
    return Rewritten(
        ascii=source,
        plain=_narrowed(source, _PROPERTY_ASCII),
        western=_narrowed(pieces.unicode, _PROPERTY_WESTERN),
        western_relaxed=None if relaxed is None else _narrowed(relaxed, _PROPERTY_WESTERN),
        unicode=pieces.unicode,
        relaxed=relaxed,
        candidate=pieces.candidate,
        part=pieces.candidate if pieces.weight < _FAINT or pieces.starts else pieces.stretch,
    )


_REWRITTEN: dict[str, Rewritten] = {}
_stored: list[Callable[[str], bytes | None]] = []
_asked: list[dict[str, Rewritten]] = []


@contextmanager
def rewriting() -> Iterator[dict[str, Rewritten]]:
    """A mapping that takes, inside ``with``, every pattern that is asked for, and what it was rewritten to."""
    asked: dict[str, Rewritten] = {}
    _asked.append(asked)
    try:
        yield asked
    finally:
        _asked.remove(asked)


def recall(stored: Callable[[str], bytes | None]) -> None:
    """Let patterns be looked up among those that were rewritten in another process: to rewrite one takes up to a millisecond.

    Args:
        stored: Gives what a pattern was rewritten to, encoded, or None.
    """
    _stored[:] = [stored]


def _recalled(source: str) -> Rewritten | None:
    for stored in _stored:
        data = stored(source)
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            found = None if data is None else msgspec.msgpack.decode(data, type=Rewritten)
            if found is not None and found.ascii == source:
                return found
    return None


class Needs(msgspec.Struct, frozen=True):
    """What can be told of a pattern without running it.

    Attributes:
        words: Strings of which one stands in every match, in lower case and ASCII; None when no such strings can be told.  They hold
            for text whose ASCII letters are in lower case and that has neither of :data:`FOLDS_TO_ASCII`.
        marks: Characters, rare in prose, of which one stands in every match; None when no such can be told.
        lingers: Whether a match, once begun, may go on over words and spaces without an end.
        starts: Whether every match begins at the start of a line.
        signs: Bytes of which one stands in every match; None when no such can be told.  They hold for text as ``words`` do.
    """

    words: frozenset[str] | None = None
    marks: frozenset[str] | None = None
    lingers: bool = True
    starts: bool = False
    signs: frozenset[int] | None = None


@lru_cache(maxsize=4096)
def needs(source: str) -> Needs:
    """What can be told of a pattern, RE2 syntax with its flags inside, without running it."""
    parser = _Parser(source)
    pieces = parser.alternatives()
    if parser.at < len(source):
        return Needs()
    return Needs(pieces.needs, pieces.marks, pieces.lingers, pieces.starts, pieces.signs)


def with_anchors(source: str, start: str, end: str) -> str:
    """A pattern, RE2 syntax, with ``start`` in the place of every ``^`` and ``end`` in that of every ``$``."""
    if "^" not in source and "$" not in source:
        return source
    spelled = {"^": f"(?:{start})", "$": f"(?:{end})"}
    return "".join(spelled.get(token, token) for token in _tokens().findall(source))


def _narrowed(source: str, properties: Mapping[str, str]) -> str:
    r"""The pattern with letters and numbers as ``properties`` spell them; ``\s`` is spelt as what it is in Unicode."""

    def inside(part: str) -> str:
        if part == "\\s":
            return _UNICODE["s"]
        name = part[2:].strip("{}") if part.startswith("\\p") else ""
        return properties.get(name, part) if name[:1] in ("L", "N") else part

    def narrow(part: str) -> str:
        if part == "\\S":
            return f"[^{_UNICODE['s']}]"
        if part.startswith("["):
            return _classes().sub(lambda found: inside(found[0]), part.replace(_UNICODE["w"], word))
        spelled = inside(part)
        return part if spelled == part else f"[{spelled}]"

    word = f"{properties['L']}{properties['N']}_"
    return "".join(map(narrow, _tokens().findall(source)))


@cache
def _classes() -> re.Pattern[str]:
    """A property or an escape inside a class."""
    return re.compile(r"\\[pP](?:\{[^}]*\}|.)|\\.", re.DOTALL)


@cache
def _tokens() -> re.Pattern[str]:
    """Characters of a pattern that stand for themselves or for no class, an escape or a whole class."""
    return re.compile(
        r"[^\\\[^$]+|\\[pP](?:\{[^}]*\}|.)|\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|.", re.DOTALL
    )


FOLDS_TO_ASCII = ("\u212a", "\u017f")
"""The Kelvin sign and the long s: when case is ignored they match k and s."""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.marks = 0
        self.unsure: list[str] = []

    def alternatives(self) -> _Piece:
        """Everything up to the end or a closing bracket."""
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        return _Piece(
            "|".join(branch.ascii for branch in branches),
            "|".join(branch.unicode for branch in branches),
            "|".join(branch.candidate for branch in branches),
            any(branch.empty for branch in branches),
            _common([branch.first for branch in branches]),
            _common([branch.last for branch in branches]),
            weight=min(_COMMON_WORD if branch.ascii.strip().lower() in _COMMON else branch.weight for branch in branches),
            part="|".join(branch.stretch for branch in branches),
            loose=any(branch.loose for branch in branches),
            needs=_any_of(branches),
            marks=_any_mark(branches),
            lingers=any(branch.lingers for branch in branches),
            starts=all(branch.starts for branch in branches),
            signs=any_sign([branch.signs for branch in branches]),
        )

    def sequence(self) -> _Piece:
        terms: list[_Piece] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            terms.append(self.term())
        for index, term in enumerate(terms):
            if term.boundary:
                self.spell_boundary(term, terms[:index], terms[index + 1 :])
        part, weight, loose = _weightiest(terms)
        return _Piece(
            "".join(term.ascii for term in terms),
            "".join(term.unicode for term in terms),
            "".join(term.candidate for term in terms),
            all(term.empty for term in terms),
            _edge(terms),
            _edge(terms[::-1], last=True),
            weight=weight,
            part=part,
            loose=loose,
            needs=_all_of(terms),
            marks=min((term.marks for term in terms if term.marks), key=len, default=None),
            lingers=any(term.lingers for term in terms),
            starts=next((term.starts for term in terms if not _is_flags(term)), False),
            signs=rarest([term.signs for term in terms]),
        )

    def spell_boundary(self, term: _Piece, before: list[_Piece], after: list[_Piece]) -> None:
        left, right = _edge(before[::-1], last=True), _edge(after)
        name = f"{BOUNDARY if term.boundary == 'b' else INTERIOR}{self.marks}"
        self.marks += 1
        mark = f"(?P<{name}>)"
        known = left != "any" and right != "any"
        if known or (term.boundary == "b" and "word" in (left, right)):
            # RE2's own test is true wherever the Unicode one is: the other side can only be a letter that RE2 takes for none.
            term.unicode, term.candidate = f"\\{term.boundary}{mark}", f"\\{term.boundary}"
        else:
            term.unicode, term.candidate = f"\\{term.boundary}{mark}", ""
            self.unsure.append(term.unicode)

    def relax(self, unicode: str) -> str:
        for spelled in self.unsure:
            unicode = unicode.replace(spelled, spelled[2:])
        return unicode

    def term(self) -> _Piece:
        piece = self.run() or self.atom()
        while self.peek() and self.peek() in _QUANTIFIERS:
            quantifier = self.quantifier()
            if not quantifier:
                break
            if piece.boundary:
                raise ValueError("a word boundary cannot be repeated")
            piece = _repeated(piece, quantifier)
        return piece

    def run(self) -> _Piece | None:
        """Two or more characters that stand for themselves, none of them under a quantifier; None when there are no such here."""
        source, start = self.source, self.at
        end, length = start, len(source)
        while end < length and source[end] in _PLAIN:
            end += 1
        if end < length and source[end] in _QUANTIFIERS:
            end -= 1
        if end < start + 2:
            return None
        self.at = end
        text = source[start:end]
        spaces = text.count(" ")
        weight = len(text) - spaces + _CLASS * spaces
        return _Piece(
            text,
            text,
            text,
            first=_kind(text[0]),
            last=_kind(text[-1]),
            weight=weight,
            exact=text.lower(),
            signs=rarest([signs_of(char) for char in text]),
        )

    def quantifier(self) -> str:
        """The quantifier at this place, moved past; empty when the brace is an ordinary character."""
        start = self.at
        if self.source[self.at] == "{":
            end = self.source.find("}", self.at)
            inside = self.source[self.at + 1 : end] if end > 0 else ""
            lower, _, upper = inside.partition(",")
            if not lower.isdigit() or (upper and not upper.isdigit()):
                return ""
            self.at = end + 1
        else:
            self.at += 1
        if self.peek() == "?":
            self.at += 1
        return self.source[start : self.at]

    def atom(self) -> _Piece:
        char = self.source[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            return self.character_class()
        if char == "\\":
            return self.escape()
        self.at += 1
        if char in "^$":
            return _Piece(char, char, char, True, starts=char == "^")
        if char == ".":
            return _Piece(char, char, char, broad=True)
        if char == "{":
            return _literal("{", "\\{")
        if char in "*+?":
            raise ValueError(f"nothing to repeat before {char!r} at position {self.at}")
        return _literal(char, char)

    def group(self) -> _Piece:
        start = self.at
        self.at += 1
        if self.peek() == "?":
            if self.source[self.at : self.at + 2] in ("?=", "?!") or self.source[self.at : self.at + 3] in ("?<=", "?<!"):
                raise ValueError("look-around is not RE2 syntax; say `dialect: backtracking` if the rule cannot do without")
            while self.peek() and self.peek() not in ":)>":
                self.at += 1
            self.at += 1
            opening = self.source[start : self.at]
            if opening.endswith(")"):
                return _Piece(opening, opening, opening, True)
        else:
            opening = "("
        inner = self.alternatives()
        if self.peek() != ")":
            raise ValueError(f"missing ) for the group that opens at position {start + 1}")
        self.at += 1
        candidate_opening = "(?:" if opening == "(" or opening.startswith(("(?P<", "(?<")) else opening
        return _Piece(
            f"{opening}{inner.ascii})",
            f"{opening}{inner.unicode})",
            f"{candidate_opening}{inner.candidate})",
            inner.empty,
            inner.first,
            inner.last,
            weight=inner.weight,
            part=f"{candidate_opening}{inner.stretch})",
            loose=inner.loose,
            needs=inner.needs,
            marks=inner.marks,
            lingers=inner.lingers,
            starts=inner.starts,
            signs=inner.signs,
        )

    def escape(self) -> _Piece:
        start = self.at
        if start + 1 >= len(self.source):
            raise ValueError("trailing backslash")
        letter = self.source[start + 1]
        self.at += 2
        if letter in "bB":
            return _Piece(f"\\{letter}", "", "", True, boundary=letter)
        if letter in "wsd":
            if letter == "d":
                return _Piece(r"\d", r"\d", r"\d", first="word", last="word", weight=_CLASS, signs=DIGITS)
            return _Piece(f"\\{letter}", f"[{_UNICODE[letter]}]", f"[{_WIDE[letter]}]")
        if letter in "WSD":
            inside = _UNICODE[letter.lower()]
            return _Piece(f"\\{letter}", f"[^{inside}]", f"[^{_ASCII[letter.lower()]}]")
        if letter in "pP":
            name = self.property_name()
            text = self.source[start : self.at]
            ascii_part = _PROPERTY_ASCII.get(name)
            if letter == "p" and ascii_part is not None:
                return _Piece(text, text, f"[{ascii_part}{_beyond(name)}]")
            return _Piece(text, text, text)
        if letter == "Q":
            end = self.source.find("\\E", self.at)
            quoted = self.source[self.at : end if end >= 0 else len(self.source)]
            self.at = len(self.source) if end < 0 else end + 2
            text = self.source[start : self.at]
            first, last = (_kind(quoted[0]), _kind(quoted[-1])) if quoted else ("any", "any")
            return _Piece(text, text, text, not quoted, first, last, weight=len(quoted))
        if letter in "Az":
            # Candidates are looked for in several values joined by line feeds, so a value's ends are ends of lines there.
            return _Piece(f"\\{letter}", f"\\{letter}", "^" if letter == "A" else "$", True)
        if letter == "C":
            raise ValueError(r"\C splits characters; match a character instead")
        if letter in "123456789":
            raise ValueError("back-references are not RE2 syntax; say `dialect: backtracking` if the rule cannot do without")
        if letter == "x":
            self.hexadecimal()
            text = self.source[start : self.at]
            return _Piece(text, text, text, signs=signs_of_class(text))
        text = self.source[start : self.at]
        if letter in "afnrtv":
            return _Piece(text, text, text, first="other", last="other", signs=signs_of_class(text))
        return _literal(letter, text)

    def hexadecimal(self) -> None:
        if self.peek() == "{":
            self.at = self.source.find("}", self.at) + 1 or len(self.source)
        else:
            self.at += 2

    def property_name(self) -> str:
        if self.peek() == "{":
            start, end = self.at + 1, self.source.find("}", self.at)
            if end < 0:
                raise ValueError(r"missing } after \p{")
            self.at = end + 1
            return self.source[start:end]
        self.at += 1
        return self.source[self.at - 1 : self.at]

    def character_class(self) -> _Piece:
        start = self.at
        self.at += 1
        negated = self.peek() == "^"
        if negated:
            self.at += 1
        unicode, candidate = ["[^" if negated else "["], ["[^" if negated else "["]
        beyond = negated
        body = self.at
        while True:
            char = self.peek()
            if not char:
                raise ValueError(f"missing ] for the class that opens at position {start + 1}")
            if char == "]" and self.at > body:
                self.at += 1
                break
            item = self.class_item()
            unicode.append(item.unicode)
            candidate.append(item.ascii if negated else item.candidate)
            beyond = beyond or item.first == "any"
        text = self.source[start : self.at]
        if text in (r"[\s\S]", r"[\S\s]", r"[\w\W]", r"[\W\w]", r"[\d\D]", r"[\D\d]"):
            return _Piece(text, "(?s:.)", "(?s:.)", broad=True)
        if "\\W" in unicode or "\\S" in unicode:
            raise ValueError(r"\W and \S have no Unicode meaning inside a class: write [^\w…] or [^\s…]")
        unicode.append("]")
        candidate.append("]")
        edge = "any" if beyond else "word" if _only_words(text) else "other" if _no_words(text) else "any"
        broad = negated and " " not in text and r"\s" not in text
        weight = _CLASS if not beyond else 0.0
        inside = _plain_members(text)
        marks = frozenset(inside) if inside and not negated and _RARE.issuperset(inside) else None
        return _Piece(
            text,
            "".join(unicode),
            "".join(candidate),
            first=edge,
            last=edge,
            weight=weight,
            broad=broad,
            marks=marks,
            signs=None if negated else signs_of_class(text[1:-1]),
        )

    def class_item(self) -> _Piece:
        """One item of a class; ``ascii`` is its spelling in a negated candidate: what it surely covers."""
        char = self.source[self.at]
        if char == "[" and self.source.startswith("[:", self.at):
            end = self.source.find(":]", self.at)
            if end < 0:
                raise ValueError("missing :] in a class")
            text = self.source[self.at : end + 2]
            self.at = end + 2
            return _Piece(text, text, text, first="other")
        if char != "\\":
            self.at += 1
            return _Piece(char, char, char, first="other" if char.isascii() else "any")
        start = self.at
        letter = self.source[start + 1 : start + 2]
        self.at += 2
        if letter in ("w", "s", "d"):
            return _Piece(_ASCII[letter], _UNICODE[letter], _WIDE[letter], first="other" if letter == "d" else "any")
        if letter in ("W", "S"):
            return _Piece(f"\\{letter}", f"\\{letter}", f"\\{letter}", first="any")
        if letter in ("p", "P"):
            name = self.property_name()
            text = self.source[start : self.at]
            part = _PROPERTY_ASCII.get(name) if letter == "p" else None
            return _Piece(part or text, text, f"{part}{_beyond(name)}" if part else text)
        if letter == "x":
            self.hexadecimal()
            text = self.source[start : self.at]
            return _Piece(text, text, text)
        text = self.source[start : self.at]
        return _Piece(text, text, text, first="other")

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]


def _beyond(name: str) -> str:
    """What a Unicode category is widened to beyond ASCII."""
    return _BEYOND_LETTERS if name[0] in "LN" else _BEYOND_ASCII


def _literal(char: str, text: str) -> _Piece:
    kind = _kind(char)
    exact = char.lower() if char.isascii() else ""
    marks = frozenset(char) if char in _RARE else None
    weight = 1.0 if char != " " else _CLASS
    return _Piece(text, text, text, first=kind, last=kind, weight=weight, exact=exact, marks=marks, signs=signs_of(char))


def _any_of(branches: list[_Piece]) -> frozenset[str] | None:
    """What alternatives need: something of each, unless one needs nothing or they are many."""
    found: set[str] = set()
    for branch in branches:
        if branch.needs is None:
            return None
        found |= branch.needs
    return frozenset(found) if len(found) <= _MANY else None


def _any_mark(branches: list[_Piece]) -> frozenset[str] | None:
    """The rare characters that alternatives need; None when one needs none, or they are many."""
    found: set[str] = set()
    for branch in branches:
        if branch.marks is None:
            return None
        found |= branch.marks
    return frozenset(found) if len(found) <= _MANY_MARKS else None


def _all_of(terms: list[_Piece]) -> frozenset[str] | None:
    """What a sequence needs: of all that its terms do, what is likely to be rarest."""
    found: list[frozenset[str]] = []
    run = ""
    for term in [*terms, _Piece("", "", "")]:
        if term.exact and not term.empty:
            run += term.exact
            continue
        if term.boundary:
            continue
        if len(run) >= _SHORT:
            found.append(frozenset((run,)))
        run = ""
        if term.needs is not None:
            found.append(term.needs)
    return max(found, key=lambda needs: (min(_LONG, *map(_rareness, needs)), -len(needs)), default=None)


def _rareness(needed: str) -> int:
    """How rare a needed string is: about its length, unless it is a word of every text."""
    return 1 if needed.strip() in _COMMON else len(needed)


def _repeated(piece: _Piece, quantifier: str) -> _Piece:
    """``piece`` under a quantifier; in a candidate a count that reaches far is no count."""
    least, most = _bounds(quantifier)
    lazy = "?" if len(quantifier) > 1 and quantifier.endswith("?") else ""
    far = most is None or most >= _FAR
    wide = f"{_open_ended(least)}{lazy}" if far else quantifier
    spaced = " " in piece.ascii or r"\s" in piece.ascii
    empty = piece.empty or least == 0
    return _Piece(
        piece.ascii + quantifier,
        piece.unicode + quantifier,
        piece.candidate + wide,
        empty,
        piece.first,
        piece.last,
        weight=0.0 if empty else piece.weight * max(1, least),
        gap=(most is None or most >= _GAP) and (piece.broad or (piece.ascii.startswith("(") and spaced)),
        part=None if empty or not piece.loose else piece.stretch,
        loose=piece.loose,
        needs=None if empty else piece.needs,
        marks=None if empty else piece.marks,
        signs=None if empty else piece.signs,
        lingers=piece.lingers or (far and (piece.broad or _is_wide(piece))),
    )


def _is_wide(piece: _Piece) -> bool:
    """Whether a group or class, repeated, gets over words and the spaces between them."""
    text = piece.ascii
    return (text.startswith("(") and ("[^" in text or " " in text or r"\s" in text)) or (
        text.startswith("[") and not text.startswith("[^") and " " in text and "a-z" in text
    )


def _open_ended(least: int) -> str:
    return "*" if least == 0 else "+" if least == 1 else f"{{{min(least, _FAR)},}}"


def _bounds(quantifier: str) -> tuple[int, int | None]:
    if quantifier[0] in "*+?":
        return (1 if quantifier[0] == "+" else 0), (1 if quantifier[0] == "?" else None)
    lower, comma, upper = quantifier.rstrip("?")[1:-1].partition(",")
    return int(lower), int(upper) if upper else (None if comma else int(lower))


def _weightiest(terms: list[_Piece]) -> tuple[str, float, bool]:
    """The stretch between gaps that states most, its weight, and whether it leaves anything out."""
    stretches: list[list[_Piece]] = [[]]
    for term in terms:
        if term.gap or (term.loose and term.empty):
            stretches.append([])
        elif term.loose:
            stretches.extend(([term], []))
        else:
            stretches[-1].append(term)
    best = max(stretches, key=lambda stretch: sum(term.weight for term in stretch))
    trimmed = _without_context(best)
    part = "".join(term.stretch if term.loose else term.candidate for term in trimmed)
    return part, sum(term.weight for term in trimmed), len(stretches) > 1 or len(trimmed) < len(best)


def _without_context(terms: list[_Piece]) -> list[_Piece]:
    """The terms without alternatives in front of which one is short, where the rest states enough by itself."""
    weight = sum(term.weight for term in terms)
    for index, term in enumerate(terms):
        if not (term.empty and not term.starts) and not (term.ascii.startswith("(") and term.weight == _COMMON_WORD):
            break
        weight -= term.weight
        if weight >= _FAINT and term.weight:
            return _without_context(terms[index + 1 :])
    return terms


def _kind(char: str) -> str:
    if not char.isascii():
        return "any"
    # RE2 folds the Kelvin sign to k and the long s to s: not ASCII, but word characters on both sides of the question.
    return "word" if char.isalnum() or char == "_" else "other"


def _common(kinds: list[str]) -> str:
    return kinds[0] if len(set(kinds)) == 1 else "any"


def _edge(terms: list[_Piece], *, last: bool = False) -> str:
    """What the first character of a sequence may be; ``any`` when it may be empty or reach past its end."""
    seen: list[str] = []
    for term in terms:
        if term.boundary or (term.empty and not term.ascii.strip("^$")):
            continue
        if _is_flags(term):
            continue
        seen.append(term.last if last else term.first)
        if not term.empty:
            return _common(seen)
    return "any"


def _is_flags(term: _Piece) -> bool:
    return term.empty and term.ascii.startswith("(?") and term.ascii.endswith(")") and ":" not in term.ascii


def _plain_members(text: str) -> str | None:
    inside = text[1:-1]
    return None if "\\" in inside or "[:" in inside else inside


def _only_words(text: str) -> bool:
    if text == r"[\d]":
        return True
    inside = _plain_members(text)
    return (
        inside is not None
        and not inside.startswith("-")
        and all(char.isalnum() or char in "_-" for char in inside)
        and ("-" not in inside.replace("a-z", "").replace("A-Z", "").replace("0-9", ""))
    )


def _no_words(text: str) -> bool:
    inside = _plain_members(text)
    return inside is not None and not any(char.isalnum() or char in "_-" for char in inside)
