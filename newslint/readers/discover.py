"""Which files a run checks."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import EmptyInputError, InputError, NewslintError, UsageError, did_you_mean
from newslint.readers.recognise import FOREIGN, guess, recognise
from newslint.readers.registry import known_suffixes, reader_for, reader_names
from newslint.readers.source import COMPRESSIONS, check_regular, file_name, is_remote, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newslint.readers.base import Reader, Unit

STDIN = "-"
_LOOKED_FOR = f"files with {{}} are looked for, also with {', '.join(COMPRESSIONS)} behind; name others, or --include them"
_FORMAT_HINT = "give --input-format when it is one all the same"
_VERSION_CONTROL = frozenset({"CVS", "SCCS", "_darcs"})  # those of the others are hidden


class InputFile(msgspec.Struct, frozen=True):
    """A file to check.

    Attributes:
        path: As the user knows it, or the name given to standard input.
        format: Name of its reader.
        size: Bytes on disk.
        opened: File to open in the place of ``path``.
    """

    path: str
    format: str
    size: int
    opened: str | None = None

    def units(self, get_reader: Callable[[str], Reader], target: int) -> list[Unit]:
        """The file's units of about ``target`` bytes.

        Raises:
            InputError: The file cannot be opened.
        """
        units = get_reader(self.format).units(self.opened or self.path, self.size, target)
        share = self.size // max(1, len(units))
        return [msgspec.structs.replace(unit, path=self.path, opened=self.opened, size=unit.size or share) for unit in units]


def find_inputs(
    paths: Sequence[str],
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
    respect_gitignore: bool = True,
    *,
    input_format: str | None = None,
    stdin: Any = None,
    stdin_filename: str | None = None,
    root: str = "",
    excluded: list[str] | None = None,
    errors: list[NewslintError] | None = None,
) -> list[InputFile]:
    """The files that ``paths`` name, sorted by path, each once.

    Args:
        paths: Files, folders, and ``-`` for standard input.  A file that is named is taken whatever its name.  A folder gives the
            files in it and below it that have a known suffix or match ``include``; hidden ones, symbolic links to folders, and
            what version control ignores are left out.
        include: Globs, as ``.gitignore`` writes them, of files that folders give besides.
        exclude: Globs of files and folders to leave out of folders.
        force_exclude: Leave out excluded files that are named, too.
        respect_gitignore: Whether ``.gitignore`` files are obeyed.
        input_format: Format of all files; without one the suffix tells it.
        stdin: What ``-`` reads, a binary file; ``sys.stdin.buffer`` when None.
        stdin_filename: What standard input is called; its suffix tells the format, too.
        root: Folder from which globs count; the working directory when empty.
        excluded: Takes the files that were named, and left out because of ``force_exclude``.
        errors: Takes the errors instead of the caller, so that the other paths are found.

    Raises:
        UsageError: There is no such format, or standard input has none.
        InputError: A path does not exist, or its format cannot be told.
        EmptyInputError: A folder holds no file to check.
    """
    if input_format is not None and input_format not in reader_names():
        hint = did_you_mean(input_format, reader_names())
        raise UsageError(f"no such input format: {input_format!r}; there are {', '.join(reader_names())}", hint=hint)
    finder = _Finder(_globs(include), _globs(exclude), force_exclude, respect_gitignore, input_format, root)
    for path in dict.fromkeys(paths):
        try:
            if path == STDIN:
                finder.add_stdin(stdin, stdin_filename)
            else:
                finder.add(path)
        except UsageError:
            raise
        except NewslintError as error:
            if errors is None:
                raise
            errors.append(error)
    if excluded is not None:
        excluded.extend(finder.excluded)
    return sorted(finder.found.values(), key=lambda file: file.path)


def spool(stream: Any) -> tuple[str, int]:
    """Keep a stream in a temporary file, since data set checks read it twice and workers each open it; gives path and size.

    The file is removed when the process ends.
    """
    import shutil  # only when standard input is checked

    file, path = temporary()
    with file:
        shutil.copyfileobj(stream, file, 1 << 20)
        return path, file.tell()


def temporary() -> tuple[Any, str]:
    """A new file to write bytes to, and its path; it is removed when the process ends."""
    import atexit  # most runs need none
    import tempfile

    handle, path = tempfile.mkstemp(prefix="newslint-")
    atexit.register(_remove, path)
    return os.fdopen(handle, "wb"), path


def _remove(path: str) -> None:
    import contextlib

    with contextlib.suppress(OSError):
        os.unlink(path)


def _globs(lines: Sequence[str]) -> Any:
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # 10 ms that a run over named files does not pay

    return GitIgnoreSpec.from_lines(lines)


class _Finder:
    def __init__(
        self, include: Any, exclude: Any, force_exclude: bool, respect_gitignore: bool, input_format: str | None, root: str
    ) -> None:
        self._include = include
        self._exclude = exclude
        self._force_exclude = force_exclude
        self._gitignore = respect_gitignore
        self._format = input_format
        self._root = os.path.abspath(root or os.curdir)
        self.found: dict[str, InputFile] = {}
        self.excluded: list[str] = []

    def add_stdin(self, stream: Any, name: str | None) -> None:
        path, size = spool(sys.stdin.buffer if stream is None else stream)
        by_suffix = reader_for(name) if name else None
        kind = self._format or (recognise(name, path) if name else None) or by_suffix or guess(name or STDIN, path)
        if not kind:
            raise UsageError(
                "the format of standard input cannot be told",
                hint=f"give --input-format, one of {', '.join(reader_names())}; or --stdin-filename with a suffix that tells it",
            )
        self.found[STDIN] = InputFile(path=name or STDIN, format=kind, size=size, opened=path)

    def add(self, path: str) -> None:
        if is_remote(path):
            self._add_remote(path)
            return
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            raise missing(path) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"cannot be looked at: {reason.lower()}", path=path) from None
        if not stat.S_ISDIR(mode):
            check_regular(mode, path)
            if self._force_exclude and self._excluded(path, folder=False):
                self.excluded.append(path)
            else:
                self._take(path, named=True)
            return
        before = len(self.found)
        known = 0
        for file in self._walk(os.path.normpath(path)):
            known += 1
            self._take(file, named=False)
        if len(self.found) == before and not known:
            hint = _LOOKED_FOR.format(", ".join(known_suffixes()))
            raise EmptyInputError("the folder holds no file to check", path=path, hint=hint)

    def _add_remote(self, path: str) -> None:
        from newslint.readers.remote import fetch_remote, find_remote  # fsspec, only for what lies elsewhere

        before = len(self.found)
        for file in find_remote(path):
            named = file == path
            if file in self.found or not (named or reader_for(file) is not None):
                continue
            _, size, opened = fetch_remote(file)
            kind = self._format or self._told(file, opened, reader_for(file), named=named)
            if kind is not None:
                self.found[file] = InputFile(path=file, format=kind, size=size, opened=opened)
        if len(self.found) == before:
            raise EmptyInputError(
                "the folder holds no file to check", path=path, hint=_LOOKED_FOR.format(", ".join(known_suffixes()))
            )

    def _told(self, path: str, opened: str | None, by_suffix: str | None, *, named: bool) -> str | None:
        """Format of a file by its content and its suffix; None for one in a folder that is no article."""
        if by_suffix is None:
            told = guess(path, opened)
            if told is not None:
                return told
            name = os.path.basename(file_name(path))
            suffix = os.path.splitext(name)[1]
            near = did_you_mean(suffix, known_suffixes()) if suffix and named else None
            raise InputError(
                f"the format of the file cannot be told from its name ({suffix or 'no suffix'}), nor from its content",
                path=path,
                hint=near or f"give --input-format, one of {', '.join(reader_names())}",
            )
        told = recognise(path, opened)
        if told != FOREIGN:
            return told or by_suffix
        if not named:
            return None  # a folder may hold a site map or a template beside its articles
        raise InputError("the file is no article, nor a feed, in any format that newslint reads", path=path, hint=_FORMAT_HINT)

    def _take(self, path: str, *, named: bool) -> None:
        real = os.path.realpath(path)
        if real in self.found:
            return
        kind = self._format or self._told(path, None, reader_for(path), named=named)
        if kind is None:
            return
        try:
            size = os.stat(path).st_size
        except OSError:
            size = 0  # reading it will say why
        self.found[real] = InputFile(path=path, format=kind, size=size)

    def _excluded(self, path: str, *, folder: bool) -> bool:
        return self._exclude is not None and self._matches(self._exclude, path, folder=folder)

    def _matches(self, globs: Any, path: str, *, folder: bool) -> bool:
        relative = os.path.relpath(os.path.abspath(path), self._root).replace(os.sep, "/")
        return bool(globs.match_file(relative + "/" if folder else relative))

    def _walk(self, top: str) -> Iterator[str]:
        ignored = _Ignored(top) if self._gitignore else None
        pending = [top]
        while pending:
            folder = pending.pop()
            if ignored is not None:
                ignored.enter(folder)
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                raise InputError(f"the folder cannot be read: {(error.strerror or str(error)).lower()}", path=folder) from None
            below: list[str] = []
            for entry in entries:
                # normpath has made "." of the working directory: its files are shown without it.
                path = entry.name if folder == os.curdir else entry.path
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    left_out = entry.name in _VERSION_CONTROL or self._excluded(path, folder=True)
                    if not left_out and not (ignored is not None and ignored.matches(path, folder=True)):
                        below.append(path)
                elif self._wanted(entry, path) and not (ignored is not None and ignored.matches(path, folder=False)):
                    yield path
            pending.extend(reversed(below))

    def _wanted(self, entry: os.DirEntry[str], path: str) -> bool:
        if reader_for(entry.name) is None and not (
            self._include is not None and self._matches(self._include, path, folder=False)
        ):
            return False
        if self._excluded(path, folder=False):
            return False
        # A link to a folder could lead round in a circle, a pipe could block; a dangling link is reported when it is opened.
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(path))


class _Ignored:
    """What the ``.gitignore`` files from the top of the repository down leave out."""

    def __init__(self, top: str) -> None:
        self._specs: dict[str, Any] = {}
        top = os.path.abspath(top)
        above: list[str] = []
        folder = top
        while not os.path.exists(os.path.join(folder, ".git")):
            parent = os.path.dirname(folder)
            if parent == folder:
                above = []  # no repository: only what lies in the walked folder counts
                break
            folder = parent
            above.append(folder)
        for parent in reversed(above):
            self._load(parent, ".gitignore")
        root = above[-1] if above else top
        self._load(root, os.path.join(".git", "info", "exclude"), key=root + os.sep)
        if self.matches(top, folder=True):
            self._specs.clear()  # the folder was named, so what ignores all of it does not hold

    def enter(self, folder: str) -> None:
        """Read the file of a folder whose entries will be asked about."""
        self._load(os.path.abspath(folder), ".gitignore")

    def _load(self, folder: str, name: str, key: str | None = None) -> None:
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except OSError:
            return
        self._specs[key or folder] = _globs(lines)

    def matches(self, path: str, *, folder: bool) -> bool:
        """Whether the nearest file that says something about ``path`` leaves it out."""
        full = os.path.abspath(path)
        for base in _upwards(os.path.dirname(full)):
            for key in (base, base + os.sep):
                spec = self._specs.get(key)
                if spec is None:
                    continue
                relative = os.path.relpath(full, base).replace(os.sep, "/")
                verdict = spec.check_file(relative + "/" if folder else relative).include
                if verdict is not None:
                    return bool(verdict)
        return False


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent
