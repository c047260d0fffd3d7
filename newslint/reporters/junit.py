"""``junit``: a test suite for each file with a test case for each rule, so that the rules that passed show too.

Format: what Jenkins, GitLab and GitHub actions that read JUnit reports have in common, as collected in
https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newslint.reporters.base import Reporter
from newslint.reporters.text import about, clean, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Rule
    from newslint.reporters.base import Totals

UNREADABLE = "record.unreadable"

_NO_XML = re.compile("[\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class JunitReporter(Reporter):
    """A rule fails in a file when one of its findings there fails the run; milder findings are its output.

    A rule all of whose findings in a file are accepted is skipped there, with the reason of the first.
    """

    def begin(self, rules: Sequence[Rule]) -> None:
        """Open the document."""
        self._rules = [UNREADABLE, *(rule.id for rule in rules)]
        self._paths: list[str] = []
        self._path: str | None = None
        self._closed: set[str] = set()
        self._found: dict[str, list[Finding]] = {}
        self.stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="newslint">\n')

    def files(self, paths: Sequence[str]) -> None:
        """Remember the files, the last first."""
        self._paths = list(reversed(paths))

    def finding(self, finding: Finding) -> None:
        """Keep a finding until those of its file are all there."""
        if finding.path != self._path:
            self._close(finding.path)
            self._path = finding.path
        self._found.setdefault(finding.rule, []).append(finding)

    def end(self, totals: Totals) -> None:
        """Write the files that are left, and what fails the run besides."""
        self._close(None)
        cases = [_case(text, "failure") for text in totals.exceeded] + [_case(text, "error") for text in totals.errors]
        if cases:
            counts = f'failures="{len(totals.exceeded)}" errors="{len(totals.errors)}" skipped="0"'
            self._write(f'  <testsuite name="newslint" tests="{len(cases)}" {counts}>\n{"".join(cases)}  </testsuite>\n')
        self._write("</testsuites>\n")

    def _close(self, following: str | None) -> None:
        """Write the suite of the last file with findings, and those of the files without any up to the following one."""
        if self._path is not None:
            if self._paths and self._paths[-1] == self._path:
                self._paths.pop()
            self._suite(self._path, self._found)
        self._found = {}
        while self._paths and self._paths[-1] != following:
            self._suite(self._paths.pop(), {})

    def _suite(self, path: str, found: dict[str, list[Finding]]) -> None:
        failures = errors = skipped = 0
        cases: list[str] = []
        # What comes late about a file, such as an exception that nothing needed, is no second verdict on all its rules.
        names = [*([] if path in self._closed else self._rules), *found]
        self._closed.add(path)
        for rule in dict.fromkeys(names):
            outcome, text = self._outcome(found.get(rule, []))
            failures += outcome == "failure"
            errors += outcome == "error"
            skipped += outcome == "skipped"
            head = f'    <testcase classname="{escape(path)}" name="{escape(rule)}"'
            cases.append(f"{head}>\n{text}    </testcase>\n" if text else f"{head}/>\n")
        counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
        self._write(f'  <testsuite name="{escape(path)}" {counts}>\n{"".join(cases)}  </testsuite>\n')

    def _outcome(self, findings: Sequence[Finding]) -> tuple[str, str]:
        """What became of a rule in a file, and the elements that say so."""
        counted = [finding for finding in findings if finding.suppressed is None]
        if not counted:
            reason = next((f.suppressed.reason or f.suppressed.kind for f in findings if f.suppressed is not None), None)
            return ("passed", "") if reason is None else ("skipped", f'      <skipped message="{escape(reason)}"/>\n')
        fails = self.options.failing if findings[0].rule not in self.options.spared else frozenset()
        failing = [finding for finding in counted if finding.severity in fails]
        milder = [finding for finding in counted if finding.severity not in fails]
        text = ""
        outcome = "passed"
        if failing:
            outcome = "error" if failing[0].rule == UNREADABLE else "failure"
            first = failing[0].message if len(failing) == 1 else f"{len(failing)} findings, the first: {failing[0].message}"
            attributes = f'message="{escape(first)}" type="{failing[0].severity}"'
            text += f"      <{outcome} {attributes}>{_listed(failing)}</{outcome}>\n"
        if milder:
            text += f"      <system-out>{_listed(milder)}</system-out>\n"
        return outcome, text

    def _write(self, text: str) -> None:
        self.stream.write(text.encode())


def _case(message: str, outcome: str) -> str:
    """The case of something that is no rule's."""
    text = escape(message)
    return f'    <testcase classname="newslint" name="{text}">\n      <{outcome} message="{text}"/>\n    </testcase>\n'


def _listed(findings: Sequence[Finding]) -> str:
    """One line for each finding."""
    lines: list[str] = []
    for finding in findings:
        what = about(finding)
        lines.append(
            f"{escape(place(finding))}: {finding.severity}"
            + (f" [{escape(what)}]" if what else "")
            + f" {escape(finding.message)}"
        )
    return "\n".join(lines)


def escape(text: str) -> str:
    """``text`` as XML 1.0 takes it, which has no notation at all for most control characters."""
    return _NO_XML.sub("\ufffd", clean(text)).translate(_ESCAPES)


REPORTER = JunitReporter
