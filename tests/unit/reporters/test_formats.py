"""Every format against its golden file; ``NEWSLINT_UPDATE_GOLDEN=1 pytest tests/unit/reporters`` writes them anew."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest

from newslint import __version__
from newslint.errors import UsageError
from newslint.model import Edit, Finding, Fix, Related, Rule, Snippet, Suppression
from newslint.reporters import Options, Totals, get_reporter, reporter_names
from newslint.reporters.statistics import statistics

GOLDEN = Path(__file__).parents[2] / "golden" / "reporters"

# Parquet is no text, and refuses a terminal; `none` writes nothing that could be held against anything.
TEXTS = [name for name in reporter_names() if name not in {"parquet", "none"}]
"""Formats that are text; Parquet is none, and has tests of its own."""

RULES = [
    Rule(
        id="boilerplate.share",
        title="Share prompt left in the body",
        why="Share prompts end up in the text, are indexed, summarised and read aloud as if the newsroom had written them.",
        severity="warning",
        fields=("body",),
        kind="phrases",
        message="{field} still carries {match!r}",
        help="Delete the block.",
    ),
    Rule(
        id="title.control-character",
        title="Control character in the title",
        why="A control character breaks feeds and terminals that show the title to a reader.",
        severity="error",
        fields=("title",),
        kind="pattern",
        message="{field} holds a control character",
    ),
    Rule(
        id="title.near-duplicate",
        title="Two records with nearly the same title",
        why="Readers see the same story twice when two records differ only in the punctuation of their titles.",
        severity="info",
        fields=("title",),
        kind="near_duplicate",
        message="title is nearly that of record {first}",
    ),
]

FINDINGS = [
    Finding(
        rule="boilerplate.share",
        severity="warning",
        message="body still carries 'Share this'",
        path="feeds/harbour.jsonl",
        record=3,
        record_id="urn:harbour:4",
        field="body",
        start=120,
        end=130,
        line=4,
        column=188,
        end_line=4,
        end_column=198,
        excerpt="Share this",
        block=2,
        fix=Fix(safe=True, edits=(Edit(118, 130, ""),)),
        fingerprint="1c3f",
        snippet=Snippet("\t東京 Share this now", 4, 14),
    ),
    Finding(
        rule="title.control-character",
        severity="error",
        message="title holds a control character",
        path="feeds/harbour.jsonl",
        record=5,
        field="title",
        start=6,
        end=7,
        line=6,
        column=20,
        end_line=6,
        end_column=26,
        excerpt="\x1b",
        fingerprint="77aa",
        snippet=Snippet("Mayor \x1b[2J opens\u202e school", 6, 7),
    ),
    Finding(
        rule="title.near-duplicate",
        severity="info",
        message="title is nearly that of record urn:harbour:4\n::error::100%, injected",
        path="feeds/table.parquet",
        record=41,
        record_id="a:b,c",
        field="title",
        fingerprint="90be",
        related=(Related("feeds/harbour.jsonl", 3, "urn:harbour:4", 4),),
    ),
    Finding(
        rule="title.near-duplicate",
        severity="info",
        message="title is nearly that of record 3",
        path="feeds/table.parquet",
        record=42,
        field="title",
        fingerprint="90bf",
        suppressed=Suppression("exception", "the desk runs both on purpose", "2027-01-01"),
    ),
    Finding(
        rule="record.unreadable",
        severity="error",
        message="unexpected end of data",
        path="feeds/zeta, daily.jsonl",
        record=0,
        line=1,
        column=17,
    ),
]

TOTALS = Totals(
    files=3,
    records=1204,
    unreadable=1,
    by_severity={"error": 2, "warning": 1, "info": 1},
    by_rule={"boilerplate.share": 1, "title.control-character": 1, "title.near-duplicate": 1, "record.unreadable": 1},
    errors=["feeds/zeta, daily.jsonl: cannot be opened"],
    exceeded=["over budget: boilerplate in 31 of 1,204 records (2.57 %); 2% allowed"],
)


def written(name: str, options: Options | None = None, findings: list[Finding] | None = None) -> bytes:
    stream = io.BytesIO()
    reporter = get_reporter(name)(stream, options or Options())
    reporter.begin(RULES)
    reporter.files(["feeds/clean.jsonl", "feeds/harbour.jsonl", "feeds/table.parquet", "feeds/zeta, daily.jsonl"])
    for finding in FINDINGS if findings is None else findings:
        reporter.finding(finding)
    reporter.end(TOTALS)
    return stream.getvalue()


# A page has a test of its own: tests/unit/reporters/html/test_page.py.
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "html"])
def test_format_is_the_golden_one(name: str) -> None:
    path = GOLDEN / f"{name}.golden"
    data = re.sub(rb'ersion":"' + re.escape(__version__.encode()), b'ersion":"0.0.0', written(name))
    if os.environ.get("NEWSLINT_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("color", [False, True])
def test_nothing_in_the_data_steers_a_terminal(name: str, color: bool) -> None:
    text = written(name, Options(terminal=True, color=color, width=80)).decode()
    for style in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        text = text.replace(style, "")
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("name", TEXTS)
def test_a_lone_surrogate_is_escaped(name: str) -> None:
    finding = Finding(rule="title.control-character", severity="error", message="has \ud800", path="a.jsonl", excerpt="\ud800")
    text = written(name, findings=[finding]).decode("utf-8")
    assert "d800" in text


def test_an_encoding_without_the_character_gets_an_escape() -> None:
    text = written("full", Options(encoding="ascii")).decode("ascii")
    assert "\\u6771\\u4eac" in text


def test_jsonl_holds_one_line_per_object_whatever_ends_a_line() -> None:
    finding = Finding(rule="title.exact", severity="info", message="\x85 \u2028 \u2029 \x0b", path="a.jsonl", excerpt="a\u2028b")
    stream = io.BytesIO()
    reporter = get_reporter("jsonl")(stream, Options())
    reporter.finding(finding)
    (line,) = stream.getvalue().decode().splitlines()
    assert (json.loads(line)["excerpt"], json.loads(line)["message"]) == (finding.excerpt, finding.message)


def test_json_is_one_object_with_what_jsonl_has() -> None:
    whole = json.loads(written("json"))
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert whole["version"] == 1
    assert whole["findings"] == lines[:-1]
    assert whole["summary"] == lines[-1]["summary"]
    assert "rule" not in lines[-1]
    assert whole["summary"]["findings"] == 4


def test_json_without_findings_is_json() -> None:
    assert json.loads(written("json", findings=[]))["findings"] == []


def test_json_holds_the_suppressed_and_formats_for_people_do_not() -> None:
    assert [f["suppressed"]["reason"] for f in json.loads(written("json"))["findings"] if f["suppressed"]] == [
        "the desk runs both on purpose"
    ]
    for name in ("full", "concise", "grouped", "github"):
        assert b"table.parquet[42]" not in written(name)


def test_full_shows_twenty_of_a_rule_and_counts_the_others() -> None:
    many = [FINDINGS[0]] * 332
    text = written("full", findings=many).decode()
    assert text.count("feeds/harbour.jsonl:4:188") == 20
    assert "boilerplate.share: and 312 more, `--format full --select boilerplate.share` to list\n" in text
    text = written("full", Options(unlimited=frozenset({"boilerplate.share"})), many).decode()
    assert text.count("feeds/harbour.jsonl:4:188") == 332
    assert "more" not in text


def test_full_says_why_once() -> None:
    text = written("full", findings=[FINDINGS[0]] * 3).decode()
    assert text.count("why:") == 1
    assert text.count("help:") == 3


def test_quiet_leaves_the_summary_out() -> None:
    for name in ("full", "concise", "grouped", "github"):
        assert b"1,204 records" in written(name)
        assert b"1,204 records" not in written(name, Options(quiet=True))


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(UsageError, match="unknown format 'jsonn'") as caught:
        get_reporter("jsonn")
    assert caught.value.hint == "did you mean 'json'?"


def test_statistics_put_the_most_frequent_first() -> None:
    totals = Totals(by_rule={"title.near-duplicate": 2, "boilerplate.share": 1200, "record.unreadable": 2})
    assert statistics(totals, RULES) == (
        "1,200  warning  boilerplate.share     Share prompt left in the body\n"
        "    2  error    record.unreadable     Record that cannot be read\n"
        "    2  info     title.near-duplicate  Two records with nearly the same title\n"
    )
    assert statistics(Totals(), RULES) == ""
