"""Findings that a team lives with: those that were there when the baseline was written.

A baseline is a text file, one JSON object a line, sorted, so that a version control system shows what was added and what went::

    {"newslint_baseline": 1}
    {"fingerprint": "4b1d…", "rule": "title.all-caps", "path": "archive/a.jsonl", "record_id": "41", "count": 1}

Entries are matched by fingerprint alone: rule, record id, field and folded excerpt.  A record that moves to another line or another
file keeps its entries.  Paths count from the folder of the baseline, so that it means the same wherever newslint is started.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from newslint.errors import ConfigError
from newslint.model import Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newslint.model import Finding

VERSION = 1
"""Version of the file's format."""
DEFAULT_NAME = "newslint.baseline.jsonl"

_SUPPRESSION = Suppression("baseline")


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """Findings with one fingerprint: ``count`` of them are in the baseline.  ``path`` is where they were, from its folder."""

    fingerprint: str
    rule: str
    path: str
    record_id: str | None = None
    count: int = 1


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    newslint_baseline: int


class Baseline:
    """The entries of a baseline, used up as findings come.

    Args:
        entries: In the order of the file.
        path: The file, for messages.
    """

    def __init__(self, entries: Iterable[Entry], path: str) -> None:
        self.entries = list(entries)
        self.path = path
        self._folder = os.path.dirname(os.path.abspath(path))
        self._left: dict[str, int] = {}
        for entry in self.entries:
            self._left[entry.fingerprint] = self._left.get(entry.fingerprint, 0) + entry.count

    def suppress(self, finding: Finding) -> Suppression | None:
        """The suppression of a finding that an entry is left for; the entry is used up."""
        left = self._left.get(finding.fingerprint, 0)
        if not left or not finding.fingerprint:
            return None
        self._left[finding.fingerprint] = left - 1
        return _SUPPRESSION

    def stale(self, rules: Iterable[str], paths: Iterable[str]) -> list[Entry]:
        """Entries that no finding has used, among those about rules that ran and files that were checked.

        Args:
            rules: Ids of the rules that ran.
            paths: Files that were checked, as findings name them.
        """
        ran, checked = frozenset(rules), {path_from(self._folder, path) for path in paths}
        left = dict(self._left)
        stale: list[Entry] = []
        # The last entries of a fingerprint are the stale ones: findings have used the first.
        for entry in reversed(self.entries):
            unused = min(entry.count, left.get(entry.fingerprint, 0))
            left[entry.fingerprint] = left.get(entry.fingerprint, 0) - unused
            if unused and entry.rule in ran and entry.path in checked:
                stale.append(msgspec.structs.replace(entry, count=unused))
        stale.reverse()
        return stale

    def shown(self, path: str) -> str:
        """The path of an entry, from the working directory where that is possible."""
        full = os.path.join(self._folder, path)
        try:
            return os.path.relpath(full)
        except ValueError:  # another drive, on Windows
            return full

    def missing(self) -> set[str]:
        """Files of entries, from the working directory, that do not exist any longer."""
        return {shown for path in {entry.path for entry in self.entries} if not os.path.exists(shown := self.shown(path))}

    def without(self, stale: Iterable[Entry]) -> list[Entry]:
        """The entries that are left when stale ones are taken out."""
        gone: dict[tuple[str, str], int] = {}
        for entry in stale:
            gone[entry.fingerprint, entry.path] = gone.get((entry.fingerprint, entry.path), 0) + entry.count
        kept: list[Entry] = []
        for entry in self.entries:
            take = min(entry.count, gone.get((entry.fingerprint, entry.path), 0))
            if take:
                gone[entry.fingerprint, entry.path] -= take
            if entry.count > take:
                kept.append(msgspec.structs.replace(entry, count=entry.count - take))
        return kept


def read_baseline(path: str) -> Baseline:
    """Read a baseline.

    Raises:
        ConfigError: It is missing, cannot be read, or a line of it is no entry.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise ConfigError("no such baseline", path=path, hint=f"write it: newslint baseline write --file {path}") from None
    except OSError as error:
        raise ConfigError(error.strerror or str(error), path=path) from None
    head, _, rest = data.partition(b"\n")
    try:
        version = msgspec.json.decode(head, type=_Header).newslint_baseline
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ConfigError("not a baseline", path=path, line=1, hint='its first line is {"newslint_baseline": 1}') from None
    if version != VERSION:
        raise ConfigError(f"a baseline of version {version}, and this newslint reads {VERSION}", path=path, line=1)
    try:
        entries = msgspec.json.Decoder(Entry).decode_lines(rest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _bad_line(path, rest) from None
    return Baseline(entries, path)


def write_baseline(path: str, entries: Sequence[Entry]) -> None:
    """Write a baseline in one step.

    Raises:
        ConfigError: It cannot be written.
    """
    encode = msgspec.json.Encoder().encode
    lines = [encode(_Header(VERSION)), *(encode(entry) for entry in sorted(entries, key=_order))]
    scratch = f"{path}.{os.getpid()}.tmp"
    try:
        with open(scratch, "wb") as file:
            file.write(b"\n".join(lines) + b"\n")
        os.replace(scratch, path)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror or error}", path=path) from None


def entries_of(findings: Iterable[Finding], path: str) -> list[Entry]:
    """The entries that accept some findings; a finding without a fingerprint, an unreadable record say, cannot be accepted.

    Args:
        findings: What is to be accepted.
        path: The baseline that they are for.
    """
    folder = os.path.dirname(os.path.abspath(path))
    found: dict[tuple[str, str], Entry] = {}
    for finding in findings:
        if not finding.fingerprint:
            continue
        key = finding.fingerprint, finding.path
        entry = found.get(key)
        if entry is None:
            found[key] = Entry(finding.fingerprint, finding.rule, path_from(folder, finding.path), finding.record_id)
        else:
            entry.count += 1
    return sorted(found.values(), key=_order)


def path_from(folder: str, path: str) -> str:
    """``path``, which counts from the working directory, from an absolute folder; with slashes on every system."""
    try:
        return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")
    except ValueError:  # another drive, on Windows
        return os.path.abspath(path)


def _order(entry: Entry) -> tuple[str, str, str, str]:
    return entry.path, entry.record_id or "", entry.rule, entry.fingerprint


def _bad_line(path: str, data: bytes) -> ConfigError:
    for number, line in enumerate(data.split(b"\n"), start=2):
        if line.strip():
            try:
                msgspec.json.decode(line, type=Entry)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                hint = "write the baseline anew, or take out what a merge left in it"
                return ConfigError(f"no entry of a baseline: {error}", path=path, line=number, hint=hint)
    return ConfigError("not a baseline", path=path)
