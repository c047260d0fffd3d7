"""Fixing: check, mend, check again, until nothing is left to mend; then the files are put in place."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from newslint.errors import UsageError
from newslint.fixes.choose import applicable, choose, edits_of, fits
from newslint.fixes.write import UnwritableError, clash, ordered, write
from newslint.readers.base import Unit
from newslint.readers.fields import value_of
from newslint.readers.source import compression_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

    from newslint.model import Article, Finding
    from newslint.readers.base import Batch, Reader, Replacement
    from newslint.readers.discover import InputFile

MAX_PASSES = 10
"""Passes after which fixes that undo one another are left alone."""

_UNREADABLE = "record.unreadable"


class Refusal(NamedTuple):
    """A file some of whose fixes could not be written into it."""

    path: str
    fixes: int
    reason: str


class _Version(NamedTuple):
    """A file as it was before the first pass."""

    device: int
    inode: int
    size: int
    modified: int


class Session:
    """Fixes some files; leave it with ``with``, so that no temporary file stays behind.

    Args:
        check: Findings in some inputs, as the gate lets them pass.
        get_reader: Gives the reader of a format.
        mapping: Input field name to canonical field.
        unsafe: Whether fixes are applied that may change what a text says.
        in_place: Whether :meth:`commit` will be called: then the copies lie in the folders of the files.

    Attributes:
        fixed: Number of findings mended, by rule.
        refused: Fixes that could not be written.
        unstable: Files that still had something to mend after :data:`MAX_PASSES` passes.
    """

    def __init__(
        self,
        check: Callable[[Sequence[InputFile]], Iterable[Finding]],
        get_reader: Callable[[str], Reader],
        mapping: Mapping[str, str],
        *,
        unsafe: bool = False,
        in_place: bool = True,
    ) -> None:
        self._check = check
        self._get_reader = get_reader
        self._mapping = mapping
        self._unsafe = unsafe
        self._in_place = in_place
        self._temporary: set[str] = set()
        self._before: dict[str, _Version] = {}
        self._originals: dict[str, InputFile] = {}
        self._copies: dict[str, list[InputFile]] = {}
        self.fixed: dict[str, int] = {}
        self.refused: list[Refusal] = []
        self.unstable: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        for path in self._temporary:
            with contextlib.suppress(OSError):
                os.unlink(path)

    def run(self, inputs: Sequence[InputFile]) -> None:
        """Mend what can be mended, in copies of the files.

        Raises:
            NewslintError: A file cannot be read, or the folder of one cannot be written to.
        """
        for item in inputs:
            with contextlib.suppress(OSError):
                self._before[item.path] = _version(item.path)
        self._originals = {item.path: item for item in inputs}
        broken: dict[str, int] = {}
        counted: dict[str, dict[str, int]] = {}
        pending = list(inputs)
        for number in range(MAX_PASSES + 1):
            wanted, unreadable = self._collect(pending)
            for item in pending if number else ():
                if unreadable.get(item.path, 0) > broken.get(item.path, 0):
                    self._undo(item, counted[item.path])
                    wanted.pop(item.path, None)
            broken = unreadable
            mended = [(item, *self._mend(item, wanted[item.path])) for item in pending if item.path in wanted]
            pending, counted = [], {}
            for item, copy, counts in mended:
                if copy is None:
                    continue
                if number == MAX_PASSES:
                    self.unstable.append(item.path)
                    continue
                pending.append(copy)
                counted[item.path] = counts
                self._count(counts, 1)
                self._keep(copy)
            if not pending:
                break

    def _keep(self, copy: InputFile) -> None:
        """Remember a copy, and the one before it in case it has to be taken back."""
        copies = self._copies.setdefault(copy.path, [])
        copies.append(copy)
        if len(copies) > 2:
            oldest = copies.pop(0).opened
            assert oldest is not None, "a copy"
            os.unlink(oldest)
            self._temporary.discard(oldest)

    def _count(self, counts: Mapping[str, int], sign: int) -> None:
        for rule, count in counts.items():
            self.fixed[rule] = self.fixed.get(rule, 0) + sign * count

    @property
    def changed(self) -> list[InputFile]:
        """The files that come out otherwise than they went in, each with its mended copy as ``opened``."""
        return [copies[-1] for _, copies in sorted(self._copies.items())]

    def original(self, item: InputFile) -> str:
        """Where the file that was mended can be read as it was."""
        first = self._originals[item.path]
        return first.opened or first.path

    def commit(self) -> None:
        """Put the mended copies in the place of the files.

        Raises:
            UsageError: A file was changed by somebody else meanwhile, or cannot be written.
        """
        for item in self.changed:
            target = os.path.realpath(item.path)
            assert item.opened is not None, "a mended copy"
            try:
                status = os.stat(target)
                if _version(target) != self._before.get(item.path):
                    raise UsageError("the file has changed while it was being fixed", path=item.path, hint="run it once more")
                if not os.access(target, os.W_OK):
                    raise PermissionError(13, "Permission denied")
                os.chmod(item.opened, stat.S_IMODE(status.st_mode))
                if hasattr(os, "chown"):
                    with contextlib.suppress(OSError):
                        os.chown(item.opened, status.st_uid, status.st_gid)
                os.replace(item.opened, target)
            except OSError as error:
                raise UsageError(f"cannot be written: {(error.strerror or str(error)).lower()}", path=item.path) from None
            self._temporary.discard(item.opened)

    # -- passes ----------------------------------------------------------------------------------------------------

    def _collect(self, inputs: Sequence[InputFile]) -> tuple[dict[str, dict[int, list[Finding]]], dict[str, int]]:
        """Findings to mend, by file and record, and the number of unreadable records by file."""
        wanted: dict[str, dict[int, list[Finding]]] = {}
        unreadable: dict[str, int] = {}
        for finding in self._check(inputs):
            if finding.rule == _UNREADABLE:
                unreadable[finding.path] = unreadable.get(finding.path, 0) + 1
            elif applicable(finding, unsafe=self._unsafe) and finding.record is not None:
                slim = msgspec.structs.replace(finding, snippet=None, related=())
                wanted.setdefault(finding.path, {}).setdefault(finding.record, []).append(slim)
        return wanted, unreadable

    def _undo(self, item: InputFile, counts: Mapping[str, int]) -> None:
        """Take the last copy back: the fixes in it have made a record unreadable."""
        copies = self._copies[item.path]
        copies.pop()
        if not copies:
            del self._copies[item.path]
        self._count(counts, -1)
        self._refuse(item.path, sum(counts.values()), "the file could not be read afterwards")

    def _refuse(self, path: str, count: int, reason: str) -> None:
        self.refused = [refusal for refusal in self.refused if refusal.path != path]
        self.refused.append(Refusal(path, count, reason))

    def _mend(self, item: InputFile, wanted: dict[int, list[Finding]]) -> tuple[InputFile | None, dict[str, int]]:
        """A copy of a file with what can be mended in one pass, and the number of findings mended by rule."""
        total = sum(map(len, wanted.values()))
        path = item.opened or item.path
        if compression_of(path) is not None:
            self._refuse(item.path, total, "the file is compressed")
            return None, {}
        replacements: list[Replacement] = []
        counts: dict[str, int] = {}
        refused = 0
        reader = self._get_reader(item.format)
        for batch in reader.read(Unit(path=item.path, format=item.format, opened=item.opened), self._mapping, None):
            for index, number in enumerate(batch.records):
                findings = wanted.get(number)
                if findings is not None:
                    made, mended, unwritten = _rewrite(batch, index, batch.articles[index], findings)
                    replacements += made
                    refused += unwritten
                    for finding in mended:
                        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if refused:
            self._refuse(item.path, refused, "the format has no place to write them to" if not counts else "no place to write to")
        if not replacements:
            return None, {}
        try:
            return self._written(item, ordered(replacements)), counts
        except UnwritableError:
            self._refuse(item.path, total, "a line is not UTF-8")
            return None, {}

    def _written(self, item: InputFile, replacements: Sequence[Replacement]) -> InputFile:
        copy = self._new_file(item)
        raw = open_regular(item.opened or item.path, item.path)
        with io.BufferedReader(raw, 1 << 20) as source, open(copy, "wb") as target:
            write(source, target, replacements)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        return msgspec.structs.replace(item, opened=copy, size=size)

    def _new_file(self, item: InputFile) -> str:
        """An empty file in the folder of the one to be fixed, so that putting it in place is one step."""
        original = self._originals[item.path]
        target = os.path.realpath(item.path)
        folder = None if original.opened is not None or not self._in_place else os.path.dirname(target)
        try:
            handle, path = tempfile.mkstemp(prefix=f".{os.path.basename(target)}.", suffix=".newslint", dir=folder)
        except OSError as error:
            raise UsageError(f"cannot be written: {(error.strerror or str(error)).lower()}", path=item.path) from None
        os.close(handle)
        self._temporary.add(path)
        return path


def _rewrite(
    batch: Batch, index: int, article: Article, findings: Sequence[Finding]
) -> tuple[list[Replacement], list[Finding], int]:
    """Replacements that mend a record, the findings they mend, and the number of those that cannot be written."""
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        by_field.setdefault(finding.field or "", []).append(finding)
    made: list[Replacement] = []
    mended: list[Finding] = []
    refused = 0
    for field, about in by_field.items():
        value = value_of(article, field)
        chosen, _ = choose(finding for finding in about if fits(finding, value))
        if value is None or not chosen:
            continue
        edits = edits_of(chosen, value)
        replacements = batch.rewrite(index, field, edits) if edits else []
        if replacements is None:
            refused += len(chosen)
        elif replacements and not any(clash(one, other) for one in replacements for other in made):
            made += replacements
            mended += chosen
    return made, mended, refused


def _version(path: str) -> _Version:
    status = os.stat(path)
    return _Version(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
