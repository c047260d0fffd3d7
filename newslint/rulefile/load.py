"""Rule files to rules, from the cache where it can be: this module and the cache are all that a warm start imports."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from newslint.errors import RuleFileError
from newslint.model.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newslint.kinds.base import Kind

SUFFIXES = (".yaml", ".yml")


class RuleSet(list[Rule]):
    """Rules in the order of their files.

    Attributes:
        aliases: Former id to the id of the rule that has it now.
    """

    __slots__ = ("_by_id", "aliases")

    def __init__(self, rules: Iterable[Rule] = (), aliases: dict[str, str] | None = None) -> None:
        super().__init__(rules)
        self.aliases = {} if aliases is None else aliases
        self._by_id: dict[str, Rule] | None = None

    def find(self, name: str) -> Rule | None:
        """The rule with this id or alias, or None."""
        if self._by_id is None:
            self._by_id = {rule.id: rule for rule in self}
        return self._by_id.get(self.aliases.get(name, name))


def load_rules(
    paths: Iterable[str],
    get_kind: Callable[[str], Kind] | None = None,
    *,
    known: Iterable[str] = (),
    cache: bool = True,
    cache_directory: str | None = None,
    salt: str = "",
) -> RuleSet:
    """Load rule files.

    Args:
        paths: Files, and directories whose ``*.yaml`` and ``*.yml`` are taken, in order of name, hidden ones left out.  A file
            that is reached twice is read once.
        get_kind: Finds a kind by name, raising KeyError; those of :mod:`newslint.kinds.registry` when not given.
        known: Further files and directories whose rules may be extended but are not returned.  A rule of ``paths`` takes the
            place of one with its id.
        cache: Whether to look in the cache, and to write to it.
        cache_directory: Where the cache lies, if not where :func:`newslint.store.default_directory` says.
        salt: What else the result depends on: names and versions of the plugins that add kinds.

    Raises:
        RuleFileErrors: Something is wrong in the files; it holds all that could be found.
        RuleFileError: A path does not exist, cannot be read, or is a directory without rule files.
    """
    seen: set[tuple[int, int]] = set()
    files = [(path, pack, _read(path)) for path, pack in find_rule_files(paths, seen)]
    others = [(path, pack, _read(path)) for path, pack in find_rule_files(known, seen)]
    if not cache:
        return _resolved(files, others, get_kind)
    from newslint import store
    from newslint.rulefile import cache as entries  # hashing is not needed without it

    directory = cache_directory or store.default_directory()
    if directory is None:
        return _resolved(files, others, get_kind)
    key = entries.key([*files, ("", "", b""), *others], salt)
    cached = entries.read(directory, key)
    if cached is not None:
        return RuleSet(*cached)
    rules = (None if others else _changed(files, get_kind, directory, salt)) or _resolved(files, others, get_kind)
    entries.write(directory, key, rules, rules.aliases)
    return rules


def _changed(
    files: list[tuple[str, str, bytes]], get_kind: Callable[[str], Kind] | None, directory: str, salt: str
) -> RuleSet | None:
    from newslint.rulefile.changed import resolve_changed  # brings PyYAML, too

    found = resolve_changed(files, _kinds(get_kind), directory, salt)
    return None if found is None else RuleSet(*found)


def _resolved(
    files: list[tuple[str, str, bytes]], known: list[tuple[str, str, bytes]], get_kind: Callable[[str], Kind] | None
) -> RuleSet:
    from newslint.rulefile.resolve import resolve  # brings PyYAML: 25 ms that the cache saves

    return RuleSet(*resolve(files, _kinds(get_kind), known))


def _kinds(get_kind: Callable[[str], Kind] | None) -> Callable[[str], Kind]:
    if get_kind is not None:
        return get_kind
    from newslint.kinds import registry  # no kind is looked at when the rules come from the cache

    return registry.get_kind


def builtin_rules_path() -> str:
    """Directory of newslint's own packs: inside the package as installed, beside it in a checkout.

    Raises:
        RuleFileError: It is missing: the installation is broken.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for path in (os.path.join(package, "rules"), os.path.join(os.path.dirname(package), "rules")):
        if os.path.isdir(path):
            return path
    raise RuleFileError("newslint's own rules are missing", path=os.path.join(package, "rules"), hint="install newslint again")


def find_rule_files(paths: Iterable[str], seen: set[tuple[int, int]] | None = None) -> Iterator[tuple[str, str]]:
    """``(path, pack)`` of every rule file, each once; the pack is its name relative to the directory that was named.

    Args:
        paths: Files and directories.
        seen: Device and inode of the files that were found before; takes those that are found now.

    Raises:
        RuleFileError: A path does not exist, is no file, or is a directory without rule files.
    """
    seen = set() if seen is None else seen
    for path in paths:
        try:
            status = os.stat(path)
        except OSError as error:
            raise RuleFileError(_reason(error, "no such rule file or directory"), path=path) from None
        if stat.S_ISDIR(status.st_mode):
            found = list(_walk(path, ""))
            if not found:
                raise RuleFileError("no rule file in this directory", path=path, hint="rule files end in .yaml or .yml")
        elif stat.S_ISREG(status.st_mode):
            found = [(path, os.path.basename(path), status)]
        else:
            raise RuleFileError("neither a file nor a directory", path=path)
        for name, pack, own in found:
            identity = (own.st_dev, own.st_ino)
            if identity not in seen:
                seen.add(identity)
                yield name, pack


def _walk(directory: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    try:
        with os.scandir(directory) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise RuleFileError(_reason(error), path=directory) from None
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIXES) and entry.is_file():
            yield entry.path, prefix + entry.name, os.stat(entry.path)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise RuleFileError(_reason(error), path=path) from None


def _reason(error: OSError, missing: str = "no such file") -> str:
    if isinstance(error, FileNotFoundError):
        return missing
    return f"cannot be read: {(error.strerror or str(error)).lower()}"
