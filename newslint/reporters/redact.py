"""Findings that can be shown to people who may not see the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newslint.model import Fix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newslint.model import Finding


def redacted(finding: Finding, titles: Mapping[str, str]) -> Finding:
    """The finding without anything of the record's text: the place, the rule, the field and the record's id stay.

    The message, which quotes the record, gives way to the title of the rule.

    Args:
        finding: As the gate admits it.
        titles: Title of each rule by id.  The message of a finding of another rule holds nothing of a text, and stays.
    """
    return msgspec.structs.replace(
        finding,
        message=titles.get(finding.rule, finding.message),
        excerpt=None,
        snippet=None,
        fix=None if finding.fix is None else Fix(finding.fix.safe, ()),
    )
