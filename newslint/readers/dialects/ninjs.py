"""IPTC ninjs, 1.x to 3.1.

The versions differ in names rather than in meaning: 1.x is flat (``headline``, ``body_html``), from 1.3 on with names that end in a
role (``headline_main``, ``body_richtext``), 2.x has lists of objects (``headlines``, ``bodies``), 3.x the same in camel case.  ``title``
is a name for the item and not the headline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newslint.readers.fields import Path
    from newslint.readers.values import Values

_TELLING = frozenset(
    [
        "altids",
        "associations",
        "bodies",
        "body_html",
        "body_nitf",
        "body_text",
        "body_xhtml",
        "contentcreated",
        "copyrightholder",
        "copyrightnotice",
        "descriptions",
        "ednote",
        "firstcreated",
        "headlines",
        "infosources",
        "pubstatus",
        "renditions",
        "representationtype",
        "slugline",
        "trustindicator",
        "trustindicators",
        "usageterms",
        "versioncreated",
    ]
)
_SUBTITLE_ROLES = frozenset(("deck", "standfirst", "sub", "subheadline", "subtitle"))
_VISUAL = frozenset(("audio", "graphic", "picture", "video"))
_NITF_BODY = ("<body.content", "</body.content")


class Ninjs:
    """See :class:`newslint.readers.dialect.Dialect`."""

    name = "ninjs"
    title = "IPTC ninjs"
    marks: tuple[bytes, ...] = (b'"uri"',)
    selective = False

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """A ``uri``, and one of the names that only ninjs has."""
        if not isinstance(record.get("uri"), str):
            return False
        for standard in (record.get("standard"), record.get("$standard")):
            if isinstance(standard, dict) and standard.get("name") == "ninjs":
                return True
        return any(name.lower() in _TELLING for name in record)

    def context(self, document: Any) -> Any:
        """Nothing: each item stands for itself."""
        return None

    def records(self, document: Any) -> Iterator[Path]:
        """The object, or the items of the one list that it holds."""
        if not isinstance(document, dict):
            return
        if "uri" in document:
            yield ()
            return
        for name, items in document.items():
            if isinstance(items, list) and any(isinstance(item, dict) and "uri" in item for item in items):
                for index in range(len(items)):
                    yield (name, index)
                return
        yield ()

    def take(self, values: Values, context: Any) -> None:
        """See :meth:`newslint.readers.dialect.Dialect.take`."""
        names = {name.lower(): name for name in reversed(list(values.record))}

        def take(field: str, *choices: str) -> bool:
            return any(values.take(field, names[choice]) for choice in choices if choice in names)

        take("id", "uri")
        _headlines(values, names)
        take("alt_titles", "title")
        _descriptions(values, names)
        take("byline", "byline", "by")
        for name in ("people", "person"):
            for index, person in _objects(values, names, name):
                if person.get("rel") in {"author", "creator"}:
                    values.add("authors", names[name], index, "name")
        _sources(values, names)
        if take("published_at", "firstcreated") or take("published_at", "contentcreated"):
            take("updated_at", "versioncreated")
        else:
            take("published_at", "versioncreated")
        take("embargoed_until", "embargoeduntil", "embargoed")
        take("expires_at", "expires")
        take("dateline", "located")
        take("language", "language")
        take("version", "version")
        take("status", "pubstatus")
        take("rights", "copyrightnotice")
        take("rights", "usageterms")
        for name in ("genres", "genre"):
            _first_name(values, names, "genre", name)
        take("keywords", "keywords")
        if "keywords" not in values.lists and "keywords" not in values.scalars:
            for name in ("subjects", "subject"):
                for index, _ in _objects(values, names, name):
                    values.add("keywords", names[name], index, "name")
        if "digitalsourcetype" in names and not isinstance(values.get(names["digitalsourcetype"]), dict):
            take("digital_source_type", "digitalsourcetype")
        elif "digitalsourcetype" in names:
            values.take("digital_source_type", names["digitalsourcetype"], "uri")
        for index, entry in _objects(values, names, "altids"):
            if str(entry.get("value", "")).startswith(("http://", "https://")):
                values.take("url", names["altids"], index, "value")
        _body(values, names)
        _captions(values, names)


def _objects(values: Values, names: Mapping[str, str], name: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a list, with their indices."""
    items = values.get(names[name]) if name in names else None
    return [(index, item) for index, item in enumerate(items) if isinstance(item, dict)] if isinstance(items, list) else []


def _first_name(values: Values, names: Mapping[str, str], field: str, name: str) -> None:
    if name not in names:
        return
    if isinstance(values.get(names[name]), str):
        values.take(field, names[name])
    for index, _ in _objects(values, names, name):
        if values.take(field, names[name], index, "name"):
            return


def _headlines(values: Values, names: Mapping[str, str]) -> None:
    for name in ("headline", "headline_main"):
        if name in names:
            if "title" in values.scalars:
                values.add("alt_titles", names[name])
            else:
                values.take("title", names[name])
    entries = _objects(values, names, "headlines")
    entries.sort(key=lambda entry: entry[1].get("role") != "main")
    for index, entry in entries:
        path = (names["headlines"], index, "value")
        role = str(entry.get("role", "")).lower()
        if role in _SUBTITLE_ROLES:
            values.take("subtitle", *path)
        elif "title" in values.scalars:
            values.add("alt_titles", *path)
        elif _is_html(entry, role):
            values.markup("title", *path)
        else:
            values.take("title", *path)
    for lowered, name in names.items():
        if lowered.startswith("headline_") and lowered != "headline_main":
            if lowered.removeprefix("headline_") in _SUBTITLE_ROLES:
                values.take("subtitle", name)
            elif "title" in values.scalars:
                values.add("alt_titles", name)
            else:
                values.take("title", name)


def _described(record: Mapping[str, Any], base: Path) -> list[tuple[Path, bool]]:
    """Paths of the descriptions of an item, and whether each is HTML; plain ones first."""
    found: list[tuple[Path, bool]] = []
    for name, value in record.items():
        lowered = name.lower()
        if lowered.startswith("description_") and isinstance(value, str):
            found.append(((*base, name), _says_html(lowered)))
        elif lowered == "descriptions" and isinstance(value, list):
            found += [
                ((*base, name, index, "value"), _is_html(entry, str(entry.get("role", "")).lower()))
                for index, entry in enumerate(value)
                if isinstance(entry, dict) and isinstance(entry.get("value"), str)
            ]
    return sorted(found, key=lambda entry: entry[1])


def _descriptions(values: Values, names: Mapping[str, str]) -> None:
    visual = "type" in names and values.get(names["type"]) in _VISUAL
    for path, is_html in _described(values.record, ())[:1]:
        if visual:
            (values.add_markup if is_html else values.add)("captions", *path)
        elif is_html:
            values.markup("summary", *path)
        else:
            values.take("summary", *path)


def _sources(values: Values, names: Mapping[str, str]) -> None:
    for name in ("infosources", "infosource"):
        for index, entry in _objects(values, names, name):
            role = str(entry.get("role") or entry.get("rel") or "").lower()
            if "author" in role or "creator" in role:
                values.add("authors", names[name], index, "name")
            elif "publisher" in role or "distributor" in role:
                values.take("source", names[name], index, "name")
            else:
                values.take("agency", names[name], index, "name")
    for name in ("source", "copyrightholder"):
        if name in names and isinstance(values.get(names[name]), str):
            values.take("source", names[name])


def _body(values: Values, names: Mapping[str, str]) -> None:
    flat = [(name, lowered) for lowered, name in names.items() if lowered.startswith("body_")]
    for name, lowered in sorted(flat, key=lambda pair: (pair[1] != "body_text", _says_html(pair[1]))):
        if isinstance(values.get(name), str):
            _take_body(values, (name,), is_html=_says_html(lowered))
            break
    ranked: list[tuple[tuple[bool, bool, bool], int, bool]] = []
    for index, entry in _objects(values, names, "bodies"):
        role = str(entry.get("role", "")).lower()
        is_html = _is_html(entry, role)
        value = entry.get("value")
        if isinstance(value, str):
            ranked.append(((not value.strip(), is_html, role != "main"), index, is_html))
    for _, index, is_html in sorted(ranked)[:1]:
        _take_body(values, (names["bodies"], index, "value"), is_html=is_html)
        for name in ("wordCount", "wordcount"):
            if values.get(names["bodies"], index, name):  # tools write 0 when they have not counted
                values.take("word_count", names["bodies"], index, name)
    if "wordcount" in names:
        values.take("word_count", names["wordcount"])


def _take_body(values: Values, path: Path, *, is_html: bool) -> None:
    if not is_html:
        values.take("body", *path)
        return
    value = values.get(*path)
    begin = value.find(_NITF_BODY[0])
    if begin < 0:
        values.markup("body", *path)
        return
    end = value.find(_NITF_BODY[1], begin)
    values.markup("body", *path, begin=begin, end=end if end >= 0 else None, kind="NITF")


def _captions(values: Values, names: Mapping[str, str]) -> None:
    held = values.get(names["associations"]) if "associations" in names else None
    entries: list[tuple[str | int, Any]] = []
    if isinstance(held, (dict, list)):
        entries.extend(held.items() if isinstance(held, dict) else enumerate(held))
    for key, item in entries:
        if isinstance(item, dict) and item.get("type") in _VISUAL:
            for path, is_html in _described(item, (names["associations"], key))[:1]:
                (values.add_markup if is_html else values.add)("captions", *path)


def _is_html(entry: Mapping[str, Any], role: str) -> bool:
    declared = entry.get("contentType", entry.get("contenttype"))
    if isinstance(declared, str) and declared:
        return "html" in declared.lower() or "xml" in declared.lower() or "nitf" in declared.lower()
    return _says_html(role)


def _says_html(name: str) -> bool:
    return name.endswith(("html", "richtext", "nitf"))
