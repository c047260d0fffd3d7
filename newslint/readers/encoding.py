"""Text files in other encodings than UTF-8: rewritten as UTF-8 in temporary files, which the readers open in their place."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.errors import InputError, UsageError, did_you_mean
from newslint.readers.base import Unit
from newslint.readers.discover import InputFile, temporary
from newslint.readers.source import CHUNK, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newslint.errors import NewslintError

TEXT_FORMATS = frozenset(
    "csv fundus json jsonfeed jsonl jsonld markdown news-please newspaper ninjs text trafilatura".split()  # noqa: SIM905  words
)
"""Formats whose files do not say what they are written in: XML and HTML do, and the others are no text."""


def codec_of(name: str) -> str:
    """Python's name of an encoding.

    Raises:
        UsageError: There is no such encoding, or it is none of text.
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        from encodings.aliases import aliases

        known = {alias.replace("_", "-") for alias in (*aliases, *aliases.values())}
        raise UsageError(f"unknown encoding {name!r}", hint=did_you_mean(name.lower(), known)) from None
    if not found._is_text_encoding:  # noqa: SLF001  # the only way to tell; `open` asks the same
        raise UsageError(f"{name!r} is no encoding of text", hint="utf-8, windows-1252, iso-8859-15, utf-16, shift-jis …")
    return found.name


def as_utf8(inputs: Iterable[InputFile], encoding: str, errors: list[NewslintError]) -> list[InputFile]:
    """The same files, those of text to be read as ``encoding`` says.

    A byte that means nothing in the encoding stays as it is, so that the reader reports its record, and only that.

    Args:
        inputs: The files.
        encoding: As :func:`codec_of` gives it.
        errors: Takes what is wrong with files, which are left out then.
    """
    found: list[InputFile] = []
    for item in inputs:
        if item.format not in TEXT_FORMATS or encoding in {"utf-8", "ascii"}:
            found.append(item)
            continue
        try:
            path, size = _rewritten(item, encoding)
        except InputError as error:
            errors.append(error)
        else:
            found.append(msgspec.structs.replace(item, opened=path, size=size))
    return found


def _rewritten(item: InputFile, encoding: str) -> tuple[str, int]:
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    with Source(Unit(path=item.path, format=item.format, opened=item.opened)) as source:
        foreign = source.foreign and encoding.startswith("utf-16")
        if source.error is not None and not foreign:
            return item.opened or item.path, item.size  # the reader will say what is wrong
        if foreign:
            source.error, source.foreign = None, False
        target, path = temporary()
        with target, _packed(target, compressed=source.compressed) as file:
            while data := source.read(CHUNK):
                file.write(_decode(decoder, data, item.path, encoding))
            file.write(_decode(decoder, b"", item.path, encoding))
        if source.error is not None:
            raise InputError(source.error, path=item.path)
    return path, os.stat(path).st_size


def _decode(decoder: Any, data: bytes, path: str, encoding: str) -> bytes:
    try:
        text: str = decoder.decode(data, not data)
        return text.encode("utf-8", "surrogateescape")
    except UnicodeError as error:
        raise InputError(f"the file is not written in {encoding}: {getattr(error, 'reason', error)}", path=path) from None


def _packed(file: Any, *, compressed: bool) -> Any:
    """What is written to, so that the reader finds the file as packed as its name says it is."""
    if not compressed:
        from contextlib import nullcontext

        return nullcontext(file)
    import gzip

    return gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1)
