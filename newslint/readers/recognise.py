"""What format a file has, told from its content where its suffix does not tell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from newslint.readers.base import Unit
from newslint.readers.dialects import MARKS
from newslint.readers.source import BOM, Source, strip_compression

if TYPE_CHECKING:
    from collections.abc import Iterable


_LOOKED_AT = 1 << 20
"""Bytes at the beginning of a file that are looked at."""
_LOOKED_AT_LINES = 1 << 16
"""The same of files with a record a line: the first record tells."""
_OPENINGS = 4
_JSON = frozenset((".json", ".jsonl", ".ndjson"))
_LINES = frozenset((".jsonl", ".ndjson"))
_OF_A_RECORD = frozenset(("articlebody", "body", "headline", "text", "title"))
_XML = frozenset((".xml", ".rss", ".rdf", ".atom"))
_HTML = frozenset((".html", ".htm", ".xhtml"))
_ROOTS = {
    "rss": "rss",
    "RDF": "rss",
    "feed": "atom",
    "entry": "atom",
    "newsItem": "newsml",
    "newsMessage": "newsml",
    "nitf": "nitf",
}
FOREIGN = ""
"""What stands for content that is known to be something else."""


def recognise(path: str, opened: str | None = None) -> str | None:
    """Name of the format of a file whose suffix stands for several.

    None where the suffix has to do, or nothing is known; :data:`FOREIGN` for what is no article in any format that is read.

    Args:
        path: The file as it is shown; its suffix is looked at.
        opened: What to open in its place.
    """
    suffix = os.path.splitext(strip_compression(path))[1].lower()
    if suffix in _XML:
        return _xml_format(_head(path, opened))
    if suffix in _HTML:
        return _html_format(_head(path, opened))
    if suffix not in _JSON:
        return None
    lines = suffix in _LINES
    head = _head(path, opened, _LOOKED_AT_LINES if lines else _LOOKED_AT)
    return _json_format(head, lines=lines) if any(mark in head for mark in MARKS) else None


def guess(path: str, opened: str | None = None) -> str | None:
    """Name of the format of a file whose suffix says nothing; None where its content does not say it either."""
    head = _head(path, opened)
    start = head.lstrip()[:1]
    if start == b"<":
        return _xml_format(head) or _html_format(head) or None
    if start in {b"{", b"["} and any(mark in head for mark in MARKS):
        return _json_format(head, lines=False)
    return None


def _html_format(head: bytes) -> str | None:
    if b"ld+json" in head and (b"Article" in head or b"Posting" in head):
        return "html"
    return FOREIGN if len(head) < _LOOKED_AT else None


def _head(path: str, opened: str | None, size: int = _LOOKED_AT) -> bytes:
    from newslint.errors import InputError

    try:
        with Source(Unit(path=path, format="", opened=opened)) as source:
            return source.read(size).removeprefix(BOM)
    except InputError:
        return b""  # reading it will say why


def root_of(head: bytes) -> str | None:
    """Name of the root element of some XML without its prefix, as far as it can be told from its beginning."""
    import re  # only for XML

    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    position = 0
    skipped = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>", re.DOTALL)
    while match := skipped.match(text, position):
        position = match.end()
    root = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)").match(text, position)
    return None if root is None else root[1]


def _xml_format(head: bytes) -> str | None:
    root = root_of(head)
    return None if root is None else _ROOTS.get(root, FOREIGN)


def _json_format(head: bytes, *, lines: bool) -> str | None:
    from newslint.readers.dialects import dialects  # only for files that bear a mark of one

    records = list(_first_records(head.decode("utf-8", "replace"), lines=lines))
    for dialect in dialects():
        if any(mark in head for mark in dialect.marks) and any(dialect.recognises(record) for record in records):
            return dialect.name
    return None


def _first_records(text: str, *, lines: bool) -> Iterable[dict[str, Any]]:
    """The first object of the text, and the first of each list that it holds, when it is none of the records itself.

    The text may be cut off: where the outermost object is not whole, the first element of a list in it may be.
    """
    import json

    decoder = json.JSONDecoder(strict=False)
    position = -1
    for number in range(1 if lines else _OPENINGS):
        position = text.find("{", position + 1)
        if position < 0:
            return
        if number and not text[:position].rstrip().endswith("["):
            continue
        try:
            record = decoder.raw_decode(text, position)[0]
        except (ValueError, RecursionError):
            continue
        yield record
        if lines or not _OF_A_RECORD.isdisjoint(name.lower() for name in record):
            return
        for value in record.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield value[0]
        return
