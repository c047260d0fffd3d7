"""``newslint rules docs``: pages that say what the rules say, and a check that finds them stale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newslint.cli import main
from newslint.lab.figures import read, shipped
from newslint.rulefile.load import builtin_rules_path
from newslint.testing import load_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
namespace: acme
rules:
  - id: house.shouting
    title: Title in capitals | or nearly
    why: A title in capitals reads as shouting, and search engines and screen readers stumble over it.
    severity: warning
    fields: [title]
    kind: pattern
    params: {match: '^[A-Z |]+$', ignore_case: false}
    message: "{field} shouts {match!r}"
    fix: {op: delete}
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: "```"}, {title: MAYOR OPENS SCHOOL}]
    links: ["https://style.example/capitals"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def figures(folder: Path, rule: str) -> None:
    """A file of figures about one rule."""
    data = {"description": "Measured on 40 articles.", "clean_articles": 40, "dirty": None}
    row = {"data": "ours", "per_1000": {"error": 0.0, "warning": 25.0, "info": 0.0}}
    content = {"version": 1, "newslint": "0", "data": {"ours": data}, "rules": {rule: row}}
    (folder / "figures.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_page_has_what_the_rule_has(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures(folder, "acme/house.shouting")
    assert main(["rules", "docs", "-o", "pages", "house.yaml", "--figures", "figures.json"]) == 0
    assert capsys.readouterr().out == "2 pages in pages: 2 written, 0 deleted\n"
    page = (folder / "pages" / "acme.house.shouting.md").read_text(encoding="utf-8")
    assert page.startswith("# acme/house.shouting\n")
    for part in (
        "**Title in capitals | or nearly**",
        "A title in capitals reads as shouting",
        "| Severity | warning |",
        r'| `match` | `"^[A-Z \|]+$"` |',
        "Message: `{field} shouts {match!r}`",
        '````yaml\n- title: "```"\n- title: "MAYOR OPENS SCHOOL"\n````',
        "- <https://style.example/capitals>",
        "| Findings of severity warning per 1,000 clean articles | 25 |\n\nMeasured on 40 articles.\n",
    ):
        assert part in page
    index = (folder / "pages" / "index.md").read_text(encoding="utf-8")
    row = r"| [acme/house.shouting](acme.house.shouting.md) | Title in capitals \| or nearly | warning | recommended | ✎ | 25 |"
    assert row in index


def test_a_change_makes_the_pages_stale(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "docs", "-o", "pages", "house.yaml", "--check"]) == 1
    assert not (folder / "pages").exists()
    assert main(["rules", "docs", "-o", "pages", "house.yaml"]) == 0
    assert main(["rules", "docs", "-o", "pages", "house.yaml", "--check"]) == 0
    (folder / "house.yaml").write_text(RULES.replace("house.shouting", "house.shouts"), encoding="utf-8")
    capsys.readouterr()
    assert main(["rules", "docs", "-o", "pages", "house.yaml", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "pages/acme.house.shouts.md is missing",
        "pages/index.md is stale",
        "pages/acme.house.shouting.md is the page of no rule",
        "2 pages: 2 to write, 1 to delete",
    ]
    assert main(["rules", "docs", "-o", "pages", "house.yaml"]) == 0
    assert sorted(path.name for path in (folder / "pages").iterdir()) == ["acme.house.shouts.md", "index.md"]


def test_files_of_others_are_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "index.md").write_text("mine", encoding="utf-8")
    assert main(["rules", "docs", "-o", "pages", "house.yaml"]) == 2
    assert "pages/index.md is no page of this command" in capsys.readouterr().err
    assert [path.read_text(encoding="utf-8") for path in (folder / "pages").iterdir()] == ["mine"]


def test_what_is_missing_or_broken_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "docs", "house.yaml"]) == 2
    assert "rules docs needs -o DIR" in capsys.readouterr().err
    (folder / "figures.json").write_text('{"version": 1}', encoding="utf-8")
    assert main(["rules", "docs", "-o", "pages", "house.yaml", "--figures", "figures.json"]) == 3
    assert "figures.json" in capsys.readouterr().err


def test_the_shipped_figures_are_of_rules_that_exist() -> None:
    kept = shipped()
    assert kept is not None
    assert kept == read(f"{builtin_rules_path()}/figures.json")
    ids = {rule.id for rule in load_rules(builtin_rules_path())}
    assert kept.rules.keys() <= ids
    assert len(kept.rules) > 0.9 * len(ids)
    for figures_of_rule in kept.rules.values():
        assert kept.data[figures_of_rule.data].description.startswith("Measured on ")


def test_explain_says_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "boilerplate.share"]) == 0
    out = capsys.readouterr().out
    assert "  measured:   0 findings per 1,000 of 1,577 clean articles; " in out
