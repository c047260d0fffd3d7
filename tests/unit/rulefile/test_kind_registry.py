"""The registry lists the kinds there are, and imports them when asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import newslint.kinds
from newslint.kinds.base import Kind, Params
from newslint.kinds.registry import _ELSEWHERE, BUILTIN, UnknownKindError, add_kind, get_kind, kind_names, remove_kind


def test_the_list_is_that_of_the_modules_with_a_kind() -> None:
    folder = Path(newslint.kinds.__file__ or "").parent
    found = {path.stem for path in folder.glob("*.py") if "\nKIND = Kind(" in path.read_text(encoding="utf-8")}
    internal = {"allowance"}  # newslint makes such rules itself
    assert sorted(found - internal) == sorted(set(BUILTIN) - set(_ELSEWHERE))


@pytest.mark.parametrize("name", BUILTIN)
def test_every_kind_goes_by_its_name(name: str) -> None:
    kind = get_kind(name)
    assert kind.name == name
    assert kind.scope in {"record", "dataset"}
    assert issubclass(kind.params, Params)
    assert kind.summary


@pytest.mark.parametrize("name", BUILTIN)
def test_every_param_is_described(name: str) -> None:
    (_,), components = msgspec.json.schema_components([get_kind(name).params])
    for struct in components.values():
        for param, schema in struct["properties"].items():
            assert schema.get("description"), f"{struct['title']}.{param}"


def test_unknown() -> None:
    with pytest.raises(UnknownKindError, match="unknown kind 'patern'") as caught:
        get_kind("patern")
    assert isinstance(caught.value, KeyError)


def test_plugin_kind_is_made_when_asked_for() -> None:
    made: list[str] = []

    def make() -> Kind:
        made.append("once")
        return Kind("acme:odd", "record", Params, newslint.kinds.base.Check)

    add_kind("acme:odd", make)
    try:
        assert kind_names()[-1] == "acme:odd"
        assert not made
        assert get_kind("acme:odd") is get_kind("acme:odd")
        assert made == ["once"]
        with pytest.raises(ValueError, match="two plugins add the kind 'acme:odd'"):
            add_kind("acme:odd", make)
    finally:
        remove_kind("acme:odd")
    assert "acme:odd" not in kind_names()


@pytest.mark.parametrize("name", ["odd", ":odd", "acme:", ""])
def test_plugin_kind_needs_a_plugin_in_its_name(name: str) -> None:
    with pytest.raises(ValueError, match="is named <plugin>:<kind>"):
        add_kind(name, Kind(name, "record", Params, newslint.kinds.base.Check))


def test_names_import_no_kind() -> None:
    code = (
        "import sys, newslint.kinds.registry as r; r.kind_names();"
        "print([m for m in sys.modules if m.startswith('newslint.kinds.') and m != 'newslint.kinds.registry'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
