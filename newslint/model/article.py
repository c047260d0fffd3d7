"""The article record: the canonical fields that every input format is mapped on to."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

SCALAR_FIELDS: tuple[str, ...] = (
    "id",
    "title",
    "subtitle",
    "summary",
    "byline",
    "source",
    "agency",
    "url",
    "canonical_url",
    "source_url",
    "published_at",
    "updated_at",
    "embargoed_until",
    "expires_at",
    "dateline",
    "language",
    "section",
    "genre",
    "body",
    "status",
    "access",
    "rights",
    "word_count",
    "version",
    "digital_source_type",
)
"""Fields whose value is one string."""

LIST_FIELDS: tuple[str, ...] = ("alt_titles", "authors", "keywords", "corrections", "captions")
"""Fields whose value is a list of strings; a place in one is named ``authors[0]``."""

TEXT_FIELDS: tuple[str, ...] = (*SCALAR_FIELDS, *LIST_FIELDS)
"""Every canonical field that holds text, that is all of them."""


class Article(msgspec.Struct):
    """One news record.

    A scalar field is a ``str``, kept as the input had it, or None when the input has no such field or a null.  A list field is a
    list of ``str``, empty when absent.  ``published_at`` and its like stay raw text: rules read them.

    Attributes:
        body_format: How ``body`` is divided into blocks: ``lines`` (every line that is not blank is a block, as in scraped
            records), ``paragraphs`` (blank lines divide, as in text files), ``markdown``, or ``blocks:`` with a letter for each line
            that is not blank, where markup told the kinds (:data:`newslint.text.blocks.LETTERS`).
        mistyped: Values whose type is not the field's, by field: ``{"title": ["a", "b"]}``.  A number or a boolean also stands
            in the field as text; a list or an object in the place of a string leaves the field None.
        extra: Every other field of the input by its own name, untouched.
    """

    id: str | None = None
    title: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    byline: str | None = None
    source: str | None = None
    agency: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    source_url: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    embargoed_until: str | None = None
    expires_at: str | None = None
    dateline: str | None = None
    language: str | None = None
    section: str | None = None
    genre: str | None = None
    body: str | None = None
    status: str | None = None
    access: str | None = None
    rights: str | None = None
    word_count: str | None = None
    version: str | None = None
    digital_source_type: str | None = None
    alt_titles: list[str] = []
    authors: list[str] = []
    keywords: list[str] = []
    corrections: list[str] = []
    captions: list[str] = []
    body_format: str = "lines"
    mistyped: dict[str, Any] = {}
    extra: dict[str, Any] = {}

    fields: ClassVar[frozenset[str]] = frozenset(TEXT_FIELDS)
