"""``newslint check`` on a terminal of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")


def on_terminal(folder: Path, *argv: str, **environment: str) -> tuple[int, str]:
    """Exit status, and what a terminal of 60 columns is sent."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"}}
    run = subprocess.Popen(
        [sys.executable, "-m", "newslint", *argv],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**kept, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    received = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        received += part
    os.close(ours)
    return run.wait(), received.decode().replace("\r\n", "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house.yaml").write_text(
        """\
version: 1
rules:
  - id: house.storm
    title: The storm is named
    why: A storm has a name, and readers who look for it by that name do not find a story that leaves it out.
    severity: warning
    fields: [title]
    kind: pattern
    params: {match: 'the storm'}
    message: "{field} says {match!r}"
    examples:
      good: [{title: Port reopens}]
      bad: [{title: Port reopens after the storm}]
""",
        encoding="utf-8",
    )
    title = "Harbour \x1b[2J of 東京 and its ferries reopen this morning after the storm, \u202ethe council says"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "title": title}) + "\n", encoding="utf-8")
    return tmp_path


CHECK = ("check", "--isolated", "--rules", "house.yaml", "--select", "house", "a.jsonl")


def test_full_in_colour_cut_to_the_width_and_harmless(folder: Path) -> None:
    status, text = on_terminal(folder, *CHECK)
    assert status == 1
    assert "\x1b[1;33mwarning:\x1b[0m" in text
    assert "\x1b[2J" not in text
    assert "\u202e" not in text
    progress, _, text = text.rpartition("\x1b[K")
    assert progress.endswith("1 record, 1 file\r")
    plain = text
    for style in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;33m"):
        plain = plain.replace(style, "")
    assert ("  1 | …n this morning after the storm, \\u{202e}the council …\n    |                       ^^^^^^^^^\n") in plain


def test_no_color_is_honoured(folder: Path) -> None:
    _, text = on_terminal(folder, *CHECK, "--quiet", NO_COLOR="1")
    assert "\x1b" not in text


def test_json_on_a_terminal_is_harmless_json(folder: Path) -> None:
    _, text = on_terminal(folder, *CHECK, "--quiet", "--format", "jsonl")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert json.loads(text.splitlines()[0])["excerpt"] == "the storm"
