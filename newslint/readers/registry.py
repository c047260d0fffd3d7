"""The readers by name and by suffix.  A reader's module is imported when it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newslint.readers.base import Reader

# Name of the format to its module, its class and its suffixes: asking which format a file has must not import any.
_BUILT_IN: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "arrow": ("newslint.readers.arrow_ipc", "Arrow", (".arrow", ".arrows", ".feather", ".ipc")),
    "csv": ("newslint.readers.csv", "Csv", (".csv", ".tsv")),
    "html": ("newslint.readers.html", "Html", (".html", ".htm", ".xhtml")),
    "json": ("newslint.readers.json", "Json", (".json",)),
    "jsonl": ("newslint.readers.jsonl", "Jsonl", (".jsonl", ".ndjson")),
    "jsonld": ("newslint.readers.shaped", "JsonLdReader", (".jsonld",)),
    "atom": ("newslint.readers.feed", "Atom", (".atom",)),
    "newsml": ("newslint.readers.newsml", "NewsMl", (".newsml",)),
    "nitf": ("newslint.readers.nitf", "Nitf", (".nitf",)),
    "rss": ("newslint.readers.feed", "Rss", (".rss", ".rdf", ".xml")),
    "fundus": ("newslint.readers.shaped", "FundusReader", ()),
    "jsonfeed": ("newslint.readers.shaped", "JsonFeedReader", ()),
    "news-please": ("newslint.readers.shaped", "NewsPleaseReader", ()),
    "newspaper": ("newslint.readers.shaped", "NewspaperReader", ()),
    "trafilatura": ("newslint.readers.shaped", "TrafilaturaReader", ()),
    "ninjs": ("newslint.readers.shaped", "NinjsReader", ()),
    "markdown": ("newslint.readers.markdown", "Markdown", (".md", ".markdown")),
    "parquet": ("newslint.readers.parquet", "Parquet", (".parquet", ".pq")),
    "text": ("newslint.readers.text", "Text", (".txt",)),
}
_readers: dict[str, Reader] = {}
_registered: set[str] = set()


def reader_names() -> list[str]:
    """Names of all formats, sorted."""
    return sorted({*_BUILT_IN, *_registered})


def get_reader(name: str) -> Reader:
    """The reader of a format.

    Raises:
        UsageError: There is no such format.
    """
    reader = _readers.get(name)
    if reader is None:
        try:
            module, cls, _ = _BUILT_IN[name]
        except KeyError:
            from newslint.errors import UsageError, did_you_mean  # only for the error

            known = ", ".join(reader_names())
            hint = did_you_mean(name, reader_names())
            raise UsageError(f"no such input format: {name!r}; there are {known}", hint=hint) from None
        from importlib import import_module

        reader = _readers[name] = getattr(import_module(module), cls)()
    return reader


def register_reader(reader: Reader) -> None:
    """Add the reader of a plugin; it wins over a built-in one of the same name or suffix."""
    _readers[reader.name] = reader
    _registered.add(reader.name)


def remove_reader(name: str) -> None:
    """Take the reader of a plugin away again; the built-in one of its name is back then."""
    _registered.discard(name)
    _readers.pop(name, None)


def added_readers() -> frozenset[str]:
    """Names of the readers that plugins have added."""
    return frozenset(_registered)


def reader_for(path: str) -> str | None:
    """Name of the format of a file, told from its suffix under that of a compression; None when it tells nothing."""
    from newslint.readers.source import strip_compression  # it brings more than the names need

    suffix = os.path.splitext(strip_compression(path))[1].lower()
    if not suffix:
        return None
    for name in sorted(_registered):
        if suffix in _readers[name].suffixes:
            return name
    return next((name for name, (_, _, suffixes) in _BUILT_IN.items() if suffix in suffixes), None)


def known_suffixes() -> list[str]:
    """All suffixes that name a format, sorted, without those of compressions."""
    found = {suffix for _, _, suffixes in _BUILT_IN.values() for suffix in suffixes}
    found.update(suffix for name in _registered for suffix in _readers[name].suffixes)
    return sorted(found)
