"""The documentation names every key and every option there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from newslint.cli.check_options import parser
from newslint.config.files import load
from newslint.config.schema import Config, Inputs, PluginSettings
from newslint.config.settings import Settings
from newslint.reporters import reporter_names

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[3] / "docs"
SECTIONS = {"inputs": Inputs, "plugins": PluginSettings}


def keys() -> Iterator[str]:
    for field in msgspec.structs.fields(Config):
        if field.name in SECTIONS:
            yield from (f"{field.name}.{inner.encode_name}" for inner in msgspec.structs.fields(SECTIONS[field.name]))
        else:
            yield field.encode_name


def test_every_key_has_a_row_and_every_row_a_key() -> None:
    table = (DOCS / "configuration.md").read_text(encoding="utf-8").partition("## Keys")[2].partition("Selectors are")[0]
    assert re.findall(r"(?m)^\| `([^`]+)`", table) == list(keys())


@pytest.mark.parametrize("option", sorted(parser()._option_string_actions))
def test_every_option_of_check_is_described(option: str) -> None:
    assert f"`{option}" in (DOCS / "command-line.md").read_text(encoding="utf-8") or option in {"-h", "--help"}


@pytest.mark.parametrize("name", reporter_names())
def test_every_format_is_described(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "name"), [("yaml", "newslint.yaml"), ("toml", "pyproject.toml")])
def test_the_examples_are_configurations(language: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    example = text.partition(f"```{language}\n")[2].partition("```")[0]
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "newslint.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path / "own")
    Path(name).write_text(example, encoding="utf-8")
    settings = Settings(load(name))
    assert settings.mapping()["headline"] == "title"
    assert len(settings.config.per_path) == 1
