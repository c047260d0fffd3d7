"""The JSON Schema of configuration files, made of the struct they are checked against."""

from __future__ import annotations

from typing import Any

import msgspec

from newslint.config.schema import Config


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``newslint.yaml``; in pyproject.toml ``version`` may be left out."""
    _, defs = msgspec.json.schema_components([Config], ref_template="#/$defs/{name}")
    root = defs.pop("Config")
    root["required"] = ["version"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:newslint:config:1", **root, "$defs": defs}
