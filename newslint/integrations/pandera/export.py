"""A schema file of pandera in which newslint's checks stand for some rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newslint.model.article import SCALAR_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.model import Rule, Severity

LIBRARIES = ("polars", "pandas")
_ALWAYS = ("id", "title", "body")
"""Fields that the schema names whatever the rules look at."""
_TYPES = {"polars": "String", "pandas": "str"}


def schema_of(rules: Iterable[Rule], library: str = "polars", fail_on: Severity = "warning") -> str:
    """A schema in YAML, for the key ``schema``, the kind ``pandera`` and :func:`newslint.integrations.pandera.validate`.

    Each canonical field of text that a rule looks at is a column, which may hold nulls and need not be there: what an absent value comes to, the rules
    say.  Lists are left out: old versions of pandera cannot read their types from a file, and the rules see them in any case.  Params and severities of the rules are not written: they are newslint's, wherever the schema is read.

    Args:
        rules: The rules; each is named in the schema.
        library: ``polars`` or ``pandas``.
        fail_on: Mildest severity of a finding that makes its row fail.
    """
    named = list(rules)
    used = {field for rule in named for field in rule.fields} | set(_ALWAYS)
    lines = [
        "# Written by `newslint export pandera`.  `newslint` among the checks is for newslint to read; pandera alone does not know it.",
        f"schema_type: {'polars_dataframe' if library == 'polars' else 'dataframe'}",
        "columns:",
    ]
    for field in SCALAR_FIELDS:
        if field in used:
            lines += [
                f"  {field}:",
                f"    dtype: {_TYPES[library]}",
                "    nullable: true",
                "    required: false",
            ]
    lines += ["checks:", "  newslint:", f"    fail_on: {fail_on}", "    select:"]
    lines += [f"      - {json.dumps(rule.id)}" for rule in named]
    return "\n".join([*lines, ""])
