"""The items: one for each rule, file or record, and one for each example of a rule."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from newslint.errors import NewslintError
from newslint.model.severity import at_least
from newslint.rulefile.examples import SORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newslint.integrations.pytest_plugin import Collection
    from newslint.integrations.pytest_result import Problem, Verdict
    from newslint.model import Rule
    from newslint.rulefile.examples import Sort

WHOLE = "file"
"""Name of the item that tells what is no rule's: records that cannot be read, errors, exceptions that are wrong."""


class Found(Exception):  # noqa: N818  # it is what an item failed with, not an error
    """Findings that fail an item."""

    def __init__(self, findings: Sequence[Verdict], problems: Sequence[Problem] = ()) -> None:
        super().__init__()
        self.findings = findings
        self.problems = problems


class ArticleFile(pytest.File):
    """A file of articles."""

    def __init__(self, *, collection: Collection, shown: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.collection = collection
        self.shown = shown
        self.add_marker("newslint")

    def collect(self) -> Iterator[pytest.Item]:
        """The items of the file, as the granularity has it."""
        collection = self.collection
        yield CheckItem.from_parent(self, name=WHOLE, key=WHOLE)
        if collection.granularity == "rule":
            for rule in collection.chosen.running:
                yield CheckItem.from_parent(self, name=rule.id, key=rule.id, rule=rule)
        if collection.granularity == "record":
            for number in range(collection.result().records.get(self.shown, 0)):
                yield CheckItem.from_parent(self, name=f"record[{number}]", key=number)


class CheckItem(pytest.Item):
    """A file under one rule, a whole file, or a record of it."""

    parent: ArticleFile

    def __init__(self, *, key: str | int, rule: Rule | None = None, **rest: Any) -> None:
        super().__init__(**rest)
        self.key = key
        self.counts: dict[str, dict[str, int]] = {}
        if rule is not None:
            self.user_properties += [("newslint.rule", rule.id), ("newslint.severity", rule.severity)]
            self.extra_keyword_matches.update(rule.tags)

    def runtest(self) -> None:
        """Look at the result."""
        collection = self.parent.collection
        verdicts = collection.findings(self.parent.shown, self.key)
        problems = collection.problems(self.parent.shown, self.key)
        findings = [verdict.finding for verdict in verdicts]
        for finding in findings:
            row = self.counts.setdefault(finding.rule, {})
            row[finding.severity] = row.get(finding.severity, 0) + 1
        self.user_properties.append(("newslint.findings", len(findings)))
        if "newslint.rule" not in dict(self.user_properties) and self.counts:
            self.user_properties.append(("newslint.rules", ",".join(self.counts)))
        unread = any(finding.rule == "record.unreadable" for finding in findings)  # whatever the threshold, as in the CLI
        if problems or unread or any(verdict.fails for verdict in verdicts):
            raise Found(verdicts, problems)
        if findings:
            from newslint.reporters.text import clean, place

            shown = "; ".join(f"{place(finding)} {finding.severity} {clean(finding.message)}" for finding in findings[:3])
            more = f"; and {len(findings) - 3} more" if len(findings) > 3 else ""
            fail_on = collection.fail_on
            below = fail_on == "never" or not any(at_least(finding.severity, fail_on) for finding in findings)
            pytest.xfail(f"{f'below fail-on {fail_on}' if below else 'allowed by a budget or max-warnings'}: {shown}{more}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What the format ``full`` shows, without a traceback: the fault is in the data."""
        error = excinfo.value
        if not isinstance(error, Found):
            return error.render() if isinstance(error, NewslintError) else super().repr_failure(excinfo, style)
        from newslint.reporters.base import Options
        from newslint.reporters.full import FullReporter

        stream = BytesIO()
        reporter = FullReporter(stream, Options(limit=max(1, len(error.findings))))
        reporter.begin(self.parent.collection.chosen.known)
        for verdict in error.findings:
            reporter.finding(verdict.finding)
        exceeded = dict.fromkeys(verdict.exceeded for verdict in error.findings if verdict.exceeded is not None)
        told = [*exceeded, *(problem.text for problem in error.problems)]
        return "\n".join([stream.getvalue().decode().rstrip("\n"), *told]).strip("\n")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, and what it was checked for."""
        return self.path, None, f"{self.parent.name}::{self.name}"


class RuleFile(pytest.File):
    """A file of rules."""

    def __init__(self, *, collection: Collection, **rest: Any) -> None:
        super().__init__(**rest)
        self.collection = collection
        self.add_marker("newslint")

    def collect(self) -> Iterator[pytest.Collector]:
        """The rules."""
        try:
            rules = self.collection.rules_of(str(self.path))
        except NewslintError as error:
            raise self.CollectError(error.render()) from None
        for rule in rules:
            yield RuleExamples.from_parent(self, name=rule.id, rule=rule)


class RuleExamples(pytest.Collector):
    """The examples of a rule."""

    def __init__(self, *, rule: Rule, **rest: Any) -> None:
        super().__init__(**rest)
        self.rule = rule
        self.extra_keyword_matches.update(rule.tags)

    def collect(self) -> Iterator[pytest.Item]:
        """Each of them."""
        for sort in SORTS:
            for index in range(len(self.rule.examples.get(sort, ()))):
                yield ExampleItem.from_parent(self, name=f"{sort}[{index}]", sort=sort, index=index)


class ExampleItem(pytest.Item):
    """One example: good ones are not reported, bad ones are."""

    parent: RuleExamples

    def __init__(self, *, sort: Sort, index: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.sort = sort
        self.index = index
        self.user_properties.append(("newslint.rule", self.parent.rule.id))

    def runtest(self) -> None:
        """Run the rule on it."""
        from newslint.api import check_examples
        from newslint.rulefile.examples import run_one

        outcome = run_one(self.parent.rule, self.sort, self.index, check_examples)
        if not outcome.ok:
            raise ExampleError(outcome.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Why, with the example."""
        if not isinstance(excinfo.value, ExampleError):
            return super().repr_failure(excinfo, style)
        from newslint.lab.describe import shown_example
        from newslint.reporters.text import clean

        rule = self.parent.rule
        example = shown_example(rule.examples[self.sort][self.index])
        return f"{rule.path}:{rule.line}: {clean(str(excinfo.value))}\nexample:\n{example}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The rule's place, and the example."""
        return self.path, self.parent.rule.line - 1, f"{self.parent.rule.id}::{self.name}"


class ExampleError(Exception):
    """An example did not come out as it should."""
