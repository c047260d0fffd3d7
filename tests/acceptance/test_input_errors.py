"""What is wrong with the data: the place, every word that is said, the exit status, and the findings elsewhere, which stay."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"id": "a", "title": "Port reopens", "body": "It did."}\n'
BARE = b'{"id": "b", "body": "It did."}\n'
HEAD = b"id,title,body\na,Port reopens,It did.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*argv: str) -> int:
    return main(["check", "--isolated", "--select", "title.missing", *argv])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        pytest.param(
            "feed.jsonl",
            GOOD + b'{"id": "x", "title": "Lamp goes out, "body": "1"}\n' + BARE,
            "feed.jsonl:2:39: error record.unreadable Expecting ',' delimiter\n"
            "feed.jsonl:3:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 3 records of 1 file, 1 unreadable\n",
            id="a broken line amid good ones",
        ),
        pytest.param(
            "feed.jsonl",
            GOOD + b'{"id": "x", "title": "Caf\xe9 opens"}\n' + BARE,
            "feed.jsonl:2:26: error record.unreadable invalid UTF-8: byte 0xe9 at byte 26 of the line\n"
            "feed.jsonl:3:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 3 records of 1 file, 1 unreadable\n",
            id="invalid UTF-8 in JSON Lines",
        ),
        pytest.param(
            "feed.csv",
            HEAD + b"x,Caf\xe9 opens,It did.\nb,,It did.\n",
            "feed.csv:3:6: error record.unreadable invalid UTF-8: byte 0xe9 at byte 6 of the line\n"
            "feed.csv:4:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 3 records of 1 file, 1 unreadable\n",
            id="invalid UTF-8 in CSV",
        ),
        pytest.param(
            "page.md",
            b"---\ntitle: Caf\xe9 opens\n---\nIt did.\n",
            "page.md:2:11: error record.unreadable invalid UTF-8: byte 0xe9 at byte 11 of the line\n"
            "1 finding (1 error) in 1 record of 1 file, 1 unreadable\n",
            id="invalid UTF-8 in Markdown",
        ),
        pytest.param(
            "wire.txt",
            b"Port reopens\n\nThe Caf\xe9 did.\n",
            "wire.txt:3:8: error record.unreadable invalid UTF-8: byte 0xe9 at byte 8 of the line\n"
            "1 finding (1 error) in 1 record of 1 file, 1 unreadable\n",
            id="invalid UTF-8 in text",
        ),
        pytest.param(
            "feed.jsonl",
            GOOD + b'{"id": "x", "title": "Port\x00reopens"}\n' + BARE,
            "feed.jsonl:2:27: error record.unreadable NUL byte\n"
            "feed.jsonl:3:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 3 records of 1 file, 1 unreadable\n",
            id="a NUL byte",
        ),
        pytest.param(
            "feed.csv",
            HEAD + b"x,Lamp goes out\ny,Lamp,goes,out\nb,,It did.\n",
            "feed.csv:3: error record.unreadable too few cells: the row has 2, the header 3\n"
            "feed.csv:4: error record.unreadable too many cells: the row has 4, the header 3\n"
            "feed.csv:5:1: error title.missing the record has no title (absent)\n"
            "3 findings (3 errors) in 4 records of 1 file, 2 unreadable\n",
            id="ragged rows",
        ),
        *(
            pytest.param(
                name,
                b"",
                f"{name}: error record.unreadable the file is empty\n1 finding (1 error) in 0 records of 1 file, 1 unreadable\n",
                id=f"an empty file, {name}",
            )
            for name in ("feed.jsonl", "feed.json", "feed.csv", "page.md", "wire.txt")
        ),
        pytest.param(
            "feed.json",
            b'[{"title": "Port reopens"},\n {"title": "x" "y"}]',
            "feed.json:2:16: error record.unreadable Expecting ',' delimiter; the 1 record before it could be read, "
            "what follows could not\n"
            "1 finding (1 error) in 1 record of 1 file, 1 unreadable\n",
            id="a broken JSON document",
        ),
        pytest.param(
            "feed.json",
            b'{"status": "ok", "articles": [\n'
            + GOOD.strip()
            + b",\n"
            + BARE.strip()
            + b',\n{"id": "c", "authors": [{"name": "A"}, ',
            "feed.json:4:40: error record.unreadable Expecting value; the 2 records before it could be read, "
            "what follows could not\n"
            "feed.json:3:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 2 records of 1 file, 1 unreadable\n",
            id="a JSON document that ends in the middle of its third record",
        ),
        pytest.param(
            "article.json",
            b'{"title": "Port reopens", "images": [{"caption": "Boats"}, {"caption": }], "body": "It did."}',
            "article.json:1:72: error record.unreadable Expecting value\n"
            "1 finding (1 error) in 0 records of 1 file, 1 unreadable\n",
            id="a broken list inside a single record",
        ),
        pytest.param(
            "feed.jsonl",
            GOOD + b'{"id": "x", "body": "' + b"word " * (10 << 20) + b'"}\n' + BARE,
            "feed.jsonl:2: error record.unreadable the line is longer than 16 MiB\n"
            "feed.jsonl:3:1: error title.missing the record has no title (absent)\n"
            "2 findings (2 errors) in 3 records of 1 file, 1 unreadable\n",
            id="a line of 50 MB",
        ),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_checked(
    name: str, data: bytes, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(data)
    assert check(name) == 3
    assert capsys.readouterr() == (said, "")


def test_for_a_reader_it_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "feed.jsonl").write_bytes(b"{}\n{\n{\n")
    assert check("feed.jsonl", "--format", "full") == 3
    out = capsys.readouterr().out
    assert (
        "feed.jsonl:2:2: error: record.unreadable [record 1]\n"
        "  Expecting property name enclosed in double quotes\n"
        "  why:  What cannot be read was not checked, and whatever reads the file next will stumble over it\n"
        "        too or, worse, leave it out without a word.\n"
        "  help: Have the record written anew, or mend the file at the place that is named. Text is read as\n"
        "        UTF-8; --encoding names another.\n"
    ) in out
    assert out.count("  why:  What cannot be read") == 1


@pytest.mark.parametrize("name", ["record.unreadable", "exceptions.unused"])
def test_findings_without_a_rule_file_are_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: ")
    assert main(["explain", name, "--format", "json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"id", "severity", "title", "why", "help"}
    assert main(["explain", name, "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith(f"## {name}\n")


def test_every_remark_on_exceptions_has_its_words() -> None:
    from newslint.gate.exceptions import SEVERITIES
    from newslint.reporters.remarks import REMARKS

    assert {name: REMARKS[name].severity for name in SEVERITIES} == SEVERITIES
    assert REMARKS.keys() - SEVERITIES.keys() == {"record.unreadable"}


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["gone.jsonl"], "error: gone.jsonl: no such file or directory\n"),
        (["fede.jsonl"], "error: fede.jsonl: no such file or directory\nhelp: did you mean 'feed.jsonl'?\n"),
        (["nothing"], "error: nothing: the folder holds no file to check\nhelp: files with "),
        (
            ["photo.jpg"],
            "error: photo.jpg: the format of the file cannot be told from its name (.jpg), nor from its content\n",
        ),
        (["pipe.jsonl"], "error: pipe.jsonl: "),
    ],
)
def test_a_path_that_gives_nothing(paths: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "feed.jsonl").write_bytes(BARE)
    (folder / "nothing").mkdir()
    (folder / "nothing" / "a.jpg").touch()
    (folder / "photo.jpg").touch()
    os.mkfifo(folder / "pipe.jsonl")
    assert check(*paths) == 3
    out, err = capsys.readouterr()
    assert out == "Nothing was checked\n"
    assert err.startswith(said)
    assert check(*paths, "feed.jsonl") == 3
    out, err = capsys.readouterr()
    assert out.startswith("feed.jsonl:1:1: error title.missing")
    assert err.startswith(said)


def test_what_may_not_be_read(folder: Path) -> None:
    command = [sys.executable, "-m", "newslint", "check", "--isolated", "--select", "title.missing"]
    if os.geteuid() == 0:  # root reads everything, unless it gives that up
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root, and no setpriv")
        rights = "-dac_override,-dac_read_search"
        command = [setpriv, f"--bounding-set={rights}", f"--inh-caps={rights}", *command]
    (folder / "feed.jsonl").write_bytes(BARE)
    (folder / "secret.jsonl").write_bytes(GOOD)
    (folder / "closed").mkdir()
    for name in ("secret.jsonl", "closed"):
        (folder / name).chmod(0)
    run = subprocess.run([*command, "feed.jsonl", "secret.jsonl", "closed"], capture_output=True, text=True, check=False)
    (folder / "closed").chmod(0o700)
    assert (run.returncode, run.stderr) == (
        3,
        "error: closed: the folder cannot be read: permission denied\nerror: secret.jsonl: permission denied\n",
    )
    assert run.stdout.startswith("feed.jsonl:1:1: error title.missing the record has no title (absent)\n")
