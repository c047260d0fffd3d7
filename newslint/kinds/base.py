"""The contract between a kind, the engine and the rule loader.

A *kind* is the code behind rules of one sort.  Its module defines a params struct, a check class and ``KIND``, a :class:`Kind`
that ties them together.  The loader validates a rule's ``params`` against :attr:`Kind.params`; the engine calls
:attr:`Kind.compile` once per rule and drives the :class:`Check` it returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

import msgspec

from newslint.text.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from newslint.kinds.columns import Columns
    from newslint.model import Article, Hit, Rule

SURE_WORDS = 5
"""Different frequent words of a language that a body has to hold for :attr:`Record.told_language` to name it."""
Scope = Literal["record", "dataset"]
P = TypeVar("P", bound="Params")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the params of every kind.  Each field's type is annotated with a description: it is the documentation."""


class Context(msgspec.Struct, frozen=True):
    """What a run fixes for all checks.

    Attributes:
        now: The clock of date rules, with a time zone; set by ``--now``.
        default_tz: UTC offset in minutes taken for times that state none.
    """

    now: datetime
    default_tz: int = 0


class Record:
    """One article as checks see it: values by field label, and texts prepared once for all checks."""

    __slots__ = ("_language", "_lower", "_memo", "_texts", "article", "context")

    def __init__(self, article: Article, context: Context) -> None:
        self.article = article
        self.context = context
        self._texts: dict[str, Text] = {}
        self._lower: dict[str, bytes] | None = None
        self._language: str | None = None
        self._memo: dict[Any, Any] | None = None

    @property
    def memo(self) -> dict[Any, Any]:
        """For the checks of one kind, to keep what several of them ask of the record."""
        if self._memo is None:
            self._memo = {}
        return self._memo

    @property
    def told_language(self) -> str:
        """Language (ISO 639) that the words of the body tell, whatever the record declares; empty where they do not."""
        if self._language is None:
            from newslint.text.languages import detect  # most records declare theirs, or meet no rule that asks

            told = detect(self.article.body) if self.article.body else None
            self._language = "" if told is None or told.words < SURE_WORDS else told.language
        return self._language

    def value(self, label: str) -> str | None:
        """The string at ``label``: a scalar field, an element (``authors[0]``), or a dotted path into ``extra``."""
        article = self.article
        if label in article.fields:
            value = getattr(article, label)
            return value if isinstance(value, str) else None
        for name, text in self.values((label.partition("[")[0],)):
            if name == label:
                return text
        return None

    def values(self, fields: Sequence[str]) -> list[tuple[str, str]]:
        """``(label, value)`` of every string that ``fields`` name; list fields give one pair per element.

        A field that is not canonical is a dotted path into ``extra`` (``extra.`` in front is allowed).
        """
        article = self.article
        found: list[tuple[str, str]] = []
        for field in fields:
            value = getattr(article, field) if field in article.fields else lookup(article.extra, field)
            if isinstance(value, str):
                found.append((field, value))
            elif isinstance(value, (list, tuple)):
                found.extend((f"{field}[{index}]", item) for index, item in enumerate(value) if isinstance(item, str))
        return found

    def text(self, label: str) -> Text | None:
        """The value at ``label`` as a :class:`Text`, shared by all checks of this record."""
        text = self._texts.get(label)
        if text is None:
            value = self.value(label)
            if value is None:
                return None
            text = self._texts[label] = Text(value, self.article.body_format if label == "body" else "lines")
        return text

    def data(self, field: str) -> bytes:
        """UTF-8 of a scalar canonical field; empty when the field is absent."""
        text = self._texts.get(field) or self.text(field)
        return b"" if text is None else text.data

    def lower(self, field: str) -> bytes:
        """UTF-8 of a scalar canonical field with ASCII letters in lower case; empty when absent.  For cheap tests only."""
        known = self._lower
        if known is None:
            known = self._lower = {}
        lowered = known.get(field)
        if lowered is None:
            lowered = known[field] = self.data(field).lower()
        return lowered


def lookup(extra: Mapping[str, Any], path: str) -> Any:
    """Value at a dotted ``path`` of ``extra``, or None.  A key that itself holds dots wins over a path."""
    path = path.removeprefix("extra.")
    if path in extra:
        return extra[path]
    value: Any = extra
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


class Check(Generic[P]):
    """A rule of record scope, compiled.

    The engine decides cheaply whether to run it: when :meth:`patterns` names RE2 patterns for a field, one pass over that
    field finds the rules concerned, and :meth:`run` is called only for fields where one matched; else :meth:`quick` is asked for
    every record and has to answer within a microsecond or so.  :meth:`suspects` asks it; a check that can answer for many records
    at once for less is a :class:`newslint.kinds.columns.ColumnCheck`.
    """

    def __init__(self, rule: Rule, params: P) -> None:
        self.rule = rule
        self.params = params

    def validate(self) -> None:
        """Look for faults that the params' types cannot state; called when a rule file is loaded, not on every run.

        Raises:
            ValueError: ``params.match[0]: reason``: the param at fault and what is wrong with it.
        """

    def prepare(self) -> None:
        """Get ready to run; called once for each rule that was selected, before the first record.

        Raises:
            UsageError: Something that the rule needs is not installed.
        """

    def patterns(self) -> Mapping[str, Sequence[str]] | None:
        r"""RE2 sources by field name, without which in the field there can be no finding; None to be asked through :meth:`quick`.

        They may match too much, never too little.  Flags stand inside (``(?i)``).  Values are scanned together, a line each, those of
        other fields and records among them: ``^`` and ``$`` are those of a line, and ``\A`` and ``\z`` make the scan slow.
        """
        return None

    def quick(self, record: Record) -> bool:
        """Whether :meth:`run` could find anything in ``record``: may say yes wrongly, never no."""
        return True

    def suspects(self, columns: Columns) -> Iterable[int]:
        """Indexes of the records that :meth:`quick` says yes to, each once; unless it is overridden, it is asked about one after the other."""
        quick = self.quick
        return [index for index, record in enumerate(columns) if quick(record)]

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        """Findings in ``record``.  ``fields`` are those to look at: the candidates, or all of the rule's."""
        raise NotImplementedError


class GroupCheck(Check[P]):
    """A rule about what other rules found in a record: asked after all of them, about records in which one found something.

    It sees the rules of the run and no others: where those it speaks of are switched off, it has nothing to say.
    """

    def group(self, record: Record, found: Sequence[tuple[Rule, Sequence[Hit]]]) -> Iterable[Hit]:
        """Findings about ``found``: the rules that found something in ``record``, in their order, each with its hits."""
        raise NotImplementedError


class Row(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """One line of the map step of a data set check, sorted by key, then by place.

    ``key`` is an unsigned 64-bit number, ``path`` the index of the file in the run, ``record`` the record's number in it, ``ref``
    where the reader finds it again, ``payload`` at most 256 bytes that the judge needs: numbers and digests, never text.
    """

    key: int
    path: int
    record: int
    ref: int
    payload: bytes


class Group(Sequence[Row]):
    """The rows of one key, in order of path and record; a row is made when it is first asked for.

    Attributes:
        payloads: Payload of each.
    """

    __slots__ = ("_key", "_places", "_refs", "_rows", "payloads")

    def __init__(self, key: int, places: Sequence[int], refs: Sequence[int], payloads: Sequence[bytes]) -> None:
        self._key = key
        self._places = places
        self._refs = refs
        self._rows: dict[int, Row] = {}
        self.payloads = payloads

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        index = range(len(self))[index]
        row = self._rows.get(index)
        if row is None:
            place = self._places[index]
            row = Row(self._key, place >> 32, place & 0xFFFFFFFF, self._refs[index], self.payloads[index])
            self._rows[index] = row
        return row


def payloads_of(rows: Sequence[Row]) -> Sequence[bytes]:
    """Payload of each of some rows."""
    return rows.payloads if isinstance(rows, Group) else [row.payload for row in rows]


class Rows:
    """Rows of some records in columns, so that many can be kept at once.

    An *entry* is what a record gives under one payload: usually all of its rows.

    Attributes:
        keys: The key of every row, those of an entry together.
        counts: Number of rows of each entry.
        owners: Index of each entry's record among the records.
        payloads: Payload of each entry.
    """

    __slots__ = ("counts", "keys", "owners", "payloads")

    def __init__(self, keys: Sequence[int], counts: Sequence[int], owners: Sequence[int], payloads: list[bytes]) -> None:
        self.keys = keys
        self.counts = counts
        self.owners = owners
        self.payloads = payloads

    @classmethod
    def of(cls, mapped: Iterable[Iterable[tuple[int, bytes]]]) -> Rows:
        """Those that :meth:`DatasetCheck.map` gave for each of some records; a record's go in once all of them have been made."""
        keys: list[int] = []
        counts: list[int] = []
        owners: list[int] = []
        payloads: list[bytes] = []
        for index, rows in enumerate(mapped):
            before: bytes | None = None
            for key, payload in rows:
                keys.append(key)
                if payload == before:
                    counts[-1] += 1
                else:
                    before = payload
                    counts.append(1)
                    owners.append(index)
                    payloads.append(payload)
        return cls(keys, counts, owners, payloads)


class Verdict(msgspec.Struct):
    """A finding of a data set check before the record is read again: ``row`` is the record at fault, ``others`` those it is
    compared with, ``values`` placeholders of the message.
    """

    row: Row
    others: tuple[Row, ...]
    field: str
    values: dict[str, Any] = {}


class DatasetCheck(Check[P]):
    """A rule that compares records: :meth:`map` in every worker, then one :meth:`judge` per group of equal keys.

    Both are pure: nothing but their arguments, no ``hash()``, no clock, no randomness, so that the same functions run in one
    process, in several and on a cluster's shuffle with the same result.  Findings are a set: a pair that meets in several groups
    may be reported by each.

    Attributes:
        sifts: Whether :meth:`sift_batch` tells for less which records could share a key.
    """

    sifts: bool = False

    def map(self, record: Record) -> Iterable[tuple[int, bytes]]:
        """``(key, payload)`` rows of a record."""
        raise NotImplementedError

    def map_batch(self, records: Sequence[Record]) -> Rows:
        """The rows of :meth:`map` for each of some records, in any order within a record.

        A check whose records cost less together than one by one has a way of its own to make them.  Where it raises, :meth:`map` is
        asked about each record.
        """
        return Rows.of(map(self.map, records))

    def sift_batch(self, records: Sequence[Record]) -> Rows:
        """Of each of some records that :meth:`map` has rows for, one row, without a payload: two that share a key of those share this one.

        Only where :attr:`sifts` is true: then only records that share it are read once more and mapped.  That changes nothing in what a
        group holds, and spares all the others the dearer key.
        """
        raise NotImplementedError

    def judge(self, rows: Sequence[Row]) -> Iterable[Verdict]:
        """Verdicts on one group: all rows with one key, in order of path and record."""
        raise NotImplementedError

    def confirm(self, verdict: Verdict, record: Record, others: Sequence[Record]) -> Hit | None:
        """The hit, now that the records have been read again; None when the texts do not bear the verdict out.

        ``others`` are in the order of ``verdict.others``.  The engine fills in ``related``.
        """
        raise NotImplementedError


class FrameCheck(Check[P]):
    """A rule about the data set as columns: called once, with every record of the run, after all of them have been read.

    What it looks at is held in memory whole, so it is for adapters to tools that work so.
    """

    def columns(self) -> Mapping[str, str]:
        """Name of each column wanted to the label of the value that stands in it: a canonical field, or a path into ``extra``.

        Raises:
            UsageError: What the rule rests on cannot be loaded.
        """
        raise NotImplementedError

    def judge(self, values: Mapping[str, Sequence[Any]], context: Context) -> Iterable[tuple[int | None, Hit]]:
        """Hits, each with the number of its row, or None where it is about the data set; their field may be the name of a column.

        Args:
            values: For each name of :meth:`columns` the values of all records, None where one has none.  Numbers and truth values in the
                place of text are given as they are.
            context: Clock and time zone of the run.

        Raises:
            CheckError: Something in it crashed.
        """
        raise NotImplementedError


class Kind(msgspec.Struct, frozen=True):
    """A kind of rule.

    Attributes:
        name: As written in rule files.
        scope: ``record`` or ``dataset``; belongs to the kind, so that a rule cannot get it wrong.
        params: Struct that rule files' ``params`` are checked against.
        compile: Makes the check of a rule.  Cheap: what takes time waits for :meth:`Check.validate` or the first record.
        placeholders: Names a message may use besides ``field``, ``value``, ``match``, ``record_id``.
        summary: One line for the documentation.
        groups: Whether its checks are :class:`GroupCheck`.
        computes_fix: Whether hits carry their own edits, so that a rule may say ``fix: {op: kind}``.
    """

    name: str
    scope: Scope
    params: type[Params]
    compile: Callable[[Rule, Any], Check[Any]]
    placeholders: frozenset[str] = frozenset()
    summary: str = ""
    computes_fix: bool = False
    groups: bool = False

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"field", "value", "match", "record_id"})
