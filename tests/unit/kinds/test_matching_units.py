"""Where a pattern may match is found by a pass over the text: the units that it leaves out hold no match."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newslint.kinds.matching import Matcher, MatchParams, span_of
from newslint.text.text import Text

_WORDS = ["the", "The", "port", "sold", "é", "Ünder", "naïve", "m²", "U.S.", "12", "3.", "и", "port’s", "“port", "port”", "_"]
_SIGNS = [
    " ",
    "  ",
    "\n",
    "\n\n",
    ". ",
    ".",
    ", ",
    "? ",
    "… ",
    "- ",
    "* ",
    "> ",
    "# ",
    "\r\n",
    "\u00a0",
    "\u3000",
    "\x1c",
    "。",
]
_TEXTS = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_SIGNS), max_size=24).map("".join)
_PATTERNS = st.lists(
    st.sampled_from(
        [
            r"\bport\b",
            r"port.{0,20}the",
            r"(?P<span>\pL+)[ \t]*\z",
            r"^the",
            r"\Athe|sold\z",
            r"\w+, ?(?:the|é)\b",
            r".*\bsold\b.*",
            r"\b\w+$",
            r"[^.]*[.…]",
        ]
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(
    text=_TEXTS,
    patterns=_PATTERNS,
    unit=st.sampled_from(["field", "block", "sentence", "first(1)", "last(2)", ["first(1)", "last(1)"]]),
    grammar=st.sampled_from(["lines", "paragraphs", "markdown"]),
    decorated=st.sampled_from(
        [{}, {"starts": True}, {"ends": True}, {"whole": True}, {"min_words": 2}, {"block_kinds": ["paragraph"]}]
    ),
    exceptions=st.sampled_from([[], [r"\bsold\b"], ["the", r"U\.S\."]]),
)
def test_no_unit_with_a_match_is_left_out(
    text: str, patterns: list[str], unit: str | list[str], grammar: str, decorated: dict[str, bool], exceptions: list[str]
) -> None:
    params = MatchParams(in_=unit, except_=exceptions, **decorated)
    found = []
    for everywhere in (False, True):
        matcher = Matcher(patterns, params)
        if everywhere:
            matcher.by_block = matcher.by_sentence = matcher.by_pattern = False
        hits = matcher.find(Text(text, grammar))
        found.append([(index, offset + span_of(match)[0], offset + span_of(match)[1]) for index, match, offset in hits])
    assert found[0] == found[1]
