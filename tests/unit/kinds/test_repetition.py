"""`repetition` reports doubled words and blocks, and leaves the doubles of good prose alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import KindRunner

WORDS = {"words": ["the", "in", "that", "à"], "except": ["that"]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It shut during the the 1980s.", ["the the"]),
        ("The the port.", ["The the"]),
        ("Il va à à Paris.", ["à à"]),
        ("the\u00a0the port", ["the\u00a0the"]),
        ("the the the port", ["the the", "the the"]),
        ("He said that that was it.", []),
        ("It was all in in-depth reports.", []),
        ("She played the The Sims.", []),
        ("the, the port", []),
        ("bathe the theory", []),
        ("He held the\nthe rope", []),
        ("IN IN THE END", ["IN IN"]),
    ],
)
def test_words_of_a_list(kinds: KindRunner, body: str, expected: list[str]) -> None:
    assert kinds.spans(kinds.check("repetition", ["body"], WORDS), {"body": body}) == expected


def test_every_word(kinds: KindRunner) -> None:
    check = kinds.check("repetition", ["body"], {"except": ["had", "bye bye"], "min_letters": 2})
    body = "The hostility hostility he had had. Bye bye, said Goo Goo. I I see 10 10."
    assert kinds.spans(check, {"body": body}) == ["hostility hostility"]
    names = kinds.check("repetition", ["body"], {"names": True})
    assert kinds.spans(names, {"body": "said Goo Goo"}) == ["Goo Goo"]


def test_across_lines(kinds: KindRunner) -> None:
    check = kinds.check("repetition", ["body"], {"across": True})
    assert kinds.spans(check, {"body": "held the\nthe rope"}, "paragraphs") == ["the\nthe"]
    assert kinds.spans(check, {"body": "held the\n\nthe rope"}, "paragraphs") == []


def test_the_edit_takes_the_repetition_out(kinds: KindRunner) -> None:
    check = kinds.check("repetition", ["body"], WORDS)
    assert (
        kinds.fixed(check, {"body": "It shut during the the the 1980s in in May."}, "body") == "It shut during the 1980s in May."
    )


def test_gap(kinds: KindRunner) -> None:
    check = kinds.check("repetition", ["body"], {"gap": 2, "min_letters": 5})
    assert kinds.spans(check, {"body": "the long strike, the worst strike. Strike now."}) == ["strike, the worst strike"]
    assert kinds.spans(check, {"body": "the long strike, the very worst strike"}) == []
    assert kinds.spans(check, {"body": "An end to the crisis. Crisis talks"}) == []


def test_blocks(kinds: KindRunner) -> None:
    line = "The mayor opened the new harbour school on Monday."
    check = kinds.check("repetition", ["body"], {"unit": "block"})
    body = f"{line}\n\nOther.\n\nOther.\n\n{line}\n\nEnd."
    (hit,) = kinds.hits(check, {"body": body})
    assert (hit.start, body[hit.start : hit.end], hit.values["first"]) == (body.rindex(line), line, 1)
    assert kinds.fixed(check, {"body": body}, "body") == f"{line}\n\nOther.\n\nOther.\n\nEnd."
    assert kinds.hits(check, {"body": f"{line}\n\nOther."}) == []
    short = kinds.check("repetition", ["body"], {"unit": "block", "min_chars": 3})
    assert kinds.spans(short, {"body": "One.\nTwo.\nOne."}) == ["One."]


@pytest.mark.parametrize("params", [{"words": ["two words"]}, {"words": ["a"], "unit": "block"}, {"words": ["a"], "gap": 1}])
def test_params_that_mean_nothing(kinds: KindRunner, params: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"params\.words"):
        kinds.check("repetition", ["body"], params)


@given(st.lists(st.sampled_from(["the", "port", "in", "The", "shut.", "the-", "that"]), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_the_edits_nothing_is_left(kinds: KindRunner, words: list[str]) -> None:
    check = kinds.check("repetition", ["body"], WORDS)
    fixed = kinds.fixed(check, {"body": " ".join(words)}, "body")
    assert kinds.hits(check, {"body": fixed}) == []


def test_one_finding_per_field_counts_and_mends_every_repetition(kinds: KindRunner) -> None:
    check = kinds.check("repetition", ["title", "body"], {**WORDS, "per_field": True})
    record = {"title": "The port in in March", "body": "Of the the port, in in the the harbour."}
    assert [(hit.field, hit.values["count"], len(hit.also)) for hit in kinds.hits(check, record)] == [
        ("title", 1, 0),
        ("body", 3, 2),
    ]
    each = kinds.check("repetition", ["body"], WORDS)
    assert [hit.values["count"] for hit in kinds.hits(each, record)] == [1, 1, 1]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "the",
                "The",
                "été",
                "Été",
                "на",
                "ıt",
                "İt",
                "it",
                "straße",
                "x1",
                " ",
                " ",
                "\u00a0",
                "\n",
                "“",
                "(",
                ".",
                "-",
                "'",
                "’",
            ]
        ),
        max_size=12,
    )
)
def test_the_cheap_test_passes_over_no_repetition(kinds: KindRunner, pieces: list[str]) -> None:
    check = kinds.check("repetition", ["body"], {"min_letters": 1})
    record = kinds.record({"title": "Port", "body": "".join(pieces)})
    assert check.quick(record) or not list(check.run(record, ["body"]))
