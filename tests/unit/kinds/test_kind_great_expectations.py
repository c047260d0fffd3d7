"""great_expectations: a suite file, checked without the package that wrote it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newslint.kinds.gx_suite import MAPPED, Expectation, UnmappedError, natives

if TYPE_CHECKING:
    from pathlib import Path

NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "headline"}, "severity": "warning"}
STATUS = {
    "type": "expect_column_values_to_be_in_set",
    "kwargs": {"column": "status", "value_set": ["usable"]},
    "description": "Only usable articles are sent on",
}
LENGTH = {"type": "expect_column_value_lengths_to_be_between", "kwargs": {"column": "headline", "max_value": 10}}
UNIQUE = {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "status"}}


def suite(folder: Path, *expectations: Any) -> str:
    path = folder / "suite.json"
    path.write_text(json.dumps({"name": "articles", "expectations": expectations}), encoding="utf-8")
    return str(path)


def test_findings_are_those_of_the_native_checks(kinds: Any, tmp_path: Path) -> None:
    params = {"suite": suite(tmp_path, NOT_NULL, STATUS, LENGTH), "columns": {"headline": "title"}}
    check = kinds.check("great_expectations", ["title", "status"], params)
    hits = kinds.hits(check, {"status": "draft"})
    assert [(hit.field, hit.severity, hit.values["column"]) for hit in hits] == [
        ("title", "warning", "headline"),
        ("status", None, "status"),
    ]
    assert hits[1].values["expectation"] == "expect_column_values_to_be_in_set"
    assert hits[1].values["expected"] == "one of 'usable'"
    assert hits[1].values["description"] == "Only usable articles are sent on"
    assert kinds.spans(check, {"title": "Port reopens", "status": "usable"}) == ["ns"]
    assert kinds.hits(check, {"title": "Port open", "status": "usable"}) == []


@pytest.mark.parametrize(
    ("expectations", "reason"),
    [
        ([STATUS, UNIQUE], "it compares records"),
        ([STATUS, {**STATUS, "kwargs": {**STATUS["kwargs"], "mostly": 0.9}}], "mostly"),  # type: ignore[dict-item]
        ([STATUS, {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 3}}], "about the table"),
        ([NOT_NULL], "the column 'headline', which is none of the rule's fields"),
        ([], "no expectation that newslint can check"),
        ([{"type": 3}], "expectation 1 lacks its type"),
        ([{**STATUS, "severity": "grave"}], "severity 'grave'"),
    ],
)
def test_a_suite_that_cannot_be_checked_is_an_error(kinds: Any, tmp_path: Path, expectations: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        kinds.check("great_expectations", ["status"], {"suite": suite(tmp_path, *expectations)})
    assert str(caught.value).startswith("params.suite: ")


def test_what_cannot_be_checked_may_be_left_out(kinds: Any, tmp_path: Path) -> None:
    params = {"suite": suite(tmp_path, UNIQUE, STATUS), "unmapped": "skip"}
    check = kinds.check("great_expectations", ["status"], params)
    assert len(kinds.hits(check, {"status": "draft"})) == 1
    with pytest.raises(ValueError, match="no expectation that newslint can check"):
        kinds.check("great_expectations", ["status"], {**params, "suite": suite(tmp_path, UNIQUE)})


@pytest.mark.parametrize(
    ("content", "reason"),
    [("{", "line 1: no JSON"), ("[]", "no suite of expectations"), ('{"expectations": 3}', "no suite of expectations")],
)
def test_a_file_that_is_no_suite(kinds: Any, tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "suite.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        kinds.check("great_expectations", ["status"], {"suite": str(tmp_path / "suite.json")})
    with pytest.raises(ValueError, match="cannot be read"):
        kinds.check("great_expectations", ["status"], {"suite": str(tmp_path / "none.json")})


@pytest.mark.parametrize(
    ("name", "kwargs", "reason"),
    [
        ("expect_column_values_to_not_be_null", {"row_condition": "a==1"}, "some rows only"),
        ("expect_column_values_to_not_be_null", {"mostly": {"$PARAMETER": "m"}}, "mostly"),
        ("expect_column_values_to_not_be_null", {"evaluate_hard": True}, "evaluate_hard: an argument"),
        ("expect_column_values_to_be_in_set", {"value_set": [1]}, "other values than text"),
        ("expect_column_values_to_be_in_set", {"value_set": {"$PARAMETER": "v"}}, "only when the suite runs"),
        ("expect_column_values_to_be_in_set", {}, "names no values"),
        ("expect_column_values_to_match_regex", {"regex": r"a\b"}, "regex: `.b`"),
        ("expect_column_values_to_match_regex_list", {"regex_list": ["a"], "match_on": "some"}, "match_on"),
        ("expect_column_value_lengths_to_be_between", {"min_value": 5, "max_value": 3}, "no length"),
        ("expect_column_value_lengths_to_be_between", {"min_value": 0}, "no bound"),
        ("expect_column_values_to_be_between", {"min_value": "2024-01-01"}, "no number"),
        ("expect_column_values_to_be_of_type", {"type_": "int64"}, "one sort of number"),
        ("expect_column_values_to_be_of_type", {"type_": "bool"}, "newslint reads title as text"),
        ("expect_column_values_to_match_like_pattern", {"like_pattern": "a%"}, "no native kind"),
        ("expect_column_pair_values_to_be_equal", {}, "two columns"),
        ("expect_column_max_to_be_between", {}, "all values of a column"),
        ("expect_multicolumn_sum_to_equal", {}, "several columns"),
        ("expect_query_results_to_match_comparison", {}, "a query"),
        ("expect_wonders", {}, "does not know it"),
    ],
)
def test_nothing_is_guessed(name: str, kwargs: Any, reason: str) -> None:
    with pytest.raises(UnmappedError, match=reason):
        natives(Expectation(1, name, {"column": "title", **kwargs}), "title")


def test_a_list_field_is_not_mapped() -> None:
    for name in MAPPED:
        with pytest.raises(UnmappedError, match="reads authors as a list"):
            natives(Expectation(1, name, {"column": "authors"}), "authors")
