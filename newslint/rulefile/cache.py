"""Resolved rules on disk, so that a start reads no YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newslint import store
from newslint.digest import blake2b
from newslint.model.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMAT = 1
"""Raised when what is stored changes while the version of newslint does not."""

_SORT = "rules"


class _Entry(msgspec.Struct, array_like=True):
    rules: list[Rule]
    aliases: dict[str, str]


def key(files: Iterable[tuple[str, str, bytes]], salt: str = "") -> str:
    """Name of the entry for some rule files.

    Args:
        files: Path, pack and content of each, in order.
        salt: What else the rules depend on.
    """
    digest = blake2b(store.stamp(), digest_size=16)
    digest.update(f"\0{FORMAT}\0{salt}".encode())
    for path, pack, data in files:
        digest.update(f"\0{path}\0{pack}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def read(directory: str, name: str) -> tuple[list[Rule], dict[str, str]] | None:
    """The rules and aliases of the entry called ``name``, or None when there is none that can be used."""
    payload = store.read(directory, _SORT, name)
    if payload is None:
        return None
    try:
        entry = msgspec.msgpack.decode(payload, type=_Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return entry.rules, entry.aliases


def write(directory: str, name: str, rules: Sequence[Rule], aliases: dict[str, str]) -> bool:
    """Write an entry; False when it cannot be written, which is no error.

    Args:
        directory: Where.
        name: What :func:`key` gave.
        rules: The resolved rules.
        aliases: Their former ids.
    """
    return store.write(directory, _SORT, name, msgspec.msgpack.encode(_Entry(list(rules), aliases)))
