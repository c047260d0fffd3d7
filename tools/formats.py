#!/usr/bin/env python3
"""Read real documents of the formats that news comes in, and say what was found in them.

    formats.py DATA

DATA is a folder that holds ``formats.tar.gz`` (documents in folders named for their format), ``jsonld_articles.jsonl.gz`` and records of
what is known about some pages; the documents are kept apart from this project.  Prints figures, and names every document in which a
title or a body was missed.  Exits with 1 when a reader crashed, or missed one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tarfile
import tempfile
import traceback
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newslint.readers.discover import find_inputs
from newslint.readers.registry import get_reader
from newslint.text.html import html_to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newslint.model import Article
    from newslint.readers.base import Unreadable


def read(path: str) -> Iterator[tuple[str, Article | None, Unreadable | None]]:
    """Format, and article or fault, of every record of a file."""
    for item in find_inputs([path]):
        for unit in item.units(get_reader, 1 << 62):
            for batch in get_reader(unit.format).read(unit, {}, None):
                for article in batch.articles:
                    yield unit.format, article, None
                for fault in batch.unreadable:
                    yield unit.format, None, fault


def ninjs_holds(path: str) -> list[tuple[bool, bool]]:
    """Whether each item of a ninjs file has a headline and a body of text."""
    with open(path, encoding="utf-8") as file:
        item = json.load(file)
    names = {name.lower(): value for name, value in item.items()}
    title = any(value for name, value in names.items() if name == "headline" or name.startswith("headline_"))
    title = title or any(isinstance(entry, dict) and entry.get("value") for entry in names.get("headlines", ()))
    body = any(value for name, value in names.items() if name.startswith("body_"))
    body = body or any(isinstance(entry, dict) and entry.get("value") for entry in names.get("bodies", ()))
    return [(title, body)]


def feed_holds(path: str) -> list[tuple[bool, bool]]:
    """Whether each entry of a feed has a title and a text, as feedparser has it."""
    try:
        import feedparser
    except ImportError:
        return []
    with open(path, "rb") as file:
        entries = feedparser.parse(file.read()).entries
    texts = [[*(part.get("value", "") for part in entry.get("content", [])), entry.get("summary", "")] for entry in entries]
    # An entry may hold nothing but a picture.
    return [
        (bool(entry.get("title")), any(html_to_text(text).text for text in held))
        for entry, held in zip(entries, texts, strict=True)
    ]


HOLDS: dict[str, Callable[[str], list[tuple[bool, bool]]]] = {
    "ninjs": ninjs_holds,
    "nitf": ninjs_holds,  # NITF inside ninjs
    "rss": feed_holds,
    "atom": feed_holds,
}


def documents(archive: str) -> bool:
    """Print figures on the documents of an archive; says whether nothing was missed."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        top = os.path.join(folder, "formats")
        for kind in sorted(name for name in os.listdir(top) if os.path.isdir(os.path.join(top, name))):
            figures: Counter[str] = Counter()
            remarks: list[str] = []
            for name in sorted(os.listdir(os.path.join(top, kind))):
                good &= document(os.path.join(top, kind, name), HOLDS.get(kind), figures, remarks)
            print(
                f"{kind}: {figures['files']} files, {figures['records']} records, {figures['unreadable']} unreadable,"
                f" {figures['crashes']} crashes; titles {figures['title']}/{figures['has title']},"
                f" bodies {figures['body']}/{figures['has body']}"
            )
            for remark in remarks:
                print(f"  {remark}")
    return good


def document(
    path: str, holds: Callable[[str], list[tuple[bool, bool]]] | None, figures: Counter[str], remarks: list[str]
) -> bool:
    """Add the figures of one document; says whether nothing was missed in it."""
    name = os.path.basename(path).partition("__")[2]
    figures["files"] += 1
    try:
        found = list(read(path))
        expected = holds(path) if holds is not None else []
    except Exception as error:  # noqa: BLE001  a crash is what this looks for
        figures["crashes"] += 1
        remarks.append(f"{name}: {type(error).__name__}: {error}")
        traceback.print_exc()
        return False
    articles = [article for _, article, _ in found if article is not None]
    figures["records"] += len(articles)
    for _, _, fault in found:
        if fault is not None:
            figures["unreadable"] += 1
            remarks.append(f"{name}:{fault.line}:{fault.column}: {fault.reason}")
    good = True
    for article, (title, body) in zip(articles, expected, strict=False):
        for field, there, value in (("title", title, article.title), ("body", body, article.body)):
            figures[f"has {field}"] += there
            figures[field] += there and bool(value)
            if there and not value:
                good = False
                remarks.append(f"{name}: {field} missed ({article.id})")
    return good


def records(path: str) -> Iterator[dict[str, Any]]:
    """The objects of a compressed file of JSON Lines; none where it does not exist."""
    if os.path.exists(path):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def page(address: object) -> str:
    """An address as it is compared."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def json_ld(folder: str) -> bool:
    """Print figures on the JSON-LD of real pages, against itself and against what is known of the pages."""
    nodes = [record["jsonld"] for record in records(os.path.join(folder, "jsonld_articles.jsonl.gz"))]
    with tempfile.TemporaryDirectory() as temporary:
        path = os.path.join(temporary, "nodes.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(nodes, file, ensure_ascii=False)
        found = [(name, article, fault) for name, article, fault in read(path)]
    articles = [article for _, article, _ in found if article is not None]
    print(f"jsonld: {len(nodes)} articles, {len(articles)} read as {sorted({name for name, _, _ in found})}")
    names = {
        "title": "headline",
        "body": "articleBody",
        "published_at": "datePublished",
        "authors": "author",
        "source": "publisher",
    }
    good = len(articles) == len(nodes)
    for field, name in names.items():
        holding = [(node, article) for node, article in zip(nodes, articles, strict=False) if node.get(name)]
        missed = [node[name] for node, article in holding if not getattr(article, field)]
        dangling = sum(_nameless(value) for value in missed)
        good &= len(missed) == dangling
        said = f", {dangling} of the others name nobody, or a node that is not there" if missed else ""
        print(f"  {field}: {len(holding) - len(missed)}/{len(holding)}{said}")
    known = {page(address): article for article in articles for address in (article.url, article.canonical_url) if page(address)}
    for name in ("meta_postlight", "clean_gold"):
        compare(name, records(os.path.join(folder, f"{name}.jsonl.gz")), known)
    return good


def _nameless(value: Any) -> bool:
    listed = value if isinstance(value, list) else [value]
    return all(isinstance(item, dict) and not item.get("name") for item in listed)


def compare(name: str, expected: Iterator[dict[str, Any]], known: dict[str, Article]) -> None:
    """Print how many titles, authors and days of what is known are those that were read."""
    counts: Counter[str] = Counter()
    for truth in expected:
        counts["records"] += 1
        article = known.get(page(truth.get("url")))
        if article is None:
            continue
        counts["pages"] += 1
        authors = {author.casefold() for author in article.authors}
        wanted = {part.strip().casefold() for part in str(truth.get("author") or "").replace(" and ", ",").split(",")} - {""}
        pairs = (
            ("title", truth.get("title"), article.title, _folded(truth.get("title")) == _folded(article.title)),
            ("author", truth.get("author"), article.authors, any(a in b or b in a for a in authors for b in wanted)),
            ("day", truth.get("date"), article.published_at, str(truth.get("date"))[:10] == (article.published_at or "")[:10]),
        )
        for what, there, held, equal in pairs:
            if there and held:
                counts[what] += 1
                counts[f"{what} equal"] += equal
    shown = ", ".join(f"{what} {counts[f'{what} equal']}/{counts[what]}" for what in ("title", "author", "day"))
    print(f"  against {name}: {counts['pages']} of {counts['records']} pages are among them: {shown}")


def _folded(text: object) -> str:
    return " ".join(str(text).replace("’", "'").replace("‘", "'").casefold().split())


def main() -> int:
    """Run the comparison; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="folder of the documents")
    options = parser.parse_args()
    good = documents(os.path.join(options.data, "formats.tar.gz"))
    good &= json_ld(options.data)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
