"""``newslint show``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
CLEAN = sorted(path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "clean").rglob("*.*") if path.suffix != ".md")


def show(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "newslint", "show", "--isolated", *arguments]
    run = subprocess.run(command, cwd=FIXTURES, capture_output=True, text=True, check=False, input=stdin)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, run.stdout, run.stderr


def shown(*arguments: str) -> dict[str, Any]:
    status, output, errors = show("--format", "json", *arguments)
    assert status == 0, errors
    data: dict[str, Any] = json.loads(output)
    return data


def test_the_text() -> None:
    status, output, _ = show("clean/feed.rss", "--record", "1")
    assert status == 0
    assert output == (
        "clean/feed.rss:22: record 1, read as rss\n\n"
        "id  (from guid, at 25:33)\n  hg-2025-0615-1\n"
        "title  (from title, at 23:14)\n  Rain stops regatta at Lower Norrin\n"
        "source  (from /rss/channel/title, at 4:12)\n  Harbour Gazette\n"
        "url  (from link, at 24:13)\n  https://harbourgazette.example/2025/06/15/regatta\n"
        "published_at  (from pubDate, at 26:16)\n  Sun, 15 Jun 2025 19:05:00 +0100\n"
        "language  (from /rss/channel/language, at 6:15)\n  en-GB\n"
        "body  (from HTML in description, at 28:29)\n"
        "  [0:99] paragraph, at 28:29\n"
        "    The regatta at Lower Norrin was broken off after the third race on Sunday, when hail hid the\n    marks.\n"
        "  [101:215] paragraph, at 28:147\n"
        "    Nobody was hurt. The remaining four races will be sailed on 29 June, said the clerk of the\n    course, Maud Penhallow.\n"
        "rights  (from /rss/channel/copyright, at 7:16)\n  Harbour Gazette 2025\n"
        "authors[0]  (from creator, at 27:19)\n  Anwen Tully\n"
    )


@pytest.mark.parametrize("name", CLEAN)
def test_places_and_blocks_are_those_of_the_file(name: str) -> None:
    data = shown(name)
    lines = (FIXTURES / name).read_text(encoding="utf-8").split("\n")
    assert data["path"] == name
    for field in ("title", "byline", "published_at"):
        entry = data["fields"].get(field)
        if entry is not None and entry["line"] is not None:
            assert lines[entry["line"] - 1][entry["column"] - 1] == entry["value"][0]
    body = data["fields"]["body"]["value"]
    assert data["blocks"]
    for block in data["blocks"]:
        assert body[block["start"] : block["end"]] == block["text"]
        assert lines[block["line"] - 1][block["column"] - 1 :][0] in {block["text"][0], "\\"}


FORMATS = {
    "clean/feed.rss": "rss",
    "clean/feed.atom": "atom",
    "clean/feed.json": "jsonfeed",
    "clean/council.nitf": "nitf",
    "clean/newsml-bakery.xml": "newsml",
    "clean/ninjs-lighthouse.json": "ninjs",
    "clean/jsonld-graph.json": "jsonld",
    "clean/desk.json": "json",
    "clean/wire.jsonl": "jsonl",
    "clean/extracted-newspaper.json": "newspaper",
    "clean/extracted-trafilatura.jsonl": "trafilatura",
    "faulty/extracted-fundus.json": "fundus",
    "faulty/extracted-news-please.json": "news-please",
    "faulty/feed.xml": "rss",
    "faulty/jsonld-list.json": "jsonld",
}


def test_the_format_that_was_recognised() -> None:
    assert {name: shown(name)["format"] for name in FORMATS} == FORMATS


def test_a_format_that_is_named() -> None:
    data = shown("clean/ninjs-lighthouse.json", "--input-format", "json")
    assert data["format"] == "json"
    assert data["fields"]["title"]["value"] == "Lighthouse 2nd lead"


def test_standard_input_and_names_of_a_csv_file() -> None:
    status, output, _ = show("-", "--input-format", "csv", stdin="headline,lead\nPort opens,x\n")
    assert status == 0
    assert output == '-:2: record 0, read as csv\n\ntitle  (from headline, at 2:1)\n  Port opens\n\nextra\n  lead: "x"\n'


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["clean/feed.rss", "--record", "2"], 2, "there is no record 2"),
        (["clean/feed.rss", "--record", "x"], 2, "is no number"),
        (["broken/cut-off.rss", "--record", "1"], 3, "broken/cut-off.rss:7:1: the feed is not well-formed"),
        (["clean"], 2, "this is a folder"),
        (["clean/nothing.json"], 3, "no such file"),
        (["clean/feed.rss", "clean/feed.atom"], 2, "show takes one file"),
        (["clean/feed.rss", "--input-format", "rsss"], 2, "did you mean 'rss'?"),
    ],
)
def test_what_cannot_be_shown(arguments: list[str], status: int, said: str) -> None:
    ended, _, errors = show(*arguments)
    assert (ended, said in errors) == (status, True), errors
