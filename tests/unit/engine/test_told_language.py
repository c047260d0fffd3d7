"""Rules of one language meet records that declare none."""

from __future__ import annotations

from typing import Any

import pytest

from newslint.api import Linter
from newslint.model import Rule

GERMAN = "Die Fähre fährt am Montag wieder, und der Rat hat sich mit den Leuten am Hafen geeinigt, die für das Geld zu lange gewartet haben.\nMENU"
ENGLISH = "The ferry will sail again on Monday, and the council has settled with those at the port who had waited too long for the money.\nMENU"
SHORT = "Ferry resumes.\nMENU"


def rule(*languages: str) -> Rule:
    return Rule(
        id="test.menu",
        title="t",
        why="w",
        severity="warning",
        fields=("body",),
        kind="pattern",
        message="m",
        params={"match": "MENU"},
        languages=languages,
    )


@pytest.mark.parametrize(
    ("languages", "record", "reported"),
    [
        (["de"], {"body": GERMAN}, True),
        (["en"], {"body": GERMAN}, False),
        (["en", "de-AT"], {"body": GERMAN}, True),
        (["de"], {"body": ENGLISH}, False),
        (["de"], {"body": SHORT}, True),
        (["de"], {"body": ENGLISH, "language": "de"}, True),
        (["de"], {"body": GERMAN, "language": "en"}, False),
        ([], {"body": GERMAN}, True),
        (
            ["da"],
            {"body": "Ferga går igjen på mandag, og kommunen har blitt enig med dem som ikke ville vente på pengene.\nMENU"},
            True,
        ),
    ],
)
def test_words_tell_the_language_where_nothing_is_declared(languages: list[str], record: dict[str, Any], reported: bool) -> None:
    findings = Linter(rules=[rule(*languages)], cache=False).check_record({"title": "Port", **record})
    assert bool(findings) is reported
