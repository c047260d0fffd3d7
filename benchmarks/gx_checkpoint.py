"""A checkpoint of Great Expectations over annotated articles, beside ``newslint check`` on the same Parquet file.

Both read the file and judge it by the same rules, in one process.  Imports are left out on both sides: of the checkpoint the clock
starts after them, and from the check the time of a check of one article is taken off.  CPU time is the measure; wall time is shown
beside it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Make the articles, run both, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="articles")
    parser.add_argument("--profile", default="recommended")
    parser.add_argument("--by", default="family", choices=("family", "rule"))
    parser.add_argument("--faulty", type=float, default=0.1, help="share of articles with a fault planted in them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, single = (_articles(Path(folder), count, options.faulty) for count in (options.count, 1))
        print(f"{options.count:,} articles, {path.stat().st_size / 1e6:.0f} MB of Parquet, profile {options.profile}")
        _check(single, options.profile)  # fills the cache of compiled rules
        start_up = _check(single, options.profile)
        check = _check(path, options.profile)
        checked = check[0] - start_up[0], check[1] - start_up[1]
        print(f"newslint check --jobs 1     {_figures(checked, options.count)}")
        found = _checkpoint(path, options.profile, options.by)
        total = found["annotate"][0] + found["checkpoint"][0], found["annotate"][1] + found["checkpoint"][1]
        for name in ("annotate", "checkpoint"):
            print(f"  {name:<26}{_figures(found[name], options.count)}")
        print(f"annotate and checkpoint     {_figures(total, options.count)}")
        print(f"{found['findings'][0]:,.0f} findings in the result; {found['expectations'][0]:.0f} expectations")
        print(
            f"speed of the checkpoint: {checked[0] / total[0]:.2f} of the check by CPU time, {checked[1] / total[1]:.2f} by wall time"
        )


def _articles(folder: Path, count: int, faulty: float) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = folder / f"{count}.jsonl"
    command = [sys.executable, str(HERE / "generate.py"), "--out", str(lines), "--count", str(count), "--faulty", str(faulty)]
    subprocess.run(command, check=True, capture_output=True)
    path = folder / f"{count}.parquet"
    with lines.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    lines.unlink()
    pq.write_table(pa.Table.from_pylist(records), path, row_group_size=10_000)
    return path


def _check(path: Path, profile: str) -> tuple[float, float]:
    """CPU and wall seconds of the command."""
    command = [
        sys.executable,
        "-m",
        "newslint",
        "check",
        str(path),
        "--isolated",
        "--no-exceptions",
        "--jobs",
        "1",
        "--profile",
        profile,
    ]
    command += ["--report", f"jsonl={path}.findings", "--quiet"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode not in {0, 1}:
        raise SystemExit(run.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - started


def _checkpoint(path: Path, profile: str, by: Literal["family", "rule"]) -> dict[str, tuple[float, float]]:
    import great_expectations  # noqa: F401  # three seconds that are not measured
    import pandas as pd

    import newslint
    from newslint.integrations import great_expectations as newslint_gx

    logging.disable(logging.WARNING)
    stderr = sys.stderr
    with open(os.devnull, "w", encoding="utf-8") as sys.stderr:  # progress bars
        linter = newslint.Linter(profile=profile)
        newslint_gx.checkpoint(linter, by=by, data_docs=False).run(
            batch_parameters={"dataframe": newslint_gx.annotate(pd.DataFrame([{"title": "x", "body": "y"}]), linter, by=by)}
        )
        started = time.process_time(), time.perf_counter()
        annotated = newslint_gx.annotate(pd.read_parquet(path), linter, by=by)
        middle = time.process_time(), time.perf_counter()
        checkpoint = newslint_gx.checkpoint(linter, by=by, data_docs=False)
        result = checkpoint.run(batch_parameters={"dataframe": annotated})
        ended = time.process_time(), time.perf_counter()
    sys.stderr = stderr
    return {
        "annotate": (middle[0] - started[0], middle[1] - started[1]),
        "checkpoint": (ended[0] - middle[0], ended[1] - middle[1]),
        "findings": (len(newslint_gx.findings(result)), 0),
        "expectations": (sum(len(run.results) for run in result.run_results.values()), 0),
    }


def _figures(seconds: tuple[float, float], count: int) -> str:
    cpu, wall = seconds
    return f"{cpu:6.1f} s CPU, {wall:6.1f} s wall; {count / cpu:8,.0f} articles per CPU second"


if __name__ == "__main__":
    main()
