"""The article records of ``fixtures/``, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
CLEAN = sorted(path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "clean").rglob("*.*"))
NOW = "2026-01-01T00:00:00Z"


def check(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, findings and standard error of ``newslint check``, run in ``fixtures/``."""
    command = [sys.executable, "-m", "newslint", "check", "--isolated", "--now", NOW, "--format", "jsonl", *arguments]
    run = subprocess.run(command, cwd=FIXTURES, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, [found for found in map(json.loads, run.stdout.splitlines()) if "rule" in found], run.stderr


def shown(finding: dict[str, Any]) -> str:
    place = f"{finding['path']}:{finding['line']}:{finding['column']}"
    return f"{place} {finding['rule']} ({finding['severity']}): {finding['message']} [{finding['excerpt']}]"


def test_there_are_clean_articles_of_every_format() -> None:
    assert {Path(name).suffix for name in CLEAN} == {".csv", ".json", ".jsonl", ".md"}
    assert len(CLEAN) >= 30


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_about_clean_articles(name: str) -> None:
    status, findings, errors = check("--profile", "recommended", name)
    assert [shown(finding) for finding in findings if finding["severity"] != "info"] == []
    assert status == 0, errors


def test_nothing_is_said_about_clean_articles_side_by_side() -> None:
    status, findings, _ = check("--profile", "recommended", "clean")
    assert [shown(finding) for finding in findings if finding["severity"] != "info"] == []
    assert status == 0
