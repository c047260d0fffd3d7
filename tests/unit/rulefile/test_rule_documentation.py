"""The pages for rule authors say what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newslint.api import check_examples
from newslint.kinds.registry import BUILTIN
from newslint.rulefile import load_rules
from newslint.rulefile.document import FixEntry, RuleEntry
from newslint.rulefile.examples import run
from newslint.rulefile.structure import struct_fields

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"^```yaml\n(version: 1\n.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "rule-files.md").read_text(encoding="utf-8")


def test_rule_files_in_the_page_load_and_their_examples_hold(page: str, tmp_path: Path) -> None:
    blocks = BLOCK.findall(page)
    assert len(blocks) >= 4
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        rules = load_rules([str(path)], cache=False)
        assert rules
        outcomes = [outcome for rule in rules for outcome in run(rule, check_examples)]
        assert [(one.rule, one.sort, one.index, one.message) for one in outcomes if not one.ok] == []


def test_every_key_and_every_fix_is_named(page: str) -> None:
    for key in struct_fields(RuleEntry):
        assert f"`{key}`" in page
    ops = struct_fields(FixEntry)["op"].type.__origin__.__args__
    for op in ops:
        assert f"| `{op}` |" in page


def test_the_page_of_kinds_is_fresh(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "kinds_page.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_kind_has_its_section(root: Path) -> None:
    text = (root / "docs" / "kinds.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `(\w+)`$", text, re.MULTILINE) == sorted(BUILTIN)
