r"""Python's regular expressions, written as patterns of newslint that match the same texts.

A pattern that cannot be written so is refused with the reason, never bent: look-around and back-references are not RE2 syntax, and
``\b`` differs (newslint's word boundary counts a combining mark to its letter, Python's does not).  ``\w``, ``\d`` and ``\s`` are spelt
out as the classes that Python means by them.

The claim is about whether a pattern is found in a text (``re.search``), not about the span of the match.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from itertools import groupby

import msgspec

from newslint.text.pattern import Pattern

_CLASSES = {"d": r"\p{Nd}", "w": r"\p{L}\p{N}_", "s": r"\t-\r\x1c-\x1f \x{85}\p{Z}"}
_ASCII_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t-\r "}
_SAMPLES = {"d": "7", "w": "a", "s": " ", "D": "x", "W": "-", "S": "x"}
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NAMED_CONTROLS = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
_SPECIAL = frozenset(r"\.+*?()|[]{}^$-")
_INLINE_FLAGS = re.compile(r"\(\?([a-zA-Z]+)\)")
_SCOPED_FLAGS = re.compile(r"\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:")
_NAMED_GROUP = re.compile(r"\?P<[^\W\d]\w*>")
_COUNT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_MOST_REPEATS = 1000
"""RE2's own bound on a counted repetition."""
_MOST_RANGES = 40
"""Ranges of a class that is written out; a longer one nobody could read."""
_FLAGS = frozenset("aimsu")


class UntranslatableError(ValueError):
    """A pattern of Python's has no counterpart of the same meaning; the text says why."""


class Translation(msgspec.Struct, frozen=True):
    """A pattern of Python's in RE2 syntax.

    Attributes:
        pattern: To be used with ``ignore_case`` off.
        samples: Texts in which the pattern is found, none of them empty; there may be none.
    """

    pattern: str
    samples: tuple[str, ...]


class _Piece(msgspec.Struct):
    """A stretch of a pattern: its RE2 spelling, a text with the fewest repetitions and one with a few more; ``last`` when nothing may follow."""

    text: str
    few: str = ""
    more: str = ""
    last: bool = False
    anchor: bool = False


def translate(source: str) -> Translation:
    """Write a pattern of Python's in RE2 syntax.

    Args:
        source: What ``re.compile`` takes.

    Raises:
        UntranslatableError: It is no pattern of Python's, or none of the same meaning can be given.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(source)
    except (re.error, OverflowError, RecursionError) as error:
        raise UntranslatableError(f"no regular expression of Python's: {error}") from None
    except Warning as warning:
        raise UntranslatableError(f"ambiguous in Python itself: {warning}") from None
    parser = _Parser(source)
    pieces = parser.alternatives()
    if parser.at < len(source):
        raise UntranslatableError(f"unexpected {source[parser.at]!r} at position {parser.at + 1}")
    text = "|".join(piece.text for piece in pieces)
    pattern = Pattern(text, ignore_case=False)
    try:
        pattern.check()
    except ValueError as error:
        raise UntranslatableError(str(error)) from None
    samples = dict.fromkeys(sample for piece in pieces for sample in (piece.few, piece.more) if sample)
    found = tuple(sample for sample in samples if compiled.search(sample) and pattern.search(sample))
    return Translation(text, found)


class _Parser:
    """Reads what :func:`re.compile` has accepted, and knows no construct but those it can write."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.flags: frozenset[str] = frozenset()
        found = _INLINE_FLAGS.match(source)
        if found:
            self.flags = self._known(found[1])
            self.at = found.end()

    def alternatives(self) -> list[_Piece]:
        pieces = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            pieces.append(self.sequence())
        return pieces

    def sequence(self) -> _Piece:
        terms: list[_Piece] = []
        while self.at < len(self.source) and self.peek() not in "|)":
            if terms and terms[-1].last:
                raise UntranslatableError(
                    "`$` matches before a final line feed, too; it is translated at the end of a pattern only"
                )
            terms.append(self.term())
        return _Piece(
            "".join(term.text for term in terms),
            "".join(term.few for term in terms),
            "".join(term.more for term in terms),
            last=bool(terms) and terms[-1].last,
        )

    def term(self) -> _Piece:
        piece = self.atom()
        start = self.at
        quantifier = self.quantifier()
        if quantifier is None:
            return piece
        if piece.anchor or piece.last:
            raise UntranslatableError(f"an anchor under the quantifier {self.source[start : self.at]!r}")
        least, most, lazy = quantifier
        if max(least, most or 0) > _MOST_REPEATS:
            raise UntranslatableError(f"RE2 repeats at most {_MOST_REPEATS} times")
        bounds = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
        if bounds is None:
            bounds = f"{{{least}}}" if most == least else f"{{{least},{'' if most is None else most}}}"
        more = max(least, min(2, 2 if most is None else most))
        return _Piece(f"{piece.text}{bounds}{lazy}", piece.few * least, piece.more * more)

    def quantifier(self) -> tuple[int, int | None, str] | None:
        """Fewest and most repetitions and the mark of laziness, moved past; None when there is no quantifier here."""
        char = self.peek()
        least, most = 0, None
        if char and char in "*+?":
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
            self.at += 1
        else:
            found = _COUNT.match(self.source, self.at)
            # Python takes `{}` and `{,}`... as they come: `{,}` repeats, `{}` is text.
            if found is None or not (found[1] or found[2]):
                return None
            least = int(found[1] or 0)
            most = least if found[2] is None else int(found[3]) if found[3] else None
            self.at = found.end()
        if self.peek() == "+":
            raise UntranslatableError("a possessive quantifier is not RE2 syntax")
        if self.peek() == "?":
            self.at += 1
            return least, most, "?"
        return least, most, ""

    def atom(self) -> _Piece:
        char = self.peek()
        if char == "(":
            return self.group()
        if char == "[":
            return self.character_class()
        if char == "\\":
            return self.escape()
        self.at += 1
        if char == ".":
            return _Piece("(?s:.)" if "s" in self.flags else ".", "x", "x")
        if char == "^":
            return _Piece("^" if "m" in self.flags else r"\A", anchor=True)
        if char == "$":
            return _Piece("$", anchor=True) if "m" in self.flags else _Piece(r"\n?\z", last=True, anchor=True)
        return self.literal(char)

    def group(self) -> _Piece:
        self.at += 1
        outer = self.flags
        if self.peek() == "?":
            named, scoped = _NAMED_GROUP.match(self.source, self.at), _SCOPED_FLAGS.match(self.source, self.at)
            found = named or scoped
            if found is None:
                opening = self.source[self.at - 1 : self.at + 3]
                raise UntranslatableError(
                    f"{opening!r}: look-around, back-references, conditions and comments have no counterpart"
                )
            if scoped is not None:
                self.flags = (self.flags | self._known(scoped[1] or "")) - self._known(scoped[2] or "")
            self.at = found.end()
        pieces = self.alternatives()
        self.at += 1  # the closing bracket, without which re.compile would have refused the pattern
        self.flags = outer
        return _Piece(f"(?:{'|'.join(p.text for p in pieces)})", pieces[0].few, pieces[-1].more, last=any(p.last for p in pieces))

    def escape(self) -> _Piece:
        letter = self.source[self.at + 1]
        if letter in "dws":
            self.at += 2
            return _Piece(f"[{self.classes()[letter]}]", _SAMPLES[letter], _SAMPLES[letter])
        if letter in "DWS":
            self.at += 2
            return _Piece(f"[^{self.classes()[letter.lower()]}]", _SAMPLES[letter], _SAMPLES[letter])
        if letter in "AZ":
            self.at += 2
            return _Piece(r"\A" if letter == "A" else r"\z", anchor=True)
        if letter in "bB":
            raise UntranslatableError(
                rf"`\{letter}`: newslint's word boundary counts combining marks to their letter, Python's does not"
            )
        if letter in "123456789":
            raise UntranslatableError("a back-reference is not RE2 syntax")
        return self.literal(self.escaped_character())

    def escaped_character(self) -> str:
        """The one character that an escape stands for, moved past."""
        letter = self.source[self.at + 1]
        for name, digits in (("x", 2), ("u", 4), ("U", 8)):
            if letter == name:
                code = self.source[self.at + 2 : self.at + 2 + digits]
                self.at += 2 + digits
                return chr(int(code, 16))
        if letter in {"0", "N"} or (letter.isascii() and letter.isalnum() and letter not in _CONTROLS):
            raise UntranslatableError(rf"the escape `\{letter}` has no counterpart")
        self.at += 2
        return _CONTROLS.get(letter, letter)

    def literal(self, char: str) -> _Piece:
        if "i" in self.flags:
            variants = _variants(char)
            if len(variants) > 1:
                return _Piece(f"[{''.join(map(_spelt, variants))}]", char, char)
        return _Piece(_spelt(char), char, char)

    def character_class(self) -> _Piece:
        start = self.at
        self.at += 1
        negated = self.peek() == "^"
        self.at += negated
        items: list[str] = []
        sample = ""
        computed = "i" in self.flags
        first = self.at
        while self.peek() != "]" or self.at == first:
            low = self.class_item()
            if len(low) > 1:  # a class of its own: \d, \W
                if low[1] in "DWS":
                    computed = True
                else:
                    items.append(self.classes()[low[1]])
                sample = sample or _SAMPLES[low[1]]
                continue
            sample = sample or low
            if self.peek() == "-" and self.source[self.at + 1] != "]":
                self.at += 1
                items.append(f"{_spelt(low)}-{_spelt(self.class_item())}")
            else:
                items.append(_spelt(low))
        self.at += 1
        if negated:
            sample = next((char for char in "x7- _" if re.fullmatch(self.source[start : self.at], char)), "")
        if computed:
            return _Piece(_computed_class(self.source[start : self.at], self.flags), sample, sample)
        return _Piece(f"[{'^' * negated}{''.join(items)}]", sample, sample)

    def class_item(self) -> str:
        """One character, or an escape that stands for several."""
        char = self.peek()
        if char != "\\":
            self.at += 1
            return char
        letter = self.source[self.at + 1]
        if letter in "dwsDWS":
            self.at += 2
            return f"\\{letter}"
        if letter == "b":
            self.at += 2
            return "\b"
        return self.escaped_character()

    def classes(self) -> dict[str, str]:
        return _ASCII_CLASSES if "a" in self.flags else _CLASSES

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    @staticmethod
    def _known(letters: str) -> frozenset[str]:
        flags = frozenset(letters)
        if not flags <= _FLAGS:
            raise UntranslatableError(f"the flag {min(flags - _FLAGS)!r} has no counterpart")
        return flags


def _spelt(char: str) -> str:
    """A character as RE2 reads it, in and out of classes."""
    if char in _NAMED_CONTROLS:
        return _NAMED_CONTROLS[char]
    if 0xD800 <= ord(char) <= 0xDFFF:
        raise UntranslatableError("a lone surrogate stands in no text")
    if char.isascii():
        return f"\\{char}" if char in _SPECIAL else char if char.isprintable() else f"\\x{{{ord(char):x}}}"
    return char if char.isprintable() else f"\\x{{{ord(char):x}}}"


@cache
def _everything() -> str:
    """Every character there is, in order."""
    return "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))


@cache
def _variants(char: str) -> str:
    """The characters that Python takes for ``char`` when case does not matter."""
    if char.lower() == char.upper():
        return char
    return "".join(re.findall(re.escape(char), _everything(), re.IGNORECASE))


@cache
def _computed_class(source: str, flags: frozenset[str]) -> str:
    """The class with each range that Python takes it for, found by asking about every character."""
    mode = (re.IGNORECASE if "i" in flags else 0) | (re.ASCII if "a" in flags else 0)
    codes = [ord(char) for char in re.findall(source, _everything(), mode)]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])]
    if len(runs) > _MOST_RANGES:
        raise UntranslatableError(f"the class {source} is one of {len(runs)} ranges of characters")
    spelt = (_spelt(chr(run[0])) + (f"-{_spelt(chr(run[-1]))}" if len(run) > 1 else "") for run in runs)
    return f"[{''.join(spelt)}]"
