"""The examples of the documentation, run.

In a page, a code block whose first line ends with ``file=NAME`` is a file; ``output=NAME`` is what ``python NAME`` prints; and
``run`` is a terminal, whose lines after ``$`` are run in the folder of the page's files and print what follows them.  What programs
write to standard error besides, such as progress bars, is theirs; of newslint it is looked at.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
BLOCK = re.compile(r"^```\w+ +(?P<what>file=|output=|run)(?P<name>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = {"newslint": [sys.executable, "-m", "newslint"], "python": [sys.executable]}


class Block(NamedTuple):
    what: str
    name: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [Block(*match.group("what", "name", "text")) for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]


PAGES = [page for page in sorted(DOCS.glob("*.md")) if blocks(page)]


def printed(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    run = subprocess.run(
        [*COMMANDS[program], *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if program == "python" else subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, f"{run.stdout}{run.stderr or ''}"
    return run.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_example_prints_what_the_page_says(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        if block.what == "file=":
            path = tmp_path / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.what == "output=":
            assert printed(f"python {block.name}", tmp_path) == block.text
        else:
            for command, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE):
                assert printed(command, tmp_path) == output
