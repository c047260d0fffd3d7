"""Entries on disk that save work and are never needed.

An entry is named by a digest of everything it was made from, so it is never out of date, only unused.  It begins with a digest of
itself, and whatever goes wrong with it, what it holds is made anew.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from newslint._version import __version__
from newslint.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = 20
"""Entries of one sort that are kept when one is written; the oldest go first."""

_STATES = 4
"""Files of parts of one sort that are kept, each for another state of newslint."""
_MOST = 16 << 20
"""Bytes of parts kept in one file; beyond, those that the last run had no use for go."""

_SUFFIX = ".msgpack"
_DIGEST = 16
_CODE = ("engine", "kinds", "model", "rulefile", "text")


def default_directory() -> str | None:
    """Where entries lie: ``$NEWSLINT_CACHE_DIR``, else ``newslint`` in the user's cache directory; None without a home."""
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


def in_checkout() -> bool:
    """Whether newslint runs from its sources, which may change under one version."""
    return not os.path.isdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules"))


def stamp() -> bytes:
    """What tells one newslint from another: version and interpreter, and in a checkout the state of the code."""
    package = os.path.dirname(os.path.abspath(__file__))
    found: list[tuple[str, int, int]] = []
    if in_checkout():
        for room in _CODE:
            with os.scandir(os.path.join(package, room)) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        status = entry.stat()
                        found.append((f"{room}/{entry.name}", status.st_mtime_ns, status.st_size))
        found.sort()
    return repr((__version__, sys.implementation.cache_tag, found)).encode()


def read(directory: str, sort: str, name: str) -> memoryview | None:
    """What the entry ``name`` of some sort holds, or None when there is none that can be used."""
    data, start = read_whole(directory, sort, name)
    return memoryview(data)[start:] if data else None


def read_whole(directory: str, sort: str, name: str) -> tuple[bytes, int]:
    """As :func:`read`, with what stands before it, and where it begins; nothing when there is none."""
    data = _content(directory, sort, name)
    sound = bool(data) and blake2b(memoryview(data)[_DIGEST:], digest_size=_DIGEST).digest() == data[:_DIGEST]
    return (data, _DIGEST) if sound else (b"", 0)


def _content(directory: str, sort: str, name: str) -> bytes:
    try:
        with open(os.path.join(directory, f"{sort}-{name}{_SUFFIX}"), "rb") as file:
            return file.read()
    except OSError:
        return b""


def write(directory: str, sort: str, name: str, payload: bytes, kept: int = KEPT, most: int | None = None) -> bool:
    """Write an entry in one step, and remove the oldest of its sort; False when it cannot be written, which is no error.

    Args:
        directory: Where; it is made when it is not there.
        sort: What the entry is: the first part of the file's name.
        name: A digest of what it was made from.
        payload: What it holds.
        kept: Entries of its sort that are kept, itself among them.
        most: Bytes that those may take together; itself stays, whatever it takes.
    """
    scratch = os.path.join(directory, f".{sort}-{name}.{os.getpid()}.tmp")
    try:
        os.makedirs(directory, exist_ok=True)
        with open(scratch, "wb") as file:
            file.write(blake2b(payload, digest_size=_DIGEST).digest())
            file.write(payload)
        os.replace(scratch, os.path.join(directory, f"{sort}-{name}{_SUFFIX}"))
    except OSError:
        _remove(scratch)
        return False
    _prune(directory, f"{sort}-", kept, most)
    return True


class Parts:
    """An entry of many parts, each named by a digest of what it was made from.

    A run reads it, adds what it lacked, and writes it again; of two that do so at once one is lost, and its parts are made anew.

    Args:
        directory: Where it lies.
        sort: What it is.
        name: What tells one state of newslint from another.
    """

    def __init__(self, directory: str, sort: str, name: str) -> None:
        self._place = directory, sort, name
        self._kept: dict[bytes, Any] = {}
        self._used: dict[bytes, Any] = {}
        self._added = False
        payload = read(directory, sort, name)
        if payload is not None:
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                self._kept = msgspec.msgpack.decode(payload, type=dict[bytes, msgspec.Raw])

    def get(self, digest: bytes) -> Any:
        """The encoded part of that name, or None."""
        part = self._kept.get(digest)
        if part is not None:
            self._used[digest] = part
        return part

    def add(self, digest: bytes, part: bytes) -> None:
        """Add an encoded part."""
        self._used[digest] = msgspec.Raw(part)
        self._added = True

    def write(self) -> None:
        """Write the entry, when something was added."""
        if not self._added:
            return
        every = {**self._kept, **self._used}
        if sum(len(memoryview(part)) for part in every.values()) > _MOST:
            every = self._used
        write(*self._place, msgspec.msgpack.encode(every), _STATES)


class Lookup:
    """An entry of parts by name, of which a run needs a few: those, and no others, are decoded and proved sound.

    Args:
        directory: Where it lies.
        sort: What it is.
        name: A digest of what it was made from.
    """

    def __init__(self, directory: str, sort: str, name: str) -> None:
        self._place = directory, sort, name
        self._index: dict[bytes, tuple[int, int, bytes]] | None = None
        self._parts = b""

    def __call__(self, key: str) -> bytes | None:
        """The part of that name, or None."""
        if self._index is None:
            self._index = self._read()
        found = self._index.get(_short(key.encode("utf-8", "surrogatepass")))
        if found is None:
            return None
        start, end, proof = found
        part = self._parts[start:end]
        return part if _short(part) == proof else None

    def write(self, parts: Mapping[str, bytes]) -> bool:
        """Write the entry; False when it cannot be written, which is no error."""
        index: dict[bytes, tuple[int, int, bytes]] = {}
        at = 0
        for key, part in parts.items():
            index[_short(key.encode("utf-8", "surrogatepass"))] = at, at + len(part), _short(part)
            at += len(part)
        head = msgspec.msgpack.encode(index)
        proof = blake2b(head, digest_size=_DIGEST).digest()
        return write(*self._place, b"".join((len(head).to_bytes(4, "big"), proof, head, *parts.values())))

    def _read(self) -> dict[bytes, tuple[int, int, bytes]]:
        # What it holds is proved part by part, so nothing is gained by proving all of it.
        data = _content(*self._place)[_DIGEST:]
        start = 4 + _DIGEST
        end = start + int.from_bytes(data[:4], "big")
        head = data[start:end]
        if blake2b(head, digest_size=_DIGEST).digest() != data[4:start]:
            return {}
        self._parts = data[end:]
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.msgpack.decode(head, type=dict[bytes, tuple[int, int, bytes]])
        return {}


def _short(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).digest()


def _prune(directory: str, prefix: str, kept: int, most: int | None) -> None:
    """Remove all but the newest entries, and scratch files that a killed process left an hour ago or more."""
    from time import time

    found: list[tuple[int, str, int]] = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.startswith(prefix) and entry.name.endswith(_SUFFIX):
                    status = entry.stat()
                    found.append((status.st_mtime_ns, entry.path, status.st_size))
                elif entry.name.startswith(f".{prefix}") and entry.stat().st_mtime < time() - 3600:
                    _remove(entry.path)
    except OSError:
        return
    found.sort(reverse=True)
    taken = 0
    for place, (_, path, size) in enumerate(found):
        taken += size
        if place >= kept or (place and most is not None and taken > most):
            _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
