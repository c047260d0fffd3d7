"""Findings that wait for the end of a run: in memory while they are few, on disk when they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from newslint.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

_HELD = 20_000
"""Findings held in memory before they go to disk."""


class Spool:
    """Takes findings in order and gives them back in that order.  A context: its folder goes at the end."""

    def __init__(self) -> None:
        self._held: list[Finding] = []
        self._file: Any = None
        self._folder: Any = None
        self._encoder = msgspec.msgpack.Encoder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            self._file.close()
        if self._folder is not None:
            self._folder.cleanup()

    def folder(self) -> str:
        """A folder for this run's temporary files, made when first asked for."""
        if self._folder is None:
            from tempfile import TemporaryDirectory  # only large runs need it, and it takes some milliseconds to import

            self._folder = TemporaryDirectory(prefix="newslint-")
        return str(self._folder.name)

    def add(self, finding: Finding) -> None:
        """Add a finding."""
        self._held.append(finding)
        if len(self._held) >= _HELD:
            self._write()

    def end(self) -> None:
        """No more will be added."""
        if self._file is not None:
            self._write()

    def __iter__(self) -> Iterator[Finding]:
        if self._file is None:
            yield from self._held
            return
        decoder = msgspec.msgpack.Decoder(Finding)
        self._file.seek(0)
        while head := self._file.read(4):
            yield decoder.decode(self._file.read(int.from_bytes(head, "little")))

    def _write(self) -> None:
        if self._file is None:
            self._file = open(f"{self.folder()}/findings", "w+b")  # noqa: SIM115  closed with the spool
        for finding in self._held:
            data = self._encoder.encode(finding)
            self._file.write(len(data).to_bytes(4, "little"))
            self._file.write(data)
        self._held.clear()
