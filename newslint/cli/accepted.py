"""What a team has accepted, as a run needs it: the exceptions, the baseline, and which of them the run can call superfluous."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from msgspec import UNSET

from newslint.errors import ConfigError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Collection, Iterable, Sequence

    from newslint.cli.setup import Chosen
    from newslint.config.settings import Settings
    from newslint.errors import NewslintError
    from newslint.gate.baseline import Baseline, Entry
    from newslint.gate.exceptions import Exceptions
    from newslint.model import Finding
    from newslint.readers.discover import InputFile


def exceptions_of(options: Namespace, settings: Settings, chosen: Chosen) -> Exceptions:
    """The exceptions of the run: those of the file, and those that records will state.

    Raises:
        NewslintError: The file cannot be read, or does not say what it means.
    """
    from newslint.config.overrides import path_matcher
    from newslint.gate.exceptions import Exceptions, read_exceptions

    path = exceptions_file(settings)
    named = settings.config.exceptions is not UNSET
    if named and not os.path.exists(path):
        raise settings.fault(
            "exceptions", f"{path}: no such file of exceptions", "it begins with `version: 1`, then `exceptions:`"
        )
    there = named or (os.path.exists(path) and not options.isolated)
    entries = read_exceptions(path) if there else []
    moment = settings.now() or datetime.now(timezone.utc)
    folder = os.path.dirname(path)
    known = {rule.id for rule in chosen.known}
    return Exceptions(entries, path, known, chosen.mandatory, moment.date(), lambda globs: path_matcher(globs, folder))


def exceptions_file(settings: Settings) -> str:
    """The file of exceptions: the one that is named, else the one beside the configuration, or in the working directory."""
    from newslint.gate.exceptions import DEFAULT_NAME

    configured = settings.config.exceptions
    if configured is not UNSET:
        return str(configured)
    return os.path.join(os.path.dirname(settings.files[-1].path) if settings.files else "", DEFAULT_NAME)


def baseline_of(options: Namespace, settings: Settings) -> Baseline | None:
    """The baseline of the run, or None.

    Raises:
        NewslintError: It cannot be read.
    """
    path = settings.config.baseline
    if path is UNSET or options.no_baseline:
        return None
    from newslint.gate.baseline import read_baseline  # only where there is one

    try:
        return read_baseline(path)
    except ConfigError as error:
        if error.line is None:
            raise settings.fault("baseline", f"{path}: {error.reason}", error.hint) from None
        raise


class Extent:
    """What a run has looked at, and so may say about what it did not find.

    Told of the findings and of the errors, and asked afterwards.

    Args:
        options: Those of the command.
        settings: Its settings.
        chosen: The rules.
        inputs: The files.
    """

    def __init__(self, options: Namespace, settings: Settings, chosen: Chosen, inputs: Sequence[InputFile]) -> None:
        self._options = options
        self._settings = settings
        self._chosen = chosen
        self._inputs = inputs
        self._failed: set[str] = set()
        self._crashed: set[str] = set()
        self._every: dict[str, list[InputFile]] = {}

    def note(self, finding: Finding) -> None:
        """Keep in mind that a file could not be read whole."""
        if finding.rule == "record.unreadable":
            self._failed.add(finding.path)

    def note_errors(self, errors: Iterable[NewslintError]) -> None:
        """Keep in mind which rules and which files the run could not do."""
        from newslint.errors import CheckError

        for error in errors:
            if isinstance(error, CheckError):
                self._crashed.add(error.rule)
            elif error.path is not None:
                self._failed.add(error.path)

    @property
    def rules(self) -> frozenset[str]:
        """Ids of the rules that ran."""
        return frozenset(rule.id for rule in self._chosen.running) - self._crashed

    @property
    def paths(self) -> frozenset[str]:
        """Files that were read whole."""
        return frozenset(item.path for item in self._inputs) - self._failed

    def covers(self, rule: str, applies: Callable[[str], bool] | None, folder: str) -> bool:
        """Whether a rule has seen all the files in ``folder`` that something can be about: then what was not found is not there.

        Args:
            rule: Its id.  A rule that compares records has seen enough only when it has seen every file.
            applies: Whether a file is meant; None for every file.
            folder: Where the files are looked for.
        """
        if rule not in self.rules:
            return False
        checked = self.paths
        if applies is not None and not any(map(applies, checked)):
            return False
        whole = rule in self._comparing()
        seen = {os.path.realpath(path) for path in checked}
        return all(
            os.path.realpath(item.path) in seen for item in self._files(folder) if whole or applies is None or applies(item.path)
        )

    def stale(self, baseline: Baseline, missing: Collection[str] = ()) -> list[Entry]:
        """Entries whose findings are gone.

        Args:
            baseline: It has seen the findings.
            missing: Files that do not exist any longer: what was found in them is gone, too.
        """
        folder = os.path.dirname(baseline.path)
        left = baseline.stale(self.rules, self.paths | set(missing))
        comparing = self._comparing()
        if not any(entry.rule in comparing for entry in left):
            return left
        return [entry for entry in left if entry.rule not in comparing or self.covers(entry.rule, None, folder)]

    def _comparing(self) -> frozenset[str]:
        """Ids of the rules whose findings depend on other records than their own."""
        from newslint.kinds.registry import get_kind

        return frozenset(rule.id for rule in self._chosen.running if get_kind(rule.kind).scope == "dataset")

    def _files(self, folder: str) -> list[InputFile]:
        if folder not in self._every:
            from newslint.readers.discover import find_inputs

            include, exclude, root = self._settings.globs()
            own = own_files(self._settings)
            found = find_inputs([folder or os.curdir], include, exclude, root=root, errors=[])
            self._every[folder] = [item for item in found if os.path.realpath(item.path) not in own]
        return self._every[folder]


def stale_error(baseline: Baseline, stale: Sequence[Entry]) -> NewslintError:
    """The error about entries of the baseline that nothing needs any longer; at least one."""
    count = sum(entry.count for entry in stale)
    first = stale[0]
    what = "1 entry is stale: its finding is" if count == 1 else f"{count:,} entries are stale: their findings are"
    where = f"{baseline.shown(first.path)}, record {first.record_id or 'without id'}"
    return ConfigError(
        f"{what} gone (the first: {first.rule} in {where})",
        path=baseline.path,
        hint=f"take them out: newslint baseline prune --file {baseline.path}",
    )


def own_files(settings: Settings) -> frozenset[str]:
    """What newslint itself writes, and a folder of articles may hold: the baseline and the reports, as real paths."""
    from newslint.gate.baseline import DEFAULT_NAME

    config = settings.config
    written = [DEFAULT_NAME] if config.baseline is UNSET else [config.baseline]
    for entry in [] if config.reports is UNSET else config.reports:
        written.extend(entry.values())
    return frozenset(map(os.path.realpath, written))
