"""``per-path`` and ``per-source`` of a configuration, as the gate takes them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from msgspec import UNSET

from newslint.gate.gate import Override
from newslint.gate.selection import Index, split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newslint.config.schema import PerPath, PerSource
    from newslint.config.settings import Settings
    from newslint.errors import NewslintError
    from newslint.model import Rule, Severity


def overrides(settings: Settings, rules: Sequence[Rule]) -> list[Override]:
    """The overrides of ``settings``, those for paths first; ``rules`` are all that are known.

    Raises:
        NewslintError: A selector matches nothing.
    """
    index = Index(rules)
    config = settings.config
    found: list[Override] = []
    for position, for_path in enumerate([] if config.per_path is UNSET else config.per_path):
        key = f"per-path[{position}]"
        folder = _folder(settings, key)
        found.append(_override(settings, index, key, for_path, path_matcher(for_path.files, folder), "path"))
    for position, for_source in enumerate([] if config.per_source is UNSET else config.per_source):
        found.append(_override(settings, index, f"per-source[{position}]", for_source, _sources(for_source.source), "source"))
    return found


def _override(
    settings: Settings,
    index: Index,
    key: str,
    entry: PerPath | PerSource,
    applies: Callable[[str], bool],
    of: Literal["path", "source"],
) -> Override:
    def fault(option: str, selector: str, reason: str, hint: str | None) -> NewslintError:
        del selector
        return settings.origins[key].inside(option).fault(reason, hint)

    def ids(selectors: Any, option: str) -> frozenset[str]:
        return frozenset(index.expand(split(selectors), option, fault))

    severity: dict[str, Severity] = {}
    for selector, wanted in ({} if entry.severity is UNSET else entry.severity).items():
        severity.update(dict.fromkeys(ids([selector], "severity"), wanted))
    select = getattr(entry, "select", UNSET)
    return Override(
        applies=applies,
        of=of,
        select=None if select is UNSET else ids(select, "select"),
        ignore=frozenset() if entry.ignore is UNSET else ids(entry.ignore, "ignore"),
        severity=severity,
    )


def _folder(settings: Settings, key: str) -> str:
    file = settings.origins[key].file
    return "" if file is None else os.path.dirname(file.path)


def path_matcher(globs: list[str] | str, folder: str) -> Callable[[str], bool]:
    """Whether a path matches globs that are written as in a .gitignore of ``folder``."""
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines([globs] if isinstance(globs, str) else globs)
    base = os.path.abspath(folder)

    def applies(path: str) -> bool:
        try:
            relative = os.path.relpath(os.path.abspath(path), base)
        except ValueError:  # another drive, on Windows
            return False
        return not relative.startswith(os.pardir) and spec.match_file(relative.replace(os.sep, "/"))

    return applies


def _sources(globs: list[str] | str) -> Callable[[str], bool]:
    from fnmatch import fnmatchcase

    folded = [glob.casefold() for glob in ([globs] if isinstance(globs, str) else globs)]
    return lambda source: any(fnmatchcase(source.casefold(), glob) for glob in folded)
