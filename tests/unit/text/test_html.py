"""HTML into text: what is kept, what kinds the blocks get, and where the text stands in the markup."""

from __future__ import annotations

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.blocks import split_blocks
from newslint.text.html import html_to_text

MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                "<br/>",
                "<b>",
                "</b>",
                "<h2>",
                "</h2>",
                "<ul>",
                "<li>",
                "</ul>",
                "<blockquote>",
                "</blockquote>",
                "<pre>",
                "</pre>",
                "<a",
                "href='x>y'>",
                "</a>",
                "<",
                ">",
                "&amp;",
                "&amp;amp;",
                "&nbsp;",
                "&#8212;",
                "&eacute",
                "&bogus;",
                "&",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<td>",
                "<figcaption>",
                "\n",
                "\t",
            ]
        ),
        st.text(alphabet='ab é"\n\U0001f600', max_size=6),
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<p>The <b>port</b> is\n   open.</p><p>Ferries sail.</p>", "The port is open.\n\nFerries sail.", "pp"),
        ("T &amp; U, T &amp;amp; U", "T & U, T &amp; U", "p"),
        ("one<br>two<br/><br />three", "one\ntwo\n\nthree", "ppp"),
        ("<h2>Head</h2>text<h3>Sub</h3>", "Head\n\ntext\n\nSub", "2p3"),
        ("<ul><li>a<li>b</ul>after", "a\n\nb\n\nafter", "llp"),
        ("<blockquote><p>said</p></blockquote><p>so</p>", "said\n\nso", "qp"),
        ("<figure><img alt='x'><figcaption>The pier</figcaption></figure>body", "The pier\n\nbody", "cp"),
        ("<table><tr><td>A<td>3</tr><tr><td>B<td>1</table>", "A 3\n\nB 1", "xx"),
        ("<pre>a\n  b</pre>", "a\nb", "xx"),
        ("<script>if (a < b) '</p>'</script>kept<style>p{}</style>", "kept", "p"),
        ("5 < 6 &lt; 7 <3", "5 < 6 < 7 <3", "p"),
        ("cut off <a href='http", "cut off <a href='http", "p"),
        ("a<!-- no -->b<![CDATA[ c ]]>", "ab c ", "p"),
        ("<title>unclosed", "unclosed", "p"),
        ("A&nbsp;B&shy;C", "A\xa0B\xadC", "p"),
        ("<p> </p>\n<p></p>", "", ""),
    ],
)
def test_what_becomes_of_markup(source: str, text: str, kinds: str) -> None:
    made = html_to_text(source)
    assert (made.text, made.kinds) == (text, kinds)


def test_kinds_reach_the_blocks() -> None:
    made = html_to_text("<h2>Head</h2><p>Text one.<br>Text two.</p><ol><li>Item</ol>")
    blocks = split_blocks(made.text, f"blocks:{made.kinds}")
    assert [(made.text[block.start : block.end], block.kind, block.level) for block in blocks] == [
        ("Head", "heading", 2),
        ("Text one.", "paragraph", 0),
        ("Text two.", "paragraph", 0),
        ("Item", "list_item", 0),
    ]


@given(MARKUP)
def test_what_stands_at_a_place_is_the_text(source: str) -> None:
    made = html_to_text(source)
    assert made.alignment.length == len(made.text)
    assert len(split_blocks(made.text, f"blocks:{made.kinds}")) == len(made.kinds)
    for offset, char in enumerate(made.text):
        span = made.alignment.span(offset, offset + 1)
        if span is None:
            continue
        raw = source[slice(*span)]
        assert (
            raw == char
            or unescape(raw) == char
            or (char == " " and not raw.strip())
            or (char == "\n" and raw[:3] in {"<br", "\n"})
        )


@given(MARKUP)
def test_whole_texts_have_a_place_that_holds_them(source: str) -> None:
    made = html_to_text(source)
    span = made.alignment.span(0, len(made.text)) if made.text else None
    if span is not None:
        assert html_to_text(source[slice(*span)]).text.split() == made.text.split() or "<" in source


@given(st.text(max_size=80))
def test_escaped_text_comes_back(value: str) -> None:
    made = html_to_text(f"<p>{escape(value)}</p>")
    assert made.text.split() == value.replace("\r", " ").split() or any(
        char in value for char in "\x0b\x1c\x1d\x1e\x1f\x85\xa0\u2028"
    )


@pytest.mark.parametrize(
    "piece",
    [
        '<a "',
        "<!--",
        '<a href="',
        "</x",
        "<script>",
        "<blockquote>",
        "&",
        "<",
        "<![CDATA[",
        "&#",
        "<template>",
        "<title",
        '<a =">"',
        "<p>x",
    ],
)
def test_hostile_markup_comes_to_an_end(piece: str) -> None:
    """With work that grew with the square of the length this would take minutes."""
    made = html_to_text(piece * 30_000)
    assert made.alignment.length == len(made.text)
