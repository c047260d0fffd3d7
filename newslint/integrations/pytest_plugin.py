"""Articles, and the examples of rules, as items of pytest.

The articles are checked once, all together as ``newslint check`` does, when the first item needs the result; the items only look at it.
The workers of pytest-xdist share the result through a file.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from newslint.cli.check import inputs_of
from newslint.cli.judge import Judged, fail_on_of
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import CheckError, EmptyInputError, InputError, NewslintError, did_you_mean
from newslint.integrations.pytest_fixture import namespace
from newslint.model import Finding
from newslint.model.severity import SEVERITIES, at_least
from newslint.rulefile.examples import SORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from newslint.model import Rule
    from newslint.readers.discover import InputFile
    from newslint.rulefile.examples import Sort

GRANULARITIES = ("rule", "file", "record")
WHOLE = "file"
"""Name of the item that tells what is no rule's: records that cannot be read, errors, exceptions that are wrong."""
_CONFIGURATIONS = frozenset({"newslint.yaml", ".newslint.yaml", "newslint.exceptions.yaml"})
_RULES = re.compile(rb"(?m)^rules[ \t]*:[ \t]*(?:#.*)?\r?$")
_RULE = re.compile(rb"(?m)^[ \t]*(?:-[ \t]+)?(?:id|extends)[ \t]*:")


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


class Result(msgspec.Struct):
    """What the run came to.

    Attributes:
        findings: Those that count.
        records: Records by path.
        problems: What went wrong.
    """

    findings: list[Finding]
    records: dict[str, int]
    problems: list[Problem]


class Found(Exception):  # noqa: N818  # it is what an item failed with, not an error
    """Findings that fail an item."""

    def __init__(self, findings: Sequence[Finding], problems: Sequence[Problem] = ()) -> None:
        super().__init__()
        self.findings = findings
        self.problems = problems


class Collection:
    """The plugin, when it was asked for.

    Args:
        config: pytest's.

    Raises:
        pytest.UsageError: The configuration, a rule file or a path is wrong.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self._result: Result | None = None
        self._folder: str | None = None
        try:
            self._set_up()
        except NewslintError as error:
            raise pytest.UsageError(error.render().removeprefix("error: ")) from None

    def _set_up(self) -> None:
        self.granularity = _granularity(self.config)
        named, listed = self._paths()
        explicit = [*named, *listed]
        self.options = namespace(paths=[path for path in explicit if not _is_yaml(path)])
        self.settings = settings_of(self.options)
        self.chosen = choose(self.settings, known_rules(self.settings), quiet=True)
        self.fail_on = fail_on_of(self.settings)
        own = self.settings.config.rules
        rule_files = list(_rule_files(explicit, [] if own is msgspec.UNSET else own))
        self.errors: list[NewslintError] = []
        self.inputs: list[InputFile] = []
        if self.options.paths:
            self.inputs, errors = inputs_of(self.options, self.settings)
            for error in errors:
                if not (isinstance(error, EmptyInputError) and rule_files):
                    raise error
        self.articles = {os.path.realpath(item.path): item for item in self.inputs}
        self.rule_files = {os.path.realpath(path): os.path.normpath(path) for path in rule_files}
        if not self.articles and not self.rule_files:
            raise InputError(
                "nothing to check: no article and no rule file", hint="name some: --newslint PATH, or newslint_files"
            )
        self._rules: dict[str, list[Rule]] | None = None
        self._added: set[str] = set()
        self._extend_arguments(named, listed)
        self._open_folders()

    def _paths(self) -> tuple[list[str], list[str]]:
        """What was named with ``--newslint``, and what the settings list or pytest was asked to collect."""
        named = [path for path in self.config.getoption("newslint") or () if path]
        root = self.config.rootpath
        listed: list[str] = []
        for pattern in self.config.getini("newslint_files"):
            matches = sorted(glob.glob(os.path.join(glob.escape(str(root)), pattern), recursive=True))
            if not matches:
                hint = f"globs are relative to {root}, and ** takes any number of folders"
                raise InputError(f"newslint_files: {pattern!r} matches nothing", hint=hint)
            listed += [_shown(path) for path in matches]
        if named or listed:
            return named, [] if named else listed
        if self.config.args_source is pytest.Config.ArgsSource.ARGS:
            given = [argument.partition("::")[0] for argument in self.config.args]
            return [], [path for path in given if os.path.exists(path) and not path.endswith(".py")]
        return [], [os.curdir]

    def _extend_arguments(self, named: Sequence[str], listed: Sequence[str]) -> None:
        """See that pytest comes to what is to be checked, and to nothing else that nobody asked for."""
        if named:
            wanted = list(named)
        elif self.config.args_source is pytest.Config.ArgsSource.ARGS:
            return  # what was asked for is what is collected
        else:
            wanted = [*(item.path for item in self.inputs), *filter(_is_yaml, listed)]
        arguments = self.config.args
        if hasattr(self.config, "workerinput"):  # the arguments of a worker are those of the controller, extended
            self._added.update(os.path.realpath(path) for path in wanted)
            return
        tops = _tops(arguments)
        for path in wanted:
            if not _within(path, tops):
                arguments.append(path)
                self._added.add(os.path.realpath(path))

    def _open_folders(self) -> None:
        """Folders that pytest leaves out by their name, and that hold articles: pytest has to enter them."""
        patterns = self.config.getini("norecursedirs")
        self._ancestors: set[str] = set()
        self._opened: set[str] = set()
        tops = _tops(self.config.args)
        for path in (*self.articles, *self.rule_files):
            if not _within(path, tops):
                continue  # pytest does not come here anyway
            for folder in map(str, Path(path).parents):
                if folder in self._ancestors:
                    break
                self._ancestors.add(folder)
                if any(fnmatch(os.path.basename(folder), pattern) for pattern in patterns):
                    self._opened.add(folder)

    # -- hooks -------------------------------------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Enter folders that hold articles, and take nothing but these from those that pytest would have left out."""
        if not self._opened:
            return None
        path = os.path.realpath(collection_path)
        if not any(path == folder or path.startswith(folder + os.sep) for folder in self._opened):
            return None
        return not (path in self._ancestors or path in self.articles or path in self.rule_files)

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """Articles and rule files."""
        others = yield
        path = os.path.realpath(file_path)
        own: pytest.Collector
        if path in self.articles:
            own = ArticleFile.from_parent(parent, path=file_path, collection=self, shown=self.articles[path].path)
        elif path in self.rule_files:
            own = RuleFile.from_parent(parent, path=file_path, collection=self)
        else:
            return others
        # pytest takes a text file for doctests when it is an argument, and some are arguments only because of us.
        return [own] if path in self._added else [*others, own]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report carry what was found: it may be written in another process than it is summed up in."""
        report = yield
        if isinstance(item, CheckItem) and call.when == "call":
            report.newslint = item.counts  # type: ignore[attr-defined]
        return report

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Findings by rule, most frequent first."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(reversed(SEVERITIES), 0))
        for reports in terminalreporter.stats.values():
            for report in reports:
                for rule, by_severity in getattr(report, "newslint", {}).items():
                    for severity, count in by_severity.items():
                        counts[rule][severity] += count
        if not counts:
            return
        from newslint.reporters.text import counted

        total = sum(sum(row.values()) for row in counts.values())
        terminalreporter.write_sep("=", f"newslint: {counted(total, 'finding')}")
        width = max(len(rule) for rule in counts)
        for rule, row in sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])):
            parts = ", ".join(counted(count, severity) for severity, count in row.items() if count)
            terminalreporter.write_line(f"{rule:<{width}}  {parts}")
        first = min(counts)
        terminalreporter.write_line(f"`newslint explain {first}` says why a rule exists and how to mend what it finds.")

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of pytest-xdist where the result is shared."""
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="newslint-pytest-")
        node.workerinput["newslint_folder"] = self._folder

    def pytest_unconfigure(self) -> None:
        """Leave nothing behind."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    # -- the run -----------------------------------------------------------------------------------------------------

    @property
    def result(self) -> Result:
        """What the run came to; it is made when it is first asked for, in one process."""
        if self._result is None:
            folder: str = getattr(self.config, "workerinput", {}).get("newslint_folder", "")
            shared = os.path.isdir(folder)  # it is not, for a worker on another machine
            result = self._result = _shared(os.path.join(folder, "result"), self._run) if shared else self._run()
            self._paths_checked = {item.path for item in self.inputs}
            self._running = {rule.id for rule in self.chosen.running}
            by_place: dict[tuple[str, str | int], list[Finding]] = defaultdict(list)
            for finding in result.findings:
                by_place[self._home(finding.path), self._key(finding)].append(finding)
            self._by_place = dict(by_place)
        return self._result

    def _home(self, path: str | None) -> str:
        """The file whose items tell of ``path``: the first one, for what is about none of them."""
        return path if path in self._paths_checked and path is not None else self.inputs[0].path

    def _key(self, finding: Finding) -> str | int:
        if self.granularity == "rule":
            return finding.rule if finding.rule in self._running else WHOLE
        whole = self.granularity == "file" or finding.record is None or finding.path not in self._paths_checked
        return WHOLE if whole or finding.record is None else finding.record

    def _run(self) -> Result:
        # The other cores have workers of their own.
        judged = Judged(self.options, self.settings, self.chosen, self.inputs, alone=hasattr(self.config, "workerinput"))
        findings = [finding for finding in judged if finding.suppressed is None]
        problems = [
            Problem(error.render(), error.path, error.rule if isinstance(error, CheckError) else "")
            for error in (*judged.summary.errors, *judged.stale())
        ]
        return Result(findings, judged.summary.by_path, problems)

    def findings(self, path: str, key: str | int) -> list[Finding]:
        """Findings in a file for one item: of a rule, of a record, or what there is else."""
        return self._by_place.get((path, key), []) if self.result.findings else []

    def problems(self, path: str, key: str | int) -> list[Problem]:
        """Errors that one item tells: that of the rule that crashed, else the file's own."""
        problems = self.result.problems
        if not problems:
            return []
        by_rule = self._running if self.granularity == "rule" else frozenset()
        return [
            problem
            for problem in problems
            if self._home(problem.path) == path and key == (problem.rule if problem.rule in by_rule else WHOLE)
        ]

    def rules_of(self, path: str) -> list[Rule]:
        """The rules of a rule file.

        Raises:
            NewslintError: A rule file cannot be loaded.
        """
        if self._rules is None:
            from newslint.kinds.registry import get_kind
            from newslint.rulefile.load import builtin_rules_path, load_rules

            plugins = self.settings.plugins
            known = [builtin_rules_path(), *(() if plugins is None else plugins.rule_paths)]
            by_path: dict[str, list[Rule]] = defaultdict(list)
            salt = "" if plugins is None else plugins.salt
            for rule in load_rules(self.rule_files.values(), get_kind, known=known, salt=salt):
                by_path[os.path.realpath(rule.path)].append(rule)
            self._rules = by_path
        return self._rules.get(os.path.realpath(path), [])


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
            for number in range(collection.result.records.get(self.shown, 0)):
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
        findings = collection.findings(self.parent.shown, self.key)
        problems = collection.problems(self.parent.shown, self.key)
        for finding in findings:
            row = self.counts.setdefault(finding.rule, {})
            row[finding.severity] = row.get(finding.severity, 0) + 1
        self.user_properties.append(("newslint.findings", len(findings)))
        fail_on = collection.fail_on
        failing = [finding for finding in findings if fail_on != "never" and at_least(finding.severity, fail_on)]
        unread = [finding for finding in findings if finding.rule == "record.unreadable"]  # whatever the threshold, as in the CLI
        if failing or problems or unread:
            raise Found(findings, problems)
        if findings:
            from newslint.reporters.text import clean, place

            shown = "; ".join(f"{place(finding)} {finding.severity} {clean(finding.message)}" for finding in findings[:3])
            more = f"; and {len(findings) - 3} more" if len(findings) > 3 else ""
            pytest.xfail(f"below fail-on {fail_on}: {shown}{more}")

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
        for finding in error.findings:
            reporter.finding(finding)
        return "\n".join([stream.getvalue().decode().rstrip("\n"), *(problem.text for problem in error.problems)]).strip("\n")

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


def _granularity(config: pytest.Config) -> str:
    said: str = config.getini("newslint_granularity") or "rule"
    if said not in GRANULARITIES:
        hint = did_you_mean(said, GRANULARITIES) or f"one of {', '.join(GRANULARITIES)}"
        raise pytest.UsageError(f"newslint_granularity: unknown value {said!r}\nhelp: {hint}")
    return said


def _is_yaml(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _rule_files(paths: Iterable[str], own: Iterable[str]) -> Iterator[str]:
    """Rule files: those of the configuration, those that are named, and what looks like one in the folders that are named."""
    from newslint.rulefile.load import find_rule_files

    yield from (path for path, _ in find_rule_files(own))
    for path in paths:
        if _is_yaml(path):
            yield path
        elif os.path.isdir(path):
            try:
                found = [name for name, _ in find_rule_files([path])]
            except NewslintError:  # no YAML in it
                continue
            yield from filter(_looks_like_rules, found)


def _looks_like_rules(path: str) -> bool:
    if os.path.basename(path) in _CONFIGURATIONS:
        return False
    try:
        data = Path(path).read_bytes()
    except OSError:
        return False
    return _RULES.search(data) is not None and _RULE.search(data) is not None


def _tops(arguments: Iterable[str]) -> list[str]:
    return [os.path.realpath(argument.partition("::")[0]) for argument in arguments]


def _within(path: str, tops: Iterable[str]) -> bool:
    real = os.path.realpath(path)
    return any(real == top or real.startswith(top.rstrip(os.sep) + os.sep) for top in tops)


def _shown(path: str) -> str:
    """As the command line would be given it: relative where it lies below the working directory."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def _shared(path: str, make: Callable[[], Result]) -> Result:
    """What ``make`` gives, made by whichever process comes first."""
    with _locked(f"{path}.lock"):
        if not os.path.exists(path):
            result = make()
            scratch = f"{path}.tmp"
            Path(scratch).write_bytes(msgspec.msgpack.encode(result))
            os.replace(scratch, path)
            return result
    return msgspec.msgpack.decode(Path(path).read_bytes(), type=Result)


@contextmanager
def _locked(path: str) -> Iterator[None]:
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
