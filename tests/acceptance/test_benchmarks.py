"""The generator of the benchmarks, and that the runner runs; what it measures is for people to read."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def generate(root: Path, path: Path, *options: str) -> list[dict[str, Any]]:
    command = [sys.executable, root / "benchmarks" / "generate.py", "--out", path, *options]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return generate(root, tmp_path_factory.mktemp("articles") / "articles.jsonl", "--count", "2000", "--faulty", "0")


def test_the_same_arguments_write_the_same_bytes(root: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(root, tmp_path / name, "--count", "300", "--seed", "7")
    generate(root, tmp_path / "other", "--count", "300", "--seed", "8")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "other").read_bytes()


def test_articles_are_distinct_dated_and_of_the_size_that_is_promised(articles: list[dict[str, Any]]) -> None:
    assert len(articles) == 2000
    assert len({article["id"] for article in articles}) == 2000
    assert len({article["title"] for article in articles}) == 2000
    assert all(datetime.fromisoformat(article["published_at"]).tzinfo for article in articles)
    size = sum(len(json.dumps(article, ensure_ascii=False).encode()) for article in articles) / 2000
    assert 3200 < size < 3600
    words = {word.strip(".,;:?!–()“”‘’\"'").lower() for article in articles for word in article["body"].split()}
    assert len(words) > 3000


def test_a_share_of_the_articles_is_faulty(root: Path, tmp_path: Path, articles: list[dict[str, Any]]) -> None:
    faulty = generate(root, tmp_path / "faulty.jsonl", "--count", "2000", "--faulty", "1")
    different = sum(article not in articles for article in faulty)
    assert different > 1900


def test_the_runner_compares_newslint_with_json_and_re(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, root / "benchmarks" / "run.py", "--size-mb", "1", "--sample", "5", "--repeats", "1"]
    run = subprocess.run(
        [*command, "--only", "newslint,json,regex,start-up"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    for line in ("newslint, 1 worker", "newslint, 2 workers", "json.loads per line", "loop of re", "start-up"):
        assert line in run.stdout
