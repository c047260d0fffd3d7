#!/usr/bin/env python3
"""Hold newslint to what is known about one real article.

    seed.py ARTICLE [--newslint COMMAND]

The article is kept apart from this project; here stand only the places of its faults (1-based lines, columns from and to) with the
families of rules that may report them, and the places that look like faults and are none.  Exits with 1 when a fault is not
reported, or when anything but an information is said about a place that is sound.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import subprocess
import sys
import sysconfig
from typing import Any, NamedTuple

Finding = dict[str, Any]

END = 10_000
"""A column beyond the end of every line."""


class Place(NamedTuple):
    """Columns ``first`` to ``last`` of a line, both included, and the rules that may speak of them."""

    name: str
    line: int
    first: int
    last: int
    rules: tuple[str, ...] = ()


MUST = (
    Place("two titles, the second with a straight apostrophe", 3, 54, 54, ("punctuation.*",)),
    Place("stop after a quotation mark, then lower case", 64, 199, 208, ("punctuation.*",)),
    Place("closing quotation mark that nothing opened", 64, 199, 217, ("punctuation.*unbalanced*", "punctuation.*unclosed*")),
    Place("stop, then lower case", 68, 223, 240, ("punctuation.*",)),
    Place("space before the stop", 87, 138, 150, ("punctuation.*",)),
    Place("syndication disclaimer", 82, 1, 110, ("boilerplate.*", "attribution.*")),
    Place("link without an address", 84, 1, 11, ("boilerplate.*", "attribution.*")),
    Place("self-promotion of a site", 87, 1, 270, ("boilerplate.*",)),
    Place("related articles", 89, 1, 16, ("boilerplate.*",)),
    Place("navigation", 91, 1, 18, ("boilerplate.*",)),
)

WHOLE_BLOCK = frozenset({82, 84, 87, 89, 91})
"""Lines that are faulty as a whole: a finding of the ``boilerplate`` or ``attribution`` family has to begin with the line."""

RELATIVE_DATES = (
    Place("relative date", 8, 98, 106, ("date*",)),
    Place("relative date", 50, 1, 12, ("date*",)),
    Place("relative date", 56, 88, 96, ("date*",)),
    Place("relative date", 64, 51, 64, ("date*",)),
    Place("relative date", 68, 58, 66, ("date*",)),
)
"""At least one of them has to be reported, since the record has no date."""

MISSING = (("byline", "authors"), ("published_at",), ("url", "source_url"), ("source",))
"""Fields that the record lacks; of each group one has to be named."""

SOUND = (
    Place("attribution after a quoted question", 48, 147, 165),
    Place("stop outside a quoted fragment", 14, 133, 140),
    Place("stop inside a quoted sentence", 30, 114, 115),
    Place("stop inside a quoted sentence", 34, 165, 166),
    Place("stop inside a quoted sentence", 60, 243, 244),
    Place("stop inside a quoted sentence", 72, 154, 155),
    Place("standfirst without a stop", 5, 1, END),
    Place("crosshead", 36, 1, END),
    Place("crosshead", 54, 1, END),
    Place("crosshead", 66, 1, END),
    Place("conjunction at the start", 14, 1, 13),
    Place("conjunction at the start", 26, 1, 12),
    Place("quotation of one word", 10, 74, 80),
    Place("quotation of two words", 60, 40, 54),
    Place("quotation of one word", 64, 190, 198),
    Place("agreement with the nearer noun", 12, 1, 61),
    Place("rhetorical repetition", 24, 41, 72),
    Place("same attribution again", 28, 76, 87),
    Place("same attribution again", 30, 38, 48),
    Place("same attribution again", 24, 134, 145),
    Place("speaker carried over", 34, 100, 128),
    Place("capital after a colon", 72, 13, 25),
    Place("spaced dash", 48, 122, 124),
    Place("weekday without a preposition", 64, 51, 64, ("date*",)),
    Place("relative date in a quotation", 48, 99, 106),
    Place("relative date as an idiom", 87, 98, 110, ("boilerplate.*", "attribution.*")),
    Place("title without a stop", 50, 76, 83),
    Place("name in full", 18, 1, 17),
    Place("abbreviation of a name", 16, 73, 74),
    Place("region as a name", 8, 157, 170),
    Place("region as a name", 62, 64, 77),
    Place("direction in lower case", 68, 195, 209),
    Place("number in a name", 76, 44, 56),
    Place("number", 38, 39, 55, ("spun.*",)),
    Place("idiom in figures", 87, 157, 160, ("boilerplate.*", "attribution.*")),
    Place("acronym", 42, 101, 104),
    Place("acronym", 58, 23, 24),
    Place("acronym", 58, 30, 33),
    Place("acronym", 58, 112, 115),
    Place("acronym", 64, 87, 88),
    Place("acronym", 82, 58, 61, ("boilerplate.*", "attribution.*")),
    Place("hyphen in a compound", 12, 104, 113),
    Place("hyphen in a compound", 34, 57, 69),
    Place("pronoun in reported speech", 32, 116, 136),
    Place("present tense of a standing position", 40, 1, 21),
    Place("source named by role", 14, 18, 30),
    Place("source named by role", 32, 140, 146),
    Place("source named by role", 52, 86, 111),
    Place("bracketed paragraph", 82, 1, END, ("boilerplate.*", "attribution.*")),
)


def reports(finding: Finding, place: Place) -> bool:
    """Whether ``finding`` is by one of the rules of ``place``, lies within it, and begins with the line where it has to."""
    if finding.get("line") != place.line or not by(finding, place.rules):
        return False
    if place.line in WHOLE_BLOCK and place.first == 1:
        return bool(finding["column"] == 1)
    return bool(
        place.first <= finding["column"] and finding["end_line"] == place.line and finding["end_column"] - 1 <= place.last
    )


def touches(finding: Finding, place: Place) -> bool:
    """Whether any character of ``finding`` lies in ``place``."""
    if finding.get("line") is None or not finding["line"] <= place.line <= finding["end_line"]:
        return False
    first = finding["column"] if finding["line"] == place.line else 1
    last = finding["end_column"] - 1 if finding["end_line"] == place.line else END
    return bool(first <= place.last and last >= place.first)


def by(finding: Finding, rules: tuple[str, ...]) -> bool:
    """Whether the finding's rule matches one of the globs."""
    return any(fnmatch.fnmatch(finding["rule"], rule) for rule in rules)


def failures(findings: list[Finding]) -> list[str]:
    """What is wrong, one line each."""
    wrong = [
        f"not reported: {place.name}, {place.line}:{place.first}"
        for place in MUST
        if not any(reports(f, place) for f in findings)
    ]
    pairs = [f for f in findings if by(f, ("title.*duplicate*",)) and f.get("line") in {1, 3}]
    if len(pairs) != 1:
        wrong.append(f"the two titles have to be one near duplicate, and are {len(pairs)}")
    if not any(reports(finding, place) for finding in findings for place in RELATIVE_DATES):
        wrong.append("not reported: relative date without a date")
    named = {finding["field"] for finding in findings if not finding.get("excerpt")}
    wrong += [f"not reported: no {' or '.join(fields)}" for fields in MISSING if not named.intersection(fields)]
    for place in SOUND:
        wrong += [
            f"reported as {f['severity']}: {place.name}, {f['line']}:{f['column']}, by {f['rule']}"
            for f in findings
            if f["severity"] != "info" and touches(f, place) and not by(f, place.rules)
        ]
    return wrong


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article")
    parser.add_argument("--newslint", default=os.path.join(sysconfig.get_path("scripts"), "newslint"), metavar="COMMAND")
    args = parser.parse_args()
    command = [args.newslint, "check", "--isolated", "--format", "jsonl", "--now", "2022-02-01T00:00:00Z", args.article]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 1:
        print(f"seed: newslint check ended with {run.returncode}: {run.stderr.strip()}", file=sys.stderr)
        return 1
    findings = [found for found in map(json.loads, run.stdout.splitlines()) if "rule" in found]
    wrong = failures(findings)
    for line in wrong:
        print(f"seed: {line}")
    print(f"seed: {len(findings)} findings, {len(MUST) + 2 + len(MISSING)} that have to be there, {len(SOUND)} sound places")
    print(f"seed: {'FAILED, ' + str(len(wrong)) + ' wrong' if wrong else 'passed'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
