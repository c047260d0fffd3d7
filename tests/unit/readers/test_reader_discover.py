"""Which files a run checks."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import pytest

from newslint.errors import EmptyInputError, InputError, UsageError
from newslint.readers import get_reader
from newslint.readers.discover import find_inputs

if TYPE_CHECKING:
    from pathlib import Path


class Tree:
    """Makes files under the working directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, *names: str) -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text('{"title": "a"}\n')


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.chdir(tmp_path)
    return Tree(tmp_path)


def paths(*args: Any, **options: Any) -> list[str]:
    return [file.path.replace(os.sep, "/") for file in find_inputs(*args, **options)]


def test_folders_give_files_of_known_suffixes_sorted(tree: Tree) -> None:
    tree("b.jsonl", "a/z.md", "a/y.csv.gz", "a/image.png", "a/.hidden.json", ".git/x.json", "node/CVS/x.json", "c.TXT")
    assert paths(["."]) == ["a/y.csv.gz", "a/z.md", "b.jsonl", "c.TXT"]
    assert paths(["a/", "./b.jsonl", "a/z.md", "b.jsonl"]) == ["./b.jsonl", "a/y.csv.gz", "a/z.md"]
    (file,) = find_inputs(["b.jsonl"])
    assert (file.format, file.size, file.opened) == ("jsonl", 15, None)


def test_named_files_are_taken_whatever_hides_them(tree: Tree) -> None:
    tree(".hidden.json", "skip/a.json", ".gitignore")
    (tree.root / ".gitignore").write_text("*.json\n")
    assert paths([".hidden.json", "skip/a.json"], exclude=["skip/"]) == [".hidden.json", "skip/a.json"]
    assert paths([".hidden.json", "skip/a.json"], exclude=["skip/"], force_exclude=True) == [".hidden.json"]
    assert paths(["skip/a.json"], exclude=["*.json"], force_exclude=True) == []


def test_globs(tree: Tree) -> None:
    tree("a.json", "keep/b.json", "drop/c.json", "drop/deep/d.json", "feed.dat")
    assert paths(["."], exclude=["drop/"]) == ["a.json", "keep/b.json"]
    assert paths(["."], exclude=["/a.json", "d.*"]) == ["drop/c.json", "keep/b.json"]
    with pytest.raises(InputError, match="cannot be told"):
        find_inputs(["."], include=["*.dat"])
    assert paths(["."], include=["*.dat"], input_format="jsonl")[-2:] == ["feed.dat", "keep/b.json"]
    assert paths(["."], exclude=["/c.json"], root=str(tree.root / "drop")) == ["a.json", "drop/deep/d.json", "keep/b.json"]


def test_gitignore(tree: Tree) -> None:
    tree(
        ".git/HEAD",
        "a.json",
        "tmp.json",
        "out/x.json",
        "sub/out/y.json",
        "sub/b.json",
        "sub/tmp.json",
        "sub/deep/c.json",
        "not.json",
    )
    (tree.root / ".gitignore").write_text("tmp.json\nout/\n/not.json\n")
    (tree.root / "sub/.gitignore").write_text("!tmp.json\n/deep/\n")
    (tree.root / ".git/info").mkdir()
    (tree.root / ".git/info/exclude").write_text("a.json\n")
    assert paths(["."]) == ["sub/b.json", "sub/tmp.json"]
    assert paths(["sub"]) == ["sub/b.json", "sub/tmp.json"]
    assert paths(["out"]) == ["out/x.json"], "a folder that is named is looked into"
    assert len(paths(["."], respect_gitignore=False)) == 8


def test_a_gitignore_above_the_repository_says_nothing(tree: Tree) -> None:
    tree("repo/.git/HEAD", "repo/a.json", "plain/b.json")
    (tree.root / ".gitignore").write_text("*.json\n")
    assert paths(["repo"]) == ["repo/a.json"]
    assert paths(["plain"]) == ["plain/b.json"]


def test_symbolic_links(tree: Tree) -> None:
    tree("data/a.json", "other/b.json")
    (tree.root / "data/round").symlink_to(tree.root / "data", target_is_directory=True)
    (tree.root / "data/self").symlink_to(tree.root / "data/self")
    (tree.root / "data/same.json").symlink_to(tree.root / "data/a.json")
    (tree.root / "data/b.json").symlink_to(tree.root / "other/b.json")
    (tree.root / "data/gone.json").symlink_to(tree.root / "nowhere.json")
    assert paths(["data"]) == ["data/a.json", "data/b.json", "data/gone.json"]
    assert paths(["data/round"]) == ["data/round/a.json", "data/round/b.json", "data/round/gone.json"]
    gone = find_inputs(["data"])[-1]
    with pytest.raises(InputError, match="no such file"):
        list(get_reader("json").read(gone.units(get_reader, 1)[0], {}, None))


def test_paths_that_do_not_exist(tree: Tree) -> None:
    tree("articles/feed.jsonl")
    with pytest.raises(InputError, match="no such file") as caught:
        find_inputs(["articles/fead.jsonl"])
    assert caught.value.path == "articles/fead.jsonl"
    assert caught.value.hint == "did you mean 'feed.jsonl'?"
    errors = []
    assert [file.path for file in find_inputs(["nope", "articles", "articles/x"], errors=errors)] == ["articles/feed.jsonl"]
    assert [error.path for error in errors] == ["nope", "articles/x"]


def test_folders_without_anything_to_check(tree: Tree) -> None:
    tree("empty/readme.png", "full/a.json")
    with pytest.raises(EmptyInputError) as caught:
        find_inputs(["full", "empty"])
    assert caught.value.path == "empty"
    assert ".jsonl" in (caught.value.hint or "")
    assert paths(["full", "full/a.json", "full"]) == ["full/a.json"]


def test_formats_that_cannot_be_told(tree: Tree) -> None:
    tree("feed.jsnl", "feed")
    with pytest.raises(InputError, match="cannot be told") as caught:
        find_inputs(["feed.jsnl"])
    assert caught.value.hint == "did you mean '.jsonl'?"
    assert [file.format for file in find_inputs(["feed", "feed.jsnl"], input_format="jsonl")] == ["jsonl", "jsonl"]
    with pytest.raises(UsageError, match="no such input format"):
        find_inputs(["feed"], input_format="jsnl")


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
def test_pipes_are_refused_when_they_are_named_and_passed_by_in_folders(tree: Tree) -> None:
    tree("a.json")
    os.mkfifo(tree.root / "pipe.json")
    assert paths(["."]) == ["a.json"]
    with pytest.raises(InputError, match="named pipe"):
        find_inputs(["pipe.json"])


def test_standard_input_can_be_read_twice(tree: Tree) -> None:
    data = b'{"title": "a"}\n{"title": "b"}\n'
    (file,) = find_inputs(["-", "-"], input_format="jsonl", stdin=io.BytesIO(data))
    assert (file.path, file.size) == ("-", len(data))
    (unit,) = file.units(get_reader, 1 << 20)
    reader = get_reader("jsonl")
    for _ in range(2):
        assert [a.title for batch in reader.read(unit, {}, None) for a in batch.articles] == ["a", "b"]
    assert [batch.articles[0].title for batch in reader.fetch(unit, [15], {}, None)] == ["b"]
    assert [unit.path for unit in file.units(get_reader, 15)] == ["-", "-"]


def test_the_name_of_standard_input(tree: Tree) -> None:
    import gzip

    (file,) = find_inputs(["-"], stdin=io.BytesIO(gzip.compress(b'{"title": "a"}')), stdin_filename="feed.jsonl.gz")
    assert (file.path, file.format) == ("feed.jsonl.gz", "jsonl")
    (unit,) = file.units(get_reader, 5)
    assert [a.title for batch in get_reader("jsonl").read(unit, {}, None) for a in batch.articles] == ["a"]
    with pytest.raises(UsageError, match="standard input"):
        find_inputs(["-"], stdin=io.BytesIO(b""))
