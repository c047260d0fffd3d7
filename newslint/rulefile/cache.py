"""Resolved rules on disk, so that a start reads no YAML.

An entry is named by a digest of everything it was made from, so it is never out of date, only unused.  It is plain data
(msgpack), begins with a digest of itself, and is never needed: whatever goes wrong with it, the rules are made anew.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec

from newslint._version import __version__
from newslint.model.rule import Rule

try:
    from _blake2 import blake2b  # hashlib has the same function, but loads OpenSSL first, which takes longer than all of this
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT = 1
"""Raised when what is stored changes while the version of newslint does not."""

KEPT = 20
"""Entries kept when one is written; the oldest go first."""

_PREFIX = "rules-"
_SUFFIX = ".msgpack"
_DIGEST = 16
_CODE = ("kinds", "rulefile", "model", "text")


class _Entry(msgspec.Struct, array_like=True):
    rules: list[Rule]
    aliases: dict[str, str]


def default_directory() -> str | None:
    """Where the cache lies: ``$NEWSLINT_CACHE_DIR``, else ``newslint`` in the user's cache directory; None without a home."""
    own = os.environ.get("NEWSLINT_CACHE_DIR")
    if own:
        return own
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "newslint") if os.path.isabs(base) else None


def key(files: Iterable[tuple[str, str, bytes]], salt: str = "") -> str:
    """Name of the entry for some rule files.

    Args:
        files: Path, pack and content of each, in order.
        salt: What else the rules depend on.
    """
    digest = blake2b(digest_size=_DIGEST)
    head = (FORMAT, __version__, sys.implementation.cache_tag, _code_stamp(), salt)
    digest.update(repr(head).encode())
    for path, pack, data in files:
        digest.update(f"\0{path}\0{pack}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _code_stamp() -> list[tuple[str, int, int]]:
    """In a checkout, what tells one state of the code from another, since the version does not; empty in an installation."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.isdir(os.path.join(package, "rules")):
        return []
    found: list[tuple[str, int, int]] = []
    for room in _CODE:
        with os.scandir(os.path.join(package, room)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((f"{room}/{entry.name}", status.st_mtime_ns, status.st_size))
    found.sort()
    return found


def read(directory: str, name: str) -> tuple[list[Rule], dict[str, str]] | None:
    """The entry called ``name``, or None when there is none that can be used."""
    try:
        with open(os.path.join(directory, f"{_PREFIX}{name}{_SUFFIX}"), "rb") as file:
            data = file.read()
    except OSError:
        return None
    payload = memoryview(data)[_DIGEST:]
    if blake2b(payload, digest_size=_DIGEST).digest() != data[:_DIGEST]:
        return None
    try:
        entry = msgspec.msgpack.decode(payload, type=_Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return entry.rules, entry.aliases


def write(directory: str, name: str, rules: Sequence[Rule], aliases: dict[str, str]) -> bool:
    """Write an entry in one step, and remove the oldest; False when it cannot be written, which is no error.

    Args:
        directory: Where; it is made when it is not there.
        name: What :func:`key` gave.
        rules: The resolved rules.
        aliases: Their former ids.
    """
    try:
        payload = msgspec.msgpack.encode(_Entry(list(rules), aliases))
    except (OverflowError, TypeError, UnicodeEncodeError):
        return False
    target = os.path.join(directory, f"{_PREFIX}{name}{_SUFFIX}")
    scratch = os.path.join(directory, f".{_PREFIX}{name}.{os.getpid()}.tmp")
    try:
        os.makedirs(directory, exist_ok=True)
        with open(scratch, "wb") as file:
            file.write(blake2b(payload, digest_size=_DIGEST).digest())
            file.write(payload)
        os.replace(scratch, target)
    except OSError:
        _remove(scratch)
        return False
    _prune(directory)
    return True


def _prune(directory: str) -> None:
    """Remove all but the :data:`KEPT` newest entries, and scratch files that a killed process left an hour ago or more."""
    from time import time

    ages: list[tuple[int, str]] = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                    ages.append((entry.stat().st_mtime_ns, entry.path))
                elif entry.name.startswith(f".{_PREFIX}") and entry.stat().st_mtime < time() - 3600:
                    _remove(entry.path)
    except OSError:
        return
    ages.sort(reverse=True)
    for _, path in ages[KEPT:]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
