"""Projects that pytest is run on."""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import newslint
import newslint.integrations.pytest_plugin
from newslint.errors import NewslintError

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
rules:
  - id: desk.shouted-title
    title: Shouted title
    why: A title in capitals shouts at the reader, and tells that nobody has looked at it before it went out.
    severity: error
    fields: [title]
    kind: pattern
    params: {match: '^[A-Z ]+$', ignore_case: false}
    message: "{value!r} shouts"
    help: write it in lower case
    tags: [style]
    examples:
      good: [{title: Port reopens}]
      bad: [{title: PORT REOPENS}, {title: PORT CLOSES}]
  - id: desk.same-title
    title: The same title twice
    why: Two stories of one title cannot be told apart in a list, and readers take the second for a copy of the first.
    severity: warning
    fields: [title]
    kind: unique
    message: "the title stands in another record, too"
    examples:
      good: [[{title: Port reopens}, {title: Port closes}]]
      bad: [[{title: Port reopens}, {title: Port reopens}]]
  - id: desk.no-body
    title: No body
    why: A record without a body is shown as an empty page, and every count that is made of bodies is wrong by one.
    severity: info
    fields: [body]
    kind: required
    message: the body is empty
    examples:
      good: [{title: Port reopens, body: It does.}]
      bad: [{title: Port reopens}]
"""
CONFIG = "version: 1\nrules: [rules/]\nselect: [desk]\n"
FIRST = [{"id": "1", "title": "PORT REOPENS", "body": "It did."}, {"id": "2", "title": "Ferry late", "body": "It was."}]
SECOND = [{"id": "3", "title": "Ferry late", "body": "It was."}, {"id": "4", "title": "Bus early"}]


# pytester forgets the modules that a run in this process has imported, and what compiled code knows of them is wrong then.
for _module in pkgutil.walk_packages(newslint.__path__, "newslint.", onerror=lambda _: None):
    if not _module.name.startswith(("newslint.integrations", "newslint.__main__")):
        with contextlib.suppress(ImportError, NewslintError):  # what needs an extra
            importlib.import_module(_module.name)


def jsonl(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Two files of articles, a file of rules, a configuration and a test."""
    folder: Path = pytester.path
    (folder / "rules").mkdir()
    (folder / "articles").mkdir()
    (folder / "rules" / "desk.yaml").write_text(RULES, encoding="utf-8")
    (folder / "newslint.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "articles" / "first.jsonl").write_text(jsonl(FIRST), encoding="utf-8")
    (folder / "articles" / "second.jsonl").write_text(jsonl(SECOND), encoding="utf-8")
    (folder / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return pytester
