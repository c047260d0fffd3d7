"""For the authors of rules and plugins: run rules on records, and the examples of rules, in tests of your own.

::

    from newslint.testing import assert_examples, assert_findings, lint


    def test_pack():
        assert_examples("rules/")


    def test_slug():
        assert_findings(lint({"title": "Ferry crews walk out", "section": "FERRY"}, rules="rules/"), "acme/format.slugline")

The plugins that are installed take part, as they do on the command line.  What is public here changes only with a new major version.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from newslint.api import ExampleChecker, Linter
from newslint.kinds.registry import get_kind
from newslint.model import Finding, Rule
from newslint.rulefile.examples import DEFAULT_NOW, Outcome
from newslint.rulefile.examples import run as _run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

__all__ = ["Outcome", "Rules", "assert_clean", "assert_examples", "assert_findings", "lint", "load_rules", "run_examples"]

Rules: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str] | Rule]"
"""Rule files and folders of them, or rules that were loaded."""


def load_rules(paths: Rules, *, select: Iterable[str] = ("ALL",), ignore: Iterable[str] = ()) -> list[Rule]:
    """The rules of some files.

    Args:
        paths: Rule files, and folders of rule files; they may extend newslint's rules and those of installed plugins.
        select: Selectors of the rules wanted; every one, whatever its profile, when nothing is said.
        ignore: Selectors of those that are not.

    Raises:
        NewslintError: A file cannot be loaded, a plugin fails, or a selector matches nothing.
    """
    from newslint.gate.selection import resolve
    from newslint.plugins.choice import installed
    from newslint.rulefile import load
    from newslint.store import default_directory

    plugins = installed(default_directory())
    given: list[Any] = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    rules = [item for item in given if isinstance(item, Rule)]
    files = [os.fspath(item) for item in given if not isinstance(item, Rule)]
    if files:
        known = [load.builtin_rules_path(), *(plugins.rule_paths if plugins else ())]
        rules += load.load_rules(files, get_kind, known=known, cache=False)
    return resolve(rules, select=select, ignore=ignore)


def lint(
    records: Mapping[str, Any] | Iterable[Mapping[str, Any]],
    rules: Rules | None = None,
    *,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    profile: str | None = None,
    now: datetime = DEFAULT_NOW,
) -> list[Finding]:
    """Findings in some records.

    Args:
        records: A record, or several: canonical fields; every other key is an ``extra`` field.
        rules: Rule files, folders or rules: all of them run.  When None, newslint's own and those of installed plugins, by profile.
        select: Selectors of the rules that run.
        ignore: Selectors of rules that do not.
        profile: ``minimal``, ``recommended`` or ``strict``, without ``rules``.
        now: The clock of date rules, with a time zone; the one that examples have, so that a test means the same every day.

    Raises:
        NewslintError: A rule file cannot be loaded, a selector matches nothing, a check crashed, or a plugin failed.
    """
    if rules is None:
        linter = Linter(select=select, ignore=ignore, profile=profile, now=now)
    elif profile is not None:
        raise TypeError("profile chooses among newslint's own rules: it does not go with rules")
    else:
        chosen = load_rules(rules, select=("ALL",) if select is None else select, ignore=ignore)
        linter = Linter(rules=chosen, now=now, cache=False, plugins=True)
    return list(linter.check_records([records] if isinstance(records, Mapping) else records))


def run_examples(rules: Rules, *, select: Iterable[str] = ("ALL",)) -> list[Outcome]:
    """How the examples of some rules came out, rule by rule, the good ones first.

    Raises:
        NewslintError: A rule file cannot be loaded, or a selector matches nothing.
    """
    check = ExampleChecker()
    return [outcome for rule in load_rules(rules, select=select) for outcome in _run(rule, check)]


def assert_examples(rules: Rules, *, select: Iterable[str] = ("ALL",)) -> None:
    """Fail unless every example does what it should, and there is at least one.

    Raises:
        AssertionError: It names every example that failed, and why.
        NewslintError: A rule file cannot be loaded, or a selector matches nothing.
    """
    __tracebackhide__ = True
    outcomes = run_examples(rules, select=select)
    if not outcomes:
        raise AssertionError("no example was run: the rules have none")
    failed = [f"  {outcome.rule}::{outcome.sort}[{outcome.index}]: {outcome.message}" for outcome in outcomes if not outcome.ok]
    if failed:
        raise AssertionError("\n".join([f"{len(failed)} of {len(outcomes)} examples failed:", *failed]))


def assert_findings(findings: Iterable[Finding], *expected: str | Mapping[str, Any]) -> None:
    """Fail unless the findings are those expected, each once, in any order.

    Args:
        findings: What :func:`lint` gave.
        expected: For each finding its rule's id, or a mapping of the attributes that matter, ``rule`` among them:
            ``{"rule": "boilerplate.share", "record": 0, "excerpt": "Share this"}``.  None of them: there should be no finding.

    Raises:
        AssertionError: It lists what was found and not expected, and what was expected and not found.
        TypeError: A mapping names an attribute that findings do not have.
    """
    __tracebackhide__ = True
    left = list(findings)
    wanted = [{"rule": item} if isinstance(item, str) else dict(item) for item in expected]
    for item in wanted:
        unknown = item.keys() - set(Finding.__struct_fields__)
        if unknown:
            raise TypeError(f"findings have no {min(unknown)!r}")
    missing: list[dict[str, Any]] = []
    # Those that say most choose first, so that one that says less cannot take what only they describe.
    for item in sorted(wanted, key=len, reverse=True):
        match = next((found for found in left if _answers(found, item)), None)
        if match is None:
            missing.append(item)
        else:
            left.remove(match)
    if left or missing:
        lines = ["the findings are not those expected (+ found, - expected):"]
        lines += [f"  + {_shown(found)}" for found in left]
        lines += [f"  - {', '.join(f'{key}={value!r}' for key, value in item.items())}" for item in missing]
        raise AssertionError("\n".join(lines))


def assert_clean(findings: Sequence[Finding], records: int | None = None) -> None:
    """Fail if there is a finding, with each one's place, message and, where there is a fix, the text before and after it.

    Args:
        findings: What :func:`lint` gave.
        records: How many records were checked, for the message.

    Raises:
        AssertionError: There is one.
    """
    __tracebackhide__ = True  # pytest then shows the test, and not this function
    if not findings:
        return
    number = f"{len(findings)} finding" + ("" if len(findings) == 1 else "s")
    where = "" if records is None else f" in {records} record" + ("" if records == 1 else "s")
    raise AssertionError("\n".join([f"{number}{where}, none expected:", *(f"\n{describe(found)}" for found in findings)]))


def describe(finding: Finding) -> str:
    """A finding for a person: its place, its message, and a diff of what its fix would do."""
    from newslint.reporters.text import clean

    lines = [f"{_place(finding)}: {finding.severity}: {finding.rule}", f"  {clean(finding.message)}"]
    snippet = finding.snippet
    if snippet is not None:
        before = clean(snippet.text)
        after = _mended(finding)
        lines.append(f"  - {before}" if after is not None else f"  > {before}")
        if after:
            lines.append(f"  + {clean(after)}")
    return "\n".join(lines)


def _mended(finding: Finding) -> str | None:
    """The snippet after the fix, or None where there is none or it reaches beyond the snippet."""
    snippet, fix = finding.snippet, finding.fix
    if snippet is None or fix is None or finding.start is None:
        return None
    shift = snippet.start - finding.start
    text = snippet.text
    for edit in sorted(fix.edits, key=lambda edit: edit.start, reverse=True):
        start, end = max(0, edit.start + shift), min(len(snippet.text), edit.end + shift)
        if start > len(snippet.text) or end < 0:
            return None
        text = text[:start] + edit.text + text[end:]
    return text


def _answers(finding: Finding, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(finding, key) == value for key, value in wanted.items())


def _place(finding: Finding) -> str:
    record = "records" if finding.record is None else f"records[{finding.record}]"
    return f"{record}.{finding.field}" if finding.field is not None else record


def _shown(finding: Finding) -> str:
    said = {"rule": finding.rule, "record": finding.record, "field": finding.field, "excerpt": finding.excerpt}
    return ", ".join(f"{key}={value!r}" for key, value in said.items() if value is not None)
