"""What the scanners of a run have learned of texts is kept for the next run, which finds the same with it."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from newslint import store
from newslint.api import Linter
from newslint.text import pattern_set

if TYPE_CHECKING:
    from pathlib import Path

    from newslint.model import Finding

pytestmark = pytest.mark.skipif(pattern_set.Automata is None, reason="RE2's automata cannot be kept")

WORDS = "the harbour council voted share this story read more on Tuesday said spokesman (photo: AP) click here for updates"


@pytest.fixture
def articles(tmp_path: Path) -> str:
    """A file whose articles teach a scanner some hundred states."""
    draw, words = random.Random(7), WORDS.split()
    path = tmp_path / "articles.jsonl"
    lines = []
    for number in range(300):
        text = "\n".join(" ".join(draw.choices(words, k=14)).capitalize() + "." for _ in range(4))
        lines.append(
            json.dumps({"id": str(number), "title": f"Harbour {number} " + " ".join(draw.choices(words, k=5)), "body": text})
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def run(path: str, cache: Path | None, **options: Any) -> list[Finding]:
    directory = None if cache is None else str(cache)
    return list(Linter(profile="recommended", cache=cache is not None, cache_directory=directory, **options).check_paths([path]))


def kept(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.glob("automata-*")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_goes_on_from_what_the_last_one_learned(
    articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr("newslint.api._SMALL", 0)
    monkeypatch.setattr("newslint.api._UNIT", 50_000)
    expected = run(articles, None)
    assert run(articles, tmp_path, jobs=jobs) == expected
    learned = kept(tmp_path)
    assert learned
    largest = max(learned.values(), key=len)
    assert pattern_set.Automata is not None
    assert pattern_set.Automata.of_image(largest, 16, 1 << 24).states > 256
    assert run(articles, tmp_path, jobs=jobs) == expected
    assert kept(tmp_path) == learned  # there was little more to learn


def test_what_is_kept_is_used(articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run(articles, tmp_path)
    of_image = pattern_set.Automata.of_image  # type: ignore[union-attr]
    taken = []

    def counted(data: bytes, start: int, memory: int) -> Any:
        taken.append(len(data))
        return of_image(data, start, memory)

    make = pattern_set.Automata
    made = []

    class Counting(SimpleNamespace):
        def __call__(self, groups: list[list[str]], memory: int) -> Any:
            made.append(sum(map(len, groups)))
            return make(groups, memory)  # type: ignore[misc]

    monkeypatch.setattr(pattern_set, "Automata", Counting(of_image=counted))
    assert run(articles, tmp_path) == expected
    assert len(taken) == len(kept(tmp_path))
    assert max(made, default=0) < 100  # those of the body's patterns are some hundreds


def test_a_damaged_file_is_passed_over_and_written_anew(articles: str, tmp_path: Path) -> None:
    expected = run(articles, tmp_path)
    learned = kept(tmp_path)
    for number, (name, data) in enumerate(sorted(learned.items())):
        (tmp_path / name).write_bytes((b"", data[:-4], data[:40] + b"\xff" + data[41:], bytes(len(data)))[number % 4])
    assert run(articles, tmp_path) == expected
    assert kept(tmp_path) == learned
    for name in learned:  # proved sound, but no image
        sort, _, digest = name.removesuffix(".msgpack").partition("-")
        store.write(str(tmp_path), sort, digest, b"none")
    assert run(articles, tmp_path) == expected
    assert kept(tmp_path) == learned


def test_other_patterns_have_files_of_their_own(articles: str, tmp_path: Path) -> None:
    run(articles, tmp_path)
    learned = kept(tmp_path)
    expected = list(Linter(profile="strict", cache=False).check_paths([articles]))
    assert list(Linter(profile="strict", cache_directory=str(tmp_path)).check_paths([articles])) == expected
    assert kept(tmp_path).items() > learned.items()


@pytest.mark.parametrize("in_checkout", [True, False])
def test_a_module_compiled_anew_is_another_in_a_checkout_alone(
    articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_checkout: bool
) -> None:
    from newslint import _compiled

    monkeypatch.setattr(store, "in_checkout", lambda: in_checkout)
    expected = run(articles, tmp_path)
    learned = kept(tmp_path)
    another = tmp_path / "another"
    another.write_bytes(b"compiled later")
    monkeypatch.setattr(_compiled, "__file__", str(another))
    assert run(articles, tmp_path) == expected
    assert (kept(tmp_path).keys() == learned.keys()) is not in_checkout


def test_what_is_kept_takes_no_more_than_it_may(articles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(articles, tmp_path)
    first = kept(tmp_path)
    monkeypatch.setattr("newslint.engine.automata._KEPT_BYTES", 1)
    list(Linter(profile="strict", cache_directory=str(tmp_path)).check_paths([articles]))
    assert len(kept(tmp_path)) == 1  # that which was written last, whatever it takes
    assert kept(tmp_path).keys().isdisjoint(first)
