"""Mappings as Python callers and rule examples write them, made into articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.model.article import LIST_FIELDS, Article

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS = frozenset(LIST_FIELDS)


def article_from_mapping(
    mapping: Mapping[str, Any], names: Mapping[str, str] | None = None, *, body_format: str = "lines"
) -> Article:
    """An :class:`Article` of a record given as a mapping.

    Args:
        mapping: The record.  Keys that are canonical fields fill them, every other key goes to ``extra``; None is absence.
        names: Name in the record to canonical field, for records that name their fields otherwise.  A field that the record
            has under its canonical name too keeps that value.
        body_format: How the body divides into blocks: ``lines``, ``paragraphs`` or ``markdown``.
    """
    article = Article(body_format=body_format)
    fields = Article.fields
    extra: dict[str, Any] = {}
    mistyped: dict[str, Any] = {}
    for key, value in mapping.items():
        name = str(key)
        if names is not None and name in names:
            target = names[name]
            if target != name and mapping.get(target) is not None:
                extra[name] = value
                continue
            name = target
        if name not in fields:
            extra[name] = value
        elif value is None:
            continue
        elif name in _LISTS:
            if not (isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)):
                mistyped[name] = value
            items = value if isinstance(value, (list, tuple)) else (value,)
            setattr(article, name, [text for text in map(as_text, items) if text is not None])
        elif isinstance(value, str):
            setattr(article, name, value)
        else:
            mistyped[name] = value
            setattr(article, name, as_text(value))
    article.extra = extra
    article.mistyped = mistyped
    return article


def as_text(value: object) -> str | None:
    """``value`` as a text field holds it: a string itself, a number or a boolean as JSON writes it, else None."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else None
