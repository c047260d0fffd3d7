"""RSS, Atom, NewsML-G2 and NITF: what is taken, that its places hold it, and what becomes of hostile or broken XML."""

from __future__ import annotations

import builtins
import random
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newslint.errors import InputError
from newslint.readers import get_reader
from newslint.readers.base import Unit
from newslint.readers.discover import find_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Article, Place
    from newslint.readers.base import Batch, Unreadable

TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("ab \"'<>&;é\U0001f600\n"), st.characters(min_codepoint=0x20, max_codepoint=0xD7FF)),
    max_size=20,
)
FILES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(path: Path, content: str | bytes, name: str = "a.xml") -> tuple[str, list[Batch]]:
    file = path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = find_inputs([str(file)])
    return found.format, list(get_reader(found.format).read(Unit(str(file), found.format), {}, None))


def articles(path: Path, content: str | bytes) -> list[Article]:
    return [article for batch in read(path, content)[1] for article in batch.articles]


def faults(path: Path, content: str | bytes) -> list[Unreadable]:
    return [item for batch in read(path, content)[1] for item in batch.unreadable]


def raw_between(text: str, place: Place) -> str:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return text[starts[place.line - 1] + place.column - 1 : starts[place.end_line - 1] + place.end_column - 1]


def holds(text: str, batch: Batch) -> int:
    """Every character with a place stands there, through the references of XML and of HTML; gives the number of such characters."""
    placed = 0
    for index, article in enumerate(batch.articles):
        values: list[tuple[str, Any]] = [(field, getattr(article, field)) for field in article.fields]
        for field, value in values:
            for number, part in enumerate(value if isinstance(value, list) else [value or ""]):
                label = f"{field}[{number}]" if isinstance(value, list) else field
                for start, char in enumerate(part):
                    place = batch.place(index, label, start, start + 1)
                    if place is None:
                        continue
                    raw = raw_between(text, place)
                    once = unescape(raw)
                    folded = char in " \n" and (not once.strip() or once.startswith("<br"))
                    assert char in {raw, once, unescape(once)} or folded, (label, start, raw, char)
                    placed += 1
    return placed


def rss(*items: str, channel: str = "") -> str:
    joined = "".join(f"<item>{item}</item>" for item in items)
    modules = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?>\n<rss version="2.0" {modules}><channel><title>Gazette</title>{channel}{joined}</channel></rss>'


def test_rss(tmp_path: Path) -> None:
    item = (
        "<title>T &amp;amp; U &lt;b&gt;</title><link>https://x.example/1</link><guid>https://x.example/g</guid>"
        "<pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate><dc:creator>A</dc:creator><dc:creator>B</dc:creator><category>k</category>"
        "<description>D</description><c:encoded><![CDATA[<p>One &amp; two</p><h3>H</h3>]]></c:encoded><comments>c</comments>"
    )
    name, (batch,) = read(tmp_path, rss(item, channel="<language>nl</language><copyright>R</copyright>"))
    (article,) = batch.articles
    assert name == "rss"
    assert (article.title, article.url, article.id) == ("T &amp; U <b>", "https://x.example/1", "https://x.example/g")
    assert (article.body, article.body_format, article.summary) == ("One & two\n\nH", "blocks:p3", "D")
    assert (article.authors, article.keywords, article.published_at) == (["A", "B"], ["k"], "Mon, 06 Jan 2025 10:00:00 GMT")
    assert (article.source, article.language, article.rights, article.extra) == ("Gazette", "nl", "R", {"comments": "c"})
    assert ("HTML in encoded", "body") in (batch.inputs(0) or [])
    assert batch.line(0) == 2


def test_rss_1_and_a_description_alone(tmp_path: Path) -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title></channel>'
        "<item><title>T</title><link>l</link><description>&lt;p&gt;D&lt;/p&gt;</description><dc:date>2025-01-01</dc:date></item></rdf:RDF>"
    )
    (article,) = articles(tmp_path, text)
    assert (article.title, article.url, article.body, article.published_at, article.source) == ("T", "l", "D", "2025-01-01", "G")


def test_atom(tmp_path: Path) -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>G</title><author><name>F</name></author><entry><id>i</id>'
        '<title type="html">A &amp;lt;b&gt; &lt;i&gt;B&lt;/i&gt;</title><link rel="via" href="v"/><link href="u"/>'
        '<published>p</published><updated>q</updated><summary>S &lt;p></summary><category term="k"/>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content></entry>'
        '<entry><title>Raw &lt;b></title><author><name>E</name></author><content type="text">&lt;p>x</content></entry></feed>'
    )
    name, (batch,) = read(tmp_path, text)
    first, second = batch.articles
    assert name == "atom"
    assert (first.title, first.url, first.source_url, first.id) == ("A <b> B", "u", "v", "i")
    assert (first.body, first.summary, first.authors, first.keywords) == ("One\n\nTwo", "S <p>", ["F"], ["k"])
    assert (first.published_at, first.updated_at, first.language, first.source) == ("p", "q", "en", "G")
    assert (second.title, second.body, second.body_format, second.authors) == ("Raw <b>", "<p>x", "lines", ["E"])


def test_newsml_g2_with_plain_text_and_with_nitf(tmp_path: Path) -> None:
    item = (
        '<newsItem guid="{0}" version="1" xml:lang="en"><itemMeta><versionCreated>v</versionCreated>'
        '<pubStatus qcode="stat:canceled"/></itemMeta><contentMeta><headline role="hlrole:sub">S</headline><headline>H</headline>'
        "<by>By A</by><creditline>Wire</creditline><headline>Other</headline></contentMeta><contentSet>{1}</contentSet></newsItem>"
    )
    plain = '<inlineData contenttype="text/plain">Line &lt;b>\n\nTwo</inlineData>'
    nitf = "<inlineXML><nitf><body><body.head><hedline><hl1>N</hl1></hedline></body.head><body.content><p>P</p></body.content></body></nitf></inlineXML>"
    space = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
    text = f"<newsMessage {space}><itemSet>{item.format('a', plain)}{item.format('b', nitf)}</itemSet></newsMessage>"
    name, (batch,) = read(tmp_path, text)
    first, second = batch.articles
    assert name == "newsml"
    assert (first.id, first.title, first.alt_titles, first.subtitle, first.byline) == ("a", "H", ["Other"], "S", "By A")
    assert (first.body, first.published_at, first.status, first.agency) == ("Line <b>\n\nTwo", "v", "canceled", "Wire")
    assert (second.title, second.body) == ("H", "P")


@FILES
@given(title=TEXT, body=st.lists(TEXT, max_size=4), cdata=st.booleans(), seed=st.integers(0, 9))
def test_places_of_feeds(tmp_path: Path, title: str, body: list[str], cdata: bool, seed: int) -> None:
    html = "\n".join(f"<p>{escape(part)}</p>" for part in body)
    rng = random.Random(seed)
    if cdata and "]]>" not in html:
        content = f"<![CDATA[{html}]]>"
    else:
        content = "".join(f"&#{ord(char)};" if char.isprintable() and rng.random() < 0.2 else escape(char) for char in html)
    text = rss(f"<title>\r\n {escape(title)} </title><c:encoded>{content}</c:encoded>", f"<title>é{escape(title)}</title>")
    _, (batch,) = read(tmp_path, text)
    assert len(batch.articles) == 2
    assert (batch.articles[0].title or "") == title.strip(" \t\r\n")
    assert holds(text, batch) >= 2 * len(title.strip(" \t\r\n"))


@FILES
@given(parts=st.lists(TEXT, min_size=1, max_size=4), title=TEXT)
def test_places_of_markup_in_xml(tmp_path: Path, parts: list[str], title: str) -> None:
    content = "\n".join(f"<p>{escape(part)}<em>{escape(title)}</em></p>" for part in parts)
    text = f"<nitf><body><body.head><hedline><hl1>ü<em>{escape(title)}</em></hl1></hedline></body.head><body.content>{content}</body.content></body></nitf>"
    _, (batch,) = read(tmp_path, text)
    assert holds(text, batch) > 0


def test_encodings(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Café à Paris</title></item></channel></rss>'
    _, (batch,) = read(tmp_path, text.encode("latin-1"))
    assert batch.articles[0].title == "Café à Paris"
    place = batch.place(0, "title", 5, 6)
    assert place is not None
    assert raw_between(text, place) == "à"
    (fault,) = faults(tmp_path, text.replace("ISO-8859-1", "UTF-8").encode("latin-1"))
    assert (fault.line, fault.column, fault.reason) == (1, text.index("é") + 1 - 5, "invalid UTF-8: byte 0xe9")
    (fault,) = faults(tmp_path, text.replace("ISO-8859-1", "klingon").encode("latin-1"))
    assert "encoding" in fault.reason


def test_blank_lines_before_the_declaration(tmp_path: Path) -> None:
    _, (batch,) = read(tmp_path, "\n\n " + rss("<title>Té</title>"))
    place = batch.place(0, "title", 1, 2)
    assert place is not None
    assert place.line == 4
    (fault,) = faults(tmp_path, "\n\n" + rss("<title>T") + "<")
    assert fault.line == 4


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
EXTERNAL = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><rss><channel><item><title>T</title></item></channel></rss>'


@pytest.mark.parametrize("text", [LAUGHS, EXTERNAL, PARAMETER])
def test_entities_are_refused(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert "entity" in fault.reason
    assert (fault.line, fault.record) == (1, 0)
    assert articles(tmp_path, text) == []


def test_a_definition_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    text = '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf><head><title>Caf&eacute;</title></head></nitf>'
    (article,) = articles(tmp_path, text)
    assert article.title == "Café"


@pytest.mark.parametrize("depth", [600, 50_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    found = faults(tmp_path, "<rss><channel><item>" + "<a>" * depth)
    assert "nested" in found[0].reason


def test_what_stands_before_a_fault_is_read(tmp_path: Path) -> None:
    text = rss("<title>One</title>", "<title>Two</title>", "<title>Cut")[:-30]
    _, found = read(tmp_path, text)
    assert [article.title for batch in found for article in batch.articles] == ["One", "Two"]
    (fault,) = [item for batch in found for item in batch.unreadable]
    assert (fault.record, fault.line) == (2, 2)


def test_feedparser_reads_on_behind_a_fault(tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    text = rss(
        "<title>One</title>", "<title>Two & a half</title><description>&lt;p&gt;D&lt;/p&gt;</description>", "<title>Three</title>"
    )
    _, found = read(tmp_path, text)
    assert [article.title for batch in found for article in batch.articles] == ["One", "Two & a half", "Three"]
    (fault,) = [item for batch in found for item in batch.unreadable]
    assert fault.record == 3
    assert fault.reason.endswith("2 entries from there on were guessed")
    assert found[1].articles[0].body == "D"
    assert found[1].place(0, "title", 0, 1) is None


def test_without_feedparser_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == "feedparser":
            raise ImportError(name)
        return original(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    (fault,) = faults(tmp_path, rss("<title>One</title>", "<title>Two & a half</title>"))
    assert "newslint[feeds]" in fault.reason


def test_other_xml_is_an_error_when_it_is_named_and_passed_by_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text("<urlset/>")
    (tmp_path / "feed.xml").write_text(rss("<title>T</title>"))
    with pytest.raises(InputError, match="no article"):
        find_inputs([str(tmp_path / "sitemap.xml")])
    assert [file.format for file in find_inputs([str(tmp_path)])] == ["rss"]


def test_a_wrong_format_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title></entry></feed>')
    (batch,) = get_reader("rss").read(Unit(str(file), "rss"), {}, None)
    assert [item.reason for item in batch.unreadable] == ["the root element is <feed>: this is not RSS"]


def test_records_are_fetched_by_number(tmp_path: Path) -> None:
    file = tmp_path / "a.rss"
    file.write_text(rss(*(f"<title>T{number}</title>" for number in range(700))))
    reader = get_reader("rss")
    unit = Unit(str(file), "rss")
    assert [len(batch.articles) for batch in reader.read(unit, {}, None)] == [300, 300, 100]
    again = [(batch.records[0], batch.articles[0].title) for batch in reader.fetch(unit, [2, 650], {}, None)]
    assert again == [(2, "T2"), (650, "T650")]
