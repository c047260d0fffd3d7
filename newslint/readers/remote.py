"""Files that lie elsewhere, through fsspec (extra ``remote``): ``https://``, ``s3://``, ``gs://`` and whatever else it knows.

A small file is fetched once, into a temporary one: what is read twice is then the same twice, and a server need not know ranges.  A
large one that can be read in parts stays where it is, and every worker reads its own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newslint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

FETCHED = 64 << 20
"""Largest file, in bytes, that is fetched whole though it could be read in parts."""

_BLOCK = 1 << 20
_CONNECT, _SILENCE = 30.0, 120.0
"""Seconds after which a server that does not answer, or falls silent, is given up."""


class RemoteFile(NamedTuple):
    """A remote file: its address, its size in bytes where it is known, and where a copy of it lies, if it was fetched."""

    path: str
    size: int
    opened: str | None


def open_remote(path: str) -> Any:
    """Open a remote file for reading bytes.

    Raises:
        InputError: It cannot be reached.
    """
    system, inner = _system(path)
    try:
        return system.open(inner, "rb", block_size=_BLOCK)
    except Exception as error:  # noqa: BLE001  every file system has errors of its own
        raise _fault(path, error) from None


def find_remote(path: str) -> Iterator[str]:
    """The address itself, or those of the files below it when it is that of a folder.

    Raises:
        InputError: It cannot be reached.
    """
    system, inner = _system(path)
    if "http" in _protocols(system):
        yield path
        return
    try:
        if not system.isdir(inner):
            yield path
            return
        found = sorted(system.find(inner))
    except Exception as error:  # noqa: BLE001  as above
        raise _fault(path, error) from None
    start = inner.rstrip("/").count("/")
    for file in found:
        if not any(part.startswith(".") for part in file.split("/")[start + 1 :]):
            yield system.unstrip_protocol(file)


def fetch_remote(path: str) -> RemoteFile:
    """Make a remote file ready to be read.

    Raises:
        InputError: It cannot be reached.
    """
    from newslint.readers.discover import spool  # it imports this module

    system, inner = _system(path)
    http = "http" in _protocols(system)
    try:
        known = system.info(inner)
        size = known.get("size")
        in_parts = known.get("partial") is True if http else True  # not every server that is asked for a part gives one
        if size is not None and size > FETCHED and in_parts:
            return RemoteFile(path, size, None)
        with system.open(inner, "rb", block_size=0 if http else _BLOCK) as file:  # 0 is one request, read as it comes
            opened, size = spool(file)
            return RemoteFile(path, size, opened)
    except Exception as error:  # noqa: BLE001  as above
        raise _fault(path, error) from None


def _protocols(system: Any) -> tuple[str, ...]:
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


def _system(path: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError("remote files need fsspec", path=path, hint="pip install 'newslint[remote]'") from None
    options: dict[str, Any] = {}
    try:
        if path.startswith(("http://", "https://")):
            from aiohttp import ClientTimeout

            options = {"client_kwargs": {"timeout": ClientTimeout(total=None, sock_connect=_CONNECT, sock_read=_SILENCE)}}
        system, inner = url_to_fs(path, **options)
    except ImportError as error:
        raise InputError(f"a package for such addresses is missing: {error}", path=path, hint=_package(path)) from None
    except Exception as error:  # noqa: BLE001  as above
        raise _fault(path, error) from None
    return system, str(inner)


def _package(path: str) -> str:
    protocol = path.partition("://")[0]
    packages = {
        "s3": "s3fs",
        "s3a": "s3fs",
        "gs": "gcsfs",
        "gcs": "gcsfs",
        "http": "newslint[remote]",
        "https": "newslint[remote]",
    }
    name = packages.get(protocol)
    return f"pip install '{name}'" if name else "install the package that fsspec asks for"


def _fault(path: str, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("no such file or directory", path=path)
    if isinstance(error, PermissionError):
        return InputError("permission denied", path=path)
    said = " ".join(str(error).split()) or type(error).__name__
    return InputError(f"cannot be opened: {said}", path=path)
