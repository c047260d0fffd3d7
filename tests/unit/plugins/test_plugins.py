"""What plugins add, and what happens when they fail."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from newslint import Linter
from newslint.errors import PluginError
from newslint.plugins.found import find

if TYPE_CHECKING:
    from pathlib import Path

LOUD = '{"id": "b", "title": "PORT REOPENS", "body": "The port reopened."}\n'
SELECT = ("--rules", "rules", "--select", "acme", "--format", "concise", "--quiet")


def test_an_installed_plugin_adds_a_kind(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind)
    (work / "story.jsonl").write_text(LOUD, encoding="utf-8")
    status, out, err = newslint("check", "story.jsonl", *SELECT)
    assert (status, err) == (1, "")
    assert out == "story.jsonl:1:23: warning acme.loud [title] 'PORT REOPENS' shouts\n"


def test_without_the_plugin_the_kind_is_unknown(site: Any, work: Path, newslint: Any) -> None:
    status, _, err = newslint("check", "story.jsonl", *SELECT)
    assert status == 2
    assert "rules/acme.yaml:8:11: unknown kind 'acme:loud'" in err


@pytest.mark.parametrize("option", [("--no-plugins",), ("--no-plugin", "acme")])
def test_a_plugin_can_be_left_out(site: Any, work: Path, kind: str, newslint: Any, option: tuple[str, ...]) -> None:
    site.install(kind)
    assert newslint("check", "story.jsonl", *SELECT)[0] == 0
    status, _, err = newslint("check", "story.jsonl", *SELECT, *option)
    assert status == 2
    assert "unknown kind" in err


def test_p_loads_one_plugin_in_spite_of_no_plugins(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind)
    site.install("raise RuntimeError('not asked for')", name="other", distribution="newslint-other")
    status, out, _ = newslint("plugins", "--no-plugins", "-p", "acme")
    assert status == 0
    assert out == "acme  newslint-acme 1.0  kinds\n1 plugin\n"


def test_an_unknown_name_is_an_error_with_the_name_that_was_meant(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind)
    status, _, err = newslint("check", "story.jsonl", "--no-plugin", "acne")
    assert status == 2
    assert err == "error: --no-plugin: no plugin is called 'acne'\nhelp: did you mean 'acme'?\n"
    status, _, err = newslint("check", "story.jsonl", "-p", "acne")
    assert (status, err) == (2, "error: no plugin and no module is called 'acne'\nhelp: did you mean 'acme'?\n")


FAILURES = {
    "import": ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
    "raises": ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
    "exits": ("raise SystemExit(0)", "SystemExit: 0"),
    "misspelt": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_kind(): return {}",
        "there is no hook 'newslint_kind'",
    ),
    "hook": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_kinds(): return 1 / 0",
        "newslint_kinds raised ZeroDivisionError: division by zero",
    ),
    "kind name": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_kinds(): return {'loud': None}",
        "a plugin's kind is named <plugin>:<kind>, not 'loud'",
    ),
    "rule path": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_rule_paths(): return ['nowhere']",
        "newslint_rule_paths names nowhere, which does not exist",
    ),
    "reporter": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_reporters(): return {'json': object}",
        "there is a format 'json' already",
    ),
    "reader": (
        "from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_readers(): return [17]",
        "newslint_readers gave 17, which has no name, suffixes, units, read, lines, fetch",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_plugin_that_fails_names_itself_and_ends_the_run(site: Any, work: Path, newslint: Any, failure: str) -> None:
    code, reason = FAILURES[failure]
    site.install(code)
    status, out, err = newslint("check", "story.jsonl")
    assert (status, out) == (2, "")
    assert err.startswith(f"error: plugin 'acme' (newslint-acme 1.0): {reason}\n")
    status, out, err = newslint("plugins", "--format", "json")
    assert status == 2
    assert [(row["name"], row["failure"]) for row in json.loads(out)] == [("acme", reason)]
    assert reason in err


def test_a_hook_that_takes_what_it_is_not_given_is_an_error(site: Any, work: Path, newslint: Any) -> None:
    site.install("from newslint.plugins import hookimpl\n@hookimpl\ndef newslint_rule_paths(colour): return []")
    status, _, err = newslint("check", "story.jsonl")
    assert status == 2
    assert "plugin 'acme' (newslint-acme 1.0): PluginValidationError" in err
    assert "colour" in err


def test_all_failures_are_told_at_once(site: Any, work: Path, newslint: Any) -> None:
    site.install("raise RuntimeError('one')")
    site.install("raise RuntimeError('two')", name="other", distribution="newslint-other", version="2.0")
    _, _, err = newslint("check", "story.jsonl")
    assert "plugin 'acme' (newslint-acme 1.0): RuntimeError: one" in err
    assert "plugin 'other' (newslint-other 2.0): RuntimeError: two" in err


def test_a_check_that_crashes_names_rule_kind_and_record_and_the_others_run(
    site: Any, work: Path, kind: str, newslint: Any
) -> None:
    site.install(kind)
    (work / "story.jsonl").write_text('{"title": "crash"}\n' + LOUD, encoding="utf-8")
    status, out, err = newslint("check", "story.jsonl", "--rules", "rules", "--select", "acme,encoding", "--format", "concise")
    assert status == 2
    assert "acme.loud" in out
    assert "rule 'acme.loud' (kind 'acme:loud') crashed on record 0: RuntimeError: out of ink" in err


NORMALISER = """
import msgspec
from newslint.plugins import hookimpl

@hookimpl
def newslint_record(record, path):
    if record.id == "broken":
        raise ValueError("half of it")
    if record.title and record.title.startswith("*"):
        return msgspec.structs.replace(record, title=record.title[1:].upper())
    if record.byline:
        record.byline = record.byline.strip()
        return record
"""


def test_records_are_put_right_before_the_rules_see_them(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind + NORMALISER)
    (work / "story.jsonl").write_text('{"title": "*port reopens", "body": "x"}\n' + LOUD, encoding="utf-8")
    status, out, _ = newslint("check", "story.jsonl", "--rules", "rules", "--select", "acme", "--format", "jsonl")
    assert status == 1
    found = [json.loads(line) for line in out.splitlines()[:-1]]
    assert [(item["excerpt"], item["line"], item["column"]) for item in found] == [
        ("PORT REOPENS", None, None),  # no such text stands in the file
        ("PORT REOPENS", 2, 23),
    ]


def test_a_normaliser_that_raises_names_itself_and_the_record(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind + NORMALISER)
    (work / "story.jsonl").write_text(LOUD + '{"id": "broken", "title": "PORT CLOSES"}\n', encoding="utf-8")
    status, out, err = newslint("check", "story.jsonl", *SELECT)
    assert status == 2
    assert out.count("shouts") == 2
    assert (
        "error: story.jsonl: plugin 'acme' (newslint-acme 1.0): newslint_record raised ValueError: half of it, on record 1\n"
        in err
    )


def test_linters_use_installed_plugins(site: Any, work: Path, kind: str) -> None:
    site.install(kind + NORMALISER)
    linter = Linter(select=["acme"], rule_paths=["rules"])
    assert [finding.excerpt for finding in linter.check_record({"title": "*port"})] == ["PORT"]
    with pytest.raises(PluginError, match="newslint_record raised ValueError: half of it"):
        linter.check_record({"id": "broken", "title": "PORT"})


def test_the_configuration_reaches_the_plugin(site: Any, work: Path, newslint: Any) -> None:
    site.install(
        """
        from newslint.plugins import hookimpl

        @hookimpl
        def newslint_configure(config, options):
            raise ValueError(f"{config.profile} {options['dialect']}")
        """
    )
    (work / "newslint.yaml").write_text(
        "version: 1\nprofile: strict\nplugins: {options: {acme: {dialect: desk}}}\n", encoding="utf-8"
    )
    _, _, err = newslint("check", "story.jsonl")
    assert "newslint_configure raised ValueError: strict desk" in err


def test_options_of_an_unknown_plugin_are_an_error(site: Any, work: Path, kind: str, newslint: Any) -> None:
    site.install(kind)
    (work / "newslint.yaml").write_text("version: 1\nplugins: {options: {acne: {a: 1}}}\n", encoding="utf-8")
    status, _, err = newslint("check", "story.jsonl")
    assert status == 2
    assert "newslint.yaml:2:27: no plugin is called 'acne'" in err
    assert "did you mean 'acme'?" in err


def test_a_required_plugin_that_is_not_there_is_an_error_at_its_place(site: Any, work: Path, newslint: Any) -> None:
    (work / "newslint.yaml").write_text("version: 1\nplugins:\n  require: [acme]\n", encoding="utf-8")
    status, _, err = newslint("check", "story.jsonl")
    assert status == 2
    assert err == dedent("""\
        error: newslint.yaml:3:13: the plugin 'acme' is required and not loaded
        3 |   require: [acme]
          |             ^
        help: install it, or see with `newslint plugins` what is installed
        """)


class TestTrust:
    """Nothing is imported from the checked tree that nobody has asked for."""

    CONFIG = "version: 1\nrules: [rules/]\nselect: [acme]\nplugins: {load: [beside]}\n"

    @pytest.fixture
    def tree(self, site: Any, work: Path, kind: str) -> Path:
        (work / "beside.py").write_text(kind, encoding="utf-8")
        (work / "newslint.yaml").write_text(self.CONFIG, encoding="utf-8")
        (work / "below").mkdir()
        return work

    def test_a_configuration_in_the_working_directory_may_name_a_module_beside_it(self, tree: Path, newslint: Any) -> None:
        assert newslint("check", "story.jsonl")[0] == 0

    def test_a_configuration_that_is_named_may_too(self, tree: Path, newslint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tree / "below")
        assert newslint("check", "../story.jsonl", "--config", "../newslint.yaml")[0] == 0

    def test_one_that_was_found_above_may_not(self, tree: Path, newslint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tree / "below")
        status, _, err = newslint("check", "../story.jsonl")
        assert status == 2
        assert "no plugin and no module is called 'beside'" in err

    def test_the_command_line_names_installed_modules_only(self, tree: Path, newslint: Any) -> None:
        status, _, err = newslint("check", "story.jsonl", "--isolated", "-p", "beside")
        assert status == 2
        assert "no plugin and no module is called 'beside'" in err

    def test_distributions_in_the_working_directory_are_not_asked(self, site: Any, tree: Path) -> None:
        info = tree / "trap-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trap\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text("[newslint]\ntrap = trap\n", encoding="utf-8")
        (tree / "trap.py").write_text("raise RuntimeError('imported')", encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-m", "newslint", "plugins", "--isolated"], capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stderr) == (0, "")
        assert "trap" not in run.stdout


class TestWorkers:
    """Worker processes get what plugins add, however they are started."""

    @pytest.mark.parametrize("method", ["fork", "spawn"])
    def test_workers_know_the_kinds_of_plugins(self, site: Any, work: Path, kind: str, method: str) -> None:
        if method == "fork" and not hasattr(os, "fork"):
            pytest.skip("no fork here")
        site.install(kind + NORMALISER)
        story = json.dumps({"title": "*port reopens", "body": "The port reopened. " * 2_000}) + "\n"
        (work / "story.jsonl").write_text(story * 150, encoding="utf-8")
        code = """
            import multiprocessing, sys
            from newslint.cli import main
            if __name__ == "__main__":
                multiprocessing.set_start_method(sys.argv[1])
                raise SystemExit(main(["check", "story.jsonl", "--rules", "rules", "--select", "acme", "--jobs", "2", "--quiet"]))
        """
        (work / "program.py").write_text(dedent(code), encoding="utf-8")
        found = {**os.environ, "PYTHONPATH": str(site.folder)}
        run = subprocess.run([sys.executable, "program.py", method], env=found, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (1, "")
        assert run.stdout.count("shouts") == 150

    def test_plugins_are_sent_by_name(self, site: Any, work: Path, kind: str) -> None:
        from newslint.plugins.choice import Choice, load

        site.install(kind)
        plugins = load(Choice())
        assert plugins is not None
        assert pickle.loads(pickle.dumps(plugins)) is plugins


class TestCaches:
    """What is remembered is forgotten when plugins change."""

    def test_what_was_found_is_remembered_until_a_folder_changes(
        self, site: Any, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache = str(tmp_path / "cache")
        before = find(cache)
        with monkeypatch.context() as patch:
            patch.setattr("importlib.metadata.distributions", lambda **_: pytest.fail("asked again"))
            assert find(cache) == before
        site.install(kind)
        assert [found.name for found in find(cache) if found not in before] == ["acme"]

    def test_a_plugin_that_changes_makes_the_rules_anew(self, site: Any, work: Path, kind: str, newslint: Any) -> None:
        module = site.install(kind)
        assert newslint("check", "story.jsonl", *SELECT)[0] == 0
        (site.folder / f"{module}.py").write_text(kind.replace("acme:loud", "acme:quiet"), encoding="utf-8")
        del sys.modules[module]
        status, _, err = newslint("check", "story.jsonl", *SELECT)
        assert status == 2
        assert "unknown kind 'acme:loud'" in err

    def test_a_run_without_plugins_loads_neither_pluggy_nor_importlib_metadata(self, work: Path, tmp_path: Path) -> None:
        code = (
            "import sys; from newslint.cli import main; main(['check', 'story.jsonl', '--isolated', '--exit-zero', '--quiet']); "
            "print(sorted({'pluggy', 'importlib.metadata', 'newslint.plugins.manager'} & set(sys.modules)))"
        )
        found = {**os.environ, "NEWSLINT_CACHE_DIR": str(tmp_path / "cache")}
        runs = [
            subprocess.run([sys.executable, "-c", code], env=found, capture_output=True, text=True, check=False) for _ in range(2)
        ]
        assert runs[1].stdout.splitlines()[-1] == "[]", runs[1].stderr
