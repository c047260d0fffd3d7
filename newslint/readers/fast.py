"""Records straight into articles: a struct made for the keys that an input has.

The slow path (:meth:`ArticleDecoder.slow`) is the meaning of the mapping; the fast one gives the same articles or gives up.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Union

import msgspec

from newslint.model.article import LIST_FIELDS, Article
from newslint.readers.fields import list_items, scalar_text, top_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint.readers.document import Spans
    from newslint.readers.fields import FieldMap

_MIN_SEEN = 48  # building a struct costs as much as decoding this many records the slow way; each next one waits twice as long
_MAX_BUILDS = 12
_MAX_KEYS = 256

_LISTS = frozenset(LIST_FIELDS)
_Never = Annotated[int, msgspec.Meta(gt=1, lt=0)]  # no value passes, so that no input reaches the field
_Text = Union[str, None]
_Texts = Union[list[str], str, None]
_NO_RAW = msgspec.Raw(b"")

_raw_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_any_value = msgspec.json.Decoder().decode


def raw_object(data: bytes) -> dict[str, msgspec.Raw]:
    """The object in ``data``, its values checked but not decoded.

    Raises:
        msgspec.DecodeError: ``data`` is no JSON object.
        UnicodeDecodeError: It is not UTF-8.
        RecursionError: It is nested too deeply.
    """
    raw = _raw_object(data)
    if not data.isascii():
        data.decode()  # the decoder does not look into values that it leaves raw
    return raw


def decode_members(raw: dict[str, msgspec.Raw], fields: FieldMap, wanted: frozenset[str] | None) -> dict[str, Any]:
    """Values of an object that are canonical or wanted.

    Raises:
        msgspec.DecodeError: A number is out of range.
    """
    return {
        name: _any_value(value)
        for name, value in raw.items()
        if wanted is None or name in wanted or fields.target(name) is not None
    }


class Build:
    """One struct, its decoder, and what is left to do to the articles that it gives.

    Args:
        fields: The field mapping.
        wanted: Top-level names to keep in ``extra``, or None for all.
        keys: Names that the input has.
        loose: Those of them whose values are not always strings.
    """

    def __init__(self, fields: FieldMap, wanted: frozenset[str] | None, keys: set[str], loose: set[str]) -> None:
        self._fields = fields
        self._raw: list[Callable[[Any], Any]] = []
        self._extra: list[tuple[str, Callable[[Any], Any]]] = []
        self._contested: list[tuple[str, list[tuple[str, Callable[[Any], Any]]]]] = []
        self._lists: list[str] = []
        self._loose_lists: list[str] = []
        self._loose: list[str] = []
        self._wanted = wanted
        groups: dict[str, list[str]] = {}
        definition: list[tuple[str, Any, Any]] = []
        for number, key in enumerate(sorted(keys)):
            field = fields.target(key)
            attribute = f"_key{number}"
            if field is not None:
                groups.setdefault(field, []).append(key)
            elif wanted is None or key in wanted:
                definition.append((attribute, Any, msgspec.field(name=key, default=msgspec.UNSET)))
                self._extra.append((key, attrgetter(attribute)))
            else:
                definition.append((attribute, msgspec.Raw, msgspec.field(name=key, default=_NO_RAW)))
                self._raw.append(attrgetter(attribute))
        for number, (field, names) in enumerate(groups.items()):
            if len(names) == 1:
                definition.append(self._single(field, names[0], loose=names[0] in loose))
                continue
            getters: list[tuple[str, Callable[[Any], Any]]] = []
            for index, key in enumerate(names):
                attribute = f"_name{number}_{index}"
                definition.append((attribute, Any, msgspec.field(name=key, default=msgspec.UNSET)))
                getters.append((key, attrgetter(attribute)))
            self._contested.append((field, getters))
        for field in Article.__struct_fields__:
            if field in groups and len(groups[field]) == 1:
                continue
            definition.append(self._unseen(field, keys, seen=field in groups))
        # Articles hold nothing that could lead back to them, so that the garbage collector need not track them.
        struct = msgspec.defstruct("InputArticle", definition, bases=(Article,), forbid_unknown_fields=True, gc=False)
        decoder = msgspec.json.Decoder(struct)
        self._decode: Callable[[bytes], Any] = decoder.decode
        self._decode_lines: Callable[[Any], list[Any]] = decoder.decode_lines

    def _single(self, field: str, key: str, *, loose: bool) -> tuple[str, Any, Any]:
        if field in _LISTS:
            (self._loose_lists if loose else self._lists).append(field)
            return field, Any if loose else _Texts, msgspec.field(name=key, default_factory=list)
        if loose:
            self._loose.append(field)
        return field, Any if loose else _Text, msgspec.field(name=key, default=None)

    def _unseen(self, field: str, keys: set[str], *, seen: bool) -> tuple[str, Any, Any]:
        default: dict[str, Any]
        if field == "body_format":
            default = {"default": "lines"}
        elif field in {"mistyped", "extra"}:
            default = {"default_factory": dict}
        else:
            default = {"default_factory": list} if field in _LISTS else {"default": None}
        if not seen and field not in keys and self._fields.target(field) == field:
            return field, list[str] if field in _LISTS else _Text, msgspec.field(name=field, **default)
        name = f"~{field}"
        while name in keys:
            name = f"~{name}"
        return field, _Never, msgspec.field(name=name, **default)

    def record(self, data: bytes) -> Article | None:
        """The article of one record; None when only the slow path can tell."""
        try:
            article = self._decode(data)
            if self._raw and not data.isascii():
                data.decode()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        self.finish((article,))
        return article  # type: ignore[no-any-return]

    def lines(self, data: bytes, size: int, count: int) -> list[Article] | None:
        """The articles of ``count`` lines, ``data[:size]``, each of which begins with ``{`` and ends with ``}``.

        None when one of them is not plain.
        """
        try:
            articles = self._decode_lines(data if size == len(data) else memoryview(data)[:size])
            if len(articles) != count:
                return None
            if self._raw and not data.isascii():
                for getter in self._raw:
                    b"".join(map(getter, articles)).decode()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        self.finish(articles)
        return articles

    def finish(self, articles: Sequence[Any]) -> None:
        """Bring what a struct cannot state into its canonical form."""
        for field in self._lists:
            if {*map(type, map(attrgetter(field), articles))} == {list}:
                continue  # as nearly always
            for article, value in zip(articles, map(attrgetter(field), articles), strict=True):
                if value.__class__ is str and field != "keywords":
                    setattr(article, field, [value] if value else [])
                elif value.__class__ is not list:
                    setattr(article, field, [item[0] for item in list_items(field, value)[0]])
        for field in self._loose_lists:
            for article, value in zip(articles, map(attrgetter(field), articles), strict=True):
                items, faulty = list_items(field, value)
                setattr(article, field, [item[0] for item in items])
                if faulty:
                    article.mistyped[field] = value
        for field in self._loose:
            for article, value in zip(articles, map(attrgetter(field), articles), strict=True):
                if value.__class__ is not str and value is not None:
                    text, faulty = scalar_text(field, value)
                    setattr(article, field, text)
                    if faulty:
                        article.mistyped[field] = value
        for field, getters in self._contested:
            for article in articles:
                record = {key: value for key, getter in getters if (value := getter(article)) is not msgspec.UNSET}
                if not record:
                    continue
                for name in self._fields.fill(article, field, record, record):
                    if self._wanted is None or name in self._wanted:
                        article.extra[name] = record[name]
        for key, getter in self._extra:
            for article, value in zip(articles, map(getter, articles), strict=True):
                if value is not msgspec.UNSET:
                    article.extra[key] = value


def _all_text(values: list[Any]) -> bool:
    return all(value.__class__ is str for value in values)


class ArticleDecoder:
    """Decodes records, and learns from those that it had to decode the slow way what the next struct has to know.

    Args:
        fields: The field mapping.
        wanted: Top-level names to keep in ``extra``, or None for all.
    """

    def __init__(self, fields: FieldMap, wanted: frozenset[str] | None) -> None:
        self.fields = fields
        self.wanted = wanted
        self.build: Build | None = None
        self.converts = False
        self._keys: set[str] = set()
        self._loose: set[str] = set()
        self._news = True
        self._seen = 0
        self._due = _MIN_SEEN
        self._builds = 0

    def slow(self, data: bytes) -> Article:
        """The article of one record, exactly.

        Raises:
            msgspec.DecodeError: ``data`` is no JSON object.
            UnicodeDecodeError: It is not UTF-8.
            RecursionError: It is nested too deeply.
        """
        self._seen += 1
        raw = raw_object(data)
        record = decode_members(raw, self.fields, self.wanted)
        if self._builds < _MAX_BUILDS:
            self._learn(raw, record)
            if self._news and self._seen >= self._due:
                self.build = Build(self.fields, self.wanted, self._keys, self._loose)
                self._builds += 1
                self._due = 2 * self._seen
                self._news = False
        return self.fields.article(record, self.wanted)

    def record(self, data: bytes) -> Article:
        """The article of one record, the fast way if there is one; raises as :meth:`slow`."""
        return (self.build and self.build.record(data)) or self.slow(data)

    def find(self, data: bytes, text: str, label: str, value: str | None) -> Spans | None:
        """See :class:`newslint.readers.json_batch.Decoder`."""
        # json, 4 ms, only for places of findings
        from newslint.readers.jsontext import locate_member, string_offsets, value_offsets

        try:
            raw = raw_object(data)
            name = self.fields.only(tuple(raw), label)
            if name is not None and bytes(memoryview(raw[name])[:1]) == b'"':
                span = locate_member(data, text, raw, (name,))
                return None if span is None else string_offsets(text, *span)
            record = decode_members(raw, self.fields, top_names((label,)))
        except (msgspec.DecodeError, RecursionError):
            return None
        origin = self.fields.origin(record, label)
        if origin is None:
            return None
        path, skipped = origin
        span = locate_member(data, text, raw, path)
        if span is None:
            return None
        offsets = value_offsets(text, span, value)
        if offsets is not None:
            offsets.skip(skipped)
        return offsets

    def inputs(self, data: bytes) -> list[tuple[str, str]]:
        """See :class:`newslint.readers.json_batch.Decoder`."""
        return self.fields.inputs(decode_members(raw_object(data), self.fields, frozenset()))

    def _learn(self, raw: dict[str, Any], record: dict[str, Any]) -> None:
        for name in raw:
            if name not in self._keys and len(self._keys) < _MAX_KEYS and _can_be_renamed_to(name):
                self._keys.add(name)
                self._news = True
        for name, value in record.items():
            if value is None or value.__class__ is str or name in self._loose or name not in self._keys:
                continue
            field = self.fields.target(name)
            if field is not None and not (field in _LISTS and value.__class__ is list and _all_text(value)):
                self._loose.add(name)
                self._news = True


def _can_be_renamed_to(name: str) -> bool:
    # msgspec wants names that stand in JSON as they are.
    return name != "" and name.isprintable() and '"' not in name and "\\" not in name
