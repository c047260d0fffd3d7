"""The hooks.  This module is imported at every start of newslint: whatever is heavy is imported where it is first used."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from newslint.plugins import hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newslint.kinds.base import Kind
    from newslint.model import Article
    from newslint.readers.base import Reader
    from newslint.reporters.base import Reporter


@hookimpl
def newslint_configure(options: Mapping[str, Any]) -> None:
    """Take ``plugins.options.wire`` of the configuration."""
    from newslint_wire import slugline

    unknown = set(options) - {"separator"}
    if unknown:
        raise ValueError(f"unknown option {min(unknown)!r}; there is 'separator'")
    slugline.separator = str(options.get("separator", "-"))


@hookimpl
def newslint_kinds() -> Mapping[str, Callable[[], Kind]]:
    """Functions, so that a run without such a rule does not import the kind."""
    return {"wire:slugline": _slugline}


def _slugline() -> Kind:
    from newslint_wire.slugline import KIND

    return KIND


@hookimpl
def newslint_rule_paths() -> list[str]:
    """The pack lies beside this module, in the wheel as in the source."""
    return [os.path.join(os.path.dirname(__file__), "rules")]


@hookimpl
def newslint_readers() -> list[Reader]:
    """Files that end in ``.wire``."""
    from newslint_wire.reader import Wire

    return [Wire()]


@hookimpl
def newslint_reporters() -> Mapping[str, type[Reporter]]:
    """``--format tally``."""
    from newslint_wire.tally import Tally

    return {"tally": Tally}


@hookimpl
def newslint_record(record: Article) -> Article | None:
    """Agencies send the urgency in front of the slug: ``u1 ferry-strike``."""
    section = record.section
    if section is None or not section.startswith(("u1 ", "u2 ", "u3 ")):
        return None
    record.section = section[3:]
    return record
