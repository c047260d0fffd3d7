"""pytest's way in to newslint.

Every run of pytest imports this module where newslint is installed, so it imports nothing but pytest, and newslint only where it is
asked for: with ``--newslint``, with the setting ``newslint_files``, or by a test that takes the fixture ``newslint``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from newslint.integrations.pytest_fixture import Checker

MARKER = "newslint(select=…, ignore=…, profile=…): options of the fixture `newslint`; every item of newslint has the marker, too"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--newslint``, and the settings."""
    group = parser.getgroup("newslint", "news article records")
    group.addoption(
        "--newslint",
        metavar="PATH",
        nargs="?",
        const="",
        action="append",
        help="check articles as tests: those in PATH (repeatable), else in newslint_files, else in the folders that are collected",
    )
    parser.addini(
        "newslint_files", "files, folders and globs of articles that are checked as tests, from the root folder", "linelist"
    )
    parser.addini("newslint_granularity", "what one test item is: a file and a rule (rule), a file (file), or a record (record)")


def pytest_configure(config: pytest.Config) -> None:
    """Join in, if asked to."""
    config.addinivalue_line("markers", MARKER)
    if config.getoption("newslint") is not None or config.getini("newslint_files"):
        from newslint.integrations.pytest_plugin import Collection

        config.pluginmanager.register(Collection(config), "newslint-collection")


@pytest.fixture
def newslint(request: pytest.FixtureRequest) -> Checker:
    """Checks records in a test: ``newslint.assert_clean(records)``, ``newslint.check(records, select=["boilerplate"])``."""
    from newslint.integrations.pytest_fixture import checker

    return checker(request)
