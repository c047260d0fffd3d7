"""Options of ``newslint check`` that stand beside the road of a record: encodings, single settings, what is left out of the output."""

from __future__ import annotations

import codecs
import gzip
import json
import re
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = '{"id": "a", "title": "Café opens – at last", "body": "Café"}\n{"id": "b", "body": "»Café« Lorem ipsum"}\n'
RULES = """\
version: 1
namespace: house
rules:
  - id: body.filler
    title: Filler left in the body
    why: Filler text stands where the story should be, and readers take the outlet for a forgery.
    severity: error
    profile: minimal
    fields: [body]
    kind: phrases
    params: {phrases: [lorem ipsum]}
    message: "{field} holds {match!r}"
    examples:
      good: [{title: a, body: It did.}]
      bad: [{title: a, body: Lorem ipsum}]
  - id: title.long
    title: Title is too long
    why: A long title is cut off in lists and search results, where readers meet it first.
    severity: warning
    fields: [title]
    kind: length
    params: {unit: words, max: 9}
    message: "{field} is long"
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: a b c d e f g h i j}]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "feed.jsonl").write_text(RECORDS, encoding="utf-8")
    return tmp_path


def check(*argv: str) -> int:
    return main(["check", "--rules", "house.yaml", "--select", "house", *argv])


class TestEncoding:
    @pytest.mark.parametrize(("name", "encoding"), [("windows-1252", "cp1252"), ("UTF-16", "utf-16"), ("utf-8", "utf-8")])
    @pytest.mark.parametrize("pack", [bytes, gzip.compress])
    def test_places_are_those_of_the_file(
        self, name: str, encoding: str, pack: type, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = "old.jsonl.gz" if pack is gzip.compress else "old.jsonl"
        (folder / path).write_bytes(pack(RECORDS.encode(encoding)))
        assert check(path, "--encoding", name) == 1
        column = RECORDS.splitlines()[1].index("Lorem") + 1
        assert capsys.readouterr().out == (
            f"{path}:2:{column}: error house/body.filler [body] body holds 'Lorem ipsum'\n1 finding (1 error) in 2 records of 1 file\n"
        )

    def test_every_text_format(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "a.csv").write_bytes("id,title,body\nb,Café,»é« Lorem ipsum\n".encode("cp1252"))
        (folder / "a.md").write_bytes("---\ntitle: Café\n---\n»é« Lorem ipsum\n".encode("cp1252"))
        (folder / "a.txt").write_bytes("Café\n\n»é« Lorem ipsum\n".encode("cp1252"))
        (folder / "newslint.yaml").write_text("version: 1\ninputs: {encoding: cp1252}\n", encoding="utf-8")
        assert check("a.csv", "a.md", "a.txt", "-q") == 1
        assert [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()] == ["a.csv:2:12:", "a.md:4:5:", "a.txt:3:5:"]

    def test_a_byte_that_means_nothing(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "old.jsonl").write_bytes(b'{"title": "x\x81y"}\n' + RECORDS.encode("cp1252"))
        assert check("old.jsonl", "--encoding", "cp1252") == 3
        assert capsys.readouterr().out.startswith(
            "old.jsonl:1:13: error record.unreadable invalid UTF-8: byte 0x81 at byte 13 of the line\nold.jsonl:3:"
        )

    def test_what_is_not_in_the_encoding_at_all(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "old.jsonl").write_bytes(codecs.BOM_UTF16_LE + b"a")
        assert check("old.jsonl", "feed.jsonl", "--encoding", "utf-16") == 3
        assert "error: old.jsonl: the file is not written in utf-16: " in capsys.readouterr().err
        (folder / "old.jsonl").write_bytes(RECORDS.encode("utf-16"))
        assert check("old.jsonl") == 3
        assert "the file is UTF-16 text; convert it to UTF-8, or give --encoding utf-16" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["--encoding", "latin-7x"], "error: --encoding: unknown encoding 'latin-7x'\nhelp: did you mean 'latin7'?\n"),
            (
                ["--encoding", "base64"],
                "error: --encoding: 'base64' is no encoding of text\nhelp: utf-8, windows-1252, iso-8859-15, utf-16, shift-jis …\n",
            ),
            (
                ["--encoding", "cp1252", "--fix"],
                "error: --encoding: --fix works on UTF-8 only\nhelp: convert the files once and for all\n",
            ),
            (
                ["--encoding", "cp1252", "--diff-base", "HEAD"],
                "error: --encoding: --diff-base works on UTF-8 only\nhelp: convert the files once and for all\n",
            ),
        ],
    )
    def test_what_is_refused(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert check("feed.jsonl", *argv) == 2
        assert capsys.readouterr() == ("", said)


class TestConfigValues:
    def test_a_key_is_set(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert check("feed.jsonl", "-q", "--config", "params.house/title.long.max=3") == 1
        assert "house/title.long" in capsys.readouterr().out
        assert check("feed.jsonl", "-q", "--config", "severity.house/body.filler=info") == 0
        assert ": info house/body.filler" in capsys.readouterr().out
        assert check("feed.jsonl", "-q", "--config", "per-path=[{files: '*.jsonl', ignore: [house]}]") == 0

    def test_it_goes_with_a_file_and_gives_way_to_an_option(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "own.yaml").write_text("version: 1\nformat: json\nfail-on: error\n", encoding="utf-8")
        options = ["--config", "own.yaml", "--config", "fail-on=never", "--config", "inputs.exclude=[a]", "--config", "jobs=1"]
        assert check("feed.jsonl", *options) == 0
        assert len(json.loads(capsys.readouterr().out)["findings"]) == 1
        assert check("feed.jsonl", *options, "--fail-on", "error", "--include", "*.x") == 1
        capsys.readouterr()
        assert main(["config", "show", *options, "--config", "inputs.map.teaser=summary"]) == 0
        shown = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
        assert shown["fail-on"] == ["never", "(command", "line)"]
        assert shown["format"] == ["json", "(own.yaml:2)"]
        assert shown["inputs.map.teaser"] == ["summary", "(command", "line)"]
        assert shown["inputs.exclude[0]"] == ["a", "(command", "line)"]

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["fail_on=error"], "error: --config: fail_on: unknown key 'fail_on'\nhelp: did you mean 'fail-on'?\n"),
            (
                ["fail-on=eror"],
                "error: --config: fail-on: unknown fail-on 'eror'\nhelp: did you mean 'error'? fail-on is one of error, info, never, warning\n",
            ),
            (["a.yaml", "b.yaml"], "error: --config: two files, a.yaml and b.yaml\nhelp: one of them can `extends` the other\n"),
            (["ignore=hose"], "error: --config: ignore: 'ignore' must be a list, not text\nhelp: write a list: [a, b]\n"),
        ],
    )
    def test_what_is_refused(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert check("feed.jsonl", *(word for value in argv for word in ("--config", value))) == 2
        assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    "name", ["full", "concise", "grouped", "json", "jsonl", "github", "azure", "gitlab", "sarif", "junit", "rdjson", "html"]
)
def test_nothing_of_an_article_is_shown(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if name == "html":
        pytest.importorskip("jinja2")
    assert check("feed.jsonl", "--format", name) == 1
    assert "Lorem" in capsys.readouterr().out
    assert check("feed.jsonl", "--format", name, "--redact", "--report", f"{name}=report") == 1
    out = capsys.readouterr().out
    for text in (out, (folder / "report").read_text(encoding="utf-8")):
        assert "Lorem" not in text
        assert "Caf" not in text
        assert "Filler left in the body" in text


def test_no_output_but_the_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("feed.jsonl", "--format", "none", "--report", "jsonl=out.jsonl") == 1
    assert capsys.readouterr() == ("", "")
    assert len((folder / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_azure_pipelines(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_BUILD", "True")
    (folder / "a;b].jsonl").write_text(RECORDS, encoding="utf-8")
    assert check("a;b].jsonl", "--config", "params.house/title.long.max=3", "--config", "severity.house/title.long=info") == 1
    assert capsys.readouterr().out == (
        "a;b].jsonl:1:36: info house/title.long [a, title] title is long\n"
        "##vso[task.logissue type=error;sourcepath=a%3Bb%5D.jsonl;linenumber=2;columnnumber=29;code=house/body.filler;]"
        "house/body.filler [b, body] body holds 'Lorem ipsum'\n"
        "2 findings (1 error, 1 info) in 2 records of 1 file\n"
    )


class TestWatch:
    def test_it_checks_again_after_every_change(self, folder: Path) -> None:
        command = [sys.executable, "-u", "-m", "newslint", "check", "feed.jsonl", "--rules", "house.yaml", "--select", "house"]
        with subprocess.Popen([*command, "--watch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            guard = threading.Timer(120, run.kill)  # whatever goes wrong, the test ends
            guard.start()
            try:
                assert "body holds 'Lorem ipsum'" in run.stdout.readline()
                assert run.stdout.readline() == "1 finding (1 error) in 2 records of 1 file\n"
                assert re.fullmatch(r"watching \d+ files; Ctrl-C ends it\n", run.stderr.readline())
                (folder / "feed.jsonl").write_text('{"id": "a", "title": "Café", "body": "Café"}\n', encoding="utf-8")
                assert run.stdout.readline() == "No findings in 1 record of 1 file\n"
                run.stderr.readline()
                (folder / "house.yaml").write_text(RULES.replace("max: 9", "max: 0"), encoding="utf-8")
                assert "house/title.long" in run.stdout.readline()
                run.stdout.readline()
                run.stderr.readline()
                run.send_signal(signal.SIGINT)
                assert run.wait() == 130
            finally:
                guard.cancel()
                run.kill()

    @pytest.mark.parametrize(
        ("path", "reason"),
        [("-", "standard input does not change"), ("https://n.example/feed.jsonl", "what lies elsewhere is not watched")],
    )
    def test_what_cannot_be_watched(self, path: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert check(path, "--watch") == 2
        assert capsys.readouterr().err == f"error: --watch: {reason}\nhelp: name files or folders\n"


def test_a_single_key_makes_no_configuration_trusted(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "newslint.yaml").write_text("version: 1\nplugins: {load: [local_rules_of_a_stranger]}\n", encoding="utf-8")
    (folder / "local_rules_of_a_stranger.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert main(["check", "../feed.jsonl", "--config", "jobs=1"]) == 2
    assert "no plugin and no module is called 'local_rules_of_a_stranger'" in capsys.readouterr().err
