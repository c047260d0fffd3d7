"""Documentation that can be wrong: links, and the commands that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    # The pages of rules are made from the rules, whose patterns and examples are no links.
    if path.parent.name != "rules" or path.name == "index.md"
)
LINK = re.compile(r"\]\((?!\w+:)(?P<path>[^)#\s]+)")
TARGET = re.compile(r"make (?P<name>[a-z][a-z0-9-]*)\b(?!=)")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    missing = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_make_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set()
    for code in re.findall(r"`([^`\n]+)`|^\$ (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE):
        named.update(TARGET.findall("".join(code)))
    assert named <= targets


def test_decisions_are_numbered_without_gaps_and_say_what_was_measured() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Measured"], page.name
