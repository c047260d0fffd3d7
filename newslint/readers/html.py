"""HTML pages: the articles of schema.org that their script tags describe in JSON-LD.

The page's own text is not extracted: that is the work of an extractor, whose output newslint reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from newslint.readers.base import Batch, Unit, Unreadable
from newslint.readers.batches import feeds, fetch_by_number, unreadable_batch
from newslint.readers.dialect import DialectDecoder
from newslint.readers.dialects import dialect
from newslint.readers.fields import top_names
from newslint.readers.json import Lines, document_batches
from newslint.readers.jsontext import NotARecordError, explain
from newslint.readers.source import MAX_DOCUMENT, Source, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
_TYPE = re.compile(rb"""\btype\s*=\s*["']?\s*application/ld\+json\b""", re.IGNORECASE)
_END = re.compile(rb"</script\s*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_ARTICLE = re.compile(rb"Article|Posting")


class Html:
    """Reader of the JSON-LD in HTML pages."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        """See :meth:`newslint.readers.base.Reader.units`."""
        return whole(path, self.name)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.read`."""
        with Source(unit) as source:
            raw = source.read_whole(MAX_DOCUMENT)
            reason = source.error
        if raw is None or not raw.strip():
            yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason=reason or "the file is empty"))
            return
        data = _utf8(raw)
        decoder = DialectDecoder(dialect("jsonld"), mapping, top_names(wanted))
        lines = Lines(data)
        spans: list[tuple[int, int]] = []
        faults: list[Unreadable] = []
        scripts = list(_scripts(data))
        for start, end in scripts:
            text = data[start:end]
            try:
                found = decoder.spans(text)
            except NotARecordError:
                continue
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if _ARTICLE.search(text):
                    line, column, why = explain(text, error)
                    first, before = lines.place(start)
                    at = None if column is None else column + (before - 1 if line == 1 else 0)
                    reason = f"JSON-LD in a script tag: {why}"
                    faults.append(Unreadable(record=len(spans) + len(faults), line=first + line - 1, column=at, reason=reason))
                continue
            spans += [(start + low, start + high) for low, high in found]
        decoder.share([data[start:end] for start, end in scripts])
        yield from document_batches(data, _distinct(data, spans, decoder), decoder)
        if faults:
            yield unreadable_batch(*faults)
        elif not spans:
            reason = "the page describes no article: no JSON-LD of schema.org in a script tag"
            yield unreadable_batch(Unreadable(record=None, line=None, column=None, reason=reason))

    def lines(self, unit: Unit) -> int:
        """See :meth:`newslint.readers.base.Reader.lines`."""
        return feeds(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        """See :meth:`newslint.readers.base.Reader.fetch`."""
        return fetch_by_number(self, unit, refs, mapping, wanted)


def _utf8(data: bytes) -> bytes:
    """The page as UTF-8; as it is where it does not say that it is anything else, or says it wrongly."""
    declared = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    name = declared[1].decode("ascii").lower() if declared is not None else "utf-8"
    if name in {"utf-8", "utf8"}:
        return data
    try:
        return data.decode(name).encode()
    except (LookupError, UnicodeError):
        return data


def _scripts(data: bytes) -> Iterator[tuple[int, int]]:
    """Spans of the JSON in script tags: from its first bracket to its last, since pages wrap it in comments."""
    position = 0
    while match := _SCRIPT.search(data, position):
        # Not a part of the pattern, which would look through the rest of the page once for every tag that is never closed.
        begin = data.find(b">", match.end()) + 1
        if not begin:
            return
        end = _END.search(data, begin)
        stop = end.start() if end is not None else len(data)
        position = stop if end is None else end.end()
        if not _TYPE.search(data, match.end(), begin):
            continue
        opening = [at for at in (data.find(b"{", begin, stop), data.find(b"[", begin, stop)) if at >= 0]
        # ``<![CDATA[`` and ``<!--`` stand before the JSON, never inside a bracket of it.
        start = min(opening, default=begin)
        wrapper = data.find(b"<![CDATA[", begin, stop)
        if 0 <= wrapper < start:
            inner = [at for at in (data.find(b"{", wrapper + 9, stop), data.find(b"[", wrapper + 9, stop)) if at >= 0]
            start = min(inner, default=start)
        last = max(data.rfind(b"}", start, stop), data.rfind(b"]", start, stop))
        tail = data.rfind(b"]]>", start, stop)
        if tail >= 0 and tail >= last - 1:
            last = max(data.rfind(b"}", start, tail), data.rfind(b"]", start, tail))
        if data[begin:stop].strip():
            yield (start, last + 1) if last >= start else (begin, stop)


def _distinct(data: bytes, spans: list[tuple[int, int]], decoder: DialectDecoder) -> list[tuple[int, int]]:
    """The spans without those of articles that the page describes twice: of one headline the fuller one counts."""
    chosen: dict[str, tuple[bool, int, tuple[int, int]]] = {}
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        try:
            article = decoder.record(data[start:end])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            kept.append((start, end))  # reading it will say why
            continue
        name = article.title or article.url
        if name is None:
            kept.append((start, end))
            continue
        weight = (bool(article.body), end - start, (start, end))
        if name not in chosen or weight > chosen[name]:
            chosen[name] = weight
    return sorted([*kept, *(weight[2] for weight in chosen.values())])
