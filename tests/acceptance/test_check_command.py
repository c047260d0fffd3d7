"""``newslint check`` as a user runs it: exit status, standard output, standard error, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from newslint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
namespace: house
rules:
  - id: title.missing
    title: Record without a title
    why: A record without a title cannot be listed, linked or announced anywhere.
    severity: error
    profile: minimal
    fields: [title]
    kind: required
    message: "the record has no {field}"
    examples:
      good: [{title: Mayor opens school}]
      bad: [{body: The mayor opened the school.}]
    aliases: [title.absent]
  - id: title.long
    title: Title is too long
    why: A long title is cut off in lists and search results, where readers meet it first.
    severity: warning
    profile: null
    fields: [title]
    kind: length
    params: {unit: words, max: 4}
    message: "{field} is long"
    help: Keep to four words.
    examples:
      good: [{title: Mayor opens school}]
      bad: [{title: Mayor opens the first new school in town}]
    tags: [style]
"""
GOOD = {"id": "a", "title": "Port reopens", "body": "The port reopened on Monday."}
LONG = {"id": "b", "title": "Old harbour reopens after the storm", "body": "The harbour reopened."}
BARE = {"id": "c", "body": "The ferry sails again."}


class Result(NamedTuple):
    status: int
    out: str
    err: str


class Desk:
    """A folder with rules and records, in which commands are run."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capfd
        self.write("house.yaml", RULES)
        self.records("good.jsonl", GOOD)
        self.records("mixed.jsonl", GOOD, LONG, BARE)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def records(self, name: str, *records: dict[str, str]) -> Path:
        return self.write(name, "".join(json.dumps(record) + "\n" for record in records))

    def run(self, *argv: str) -> Result:
        self._capture.readouterr()
        status = main(argv)
        captured = self._capture.readouterr()
        return Result(status, captured.out, captured.err)

    def check(self, *argv: str) -> Result:
        return self.run("check", "--rules", "house.yaml", "--select", "house", *argv)


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Desk(tmp_path, capfd)


def process(*argv: str, stdin: bytes = b"", cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "newslint", *argv], input=stdin, capture_output=True, cwd=cwd, check=False, env={**os.environ}
    )


class TestStatus:
    def test_zero_without_findings(self, desk: Desk) -> None:
        assert desk.check("good.jsonl") == (0, "No findings in 1 record of 1 file\n", "")

    def test_one_with_findings(self, desk: Desk) -> None:
        assert desk.check("mixed.jsonl") == (
            1,
            (
                "mixed.jsonl:2:49: warning house/title.long [title] title is long\n"
                "mixed.jsonl:3:1: error house/title.missing [title] the record has no title\n"
                "2 findings (1 error, 1 warning) in 3 records of 1 file\n"
            ),
            "",
        )

    @pytest.mark.parametrize(
        ("record", "fail_on", "status"),
        [(LONG, "error", 0), (LONG, "warning", 1), (LONG, "info", 1), (BARE, "error", 1), (BARE, "never", 0)],
    )
    def test_fail_on(self, desk: Desk, record: dict[str, str], fail_on: str, status: int) -> None:
        desk.records("one.jsonl", record)
        assert desk.check("one.jsonl", "--fail-on", fail_on).status == status

    def test_exit_zero_turns_one_into_zero_and_nothing_else(self, desk: Desk) -> None:
        assert desk.check("mixed.jsonl", "--exit-zero").status == 0
        assert desk.check("none.jsonl", "--exit-zero").status == 3
        assert desk.check("mixed.jsonl", "--exit-zero", "--profil", "x").status == 2

    def test_a_path_that_does_not_exist_stops_no_other(self, desk: Desk) -> None:
        result = desk.check("none.jsonl", "mixed.jsonl")
        assert result.status == 3
        assert "mixed.jsonl:3:1: error house/title.missing" in result.out
        assert result.err.startswith("error: none.jsonl: no such file or directory\n")

    def test_a_folder_with_nothing_in_it(self, desk: Desk) -> None:
        (desk.folder / "empty").mkdir()
        result = desk.check("empty")
        assert (result.status, result.err.splitlines()[0]) == (3, "error: empty: the folder holds no file to check")
        assert desk.check("empty", "--allow-empty").status == 0

    def test_a_file_without_records(self, desk: Desk) -> None:
        desk.write("empty.jsonl", "")
        result = desk.check("empty.jsonl")
        assert result.status == 3
        assert result.out.startswith("empty.jsonl: error record.unreadable the file is empty\n")

    def test_a_broken_line_amid_good_ones(self, desk: Desk) -> None:
        desk.write("broken.jsonl", f'{json.dumps(LONG)}\n{{"title": \n{json.dumps(BARE)}\n')
        result = desk.check("broken.jsonl", "--format", "jsonl")
        findings = [json.loads(line) for line in result.out.splitlines()]
        assert result.status == 3
        assert [(f["rule"], f["line"]) for f in findings[:-1]] == [
            ("house/title.long", 1),
            ("record.unreadable", 2),
            ("house/title.missing", 3),
        ]
        assert findings[-1]["summary"]["unreadable"] == 1

    def test_two_wins_over_three(self, desk: Desk) -> None:
        assert desk.check("none.jsonl", "--select", "nothing").status == 2

    def test_a_crashed_check_names_its_rule_and_stops_no_other(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        from newslint.kinds import length

        def crash(*_: object) -> object:
            raise ZeroDivisionError("by the test")

        monkeypatch.setattr(length.LengthCheck, "run", crash)
        result = desk.check("mixed.jsonl")
        assert result.status == 2
        assert "house/title.missing" in result.out
        assert "error: mixed.jsonl: rule 'house/title.long' crashed on record" in result.err
        assert "by the test" in result.err


class TestInput:
    def test_standard_input(self, desk: Desk) -> None:
        data = (desk.folder / "mixed.jsonl").read_bytes()
        options = ("check", "-", "--rules", "house.yaml", "--select", "house")
        run = process(*options, "--stdin-filename", "feed.jsonl", stdin=data, cwd=desk.folder)
        assert (run.returncode, run.stdout.decode().splitlines()[0]) == (
            1,
            "feed.jsonl:2:49: warning house/title.long [title] title is long",
        )
        run = process(*options, "--input-format", "jsonl", stdin=data, cwd=desk.folder)
        assert run.stdout.decode().splitlines()[0].startswith("-:2:49: ")
        run = process(*options, stdin=data, cwd=desk.folder)
        assert (run.returncode, b"the format of standard input cannot be told" in run.stderr) == (2, True)

    def test_this_folder_when_nothing_is_named(self, desk: Desk) -> None:
        assert "in 4 records of 2 files" in desk.check().out

    def test_show_files(self, desk: Desk) -> None:
        assert desk.check("--show-files") == (0, "good.jsonl\nmixed.jsonl\n", "")
        assert desk.check("--show-files", "--exclude", "mixed*").out == "good.jsonl\n"
        assert desk.check("--show-files", "mixed.jsonl", "--exclude", "mixed*").out == "mixed.jsonl\n"
        assert desk.check("--show-files", "mixed.jsonl", "--exclude", "mixed*", "--force-exclude").status == 0

    def test_globs_count_from_the_file_that_holds_them(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.write("newslint.yaml", "version: 1\nrules: [house.yaml]\ninputs: {exclude: [/mixed.jsonl, desk/drafts]}\n")
        for name in ("desk/one.jsonl", "desk/two/three.jsonl", "desk/drafts/four.jsonl", "desk/mixed.jsonl"):
            desk.records(name, GOOD)
        files = "desk/mixed.jsonl\ndesk/one.jsonl\ndesk/two/three.jsonl\ngood.jsonl\n".replace("/", os.sep)
        assert desk.run("check", "--show-files") == (0, files, "")
        monkeypatch.chdir(desk.folder / "desk")
        assert desk.run("check", "--show-files", "--exclude", "two/*").out == "mixed.jsonl\none.jsonl\n"
        assert desk.run("check", "--show-files", "--exclude", "mixed*", "--exclude", "/two/").out == "one.jsonl\n"

    def test_an_unknown_input_format(self, desk: Desk) -> None:
        result = desk.check("good.jsonl", "--input-format", "jsnl")
        assert result.status == 2
        assert result.err.startswith("error: --input-format: no such input format: 'jsnl'")
        desk.write("newslint.yaml", "version: 1\ninputs: {format: jsnl}\n")
        assert desk.check("good.jsonl").err.startswith("error: newslint.yaml:2:18: no such input format: 'jsnl'")

    def test_paths_and_options_in_any_order(self, desk: Desk) -> None:
        result = desk.check("good.jsonl", "--format", "json", "mixed.jsonl")
        assert json.loads(result.out)["summary"]["files"] == 2

    def test_a_path_that_looks_like_an_option(self, desk: Desk) -> None:
        desk.records("-odd.jsonl", BARE)
        assert desk.check("--", "-odd.jsonl").out.startswith("-odd.jsonl:1:1: error")

    def test_input_fields_are_mapped_by_the_configuration(self, desk: Desk) -> None:
        desk.records("odd.jsonl", {"slugline": "Port reopens"})
        assert desk.check("odd.jsonl").status == 1
        desk.write("newslint.yaml", "version: 1\ninputs: {map: {slugline: title}}\n")
        assert desk.check("odd.jsonl").status == 0

    def test_jobs_change_nothing(self, desk: Desk) -> None:
        assert desk.check("--jobs", "2").out == desk.check("--jobs", "1").out


class TestOutput:
    def test_a_report_besides_the_console(self, desk: Desk) -> None:
        result = desk.check("mixed.jsonl", "--report", "jsonl=out.jsonl", "--report", "json=out.json")
        assert result.out.startswith("mixed.jsonl:2:49: warning")
        lines = [json.loads(line) for line in (desk.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
        whole = json.loads((desk.folder / "out.json").read_text(encoding="utf-8"))
        assert whole["findings"] == lines[:-1]
        assert sorted(path.name for path in desk.folder.iterdir() if "tmp" in path.name) == []

    @pytest.mark.parametrize(
        ("report", "message"),
        [
            ("jsn=out.json", "error: --report: unknown format 'jsn'\nhelp: did you mean 'json'?\n"),
            ("json", "error: --report: 'json' is not FORMAT=PATH\nhelp: write it as --report json=report.json\n"),
            ("json=good.jsonl/out.json", "error: --report: good.jsonl/out.json cannot be written: Not a directory\n"),
            ("json=folder", "error: --report: folder cannot be written: Is a directory\n"),
        ],
    )
    def test_a_report_that_cannot_be_written_fails_before_the_run(self, desk: Desk, report: str, message: str) -> None:
        (desk.folder / "folder").mkdir()
        result = desk.check("mixed.jsonl", "--report", report)
        assert result == (2, "", message)

    def test_a_failed_run_leaves_the_old_report(self, desk: Desk) -> None:
        old = desk.write("out.json", "old")
        assert desk.check("mixed.jsonl", "--report", "json=out.json", "--report", "json=good.jsonl/out").status == 2
        assert old.read_text(encoding="utf-8") == "old"
        assert [path.name for path in desk.folder.glob("*.tmp")] == []

    def test_github_by_default_on_github(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        assert desk.check("mixed.jsonl").out.startswith("::warning file=mixed.jsonl,line=2,")

    def test_colours_only_where_they_are_wanted(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b" not in desk.check("mixed.jsonl").out
        assert "\x1b[1;31m" in desk.check("mixed.jsonl", "--color", "always").out
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[1;31m" in desk.check("mixed.jsonl").out
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in desk.check("mixed.jsonl").out

    def test_statistics_follow_formats_for_people(self, desk: Desk) -> None:
        result = desk.check("mixed.jsonl", "--statistics", "--quiet")
        assert result.out.splitlines()[-2:] == [
            "1  warning  house/title.long     Title is too long",
            "1  error    house/title.missing  Record without a title",
        ]
        result = desk.check("mixed.jsonl", "--statistics", "--format", "json")
        json.loads(result.out)
        assert "house/title.long" in result.err

    def test_full_says_why_and_how(self, desk: Desk) -> None:
        desk.records("long.jsonl", LONG)
        assert desk.check("long.jsonl", "--format", "full").out == (
            "long.jsonl:1:49: warning: house/title.long [b, title]\n"
            "  title is long\n"
            "  1 | Old harbour reopens after the storm\n"
            "    |                           ^^^^^^^^^\n"
            "  why:  A long title is cut off in lists and search results, where readers meet it first.\n"
            "  help: Keep to four words.\n"
            "\n"
            "1 finding (1 warning) in 1 record of 1 file\n"
        )

    def test_a_reader_that_goes_away(self, desk: Desk) -> None:
        desk.records("many.jsonl", *([BARE] * 20000))
        command = [sys.executable, "-m", "newslint", "check", "--rules", "house.yaml", "--select", "house", "many.jsonl"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=desk.folder) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.readline()
            run.stdout.close()
            errors = run.stderr.read()
        assert (run.returncode, errors) == (141, b"")


class TestSelection:
    def test_a_profile_leaves_out_what_is_in_none(self, desk: Desk) -> None:
        result = desk.run("check", "--rules", "house.yaml", "--profile", "minimal", "mixed.jsonl", "--format", "jsonl")
        rules = {json.loads(line).get("rule") for line in result.out.splitlines()}
        assert "house/title.missing" in rules
        assert "house/title.long" not in rules

    def test_ignore(self, desk: Desk) -> None:
        assert desk.check("mixed.jsonl", "--ignore", "tag:style", "--format", "jsonl").out.count('"rule":') == 1

    def test_an_old_name_works_and_warns(self, desk: Desk) -> None:
        argv = ("check", "--rules", "house.yaml", "--select", "house/title.absent")
        result = desk.run(*argv, "mixed.jsonl")
        assert result.status == 1
        assert result.err == "warning: 'house/title.absent' is an old name of rule 'house/title.missing': use the new one\n"
        assert desk.run(*argv, "--quiet", "mixed.jsonl").err == ""

    def test_overrides_by_path_and_source(self, desk: Desk) -> None:
        desk.write(
            "newslint.yaml",
            "version: 1\nper-path: [{files: 'archive/**', ignore: [house/title.long]}]\n"
            "per-source: [{source: Harbour*, severity: {house/title.missing: info}}]\n",
        )
        desk.records("archive/old.jsonl", LONG, BARE)
        desk.records("wire.jsonl", {**BARE, "source": "Harbour Gazette"})
        result = desk.check("archive", "wire.jsonl", "--format", "concise", "--quiet")
        assert result.out == (
            "archive/old.jsonl:2:1: error house/title.missing [title] the record has no title\n"
            "wire.jsonl:1:1: info house/title.missing [title] the record has no title\n"
        )

    def test_show_settings_names_origins_and_rules(self, desk: Desk) -> None:
        desk.write("newslint.yaml", "version: 1\nfail-on: error\nseverity: {house: info}\n")
        result = desk.check("--show-settings")
        rows = [line.split() for line in result.out.splitlines()]
        assert ["fail-on", "error", "(newslint.yaml:2)"] in rows
        assert ["rules[0]", "house.yaml", "(command", "line)"] in rows
        assert ["house/title.long", "(info)"] in rows


class TestWhatIsLeftOut:
    def test_every_named_file_is_excluded(self, desk: Desk) -> None:
        options = ("mixed.jsonl", "--exclude", "mixed*", "--force-exclude")
        assert desk.check(*options) == (0, "", "nothing to check: every file that was named is excluded\n")
        assert desk.check(*options, "--quiet") == (0, "", "")
        assert desk.check(*options, "gone.jsonl").status == 3

    def test_own_files_are_no_articles(self, desk: Desk) -> None:
        desk.write("newslint.yaml", "version: 1\nrules: [house.yaml]\n")
        assert desk.run("baseline", "write").status == 0
        files = "good.jsonl\nmixed.jsonl\n"
        assert desk.run("check", "--show-files") == (0, files, "")
        assert desk.run("check", "--show-files", "--force-exclude", "newslint.baseline.jsonl") == (0, "", "")
        assert desk.run("check", "--show-files", "newslint.baseline.jsonl").out == "newslint.baseline.jsonl\n"

    def test_paths_of_the_configuration(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.records("articles/one.jsonl", GOOD)
        desk.write("newslint.yaml", "version: 1\ninputs:\n  paths: [articles, good.jsonl]\n")
        assert desk.run("check", "--show-files").out == "articles/one.jsonl\ngood.jsonl\n".replace("/", os.sep)
        assert desk.run("check", "--show-files", "mixed.jsonl").out == "mixed.jsonl\n"
        monkeypatch.chdir(desk.folder / "articles")
        assert desk.run("check", "--show-files").out == "../good.jsonl\none.jsonl\n".replace("/", os.sep)
        monkeypatch.chdir(desk.folder)
        desk.write("newslint.yaml", "version: 1\ninputs:\n  paths: [articles, exports]\n")
        assert desk.run("check").err == (
            "error: newslint.yaml:3:21: exports does not exist\n"
            "3 |   paths: [articles, exports]\n"
            "  |                     ^\n"
            "help: paths are relative to the file that names them\n"
        )
        desk.write("newslint.yaml", "version: 1\ninputs:\n  paths: ['https://n.example/feed.jsonl']\n")
        assert desk.run("check").err == (
            "error: newslint.yaml:3:11: https://n.example/feed.jsonl is no file or folder\n"
            "3 |   paths: ['https://n.example/feed.jsonl']\n"
            "  |           ^\n"
            "help: name addresses on the command line\n"
        )
