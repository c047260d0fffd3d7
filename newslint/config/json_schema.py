"""The JSON Schema of configuration files, made of the struct they are checked against."""

from __future__ import annotations

from typing import Any

from newslint.config.schema import Config
from newslint.json_schema import components


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``newslint.yaml``; in pyproject.toml ``version`` may be left out."""
    _, defs = components([Config])
    root = defs.pop("Config")
    root["required"] = ["version"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:newslint:config:1", **root, "$defs": defs}
