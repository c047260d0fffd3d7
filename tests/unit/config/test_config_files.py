from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from newslint.config.discovery import discover
from newslint.config.files import load
from newslint.config.schema import Config
from newslint.config.settings import Settings
from newslint.errors import ConfigError, ConfigErrors, NewslintError, UsageError
from newslint.model import Rule

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return os.path.relpath(path)


def settings(path: str, command_line: Config | None = None) -> Settings:
    return Settings(load(path), command_line)


RULES = [
    Rule(
        id=rule_id,
        title="t",
        why="w",
        severity="warning",
        fields=("title",),
        kind="length",
        message="m",
        params={"max": 5},
        profile=profile,
    )
    for rule_id, profile in (("title.long", "recommended"), ("title.empty", "minimal"), ("style.comma", None))
]


class TestDiscovery:
    def test_nothing_is_found_where_there_is_nothing(self, folder: Path) -> None:
        assert discover() is None

    @pytest.mark.parametrize("name", ["newslint.yaml", ".newslint.yaml"])
    def test_the_nearest_wins(self, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder / name, "version: 1\n")
        (folder / "a" / "b").mkdir(parents=True)
        monkeypatch.chdir(folder / "a" / "b")
        assert discover() == os.path.join("..", "..", name)
        write(folder / "a" / "newslint.yaml", "version: 1\n")
        assert discover() == os.path.join("..", "newslint.yaml")

    def test_pyproject_counts_only_with_a_table(self, folder: Path) -> None:
        write(folder / "pyproject.toml", '[project]\ndependencies = ["newslint"]\n')
        assert discover() is None
        write(folder / "pyproject.toml", '[tool.newslint]\nprofile = "strict"\n')
        assert discover() == "pyproject.toml"

    def test_two_in_one_folder_are_an_error_that_names_both(self, folder: Path) -> None:
        write(folder / "newslint.yaml", "version: 1\n")
        write(folder / "pyproject.toml", "[tool.newslint]\n")
        with pytest.raises(ConfigError, match=r"newslint\.yaml and pyproject\.toml"):
            discover()

    def test_it_begins_where_it_is_told(self, folder: Path) -> None:
        write(folder / "desk" / "newslint.yaml", "version: 1\n")
        assert discover("desk") == os.path.join("desk", "newslint.yaml")
        assert discover("desk/not-there") == os.path.join("desk", "newslint.yaml")


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "rendered"),
        [
            (
                "version: 1\nprofil: strict\n",
                "error: c.yaml:2:1: unknown key 'profil'\n2 | profil: strict\n  | ^\nhelp: did you mean 'profile'?",
            ),
            (
                "version: 1\ninputs:\n  mapp: {a: title}\n",
                "error: c.yaml:3:3: unknown key 'mapp' in 'inputs'\n3 |   mapp: {a: title}\n  |   ^\nhelp: did you mean 'map'?",
            ),
            (
                "version: 1\nfail-on: eror\n",
                (
                    "error: c.yaml:2:10: unknown fail-on 'eror'\n2 | fail-on: eror\n  |          ^\n"
                    "help: did you mean 'error'? fail-on is one of error, info, never, warning"
                ),
            ),
            (
                "version: 1\nseverity:\n  house: error\n  title: eror\n",
                (
                    "error: c.yaml:4:10: unknown severity.title 'eror'\n4 |   title: eror\n  |          ^\n"
                    "help: did you mean 'error'? severity.title is one of error, info, warning"
                ),
            ),
            (
                "version: 1\nreports: [{json: 3}]\n",
                (
                    "error: c.yaml:2:18: 'reports[0].json' must be text, not a whole number\n2 | reports: [{json: 3}]\n"
                    "  |                  ^\nhelp: put it in quotes"
                ),
            ),
            (
                "version: 1\nselect: title\n",
                "error: c.yaml:2:9: 'select' must be a list, not text\n2 | select: title\n  |         ^\nhelp: write a list: [a, b]",
            ),
            (
                "version: 1\nper-path:\n- files: a\n- ignore: [title]\n",
                "error: c.yaml:4:3: 'per-path[1]' lacks 'files'\n4 | - ignore: [title]\n  |   ^",
            ),
            (
                "profile: strict\n",
                "error: c.yaml:1:1: missing key 'version'\n1 | profile: strict\n  | ^\nhelp: it begins with `version: 1`",
            ),
            ("", "error: c.yaml: the file is empty\nhelp: it begins with `version: 1`"),
        ],
    )
    def test_a_fault_has_its_place(self, folder: Path, text: str, rendered: str) -> None:
        with pytest.raises(ConfigError) as caught:
            load(write(folder / "c.yaml", text))
        assert caught.value.render() == rendered

    def test_all_faults_are_told(self, folder: Path) -> None:
        with pytest.raises(ConfigErrors) as caught:
            load(write(folder / "c.yaml", "version: 1\nprofil: strict\njobs: -1\n"))
        assert [error.line for error in caught.value.errors] == [2, 3]

    def test_yaml_that_is_none(self, folder: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load(write(folder / "c.yaml", "version: 1\nselect: [a\n"))
        assert caught.value.line is not None

    def test_a_misspelt_key_of_pyproject_has_its_line(self, folder: Path) -> None:
        path = write(folder / "pyproject.toml", '[project]\nname = "x"\n\n[tool.newslint]\nfail_on = "error"\n')
        with pytest.raises(ConfigError) as caught:
            load(path)
        error = caught.value
        assert (error.line, error.column, error.reason, error.hint) == (
            5,
            1,
            "unknown key 'fail_on'",
            "did you mean 'fail-on'?",
        )

    def test_a_value_in_a_table_of_pyproject_has_its_line(self, folder: Path) -> None:
        path = write(
            folder / "pyproject.toml",
            '[tool.newslint]\nprofile = "strict"\n\n[[tool.newslint.per-path]]\nfiles = "a/**"\nignor = ["title"]\n',
        )
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert (caught.value.line, caught.value.hint) == (6, "did you mean 'ignore'?")

    def test_toml_that_is_none(self, folder: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load(write(folder / "pyproject.toml", "[tool.newslint]\nprofile = strict\n"))
        assert caught.value.line == 2

    def test_a_missing_file(self, folder: Path) -> None:
        with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read"):
            load("none.yaml")


class TestExtends:
    def test_what_is_nearer_wins_and_lists_of_rules_join(self, folder: Path) -> None:
        write(
            folder / "base" / "desk.yaml",
            "version: 1\nprofile: minimal\nrules: [house.yaml]\nfail-on: error\ninputs: {map: {headline: title, text: body}}\n",
        )
        path = write(
            folder / "newslint.yaml",
            "version: 1\nextends: base/desk.yaml\nprofile: strict\nrules: [own]\ninputs: {map: {text: summary}}\n",
        )
        found = settings(path)
        assert found.config.profile == "strict"
        assert found.config.rules == [os.path.join("base", "house.yaml"), "own"]
        assert found.config.fail_on == "error"
        assert found.mapping() == {"headline": "title", "text": "summary"}
        assert str(found.origins["fail-on"]) == f"{os.path.join('base', 'desk.yaml')}:4"
        assert str(found.origins["profile"]) == "newslint.yaml:3"

    def test_a_cycle_is_an_error(self, folder: Path) -> None:
        write(folder / "a.yaml", "version: 1\nextends: [b.yaml]\n")
        write(folder / "b.yaml", "version: 1\nextends: [a.yaml]\n")
        with pytest.raises(ConfigError) as caught:
            load("a.yaml")
        assert (caught.value.place, caught.value.reason) == ("b.yaml:2:11", "a.yaml extends itself")

    def test_a_base_that_does_not_exist(self, folder: Path) -> None:
        with pytest.raises(ConfigError, match=r"a\.yaml:2:10: b\.yaml does not exist"):
            load(write(folder / "a.yaml", "version: 1\nextends: b.yaml\n"))


class TestSettings:
    def test_defaults_say_so(self) -> None:
        rows = {key: (value, origin) for key, value, origin in Settings().rows()}
        assert rows["profile"] == ("recommended", "default")
        assert rows["fail-on"] == ("warning", "default")
        assert rows["inputs.default-tz"] == ("Z", "default")

    def test_the_command_line_wins_and_says_so(self, folder: Path) -> None:
        path = write(folder / "c.yaml", "version: 1\nfail-on: error\njobs: 3\n")
        found = settings(path, Config(fail_on="never"))
        rows = {key: (value, origin) for key, value, origin in found.rows()}
        assert rows["fail-on"] == ("never", "command line")
        assert rows["jobs"] == (3, "c.yaml:3")
        assert found.jobs() == 3

    def test_paths_are_those_of_the_file(self, folder: Path) -> None:
        path = write(folder / "conf" / "c.yaml", "version: 1\nreports: [{json: ../out.json}]\ncache-dir: cache\n")
        found = settings(path)
        assert found.config.reports == [{"json": "out.json"}]
        assert found.config.cache_dir == os.path.join("conf", "cache")

    @pytest.mark.parametrize(
        ("text", "minutes"), [("Z", 0), ("UTC", 0), ("+01:00", 60), ("-05:30", -330), ("+0200", 120), ("+14", 840)]
    )
    def test_offsets(self, folder: Path, text: str, minutes: int) -> None:
        path = write(folder / "c.yaml", f"version: 1\ninputs: {{default-tz: '{text}'}}\n")
        assert settings(path).default_tz() == minutes

    @pytest.mark.parametrize(
        ("key", "place"),
        [("inputs:\n  default-tz: Europe/Oslo\n", "c.yaml:3:15"), ("now: tomorrow\n", "c.yaml:2:6")],
    )
    def test_a_time_that_is_none_has_its_place(self, folder: Path, key: str, place: str) -> None:
        found = settings(write(folder / "c.yaml", f"version: 1\n{key}"))
        with pytest.raises(ConfigError) as caught:
            (found.now(), found.default_tz())
        assert caught.value.place == place

    def test_now_on_the_command_line(self) -> None:
        assert Settings((), Config(now="2026-01-31T12:00:00Z")).now().isoformat() == "2026-01-31T12:00:00+00:00"
        assert Settings((), Config(now="2026-01-31")).now().isoformat() == "2026-01-31T12:00:00+00:00"
        with pytest.raises(UsageError, match="--now: 'soon' is no ISO 8601 time"):
            Settings((), Config(now="soon")).now()

    def test_toml_times_are_text(self, folder: Path) -> None:
        path = write(folder / "pyproject.toml", "[tool.newslint]\nnow = 2026-01-31T12:00:00Z\n")
        assert settings(path).now().isoformat() == "2026-01-31T12:00:00+00:00"

    def test_a_map_to_no_canonical_field(self, folder: Path) -> None:
        path = write(folder / "c.yaml", "version: 1\ninputs:\n  map: {headline: titel}\n")
        with pytest.raises(ConfigError) as caught:
            settings(path).mapping()
        assert (caught.value.place, caught.value.hint) == ("c.yaml:3:19", "did you mean 'title'?")

    def test_id_is_one_more_mapping(self, folder: Path) -> None:
        path = write(folder / "c.yaml", "version: 1\ninputs: {id: guid}\n")
        assert settings(path).mapping() == {"guid": "id"}

    def test_a_selector_that_matches_nothing_has_its_place(self, folder: Path) -> None:
        from newslint.gate.selection import resolve_layers

        path = write(folder / "c.yaml", "version: 1\nignore:\n- title\n- titel.long\n")
        layers, faults = settings(path).selection()
        with pytest.raises(NewslintError) as caught:
            resolve_layers(RULES, layers, unmatched=faults)
        assert caught.value.render() == (
            "error: c.yaml:4:3: no rule matches 'titel.long'\n4 | - titel.long\n  |   ^\nhelp: did you mean 'title.long'?"
        )

    def test_severities_go_by_selector_and_the_last_wins(self, folder: Path) -> None:
        from newslint.kinds.registry import get_kind

        path = write(folder / "c.yaml", "version: 1\nseverity: {title: error, title.long: info}\n")
        assert [rule.severity for rule in settings(path).adjust(RULES, get_kind)] == ["info", "error", "warning"]

    def test_params_are_checked_against_the_kind(self, folder: Path) -> None:
        from newslint.kinds.registry import get_kind

        path = write(folder / "c.yaml", "version: 1\nparams:\n  title.long: {unit: words}\n")
        (long, *_) = settings(path).adjust(RULES, get_kind)
        assert long.params == {"max": 5, "unit": "words"}
        path = write(folder / "c.yaml", "version: 1\nparams:\n  title.long: {maxx: 9}\n")
        with pytest.raises(ConfigError) as caught:
            settings(path).adjust(RULES, get_kind)
        assert caught.value.place.startswith("c.yaml:3:")
        assert "maxx" in caught.value.reason

    def test_params_of_an_unknown_rule(self, folder: Path) -> None:
        from newslint.kinds.registry import get_kind

        path = write(folder / "c.yaml", "version: 1\nparams:\n  title.lng: {max: 9}\n")
        with pytest.raises(ConfigError) as caught:
            settings(path).adjust(RULES, get_kind)
        assert caught.value.hint == "did you mean 'title.long'?"


class TestOverrides:
    def test_globs_are_those_of_the_files_folder(self, folder: Path) -> None:
        path = write(
            folder / "conf" / "c.yaml",
            "version: 1\nper-path:\n- {files: 'archive/**', ignore: [title.long], severity: {title.empty: info}}\n",
        )
        (override,) = settings(path).overrides(RULES)
        assert override.applies(os.path.join("conf", "archive", "1998", "a.jsonl"))
        assert not override.applies(os.path.join("archive", "a.jsonl"))
        assert override.ignore == {"title.long"}
        assert override.severity == {"title.empty": "info"}

    def test_sources_go_by_glob_in_either_case(self, folder: Path) -> None:
        path = write(folder / "c.yaml", "version: 1\nper-source:\n- {source: 'harbour*', ignore: [title]}\n")
        (override,) = settings(path).overrides(RULES)
        assert override.of == "source"
        assert override.applies("Harbour Gazette")
        assert not override.applies("The Harbour")
        assert override.ignore == {"title.long", "title.empty"}

    def test_a_selector_that_matches_nothing_has_its_place(self, folder: Path) -> None:
        path = write(folder / "c.yaml", "version: 1\nper-path:\n- files: a\n  ignore: [titel]\n")
        with pytest.raises(ConfigError) as caught:
            settings(path).overrides(RULES)
        assert (caught.value.line, caught.value.reason) == (4, "no rule matches 'titel'")
