"""``newslint check --watch``: check again whenever an article, a rule or a setting changes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from msgspec import UNSET

from newslint.cli.console import is_terminal, say
from newslint.errors import NewslintError, UsageError
from newslint.readers.source import is_remote

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence

    from newslint.config.settings import Settings

INTERVAL = 0.4
"""Seconds between two looks at the files."""

State = dict[str, tuple[int, int]]


def watch(argv: Sequence[str], options: Namespace, settings_of: Callable[[], Settings]) -> int:
    """Check, wait for a change, and check again; only an interrupt ends it.

    Each check is a process of its own, so that it sees plugins and rules as they are then.

    Args:
        argv: Arguments of the command.
        options: The same, read.
        settings_of: Reads the settings anew.

    Raises:
        UsageError: Standard input, or what lies on another machine, is to be checked.
        KeyboardInterrupt: The user has had enough.
    """
    if "-" in options.paths:
        raise UsageError("--watch: standard input does not change", hint="name files or folders")
    if any(is_remote(path) for path in options.paths):
        raise UsageError("--watch: what lies elsewhere is not watched", hint="name files or folders")
    end = argv.index("--") if "--" in argv else len(argv)
    command = [sys.executable, "-m", "newslint", "check", *(word for word in argv[:end] if word != "--watch"), *argv[end:]]
    while True:
        before = _state(options, settings_of)
        if is_terminal(sys.stdout):
            sys.stdout.write("\x1b[2J\x1b[H")
            sys.stdout.flush()
        subprocess.run(command, check=False)
        if not options.quiet:
            say(f"watching {len(before):,} files; Ctrl-C ends it")
        while _state(options, settings_of) == before:
            time.sleep(INTERVAL)


def _state(options: Namespace, settings_of: Callable[[], Settings]) -> State:
    """Time and size of each file that a check depends on."""
    found: State = {}
    for path in _files(options, settings_of):
        try:
            status = os.stat(path)
        except OSError:
            found[path] = (0, -1)  # it may come back
        else:
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _files(options: Namespace, settings_of: Callable[[], Settings]) -> Iterator[str]:
    from newslint.cli.check import inputs_of
    from newslint.config.discovery import NAMES
    from newslint.rulefile.load import find_rule_files

    yield from (path for path in options.paths if not os.path.isdir(path))
    yield from NAMES
    try:
        settings = settings_of()
        inputs, _ = inputs_of(options, settings)
    except NewslintError:
        return  # half-written; the check has said what is wrong, and what was named is watched
    yield from (item.path for item in inputs)
    yield from (file.path for file in settings.files)
    config = settings.config
    yield from (path for path in (config.exceptions, config.baseline) if path is not UNSET)
    for path in [] if config.rules is UNSET else config.rules:
        try:
            yield from (name for name, _ in find_rule_files([path]))
        except NewslintError:
            yield path
