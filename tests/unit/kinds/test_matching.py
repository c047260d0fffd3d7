"""Where the pattern family looks, and under which conditions."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import msgspec
import pytest

from newslint.api import Linter
from newslint.kinds.registry import get_kind
from newslint.model import Finding, FixSpec, Rule

BODY = "“Read more books,” she said.\n\n- Read more\n\nREAD MORE: Ferry strike ends\n\nThe port closed. Read more on Friday.\n\nRead more »"


def find(kind: str, params: dict[str, Any], record: dict[str, Any] | None = None, **rule: Any) -> list[Finding]:
    made = Rule(
        id="test.rule",
        title="Test",
        why="Because the test needs a rule of some kind to run.",
        severity=rule.pop("severity", "warning"),
        fields=rule.pop("fields", ("body",)),
        kind=kind,
        message=rule.pop("message", "{match}"),
        params=params,
        **rule,
    )
    return Linter(rules=[made], cache=False).check_record(record if record is not None else {"body": BODY})


def excerpts(findings: list[Finding]) -> list[tuple[int | None, str | None]]:
    return [(finding.start, finding.excerpt) for finding in findings]


def test_field_finds_every_match_in_order() -> None:
    assert [excerpt for _, excerpt in excerpts(find("pattern", {"match": "read more"}))] == [
        "Read more",
        "Read more",
        "READ MORE",
        "Read more",
        "Read more",
    ]


def test_whole_block_allows_bullets_and_punctuation_round_it() -> None:
    found = find("pattern", {"match": "read more", "in": "block", "whole": True})
    assert excerpts(found) == [(BODY.index("Read more\n"), "Read more"), (BODY.rindex("Read more"), "Read more")]


def test_starts_and_word_limit() -> None:
    found = find("pattern", {"match": "read more", "in": "block", "starts": True, "max_words": 5})
    assert [finding.block for finding in found] == [0, 1, 2, 4]


def test_ends() -> None:
    assert len(find("pattern", {"match": "friday", "in": "sentence", "ends": True})) == 1


def test_first_and_last_blocks() -> None:
    assert [finding.block for finding in find("pattern", {"match": "read more", "in": "last(1)"})] == [4]
    assert [finding.block for finding in find("pattern", {"match": "read more", "in": ["first(1)", "last(1)"]})] == [0, 4]


def test_outside_quotes_and_quoted_severity() -> None:
    assert all(finding.block for finding in find("pattern", {"match": "read more", "outside_quotes": True}))
    severities = [finding.severity for finding in find("pattern", {"match": "read more", "quoted_severity": "info"})]
    assert severities == ["info", "warning", "warning", "warning", "warning"]


def test_exceptions_drop_overlapping_matches_only() -> None:
    found = find("pattern", {"match": "read more", "except": ["read more (books|on friday)"]})
    assert [finding.block for finding in found] == [1, 2, 4]


def test_min_count_and_once() -> None:
    assert not find("pattern", {"match": "read more", "min_count": 6})
    assert len(find("pattern", {"match": "read more", "min_count": 5, "once": True})) == 1


def test_a_group_called_span_narrows_the_report() -> None:
    found = find("pattern", {"match": r"port (?P<span>closed)(?P<mark>\.)"}, message="{match} before {mark}")
    assert excerpts(found) == [(BODY.index("closed"), "closed")]
    assert found[0].message == "closed before ."


def test_phrases_fold_quotes_dashes_and_spaces() -> None:
    record = {"body": "Don’t  miss—out\nDon't miss - out"}
    assert len(find("phrases", {"phrases": ["don't miss"]}, record)) == 2
    assert len(find("phrases", {"phrases": ["miss-out"]}, record)) == 1


def test_phrases_are_whole_words_and_a_star_skips_words() -> None:
    record = {"body": "Sign up for our daily Harbour newsletter. Designs update newsletters."}
    assert excerpts(find("phrases", {"phrases": ["sign up * newsletter"]}, record)) == [(0, record["body"].split(".")[0])]
    assert not find("phrases", {"phrases": ["sign"]}, {"body": "Signs and designs"})


def test_substitution_suggests_and_keeps_the_first_letter() -> None:
    found = find(
        "substitution",
        {"swap": {"white home": "White House", "need necessary": "need"}},
        {"body": "The White Home said so. Need necessary things."},
        message="{match!r} for {suggestion!r}",
        fix=FixSpec("kind"),
    )
    assert [finding.message for finding in found] == ["'White Home' for 'White House'", "'Need necessary' for 'Need'"]
    assert [edit.text for finding in found if finding.fix for edit in finding.fix.edits] == ["White House", "Need"]


def test_occurrence_counts() -> None:
    found = find("occurrence", {"match": "read more", "max": 3}, message="{count} of at most {limit}")
    assert [(finding.message, finding.block) for finding in found] == [("5 of at most 3", 3)]
    assert [finding.message for finding in find("occurrence", {"match": "absent", "min": 1}, message="{count}/{limit}")] == [
        "0/1"
    ]


def test_list_fields_are_searched_by_element() -> None:
    found = find("pattern", {"match": "^staff$"}, {"authors": ["Mina Sato", "Staff"]}, fields=("authors",))
    assert [(finding.field, finding.excerpt) for finding in found] == [("authors[1]", "Staff")]


def test_extra_fields_are_dotted_paths() -> None:
    found = find("pattern", {"match": "x+"}, {"desk": {"note": "axxb"}}, fields=("extra.desk.note",))
    assert [(finding.start, finding.end) for finding in found] == [(1, 3)]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"match": ["fine", "(oops"]}, r"params\.match\[1\]: missing \)"),
        ({"match": "fine", "except": ["[oops"]}, r"params\.except\[0\]: missing \]"),
    ],
)
def test_bad_patterns_are_named_by_place(params: dict[str, Any], reason: str) -> None:
    kind = get_kind("pattern")
    rule = Rule("a.b", "t", "w", "info", ("body",), "pattern", "m", params)
    with pytest.raises(ValueError, match=reason):
        kind.compile(rule, msgspec.convert(params, kind.params)).validate()


def test_unknown_place_is_an_error() -> None:
    kind = get_kind("pattern")
    rule = Rule("a.b", "t", "w", "info", ("body",), "pattern", "m", {})
    with pytest.raises(ValueError, match=r"params\.in\[0\]: 'paragraph' is not one of"):
        kind.compile(rule, msgspec.convert({"match": "a", "in": "paragraph"}, kind.params))


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        Linter(rules=[], now=datetime(2026, 1, 1), cache=False)  # noqa: DTZ001  the fault under test
    Linter(rules=[], now=datetime(2026, 1, 1, tzinfo=timezone.utc), cache=False)


def test_a_group_that_took_no_part_is_empty_in_the_message() -> None:
    found = find("pattern", {"match": "closed|(?P<topic>ferry)"}, message="<{topic}>")
    assert [finding.message for finding in found] == ["<Ferry>", "<>"]
