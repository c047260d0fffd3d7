"""`near_duplicate`: records that say the same in nearly the same words."""

from __future__ import annotations

import struct
from array import array
from contextlib import suppress
from itertools import chain, repeat
from operator import eq
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zlib import crc32

from msgspec import Meta

from newslint.errors import UsageError
from newslint.kinds.base import DatasetCheck, Kind, Params, Rows, Verdict, payloads_of
from newslint.kinds.columns import Columns
from newslint.kinds.fields import trimmed
from newslint.kinds.title_keys import MASK, TitleKeys
from newslint.kinds.unique import UNKNOWN_DAY, published_day
from newslint.model import LIST_FIELDS, SCALAR_FIELDS, Hit
from newslint.text.digest import compact, compact_all, digest
from newslint.text.fold import fold, tokens
from newslint.text.titles import COUNTED, FIRST_LETTERS, VERBS, bare, core, cores, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newslint import _compiled
    from newslint.kinds.base import Record, Row
    from newslint.model import Rule

Titles: type[_compiled.Titles] | None = None
alike_titles: Callable[[list[bytes], float, int, bool, int, int], list[tuple[int, int]]] | None = None
"""Make the rows of titles, and compare them; None where newslint was installed without a C compiler."""
with suppress(ImportError):
    from newslint._compiled import Titles, alike_titles

SEED = 20
"""Seed of the permutations of MinHash; another one would give other candidates."""
_HEAD = struct.Struct("<IIII")
"""What a payload begins with: digests of the title and of its series and site, and the day."""
_SITE, _DAY = 8, 12
"""Where those two begin."""
_MAX_CHARS = 600
_WINDOW = 64


class NearDuplicateParams(Params, frozen=True):
    """Params of `near_duplicate`."""

    method: Annotated[
        Literal["tokens", "minhash"],
        Meta(
            description="`tokens` compares the sets of folded words, for titles; `minhash` the sets of word shingles, for bodies, and "
            "needs the extra `newslint[neardup]`."
        ),
    ] = "tokens"
    threshold: Annotated[float, Meta(description="Jaccard similarity from which two are near duplicates.", ge=0.5, le=1)] = 0.8
    min_words: Annotated[int, Meta(description="Values with fewer different words are not compared.", ge=1)] = 5
    shingle: Annotated[int, Meta(description="Words in a shingle (`minhash`).", ge=1, le=20)] = 5
    numbers: Annotated[
        bool,
        Meta(description="Numbers, weekdays and months have to agree, in order (`tokens`): day 3 and day 4 are two stories."),
    ] = True
    contained: Annotated[
        bool,
        Meta(
            description="A title of four words or more that another begins or ends with, but for two words, is one too (`tokens`)."
        ),
    ] = True
    same: Annotated[list[str], Meta(description="Fields that have to be equal too, such as `[source]` or `[language]`.")] = []
    within_days: Annotated[
        Annotated[int, Meta(ge=0, le=3660)] | None,
        Meta(description="Only records published within so many days of each other; one without a date is compared with all."),
    ] = None


class NearDuplicateCheck(DatasetCheck[NearDuplicateParams]):
    """What both methods share: the field, the day, and the sentence about the pair."""

    def __init__(self, rule: Rule, params: NearDuplicateParams) -> None:
        super().__init__(rule, params)
        self.field = rule.fields[0]

    def validate(self) -> None:
        if len(self.rule.fields) != 1 or self.field in LIST_FIELDS:
            raise ValueError("fields: this kind looks at one field that holds one text")

    def _value(self, record: Record) -> str | None:
        value = record.value(self.field)
        return value if value and not value.isspace() else None

    def _day(self, record: Record) -> int:
        return UNKNOWN_DAY if self.params.within_days is None else published_day(record)

    def _together(self, day: int, other: int) -> bool:
        within = self.params.within_days
        return within is None or UNKNOWN_DAY in {day, other} or abs(day - other) <= within

    def _salt(self, record: Record) -> int:
        """A part of every key that keeps records apart whose ``same`` fields differ."""
        if not self.params.same:
            return 0
        values = [fold(value) for _, value in record.values(self.params.same)]
        return digest("\x1f".join(values).encode("utf-8", "surrogatepass"))

    def _hit(self, value: str, other: str, similarity: float) -> Hit:
        start, end = trimmed(value)
        return Hit(self.field, start, end, values={"similarity": f"{similarity:.2f}", "other": other.strip()})


class TokenCheck(NearDuplicateCheck):
    """Near duplicates among titles.

    Candidates meet under keys made of parts of their word sets.  With the words dealt into four parts by their hash, two sets that differ
    in two words have two parts in common, so the six pairs of parts as keys find all of them, and a pair of parts holds words
    enough to keep strangers apart; titles of fourteen words and more also use five parts, of which two are common when three words
    differ.  Up to eight words the threshold allows one word of difference, and three of four parts are a key.  A pair of parts that holds
    fewer than three words is no key, since too many titles share it: this is where recall is not exact.

    A group compares each title with the last 64 different ones before it, so that a key which very many titles share costs no more than
    the others.  Titles that are equal when folded are `unique`'s business.
    """

    def __init__(self, rule: Rule, params: NearDuplicateParams) -> None:
        super().__init__(rule, params)
        self.is_scalar = self.field in SCALAR_FIELDS
        self.titles: _compiled.Titles | None = None
        self.least = min(params.min_words, 4) if params.contained else params.min_words

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        rows = self.map_batch((record,))
        return [(key, rows.payloads[0]) for key in rows.keys]

    def map_batch(self, records: Sequence[Record]) -> Rows:
        values = Columns.of(records).values(self.field) if self.is_scalar else list(map(self._value, records))
        made = self._in_python(list(enumerate(values))) if Titles is None else self._compiled(values)
        # The keys of records are kept apart, and their payloads dated, by what few rules ask for.
        if self.params.same:
            salts = chain.from_iterable(map(repeat, [self._salt(records[owner]) for owner in made.owners], made.counts))
            made.keys = array("Q", [(key + salt) & MASK for key, salt in zip(made.keys, salts, strict=True)])
        if self.params.within_days is not None:
            days = [self._day(records[owner]).to_bytes(4, "little") for owner in made.owners]
            made.payloads = [_with_part(payload, _DAY, day) for payload, day in zip(made.payloads, days, strict=True)]
        return made

    def _compiled(self, values: list[str | None]) -> Rows:
        """Rows of titles, without salt and day."""
        if self.titles is None:
            assert Titles is not None, "asked where there is a compiled module"
            labels, verbs = "".join(sorted(FIRST_LETTERS)).encode(), f" {' '.join(VERBS)} ".encode()
            params = self.params
            self.titles = Titles(COUNTED, labels, verbs, _MAX_CHARS, self.least, params.contained, params.numbers)
        made, left = _rows_of(*self.titles.rows(values, None))
        if not left:
            return made
        wholes = [(index, value) for index in left if (value := values[index]) and not value.isspace()]
        bared = [bare(value) for _, value in wholes]
        more, unknown = _rows_of(*self.titles.rows([rest for rest, _ in bared], [value for _, value in wholes]))
        for at, owner in enumerate(more.owners):
            site = bared[owner][1]
            if site:
                more.payloads[at] = _with_part(more.payloads[at], _SITE, _site(" ".join(tokens(site))).to_bytes(4, "little"))
        more.owners = [wholes[owner][0] for owner in more.owners]
        return _joined(made, more, self._in_python([wholes[at] for at in unknown]))

    def _in_python(self, given: Sequence[tuple[int, str | None]]) -> Rows:
        """As :meth:`_compiled`, for the titles with these indexes, and without a compiled module."""
        owners: list[int] = []
        values: list[str] = []
        for index, value in given:
            if value and len(value) <= _MAX_CHARS and not value.isspace():
                owners.append(index)
                values.append(value)
        if not values:
            return Rows(array("Q"), [], [], [])
        titles = cores(values)
        made = TitleKeys([words for words, _, _ in titles], least=self.least, contained=self.params.contained)
        folded = list(map(crc32, compact_all(values)))
        pack, words = _HEAD.pack, made.words
        payloads: list[bytes] = []
        for index, counted_in in zip(made.order, made.counted, strict=True):
            own, site, parts = titles[index]
            head = pack(folded[index], self._series(own, parts) if counted_in or parts else 0, _site(site), UNKNOWN_DAY)
            payloads.append(head + words[index])
        return Rows(made.keys, made.counts, [owners[index] for index in made.order], payloads)

    def _series(self, words: list[str], parts: int) -> int:
        """What the titles of one story have in common, those of a series do not; 0 when there is no such thing."""
        numbers = counted(words) if self.params.numbers else ()
        return crc32(f"{parts} {numbers}".encode("utf-8", "surrogatepass")) if numbers or parts else 0

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        payloads = list(payloads_of(rows))
        if alike_titles is None:
            pairs: Iterable[tuple[int, int]] = self._compared(payloads)
        else:
            params = self.params
            within = -1 if params.within_days is None else params.within_days
            pairs = alike_titles(payloads, params.threshold, params.min_words, params.contained, within, _WINDOW)
        for index, other in pairs:
            yield Verdict(rows[index], (rows[other],), self.field)

    def _compared(self, payloads: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """Indexes of titles like an earlier one, each with that of the first such, without a compiled module."""
        titles: list[_Title] = []
        for index, payload in enumerate(payloads):
            title = _Title(index, payload)
            known = False
            found = False
            for other in titles:
                if title.words == other.words and title.site == other.site and title.day == other.day:
                    known = known or title.folded == other.folded
                if not found and title.folded != other.folded and self._alike(title, other):
                    found = True
                    yield index, other.index
            if not known:
                titles.append(title)
                if len(titles) > _WINDOW:
                    del titles[0]

    def _alike(self, title: _Title, other: _Title) -> bool:
        if title.numbers != other.numbers or not self._together(title.day, other.day):
            return False
        if title.site != other.site and title.site and other.site:
            # Both end in a name: what is taken for one may be what tells two stories apart.
            return title.words == other.words
        return self._similarity(title.words, other.words, title.distinct, other.distinct) is not None

    def _similarity(
        self, words: tuple[Any, ...], others: tuple[Any, ...], first: frozenset[Any], second: frozenset[Any]
    ) -> float | None:
        """How alike two titles are, by their words and the sets of these, when they are alike enough."""
        common = len(first & second)
        jaccard = common / (len(first) + len(second) - common)
        if jaccard >= self.params.threshold and min(len(first), len(second)) >= self.params.min_words:
            return jaccard
        # Of two of which one holds the other, one has all words of the other: most pairs need not be laid side by side.
        if self.params.contained and common in (len(first), len(second)):
            short, long = (words, others) if len(words) < len(others) else (others, words)
            extra = len(long) - len(short)
            if len(short) >= 4 and extra <= 2 and any(long[at : at + len(short)] == short for at in range(extra + 1)):
                return jaccard
        return None

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        value, other = self._value(record), self._value(others[0])
        if value is None or other is None or fold(value) == fold(other) or self._salt(record) != self._salt(others[0]):
            return None
        (words, site, parts), (other_words, other_site, other_parts) = core(value), core(other)
        if parts != other_parts or (self.params.numbers and counted(words) != counted(other_words)):
            return None
        if not self._together(self._day(record), self._day(others[0])):
            return None
        if site and other_site and site != other_site and words != other_words:
            return None
        similarity = self._similarity(tuple(words), tuple(other_words), frozenset(words), frozenset(other_words))
        return None if similarity is None else self._hit(value, other, similarity)


def _rows_of(keys: bytes, counts: bytes, owners: list[int], payloads: list[bytes], left: list[int]) -> tuple[Rows, list[int]]:
    """What the compiled module gives, as rows, and the titles that it left."""
    return Rows(array("Q", keys), array("I", counts), owners, payloads), left


def _joined(*parts: Rows) -> Rows:
    """Rows of different records together."""
    keys, counts = array("Q"), array("I")
    owners: list[int] = []
    payloads: list[bytes] = []
    for rows in parts:
        keys.extend(rows.keys)
        counts.extend(rows.counts)
        owners.extend(rows.owners)
        payloads.extend(rows.payloads)
    return Rows(keys, counts, owners, payloads)


def _with_part(payload: bytes, at: int, part: bytes) -> bytes:
    return payload[:at] + part + payload[at + len(part) :]


def _site(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) if name else 0


class _Title:
    """A title's payload, taken apart."""

    __slots__ = ("day", "distinct", "folded", "index", "numbers", "site", "words")

    def __init__(self, index: int, payload: bytes) -> None:
        self.index = index
        self.folded, self.numbers, self.site, self.day = _HEAD.unpack_from(payload)
        self.words = struct.unpack_from(f"<{(len(payload) - _HEAD.size) // 4}I", payload, _HEAD.size)
        self.distinct = frozenset(self.words)


class MinHashCheck(NearDuplicateCheck):
    """Near duplicates among long texts: MinHash signatures of word shingles, candidates by locality-sensitive hashing.

    Broder (1997), "On the resemblance and containment of documents"; bands and rows as in Leskovec, Rajaraman and Ullman, "Mining of
    Massive Datasets", chapter 3.  The signatures are rensa's.  Bands are chosen so that a pair at the threshold is found with a
    probability of at least 0.99; what is reported is the exact similarity of the texts.
    """

    def __init__(self, rule: Rule, params: NearDuplicateParams) -> None:
        super().__init__(rule, params)
        self.bands, self.rows = bands_for(params.threshold)
        self.size = self.bands * self.rows
        self.payload = struct.Struct(f"<II{self.size}s")
        self.signature: Callable[[Iterable[str]], list[int]] | None = None

    def prepare(self) -> None:
        try:
            from rensa import RMinHash  # an extra, and only for rules of this method
        except ImportError:
            raise UsageError(
                f"rule {self.rule.id} compares bodies by MinHash, which needs a package that is not installed",
                hint="pip install 'newslint[neardup]', or leave the rule out",
            ) from None

        def signature(shingles: Iterable[str]) -> list[int]:
            minhash = RMinHash(num_perm=self.size, seed=SEED)
            minhash.update(list(shingles))
            digests: list[int] = minhash.digest()
            return digests

        self.signature = signature

    def _shingles(self, value: str) -> frozenset[str] | None:
        words = tokens(value)
        size = self.params.shingle
        if len(words) < max(self.params.min_words, size):
            return None
        return frozenset(map(" ".join, zip(*(words[at:] for at in range(size)), strict=False)))

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        if self.signature is None:
            self.prepare()
        assert self.signature is not None
        value = self._value(record)
        shingles = None if value is None else self._shingles(value)
        if shingles is None:
            return ()
        signature = self.signature(sorted(shingles))
        # A quarter of each value is enough for the judge to see which pairs are worth reading again.
        payload = self.payload.pack(
            self._day(record), crc32(compact(record.data(self.field))), bytes([part & 0xFF for part in signature])
        )
        salt = self._salt(record)
        rows = self.rows
        pack = struct.Struct(f"<I{rows}I").pack
        return [
            ((digest(pack(band, *signature[band * rows : band * rows + rows])) + salt) & MASK, payload)
            for band in range(self.bands)
        ]

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        if len(rows) < 2:
            return
        # Four standard deviations of the estimate below the threshold, and what agrees by chance in the bits kept.
        threshold = self.params.threshold
        needed = (threshold - 4 * (threshold * (1 - threshold) / self.size) ** 0.5) * self.size
        seen: list[tuple[Row, int, int, bytes]] = []
        for row in rows:
            day, folded, signature = self.payload.unpack(row.payload)
            known = found = False
            for other, other_day, other_folded, other_signature in seen:
                if folded == other_folded:
                    known = known or day == other_day
                elif not found and self._together(day, other_day) and sum(map(eq, signature, other_signature)) >= needed:
                    found = True
                    yield Verdict(row, (other,), self.field)
            if not known:
                seen.append((row, day, folded, signature))
                if len(seen) > _WINDOW:
                    del seen[0]

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        value, other = self._value(record), self._value(others[0])
        if value is None or other is None or fold(value) == fold(other) or self._salt(record) != self._salt(others[0]):
            return None
        first, second = self._shingles(value), self._shingles(other)
        if first is None or second is None or not self._together(self._day(record), self._day(others[0])):
            return None
        common = len(first & second)
        similarity = common / (len(first) + len(second) - common)
        if similarity < self.params.threshold:
            return None
        article = others[0].article
        return self._hit(value, article.title or article.id or article.url or "", similarity)


_BANDS = 12


def bands_for(threshold: float) -> tuple[int, int]:
    """``(bands, rows)`` of the signatures: of at most 12 bands, the most rows with which a pair at ``threshold`` is found at 0.99.

    A pair of similarity s meets in at least one of b bands of r rows with the probability 1 - (1 - s**r)**b.
    """
    for rows in range(12, 1, -1):
        for bands in range(1, _BANDS + 1):
            if (1 - threshold**rows) ** bands <= 0.01:
                return bands, rows
    return _BANDS, 1


def _compile(rule: Rule, params: NearDuplicateParams) -> NearDuplicateCheck:
    return MinHashCheck(rule, params) if params.method == "minhash" else TokenCheck(rule, params)


KIND = Kind(
    "near_duplicate",
    "dataset",
    NearDuplicateParams,
    _compile,
    placeholders=frozenset({"similarity", "other"}),
    summary="Records that say the same in nearly the same words.",
)
