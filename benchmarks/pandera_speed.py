"""How fast newslint is through pandera, beside `newslint check` on the same Parquet file.

    pandera_speed.py --count 100000

Each way runs in a process of its own, one core, imports and the making of the rules aside; both read the file, run the recommended
profile and end with the findings.  Prints seconds of processor time and of wall time, and the ratio of the first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

WAYS = ("check", "pandera")
ROWS = 10_000
"""Records of a row group."""


def write(path: Path, count: int) -> None:
    """Write articles as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = path.with_suffix(".jsonl")
    generate = Path(__file__).with_name("generate.py")
    subprocess.run([sys.executable, generate, "--count", str(count), "--out", lines], check=True, stdout=subprocess.DEVNULL)
    with lines.open(encoding="utf-8") as file:
        first = pa.Table.from_pylist([json.loads(line) for _, line in zip(range(ROWS), file, strict=False)])
        with pq.ParquetWriter(path, first.schema) as writer:
            writer.write_table(first)
            while rows := [json.loads(line) for _, line in zip(range(ROWS), file, strict=False)]:
                writer.write_table(pa.Table.from_pylist(rows, schema=first.schema))
    lines.unlink()


def run(way: str, path: str) -> dict[str, Any]:
    """Check the file one way, in this process."""
    from newslint import Linter

    linter = Linter(profile="recommended")
    if way == "check":
        import_module("pyarrow.parquet")  # import time aside
        started = time.perf_counter(), time.process_time()
        found = len([finding for finding in linter.check_paths([path]) if finding.severity != "info"])
    else:
        warnings.simplefilter("ignore")
        import pandera.polars as pa
        import polars as pl

        from newslint.integrations.pandera import check, findings

        import_module("pyarrow")
        schema = pa.DataFrameSchema(checks=[check(linter=linter)])
        started = time.perf_counter(), time.process_time()
        try:
            schema.validate(pl.read_parquet(path), lazy=True)
            found = 0
        except pa.errors.SchemaErrors as error:
            found = len(findings(error))
    return {"way": way, "findings": found, "wall": time.perf_counter() - started[0], "cpu": time.process_time() - started[1]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(run(options.way, options.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        write(path, options.count)
        print(f"{options.count:,} articles, {path.stat().st_size / 1e6:,.0f} MB of Parquet")
        results = {}
        for way in WAYS:
            command = [sys.executable, __file__, "--way", way, "--file", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results[way] = result = json.loads(done.stdout)
            speed = options.count / result["cpu"]
            told = f"{result['cpu']:8.1f} s processor {result['wall']:8.1f} s wall {speed:8,.0f} articles per processor second"
            print(f"{way:8} {told}, {result['findings']:,} findings")
        print(f"ratio {results['check']['cpu'] / results['pandera']['cpu']:.2f} (at least 0.5 is asked for)")


if __name__ == "__main__":
    main()
