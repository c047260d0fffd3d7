"""The fixture ``newslint``: records checked in a test, under the project's own configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from newslint.testing import assert_clean, assert_findings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from datetime import datetime

    from newslint.api import Linter
    from newslint.cli.setup import Chosen
    from newslint.config.settings import Settings
    from newslint.model import Finding

_LINTERS: pytest.StashKey[dict[str, tuple[Linter, Chosen, Settings]]] = pytest.StashKey()
_OPTIONS = frozenset({"select", "ignore", "profile"})


def namespace(**said: Any) -> Namespace:
    """The options of ``newslint check``, those that are not said at their defaults."""
    from newslint.cli.check_options import parser  # the command line is where these options are defined

    options = parser().read([])
    for name, value in said.items():
        setattr(options, name, value)
    return options


class Checker:
    """What a test gets.

    Args:
        config: pytest's.
        defaults: Options that the test's marker states.
    """

    def __init__(self, config: pytest.Config, defaults: Mapping[str, Any]) -> None:
        self._config = config
        self._defaults = defaults

    def check(
        self,
        records: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        *,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
        profile: str | None = None,
        now: datetime | None = None,
    ) -> list[Finding]:
        """Findings in some records, as the project's configuration would have ``newslint check`` report them.

        Args:
            records: A record, or several: canonical fields, or what ``inputs.map`` names.
            select: Selectors of the only rules that run.
            ignore: Selectors of rules that do not.
            profile: ``minimal``, ``recommended`` or ``strict``.
            now: The clock of date rules, with a time zone; that of the configuration, else the present.

        Raises:
            NewslintError: The configuration is wrong, a selector matches nothing, a check crashed, or a plugin failed.
        """
        said = {"select": select, "ignore": ignore, "profile": profile}
        given = {**self._defaults, **{name: value for name, value in said.items() if value is not None}}
        linter, chosen, settings = self._linter(given, now)
        from newslint.cli.judge import fail_on_of
        from newslint.gate.gate import Gate

        gate = Gate(chosen.running, fail_on_of(settings), chosen.overrides, chosen.only_selected)
        found = linter.check_records([records] if isinstance(records, Mapping) else records)
        return [admitted for finding in found if (admitted := gate.admit(finding)) is not None]

    def assert_clean(self, records: Mapping[str, Any] | Iterable[Mapping[str, Any]], **options: Any) -> None:
        """Fail if there is a finding in ``records``.

        Args:
            records: As for :meth:`check`.
            options: Those of :meth:`check`.

        Raises:
            AssertionError: There is one; it shows the place, the message, and the text before and after the fix.
        """
        __tracebackhide__ = True
        listed = [records] if isinstance(records, Mapping) else list(records)
        assert_clean(self.check(listed, **options), len(listed))

    def assert_findings(
        self, records: Mapping[str, Any] | Iterable[Mapping[str, Any]], *expected: str | Mapping[str, Any], **options: Any
    ) -> None:
        """Fail unless the findings in ``records`` are those expected; see :func:`newslint.testing.assert_findings`.

        Raises:
            AssertionError: They are not.
        """
        __tracebackhide__ = True
        assert_findings(self.check(records, **options), *expected)

    def _linter(self, given: Mapping[str, Any], now: datetime | None) -> tuple[Linter, Chosen, Settings]:
        """One linter for all tests that say the same."""
        linters = self._config.stash.setdefault(_LINTERS, {})
        moment = None if now is None else now.isoformat()
        lists = {name: value if isinstance(value, str) or value is None else list(value) for name, value in given.items()}
        key = repr((sorted(lists.items()), moment))
        if key not in linters:
            from newslint.cli.check import linter_of
            from newslint.cli.setup import choose, known_rules, settings_of

            one = {name: [value] if isinstance(value, str) and name != "profile" else value for name, value in lists.items()}
            options = namespace(**one)
            settings = settings_of(options, said=None if moment is None else {"now": moment})
            chosen = choose(settings, known_rules(settings), quiet=True)
            linters[key] = linter_of(options, settings, chosen), chosen, settings
        return linters[key]


def checker(request: pytest.FixtureRequest) -> Checker:
    """The fixture's value.

    Raises:
        pytest.UsageError: The marker takes no such options.
    """
    defaults: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers("newslint"))):
        unknown = mark.kwargs.keys() - _OPTIONS
        if unknown or mark.args:
            wrong = repr(min(unknown)) if unknown else "arguments without a name"
            raise pytest.UsageError(f"the marker newslint takes {', '.join(sorted(_OPTIONS))}, and not {wrong}")
        defaults.update(mark.kwargs)
    return Checker(request.config, defaults)
