"""Articles, and the examples of rules, as items of pytest.

The articles are checked once, all together as ``newslint check`` does, when the first item needs the result; the items only look at it.
The workers of pytest-xdist share the result through a file.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from newslint.cli import judge
from newslint.cli.check import inputs_of
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import CheckError, EmptyInputError, InputError, NewslintError, did_you_mean
from newslint.integrations.pytest_fixture import namespace
from newslint.integrations.pytest_items import WHOLE, ArticleFile, CheckItem, RuleFile
from newslint.integrations.pytest_result import Problem, Result, Verdict, shared
from newslint.model.severity import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from newslint.model import Finding, Rule
    from newslint.readers.discover import InputFile

GRANULARITIES = ("rule", "file", "record")
_CONFIGURATIONS = frozenset({"newslint.yaml", ".newslint.yaml", "newslint.exceptions.yaml"})
_RULES = re.compile(rb"(?m)^rules[ \t]*:[ \t]*(?:#.*)?\r?$")
_RULE = re.compile(rb"(?m)^[ \t]*(?:-[ \t]+)?(?:id|extends)[ \t]*:")


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
        self.fail_on = judge.fail_on_of(self.settings)
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

    def result(self) -> Result:
        """What the run came to; it is made when it is first asked for, in one process.

        No property: pytest 8.0 looks at all attributes of a plugin when it is registered.
        """
        if self._result is None:
            folder: str = getattr(self.config, "workerinput", {}).get("newslint_folder", "")
            reachable = os.path.isdir(folder)  # it is not, for a worker on another machine
            result = self._result = shared(os.path.join(folder, "result"), self._run) if reachable else self._run()
            self._paths_checked = {item.path for item in self.inputs}
            self._running = {rule.id for rule in self.chosen.running}
            by_place: dict[tuple[str, str | int], list[Verdict]] = defaultdict(list)
            for verdict in result.findings:
                by_place[self._home(verdict.finding.path), self._key(verdict.finding)].append(verdict)
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
        run = judge.Judged(self.options, self.settings, self.chosen, self.inputs, alone=hasattr(self.config, "workerinput"))
        findings = [finding for finding in run if finding.suppressed is None]
        problems = [
            Problem(error.render(), error.path, error.rule if isinstance(error, CheckError) else "")
            for error in (*run.summary.errors, *run.stale())
        ]
        return Result([Verdict(finding, *run.gate.fails(finding)) for finding in findings], run.summary.by_path, problems)

    def findings(self, path: str, key: str | int) -> list[Verdict]:
        """Findings in a file for one item: of a rule, of a record, or what there is else."""
        return self._by_place.get((path, key), []) if self.result().findings else []

    def problems(self, path: str, key: str | int) -> list[Problem]:
        """Errors that one item tells: that of the rule that crashed, else the file's own."""
        problems = self.result().problems
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
