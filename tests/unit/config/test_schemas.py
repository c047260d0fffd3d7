"""The shipped JSON Schemas are what the structs make, and agree with the loader."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import newslint
from newslint.cli.config import schema_text
from newslint.config.files import load
from newslint.errors import ConfigError
from newslint.reporters.json_schema import FIELDS

SHIPPED = Path(newslint.__file__).parent / "schemas"
GOLDEN = Path(__file__).parents[2] / "golden" / "reporters"


@pytest.mark.parametrize("name", ["config", "findings"])
def test_the_shipped_schema_is_fresh(name: str) -> None:
    assert (SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name), (
        f"run `newslint config schema {name} > newslint/schemas/{name}.schema.json`"
    )


@pytest.mark.parametrize("name", ["config", "findings"])
def test_the_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_what_json_and_jsonl_write_is_valid() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("findings")))
    validator.validate(json.loads((GOLDEN / "json.golden").read_bytes()))
    for line in (GOLDEN / "jsonl.golden").read_bytes().splitlines():
        validator.validate(json.loads(line))


def test_every_field_of_a_finding_is_described() -> None:
    finding = newslint.Finding(rule="a.b", severity="info", message="m", path="p")
    assert list(finding.public()) == list(FIELDS)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("version: 1\n", True),
        ("version: 1\nextends: [a.yaml]\nprofile: strict\njobs: auto\nfail-on: never\n", True),
        ("version: 1\nper-path: [{files: a, ignore: [title]}]\nper-source: [{source: [a, b]}]\n", True),
        ("version: 1\nparams: {title.long: {max: 3}}\nseverity: {title: error}\n", True),
        ("version: 1\nreports: [{json: a.json}]\ninputs: {map: {a: title}, default-tz: Z}\n", True),
        ("version: 2\n", False),
        ("profile: strict\n", False),
        ("version: 1\nprofil: strict\n", False),
        ("version: 1\njobs: many\n", False),
        ("version: 1\nper-path: [{ignore: [title]}]\n", False),
        ("version: 1\nseverity: {title: eror}\n", False),
        ("version: 1\nreports: {json: a.json}\n", False),
    ],
)
def test_schema_and_loader_agree(text: str, valid: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("config")))
    assert validator.is_valid(yaml.safe_load(text)) is valid
    if valid:
        load("c.yaml")
    else:
        with pytest.raises(ConfigError):
            load("c.yaml")
