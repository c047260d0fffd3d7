"""Findings that a team has accepted one by one, each with a reason and an end.

They stand in a file, ``newslint.exceptions.yaml``::

    version: 1
    exceptions:
      - rule: title.all-caps
        where: archive/**
        reason: The paper set its headlines in capitals until 2003
        until: 2027-01-01

or in the record itself (see :mod:`newslint.kinds.allowance`).  What is wrong with an exception is a finding too, and an exception
that is wrong accepts nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from newslint.digest import blake2b
from newslint.errors import RuleFileError, RuleFileErrors, did_you_mean
from newslint.kinds.allowance import SEPARATOR
from newslint.model import Finding, Rule, Suppression

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from newslint.model.severity import Severity
    from newslint.rulefile.nodes import Node

DEFAULT_NAME = "newslint.exceptions.yaml"
LONGEST = timedelta(days=366)
"""How far ahead an exception may end."""
SHORTEST_REASON = 10
"""Characters a reason has at least."""

IN_RECORD = "_exceptions.in-record"
"""Id of the rule that finds exceptions in records.  It sorts before every other id, so that a record's exceptions come first."""

SEVERITIES: dict[str, Severity] = {
    "exceptions.expired": "error",
    "exceptions.no-end": "error",
    "exceptions.no-reason": "error",
    "exceptions.unknown-rule": "error",
    "exceptions.mandatory": "error",
    "exceptions.unused": "warning",
}
"""What can be wrong with an exception, and how grave it is."""


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One exception."""

    rule: Annotated[str, Meta(description="Id of the rule whose findings are accepted.")]
    where: Annotated[list[str] | str | None, Meta(description="Globs of files, as .gitignore writes them.")] = None
    ids: Annotated[list[str] | None, Meta(description="Ids of records.")] = None
    fingerprints: Annotated[list[str] | None, Meta(description="Fingerprints of findings, as `--format json` shows them.")] = None
    reason: Annotated[str | None, Meta(description="Why they are accepted.")] = None
    until: Annotated[str | None, Meta(description="Last day on which they are, ISO 8601.")] = None
    by: Annotated[str | None, Meta(description="Who accepted them.")] = None


class ExceptionFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Exceptions of a project: `newslint.exceptions.yaml`."""

    version: Annotated[int, Meta(description="Version of this format: 1.", ge=1, le=1)]
    exceptions: list[Entry]


class Exceptions:
    """Exceptions of a file and of the records, used as findings come.

    Args:
        entries: Each exception with its line in the file.
        path: The file; empty when there is none.
        known: Ids of every rule there is.
        mandatory: Ids of rules whose findings are never accepted.
        today: The day of the run.
        matches: Makes the test of globs.
    """

    def __init__(
        self,
        entries: Sequence[tuple[Entry, int]],
        path: str,
        known: Collection[str],
        mandatory: frozenset[str],
        today: date,
        matches: Callable[[list[str] | str], Callable[[str], bool]],
    ) -> None:
        self.path = path
        self._known = known
        self._mandatory = mandatory
        self._today = today
        self.remarks: list[Finding] = []
        """What is wrong with exceptions, as far as it is known."""
        self._live: list[_Live] = []
        for entry, line in entries:
            if self._sound(entry, path, line, None):
                applies = matches(entry.where) if entry.where is not None else None
                self._live.append(_Live(entry, line, applies))
        self._record: tuple[str, int | None] | None = None
        self._allowed: list[tuple[Suppression, str, Finding]] = []
        self._used: set[str] = set()

    def take(self, finding: Finding) -> bool:
        """Whether a finding is not one, but an exception that its record states; it is remembered then."""
        if finding.rule != IN_RECORD:
            return False
        self._turn_to(finding)
        rule, reason, until = (*finding.message.split(SEPARATOR), "", "")[:3]
        entry = Entry(rule=rule, reason=reason or None, until=until or None)
        if self._sound(entry, finding.path, finding.line, finding):
            self._allowed.append((Suppression("record", entry.reason, entry.until), rule, finding))
        return True

    def suppress(self, finding: Finding) -> Suppression | None:
        """Why a finding is accepted, or None."""
        self._turn_to(finding)
        for suppression, rule, _ in self._allowed:
            if rule == finding.rule:
                self._used.add(rule)
                return suppression
        for live in self._live:
            if live.holds(finding):
                live.used = True
                return Suppression("exception", live.entry.reason, live.entry.until)
        return None

    def finish(self, covers: Callable[[str, Callable[[str], bool] | None], bool]) -> list[Finding]:
        """All remarks, now that the findings have been seen.

        Args:
            covers: Whether the run has seen every file that an exception can be about: it is asked about the rule, and about the
                test of the exception's globs, None where there is none.  An exception for other files may still be needed.
        """
        self._turn_to(None)
        for live in self._live:
            if not live.used and covers(live.entry.rule, live.applies):
                self._remark(
                    "exceptions.unused", f"nothing needs the exception for {live.entry.rule!r}", self.path, live.line, None
                )
        return self.remarks

    def ending(self, within: timedelta) -> list[tuple[Entry, int]]:
        """Exceptions that hold today and end within a time, with their lines."""
        last = self._today + within
        return [
            (live.entry, live.line) for live in self._live if live.entry.until and date.fromisoformat(live.entry.until) <= last
        ]

    def _turn_to(self, finding: Finding | None) -> None:
        """Forget the exceptions of the record before."""
        place = None if finding is None else (finding.path, finding.record)
        if place == self._record:
            return
        for _, rule, stated in self._allowed:
            if rule not in self._used:
                self._remark("exceptions.unused", f"nothing in the record needs the exception for {rule!r}", "", None, stated)
        self._record, self._allowed, self._used = place, [], set()

    def _sound(self, entry: Entry, path: str, line: int | None, stated: Finding | None) -> bool:
        """Whether an exception may accept anything; a remark says why not."""
        fault: tuple[str, str] | None = None
        if entry.rule not in self._known:
            near = did_you_mean(entry.rule, self._known)
            fault = "exceptions.unknown-rule", f"there is no rule {entry.rule!r}" + (f"; {near}" if near else "")
        elif entry.rule in self._mandatory:
            fault = "exceptions.mandatory", f"{entry.rule!r} is mandatory: no exception can lift it"
        elif entry.reason is None or len(entry.reason.strip()) < SHORTEST_REASON:
            fault = (
                "exceptions.no-reason",
                f"the exception for {entry.rule!r} gives no reason of {SHORTEST_REASON} characters or more",
            )
        else:
            fault = self._ends(entry)
        if fault is not None:
            self._remark(*fault, path, line, stated)
        return fault is None

    def _ends(self, entry: Entry) -> tuple[str, str] | None:
        if entry.until is None:
            return "exceptions.no-end", f"the exception for {entry.rule!r} has no end: say `until`"
        try:
            end = date.fromisoformat(entry.until)
        except ValueError:
            return (
                "exceptions.no-end",
                f"the exception for {entry.rule!r} ends on {entry.until!r}, which is no date like 2027-01-31",
            )
        if end < self._today:
            return "exceptions.expired", f"the exception for {entry.rule!r} ended on {end}"
        if end > self._today + LONGEST:
            return "exceptions.no-end", f"the exception for {entry.rule!r} ends on {end}, more than {LONGEST.days} days ahead"
        return None

    def _remark(self, rule: str, message: str, path: str, line: int | None, stated: Finding | None) -> None:
        place = stated if stated is not None else Finding("", "error", "", path, line=line, column=None if line is None else 1)
        text = f"{rule}\x1f{place.record_id or ''}\x1f{message}"
        self.remarks.append(
            Finding(
                rule=rule,
                severity=SEVERITIES[rule],
                message=message,
                path=place.path,
                record=place.record,
                record_id=place.record_id,
                line=place.line,
                column=place.column,
                fingerprint=blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
            )
        )


class _Live:
    """An exception that holds."""

    __slots__ = ("applies", "entry", "line", "used")

    def __init__(self, entry: Entry, line: int, applies: Callable[[str], bool] | None) -> None:
        self.entry = entry
        self.line = line
        self.applies = applies
        self.used = False

    def holds(self, finding: Finding) -> bool:
        entry = self.entry
        return (
            entry.rule == finding.rule
            and (entry.ids is None or finding.record_id in entry.ids)
            and (entry.fingerprints is None or finding.fingerprint in entry.fingerprints)
            and (self.applies is None or self.applies(finding.path))
        )


def in_record_rule(key: str | None) -> Rule:
    """The rule that finds the exceptions that records state.

    Args:
        key: Field of JSON and CSV records that may hold exceptions, or None.
    """
    return Rule(
        id=IN_RECORD,
        title="Exception stated by the record",
        why="The gate has to know which findings a record's own exceptions accept.",
        severity="info",
        fields=("body", "newslint", *(() if key is None else (key,))),
        kind="allowance",
        message="{allowance}",
        params={} if key is None else {"key": key},
        profile=None,
    )


def read_exceptions(path: str) -> list[tuple[Entry, int]]:
    """The exceptions of a file, each with its line.

    Raises:
        RuleFileErrors: The file does not say what it means; it holds all faults.
        RuleFileError: It cannot be read.
    """
    from newslint.rulefile.structure import Wording, read_struct
    from newslint.rulefile.yaml_source import compose, decode

    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise RuleFileError(f"cannot be read: {error.strerror or error}", path=path) from None
    faults: list[RuleFileError] = []
    source = decode(path, data, faults)
    node = None if source is None else compose(source, faults)
    if node is None and not faults:
        raise RuleFileError("the file is empty", path=path, hint="it begins with `version: 1`")
    found: list[tuple[Entry, int]] = []
    if node is not None:
        read_struct(node, ExceptionFile, faults, Wording("a file of exceptions"))
        if not faults:
            found = _entries(node, faults)
    if faults:
        raise RuleFileErrors(faults)
    return found


def _entries(node: Node, faults: list[RuleFileError]) -> list[tuple[Entry, int]]:
    from newslint.rulefile.structure import Wording, read_struct

    entries: Any = node.get("exceptions")
    found: list[tuple[Entry, int]] = []
    for child in entries.children():
        values = read_struct(child, Entry, faults, Wording("an exception"))
        if not faults:
            found.append((Entry(**values), child.line))
    return found
