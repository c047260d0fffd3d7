"""A rule as its file states it, checked and resolved."""

from __future__ import annotations

from typing import Any

import msgspec

from newslint.model.severity import Severity


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One applicability condition on another field of the same record (``when``).

    Every test that is given has to hold.  Comparisons fold case and outer white space; ``matches`` is an RE2 pattern searched for;
    word counts are those of white space.  A list field passes when one of its elements does (``is_not``: when none is).
    """

    field: str
    present: bool | None = None
    is_: tuple[str, ...] | None = msgspec.field(name="is", default=None)
    is_not: tuple[str, ...] | None = None
    matches: str | None = None
    min_words: int | None = None
    max_words: int | None = None


class FixSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    r"""How a rule's findings are mended: an op on the span of the finding.

    ``op`` is one of ``delete``, ``delete_block``, ``replace`` (by ``with``, where ``\g<name>`` stands for a group of the match),
    ``strip``, ``map`` (by ``table``), ``normalise_unicode``, ``unescape``, or ``kind`` (the kind computes the edit).
    """

    op: str
    safe: bool = False
    with_: str | None = msgspec.field(name="with", default=None)
    table: dict[str, str] | None = None


class Rule(msgspec.Struct, frozen=True):
    """One rule, after ``extends`` and overrides.

    Attributes:
        params: The kind's params as plain data, already checked against the kind.
        profile: Lowest rung that holds the rule, or None when it runs only where it is selected by name.
        examples: ``{"good": [...], "bad": [...]}`` as written.
        help: One line that says how to mend it; shown under each finding.
        report: ``record``, or ``file`` for one finding per file that counts the records concerned.
        pack: Name of the file it came from, relative to its root: ``boilerplate/en.yaml``.
        path: That file as it can be opened.
        line: 1-based line of the rule in it.
    """

    id: str
    title: str
    why: str
    severity: Severity
    fields: tuple[str, ...]
    kind: str
    message: str
    params: dict[str, Any] = {}
    profile: str | None = "recommended"
    languages: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    fix: FixSpec | None = None
    examples: dict[str, list[Any]] = {}
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: str | None = None
    help: str | None = None
    report: str = "record"
    pack: str = ""
    path: str = ""
    line: int = 0
