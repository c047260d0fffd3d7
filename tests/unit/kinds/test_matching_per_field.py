from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newslint.engine.finish import finding_of
from newslint.model import FixSpec, Rule

if TYPE_CHECKING:
    from conftest import KindRunner

    from newslint.model import Finding


def findings(kinds: KindRunner, name: str, params: dict[str, Any], fix: FixSpec | None, record: dict[str, Any]) -> list[Finding]:
    check = kinds.check(name, ["title", "body"], params)
    rule = Rule("t.t", "t", "w", "warning", ("title", "body"), name, "{count} times {match!r}", params, fix=fix)
    prepared = kinds.record(record)
    hits = kinds.hits(check, record)
    return [finding_of(rule, hit, prepared, path="p", number=0, record_id=None, place=None) for hit in hits]


def test_one_finding_per_field_mends_every_match(kinds: KindRunner) -> None:
    record = {"title": "a\u00adb", "body": "one\u00ad two\u00ad\nthree\u00ad"}
    found = findings(kinds, "pattern", {"match": r"\x{AD}", "per_field": True}, FixSpec("delete", safe=True), record)
    assert [(f.field, f.start, f.message) for f in found] == [("title", 1, "1 times '\\xad'"), ("body", 3, "3 times '\\xad'")]
    assert found[1].fix is not None
    assert [(edit.start, edit.end, edit.text) for edit in found[1].fix.edits] == [(3, 4, ""), (8, 9, ""), (15, 16, "")]


def test_edits_of_the_kind_are_kept(kinds: KindRunner) -> None:
    record = {"body": "We utilise it and utilise it."}
    params = {"swap": {"utilise": "use"}, "per_field": True}
    (found,) = findings(kinds, "substitution", params, FixSpec("kind"), record)
    assert found.fix is not None
    assert [edit.text for edit in found.fix.edits] == ["use", "use"]


def test_without_it_every_match_is_a_finding_that_counts_one(kinds: KindRunner) -> None:
    found = findings(kinds, "phrases", {"phrases": ["port"]}, None, {"body": "port and port"})
    assert [f.message for f in found] == ["1 times 'port'"] * 2
    assert [f.fix for f in found] == [None, None]


def test_no_match_is_no_finding(kinds: KindRunner) -> None:
    assert findings(kinds, "phrases", {"phrases": ["port"], "per_field": True}, None, {"body": "ferry"}) == []


@pytest.mark.parametrize("least", [2, 3])
def test_min_count_comes_first(kinds: KindRunner, least: int) -> None:
    found = findings(kinds, "phrases", {"phrases": ["port"], "per_field": True, "min_count": least}, None, {"body": "port port"})
    assert len(found) == (1 if least == 2 else 0)


@pytest.mark.parametrize(("body_format", "count"), [("lines", 1), ("paragraphs", 1), ("markdown", 0)])
def test_formats_name_the_texts_that_are_looked_at(kinds: KindRunner, body_format: str, count: int) -> None:
    check = kinds.check("pattern", ["body"], {"match": r"\*\*\w+\*\*", "formats": ["lines", "paragraphs"]})
    assert len(list(check.run(kinds.record({"body": "**Port** shut"}, body_format), ["body"]))) == count


def test_a_field_without_a_match_beside_one_with(kinds: KindRunner) -> None:
    check = kinds.check("pattern", ["title", "body"], {"match": ["port", "ferry"], "in": "block", "whole": True})
    assert kinds.spans(check, {"title": "Strike", "body": "Ferry"}) == ["Ferry"]
