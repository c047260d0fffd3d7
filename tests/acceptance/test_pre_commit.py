"""The hooks of ``.pre-commit-hooks.yaml``: which files they take, and what they do in a repository under the real pre-commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANIFEST = ".pre-commit-hooks.yaml"
CHECKED = [
    "feed.jsonl",
    "data/feed.ndjson",
    "exports/2026/january.csv.gz",
    "exports/all.tsv.zst",
    "old.jsonl.bz2",
    "articles/ferry-strike.json",
    "content/posts/ferry-strike.md",
    "content/posts/Ferry Strike.MARKDOWN",
    "wire/0001.txt",
    "feeds/sport.rss",
    "wire/0001.newsml",
    "content/news/opening.md",
    "content/robots.md",
    "articles/readers-letters.txt",
    "content/changes-at-the-port.md",
]
LEFT_ALONE = [
    "README.md",
    "docs/readme.txt",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE.txt",
    ".github/ISSUE_TEMPLATE/bug.md",
    ".vscode/settings.json",
    "package.json",
    "web/package-lock.json",
    "tsconfig.build.json",
    "requirements.txt",
    "requirements-dev.txt",
    "static/robots.txt",
    "CMakeLists.txt",
    "newslint.baseline.jsonl",
    "node_modules/left/data.json",
    "photo.jpg",
    "feed.jsonl.orig",
    "feed.json.py",
    "notes.text",
    "json",
    "export.xlsx",
    "pom.xml",
]


@pytest.fixture(scope="module")
def manifest(root: Path) -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load((root / MANIFEST).read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def takes(manifest: dict[str, dict[str, Any]]) -> Callable[[str, str], bool]:
    def takes(hook: str, path: str) -> bool:
        entry = manifest[hook]
        wanted = re.search(entry["files"], path) is not None
        return wanted and not ("exclude" in entry and re.search(entry["exclude"], path))

    return takes


def test_pre_commit_accepts_the_manifest(root: Path) -> None:
    run = subprocess.run([pre_commit(), "validate-manifest", root / MANIFEST], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_hooks_that_are_promised(manifest: dict[str, dict[str, Any]]) -> None:
    assert list(manifest) == ["newslint", "newslint-all", "newslint-fix", "newslint-parquet", "newslint-rules"]
    assert all(hook["language"] == "python" and hook["require_serial"] for hook in manifest.values())
    assert [name for name, hook in manifest.items() if not hook.get("pass_filenames", True)] == ["newslint-all"]


@pytest.mark.parametrize("hook", ["newslint", "newslint-fix"])
def test_articles_are_taken_and_the_rest_of_a_repository_is_not(hook: str, takes: Callable[[str, str], bool]) -> None:
    assert [path for path in CHECKED if not takes(hook, path)] == []
    assert [path for path in LEFT_ALONE if takes(hook, path)] == []
    assert not takes(hook, "archive.parquet")


@pytest.mark.parametrize(
    ("hook", "good", "bad"),
    [
        (
            "newslint-all",
            [*CHECKED, "archive.parquet", "rules/house.yaml", "newslint.yaml", ".newslint.yaml", "newslint.exceptions.yaml"],
            ["photo.jpg", "other.yaml", "src/rules/house.yaml", "feed.jsonl.orig"],
        ),
        (
            "newslint-parquet",
            ["archive.parquet", "a/B.PARQUET", "a.arrow", "a.feather"],
            ["feed.jsonl", "parquet", "a.parquet.txt", "xparquet"],
        ),
        (
            "newslint-rules",
            ["rules/house.yaml", "rules/desk/names.yml"],
            ["newslint.yaml", "src/rules/house.yaml", "rules/README.md", "rules/house.yaml.orig"],
        ),
    ],
)
def test_what_else_is_taken(hook: str, good: list[str], bad: list[str], takes: Callable[[str, str], bool]) -> None:
    assert [path for path in good if not takes(hook, path)] == []
    assert [path for path in bad if takes(hook, path)] == []


def test_every_format_has_a_hook(takes: Callable[[str, str], bool]) -> None:
    from newslint.readers.registry import known_suffixes

    # Most .xml files of a repository are no feeds, most .html files no articles: whoever keeps some in them says so with `files`.
    suffixes = set(known_suffixes()) - {".xml", ".htm", ".html", ".xhtml"}
    hooks = ("newslint", "newslint-parquet")
    assert sorted(suffix for suffix in suffixes if not any(takes(hook, f"a{suffix}") for hook in hooks)) == []
    assert sorted(suffix for suffix in known_suffixes() if not takes("newslint-all", f"a{suffix}")) == []


# -- the real thing ------------------------------------------------------------------------------------------------------------

GOOD = {
    "id": "hg-1",
    "title": "Ferry to Marrow sails again after a week in port",
    "authors": ["Marit Soll"],
    "source": "Harbour Gazette",
    "url": "https://gazette.example/ferry-sails-again",
    "published_at": "2026-01-13T09:30:00Z",
    "language": "en",
    "body": "The ferry to Marrow sailed again on 13 January after a week in port, the harbour master said.\n\n"
    "Engineers had replaced the bearings of the propeller shaft, which had run hot during the crossing of 6 January. "
    "Passengers had been taken across by fishing boats in the meantime.",
}
BAD = {**GOOD, "id": "hg-2", "url": "https://gazette.example/again", "body": f"{GOOD['body']}\n\nRelated Articles"}
SLUG = {
    **GOOD,
    "id": "hg-3",
    "url": "https://gazette.example/slug",
    "title": "Harbour office moves to the old customs house in May",
}
HOUSE = """\
version: 1
rules:
  - id: house.ferry-line
    title: Former name of the ferry company
    why: Calder Lines was renamed in 2024; archive links and the style guide use the new name only.
    severity: warning
    fields: [title, body]
    kind: phrases
    params: {phrases: [Calder Steam Packet]}
    message: "{field} names the company {match!r}; it is Calder Lines now"
    examples:
      good: [{title: Ferries late, body: The Calder Lines ferry was late.}]
      bad: [{title: Ferries late, body: The {company} ferry was late.}]
"""


def pre_commit() -> str:
    found = shutil.which("pre-commit", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
    assert found is not None, "pre-commit is one of the packages that the tests need"
    return found


class Repository:
    """A git repository of somebody who uses the hooks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "PYTHON", "COV_", "COVERAGE_", "NEWSLINT_", "PRE_COMMIT"))
        } | {
            "PRE_COMMIT_HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
            "PIP_COMPILE": "0",  # most modules of what is installed are never imported
            "XDG_CACHE_HOME": str(home / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _IDENTITY},
        }
        folder.mkdir(parents=True, exist_ok=True)
        assert self.run("git", "init", "--quiet", "--initial-branch=main")[0] == 0

    def run(self, *command: str) -> tuple[int, str]:
        run = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return run.returncode, run.stdout

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def records(self, name: str, *records: dict[str, Any]) -> None:
        self.write(name, "".join(json.dumps(record) + "\n" for record in records))

    def commit(self, *names: str) -> tuple[int, str]:
        assert self.run("git", "add", "--all", *names)[0] == 0
        return self.run("git", "commit", "--quiet", "--message", "Change")


_IDENTITY = (("NAME", "Desk"), ("EMAIL", "desk@gazette.example"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def checkout(root: Path, home: Path, lay_checkout: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the hooks are installed from: the checkout as it lies there, as a commit."""
    folder = tmp_path_factory.mktemp("checkout")
    lay_checkout(folder)
    shutil.copy(root / MANIFEST, folder)
    repository = Repository(folder, home)
    assert repository.commit()[0] == 0
    return folder


def test_a_bad_article_is_refused_and_a_good_one_accepted(checkout: Path, home: Path, root: Path, tmp_path: Path) -> None:
    desk = Repository(tmp_path / "desk", home)
    revision = Repository(checkout, home).run("git", "rev-parse", "HEAD")[1].strip()
    config = {
        "repos": [
            {
                "repo": str(checkout),
                "rev": revision,
                "hooks": [
                    {"id": "newslint"},
                    {"id": "newslint-all", "stages": ["manual"]},
                    {"id": "newslint-fix", "stages": ["manual"]},
                    {"id": "newslint-rules"},
                    {
                        "id": "newslint",
                        "alias": "wire",
                        "name": "newslint with the plugin",
                        "additional_dependencies": [str(root / "examples" / "plugin")],
                        "args": ["--select", "wire"],
                        "files": r"^wire/.*\.jsonl$",
                    },
                ],
            }
        ]
    }
    desk.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    desk.write("newslint.yaml", "version: 1\ninputs: {exclude: [drafts/]}\n")
    assert desk.run(pre_commit(), "install")[0] == 0
    assert desk.commit()[0] == 0

    desk.records("articles/bad.jsonl", BAD)
    status, output = desk.commit()
    assert status == 1, output
    assert "hook id: newslint" in output
    assert re.search(r"^articles/bad.jsonl:1:\d+: warning boilerplate.related-links \[body\] ", output, re.MULTILINE), output
    desk.run("git", "rm", "--quiet", "--force", "articles/bad.jsonl")

    desk.records("articles/good.jsonl", GOOD)
    status, output = desk.commit()
    assert (status, "newslint...." in output, "Failed" in output) == (0, True, False), output

    # What the configuration excludes is left alone, although pre-commit names it.
    desk.records("drafts/bad.jsonl", BAD)
    status, output = desk.commit()
    assert status == 0, output

    # The record is new to the file that changed, and known to the data set.
    desk.records("articles/again.jsonl", {**GOOD, "id": "hg-9"})
    status, output = desk.commit()
    assert status == 0, output
    status, output = desk.run(pre_commit(), "run", "--hook-stage", "manual", "newslint-all", "--files", "articles/again.jsonl")
    assert status == 1, output
    assert "duplicate." in output

    desk.records("articles/bad.jsonl", BAD)
    assert desk.run("git", "add", "articles/bad.jsonl")[0] == 0
    status, output = desk.run(pre_commit(), "run", "--hook-stage", "manual", "newslint-fix")
    assert (status, "files were modified by this hook" in output) == (1, True), output
    assert "Related Articles" not in (desk.folder / "articles/bad.jsonl").read_text(encoding="utf-8")
    status, output = desk.commit()
    assert status == 0, output

    desk.write("rules/house.yaml", HOUSE.replace("{company}", "Calder Lines"))
    status, output = desk.commit()
    assert status == 1, output
    assert "house.ferry-line::bad[0]" in output
    desk.write("rules/house.yaml", HOUSE.replace("{company}", "Calder Steam Packet"))
    status, output = desk.commit()
    assert status == 0, output

    desk.records("wire/slug.jsonl", {**SLUG, "section": "FERRY Strike"})
    status, output = desk.commit()
    assert status == 1, output
    assert "wire/format.slugline" in output
    desk.records("wire/slug.jsonl", {**SLUG, "section": "ferry-strike"})
    status, output = desk.commit()
    assert status == 0, output


def test_trying_the_hook_without_a_configuration(checkout: Path, home: Path, tmp_path: Path) -> None:
    desk = Repository(tmp_path / "desk", home)
    desk.records("good.jsonl", SLUG)
    desk.records("bad.jsonl", BAD)
    desk.write("README.md", "# The desk\n")
    assert desk.commit()[0] == 0
    status, output = desk.run(pre_commit(), "try-repo", str(checkout), "newslint", "--all-files")
    assert status == 1, output
    assert "bad.jsonl:1:" in output
    assert "good.jsonl" not in output
    assert "README.md" not in output
