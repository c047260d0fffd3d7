"""What the names mean in the formats of JSON that news comes in, one module each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newslint.readers.dialect import Dialect

_DIALECTS: dict[str, tuple[str, str]] = {
    "jsonfeed": ("jsonfeed", "JsonFeed"),
    "jsonld": ("jsonld", "JsonLd"),
    "ninjs": ("ninjs", "Ninjs"),
    "trafilatura": ("extractors", "Trafilatura"),
    "newspaper": ("extractors", "Newspaper"),
    "news-please": ("extractors", "NewsPlease"),
    "fundus": ("extractors", "Fundus"),
}
"""Module and class by name, the most telling first."""

MARKS: tuple[bytes, ...] = (
    b"jsonfeed.org",
    b'"@type"',
    b'"@graph"',
    b'"@context"',
    b'"uri"',
    b'"source-hostname"',
    b'"meta_site_name"',
    b'"maintext"',
    b'"sections"',
)
"""The marks of all: a file that holds none of them is in no dialect, and no dialect is imported for it."""


def dialect(name: str) -> Dialect:
    """The dialect with a name."""
    module, cls = _DIALECTS[name]
    made: Dialect = getattr(import_module(f"newslint.readers.dialects.{module}"), cls)()
    return made


def dialects() -> list[Dialect]:
    """All of them, the most telling first."""
    return [dialect(name) for name in _DIALECTS]
