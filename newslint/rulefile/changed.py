"""Rules of files of which some have changed: only those are read as YAML, checked and compiled.

What is kept of a file are its rules.  They depend on nothing but the file, and on those whose rules they extend.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from newslint import store
from newslint.digest import blake2b
from newslint.errors import RuleFileErrors
from newslint.model.rule import Rule
from newslint.rulefile.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newslint.kinds.base import Kind

_SORT = "files"


class _File(msgspec.Struct, array_like=True):
    """What is kept of a file.

    ``aliases`` are the former ids of its ``rules``, ``ids`` those of all, also of those that are there to be extended only, and
    ``rests_on`` tells the files whose rules they extend.
    """

    rules: list[Rule]
    aliases: dict[str, str]
    ids: list[str]
    rests_on: list[bytes] = []


def resolve_changed(
    files: Sequence[tuple[str, str, bytes]], get_kind: Callable[[str], Kind], directory: str, salt: str
) -> tuple[list[Rule], dict[str, str]] | None:
    """The rules of some files, in order, and the ids that their aliases stand for.

    Args:
        files: Path, name of the pack and content of each.
        get_kind: Finds a kind by name; raises KeyError.
        directory: Where it is kept what is known of files.
        salt: What else rules depend on whose kinds are plugins'.

    Returns:
        What :func:`newslint.rulefile.resolve.resolve` would; None when it has to be asked, since something is wrong.
    """
    parts = store.Parts(directory, _SORT, blake2b(store.stamp(), digest_size=16).hexdigest())
    contents = [_digest(file) for file in files]
    known: dict[int, _File] = {}
    for number, (file, content) in enumerate(zip(files, contents, strict=True)):
        part = parts.get(content) or parts.get(_digest(file, salt))
        if part is not None:
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                kept = msgspec.msgpack.decode(part, type=_File)
                if set(contents).issuperset(kept.rests_on):
                    known[number] = kept
    resolver = _resolver(files, known, get_kind)
    if resolver is None:
        return None
    try:
        made = _by_file(resolver, *resolver.finish())
    except RuleFileErrors:
        return None
    every = [known[number] if number in known else made.get(file[0], _File([], {}, [])) for number, file in enumerate(files)]
    ids = [name for file in every for name in (*file.ids, *file.aliases)]
    if len(set(ids)) < len(ids):
        return None
    by_path = {file[0]: content for file, content in zip(files, contents, strict=True)}
    for number, file in enumerate(files):
        rests_on = None if number in known else resolver.rests_on(file[0])
        if rests_on is not None:
            every[number].rests_on = [by_path[path] for path in rests_on]
            own = any(":" in rule.kind for rule in every[number].rules)
            parts.add(_digest(file, salt) if own else contents[number], msgspec.msgpack.encode(every[number]))
    parts.write()
    aliases = {alias: name for file in every for alias, name in file.aliases.items()}
    return [rule for file in every for rule in file.rules], aliases


def _digest(file: tuple[str, str, bytes], salt: str | None = None) -> bytes:
    path, pack, data = file
    digest = blake2b(repr((salt, path, pack)).encode(), digest_size=16)
    digest.update(data)
    return digest.digest()


def _resolver(
    files: Sequence[tuple[str, str, bytes]], known: dict[int, _File], get_kind: Callable[[str], Kind]
) -> Resolver | None:
    """A resolver that has read the files that are not known, and of the others those whose rules they extend."""
    homes = {name: number for number, file in known.items() for name in file.ids}
    extended: set[int] = set()
    while True:
        resolver = Resolver(get_kind)
        for number, (path, pack, data) in enumerate(files):
            if number not in known:
                resolver.read(path, pack, data)
        resolver.own = len(resolver.drafts)
        for number in sorted(extended):
            path, pack, data = files[number]
            resolver.read(path, pack, data, known=True)
        if resolver.faults:
            return None
        wanted = {homes[name] for draft in resolver.drafts for name in draft.extended() if name in homes}
        if wanted <= extended:
            return resolver
        extended |= wanted


def _by_file(resolver: Resolver, rules: Sequence[Rule], aliases: Mapping[str, str]) -> dict[str, _File]:
    """What the resolver made of each file, by its path."""
    found: dict[str, _File] = {}
    homes: dict[str, _File] = {}
    for draft in resolver.drafts[: resolver.own]:
        file = found.setdefault(draft.path, _File([], {}, []))
        if draft.id is not None:
            file.ids.append(draft.id)
            homes[draft.id] = file
    for rule in rules:
        homes[rule.id].rules.append(rule)
    for alias, name in aliases.items():
        homes[name].aliases[alias] = name
    return found
