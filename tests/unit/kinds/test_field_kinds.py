"""required, forbidden, type, length, one_of."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        ({}, True),
        ({"title": ""}, True),
        ({"title": "\n \u200b\t"}, True),
        ({"title": "Council votes to reopen swimming pool"}, False),
        ({"title": "“We will stay”"}, False),
        ({"title": "X"}, False),
    ],
)
def test_required_scalar(kinds: Any, record: Any, missing: Any) -> None:
    hits = kinds.hits(kinds.check("required", ["title"]), record)
    assert [(hit.field, hit.start) for hit in hits] == ([("title", None)] if missing else [])


def test_required_says_why(kinds: Any) -> None:
    check = kinds.check("required", ["title"], {"placeholders": ["None", "n/a"]})
    assert kinds.hits(check, {})[0].values["reason"] == "absent"
    assert kinds.hits(check, {"title": " "})[0].values["reason"] == "blank"
    assert kinds.spans(check, {"title": "  NONE "}) == ["NONE"]
    assert kinds.hits(check, {"title": "N/A"})[0].values["reason"] == "placeholder"
    assert kinds.hits(check, {"title": "None of the ferries sailed"}) == []


def test_required_may_speak_of_the_whole_record(kinds: Any) -> None:
    check = kinds.check("required", ["title"], {"placeholders": ["None"], "whole_record": True})
    for record in ({}, {"title": " "}, {"title": "None"}):
        assert [(hit.field, hit.start) for hit in kinds.hits(check, record)] == [(None, None)]
    assert kinds.hits(check, {"title": "Port shut"}) == []


def test_required_lists(kinds: Any) -> None:
    check = kinds.check("required", ["authors"], {"placeholders": ["admin"]})
    assert [hit.field for hit in kinds.hits(check, {})] == ["authors"]
    assert kinds.spans(check, {"authors": ["admin"]}) == ["admin"]
    assert kinds.hits(check, {"authors": ["admin"]})[0].field == "authors[0]"
    assert kinds.hits(check, {"authors": ["admin", "Mina Sato"]}) == []
    two = kinds.check("required", ["keywords"], {"min_items": 2})
    assert kinds.hits(two, {"keywords": ["port"]})[0].values["reason"] == "too short"
    assert kinds.hits(two, {"keywords": ["port", "strike"]}) == []


def test_required_leaves_a_wrong_type_to_the_kind_type(kinds: Any) -> None:
    check = kinds.check("required", ["title"])
    assert kinds.hits(check, {"title": ["a", "b"]}) == []


def test_required_any_with_a_byline_in_the_body(kinds: Any) -> None:
    check = kinds.check(
        "required",
        ["authors", "byline"],
        {"any": True, "unless": {"field": "body", "match": r"^By \p{Lu}\w+ \p{Lu}\w+$", "in": ["first(2)", "last(1)"]}},
    )
    hit = kinds.hits(check, {"body": "The ferry sank."})[0]
    assert (hit.field, hit.values["fields"]) == ("authors", "authors or byline")
    assert kinds.hits(check, {"byline": "Mina Sato"}) == []
    assert kinds.hits(check, {"authors": ["Mina Sato"], "byline": ""}) == []
    assert kinds.hits(check, {"body": "By Mina Sato\nThe ferry sank."}) == []
    assert len(kinds.hits(check, {"body": "One.\nTwo.\nBy Mina Sato\nThe ferry sank."})) == 1


def test_required_in_extra(kinds: Any) -> None:
    check = kinds.check("required", ["extra.desk.name"])
    assert kinds.hits(check, {"desk": {"name": "Ports"}}) == []
    assert kinds.hits(check, {"desk": {}})[0].field == "extra.desk.name"
    assert kinds.hits(check, {"desk": {"name": 7}}) == []


def test_required_refuses_an_unless_without_match(kinds: Any) -> None:
    with pytest.raises(ValueError, match="match"):
        kinds.check("required", ["byline"], {"unless": {"field": "body"}})


def test_forbidden(kinds: Any) -> None:
    absent = kinds.check("forbidden", ["embargoed_until"])
    assert kinds.spans(absent, {"embargoed_until": " 2024-01-01 "}) == ["2024-01-01"]
    assert kinds.hits(absent, {"embargoed_until": " "}) == []
    values = kinds.check("forbidden", ["byline", "authors"], {"values": ["admin", "web desk"]})
    assert kinds.spans(values, {"byline": "Admin", "authors": ["Web  Desk", "Mina Sato"]}) == ["Admin", "Web  Desk"]
    assert kinds.hits(values, {"byline": "Adminton Roe reports from the harbour"}) == []
    assert kinds.spans(values, {"byline": "web                                  desk"}) != []


@pytest.mark.parametrize(
    ("record", "excerpts"),
    [
        ({"byline": "['A Lind', 'B Rao']"}, ["['A Lind', 'B Rao']"]),
        ({"byline": ' [{"name": "A Lind"}] '}, ['[{"name": "A Lind"}]']),
        ({"byline": '{"name": "A Lind"}'}, ['{"name": "A Lind"}']),
        ({"title": "[Opinion] Why the port must reopen"}, []),
        ({"title": "[Opinion, Ports] Reopen it [now]"}, []),
        ({"title": "{1, 2, 3}: a puzzle"}, []),
        ({"authors": ["['A Lind'", "B Rao"]}, []),
        ({"authors": ["A Lind", "[A Lind, B Rao]"]}, ["[A Lind, B Rao]"]),
        ({"title": 5}, ["5"]),
        ({"title": ["a", "b"]}, [""]),
        ({"authors": "Mina Sato"}, [""]),
        ({"authors": ["A Lind", {"name": "B Rao"}]}, [""]),
    ],
)
def test_type(kinds: Any, record: Any, excerpts: Any) -> None:
    assert kinds.spans(kinds.check("type", ["title", "byline", "authors"]), record) == excerpts


def test_type_values_and_allowance(kinds: Any) -> None:
    hit = kinds.hits(kinds.check("type", ["title"]), {"title": ["a"]})[0]
    assert hit.values == {"expected": "text", "actual": "a list"}
    assert kinds.hits(kinds.check("type", ["word_count"], {"allow": ["number"]}), {"word_count": 812}) == []
    assert len(kinds.hits(kinds.check("type", ["word_count"]), {"word_count": 812})) == 1
    other = kinds.check("type", ["extra.views"], {"expect": "number"})
    assert kinds.hits(other, {"views": 3}) == []
    assert kinds.hits(other, {}) == []
    assert kinds.hits(other, {"views": "3"})[0].values == {"expected": "a number", "actual": "text"}
    assert kinds.hits(kinds.check("type", ["byline"], {"stringified": False}), {"byline": "['A']"}) == []


def test_length_in_characters(kinds: Any) -> None:
    check = kinds.check("length", ["title"], {"min": 5, "max": 10})
    assert kinds.spans(check, {"title": "  abc  "}) == ["abc"]
    assert kinds.spans(check, {"title": "Ports reopen today"}) == ["en today"]
    assert kinds.hits(check, {"title": "Ports open"}) == []
    assert kinds.hits(check, {"title": "  "}) == []
    hit = kinds.hits(check, {"title": "abc"})[0]
    assert hit.values == {"count": 3, "limit": 5, "unit": "characters"}


def test_length_in_words(kinds: Any) -> None:
    check = kinds.check("length", ["body"], {"min": 5, "max": 7, "unit": "words"})
    assert kinds.hits(check, {"body": "The ferry sailed on time."}) == []
    assert kinds.spans(check, {"body": " The ferry\n"}) == ["The ferry"]
    assert kinds.spans(check, {"body": "The ferry sailed on time and came back again."}) == ["back again."]
    few = kinds.check("length", ["body"], {"min": 5, "unit": "words"})
    assert len(kinds.hits(few, {"body": "The" + " " * 4000 + "ferry"})) == 1
    assert kinds.hits(few, {"body": "Donaudampfschifffahrtsgesellschaften " * 6}) == []


def test_length_counts_the_characters_of_scripts_without_spaces(kinds: Any) -> None:
    check = kinds.check("length", ["body"], {"min": 10, "unit": "words"})
    assert kinds.hits(check, {"body": "渡船公司星期一宣布恢复全部航线。"}) == []
    assert kinds.hits(check, {"body": "渡船公司。"})[0].values["count"] == 5


def test_length_in_blocks_and_items(kinds: Any) -> None:
    blocks = kinds.check("length", ["body"], {"min": 2, "max": 3, "unit": "blocks"})
    assert kinds.hits(blocks, {"body": "One.\n\nTwo."}) == []
    assert kinds.hits(blocks, {"body": "One."})[0].start is None
    assert kinds.hits(blocks, {"body": "1.\n2.\n3.\n4."})[0].values["count"] == 4
    items = kinds.check("length", ["keywords"], {"max": 2, "unit": "items"})
    assert kinds.hits(items, {"keywords": ["a", "b", "c"]})[0].values["count"] == 3
    assert kinds.hits(items, {"keywords": ["a"]}) == []


@pytest.mark.parametrize("params", [{}, {"min": 3, "max": 2}])
def test_length_refuses_limits_that_make_no_sense(kinds: Any, params: Any) -> None:
    with pytest.raises(ValueError, match="params"):
        kinds.check("length", ["title"], params)


def test_one_of(kinds: Any) -> None:
    check = kinds.check("one_of", ["access"], {"values": ["free", "metered", "paid"], "normalize": ["casefold", "strip"]})
    assert kinds.hits(check, {"access": " Free "}) == []
    assert kinds.hits(check, {"access": " "}) == []
    hit = kinds.hits(check, {"access": "metred"})[0]
    assert hit.values == {"values": "free, metered or paid", "hint": " (did you mean 'metered'?)"}
    strict = kinds.check("one_of", ["access"], {"values": ["free"]})
    assert kinds.spans(strict, {"access": "Free"}) == ["Free"]
    for _ in range(2):  # the second time from memory
        assert kinds.hits(strict, {"access": "free"}) == []


@pytest.mark.parametrize(
    ("tag", "sound"),
    [
        ("en", True),
        ("pt-BR", True),
        ("zh-Hant-TW", True),
        ("de-1996", True),
        ("en_GB", False),
        ("English (UK)", False),
        ("e", False),
    ],
)
def test_one_of_language_tags(kinds: Any, tag: Any, sound: Any) -> None:
    assert bool(kinds.hits(kinds.check("one_of", ["language"], {"forms": ["language_tag"]}), {"language": tag})) is not sound


def test_none_of(kinds: Any) -> None:
    check = kinds.check("one_of", ["status"], {"values": ["canceled"], "not": True})
    assert kinds.spans(check, {"status": "canceled"}) == ["canceled"]
    assert kinds.hits(check, {"status": "usable"}) == []
    with pytest.raises(ValueError, match="values"):
        kinds.check("one_of", ["status"], {})
