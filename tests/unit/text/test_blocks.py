"""Blocks hold every character that is not white space, in order, and know what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslint.text.blocks import KINDS, split_blocks
from newslint.text.text import Text

GRAMMARS = ("lines", "paragraphs", "markdown")
TEXTS = st.text(alphabet=st.sampled_from("ab .\n\r\t\u00a0\u2028-*#>`1)=|![]()“é日<"), max_size=80) | st.text(max_size=60)


def described(value: str, grammar: str) -> list[tuple[str, str]]:
    return [(block.kind, value[block.start : block.end]) for block in split_blocks(value, grammar)]


@pytest.mark.parametrize("grammar", GRAMMARS)
@given(value=TEXTS)
def test_blocks_cover_what_is_not_white_space(grammar: str, value: str) -> None:
    blocks = split_blocks(value, grammar)
    end = 0
    for block in blocks:
        assert value[end : block.start].strip() == ""
        excerpt = value[block.start : block.end]
        assert excerpt
        assert excerpt == excerpt.strip()
        assert block.kind in KINDS
        end = block.end
    assert value[end:].strip() == ""


@pytest.mark.parametrize("grammar", [*GRAMMARS, "blocks:p1l"])
@given(value=TEXTS, count=st.integers(min_value=1, max_value=5))
def test_outer_blocks_are_those_of_the_whole(grammar: str, value: str, count: int) -> None:
    blocks = split_blocks(value, grammar)
    assert Text(value, grammar).outer_blocks(count) == blocks[:count]
    assert Text(value, grammar).outer_blocks(-count) == blocks[-count:]


@pytest.mark.parametrize("grammar", [*GRAMMARS, "blocks:p1l"])
@given(value=TEXTS)
def test_the_first_offset_is_told_as_all_others(grammar: str, value: str) -> None:
    blocks = split_blocks(value, grammar)
    for offset in range(len(value) + 1):
        expected = next((index for index, block in enumerate(blocks) if block.start <= offset < block.end), None)
        text = Text(value, grammar)
        assert [text.block_at(offset), text.block_at(offset)] == [expected, expected]


def test_every_line_is_a_block_in_lines() -> None:
    value = "  The port shut.\n\n\tThe ferry sailed. \r\n- first\n1. second\n1.5 million came\n"
    assert described(value, "lines") == [
        ("paragraph", "The port shut."),
        ("paragraph", "The ferry sailed."),
        ("list_item", "- first"),
        ("list_item", "1. second"),
        ("paragraph", "1.5 million came"),
    ]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_end_divides_lines(separator: str) -> None:
    assert described(f"One.{separator}Two.", "lines") == [("paragraph", "One."), ("paragraph", "Two.")]


def test_wrapped_lines_stay_together_in_paragraphs() -> None:
    value = "The port\n- the largest -\nshut.\n\nThey took:\n- a rope\n  of hemp\n- an oar\r\n\r\nThe end"
    assert described(value, "paragraphs") == [
        ("paragraph", "The port\n- the largest -\nshut."),
        ("paragraph", "They took:"),
        ("list_item", "- a rope\n  of hemp"),
        ("list_item", "- an oar"),
        ("paragraph", "The end"),
    ]


def test_markdown_blocks() -> None:
    value = """# Port shut

Mayor
=====

The ferry
sailed.

> We will not pay,
> she said.

![Quay](quay.jpg)
*The quay in May. (Kite)*

- rope
- oar
  and sail

```python
# no heading
```

* * *

<!-- a note -->

[1]: https://example.org

Second
------
1. first"""
    assert described(value, "markdown") == [
        ("heading", "# Port shut"),
        ("heading", "Mayor\n====="),
        ("paragraph", "The ferry\nsailed."),
        ("quote", "> We will not pay,\n> she said."),
        ("caption", "![Quay](quay.jpg)"),
        ("caption", "*The quay in May. (Kite)*"),
        ("list_item", "- rope"),
        ("list_item", "- oar\n  and sail"),
        ("code", "```python\n# no heading\n```"),
        ("code", "* * *"),
        ("code", "<!-- a note -->"),
        ("code", "[1]: https://example.org"),
        ("heading", "Second\n------"),
        ("list_item", "1. first"),
    ]


def test_markdown_heading_levels() -> None:
    assert [block.level for block in split_blocks("# a\n### b\nc\n---\nd", "markdown")] == [1, 3, 2, 0]


def test_an_unclosed_fence_runs_to_the_end() -> None:
    assert described("~~~\ncode\n\n# more", "markdown") == [("code", "~~~\ncode\n\n# more")]


def test_unknown_grammar() -> None:
    with pytest.raises(ValueError, match="no such grammar: 'html'"):
        split_blocks("x", "html")
