"""``newslint check --fix`` and ``--diff``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from newslint.cli.console import binary, is_terminal, say, warn
from newslint.errors import UsageError
from newslint.fixes.session import MAX_PASSES, Session
from newslint.kinds.registry import get_kind
from newslint.readers.registry import get_reader
from newslint.readers.source import is_remote

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from newslint.cli.setup import Chosen
    from newslint.config.settings import Settings
    from newslint.model import Finding
    from newslint.readers.discover import InputFile

    Judge = Callable[[Chosen, Sequence[InputFile]], Iterable[Finding]]
    """Findings of some rules in some files, as the gate lets them pass."""


def check_options(options: Namespace, inputs: Sequence[InputFile]) -> None:
    """See that the options for fixing go together.

    Raises:
        UsageError: They do not.
    """
    if options.fix and options.diff:
        raise UsageError("--fix and --diff contradict each other", hint="--diff shows what --fix would do")
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes fixes nothing by itself", hint="give --fix or --diff, too")
    far = next((item.path for item in inputs if is_remote(item.path)), None)
    if options.fix and far is not None:
        raise UsageError("--fix cannot write to a remote file", path=far, hint="--diff shows what --fix would do")
    if options.fix and len(inputs) > 1 and any(item.opened is not None for item in inputs):
        raise UsageError("--fix: standard input cannot be fixed together with files", hint="its text goes to standard output")


def session(settings: Settings, chosen: Chosen, judge: Judge, *, unsafe: bool, in_place: bool) -> Session:
    """What fixes files: with all rules but those that compare records and mend nothing."""
    running = [
        # One finding for each record, since each is mended by itself.
        msgspec.structs.replace(rule, report="record")
        for rule in chosen.running
        if rule.fix is not None or get_kind(rule.kind).scope == "record"
    ]
    mending = chosen._replace(running=running)
    return Session(lambda inputs: judge(mending, inputs), get_reader, settings.mapping(), unsafe=unsafe, in_place=in_place)


def tell(mended: Session) -> None:
    """Say on standard error what could not be fixed."""
    for refusal in mended.refused:
        fixes = "1 fix" if refusal.fixes == 1 else f"{refusal.fixes:,} fixes"
        warn(f"{refusal.path}: {fixes} not made: {refusal.reason}")
    for path in mended.unstable:
        warn(f"{path}: fixes undo one another; stopped after {MAX_PASSES} passes")


def show_diff(mended: Session) -> None:
    """Write the difference that fixing would make to standard output; where it goes to a terminal, nothing in it steers that."""
    from newslint.fixes.diff import unified
    from newslint.reporters.text import clean

    stream = binary(sys.stdout)
    terminal = is_terminal(sys.stdout)
    for item in mended.changed:
        assert item.opened is not None, "a mended copy"
        with open(mended.original(item), "rb") as before, open(item.opened, "rb") as after:
            for line in unified(item.path, before.read(), after.read()):
                if terminal:
                    stream.write(clean(line.decode("utf-8", "replace").rstrip("\n")).encode() + b"\n")
                else:
                    stream.write(line)
    stream.flush()


def copy_out(path: str) -> None:
    """Write a file to standard output."""
    import shutil

    stream = binary(sys.stdout)
    with open(path, "rb") as file:
        shutil.copyfileobj(file, stream)
    stream.flush()


def say_diff(mended: Session) -> None:
    """Say on standard error what ``--diff`` has shown."""
    count = sum(mended.fixed.values())
    findings, files = ("finding" if count == 1 else "findings"), ("file" if len(mended.changed) == 1 else "files")
    say(f"{count:,} {findings} in {len(mended.changed):,} {files} would be fixed" if count else "nothing would be fixed")
