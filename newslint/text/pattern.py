"""Patterns of rules: RE2, linear in time, with Unicode words and spans in code points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

from newslint.text.regex_syntax import BOUNDARY, INTERIOR, WESTERN, Rewritten, rewrite, with_anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIME_LIMIT = 0.25
"""Seconds a backtracking pattern may spend on one text."""
WHITE = r"\t-\r\x{1C}-\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
"""White space, to stand in a class of an RE2 source: RE2's own is that of ASCII only.  It is what Python's expressions mean by it."""


_ASCII = bytes(range(0x80))
_SIGNS = frozenset(map(chr, (*range(0xA0, 0xC0), 0xD7, 0xF7, *range(0x2000, 0x2070), *range(0x20A0, 0x20C0), 0x2122))) - set(
    "ª²³µ¹º¼½¾"
)
"""Characters beyond ASCII that running text holds and that are no part of words, told from all others without a look at each."""
_SMALL = 400
"""Size of a program of RE2 up to which the pattern's other forms do not outgrow what RE2 allows: a class of all letters is 200 times one of
ASCII, and 87,000 instructions are allowed in :func:`re2_options`."""


class PatternTimeoutError(Exception):
    """A backtracking pattern ran into :data:`TIME_LIMIT`."""


class Match:
    """One match: ``start`` and ``end`` in code points, the ``names`` of all named groups, and the spans of those that took part."""

    __slots__ = ("_spans", "end", "names", "start", "value")

    def __init__(self, value: str, start: int, end: int, spans: dict[str, tuple[int, int]], names: Iterable[str]) -> None:
        self.value = value
        self.names = names
        self.start = start
        self.end = end
        self._spans = spans

    def span(self, name: str) -> tuple[int, int] | None:
        """Span of a named group, or None when it took no part."""
        return self._spans.get(name)

    def group(self, name: str | None = None) -> str | None:
        """Text of a named group, or of the whole match."""
        if name is None:
            return self.value[self.start : self.end]
        span = self._spans.get(name)
        return None if span is None else self.value[span[0] : span[1]]

    @property
    def groups(self) -> dict[str, str]:
        """Text of every named group that took part."""
        return {name: self.value[start:end] for name, (start, end) in self._spans.items()}


def re2_options(memory: int = 16 << 20) -> Any:
    """RE2 options of every pattern here: quiet, with a memory bound of ``memory`` bytes for its automaton."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = memory
    return options


def is_word(char: str) -> bool:
    r"""Whether ``\w`` matches ``char``: a letter, mark or number of any script, or the underscore."""
    return char.isalnum() or char == "_" or (not char.isascii() and _is_mark(char))


def _is_mark(char: str) -> bool:
    from unicodedata import category

    return category(char)[0] in "LMN"


def at_boundary(value: str, offset: int) -> bool:
    """Whether the code point ``offset`` is a Unicode word boundary of ``value``."""
    before = offset > 0 and is_word(value[offset - 1])
    after = offset < len(value) and is_word(value[offset])
    return before != after


class _Form:
    """One form of a pattern, compiled: the names of its groups, those of the pattern itself, and those that stand for word boundaries."""

    __slots__ = ("edges", "names", "own", "regexp")

    def __init__(self, regexp: Any) -> None:
        self.regexp = regexp
        self.names: dict[str, int] = regexp.groupindex  # RE2 makes it anew whenever it is asked
        edges = {label: index for label, index in self.names.items() if label.startswith((BOUNDARY, INTERIOR))}
        self.own = {label: index for label, index in self.names.items() if label not in edges}
        self.edges = list(edges.items())


class Pattern:
    r"""A compiled pattern of a rule.

    ``^`` and ``$`` are starts and ends of lines, ``.`` does not match a line feed, ``\w``, ``\s`` and ``\b`` mean Unicode.

    Args:
        source: RE2 syntax, or Python's with ``dialect="backtracking"``.
        ignore_case: Whether letters match in either case.
        dialect: ``re2``, or ``backtracking`` for look-around and back-references under :data:`TIME_LIMIT` (needs the
            ``regex`` package: extra ``backtracking``).

    Compiling waits for the first use, or for :meth:`check`.
    """

    def __init__(self, source: str, *, ignore_case: bool = True, dialect: str = "re2") -> None:
        self.source = source
        self.dialect = dialect
        self._flags = "(?im)" if ignore_case else "(?m)"
        self._compiled: dict[str, _Form] = {}
        self._stoppable: Any = None
        self.ignore_case = ignore_case
        self._rewritten: Rewritten | None = None
        self._inside: tuple[str, Pattern, str] | None = None

    def between(self, before: str, after: str) -> Pattern:
        r"""This pattern with something round it.

        To rewrite a pattern takes long, so what stands round it is not looked at: it has to mean the same in every form.

        Args:
            before: RE2 syntax without ``\w``, ``\s`` and ``\b``; it ends in the opening of a group.
            after: Such syntax, that begins with the group's end.
        """
        made = Pattern(f"{before}{self.source}{after}", ignore_case=self.ignore_case, dialect=self.dialect)
        made._inside = before, self, after
        return made

    @property
    def rewritten(self) -> Rewritten | None:
        """The pattern's forms, or None for a backtracking one."""
        if self._rewritten is None and self.dialect != "backtracking":
            self._rewritten = rewrite(self.source) if self._inside is None else _between(*self._inside)
        return self._rewritten

    def check(self) -> None:
        """See that every form can be compiled.

        Raises:
            ValueError: RE2 refuses the pattern, or it matches the empty string.
        """
        if self.rewritten is not None:
            small = self._form("ascii").regexp.programsize <= _SMALL
            forms = re2.Set.SearchSet(re2_options())
            for name in ("plain", "western", "unicode", "candidate"):
                source = getattr(self.rewritten, name)
                if source == self.rewritten.ascii:
                    continue
                if small:  # to compile it takes as long as all the rest, and cannot fail
                    try:
                        forms.Add(self._flags + source)
                        continue
                    except re2.error:
                        pass  # the form itself tells why
                self._form(name)
        if self.matches_empty():
            raise ValueError("the pattern matches the empty string")

    def matches_empty(self) -> bool:
        """Whether the pattern matches nothing at all."""
        if self.rewritten is None:
            return self._backtracking().search("") is not None
        return self._form("ascii").regexp.search(b"") is not None

    def candidates(
        self, prefix: str = "", suffix: str = "", anchors: tuple[str, str] = ("^", "$"), *, whole: bool = False
    ) -> list[str] | None:
        """RE2 sources, flags inside, one of which matches wherever the pattern does; None when none can be given.

        Args:
            prefix: What stands before the pattern: an anchor, usually.
            suffix: What stands after it.
            anchors: What stands for the pattern's own ``^`` and ``$``, where it is not tried on whole lines.
            whole: Whether all of the pattern is looked for, gaps and all: fewer matches, but too many states beside other patterns.
        """
        if self.rewritten is None:
            return None
        # Anchored at a line's start the scan is in few gaps at once, so all of the pattern is looked for.
        whole = whole or bool(prefix) or self.rewritten.part == self.rewritten.candidate
        source = self.rewritten.candidate if whole else self.rewritten.part
        if anchors != ("^", "$"):
            source = with_anchors(source, *anchors)
        return [f"{self._flags}{prefix}(?:{source}){suffix if whole else ''}"]

    def search(self, value: str) -> bool:
        """Whether the pattern matches somewhere in ``value``."""
        return next(self.finditer(value), None) is not None

    def finditer(self, value: str, data: bytes | None = None) -> Iterator[Match]:
        """Matches in ``value``, leftmost first, none overlapping.

        Args:
            value: The text.
            data: The same as UTF-8, when the caller has it.

        Raises:
            PatternTimeoutError: A backtracking pattern took longer than :data:`TIME_LIMIT`.
        """
        if self.rewritten is None:
            return self._backtrack(value)
        if data is None:
            data = encode(value)
        form = _form_for(value, data)
        return self._find_plain(value, data) if form == "plain" else self._find_words(value, data, form)

    def count(self, value: str, data: bytes) -> int:
        """Number of matches in ``value``, which is ``data`` decoded: for less than to find them."""
        if self.rewritten is None or _form_for(value, data) != "plain":
            return sum(1 for _ in self.finditer(value, data))
        return sum([start < end for start, end in [found.span() for found in self._form("plain").regexp.finditer(data)]])

    def _find_plain(self, value: str, data: bytes) -> Iterator[Match]:
        form = self._form("plain")
        names = form.names
        offset = None if len(data) == len(value) else CharOffsets(data)
        for found in form.regexp.finditer(data):
            start, end = found.span()
            if start == end:
                continue
            spans = {name: found.span(index) for name, index in names.items() if found.span(index)[0] >= 0} if names else {}
            if offset is not None:
                start, end = offset(start), offset(end)
                spans = {name: (offset(first), offset(last)) for name, (first, last) in spans.items()}
            yield Match(value, start, end, spans, names)

    def _find_words(self, value: str, data: bytes, name: str) -> Iterator[Match]:
        relaxed = "western_relaxed" if name == "western" else "relaxed"
        if getattr(self.rewritten, relaxed) is None:
            yield from self._confirmed(name, value, data)
            return
        found = [*self._confirmed(name, value, data), *self._confirmed(relaxed, value, data)]
        found.sort(key=lambda match: (match.start, -match.end))
        end = 0
        for match in found:
            if match.start >= end:
                yield match
                end = match.end

    def _confirmed(self, name: str, value: str, data: bytes) -> Iterator[Match]:
        """Matches of a form whose word boundaries are Unicode ones; after one that is not, the search goes on a character later."""
        form = self._form(name)
        regexp, own, edges = form.regexp, form.own, form.edges
        offset = CharOffsets(data)
        if not own and not edges:
            for found in regexp.finditer(data):
                start, end = found.span()
                if start < end:
                    yield Match(value, offset(start), offset(end), {}, ())
            return
        at = 0
        while at <= len(data):
            found = regexp.search(data, at)
            if found is None:
                return
            start, end = found.span()
            first = offset(start)
            if start < end and all(
                _holds(label, value, offset(place)) for label, index in edges if (place := found.start(index)) >= 0
            ):
                places = {label: span for label, index in own.items() if (span := found.span(index))[0] >= 0}
                spans = {label: (offset(left), offset(right)) for label, (left, right) in places.items()}
                yield Match(value, first, offset(end), spans, own)
                at = end
            else:
                at = start + (len(encode(value[first])) if first < len(value) else 1)

    def _form(self, name: str) -> _Form:
        source = getattr(self.rewritten, name)
        form = self._compiled.get(source)
        if form is None:
            try:
                form = self._compiled[source] = _Form(re2.compile(self._flags + source, re2_options()))
            except re2.error as error:
                raise ValueError(_reason(error)) from None
        return form

    def _backtracking(self) -> Any:
        if self._stoppable is not None:
            return self._stoppable
        try:
            import regex  # an extra: the standard library's re cannot be stopped
        except ImportError:
            raise ValueError("`dialect: backtracking` needs the regex package: pip install 'newslint[backtracking]'") from None
        try:
            flags = regex.MULTILINE | (regex.IGNORECASE if self.ignore_case else 0)
            self._stoppable = regex.compile(self.source, flags)
        except regex.error as error:
            raise ValueError(str(error)) from None
        return self._stoppable

    def _backtrack(self, value: str) -> Iterator[Match]:
        try:
            for found in self._backtracking().finditer(value, timeout=TIME_LIMIT):
                spans = {name: found.span(name) for name in found.re.groupindex if found.span(name)[0] >= 0}
                if found.end() > found.start():
                    yield Match(value, found.start(), found.end(), spans, found.re.groupindex)
        except TimeoutError:
            raise PatternTimeoutError(self.source) from None


_latest: tuple[bytes, str] = (b"", "plain")
"""A text beyond ASCII, and the form for it: many patterns are looked for in one text after the other."""


def _form_for(value: str, data: bytes) -> str:
    """Name of the form of patterns that is exact on a text, and the cheapest."""
    global _latest  # noqa: PLW0603  one pair at a time, which another thread may replace by its own
    if len(data) == len(value):
        return "plain"
    known, form = _latest
    if known is not data:
        others = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass")).difference(_SIGNS)
        letters = others & WESTERN
        form = "unicode" if len(others) > len(letters) and not _are_signs(others - letters) else "western" if letters else "plain"
        _latest = data, form
    return form


def _are_signs(characters: Iterable[str]) -> bool:
    from unicodedata import category  # emoji and their like are seldom met

    return all(category(char)[0] in "PSZ" for char in characters)


def _between(before: str, pattern: Pattern, after: str) -> Rewritten | None:
    inner = pattern.rewritten
    if inner is None:
        return None
    return Rewritten(
        ascii=f"{before}{inner.ascii}{after}",
        plain=f"{before}{inner.plain}{after}",
        western=f"{before}{inner.western}{after}",
        western_relaxed=None if inner.western_relaxed is None else f"{before}{inner.western_relaxed}{after}",
        unicode=f"{before}{inner.unicode}{after}",
        relaxed=None if inner.relaxed is None else f"{before}{inner.relaxed}{after}",
        candidate=inner.candidate,
        part=inner.part,
    )


def encode(value: str) -> bytes:
    """``value`` as UTF-8; a lone surrogate, which no file holds but a Python caller may pass, keeps its three bytes."""
    return value.encode("utf-8", "surrogatepass")


def _holds(name: str, value: str, offset: int) -> bool:
    if name.startswith(BOUNDARY):
        return at_boundary(value, offset)
    return not (name.startswith(INTERIOR) and at_boundary(value, offset))


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else str(error)
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


class CharOffsets:
    """Byte offset to code point, for offsets that mostly grow."""

    __slots__ = ("byte", "char", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.byte = 0
        self.char = 0

    def __call__(self, byte: int) -> int:
        if byte < self.byte:
            return len(self.data[:byte].decode("utf-8", "surrogatepass"))
        self.char += len(self.data[self.byte : byte].decode("utf-8", "surrogatepass"))
        self.byte = byte
        return self.char
