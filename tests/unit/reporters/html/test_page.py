"""The page as a file: its golden copy, its structure, and what hostile text can do to it, which is nothing.

``NEWSLINT_UPDATE_GOLDEN=1 pytest tests/unit/reporters/html`` writes the golden copy anew.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newslint import __version__
from newslint.kinds.base import Context, Record
from newslint.model import Article, Edit, Finding, Fix, Related, Rule, Suppression
from newslint.reporters import Options, Totals, get_reporter
from newslint.reporters.html import reporter as module

GOLDEN = Path(__file__).parents[3] / "golden" / "reporters" / "html.golden"
HOSTILE = "</script><script>alert(1)</script><!--<script>\u2028\u2029&amp;\"'><img src=x onerror=alert(2)>\u202e\x00\x1b"
CONTEXT = Context(datetime(2026, 1, 1, tzinfo=timezone.utc))

RULE = Rule(
    id="boilerplate.share",
    title="Share prompt left in the body",
    why="Share prompts end up in the text, are indexed, summarised and read aloud as if the newsroom had written them.",
    severity="warning",
    fields=("body",),
    kind="phrases",
    message="{field} still carries {match!r}",
    help="Delete the block.",
    tags=("scrape",),
    links=("https://news.example/style",),
    pack="boilerplate/en.yaml",
)
ARTICLE = Article(
    id="urn:harbour:4",
    title="Harbour reopens & ferries run",
    source="Harbour Gazette",
    published_at="2025-03-04T10:00:00Z",
    body="The harbour reopened on Monday.\nShare this\nFerries run again.",
)


def found(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "rule": "boilerplate.share",
        "severity": "warning",
        "message": "body still carries 'Share this'",
        "path": "harbour.jsonl",
        "record": 3,
        "record_id": "urn:harbour:4",
        "field": "body",
        "start": 32,
        "end": 42,
        "line": 4,
        "column": 90,
        "end_line": 4,
        "end_column": 100,
        "excerpt": "Share this",
        "block": 1,
        "fingerprint": "1c3f",
        "source": "Harbour Gazette",
        "published_at": "2025-03-04T10:00:00Z",
    }
    return Finding(**{**given, **more})


FINDINGS = [
    found(fix=Fix(safe=True, edits=(Edit(32, 43, ""),)), related=(Related("other.jsonl", 0, "urn:other:1", 1),)),
    found(rule="house.style", severity="info", message="a word of ours", start=4, end=11, excerpt="harbour", fingerprint="77aa"),
    found(
        rule="title.exact",
        severity="error",
        message="the same title",
        field="title",
        record=4,
        record_id="urn:harbour:5",
        start=None,
        end=None,
        excerpt=None,
        suppressed=Suppression("exception", "the desk runs both on purpose", "2027-01-01"),
    ),
    Finding(rule="record.unreadable", severity="error", message="unexpected end", path="zeta.jsonl", record=0, line=1, column=17),
]
TOTALS = Totals(
    files=3,
    records=1_204,
    unreadable=1,
    by_severity={"error": 1, "warning": 1, "info": 1},
    by_rule={"boilerplate.share": 1, "house.style": 1, "record.unreadable": 1},
    errors=["zeta.jsonl: cannot be opened"],
    fixable=1,
)


def written(
    findings: list[Finding], articles: dict[tuple[str, int], Article], totals: Totals = TOTALS, options: Options | None = None
) -> str:
    stream = io.BytesIO()
    reporter = get_reporter("html")(stream, options or Options())
    reporter.begin([RULE])
    reporter.files(["harbour.jsonl", "zeta.jsonl"])
    for finding in findings:
        reporter.finding(finding)
    wanted = {(path, number) for path, numbers in reporter.wanted().items() for number in numbers}
    for place, article in articles.items():
        if place in wanted:
            reporter.record(*place, Record(article, CONTEXT))
    reporter.end(totals)
    return stream.getvalue().decode()


def page() -> str:
    return written(FINDINGS, {("harbour.jsonl", 3): ARTICLE})


def data_of(text: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert match is not None
    data: dict[str, Any] = json.loads(match[1])
    return data


class Elements(HTMLParser):
    """Start tags with their attributes, and what is open where."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_page_is_the_golden_one() -> None:
    text = re.sub(r"<style>.*?</style>", "<style></style>", page(), flags=re.DOTALL)
    text = re.sub(r"<script>.*?</script>", "<script></script>", text, flags=re.DOTALL)
    text = re.sub(r"sha256-[\w+/]+=*", "sha256-", text).replace(f"newslint {__version__}", "newslint 0.0.0")
    if os.environ.get("NEWSLINT_UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_page_is_the_same_every_time() -> None:
    assert page() == page()


def test_page_holds_what_the_findings_say() -> None:
    data = data_of(page())
    first, second, third, last = data["findings"]
    assert [data["rules"][row[0]]["id"] for row in data["findings"]] == [finding.rule for finding in FINDINGS]
    assert first[3:14] == ["body", FINDINGS[0].message, 4, 90, 4, 100, 32, 42, 1, "Share this", "1c3f"]
    assert first[14] == [True, [["Share this\n", ""]], 1]
    assert first[15] == [[[data["paths"].index("other.jsonl"), 0, "urn:other:1", 1]], 1]
    assert third[16] == ["exception", "the desk runs both on purpose", "2027-01-01"]
    assert [second[1], third[1], last[1]] == [2, 0, 0]
    assert data["rules"][0]["why"] == RULE.why
    assert data["rules"][0]["help"] == RULE.help
    assert data["texts"][0] == [
        ["body", ["The ", ["harbour", 1], " reopened on Monday.\n", ["Share this", 0], "\nFerries run again."]]
    ]
    assert data["subjects"][0] == [0, 3, "urn:harbour:4", "Harbour Gazette", "2025-03-04", "Harbour reopens & ferries run"]
    assert data["texts"][1:] == [[], []]


def test_tiles_count_what_counts() -> None:
    text = page()
    tiles = re.findall(r"<dt>(?:<span[^>]*></span>)?(\w+)</dt>\s*<dd>([\d,]+)</dd>", text)
    assert tiles == [
        ("Findings", "3"),
        ("Errors", "1"),
        ("Warnings", "1"),
        ("Info", "1"),
        ("Accepted", "1"),
        ("Records", "1,204"),
    ]
    assert "1 fixable with --fix" in text
    assert "1 unreadable" in text
    assert "zeta.jsonl: cannot be opened" in text


def test_every_control_has_a_label_and_every_section_a_name() -> None:
    text = page()
    elements = Elements(text)
    ids = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    assert len(ids) == sum("id" in attributes for _, attributes in elements.found)
    for _, attributes in elements.found:
        for reference in (attributes.get("aria-labelledby") or "").split():
            assert reference in ids
        target = attributes.get("href") or ""
        assert not target.startswith("#") or target[1:] in ids
    assert all("aria-labelledby" in section for section in elements.all("section"))
    assert {attributes.get("scope") for attributes in elements.all("th")} <= {"col", "row"}
    labelled = re.findall(r"<label[^>]*>.*?</label>", text, re.DOTALL)
    controls = len(elements.all("input")) + len(elements.all("select"))
    assert sum(len(re.findall(r"<(?:input|select)", label)) for label in labelled) == controls > 8
    assert elements.all("html")[0]["lang"] == "en"
    assert elements.found[[name for name, _ in elements.found].index("body") + 1][1]["href"] == "#findings"
    assert [len(elements.all(landmark)) for landmark in ("header", "main", "footer")] == [1, 1, 1]


def test_page_loads_nothing() -> None:
    text = page()
    elements = Elements(text)
    assert not [attributes for _, attributes in elements.found if "src" in attributes or "style" in attributes]
    assert [attributes["href"] for attributes in elements.all("link")] == ["data:,"]
    policy = str(elements.all("meta")[1]["content"])
    assert policy.startswith("default-src 'none'; ")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    for inside in (style, script):
        assert base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() in policy
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", style + script)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(", script)


def test_hostile_text_stays_text() -> None:
    finding = found(
        message=HOSTILE,
        path=f"{HOSTILE}.jsonl",
        record_id=HOSTILE,
        source=HOSTILE,
        start=0,
        end=len(HOSTILE),
        excerpt=HOSTILE,
        rule=f"a.{HOSTILE}",
        suppressed=None,
    )
    article = Article(id=HOSTILE, title=HOSTILE, body=HOSTILE, source=HOSTILE)
    totals = Totals(by_severity={"warning": 1}, by_rule={f"a.{HOSTILE}": 1}, errors=[HOSTILE])
    text = written([finding], {(f"{HOSTILE}.jsonl", 3): article}, totals)
    plain = page()
    count = [len(re.findall(tag, text)) for tag in ("<script", "</script", "<img", "<!--")]
    assert count == [len(re.findall(tag, plain)) for tag in ("<script", "</script", "<img", "<!--")]
    assert "\u2028" not in text
    assert "\x00" not in text
    data = data_of(text)
    assert data["findings"][0][4] == HOSTILE
    assert data["texts"][0][0][1] == [[HOSTILE, 0]]


@pytest.mark.parametrize("terminal", [False, True])
def test_lone_surrogates_do_not_break_the_page(terminal: bool) -> None:
    article = Article(id="x", title="t \ud800", body="b \udfff", source="\ud800")
    finding = found(start=2, end=3, excerpt="\udfff", message="\ud800", source="\ud800")
    text = written([finding], {("harbour.jsonl", 3): article}, options=Options(terminal=terminal))
    assert data_of(text)["findings"][0][12] == "\udfff"


def test_nothing_to_report_is_a_page_too() -> None:
    text = written([], {}, Totals(files=1, records=5))
    assert "No findings in 5 records of 1 file" in text
    assert not Elements(text).all("table")


def test_a_changed_file_gets_no_marks() -> None:
    text = written(
        [FINDINGS[0]], {("harbour.jsonl", 3): Article(id="urn:harbour:4", body="Something else altogether, of the same length.")}
    )
    assert data_of(text)["texts"] == [[["body", ["Something else altogether, of the same length."]]]]


def test_text_is_cut_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TEXT_BYTES", 60_000)
    body = "word " * 1_000
    findings = [found(record=number, start=2_500, end=2_504, excerpt="word") for number in range(200)]
    text = written(findings, {("harbour.jsonl", number): Article(body=body) for number in range(200)})
    texts = data_of(text)["texts"]
    assert all(len(fields) == 1 for fields in texts)
    assert len(json.dumps(texts)) < 70_000
    for number, ((_, pieces),) in enumerate(texts):
        assert ["word", number] in pieces


def test_findings_beyond_the_bound_are_counted_and_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FINDINGS", 2)
    text = written([found(record=number) for number in range(5)], {})
    assert len(data_of(text)["findings"]) == 2
    assert "hold the first 2; 3 more are left out" in text
    assert re.search(r'class="count">5<', text)
