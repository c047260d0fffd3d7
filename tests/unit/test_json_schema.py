"""The schema of a struct does not depend on the release that makes it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from newslint.json_schema import components


class Pier(msgspec.Struct):
    """A place where ships lie.

    It has a length.
    """

    length: float | None
    berths: dict[str, int] = {}


def old(description: str, length: list[dict[str, str]], berths: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """What some release of msgspec makes of :class:`Pier`."""
    properties = {"length": {"anyOf": length}, "berths": {"type": "object", **berths, "default": {}}}
    pier = {"title": "Pier", "description": description, "type": "object", "properties": properties, "required": ["length"]}
    return ({"$ref": "#/$defs/Pier"},), {"Pier": pier}


@pytest.mark.parametrize(
    "made",
    [
        old(
            "A place where ships lie.\n\n    It has a length.",
            [{"type": "null"}, {"type": "number"}],
            {"additionalProperties": {"type": "integer"}},
        ),
        old(
            "A place where ships lie.\n\nIt has a length.",
            [{"type": "number"}, {"type": "null"}],
            {"propertyNames": {"enum": ["north"]}, "additionalProperties": {"type": "integer"}},
        ),
    ],
    ids=["msgspec 0.19, Python 3.11", "msgspec 0.23, Python 3.13"],
)
def test_every_release_gives_the_same(made: tuple[Any, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    installed = components([Pier])
    monkeypatch.setattr(msgspec.json, "schema_components", lambda *_, **__: made)
    assert components([Pier]) == installed
    assert installed[1]["Pier"]["description"] == "A place where ships lie.\n\nIt has a length."
