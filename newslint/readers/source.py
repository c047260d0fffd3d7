"""Opening inputs: plain files, compressed ones, and what can be neither."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from newslint.errors import InputError, did_you_mean
from newslint.readers.base import Unit

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

CHUNK = 1 << 20
"""Bytes that are read, and decoded, in one go."""

MAX_RECORD = 16 << 20
"""Longest line of JSON Lines, row of CSV, or text file, in bytes; what is longer is reported and skipped."""

MAX_DOCUMENT = 256 << 20
"""Largest JSON file, which is read whole, in bytes after decompression."""

BOM = b"\xef\xbb\xbf"

COMPRESSIONS: dict[str, bytes] = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".zst": b"\x28\xb5\x2f\xfd"}
"""Suffixes of compressed files, and how such files begin."""

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "a Parquet file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xff\xfe", "UTF-16 text; convert it to UTF-8, or give --encoding utf-16"),
    (b"\xfe\xff", "UTF-16 text; convert it to UTF-8, or give --encoding utf-16"),
)


def is_remote(path: str) -> bool:
    """Whether ``path`` is an address, such as ``https://news.example/feed.xml``, and no path of this machine."""
    return "://" in path and path.partition("://")[0].replace("+", "").replace("-", "").isalnum()


def file_name(path: str) -> str:
    """``path``, without the query that an address may have: what its suffix is looked for in."""
    return path.partition("?")[0].partition("#")[0] if is_remote(path) else path


def strip_compression(path: str) -> str:
    """``path`` without a suffix that names a compression, and without a query."""
    path = file_name(path)
    root, suffix = os.path.splitext(path)
    return root if suffix.lower() in COMPRESSIONS else path


def compression_of(path: str) -> str | None:
    """Suffix of the compression of a file, by its name or by its first bytes; None when it is not compressed.

    Raises:
        InputError: The file cannot be opened.
    """
    suffix = os.path.splitext(file_name(path))[1].lower()
    if suffix in COMPRESSIONS:
        return suffix
    with open_regular(path, path) as file:
        head = file.read(4)
    return next((name for name, magic in COMPRESSIONS.items() if head.startswith(magic)), None)


def whole(path: str, name: str) -> list[Unit]:
    """The one unit of a file in a format that cannot be divided."""
    return [Unit(path=path, format=name)]


def open_regular(path: str, shown: str) -> Any:
    """Open a regular file for reading bytes, unbuffered.

    Raises:
        InputError: It is missing, may not be read, or is no regular file.  A named pipe is refused before it can block.
    """
    if is_remote(path):
        from newslint.readers.remote import open_remote  # fsspec, only for what lies elsewhere

        return open_remote(path)
    try:
        check_regular(os.stat(path).st_mode, shown)
        return open(path, "rb", buffering=0)
    except FileNotFoundError:
        raise missing(shown) from None
    except PermissionError:
        raise InputError("permission denied", path=shown) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be opened: {getattr(error, 'strerror', None) or error}", path=shown) from None


def check_regular(mode: int, path: str) -> None:
    """Refuse what is no regular file.

    Raises:
        InputError: ``mode``, of ``os.stat``, is that of a folder, a named pipe, a socket or a device.
    """
    if not stat.S_ISREG(mode):
        raise InputError(f"is {_kind_of_file(mode)}, not a file", path=path, hint="name a regular file, or - for standard input")


def missing(path: str) -> InputError:
    """The error for a path that does not exist, with the sibling it may have been meant to be."""
    folder, name = os.path.split(path)
    try:
        siblings = os.listdir(folder or ".")
    except OSError:
        siblings = []
    return InputError("no such file or directory", path=path, hint=did_you_mean(name, siblings))


def _kind_of_file(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


class Source:
    """The bytes of a unit's file, decompressed.

    Damage to compressed data does not raise: what was read before it is given out first, then the source ends and
    :attr:`error` says why; :attr:`foreign` when its first bytes are those of something that is no text.

    Raises:
        InputError: The file cannot be opened.
    """

    def __init__(self, unit: Unit) -> None:
        path = unit.opened or unit.path
        self.error: str | None = None
        self.foreign = False
        self._raw: Any = open_regular(path, unit.path)
        self._file: Any = self._raw
        head = self._raw.read(16)
        self._raw.seek(0)
        by_name = os.path.splitext(file_name(unit.path))[1].lower()
        by_content = next((name for name, magic in COMPRESSIONS.items() if head.startswith(magic)), None)
        self.compressed = by_content is not None or (by_name in COMPRESSIONS and head != b"")
        if self.compressed:
            if by_content is None:
                self.error = f"the file is not {by_name[1:]} data, whatever its name says"
            else:
                self._file = _decompressed(self._raw, by_content)
        else:
            self._look(head)
        self._read = self._file.read1 if by_content is not None else self._file.read

    def _look(self, head: bytes) -> None:
        if self.error is None:
            kind = next((kind for magic, kind in _FOREIGN if head.startswith(magic)), None)
            if kind is not None:
                self.error = f"the file is {kind}"
                self.foreign = True

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes; fewer only at the end, or before damage."""
        if self.error is not None:
            return b""
        parts: list[bytes] = []
        left = size
        try:
            while left > 0:
                part = self._read(left)
                if not part:
                    break
                parts.append(part)
                left -= len(part)
        except EOFError:
            self.error = "the compressed data end too early: the file was cut short"
        except Exception as error:  # noqa: BLE001 - zlib.error, zstd.ZstdError and OSError share no narrower base
            self.error = f"the file cannot be read on: {getattr(error, 'strerror', None) or error}"
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read_whole(self, limit: int) -> bytes | None:
        """All bytes, without a byte order mark; None, with :attr:`error` set, when there are more than ``limit`` or they are damaged."""
        data = self.read(limit + 1)
        if self.error is not None:
            return None
        if len(data) > limit:
            self.error = f"the file is larger than {limit >> 20} MiB, the limit of its format"
            return None
        if self.compressed:
            self._look(data[:16])
        return None if self.foreign else data.removeprefix(BOM)

    def seek(self, position: int) -> None:
        """Go to a byte of a file that is not compressed, or forward in one that is."""
        self._file.seek(position)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._file.close()
        self._raw.close()


def _decompressed(file: Any, compression: str) -> Any:
    # Each decompressor is imported only where a file needs it.
    if compression == ".gz":
        import gzip

        return gzip.GzipFile(fileobj=file, mode="rb")
    if compression == ".bz2":
        import bz2

        return bz2.BZ2File(file, "rb")
    import sys

    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return ZstdFile(file, "rb")
