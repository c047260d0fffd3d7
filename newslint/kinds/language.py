"""`language`: a text in another language or script than the record states, or than its own title."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.model import SCALAR_FIELDS, Hit
from newslint.text.pattern import encode
from newslint.text.words import lines_short_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.text.blocks import Block
    from newslint.text.languages import Detected
    from newslint.text.text import Text

lacking_words: Callable[[list[str], tuple[bytes, ...], int, int], list[int]] | None = None
wide_texts: Callable[[list[str | None], float], list[int]] | None = None
"""Which texts lack some words, and which have many bytes; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import lacking_words, wide_texts

Test = Literal["declared", "script", "blocks", "title"]

_SURE: dict[str, tuple[str, ...]] = {
    "en": (" the ", " of ", " and ", " to ", " in "),
    "de": (" der ", " und ", " die ", " nicht ", " den "),
    "fr": (" les ", " des ", " est ", " dans ", " une "),
    "es": (" los ", " las ", " del ", " una ", " por "),
    "pt": (" uma ", " não ", " dos ", " da ", " em "),
    "it": (" di ", " che ", " il ", " della ", " per "),
    "nl": (" het ", " een ", " van ", " niet ", " op "),
    "sv": (" och ", " att ", " som ", " på ", " det "),
    "da": (" og ", " at ", " som ", " på ", " det "),
    "no": (" og ", " at ", " som ", " på ", " det "),
    "pl": (" nie ", " się ", " na ", " do ", " w "),
    "ru": (" в ", " и ", " на ", " что ", " не "),
    "id": (" yang ", " dan ", " di ", " untuk ", " ini "),
    "tr": (" ve ", " bir ", " bu ", " için ", " da "),
}
"""Words of which a text of some length in the language holds at least :data:`_NEEDED`: the cheap test that most records pass."""
_NEEDED = 4
_LANGUAGES = 1000
"""Spellings of declared languages remembered at most."""
_LOOK = 2000
"""Characters that the cheap test looks at."""


class LanguageParams(Params, frozen=True):
    """Params of `language`."""

    test: Annotated[
        Test,
        Meta(
            description="`declared`: the text is in another language than the field `language` says. `script`: it is in a script that "
            "language is not written in. `blocks`: consecutive blocks in another language than the rest. `title`: the title is in "
            "another language than the body."
        ),
    ]
    min_letters: Annotated[int, Meta(description="Letters that are needed for a judgement; of the body with `title`.", ge=20)] = (
        200
    )
    min_blocks: Annotated[int, Meta(description="Consecutive blocks in another language, with `blocks`.", ge=1)] = 2
    min_share: Annotated[float, Meta(description="Share of letters in the other script, with `script`.", gt=0, le=1)] = 0.5
    detector: Annotated[
        Literal["profile", "py3langid"],
        Meta(
            description="Who names the language: our own counts of frequent words (some 40 languages), or py3langid (97 languages; "
            "needs `newslint[language]`, and a second to load)."
        ),
    ] = "profile"


class LanguageCheck(ColumnCheck[LanguageParams]):
    """Says nothing where the language cannot be told: short texts, lists of names, languages that are close to each other."""

    def validate(self) -> None:
        if any(field not in SCALAR_FIELDS for field in self.rule.fields):
            raise ValueError("params.test: `language` looks at fields that hold one text")
        if self.params.test == "title" and set(self.rule.fields) != {"title", "body"}:
            raise ValueError("params.test: `title` compares `fields: [title, body]`")
        if self.params.detector == "py3langid":
            _py3langid()

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        if self.params.test != "title":
            return None
        # Words of another language, or letters of another script: one in seven characters or more is not ASCII then.
        words = rf"(?i)(?:^|[^a-z])(?:{'|'.join(sorted(_foreign()))})(?:[^a-z]|$)"
        return {"title": (words, rf"{_BEYOND_ASCII}[^\n]{{0,12}}{_BEYOND_ASCII}")}

    def suspects(self, columns: Columns) -> Iterable[int]:
        test = self.params.test
        if test == "title":
            return range(len(columns))
        if test == "blocks":
            return self._mixed(columns)
        suspect = self._foreign_scripts if test == "script" else _unsure
        return {index for field in self.rule.fields for index in suspect(columns, field)}

    def _mixed(self, columns: Columns) -> list[int]:
        """Indexes of the records whose body may have blocks in another language."""
        languages = columns.values("language")
        # Those of the others are beyond doubt in the language that they declare.
        unsure = set(_unsure(columns, "body"))
        return [
            index
            for index, body in columns.filled("body")
            if self._may_mix(
                body,
                columns.articles[index].body_format,
                _primary(languages[index]) if languages[index] and index not in unsure else self._main(body, languages[index]),
            )
        ]

    @staticmethod
    def _foreign_scripts(columns: Columns, field: str) -> list[int]:
        languages = columns.values("language")
        if wide_texts is None:
            wide = [index for index, value in columns.foreign(field) if len(encode(value)) > _BEYOND_LATIN * len(value)]
        else:
            wide = wide_texts(columns.values(field), _BEYOND_LATIN)
        found = [index for index in wide if languages[index] and _is_latin(languages[index])]
        if not all(map(_is_latin, filter(None, set(languages)))):
            found += [index for index in _unsure(columns, field) if not _is_latin(languages[index])]
        return found

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        test = self.params.test
        if test == "title":
            yield from self._title(record)
            return
        for field in fields:
            text = record.text(field)
            if text is not None:
                if test == "blocks":
                    yield from self._blocks(field, text, record.article.language)
                elif record.article.language:
                    yield from self._whole(field, text, record.article.language)

    def _whole(self, field: str, text: Text, declared: str) -> Iterable[Hit]:
        from newslint.text import languages  # tables that a run without a suspect does not need

        value = text.value
        if self.params.test == "script":
            script, share, letters = languages.script_of(value)
            allowed = languages.scripts_of(declared)
            if letters >= self.params.min_letters and script not in allowed and share > self.params.min_share:
                expected = " or ".join(sorted(languages.SCRIPT_NAMES.get(name, name) for name in allowed))
                name = languages.SCRIPT_NAMES[script]
                yield Hit(field, values={"declared": declared, "detected": name, "expected": expected, "share": share})
            return
        language = languages.primary(declared)
        if _letters(value) < self.params.min_letters or not languages.known(language):
            return
        found = self._detect(value)
        if found is not None and not languages.alike(language, found.language):
            yield Hit(
                field, values={"declared": declared, "detected": found.language, "expected": declared, "share": found.share}
            )

    def _blocks(self, field: str, text: Text, declared: str | None) -> Iterable[Hit]:
        from newslint.text import languages  # see _whole

        value = text.value
        main = self._main(value, declared)
        if main is None or not self._may_mix(value, text.grammar, main):
            return
        long = [block for block in text.blocks if block.end - block.start >= _SHORT]
        if len(long) < self.params.min_blocks + 1:
            return
        sure = _SURE.get(main)
        unsure = {
            block.start for block in long if sure is None or not _holds(value[block.start : block.end], sure, _SURE_OF_BLOCK)
        }
        if len(unsure) < self.params.min_blocks:
            return
        if self.params.detector == "profile":
            doubtful = "\n".join([value[block.start : block.end] for block in long if block.start in unsure])
            if not languages.may_be_foreign(doubtful, main, _FIRM_WORDS):
                return
        run: list[Block] = []
        for block in [*text.blocks, None]:
            foreign = None
            if block is not None and block.start in unsure:
                found = self._detect(value[block.start : block.end])
                foreign = (
                    found is not None
                    and not languages.alike(main, found.language)
                    and found.share >= _FIRM
                    and found.words >= _FIRM_WORDS
                )
            if foreign and block is not None and not text.in_quotation(block.start, block.end):
                run.append(block)
            elif run and (block is None or foreign is not None):
                if len(run) >= self.params.min_blocks:
                    found = self._detect(value[run[0].start : run[-1].end])
                    if found is not None and not languages.alike(main, found.language):
                        values = {"declared": main, "detected": found.language, "expected": main, "share": found.share}
                        yield Hit(field, run[0].start, run[-1].end, values=values)
                run = []

    def _may_mix(self, value: str, grammar: str, main: str | None) -> bool:
        """Whether some blocks may not be in the ``main`` language, where lines are blocks and that can be told without dividing the text."""
        if main is None:
            return False
        if self.params.detector != "profile" or grammar != "lines" or main not in _SURE:
            return True
        told = lines_short_of(value, _encoded(_SURE[main]), _SURE_OF_BLOCK, _SHORT)
        if told is None:
            return True
        from newslint.text import languages  # see _whole

        lines, doubtful, data = told
        if lines < self.params.min_blocks + 1 or doubtful < self.params.min_blocks:
            return False
        return languages.may_be_foreign(data, main, _FIRM_WORDS)

    def _title(self, record: Record) -> Iterable[Hit]:
        from newslint.text import languages  # see _whole

        title, body = record.article.title, record.article.body
        if not title or not body or _letters(body) < self.params.min_letters or _letters(title) < _TITLE:
            return
        title_script = languages.script_of(title)
        body_script = languages.script_of(body) if not body.isascii() else ("Latn", 1.0, 1)
        if title_script[1] > _FIRM_SCRIPT and body_script[1] > _FIRM_SCRIPT and title_script[0] != body_script[0]:
            detected, expected = languages.SCRIPT_NAMES[title_script[0]], languages.SCRIPT_NAMES[body_script[0]]
            yield Hit(
                "title", values={"declared": expected, "detected": detected, "expected": expected, "share": title_script[1]}
            )
            return
        found = self._detect(title)
        if found is None or found.share < _FIRM_TITLE:
            return
        main = self._main(body, record.article.language)
        if main is not None and not languages.alike(main, found.language) and not languages.frequent_words(title, main):
            values = {"declared": main, "detected": found.language, "expected": main, "share": found.share}
            yield Hit("title", values=values)

    def _main(self, value: str, declared: str | None) -> str | None:
        """The language of a whole text; the declared one and English are tried by the cheap test first."""
        from newslint.text.languages import primary  # see _whole

        for language in (primary(declared or "en"), "en"):
            if language in _SURE and _is_sure(value, _SURE[language]):
                return language
        found = self._detect(value)
        return None if found is None else found.language

    def _detect(self, value: str) -> Detected | None:
        from newslint.text import languages  # see _whole

        if self.params.detector == "profile":
            return languages.detect(value)
        language, _ = _py3langid()(value[: languages.SAMPLE])
        return languages.Detected(language, 1.0, len(value))


_SHORT = 60
"""Characters below which a block's language is not asked for."""
_SURE_OF_BLOCK = 2
"""Words of :data:`_SURE` that a block holds to be taken for the language."""
_FIRM = 0.25
"""Share of frequent words that names the language of a block."""
_FIRM_WORDS = 4
"""Different frequent words that name the language of a block."""
_TITLE = 25
"""Letters below which a title's language is not asked for."""
_FIRM_TITLE = 0.33
_FIRM_SCRIPT = 0.8
_BEYOND_LATIN = 1.3
"""Bytes of UTF-8 per character that a text in Latin letters seldom has."""
_BEYOND_ASCII = r"[\x{80}-\x{1FFF}\x{2070}-\x{10FFFF}]"
"""Characters that are not ASCII, without the marks of punctuation that English uses."""


@lru_cache(_LANGUAGES)
def _sure(declared: str) -> tuple[str, ...] | None:
    from newslint.text.languages import primary  # asked once per declared tag

    return _SURE.get(primary(declared))


@lru_cache(_LANGUAGES)
def _primary(declared: str) -> str:
    from newslint.text.languages import primary  # asked once per declared tag

    return primary(declared)


@lru_cache(_LANGUAGES)
def _is_latin(declared: str) -> bool:
    from newslint.text.languages import scripts_of  # asked once per declared tag

    return "Latn" in scripts_of(declared)


@cache
def _foreign() -> frozenset[str]:
    """Frequent words of other languages that no English title holds: one makes a title a candidate."""
    words = (
        "und der das nicht für mit ist eine les des dans pour est une sur los las una por para con del uma não dos della che il "
    )
    return frozenset((words + "per sono het een van niet voor och att som på og af nie się jest ve bir yang untuk dan").split())


def _unsure(columns: Columns, field: str) -> Sequence[int]:
    """Indexes of the records whose ``field`` is not beyond doubt in the language that they declare."""
    languages = columns.values("language")
    values = columns.values(field)
    sure = {language: _sure(language) for language in set(languages) if language}
    if lacking_words is not None and len(sure) == 1 and all(languages) and all(values):
        # Nearly always: records of one language, none of which lacks the text.
        (words,) = sure.values()
        return range(len(values)) if words is None else lacking_words(values, _encoded(words), _NEEDED, _LOOK)
    texts = [item for item in columns.filled(field) if languages[item[0]]]
    if lacking_words is None:
        return [index for index, value in texts if not _is_sure(value, sure[languages[index]])]
    lacking: list[int] = []
    for words in set(sure.values()):
        own = [item for item in texts if sure[languages[item[0]]] == words]
        places = range(len(own)) if words is None else lacking_words([value for _, value in own], _encoded(words), _NEEDED, _LOOK)
        lacking += [own[place][0] for place in places]
    return lacking


def _is_sure(value: str, sure: tuple[str, ...] | None) -> bool:
    """Whether the text is in the language beyond doubt; None is a language without a cheap test."""
    return sure is not None and _holds(value[:_LOOK], sure, _NEEDED)


def _holds(part: str, words: tuple[str, ...], needed: int) -> bool:
    """Whether ``part`` holds ``needed`` of the words."""
    for word in words:
        if word in part:
            needed -= 1
            if not needed:
                return True
    return False


@cache
def _encoded(words: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(encode, words))


def _letters(value: str) -> int:
    return sum(char.isalpha() for char in value[:1200])


@cache
def _py3langid() -> Callable[[str], tuple[str, float]]:
    from importlib import import_module  # asked for by rules that name the detector only

    try:
        module = import_module("py3langid")  # an extra, with numpy and a model: a second of CPU time
    except ImportError:
        raise ValueError("params.detector: `py3langid` needs the package: pip install 'newslint[language]'") from None
    classify: Callable[[str], tuple[str, float]] = module.classify
    return classify


KIND = Kind(
    "language",
    "record",
    LanguageParams,
    LanguageCheck,
    placeholders=frozenset({"declared", "detected", "expected", "share"}),
    summary="A text in another language or script than the record states, or than the rest of it.",
)
