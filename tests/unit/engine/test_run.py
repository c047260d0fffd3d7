"""What the engine promises whatever the rules: spans, order, conditions, crashes, one finding per file."""

from __future__ import annotations

import json
import multiprocessing
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from newslint.api import Linter
from newslint.errors import CheckError
from newslint.kinds.base import Check, Kind, Params
from newslint.kinds.registry import get_kind
from newslint.model import Condition, Finding, FixSpec, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newslint.kinds.base import Record


class NoParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of the kind below."""

    word: Annotated[str, Meta(description="What to crash on.")] = "boom"


class Crashing(Check[NoParams]):
    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        if self.params.word in (record.value("body") or ""):
            raise RuntimeError("out of order")
        return ()


CRASHING = Kind("crashing", "record", NoParams, Crashing)


def kinds(name: str) -> Kind:
    return CRASHING if name == "crashing" else get_kind(name)


def rule(identity: str, kind: str = "pattern", fields: tuple[str, ...] = ("body",), **changes: Any) -> Rule:
    settings: dict[str, Any] = {"severity": "warning", "message": "{match!r} in {field}", **changes}
    return Rule(
        id=identity, title="Test", why="Because the test needs a rule of some kind.", fields=fields, kind=kind, **settings
    )


def word(identity: str, match: str, **changes: Any) -> Rule:
    return rule(identity, params={"match": match}, **changes)


TEXT = st.text(alphabet=st.sampled_from("ab é“”😀\n.x\u00a0"), max_size=60)


@given(title=TEXT, body=TEXT, author=TEXT)
def test_excerpt_is_the_span_of_the_value(title: str, body: str, author: str) -> None:
    record: dict[str, Any] = {"title": title, "body": body, "authors": ["A", author]}
    linter = Linter(rules=[word("t.a", r"\ba\b|é.", fields=("title", "body", "authors")), word("t.b", r"[“”]\s*x?")], cache=False)
    findings = linter.check_record(record)
    for finding in findings:
        value = author if finding.field == "authors[1]" else "A" if finding.field == "authors[0]" else record[str(finding.field)]
        assert value[finding.start : finding.end] == finding.excerpt
        assert (
            finding.snippet is None
            or finding.excerpt is None
            or (finding.excerpt.startswith(finding.snippet.text[finding.snippet.start : finding.snippet.end]))
        )
    assert findings == sorted(findings, key=lambda finding: finding.order)


def test_a_long_line_is_cut_round_the_span() -> None:
    body = "word " * 200 + "needle" + " word" * 200
    (finding,) = Linter(rules=[word("t.a", "needle")], cache=False).check_record({"body": body})
    assert finding.snippet is not None
    assert finding.snippet.text.startswith("…")
    assert finding.snippet.text.endswith("…")
    assert finding.snippet.text[finding.snippet.start : finding.snippet.end] == "needle"
    assert len(finding.snippet.text) <= 170


@pytest.mark.parametrize(
    ("condition", "record", "holds"),
    [
        (Condition("genre", is_=("opinion",)), {"genre": " Opinion "}, True),
        (Condition("genre", is_=("opinion",)), {}, False),
        (Condition("genre", is_not=("opinion",)), {"genre": "news"}, True),
        (Condition("genre", is_not=("opinion",)), {"genre": "Opinion"}, False),
        (Condition("authors", present=True), {"authors": ["A"]}, True),
        (Condition("authors", present=False), {"authors": ["A"]}, False),
        (Condition("url", matches="/live/"), {"url": "https://kite.example/Live/1"}, True),
        (Condition("url", matches="/live/"), {"url": "https://kite.example/1"}, False),
        (Condition("body", max_words=3), {}, True),
        (Condition("body", max_words=1), {}, False),
        (Condition("body", min_words=3), {}, False),
        (Condition("desk.name", is_=("sport",)), {"desk": {"name": "Sport"}}, True),
    ],
)
def test_when(condition: Condition, record: dict[str, Any], holds: bool) -> None:
    linter = Linter(rules=[word("t.a", "needle", when=(condition,))], cache=False)
    assert bool(linter.check_record({"body": "a needle", **record})) is holds


@pytest.mark.parametrize(
    ("declared", "holds"), [(None, True), ("en", True), ("en-GB", True), ("EN_us", True), ("eng", False), ("fr", False)]
)
def test_languages(declared: str | None, holds: bool) -> None:
    linter = Linter(rules=[word("t.a", "needle", languages=("en",))], cache=False)
    assert bool(linter.check_record({"body": "a needle", "language": declared})) is holds


def test_a_crash_names_the_rule_and_the_others_still_run(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"body": body}) + "\n" for body in ("a needle", "boom needle", "boom")), encoding="utf-8")
    linter = Linter(rules=[rule("t.crash", "crashing"), word("t.a", "needle")], get_kind=kinds, cache=False)
    run = linter.check_paths([str(path)])
    assert [(finding.rule, finding.record) for finding in run] == [("t.a", 0), ("t.a", 1)]
    (error,) = run.summary.errors
    assert isinstance(error, CheckError)
    assert error.reason == "rule 't.crash' crashed on record 1: RuntimeError: out of order"
    with pytest.raises(CheckError, match=r"t\.crash"):
        linter.check_record({"body": "boom"})


def test_a_rule_may_report_once_per_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"body": "x needle"[: 2 + index * 6]}) + "\n" for index in range(3)), encoding="utf-8")
    linter = Linter(rules=[word("t.a", "needle", report="file")], cache=False)
    assert [(finding.record, finding.message) for finding in linter.check_paths([str(path)])] == [
        (1, "'needle' in body (2 of 3 records)")
    ]


@pytest.mark.parametrize(
    ("fix", "fixed"),
    [
        (FixSpec("delete"), "One  two.\n\nRelated\n\nThree."),
        (FixSpec("replace", with_="<\\g<tail>>"), "One <le> two.\n\nRelated\n\nThree."),
        (FixSpec("map", table={"needle": "pin"}), "One pin two.\n\nRelated\n\nThree."),
    ],
)
def test_fix_ops(fix: FixSpec, fixed: str) -> None:
    body = "One needle two.\n\nRelated\n\nThree."
    (finding,) = Linter(rules=[word("t.a", "need(?P<tail>le)", fix=fix)], cache=False).check_record({"body": body})
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert body[: edit.start] + edit.text + body[edit.end :] == fixed


@pytest.mark.parametrize(("match", "fixed"), [("^related$", "One.\n\nThree."), ("^one.$", "Related\n\nThree.")])
def test_delete_block_takes_the_blank_lines_with_it(match: str, fixed: str) -> None:
    body = "One.\n\nRelated\n\nThree."
    (finding,) = Linter(rules=[word("t.a", match, fix=FixSpec("delete_block"))], cache=False).check_record({"body": body})
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert body[: edit.start] + edit.text + body[edit.end :] == fixed


def test_fingerprint_does_not_move_with_the_text() -> None:
    linter = Linter(rules=[word("t.a", "needle")], cache=False)

    def prints(body: str) -> list[str]:
        return [finding.fingerprint for finding in linter.check_record({"id": "1", "body": body})]

    assert prints("a needle") == prints("some more text\n\nthen a Needle")
    assert prints("a needle") != [finding.fingerprint for finding in linter.check_record({"id": "2", "body": "a needle"})]


def records(count: int) -> list[dict[str, Any]]:
    return [
        {"id": str(number), "title": f"Title {number % 40}", "body": "a needle" if number % 9 == 0 else "hay"}
        for number in range(count)
    ]


def lint_rules() -> list[Rule]:
    return [word("t.a", "needle"), rule("t.same", "unique", ("title",), message="{field} is used again")]


def test_findings_are_the_same_for_any_number_of_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newslint.api._SMALL", 0)
    monkeypatch.setattr("newslint.api._UNIT", 20_000)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({**record, "pad": "x" * 500}) + "\n" for record in records(4_000)), encoding="utf-8")
    found: list[list[Finding]] = []
    for jobs in (1, 2):
        run = Linter(rules=lint_rules(), jobs=jobs, cache=False).check_paths([str(path)])
        found.append(list(run))
        assert (run.summary.records, run.summary.files, run.summary.errors) == (4_000, 1, [])
    assert found[0] == found[1]
    assert len(found[0]) > 4_000
    assert found[0] == sorted(found[0], key=lambda finding: finding.order)
    assert all(finding.line == (finding.record or 0) + 1 for finding in found[0])


@pytest.fixture
def in_small_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file that two workers share."""
    monkeypatch.setattr("newslint.api._SMALL", 0)
    monkeypatch.setattr("newslint.api._UNIT", 20_000)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({**record, "pad": "x" * 500}) + "\n" for record in records(400)), encoding="utf-8")
    return str(path)


def test_runs_side_by_side_keep_their_rules_apart(in_small_units: str) -> None:
    rules = lint_rules()
    alone = [list(Linter(rules=[rule], cache=False).check_paths([in_small_units])) for rule in rules]
    runs = [iter(Linter(rules=[rule], jobs=2, cache=False).check_paths([in_small_units])) for rule in rules]
    firsts = [next(run, None) for run in runs]
    assert [[first, *run] if first else [] for first, run in zip(firsts, runs, strict=True)] == alone


def test_workers_that_are_no_forks_find_the_same(in_small_units: str) -> None:
    alone = list(Linter(rules=lint_rules(), cache=False).check_paths([in_small_units]))
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    try:
        assert list(Linter(rules=lint_rules(), jobs=2, cache=False).check_paths([in_small_units])) == alone
    finally:
        multiprocessing.set_start_method(before, force=True)


def test_records_from_python_are_compared_too() -> None:
    found = list(Linter(rules=lint_rules(), cache=False).check_records(records(9_000)))
    repeated = [finding for finding in found if finding.rule == "t.same"]
    assert len(repeated) == 9_000 - 40
    assert repeated[0].record == 40
    assert [(item.record, item.record_id) for item in repeated[0].related] == [(0, "0")]
