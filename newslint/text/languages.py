"""Which script a text is written in, and which language: told by counting, without a model.

The script is that of most letters.  The language, within a script that several languages share, is the one whose most frequent words
(articles, prepositions, conjunctions, forms of *to be*) make up the largest share of the text's words.  News prose of two sentences
or more holds a third of such words, and few of another language, so that the two leaders are far apart; where they are not, no
answer is given.  Measured on news bodies of 200 letters or more, see ``docs/rules-left-out.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from functools import cache
from operator import itemgetter
from struct import Struct
from typing import TYPE_CHECKING

import msgspec

from newslint.text.words import CODE_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from newslint._compiled import Lexicon as LexiconType

Lexicon: type[LexiconType] | None = None
"""Counts the frequent words of texts; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import Lexicon

SAMPLE = 2000
"""Characters of a text that are looked at."""
MIN_SHARE = 0.12
"""Least share of a text's words that are frequent words of a language for it to be named."""
MARGIN = 1.4
"""Factor by which the leading language has to be ahead of the next one that it is not taken for."""

_LETTERS = 300
"""Characters that tell the script."""
_MOSTLY_LATIN = 1.3
"""Bytes of UTF-8 per character that text in Latin letters does not reach: Polish has 1.07, Vietnamese 1.29, Greek 1.8."""

# First code point of each range, with the script that reaches to the next one; "" is no letter of interest.
_RANGES: tuple[tuple[int, str], ...] = (
    (0x0041, "Latn"), (0x005B, ""), (0x0061, "Latn"), (0x007B, ""), (0x00C0, "Latn"), (0x0250, ""), (0x0370, "Grek"),
    (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, ""), (0x0750, "Arab"), (0x0780, ""),
    (0x08A0, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"),
    (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"),
    (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, ""), (0x1780, "Khmr"), (0x1800, "Mong"),
    (0x18B0, ""), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, ""), (0x3040, "Kana"), (0x3100, ""), (0x3130, "Hang"), (0x3190, ""),
    (0x3400, "Hani"), (0x4DC0, ""), (0x4E00, "Hani"), (0xA000, ""), (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"), (0xFB00, ""),
    (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, ""), (0xFF21, "Latn"), (0xFF3B, ""), (0xFF41, "Latn"), (0xFF5B, ""),
    (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Hani"), (0x31350, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _RANGES]

SCRIPT_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Hani": "Chinese", "Kana": "Japanese",
    "Hang": "Korean", "Deva": "Devanagari", "Beng": "Bengali", "Guru": "Gurmukhi", "Gujr": "Gujarati", "Orya": "Odia", "Taml": "Tamil",
    "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam", "Sinh": "Sinhala", "Thai": "Thai", "Laoo": "Lao", "Tibt": "Tibetan",
    "Mymr": "Burmese", "Geor": "Georgian", "Ethi": "Ethiopic", "Khmr": "Khmer", "Mong": "Mongolian", "Armn": "Armenian",
}  # fmt: skip
"""English name of each ISO 15924 code that :func:`script_of` gives."""

# Scripts of languages that are not written in Latin letters alone.
_SCRIPTS: dict[str, str] = {
    "ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "mk": "Cyrl", "kk": "Cyrl Latn", "ky": "Cyrl", "mn": "Cyrl Mong",
    "tg": "Cyrl", "sr": "Cyrl Latn", "bs": "Latn Cyrl", "uz": "Latn Cyrl", "tt": "Cyrl Latn", "el": "Grek", "he": "Hebr", "iw": "Hebr",
    "yi": "Hebr", "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "sd": "Arab", "ug": "Arab", "ku": "Latn Arab", "ckb": "Arab",
    "az": "Latn Cyrl Arab", "hi": "Deva", "mr": "Deva", "ne": "Deva", "sa": "Deva", "bn": "Beng", "as": "Beng", "pa": "Guru Arab",
    "gu": "Gujr", "or": "Orya", "ta": "Taml", "te": "Telu", "kn": "Knda", "ml": "Mlym", "si": "Sinh", "th": "Thai", "lo": "Laoo",
    "bo": "Tibt", "my": "Mymr", "ka": "Geor", "km": "Khmr", "hy": "Armn", "am": "Ethi", "ti": "Ethi", "zh": "Hani", "yue": "Hani",
    "ja": "Kana Hani", "ko": "Hang Hani",
}  # fmt: skip

_OF_SCRIPT = {
    "Grek": "el", "Hebr": "he", "Hang": "ko", "Kana": "ja", "Hani": "zh", "Thai": "th", "Geor": "ka", "Armn": "hy", "Beng": "bn",
    "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu", "Guru": "pa", "Orya": "or", "Sinh": "si", "Laoo": "lo",
    "Mymr": "my", "Khmr": "km",
}  # fmt: skip
"""Language of the scripts that news in one language only is written in."""

# The most frequent words of news prose.  A word may stand in several languages: what counts is the sum.
_WORDS: dict[str, str] = {
    "en": "the of and to in that is was for on with as he his it at by from has had have be been are were not but which who said they "
    "will their she her this an or its would after about more",
    "de": "der die das und in den von zu mit ist im auf für des sich nicht dem ein eine auch es an als aus er hat dass nach bei am "
    "werden einen wird sind noch wie einem um über so zum war haben nur oder aber vor zur bis mehr durch",
    "nl": "de het een van en in is dat op te zijn voor met niet die aan er om ook als door naar bij uit nog maar heeft werd over zich "
    "deze wordt tot worden hij ze hebben meer dan kan",
    "fr": "de la le les et des en un une du dans que est pour qui par sur au pas plus avec ce il ne sont se son cette ont aux mais comme "
    "été fait leur ses elle nous être sa ou deux après",
    "es": "de la que el en los y del las se un por con una para su no es al lo como más fue ha este sus pero desde entre sobre está hasta "
    "cuando también sin años dos han muy ya ser",
    "pt": "de que do da em um para com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito nos já "
    "está também só pelo pela até isso são",
    "it": "di e il la che in per un è del della con non una le si da dei ha alla nel sono al delle anche più come dal gli lo ma dalla "
    "nella ai sul questo essere suo stato degli",
    "ca": "de la el que i a en els les del per un una amb no és al es dels més com va ha seva aquest són pel però també s'ha d'un",
    "gl": "de a o que e do da en un unha os as para non con dos por das máis como na no foi ao polo pola tamén é",
    "ro": "de în și a la cu că pe care din nu o un pentru sa fost este mai au prin ce al după sau iar într ale fi acest lui cei",
    "sv": "och i att det som en på är av för med den till inte har de om ett men var jag sig så vi från under efter vid kan när ska nu "
    "också hade ut eller",
    "da": "og i at det er en til på som med for af den de ikke har der et om var han men vi fra sig også kan blev efter nu ved skal hvor "
    "eller havde ud",
    "no": "og i det er på som en til at for med av den har ikke de om et var han men vi fra seg også kan ble etter nå ved skal hvor "
    "eller hadde ut være",
    "is": "og í að á sem er til um var við með en það hann ekki fyrir af því hefur verið þess eru þeir hafa sé þetta frá eftir ég "
    "hún þar upp eða vera þá segir",
    "fi": "ja on ei että se oli hän ovat mutta myös kun sen tai mukaan joka hänen ole olla kuin sekä jo vain niin vuonna mitä siitä "
    "tämä nyt ollut noin",
    "et": "ja on ei et see ka oli kui oma mis aga ta siis kes või nii veel selle mida tema pole nende eesti ning pärast",
    "pl": "w i z na nie się do to że jest o jak po od za przez co ale dla tym był czy tego jego już są oraz ma który ich także być "
    "może przed",
    "cs": "a v se na je že s z do o to i pro ve za od k jsou po by který jako ale také podle byl jeho bude však které než už bylo si až",
    "sk": "a v sa na je že s z do o to aj pre vo za od k sú po by ktorý ako ale podľa bol jeho bude však ktoré než už bolo si až",
    "hu": "a az és hogy nem is egy volt meg de csak már ez még kell mint el azt vagy szerint lesz pedig után között van lehet mert "
    "ami minden aki ezt",
    "hr": "i u je na da se za su od s a koji to kao iz o ne će bi što je sve ili bio koje nije ali samo nakon prema godine jer te",
    "sl": "in je v na da se za so ki z s pa tudi po iz kot bi ne ob od o še bo bil pri ali ter več smo to tem med",
    "lt": "ir kad yra į iš su bei buvo tai ar apie po kaip bus nuo dėl už jo bet taip pat ne prie savo per jau metų",
    "lv": "un ir ka no par ar uz kas bija arī tas gan kā pie lai pēc vai nav līdz tika bet to šo viņš gada",
    "tr": "ve bir bu için de da ile olarak olan daha çok en ancak sonra gibi ise kadar göre var ya her değil o ne ki oldu olduğunu "
    "etti söyledi",
    "id": "yang dan di untuk dengan dari ini itu dalam pada tidak akan ke adalah juga oleh bisa ada sudah mereka telah kata karena "
    "saat para saya tersebut lebih",
    "vi": "và của là có trong cho được không với các một những người này đã từ khi đến ông để theo tại cũng về sẽ nhiều ngày năm",
    "sq": "të e në dhe për me një që i nga se është më ka u do si por kjo nuk këtë ai janë tij pas",
    "ru": "и в не на что с по как это он из за к у о от его но также для был а же все бы так было после она или этом того есть до "
    "сообщил году",
    "uk": "і в не на що з та до у за про як від це його він для але також був її по під які який після час року було через або є",
    "bg": "на и да за се от в е с по че не са си до това ще като които но при който беше той или след има както бе го със",
    "mk": "на и во да се за од со е дека не ќе што по ги го но како или кои била беше тој која при има нема",
    "sr": "и у је на да се за су од са а који то као из о не ће би што све или био које није али само након према године јер",
    "ar": "في من على أن إلى عن مع التي هذا كان الذي ما لا بعد هذه قال بين كما أو ذلك قد لم كل وقال حيث وفي",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد است می شده کرده ها اما گفت دارد باید",
    "ur": "کے کی میں ہے اور سے کا کو نے کہ اس پر ہیں کہا یہ بھی کر تھا ان گیا لیے ہو نہیں ایک",
    "hi": "के की में है और से का को ने कि पर हैं इस यह भी कर था उन गया लिए हो नहीं एक कहा तो ही",
    "mr": "आणि आहे या की ते च ही हे मध्ये होते आहेत करण्यात केले आला यांनी असून तर होता म्हणाले",
    "ne": "को मा छ र ले गर्न पनि भएको हो यो छन् लागि गरेको थियो रहेको तथा बाट",
}

_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "sr", "bs", "sh", "cnr"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"gl", "pt"}),
    frozenset({"ca", "es", "oc"}),
    frozenset({"bg", "mk"}),
    frozenset({"zh", "yue", "wuu"}),
    frozenset({"et", "fi"}),
    frozenset({"he", "iw", "yi"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"nl", "af"}),
    frozenset({"tl", "fil"}),
)
"""Languages so close that one text may be taken for the other."""


class Detected(msgspec.Struct, frozen=True):
    """A language (ISO 639), the share of the words that told it, and how many different ones there were."""

    language: str
    share: float
    words: int


@cache
def _words() -> re.Pattern[str]:
    # A mark (category M) is no \w of Python's; Indic vowels are marks, and they belong to the word.
    return re.compile(r"[^\W\d_](?:[\w\u0300-\u036f\u0900-\u0903\u093a-\u094f’']*[\w\u0900-\u0903\u093a-\u094f])?")


def known(language: str) -> bool:
    """Whether :func:`detect` can tell ``language`` (ISO 639) from the others."""
    return language in _WORDS or language in {"nb", "nn", "ms"} or language in _OF_SCRIPT.values()


def primary(tag: str) -> str:
    """The language of a BCP 47 tag in lower case: ``en`` for ``en-GB`` and ``EN_us``."""
    return re.split(r"[-_]", tag.strip().casefold(), maxsplit=1)[0]


def alike(left: str, right: str) -> bool:
    """Whether two languages (ISO 639) are the same or so close that one may be taken for the other."""
    return left == right or any(left in group and right in group for group in _ALIKE)


def scripts_of(tag: str) -> frozenset[str]:
    """ISO 15924 codes of the scripts a language tag allows; that of the tag itself when it states one (``sr-Latn``)."""
    parts = re.split(r"[-_]", tag.strip())
    stated = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    if stated is not None:
        return frozenset(
            {"Hans": ("Hani",), "Hant": ("Hani",), "Jpan": ("Kana", "Hani"), "Kore": ("Hang", "Hani")}.get(stated, (stated,))
        )
    return frozenset(_SCRIPTS.get(parts[0].casefold(), "Latn").split())


def script_of(value: str) -> tuple[str, float, int]:
    """``(script, its share of the letters, letters counted)``; ``("", 0.0, 0)`` without letters.

    At most some :data:`_LETTERS` characters are counted, evenly spread over the first :data:`SAMPLE`.

    Japanese is told from Chinese by one Kana in twenty letters.
    """
    counts: dict[str, int] = {}
    sample = value[:SAMPLE]
    for char in sample[:: len(sample) // _LETTERS or 1]:
        if char.isalpha():
            script = _RANGES[max(0, bisect_right(_STARTS, ord(char)) - 1)][1] if ord(char) >= 0x41 else ""
            counts[script] = counts.get(script, 0) + 1
    counts.pop("", None)
    total = sum(counts.values())
    if not total:
        return "", 0.0, 0
    if counts.get("Kana", 0) * 20 >= total:
        counts["Kana"] += counts.pop("Hani", 0)
    script = max(counts, key=lambda name: (counts[name], name))
    return script, counts[script] / total, total


def frequent_words(value: str, language: str) -> int:
    """How many words of ``value`` are frequent words of ``language`` (ISO 639)."""
    frequent = _tables().words.get(language, frozenset())
    return sum(map(frequent.__contains__, _split(value)))


def detect(value: str) -> Detected | None:
    """The language of the first :data:`SAMPLE` characters of ``value``, or None where it cannot be told."""
    sample = value[:SAMPLE]
    if not sample.isascii() and len(sample.encode("utf-8", "surrogatepass")) > _MOSTLY_LATIN * len(sample):
        script, share, _ = script_of(sample)
        if script in _OF_SCRIPT:
            return Detected(_OF_SCRIPT[script], share, len(sample))
    tables = _tables()
    words = _split(sample)
    scores = tables.scores(sum(filter(None, map(tables.marks.get, words))))
    best = max(scores)
    if not best:
        return None
    leader = tables.languages[scores.index(best)]
    if best / len(words) < MIN_SHARE or best < max(_unlike(leader)(scores)) * MARGIN:
        return None
    distinct = len(tables.words[leader].intersection(words))
    return Detected(leader, best / len(words), distinct) if distinct > 1 else None


def may_be_foreign(value: str | bytes, language: str, least: int) -> bool:
    """Whether some part of a text could be in another language than ``language`` (ISO 639) by :func:`detect`.

    Args:
        value: The text, or its UTF-8.
        language: What else it may be in, and languages close to that.
        least: Different frequent words of the other language that the part holds.  No part holds as many where the text does not.
    """
    told = None if Lexicon is None else _lexicon().holds(value, _unlike_bits(language), least)
    if told is not None:
        return told
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogatepass")
    try:
        data = b" %b " % value.encode(CODE_PAGE).replace(b"\xdf", b"ss").translate(_pieces())
    except UnicodeEncodeError:
        return True
    # An apostrophe belongs to a word only between two of its letters.
    while b" '" in data:
        data = data.replace(b" '", b"  ")
    while b"' " in data:
        data = data.replace(b"' ", b"  ")
    tables = _tables()
    words = tables.encoded.keys() & data.split()
    scores = tables.scores(sum([tables.encoded[word] for word in words]))
    return max(_unlike(language)(scores)) >= least


class _Tables(msgspec.Struct, frozen=True):
    """The frequent words, ready to be counted for all languages at once.

    Attributes:
        languages: Languages in the order of their names.
        words: Frequent words of each.
        marks: For each word a number with a one in the place of each language that it is frequent in, :data:`_PLACE` bits each, so that
            one sum over the words of a text counts for all languages.
        encoded: The same for the words as bytes of :data:`CODE_PAGE`.
        form: How such a sum lies in memory.
    """

    languages: tuple[str, ...]
    words: dict[str, frozenset[str]]
    marks: dict[str, int]
    encoded: dict[bytes, int]
    form: Struct

    def scores(self, together: int) -> tuple[int, ...]:
        """The count of each language in a sum of ``marks``."""
        return self.form.unpack(together.to_bytes(self.form.size, "little"))


_PLACE = 16
"""Bits of a count: more than there can be words in :data:`SAMPLE` characters."""


@cache
def _tables() -> _Tables:
    languages = tuple(sorted(_WORDS))
    words = {language: frozenset(_WORDS[language].split()) for language in languages}
    marks: dict[str, int] = {}
    for index, language in enumerate(languages):
        for word in words[language]:
            marks[word] = marks.get(word, 0) + (1 << _PLACE * index)
    encoded: dict[bytes, int] = {}
    for word, mark in marks.items():
        with suppress(UnicodeEncodeError):
            encoded[word.encode(CODE_PAGE)] = mark
    return _Tables(languages, words, marks, encoded, Struct(f"<{len(languages)}H"))


@cache
def _lexicon() -> LexiconType:
    """The words that :data:`CODE_PAGE` can write, with a bit for each language in the order of their names."""
    assert Lexicon is not None, "asked where there is a compiled module"
    tables = _tables()
    bits: dict[str, int] = {}
    for index, language in enumerate(tables.languages):
        for word in tables.words[language]:
            bits[word] = bits.get(word, 0) | 1 << index
    return Lexicon({word: bits[word] for word in (data.decode(CODE_PAGE) for data in tables.encoded)})


@cache
def _unlike_bits(language: str) -> int:
    """The bits of the languages that ``language`` is not taken for."""
    return sum(1 << at for at, other in enumerate(_tables().languages) if not alike(language, other))


@cache
def _unlike(language: str) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Gives, of the counts of all languages, those of the languages that ``language`` is not taken for."""
    return itemgetter(*(at for at, other in enumerate(_tables().languages) if not alike(language, other)))


@cache
def _runs() -> bytes:
    """For each byte of :data:`CODE_PAGE` itself where patterns of Python hold it to be part of a word, else a space; an apostrophe stays."""
    chars = (bytes([byte]).decode(CODE_PAGE, "replace") for byte in range(256))
    return bytes(byte if char.isalnum() or char in "_'" else ord(" ") for byte, char in enumerate(chars))


@cache
def _pieces() -> bytes:
    """For each byte of :data:`CODE_PAGE` that of its lower case where it is a letter, an apostrophe for both kinds of it, else a space."""
    chars = (bytes([byte]).decode(CODE_PAGE, "replace") for byte in range(256))
    return b"".join(
        char.lower().encode(CODE_PAGE, "ignore") if char.isalpha() else b"'" if char in "'’" else b" " for char in chars
    )


def _split(value: str) -> list[str]:
    """The words of a text, folded, with straight apostrophes."""
    folded = value.casefold().replace("’", "'")
    try:
        data = folded.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return _words().findall(folded)
    words = data.translate(_runs()).decode(CODE_PAGE).split()
    if len(data.translate(None, _NOT_FIRST)) != len(data):
        return [word for run in words if (word := run.rstrip("'").lstrip(_NOT_FIRST_IN))]
    return words


_NOT_FIRST_IN = "0123456789_'"
"""What a word may hold and not begin with."""
_NOT_FIRST = _NOT_FIRST_IN.encode()
