"""Readers and reporters of plugins: whatever they raise names the plugin."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newslint.engine.unit import Crash
from newslint.errors import NewslintError, PluginError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newslint.kinds.base import Record
    from newslint.model import Finding, Rule
    from newslint.readers.base import Batch, Reader, Unit
    from newslint.reporters.base import Reporter, Totals


def told(error: BaseException) -> str:
    """An exception in one line: its type, and its words where it has some."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


@contextmanager
def naming(what: str, path: str | None = None) -> Iterator[None]:
    """Let an error say whose fault it is.

    Args:
        what: The plugin, and the part of it that is asked.
        path: File it is asked about.

    Raises:
        PluginError: Something was raised that is no error of newslint's own.
    """
    try:
        yield
    except (NewslintError, BrokenPipeError):
        raise
    except Exception as error:
        hint = "this is a fault of the plugin, not of the data"
        raise PluginError(f"{what} raised {told(error)}", path=path, hint=hint) from error


class GuardedReader:
    """The reader of a plugin; see :class:`newslint.readers.base.Reader`.

    Args:
        reader: What the plugin gave.
        title: The plugin, as errors name it.
    """

    def __init__(self, reader: Reader, title: str) -> None:
        self._reader = reader
        self._what = f"{title}: the reader {reader.name!r}"
        self.name = reader.name
        self.suffixes = reader.suffixes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def units(self, path: str, size: int, target: int) -> list[Unit]:
        with naming(self._what, path):
            return self._reader.units(path, size, target)

    def read(self, unit: Unit, mapping: Mapping[str, str], wanted: frozenset[str] | None) -> Iterator[Batch]:
        with naming(self._what):
            yield from self._reader.read(unit, mapping, wanted)

    def lines(self, unit: Unit) -> int:
        with naming(self._what):
            return self._reader.lines(unit)

    def fetch(
        self, unit: Unit, refs: Sequence[int], mapping: Mapping[str, str], wanted: frozenset[str] | None
    ) -> Iterator[Batch]:
        with naming(self._what, unit.path):
            yield from self._reader.fetch(unit, refs, mapping, wanted)


def until_it_fails(batches: Iterable[Batch], crashes: list[Crash]) -> Iterator[Batch]:
    """The batches of a file up to where the plugin that reads it fails.

    Args:
        batches: As the reader makes them.
        crashes: Takes the failure, with the number of the record that would have come next.
    """
    following = 0
    try:
        for batch in batches:
            yield batch
            following = max([following, *(record + 1 for record in batch.records[-1:])])
    except PluginError as error:
        crashes.append(Crash("", following, error.reason))


def guarded_reporter(reporter: type[Reporter], name: str, title: str) -> type[Reporter]:
    """The reporter of a plugin, as a class whose errors name the plugin and the finding.

    Args:
        reporter: What the plugin gave.
        name: Name of the format.
        title: The plugin, as errors name it.
    """
    what = f"{title}: the reporter {name!r}"

    class Guarded(reporter):  # type: ignore[valid-type,misc]
        def begin(self, rules: Sequence[Rule]) -> None:
            with naming(what):
                super().begin(rules)

        def files(self, paths: Sequence[str]) -> None:
            with naming(what):
                super().files(paths)

        def finding(self, finding: Finding) -> None:
            record = "" if finding.record is None else f", on a finding in record {finding.record} of {finding.path}"
            try:
                with naming(what):
                    super().finding(finding)
            except PluginError as error:
                raise PluginError(f"{error.reason}{record}", hint=error.hint) from error.__cause__

        def record(self, path: str, number: int, record: Record) -> None:
            with naming(what, path):
                super().record(path, number, record)

        def end(self, totals: Totals) -> None:
            with naming(what):
                super().end(totals)

    Guarded.__name__ = reporter.__name__
    return Guarded
