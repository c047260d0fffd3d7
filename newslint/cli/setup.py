"""From options to settings, and from settings to rules: what the commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET

from newslint.cli.console import warn
from newslint.config.schema import Config
from newslint.config.settings import Settings
from newslint.errors import UsageError
from newslint.model.severity import PROFILES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from newslint.gate.gate import Override
    from newslint.model import Rule


class Chosen(NamedTuple):
    """The rules of a run.

    Attributes:
        known: Every rule that was loaded, with the configuration's severities and params.
        running: Those that run, in order.
        overrides: What holds for some paths and sources.
        only_selected: Ids of rules that run only because an override selects them.
    """

    known: list[Rule]
    running: list[Rule]
    overrides: list[Override]
    only_selected: frozenset[str]


def settings_of(options: Namespace, folder: str = "", said: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a command.

    Args:
        options: Its options, those of :mod:`newslint.cli.arguments` among them.
        folder: Where the search for a configuration begins; the working directory when empty.
        said: What else the command line says, by the names of :class:`newslint.config.schema.Config`.

    Raises:
        NewslintError: The configuration is not what it should be, or options contradict each other.
    """
    path = _config_path(options, folder)
    if path is None:
        files = []
    else:
        from newslint.config.files import load  # a run without configuration reads no YAML

        files = load(path)
    return Settings(files, _command_line(options, dict(said or {})))


def _config_path(options: Namespace, folder: str) -> str | None:
    if options.isolated:
        if options.config is not None:
            raise UsageError("--isolated and --config contradict each other", hint="give one of the two")
        return None
    if options.config is not None:
        path: str = options.config
        return path
    from newslint.config.discovery import discover  # not needed with --isolated and --config

    return discover(folder)


def _command_line(options: Namespace, said: dict[str, Any]) -> Config:
    profile = getattr(options, "profile", None)
    if profile is not None and profile not in PROFILES:
        from newslint.errors import did_you_mean

        hint = did_you_mean(profile, PROFILES) or f"one of {', '.join(PROFILES)}"
        raise UsageError(f"--profile: unknown profile {profile!r}", hint=hint)
    for name in ("profile", "select", "extend_select", "ignore", "rules", "cache_dir"):
        value = getattr(options, name, None)
        if value is not None:
            said.setdefault(name, value)
    return Config(**said)


def known_rules(settings: Settings, *, cache: bool = True) -> list[Rule]:
    """Every rule there is: the built-in ones, then those of the configuration and the command line, adjusted.

    Raises:
        NewslintError: A rule file cannot be loaded, or the configuration asks of a rule what it cannot do.
    """
    from newslint.kinds.registry import get_kind
    from newslint.rulefile.load import builtin_rules_path, load_rules

    own = settings.config.rules
    directory = settings.config.cache_dir
    rules = load_rules(
        [builtin_rules_path(), *([] if own is UNSET else own)],
        get_kind,
        cache=cache,
        cache_directory=None if directory is UNSET else directory,
    )
    return settings.adjust(rules, get_kind)


def choose(settings: Settings, known: list[Rule], *, quiet: bool = False) -> Chosen:
    """The rules that run.

    Raises:
        NewslintError: A selector matches nothing, or no rule is left.
    """
    from newslint.gate.selection import resolve_layers

    layers, faults = settings.selection()
    selected = resolve_layers(known, layers, warn=None if quiet else warn, unmatched=faults)
    overrides = settings.overrides(known)
    ids = {rule.id for rule in selected}
    wanted: set[str] = set()
    for override in overrides:
        wanted |= override.select or frozenset()
    only_selected = frozenset(wanted - ids)
    return Chosen(known, [rule for rule in known if rule.id in ids | wanted], overrides, only_selected)
