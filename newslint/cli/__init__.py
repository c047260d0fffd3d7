"""The command line.  Only the module of the command that was asked for is imported."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from newslint._version import __version__
from newslint.cli.startup import import_msgspec, pause_collection, resume_collection
from newslint.errors import InputError, NewslintError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "check articles against the rules",
    "init": "write a first configuration, made from the data that is there",
    "show": "print an article as newslint understood it: format, fields, blocks, extra",
    "explain": "say what a rule is for, with its examples",
    "baseline": "accept the findings of today, and take out those that are mended",
    "exceptions": "tell which accepted findings are accepted wrongly, or not for much longer",
    "rules": "list the rules, or run their examples as tests",
    "export": "write the rules as a schema of pandera",
    "import": "make rules of a Great Expectations suite",
    "config": "check or show the configuration, or print a JSON Schema",
    "plugins": "list the plugins, and what is wrong with them",
}
"""Commands with a line about each; ``newslint.cli.<command>`` holds ``run(argv) -> int``."""

_MODULES = {"import": "importing"}
"""Modules of commands whose names Python keeps for itself."""

_HELP = """\
usage: newslint COMMAND [options]

A data-quality linter for news article records.

commands:
{commands}

`newslint COMMAND --help` shows the options of a command.

examples:
  newslint check feed.jsonl
  newslint check articles/ --profile strict --format grouped
  curl -s https://news.example/feed.jsonl | newslint check - --stdin-filename feed.jsonl
  newslint check feed.jsonl --report json=report.json --fail-on error
  newslint explain boilerplate.related-links

exit status:
  0  no finding at or above --fail-on
  1  findings
  2  an error in the command line, the configuration, a rule file or a plugin
  3  nothing was checked, or an input could not be read
"""

USAGE, UNREAD, INTERRUPTED, BROKEN_PIPE = 2, 3, 130, 141
"""Exit statuses that no count of findings decides; the last two are what shells make of SIGINT and SIGPIPE."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run newslint and return the exit status.

    Args:
        argv: Arguments without the program's name; those of the process when None.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if argv is None:
        pause_collection()
    try:
        status = _dispatch(arguments)
        sys.stdout.flush()
    except NewslintError as error:
        from newslint.cli.console import complain

        sys.stdout.flush()
        complain(error)
        return UNREAD if isinstance(error, InputError) else USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone.  Python would complain once more when it flushes at exit.
        _discard_stdout()
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  # whatever it is, it is no finding: 1 would say so
        import traceback  # only where something is broken

        traceback.print_exc()
        sys.stderr.write(f"error: newslint itself failed: {type(error).__name__}\n")
        sys.stderr.write("help: this is a fault of newslint or of a plugin; please report it with the lines above\n")
        return USAGE
    finally:
        resume_collection()
    return status


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "--help"
    if command in COMMANDS:
        import_msgspec()
        module = import_module(f"newslint.cli.{_MODULES.get(command, command)}")
        if command != "check":  # which has more to prepare
            resume_collection()
        try:
            status: int = module.run(arguments[1:])
        except SystemExit as leave:  # argparse leaves so after --help
            return leave.code if isinstance(leave.code, int) else USAGE
        return status
    if command in {"--help", "-h", "help"}:
        width = max(map(len, COMMANDS))
        listed = "\n".join(f"  {name:<{width}}  {text}" for name, text in COMMANDS.items())
        (sys.stdout if arguments else sys.stderr).write(_HELP.format(commands=listed))
        return 0 if arguments else USAGE
    if command in {"--version", "-V"}:
        from importlib.util import find_spec  # only here

        scanner = "compiled scanner" if find_spec("newslint._compiled") else "no compiled scanner"
        sys.stdout.write(f"newslint {__version__} ({scanner})\n")
        return 0
    if command.startswith("-"):
        raise UsageError(f"unknown option {command!r} before a command", hint="options follow the command: newslint check …")
    if os.path.exists(command):
        raise UsageError(f"unknown command {command!r}", hint=f"did you mean `newslint check {command}`?")
    raise UsageError(f"unknown command {command!r}", hint=did_you_mean(command, COMMANDS) or f"commands: {', '.join(COMMANDS)}")


def _discard_stdout() -> None:
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):  # standard output is no file of the system's: a test's, or an embedder's
        return
