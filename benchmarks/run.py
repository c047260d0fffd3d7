#!/usr/bin/env python3
"""Measure newslint side by side with other ways of doing the job, in one run, and print ratios.

    run.py [--size-mb 100] [--only newslint,json,regex,datatrove,start-up,memory] [--keep DIR]

What is compared:

newslint
    ``newslint check`` with the recommended profile, as a process: start-up, reading, checking and writing the findings as JSON lines,
    with one worker and with two.
json
    ``json.loads`` of every line, and nothing else: what merely looking at the data costs.
regex
    A plain Python loop that searches each field for the same patterns with ``re``, one after the other.
datatrove
    The C4 and Gopher quality filters of datatrove, when it is installed (``pip install datatrove spacy regex``; nothing is downloaded:
    English is split by spaCy's rules alone).
start-up
    ``newslint check`` of one small file with a warm cache, against ``python -c "import yaml"``: once a file with three faults, once
    one with some forty.
memory
    Peak memory of the largest process, on the file and on one ten times its size.  Left out unless it is asked for.

CPU seconds are user and system time.  Slow candidates read the first records only (``--sample``); their figures are per second, so
they compare.  newslint's include its start-up, the others' do not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generate import Generator, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PARTS = ("newslint", "json", "regex", "datatrove", "start-up", "memory")
NEWSLINT = os.path.join(sysconfig.get_path("scripts"), "newslint")
FAULTY = Path(__file__).resolve().parent.parent / "fixtures" / "faulty"


class Usage(NamedTuple):
    """What a process used: seconds of CPU and of wall time, peak memory of its largest process in bytes, exit status."""

    cpu: float
    wall: float
    memory: int
    status: int


def measure(command: Sequence[str], stdout: int = subprocess.DEVNULL) -> Usage:
    """Run a command and say what it, and the processes it waited for, used."""
    # Where byte code may not be written, every start compiles every module: that is not what is to be measured.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=stdout, env=surroundings)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts ru_maxrss in units of 1,024 bytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss * unit, process.returncode)


def check(path: str, jobs: int) -> Usage:
    """``newslint check`` of a file.

    Raises:
        SystemExit: It ended with a status that is not that of a finished check.
    """
    # What cannot be started ends with the status of a check that found something; with --exit-zero the two differ.
    command = [NEWSLINT, "check", "--isolated", "--exit-zero", "--profile", "recommended", "--now", "2026-01-01T00:00:00Z"]
    usage = measure([*command, "--format", "jsonl", "--jobs", str(jobs), path])
    if usage.status:
        sys.exit(f"run: newslint check ended with {usage.status}")
    return usage


def records(path: str, count: int) -> list[dict[str, Any]]:
    """The first ``count`` records of a file."""
    with open(path, "rb") as file:
        return [json.loads(line) for line in islice(file, count)]


# The candidates that run in a process of their own (``run.py --candidate``) and print how many records they did in how many seconds.


def loop_json(path: str, _sample: int) -> tuple[int, float]:
    """``json.loads`` of every line."""
    started = time.process_time()
    number = 0
    with open(path, "rb") as file:
        for line in file:
            json.loads(line)
            number += 1
    return number, time.process_time() - started


# What RE2 can write and Python's ``re`` cannot.  The classes are cut down to the letters of the generator: exact enough for a speed.
PROPERTIES = {
    "L": "A-Za-zÀ-ɏ",
    "Lu": "A-ZÀ-Þ",
    "Ll": "a-zß-ÿ",
    "M": "\u0300-\u036f",
    "N": "0-9",
    "Nd": "0-9",
    "P": r"!-#%-*,-/:;?@\[-\]_{}‐-‧",
    "S": r"$+<=>^`|~©®",
    "Z": " \u00a0\u2000-\u200a\u3000",
    "Zs": " \u00a0\u2000-\u200a\u3000",
}
RE2_ONLY = re.compile(
    r"\\(?:p(?:\{(?P<name>\w+)\}|(?P<letter>[A-Z]))|x\{(?P<code>[0-9A-Fa-f]+)\}|(?P<end>z)|.)|(?P<open>\[\^?\]?)|(?P<close>\])",
    re.DOTALL,
)


def for_python(source: str) -> str:
    """An RE2 pattern as ``re`` spells it."""
    inside = False

    def spell(match: re.Match[str]) -> str:
        nonlocal inside
        if match["open"] and not inside:
            inside = True
        elif match["close"]:
            inside = False
        elif name := match["name"] or match["letter"]:
            letters = PROPERTIES[name]
            return letters if inside else f"[{letters}]"
        elif match["code"]:
            return re.escape(chr(int(match["code"], 16)))
        elif match["end"]:
            return r"\Z"
        return match[0]

    return RE2_ONLY.sub(spell, source)


def python_patterns() -> tuple[list[tuple[str, re.Pattern[str]]], int]:
    """``(field, pattern)`` of every pattern of the recommended rules that ``re`` can compile, and how many it cannot."""
    from newslint.kinds.registry import get_kind  # only this candidate needs newslint in its process
    from newslint.rulefile.load import builtin_rules_path, load_rules

    compiled, failed = [], 0
    for rule in load_rules([builtin_rules_path()], get_kind):
        if rule.profile not in {"minimal", "recommended"}:
            continue
        found = check_of(rule, get_kind).patterns() or {}
        for field, sources in found.items():
            for source in sources:
                try:
                    compiled.append((field, re.compile(for_python(source))))
                except (re.error, KeyError):
                    failed += 1
    return compiled, failed


def check_of(rule: Any, get_kind: Callable[[str], Any]) -> Any:
    """The check that a rule is compiled to."""
    import msgspec  # see python_patterns

    kind = get_kind(rule.kind)
    return kind.compile(rule, msgspec.convert(rule.params, kind.params))


def loop_regex(path: str, sample: int) -> tuple[int, float]:
    """Every pattern of every rule, searched for with ``re``."""
    patterns, failed = python_patterns()
    print(f"regex: {len(patterns)} patterns ({failed} that re cannot compile left out)", file=sys.stderr)
    started = time.process_time()
    found = 0
    articles = records(path, sample)
    for article in articles:
        for field, pattern in patterns:
            value = article.get(field)
            if isinstance(value, str):
                found += sum(1 for _ in pattern.finditer(value))
            elif isinstance(value, list):
                found += sum(1 for item in value for _ in pattern.finditer(item))
    return len(articles), time.process_time() - started


def loop_datatrove(name: str) -> Callable[[str, int], tuple[int, float]]:
    """One of datatrove's filters, record by record."""

    def loop(path: str, sample: int) -> tuple[int, float]:
        from datatrove.data import Document  # an optional candidate
        from datatrove.pipeline import filters

        judge = getattr(filters, name)()
        judge.filter(Document(text="One sentence to load the tokenizer. And another.", id="0"))
        started = time.process_time()
        articles = records(path, sample)
        for article in articles:
            judge.filter(Document(text=article.get("body") or "", id="0"))
        return len(articles), time.process_time() - started

    return loop


CANDIDATES: dict[str, Callable[[str, int], tuple[int, float]]] = {
    "json": loop_json,
    "regex": loop_regex,
    "datatrove C4": loop_datatrove("C4QualityFilter"),
    "datatrove Gopher quality": loop_datatrove("GopherQualityFilter"),
    "datatrove Gopher repetition": loop_datatrove("GopherRepetitionFilter"),
}


def candidate(name: str, path: str, sample: int) -> tuple[int, float] | None:
    """Records and CPU seconds of a candidate run in its own process; None when it is not installed."""
    command = [sys.executable, __file__, "--candidate", name, "--sample", str(sample), path]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        return None
    count, seconds = json.loads(run.stdout.splitlines()[-1])
    return int(count), float(seconds)


class Row(NamedTuple):
    """A line of the table; seconds are of CPU."""

    name: str
    articles: int
    seconds: float
    wall: float | None = None
    memory: int | None = None

    @property
    def speed(self) -> float:
        """Articles per CPU second."""
        return self.articles / self.seconds


def table(rows: Sequence[Row], reference: Row) -> Iterator[str]:
    """The lines of the table, each compared with ``reference``."""
    yield f"{'':34} {'articles':>9} {'CPU s':>8} {'per CPU s':>10} {'wall s':>7} {'peak MB':>8}  {'newslint is':>14}"
    for row in rows:
        wall = "" if row.wall is None else f"{row.wall:.2f}"
        memory = "" if row.memory is None else f"{row.memory / 1e6:.0f}"
        ratio = reference.speed / row.speed
        compared = "" if row is reference else f"{ratio:,.2f} × as fast" if ratio < 10 else f"{ratio:,.0f} × as fast"
        line = f"{row.name:34} {row.articles:>9,} {row.seconds:>8.2f} {row.speed:>10,.0f} {wall:>7} {memory:>8}  {compared:>14}"
        yield line.rstrip()


def throughput(path: str, articles: int, parts: Sequence[str], sample: int) -> None:
    """The table of the candidates that read the file."""
    rows = []
    check(path, 1)  # the cache of compiled rules, and the file in the system's
    for jobs in (1, 2):
        usage = check(path, jobs)
        name = f"newslint, {jobs} worker{'s' if jobs > 1 else ''}"
        rows.append(Row(name, articles, usage.cpu, usage.wall, usage.memory))
    for name in CANDIDATES:
        if name.split()[0] not in parts:
            continue
        done = candidate(name, path, sample)
        if done is None:
            print(f"{name}: not installed, left out", file=sys.stderr)
            continue
        rows.append(Row({"json": "json.loads per line", "regex": "loop of re"}.get(name, name), *done))
    print(*table(rows, rows[0]), sep="\n")
    one, two = rows[0], rows[1]
    if one.wall is not None and two.wall is not None:
        print(f"\ntwo workers: {one.wall / two.wall:.2f} × one, in wall time; {two.seconds / one.seconds:.2f} × the CPU time")


def start_up(repeats: int) -> None:
    """``newslint check`` of small files against importing yaml: medians of CPU milliseconds, the runs taking turns."""
    theirs = [sys.executable, "-c", "import yaml"]
    for name in ("lamp.jsonl", "ferry-strike.txt"):
        ours = [NEWSLINT, "check", "--isolated", "--format", "concise", str(FAULTY / name)]
        if (measure([*ours, "--exit-zero"]).status, measure(ours).status) != (0, 1):  # fills the caches, too
            sys.exit(f"run: newslint check of {name} should have had findings")
        pairs = [(measure(ours).cpu, measure(theirs).cpu) for _ in range(repeats)]
        check_ms, yaml_ms = (1000 * statistics.median(values) for values in zip(*pairs, strict=True))
        ratio = f"{check_ms / yaml_ms:.1f} ×"
        print(
            f"start-up, {name}, median of {repeats}: newslint check {check_ms:.0f} ms of CPU, import yaml {yaml_ms:.0f} ms: {ratio}"
        )


def memory(folder: str, size_mb: float) -> None:
    """Peak memory on a file and on one ten times its size."""
    for size in (size_mb, size_mb * 10):
        path = os.path.join(folder, "memory.jsonl")
        count, _ = write(path, Generator().articles(), int(size * 1e6), None)
        for jobs in (1, 2):
            usage = check(path, jobs)
            print(f"memory, {size:,.0f} MB, {count:,} articles, jobs {jobs}: {usage.memory / 1e6:.0f} MB in the largest process")
        os.unlink(path)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size-mb", type=float, default=100, metavar="N")
    parser.add_argument("--only", default=",".join(PARTS[:-1]), metavar="PART,PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument(
        "--sample", type=int, default=1000, metavar="N", help="records for the slow candidates (default: %(default)s)"
    )
    parser.add_argument("--repeats", type=int, default=15, metavar="N", help="runs for start-up (default: %(default)s)")
    parser.add_argument("--keep", metavar="DIR", help="write the articles here, or use those of the same size that are there")
    parser.add_argument("--candidate", choices=CANDIDATES, help=argparse.SUPPRESS)
    parser.add_argument("path", nargs="?", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.candidate:
        print(json.dumps(CANDIDATES[args.candidate](args.path, args.sample)))
        return
    parts = args.only.split(",")
    if unknown := sorted(set(parts) - set(PARTS)):
        parser.error(f"--only: no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        if {"newslint", "json", "regex", "datatrove"} & set(parts):
            path = os.path.join(args.keep or folder, f"articles-{args.size_mb:g}.jsonl")
            if not os.path.exists(path):
                write(path, Generator().articles(), int(args.size_mb * 1e6), None)
            with open(path, "rb") as file:
                articles = sum(1 for _ in file)
            print(f"{articles:,} articles, {os.path.getsize(path) / 1e6:.0f} MB, on Python {sys.version.split()[0]}\n")
            throughput(path, articles, parts, args.sample)
        if "start-up" in parts:
            start_up(args.repeats)
        if "memory" in parts:
            memory(folder, args.size_mb)


if __name__ == "__main__":
    main()
