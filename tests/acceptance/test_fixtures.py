"""The article records of ``fixtures/``, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[..., tuple[int, list[dict[str, Any]], str]]

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
CLEAN = sorted(path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "clean").rglob("*.*"))
NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Exit status, findings and standard error of ``newslint check``, run in ``fixtures/``."""
    monkeypatch.chdir(FIXTURES)

    def check(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        status = main(["check", "--isolated", "--now", NOW, "--format", "jsonl", *arguments])
        out, err = capsys.readouterr()
        return status, [found for found in map(json.loads, out.splitlines()) if "rule" in found], err

    return check


def shown(finding: dict[str, Any]) -> str:
    place = f"{finding['path']}:{finding['line']}:{finding['column']}"
    return f"{place} {finding['rule']} ({finding['severity']}): {finding['message']} [{finding['excerpt']}]"


def test_there_are_clean_articles_of_every_format() -> None:
    assert {Path(name).suffix for name in CLEAN} == {".atom", ".csv", ".html", ".json", ".jsonl", ".md", ".nitf", ".rss", ".xml"}
    assert len(CLEAN) >= 30


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_about_clean_articles(check: Check, name: str) -> None:
    status, findings, errors = check("--profile", "recommended", name)
    assert [shown(finding) for finding in findings if finding["severity"] != "info"] == []
    assert status == 0, errors


def test_nothing_is_said_about_clean_articles_side_by_side(check: Check) -> None:
    status, findings, _ = check("--profile", "recommended", "clean")
    assert [shown(finding) for finding in findings if finding["severity"] != "info"] == []
    assert status == 0


# Line and rule (or family) of faults that were written into the articles; others may be found beside them.
FAULTY = {
    "ferry-strike.txt": [
        (1, "title.near-duplicate"),
        (8, "date"),
        (8, "punctuation.repeated-word"),
        (10, "punctuation.space-before-punct"),
        (10, "punctuation.stop-then-lowercase"),
        (12, "punctuation.quote-unbalanced"),
        (14, "punctuation.stop-after-quote-then-lowercase"),
        (16, "punctuation.missing-space-after-stop"),
        (18, "markup.html-entity"),
        (20, "encoding.mojibake"),
        (20, "punctuation.bracket-unbalanced"),
        (22, "markup.html-tag"),
        (24, "boilerplate.advert"),
        (26, "punctuation.doubled-punct"),
        (28, "punctuation.repeated-paragraph"),
        (32, "boilerplate.related-links"),
        (34, "boilerplate.newsletter"),
        (36, "attribution.syndication-disclaimer"),
        (38, "attribution.missing-link"),
        (40, "boilerplate.site-self-promotion"),
        (42, "boilerplate.related-links"),
        (44, "boilerplate.share"),
        (46, "boilerplate.copyright"),
        (48, "boilerplate.navigation"),
        (1, "attribution.missing-byline"),
        (1, "attribution.missing-source"),
        (1, "attribution.missing-source-url"),
        (1, "date.published-missing"),
    ],
    "wire.jsonl": [
        (2, "placeholder."),
        (2, "url."),
        (2, "date"),
        (3, "truncation."),
        (4, "duplicate"),
        (4, "boilerplate."),
        (5, "title.missing"),
    ],
    "archive.csv": [
        (4, "boilerplate."),
        (5, "punctuation."),
        (8, "boilerplate.photo-credit"),
        (9, "title."),
        (10, "boilerplate.cookie"),
    ],
    "story.json": [(11, "punctuation.quote-unbalanced"), (11, "punctuation.bracket-unbalanced"), (11, "boilerplate.copyright")],
    "harbour-lights.md": [
        (4, "date"),
        (9, "punctuation.repeated-word"),
        (17, "boilerplate.follow"),
        (20, "punctuation.bracket-unbalanced"),
    ],
    "page.html": [(6, "markup.html-entity"), (8, "punctuation.repeated-word"), (8, "boilerplate.")],
    "ninjs-tide.json": [
        (8, "punctuation.repeated-word"),
        (11, "markup.html-entity"),
        (11, "punctuation.quote-unbalanced"),
        (11, "boilerplate.related-links"),
    ],
    "jsonld-list.json": [(13, "markup.html-tag"), (13, "boilerplate.newsletter")],
    "extracted-fundus.json": [(14, "punctuation.repeated-word"), (15, "boilerplate.newsletter")],
    "extracted-news-please.json": [(1, "encoding.mojibake"), (1, "boilerplate.share")],
    "feed.xml": [
        (7, "markup.html-tag"),
        (11, "punctuation.repeated-word"),
        (12, "markup.html-entity"),
        (12, "boilerplate.related-links"),
    ],
    "lamp.jsonl": [(1, "punctuation.repeated-word"), (1, "punctuation.quote-unbalanced"), (1, "boilerplate.related-links")],
}


def test_every_faulty_article_is_expected_to_be_faulty() -> None:
    assert {path.name for path in (FIXTURES / "faulty").iterdir()} == set(FAULTY)


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_the_faults_of_faulty_articles_are_found(check: Check, name: str) -> None:
    status, findings, errors = check("--profile", "recommended", f"faulty/{name}")
    assert status == 1, errors
    missed = [
        (line, rule)
        for line, rule in FAULTY[name]
        if not any(finding["line"] == line and finding["rule"].startswith(rule) for finding in findings)
    ]
    assert missed == []


# Line and record number of what cannot be read, and the records that end in a block of boilerplate.
BROKEN: dict[str, tuple[list[tuple[int | None, int | None]], set[int]]] = {
    "cut-off.rss": ([(7, 1)], {0}),
    "empty.jsonl": ([(None, None)], set()),
    "entities.xml": ([(3, 0)], set()),
    "front-matter.md": ([(2, 0)], set()),
    "latin-1.txt": ([(1, 0)], set()),
    "nul.jsonl": ([(1, 0)], {1}),
    "ragged.csv": ([(5, 1), (9, 3)], {0, 2}),
    "truncated-line.jsonl": ([(2, 1)], {0, 2}),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_records_are_reported_and_the_others_checked(check: Check, name: str) -> None:
    unreadable, sound = BROKEN[name]
    status, findings, _ = check(f"broken/{name}")
    assert status == 3
    assert [(finding["line"], finding["record"]) for finding in findings if finding["rule"] == "record.unreadable"] == unreadable
    assert {finding["record"] for finding in findings if finding["rule"].startswith("boilerplate.")} == sound
