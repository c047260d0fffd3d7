"""Which records have changed since a commit: what ``--diff-base`` looks at.

A record has changed when its file holds no record at that commit that reads the same; where it stands in the file does not matter.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.digest import blake2b
from newslint.errors import UsageError
from newslint.readers.base import Unit
from newslint.readers.source import strip_compression

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newslint.model import Article, Finding
    from newslint.readers.base import Reader
    from newslint.readers.discover import InputFile

OPTION = "--diff-base"


class Changes:
    """The records of some files that have changed.

    Args:
        base: A branch, a tag, a commit: what git takes for one.
        inputs: The files.
        get_reader: Gives the reader of a format.
        mapping: Input field name to canonical field.

    Raises:
        UsageError: A file is in no repository, ``base`` is no commit of its repository, or there is no git.
    """

    def __init__(
        self, base: str, inputs: Sequence[InputFile], get_reader: Callable[[str], Reader], mapping: Mapping[str, str]
    ) -> None:
        self._get_reader = get_reader
        self._mapping = mapping
        self._records: dict[str, frozenset[int] | None] = {}
        repositories: dict[str, _Repository] = {}
        tops: dict[str, str] = {}
        for item in inputs:
            if item.opened is not None:
                raise UsageError(f"{OPTION}: standard input has no earlier version", hint="name files or folders")
            real = os.path.realpath(item.path)
            folder = os.path.dirname(real)
            if folder not in tops:
                tops[folder] = _top(folder)
            top = tops[folder]
            if top not in repositories:
                repositories[top] = _Repository(top, base)
            self._records[item.path] = self._changed(item, repositories[top], os.path.relpath(real, top).replace(os.sep, "/"))

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding is about a record that has changed, or about a file with one.

        What compares records speaks of the later one; when the earlier one is new, that is what has changed.
        """
        return self._has_changed(finding.path, finding.record) or any(
            self._has_changed(other.path, other.record) for other in finding.related
        )

    def _has_changed(self, path: str, record: int | None) -> bool:
        changed = self._records.get(path, frozenset())
        return changed is None or (bool(changed) if record is None else record in changed)

    def _changed(self, item: InputFile, repository: _Repository, path: str) -> frozenset[int] | None:
        """Numbers of the records that have changed; None for all of them."""
        earlier = repository.earlier(path)
        if earlier is None:
            return None
        if earlier == "":
            return frozenset()
        before: dict[bytes, int] = {}
        with _written(repository.content(earlier), item.path) as old:
            for _, digest in self._digests(Unit(path=item.path, format=item.format, opened=old)):
                before[digest] = before.get(digest, 0) + 1
        changed: set[int] = set()
        for number, digest in self._digests(Unit(path=item.path, format=item.format)):
            left = before.get(digest, 0)
            if left:
                before[digest] = left - 1
            else:
                changed.add(number)
        return frozenset(changed)

    def _digests(self, unit: Unit) -> list[tuple[int, bytes]]:
        found: list[tuple[int, bytes]] = []
        for batch in self._get_reader(unit.format).read(unit, self._mapping, None):
            found.extend(zip(batch.records, map(_digest, batch.articles), strict=True))
        return found


def _digest(article: Article) -> bytes:
    # Keys come in the order of the input, and a record whose keys were sorted is no other.
    data = msgspec.json.encode(msgspec.structs.asdict(article), enc_hook=str, order="deterministic")
    return blake2b(data, digest_size=16).digest()


class _Repository:
    """A git repository, seen from a commit.

    Args:
        top: Its folder.
        base: The commit.

    Raises:
        UsageError: It has no such commit.
    """

    def __init__(self, top: str, base: str) -> None:
        self._top = top
        commit = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        if commit is None:
            shallow = (git(top, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
            hint = "the clone is shallow: fetch more of the history" if shallow else "name a branch, a tag or a commit"
            raise UsageError(f"{OPTION}: {base!r} is no commit of the repository in {top}", hint=hint)
        self._base = commit.decode().strip()
        tracked = git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", self._base) or b""
        self._tracked = set(_names(tracked))
        self._before: dict[str, str] = {}
        words = iter(_names(git(top, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", self._base) or b""))
        for status in words:
            first = next(words)
            # A file that was renamed or copied has a name before and a name after.
            self._before[next(words) if status[0] in "RC" else first] = "" if status[0] in "AD" else first

    def earlier(self, path: str) -> str | None:
        """What a file was called: None for one that was not there, an empty name for one that has not changed."""
        if path in self._before:
            return self._before[path] or None
        return "" if path in self._tracked else None

    def content(self, path: str) -> bytes:
        """What a file held."""
        data = git(self._top, "cat-file", "blob", f"{self._base}:{path}")
        assert data is not None, "git has named the file"
        return data


def git(folder: str, *arguments: str) -> bytes | None:
    """What git answers in a folder; None when it ends with an error.

    Raises:
        UsageError: There is no git.
    """
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    # A hook's own: it may name another index, or a repository above this one.
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        environment.pop(name, None)
    try:
        run = subprocess.run(["git", *arguments], cwd=folder or os.curdir, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise UsageError(f"{OPTION} needs git, which is not installed") from None
    return run.stdout if run.returncode == 0 else None


def _top(folder: str) -> str:
    top = git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        raise UsageError(
            f"{OPTION}: {folder} lies in no git repository", hint="check files of a repository, or leave the option out"
        )
    return os.path.realpath(os.fsdecode(top.rstrip(b"\n")))


def _names(data: bytes) -> list[str]:
    return [os.fsdecode(name) for name in data.split(b"\0") if name]


class _written:  # noqa: N801  used like a function
    """A temporary file with some content, under a name that tells the same format."""

    def __init__(self, data: bytes, path: str) -> None:
        import tempfile

        suffix = os.path.splitext(strip_compression(path))[1]
        self._file: Any = tempfile.NamedTemporaryFile(prefix="newslint-", suffix=suffix, delete=False)  # noqa: SIM115
        self._file.write(data)
        self._file.close()

    def __enter__(self) -> str:
        return str(self._file.name)

    def __exit__(self, *exception: object) -> None:
        os.unlink(self._file.name)
