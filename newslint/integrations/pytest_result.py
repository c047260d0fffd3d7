"""What a run of newslint came to, for the items of pytest, and how the workers of pytest-xdist share it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newslint.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Problem(msgspec.Struct, frozen=True):
    """An error of the run.

    Attributes:
        text: As the command line shows it.
        path: File it is about, or None.
        rule: Rule that crashed, or empty.
    """

    text: str
    path: str | None = None
    rule: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """A finding, and what the gate says about it.

    Attributes:
        finding: The finding; it counts.
        fails: Whether it fails the run.
        exceeded: The budget, or the number of warnings, that it exceeds together with others, in words; None when it exceeds none.
    """

    finding: Finding
    fails: bool
    exceeded: str | None = None


class Result(msgspec.Struct):
    """What the run came to.

    Attributes:
        findings: Those that count.
        records: Records by path.
        problems: What went wrong.
    """

    findings: list[Verdict]
    records: dict[str, int]
    problems: list[Problem]


def shared(path: str, make: Callable[[], Result]) -> Result:
    """What ``make`` gives, made by whichever process comes first."""
    with locked(f"{path}.lock"):
        if not os.path.exists(path):
            result = make()
            scratch = f"{path}.tmp"
            Path(scratch).write_bytes(msgspec.msgpack.encode(result))
            os.replace(scratch, path)
            return result
    return msgspec.msgpack.decode(Path(path).read_bytes(), type=Result)


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold a lock that the system takes away from a process that dies."""
    with open(path, "ab") as file:
        if sys.platform == "win32":
            import msvcrt
            from time import sleep

            while True:
                try:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    sleep(0.05)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
