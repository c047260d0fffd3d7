"""Names of input fields and the canonical fields they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.errors import ConfigError, did_you_mean
from newslint.model.article import LIST_FIELDS, SCALAR_FIELDS, Article
from newslint.model.convert import as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from newslint.model import Article as ArticleType

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("uuid", "guid", "uri", "identifier", "article_id", "doc_id"),
    "title": ("headline", "article_title"),
    "alt_titles": (
        "alt_title",
        "alternative_headline",
        "alternative_title",
        "og_title",
        "page_title",
        "title_page",
        "title_rss",
        "rss_title",
        "meta_title",
        "link_title",
        "seo_title",
        "short_title",
        "print_headline",
    ),
    "subtitle": ("standfirst", "deck", "dek", "strapline", "subheadline", "subheading", "subhead"),
    "summary": ("description", "meta_description", "excerpt", "abstract", "highlights", "teaser"),
    "byline": ("byline_raw", "by"),
    "authors": ("author", "creators", "creator", "author_names", "author_name", "author.name"),
    "source": (
        "publisher",
        "publication",
        "outlet",
        "source_name",
        "source.name",
        "publisher.name",
        "site_name",
        "meta_site_name",
        "site",
        "source_hostname",
        "source_domain",
        "domain",
        "hostname",
    ),
    "agency": ("news_agency", "wire", "credit", "credit_text", "credits", "source_organization"),
    "url": ("link", "permalink", "web_url", "article_url"),
    "canonical_url": ("canonical_link", "canonical", "main_entity_of_page"),
    "source_url": ("original_url", "is_based_on"),
    "published_at": (
        "published",
        "date_published",
        "publication_date",
        "publish_date",
        "published_date",
        "publishing_date",
        "date_publish",
        "pub_date",
        "published_time",
        "article:published_time",
        "first_published",
        "first_published_at",
        "first_created",
        "content_created",
        "date",
    ),
    "updated_at": (
        "updated",
        "date_modified",
        "modified",
        "modified_at",
        "modified_time",
        "article:modified_time",
        "date_modify",
        "date_updated",
        "last_modified",
        "last_modified_at",
        "lastmod",
        "last_updated",
        "version_created",
    ),
    "embargoed_until": ("embargoed", "embargo_until", "embargo"),
    "expires_at": ("expires", "expiry_date", "expiration_date"),
    "dateline": ("located",),
    "language": ("lang", "in_language", "meta_lang"),
    "section": ("category", "article_section", "desk"),
    "genre": ("article_type",),
    "body": (
        "text",
        "content",
        "article_body",
        "body_text",
        "content_text",
        "article_text",
        "full_text",
        "main_text",
        "maintext",
        "article",
        "story",
    ),
    "status": ("pub_status", "publication_status"),
    "access": ("access_level",),
    "rights": ("copyright", "copyright_notice", "license", "usage_terms"),
    "word_count": ("word_count_declared",),
    "version": (),
    "digital_source_type": (),
    "keywords": ("keyword", "tags", "news_keywords", "meta_keywords", "topics", "categories"),
    "corrections": ("correction",),
    "captions": ("caption", "image_caption", "photo_caption", "image_captions"),
}
"""Input names of each canonical field besides its own, the most telling first.  Case, ``_``, ``-``, ``:``, ``@`` and spaces do
not matter in them (:func:`fold_name`).  Sources: the schemas of ninjs 1 to 3 and schema.org, and the output of feedparser,
fundus, newspaper4k, news-please and trafilatura."""

COLLECTED: frozenset[str] = frozenset({"alt_titles", "corrections", "captions"})
"""List fields that take the values of all their names; every other field takes the first name that has a value."""

NUMBERS: frozenset[str] = frozenset({"word_count", "version"})
"""Fields in which a number is what one expects, and so no fault of type."""

_LISTS = frozenset(LIST_FIELDS)
_NAMED = frozenset({"source", "agency"})
_IGNORED = str.maketrans("", "", "_- :@")
_CACHED_NAMES = 4096
_CACHED_SETS = 64

Path = tuple["str | int", ...]
"""Keys and indices from a record down to one value in it."""


def fold_name(name: str) -> str:
    """``name`` as it is looked up: ``datePublished``, ``Date-Published`` and ``date_published`` are one."""
    return name.lower().translate(_IGNORED)


def _alias_ranks() -> dict[str, tuple[str, int]]:
    ranks: dict[str, tuple[str, int]] = {}
    for field in Article.fields:
        ranks[fold_name(field)] = (field, 0)
    for field, names in ALIASES.items():
        for rank, name in enumerate(names, start=1):
            ranks.setdefault(fold_name(name), (field, rank))
    return ranks


_RANKS = _alias_ranks()


class FieldMap:
    """Which canonical field each name of an input stands for.

    Args:
        mapping: Input name to canonical field, or to ``extra`` for a name to leave alone; wins over the aliases.
        aliases: Further aliases of one input format, after the built-in ones.
        canonical: Whether a canonical field has no name but its own, since the format has said what its names mean.

    Raises:
        ConfigError: ``mapping`` names a field that is not canonical.
    """

    def __init__(self, mapping: Mapping[str, str], aliases: Mapping[str, str] | None = None, *, canonical: bool = False) -> None:
        for name, field in mapping.items():
            if field not in Article.fields and field != "extra":
                raise ConfigError(
                    f"input field {name!r} is mapped to {field!r}, which is no field of an article",
                    hint=did_you_mean(field, [*Article.fields, "extra"]),
                )
        self._exact = {name: (field, rank) for rank, (name, field) in enumerate(mapping.items(), start=-len(mapping))}
        self._folded = {fold_name(name): entry for name, entry in reversed(self._exact.items())}
        self._format = {fold_name(name): (field, len(_RANKS)) for name, field in (aliases or {}).items()}
        self._seen: dict[str, tuple[str, int] | None] = {}
        self._canonical = canonical
        self._only: dict[tuple[tuple[str, ...], str], str | None] = {}

    def mapped(self, name: str) -> bool:
        """Whether the user's mapping speaks of ``name``."""
        return name in self._exact or fold_name(name) in self._folded

    def _entry(self, name: str) -> tuple[str, int] | None:
        try:
            return self._seen[name]
        except KeyError:
            pass
        folded = fold_name(name)
        entry = self._exact.get(name) or self._folded.get(folded)
        if entry is None and self._canonical:
            entry = (name, 0) if name in Article.fields else None
        elif entry is None:
            entry = _RANKS.get(folded) or self._format.get(folded)
        if entry is not None and entry[0] == "extra":
            entry = None
        if len(self._seen) >= _CACHED_NAMES:  # a feed whose keys are data must not fill the memory
            self._seen.clear()
        self._seen[name] = entry
        return entry

    def target(self, name: str) -> str | None:
        """The canonical field that ``name`` stands for, or None when it stands for itself."""
        entry = self._entry(name)
        return None if entry is None else entry[0]

    def order(self, names: Iterable[str]) -> list[str]:
        """Names of one field, those that win first: the user's mapping, the canonical name, then the aliases in their order."""
        field = self.target
        return sorted(names, key=lambda name: ((self._entry(name) or ("", 0))[1], name != field(name), name))

    def chosen(self, field: str, names: Collection[str], record: Mapping[str, Any]) -> list[str]:
        """The names, of those that stand for ``field``, whose values it takes."""
        valued = [name for name in names if record[name] is not None]
        if len(valued) < 2:
            return valued
        ordered = self.order(valued)
        return ordered if field in COLLECTED else ordered[:1]

    def fill(self, article: ArticleType, field: str, names: Collection[str], record: Mapping[str, Any]) -> list[str]:
        """Set ``field`` from ``record``; gives the names that were left out although they have a value."""
        chosen = self.chosen(field, names, record)
        if field in _LISTS:
            texts: list[str] = []
            for name in chosen:
                items, faulty = list_items(field, record[name])
                texts.extend([item[0] for item in items])
                if faulty:
                    article.mistyped[field] = record[name]
            setattr(article, field, texts)
        elif chosen:
            text, faulty = scalar_text(field, record[chosen[0]])
            setattr(article, field, text)
            if faulty:
                article.mistyped[field] = record[chosen[0]]
        return [name for name in names if name not in chosen and record[name] is not None]

    def article(
        self, record: Mapping[str, Any], wanted: Collection[str] | None = None, body_format: str = "lines"
    ) -> ArticleType:
        """The article that a record makes.

        Args:
            record: Values by input name.
            wanted: Top-level names to keep in ``extra``, or None for all.
            body_format: See :class:`newslint.model.Article`.
        """
        article = Article(body_format=body_format)
        groups: dict[str, list[str]] = {}
        extra = article.extra
        for name, value in record.items():
            field = self.target(name)
            if field is not None:
                groups.setdefault(field, []).append(name)
            elif wanted is None or name in wanted:
                extra[name] = value
        for field, names in groups.items():
            for name in self.fill(article, field, names, record):
                if wanted is None or name in wanted:
                    extra[name] = record[name]
        return article

    def inputs(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        """``(name, field)`` of every name of ``record`` that a field takes its value from, in the order of the record."""
        groups: dict[str, list[str]] = {}
        for name in record:
            field = self.target(name)
            if field is not None:
                groups.setdefault(field, []).append(name)
        taken = {name: field for field, names in groups.items() for name in self.chosen(field, names, record)}
        return [(name, taken[name]) for name in record if name in taken]

    def only(self, names: tuple[str, ...], label: str) -> str | None:
        """The one of an input's ``names`` that stands for a canonical field that is no list; None when there is none, or are several."""
        key = names, label
        if key not in self._only:
            chosen = [name for name in names if self.target(name) == label] if label in SCALAR_FIELDS else ()
            if len(self._only) >= _CACHED_SETS:
                self._only.clear()
            self._only[key] = chosen[0] if len(chosen) == 1 else None
        return self._only[key]

    def origin(self, record: Mapping[str, Any], label: str) -> tuple[Path, int] | None:
        """Where in ``record`` the value with a label stands.

        Args:
            record: Values by input name.
            label: ``title``, ``authors[0]``, ``extra.a.b`` or ``a.b``.

        Returns:
            The path to the string, and the code point at which the value begins in it; None when the record has no such value.
        """
        field, index = split_label(label)
        if field in Article.fields:
            chosen = self.chosen(field, [name for name in record if self.target(name) == field], record)
            if field in _LISTS:
                if index is None:
                    return None
                for name in chosen:
                    items, _ = list_items(field, record[name])
                    if index < len(items):
                        _, path, offset = items[index]
                        return (name, *path), offset
                    index -= len(items)
                return None
            if not chosen:
                return None
            return ((chosen[0], "name") if isinstance(record[chosen[0]], dict) else (chosen[0],)), 0
        keys = self._extra_path(record, field)
        if keys is None:
            return None
        return ((*keys, index) if index is not None else keys), 0

    def _extra_path(self, record: Mapping[str, Any], field: str) -> Path | None:
        field = field.removeprefix("extra.")
        if field in record:
            return (field,)
        value: Any = record
        keys = field.split(".")
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return tuple(keys)


def split_label(label: str) -> tuple[str, int | None]:
    """``("authors", 0)`` of ``authors[0]``; the index is None where there is none."""
    if label.endswith("]"):
        field, _, number = label[:-1].rpartition("[")
        if field and number.isdigit():
            return field, int(number)
    return label, None


def value_of(article: ArticleType, label: str) -> str | None:
    """The string at a label of an article: a scalar field, an element of a list, or a dotted path into ``extra``."""
    from newslint.kinds.base import lookup  # only where values are mended

    field, index = split_label(label)
    value: Any = getattr(article, field) if field in article.fields else lookup(article.extra, label)
    if value is None and index is not None:
        value = lookup(article.extra, field)
    if index is not None and isinstance(value, list):
        value = value[index] if index < len(value) else None
    return value if isinstance(value, str) else None


def top_names(wanted: Collection[str] | None) -> frozenset[str] | None:
    """Top-level input names under which the dotted paths in ``wanted`` can stand; None stands for all."""
    if wanted is None:
        return None
    names: set[str] = set()
    for path in wanted:
        bare = path.removeprefix("extra.").partition("[")[0]
        names.update((path, bare, bare.partition(".")[0]))
    return frozenset(names)


def scalar_text(field: str, value: object) -> tuple[str | None, bool]:
    """``value`` as the text of a scalar field, and whether its type is a fault."""
    if value is None or isinstance(value, str):
        return value, False
    if field in _NAMED and isinstance(value, dict) and isinstance(value.get("name"), str):
        return value["name"], False
    return as_text(value), not (field in NUMBERS and isinstance(value, (int, float)) and not isinstance(value, bool))


def list_items(field: str, value: object) -> tuple[Sequence[tuple[str, Path, int]], bool]:
    """``value`` as the elements of a list field, and whether a type in it is a fault.

    Each element is its text, the path from ``value`` to the string that holds it, and the code point at which it begins there.
    """
    if isinstance(value, str):
        if field == "keywords":
            return list(_split_keywords(value)), False
        return ([(value, (), 0)] if value else []), False
    if isinstance(value, dict):
        name = value.get("name")
        return ([(name, ("name",), 0)], False) if isinstance(name, str) else ([], True)
    if not isinstance(value, (list, tuple)):
        text = as_text(value)
        return ([] if text is None else [(text, (), 0)]), value is not None
    items: list[tuple[str, Path, int]] = []
    faulty = False
    for index, element in enumerate(value):
        if isinstance(element, str):
            items.append((element, (index,), 0))
        elif isinstance(element, dict) and isinstance(element.get("name"), str):
            items.append((element["name"], (index, "name"), 0))
        elif element is not None:
            faulty = True
            text = as_text(element)
            if text is not None:
                items.append((text, (index,), 0))
    return items, faulty


def _split_keywords(value: str) -> Iterator[tuple[str, Path, int]]:
    start = 0
    for part in value.replace(";", ",").split(","):
        text = part.strip()
        if text:
            yield text, (), start + part.index(text)
        start += len(part) + 1
