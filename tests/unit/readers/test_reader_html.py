"""JSON-LD in HTML pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newslint.errors import InputError
from newslint.readers import get_reader
from newslint.readers.base import Unit
from newslint.readers.discover import find_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.readers.base import Batch

OPEN = '<script type="application/ld+json">'


def read(path: Path, page: str | bytes) -> list[Batch]:
    file = path / "page.html"
    file.write_bytes(page.encode() if isinstance(page, str) else page)
    return list(get_reader("html").read(Unit(str(file), "html"), {}, None))


def article(**values: object) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **values}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OPEN, "</script>"),
        ("<SCRIPT data-x='1' type = application/ld+json >\n<!--", "-->\n</SCRIPT >"),
        (OPEN + "//<![CDATA[\n", "\n//]]></script>"),
    ],
)
def test_scripts(tmp_path: Path, before: str, after: str) -> None:
    page = f"<html>é\n<script>{article(headline='no')}</script>{before}{article(headline='Hé', articleBody='B')}{after}<p>x</p>"
    (batch,) = read(tmp_path, page)
    (found,) = batch.articles
    assert (found.title, found.body) == ("Hé", "B")
    place = batch.place(0, "title", 1, 2)
    assert place is not None
    assert page.split("\n")[place.line - 1][place.column - 1] == "é"


def test_nodes_of_other_scripts_are_known(tmp_path: Path) -> None:
    page = f'{OPEN}{article(headline="H", publisher={"@id": "#p"})}</script>{OPEN}{{"@type": "Organization", "@id": "#p", "name": "P"}}</script>'
    (batch,) = read(tmp_path, page)
    assert batch.articles[0].source == "P"


def test_an_article_that_is_described_twice_is_one(tmp_path: Path) -> None:
    page = f"{OPEN}{article(headline='H', author='A', url='u')}</script>{OPEN}{article(headline='H', articleBody='B')}</script>"
    page += f"{OPEN}{article(headline='Other')}</script>"
    (batch,) = read(tmp_path, page)
    assert [(found.title, found.body) for found in batch.articles] == [("H", "B"), ("Other", None)]


def test_a_script_that_is_broken_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    page = f'<html>\n{OPEN}\n{{"@type": "NewsArticle",\n "headline": }}</script>\n{OPEN}{article(headline="H")}</script>\n{OPEN}{{oh</script>'
    found = read(tmp_path, page)
    assert [item.title for batch in found for item in batch.articles] == ["H"]
    (fault,) = [item for batch in found for item in batch.unreadable]
    assert (fault.line, fault.column) == (4, 14)
    assert fault.reason.startswith("JSON-LD in a script tag: ")


def test_encodings(tmp_path: Path) -> None:
    page = f'<html><meta charset="iso-8859-1">{OPEN}{article(headline="Café é")}</script>'
    (batch,) = read(tmp_path, page.encode("latin-1"))
    assert batch.articles[0].title == "Café é"
    (batch,) = read(tmp_path, page.replace("iso-8859-1", "utf-8").encode("latin-1"))
    assert "invalid UTF-8" in batch.unreadable[0].reason


def test_pages_without_an_article(tmp_path: Path) -> None:
    (batch,) = read(tmp_path, "<html><p>x</p></html>")
    assert "describes no article" in batch.unreadable[0].reason
    with pytest.raises(InputError, match="no article"):
        find_inputs([str(tmp_path / "page.html")])
    (tmp_path / "story.htm").write_text(OPEN + article(headline="H") + "</script>")
    assert [file.format for file in find_inputs([str(tmp_path)])] == ["html"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [OPEN, "<script>", "</script>", "{", "}", "[", "]", '"@type":"NewsArticle"', ",", "é", "\n", "<!--", "]]>"]
        ),
        max_size=20,
    )
)
def test_no_page_breaks_the_reader(tmp_path: Path, pieces: list[str]) -> None:
    for batch in read(tmp_path, "".join(pieces)):
        assert batch.articles or batch.unreadable


def test_hostile_pages_come_to_an_end(tmp_path: Path) -> None:
    for piece in (OPEN, "<script ", "<script>", OPEN + "{</script>", OPEN + "[" * 50):
        assert read(tmp_path, piece * 100_000)
