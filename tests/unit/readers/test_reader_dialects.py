"""JSON whose format says what its names mean: what is recognised, what is taken, and that its places hold it."""

from __future__ import annotations

import json
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newslint.readers import get_reader
from newslint.readers.base import Unit
from newslint.readers.discover import find_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Article, Place
    from newslint.readers.base import Batch

TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from('ab "\\/\n<&;é\U0001f600'), st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    ),
    min_size=1,
    max_size=20,
)
FILES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def batches(path: Path, content: Any, name: str = "a.json", mapping: dict[str, str] | None = None) -> tuple[str, list[Batch]]:
    """Format and batches of a file that holds ``content``, as JSON or as it is."""
    file = path / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    (found,) = find_inputs([str(file)])
    (unit,) = found.units(get_reader, 1 << 30)
    return found.format, list(get_reader(found.format).read(unit, mapping or {}, None))


def articles(path: Path, content: Any, name: str = "a.json", mapping: dict[str, str] | None = None) -> list[Article]:
    found = batches(path, content, name, mapping)[1]
    assert not [item for batch in found for item in batch.unreadable]
    return [article for batch in found for article in batch.articles]


def raw_between(text: str, place: Place) -> str:
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return text[starts[place.line - 1] + place.column - 1 : starts[place.end_line - 1] + place.end_column - 1]


def labels(article: Article) -> list[tuple[str, str]]:
    found = []
    for field in sorted(article.fields):
        value = getattr(article, field)
        if isinstance(value, str):
            found.append((field, value))
        elif isinstance(value, list):
            found += [(f"{field}[{index}]", item) for index, item in enumerate(value)]
    return found


def holds(text: str, batch: Batch) -> int:
    """Every character that has a place stands there, through the escapes of JSON and of HTML; gives the number of such characters."""
    placed = 0
    for index, article in enumerate(batch.articles):
        for label, value in labels(article):
            for start, char in enumerate(value):
                place = batch.place(index, label, start, start + 1)
                if place is None:
                    continue
                raw = json.loads(f'"{raw_between(text, place)}"', strict=False)
                folded = char in " \n" and (not raw.strip() or raw.startswith("<br"))
                assert raw == char or unescape(raw) == char or folded, (label, start, raw, char)
                placed += 1
    return placed


NINJS_1 = {
    "uri": "urn:1",
    "versioncreated": "2025-01-02T00:00:00Z",
    "firstcreated": "2025-01-01T00:00:00Z",
    "headline": "H",
    "title": "T",
    "byline": "By A",
    "located": "Norrin",
    "body_text": "B",
    "body_html": "<p>B</p>",
    "description_text": "D",
    "pubstatus": "usable",
    "genre": [{"name": "Feature"}],
    "subject": [{"name": "s1"}, {"name": "s2"}],
    "infosource": [{"name": "Wire"}],
    "copyrightholder": "Gazette",
    "usageterms": "none",
    "associations": {"p": {"type": "picture", "description_text": "Pier"}},
}
NINJS_3 = {
    "uri": "urn:1",
    "versionCreated": "2025-01-02T00:00:00Z",
    "firstCreated": "2025-01-01T00:00:00Z",
    "headlines": [{"role": "subtitle", "value": "S"}, {"role": "main", "value": "H"}],
    "title": "T",
    "by": "By A",
    "located": "Norrin",
    "bodies": [{"contentType": "text/html", "value": "<p>B</p>"}, {"contentType": "text/plain", "value": "B", "wordCount": 1}],
    "descriptions": [{"contentType": "text/html", "value": "<p>no</p>"}, {"value": "D"}],
    "pubStatus": "usable",
    "genres": [{"name": "Feature"}],
    "subjects": [{"name": "s1"}, {"name": "s2"}],
    "infoSources": [{"name": "Wire"}, {"name": "Kim", "role": "author"}],
    "copyrightHolder": "Gazette",
    "associations": [{"type": "picture", "descriptions": [{"value": "Pier"}]}],
}


@pytest.mark.parametrize("record", [NINJS_1, NINJS_3])
def test_ninjs(tmp_path: Path, record: dict[str, Any]) -> None:
    name, (batch,) = batches(tmp_path, record)
    (article,) = batch.articles
    assert name == "ninjs"
    assert (article.id, article.title, article.alt_titles, article.body, article.summary) == ("urn:1", "H", ["T"], "B", "D")
    assert (article.published_at, article.updated_at) == ("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z")
    assert (article.byline, article.dateline, article.status, article.genre) == ("By A", "Norrin", "usable", "Feature")
    assert (article.keywords, article.agency, article.source, article.captions) == (["s1", "s2"], "Wire", "Gazette", ["Pier"])
    assert (batch.inputs(0) or [])[0] == ("uri", "id")


def test_ninjs_with_roles_in_its_names(tmp_path: Path) -> None:
    record = {
        "uri": "u",
        "versioncreated": "2025-01-01",
        "headline_main": "H",
        "headline_sub": "S",
        "body_richtext": "<p>One</p><p>Two",
    }
    (article,) = articles(tmp_path, record)
    assert (article.title, article.subtitle, article.body, article.body_format) == ("H", "S", "One\n\nTwo", "blocks:pp")
    assert article.extra["body_richtext"] == "<p>One</p><p>Two"


def test_ninjs_without_a_headline_has_no_title(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, {"uri": "u", "versioncreated": "2025-01-01", "title": "Working title"})
    assert (article.title, article.alt_titles) == (None, ["Working title"])


def test_nitf_inside_ninjs(tmp_path: Path) -> None:
    nitf = "<nitf><head><title>no</title></head><body><body.head><hedline><hl1>no</hl1></hedline></body.head>"
    nitf += (
        "<body.content><p>One</p><hl2>Mid</hl2><p>Two</p></body.content><body.end><tagline>no</tagline></body.end></body></nitf>"
    )
    record = {"uri": "u", "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": nitf}]}
    (article,) = articles(tmp_path, record)
    assert (article.body, article.body_format) == ("One\n\nMid\n\nTwo", "blocks:p2p")


ARTICLE = {
    "@type": "NewsArticle",
    "@id": "a1",
    "headline": "H",
    "name": "N",
    "author": [{"@type": "Person", "name": "A"}, "B", {"@id": "#c"}],
    "publisher": {"@type": "Organization", "name": "P"},
    "datePublished": "2025-01-01",
    "dateModified": "2025-01-02",
    "mainEntityOfPage": {"@id": "https://x.example/a"},
    "isAccessibleForFree": False,
    "articleSection": ["S", "T"],
    "keywords": "k, l",
    "articleBody": "B",
    "image": [{"caption": "C"}, "https://x.example/i.jpg"],
}
PERSON = {"@type": "Person", "@id": "#c", "name": "Cee"}


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "https://schema.org", **ARTICLE, "about": PERSON},
        [PERSON, {"@context": "https://schema.org", **ARTICLE}],
        {"@context": "https://schema.org", "@graph": [PERSON, ARTICLE, {"@type": "WebPage"}]},
        [{"@graph": [PERSON, ARTICLE]}],
        {"@context": "https://schema.org", "@type": "WebPage", "author": PERSON, "mainEntity": ARTICLE},
        {"@type": "ItemList", "creator": PERSON, "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]},
    ],
    ids=["alone", "list", "graph", "list of graphs", "main entity", "item list"],
)
def test_json_ld(tmp_path: Path, document: Any) -> None:
    name, (batch,) = batches(tmp_path, document)
    (article,) = batch.articles
    assert name == "jsonld"
    assert (article.id, article.title, article.alt_titles, article.body) == ("a1", "H", ["N"], "B")
    assert (article.authors, article.source, article.canonical_url) == (["A", "B", "Cee"], "P", "https://x.example/a")
    assert (article.published_at, article.updated_at) == ("2025-01-01", "2025-01-02")
    assert (article.access, article.section, article.keywords, article.captions) == ("paid", "S", ["k", "l"], ["C"])
    place = batch.place(0, "title", 0, 1)
    assert place is not None
    assert raw_between(json.dumps(document), place) == "H"
    assert batch.place(0, "authors[1]", 0, 1) is not None
    assert batch.place(0, "authors[2]", 0, 1) is None  # it stands in another node
    assert ("author[0].name", "authors[0]") in (batch.inputs(0) or [])


def test_json_ld_on_lines(tmp_path: Path) -> None:
    lines = [{"@graph": [PERSON, {**ARTICLE, "headline": "é1"}]}, {**ARTICLE, "headline": "2"}, PERSON]
    name, (batch,) = batches(tmp_path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "a.jsonl")
    assert name == "jsonld"
    assert [article.title for article in batch.articles] == ["é1", "2"]
    assert batch.articles[0].authors == ["A", "B", "Cee"]
    assert [(item.record, item.line, item.reason) for item in batch.unreadable] == [
        (2, 3, "the object is no article of schema.org JSON-LD")
    ]
    place = batch.place(0, "title", 1, 2)
    assert place is not None
    assert json.dumps(lines[0], ensure_ascii=False)[place.column - 1] == "1"


def test_json_ld_without_an_article_is_unreadable(tmp_path: Path) -> None:
    _, (batch,) = batches(tmp_path, {"@context": "https://schema.org", "@type": "Recipe", "name": "Soup"})
    assert [item.reason for item in batch.unreadable] == ["the file holds no article of schema.org JSON-LD"]


FEED = {
    "version": "https://jsonfeed.org/version/1",
    "title": "Gazette",
    "author": {"name": "Feed"},
    "items": [
        {"id": "1", "title": "T &amp; U", "content_html": "<p>A</p><p>B &amp;amp; C</p>", "external_url": "x", "tags": ["k"]},
        {"id": "2", "content_text": "<p>raw", "author": {"name": "Own"}, "date_published": "p", "date_modified": "m"},
        "no item",
    ],
}


def test_json_feed(tmp_path: Path) -> None:
    name, (batch,) = batches(tmp_path, FEED)
    first, second = batch.articles
    assert name == "jsonfeed"
    assert (first.title, first.body, first.source_url, first.keywords) == ("T &amp; U", "A\n\nB &amp; C", "x", ["k"])
    assert (first.source, first.authors, second.authors) == ("Gazette", ["Feed"], ["Own"])
    assert (second.body, second.body_format, second.published_at, second.updated_at) == ("<p>raw", "lines", "p", "m")
    assert [(item.record, item.reason) for item in batch.unreadable] == [
        (2, "a record has to be an object, and this is a string")
    ]
    assert batch.place(0, "source", 0, 1) is None
    assert ("title of the feed", "source") in (batch.inputs(0) or [])


TRAFILATURA = {
    "title": "T",
    "author": "Associated Press; Guardian staff",
    "hostname": "x.example",
    "date": "2025-01-01",
    "fingerprint": "f",
    "text": "A\nB",
    "raw_text": "A B",
    "filedate": "2025-02-02",
    "source": "https://x.example/a",
    "source-hostname": "X",
    "excerpt": "E",
    "categories": "c",
    "tags": "",
}
NEWSPAPER = {
    "url": "https://x.example/a",
    "title": "T",
    "authors": ["A"],
    "publish_date": "",
    "summary": "made up",
    "meta_description": "E",
    "meta_lang": "",
    "language": "en",
    "meta_site_name": "X",
    "canonical_link": "",
    "text": "A\n\nB",
    "keywords": ["made up"],
    "meta_keywords": ["k"],
}
NEWS_PLEASE = {
    "authors": ["Guardian staff"],
    "date_download": "2025-02-02 00:00:00",
    "date_publish": "2025-01-01 00:00:00",
    "date_modify": "2025-01-02 00:00:00",
    "description": "E",
    "filename": "f",
    "maintext": "A\nB",
    "text": None,
    "title": "T",
    "title_page": "T | X",
    "title_rss": None,
    "source_domain": "x.example",
    "url": "https://x.example/a",
}
FUNDUS = {
    "title": "T",
    "authors": ["A"],
    "publishing_date": "2025-01-01 00:00:00+00:00",
    "topics": ["k"],
    "free_access": False,
    "publisher": {"name": "X"},
    "body": {
        "summary": ["E", "F"],
        "sections": [{"headline": [], "paragraphs": ["A", "B"]}, {"headline": ["H"], "paragraphs": ["C"]}],
    },
}


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_what_extractors_write(tmp_path: Path, suffix: str) -> None:
    def one(record: dict[str, Any]) -> tuple[str, Article]:
        name, found = batches(tmp_path, json.dumps(record) + "\n", f"a.{suffix}")
        return name, found[0].articles[0]

    name, article = one(TRAFILATURA)
    assert (name, article.url, article.source, article.authors) == (
        "trafilatura",
        "https://x.example/a",
        "X",
        ["Associated Press", "Guardian staff"],
    )
    assert (article.body, article.published_at, article.updated_at, article.summary) == ("A\nB", "2025-01-01", None, "E")
    assert (article.id, article.keywords, article.extra["filedate"]) == (None, ["c"], "2025-02-02")

    name, article = one(NEWSPAPER)
    assert (name, article.summary, article.keywords, article.source) == ("newspaper", "E", ["k"], "X")
    assert (article.canonical_url, article.published_at, article.language) == (None, None, "en")
    assert (article.extra["summary"], article.extra["keywords"]) == ("made up", ["made up"])

    name, article = one(NEWS_PLEASE)
    assert (name, article.id, article.body, article.alt_titles) == ("news-please", "f", "A\nB", ["T | X"])
    assert (article.published_at, article.updated_at) == ("2025-01-01 00:00:00", "2025-01-02 00:00:00")

    name, article = one(FUNDUS)
    assert (name, article.body, article.body_format) == ("fundus", "A\n\nB\n\nH\n\nC", "blocks:pp2p")
    assert (article.summary, article.access, article.source, article.keywords) == ("E\n\nF", "paid", "X", ["k"])


@FILES
@given(paragraphs=st.lists(TEXT, min_size=1, max_size=5), author=TEXT, lines=st.booleans())
def test_places_of_what_extractors_write(tmp_path: Path, paragraphs: list[str], author: str, lines: bool) -> None:
    body = {"sections": [{"headline": [text], "paragraphs": paragraphs} for text in paragraphs]}
    for record in ({**FUNDUS, "body": body}, {**TRAFILATURA, "author": f" {author}; {author};x"}):
        text = json.dumps(record, ensure_ascii=lines) + "\n"
        _, (batch,) = batches(tmp_path, text, "a.jsonl" if lines else "a.json")
        assert holds(text, batch) > 0
        assert batch.place(0, "authors[0]", 0, 1) is not None


def test_a_mapping_of_the_users_comes_first(tmp_path: Path) -> None:
    record = {"uri": "u", "versioncreated": "2025-01-01", "headline": "H", "slugline": "S", "byline": "B"}
    (article,) = articles(tmp_path, record, mapping={"slugline": "title", "byline": "extra"})
    assert (article.title, article.byline, article.extra["byline"]) == ("S", None, "B")


@pytest.mark.parametrize(
    "record", [{"title": "T", "uri": "u"}, {"title": "T", "type": "x"}, {"title": "T", "body": '"@type"'}, []]
)
def test_plain_records_stay_plain(tmp_path: Path, record: Any) -> None:
    assert batches(tmp_path, record)[0] == "json"


def test_what_stands_inside_a_plain_record_tells_nothing(tmp_path: Path) -> None:
    picture = {"@type": "ImageObject", "@context": "https://schema.org"}
    assert batches(tmp_path, {"title": "T", "body": "B", "images": [picture]})[0] == "json"
    record = json.dumps({"note": "x" * 100_000, "images": [picture], "page": ARTICLE}) + "\n"
    assert batches(tmp_path, record, "a.jsonl")[0] == "jsonl"
    assert batches(tmp_path, json.dumps({"page": ARTICLE}) + "\n", "a.jsonl")[0] == "jsonl"


def test_a_format_that_is_named_wins(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(NINJS_3))
    (found,) = find_inputs([str(file)], input_format="json")
    assert found.format == "json"


def test_large_documents_are_recognised_by_their_beginning(tmp_path: Path) -> None:
    record = {**NINJS_3, "bodies": [{"value": "x" * 4_000}]}
    name, found = batches(tmp_path, {"items": [record] * 400})
    assert name == "ninjs"
    assert sum(len(batch.articles) for batch in found) == 400


@FILES
@given(head=TEXT, body=TEXT, parts=st.lists(TEXT, max_size=4), ascii_only=st.booleans(), indent=st.sampled_from([None, 1]))
def test_places_of_ninjs(tmp_path: Path, head: str, body: str, parts: list[str], ascii_only: bool, indent: int | None) -> None:
    html = "<div>" + "".join(f"<p>{escape(part)}</p>\n" for part in parts) + body
    record = {
        "uri": "é",
        "headline": head,
        "versioncreated": "x",
        "body_html": html,
        "description_text": body,
        "keywords": [head, body],
    }
    text = json.dumps(record, ensure_ascii=ascii_only, indent=indent)
    _, (batch,) = batches(tmp_path, text)
    assert holds(text, batch) >= len(head) + len(body)


@FILES
@given(head=TEXT, body=TEXT, name=TEXT, ascii_only=st.booleans())
def test_places_of_json_ld(tmp_path: Path, head: str, body: str, name: str, ascii_only: bool) -> None:
    updates = [{"articleBody": body}, {"articleBody": name}]
    node = {"@type": "LiveBlogPosting", "headline": head, "author": {"name": name}, "liveBlogUpdate": updates}
    text = json.dumps({"é": "ü", "@graph": [{"@type": "x"}, node]}, ensure_ascii=ascii_only)
    _, (batch,) = batches(tmp_path, text)
    value = batch.articles[0].body
    if body.strip() and name.strip():
        assert value == f"{body}\n\n{name}"
    assert holds(text, batch) >= len(head) + len(name)


def test_fixes_go_where_a_value_stands_as_it_is(tmp_path: Path) -> None:
    from newslint.model.finding import Edit

    _, (batch,) = batches(tmp_path, {**NINJS_1, "body_text": None})
    assert batch.articles[0].body == "B"
    assert batch.rewrite(0, "title", [Edit(0, 1, "X")]) is not None
    assert not batch.altered(0, "title")
    assert batch.rewrite(0, "body", [Edit(0, 1, "X")]) is None
    assert batch.altered(0, "body")


def test_units_of_lines_are_divided(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(json.dumps({**NINJS_1, "uri": f"u{number}"}) for number in range(50)))
    (found,) = find_inputs([str(file)])
    units = found.units(get_reader, 4_000)
    assert len(units) > 3
    assert {unit.format for unit in units} == {"ninjs"}
    reader = get_reader("ninjs")
    read = [article.id for unit in units for batch in reader.read(unit, {}, None) for article in batch.articles]
    assert read == [f"u{number}" for number in range(50)]
    again = [batch.articles[0].id for batch in reader.fetch(Unit(str(file), "ninjs"), [0], {}, None)]
    assert again == ["u0"]
