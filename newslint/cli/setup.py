"""From options to settings, and from settings to rules: what the commands have in common."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET

from newslint.cli.console import warn
from newslint.config.schema import Config
from newslint.config.settings import Settings
from newslint.errors import NewslintError, PluginError, PluginErrors, UsageError
from newslint.model.severity import PROFILES
from newslint.plugins.choice import load

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from newslint.gate.gate import Override
    from newslint.model import Rule
    from newslint.plugins.choice import Choice


class Chosen(NamedTuple):
    """The rules of a run.

    Attributes:
        known: Every rule that was loaded, with the configuration's severities and params.
        running: Those that run, in order.
        overrides: What holds for some paths and sources.
        only_selected: Ids of rules that run only because an override selects them.
        mandatory: Ids of rules whose findings are never accepted.
    """

    known: list[Rule]
    running: list[Rule]
    overrides: list[Override]
    only_selected: frozenset[str]
    mandatory: frozenset[str]


def settings_of(options: Namespace, folder: str = "", said: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a command, with its plugins loaded.

    Args:
        options: Its options, those of :mod:`newslint.cli.arguments` among them.
        folder: Where the search for a configuration begins; the working directory when empty.
        said: What else the command line says, by the names of :class:`newslint.config.schema.Config`.

    Raises:
        NewslintError: The configuration is not what it should be, options contradict each other, or a plugin cannot be loaded.
    """
    settings = read_settings(options, folder, said)
    choice = choice_of(options, settings)
    try:
        settings.plugins = load(choice, settings.config)
    except PluginErrors as several:
        raise PluginErrors([placed(settings, error) for error in several.errors]) from several
    except PluginError as error:
        raise placed(settings, error) from error
    require(settings)
    return settings


def placed(settings: Settings, error: NewslintError) -> NewslintError:
    """An error about a plugin that the configuration names, at that place; any other as it is."""
    about = error.about if isinstance(error, PluginError) else ""
    section, _, name = about.removeprefix("plugins.").partition(".")
    key = about
    if section == "load":
        loaded = [] if settings.config.plugins is UNSET or settings.config.plugins.load is UNSET else settings.config.plugins.load
        key = f"plugins.load[{loaded.index(name)}]" if name in loaded else ""
    origin = settings.origins.get(key)
    if origin is None or origin.file is None:
        return error
    fault = settings.fault(key, error.reason, error.hint)
    return PluginError(fault.reason, path=fault.path, line=fault.line, column=fault.column, source=fault.source, hint=fault.hint)


def read_settings(options: Namespace, folder: str = "", said: Mapping[str, Any] | None = None) -> Settings:
    """:func:`settings_of` without plugins."""
    path = _config_path(options, folder)
    if path is None:
        files = []
    else:
        from newslint.config.files import load  # a run without configuration reads no YAML

        files = load(path)
    settings = Settings(files, _command_line(options, dict(said or {})))
    # What lies above the working directory was not chosen by whoever runs newslint, and must not make it import anything.
    settings.trusted = split_config(options.config)[0] is not None or (bool(files) and not os.path.dirname(files[-1].path))
    return settings


def choice_of(options: Namespace, settings: Settings) -> Choice:
    """Which plugins a command loads."""
    from newslint.plugins.choice import Choice, Named

    named = [Named(name) for name in options.plugin]
    plugins = settings.config.plugins
    if plugins is not UNSET and plugins.load is not UNSET:
        for position, name in enumerate(plugins.load):
            file = settings.origins[f"plugins.load[{position}]"].file
            named.append(Named(name, os.path.dirname(file.path) if settings.trusted and file is not None else None))
    return Choice(
        not options.no_plugins, tuple(options.no_plugin), tuple(dict.fromkeys(named)), _cache_directory(options, settings)
    )


def require(settings: Settings) -> None:
    """See that every plugin is there that the configuration requires.

    Raises:
        PluginError: One is not; the error stands at its name in the configuration.
    """
    plugins = settings.config.plugins
    if plugins is UNSET or not plugins.require:
        return
    from newslint.plugins.required import unmet

    loaded = [] if settings.plugins is None else settings.plugins.loaded
    for position, requirement in enumerate([] if plugins.require is UNSET else plugins.require):
        lacking = unmet(requirement, loaded)
        if lacking is not None:
            fault = settings.fault(f"plugins.require[{position}]", *lacking)
            raise PluginError(
                fault.reason, path=fault.path, line=fault.line, column=fault.column, source=fault.source, hint=fault.hint
            )


def _cache_directory(options: Namespace, settings: Settings) -> str | None:
    if getattr(options, "no_cache", False):
        return None
    from newslint.store import default_directory

    directory = settings.config.cache_dir
    return default_directory() if directory is UNSET else directory


def _config_path(options: Namespace, folder: str) -> str | None:
    named, _ = split_config(options.config)
    if options.isolated:
        if named is not None:
            raise UsageError("--isolated and --config contradict each other", hint="give one of the two")
        return None
    if named is not None:
        return named
    from newslint.config.discovery import discover  # not needed with --isolated and --config

    return discover(folder)


def split_config(values: Sequence[str]) -> tuple[str | None, list[str]]:
    """The file that ``--config`` names, and the settings that it gives.

    Raises:
        UsageError: Two files are named.
    """
    files = [value for value in values if "=" not in value or os.path.exists(value)]
    if len(files) > 1:
        raise UsageError(f"--config: two files, {files[0]} and {files[1]}", hint="one of them can `extends` the other")
    return (files[0] if files else None), [value for value in values if value not in files]


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
    _, pairs = split_config(options.config)
    if pairs:
        from newslint.cli.config_values import overlaid, settings_from  # brings the YAML parser

        for name, value in settings_from(pairs).items():
            # What has an option of its own is said by that; the parts of `inputs` one by one.
            said[name] = overlaid(value, said[name]) if name in said else value
    return Config(**said)


def known_rules(settings: Settings, *, cache: bool = True) -> list[Rule]:
    """Every rule there is: the built-in ones, those of plugins, then those of the configuration and the command line, adjusted.

    Raises:
        NewslintError: A rule file cannot be loaded, or the configuration asks of a rule what it cannot do.
    """
    from newslint.kinds.registry import get_kind
    from newslint.rulefile.load import builtin_rules_path, load_rules

    own = settings.config.rules
    for position, path in enumerate([] if own is UNSET else own):
        if not os.path.exists(path):
            raise settings.fault(f"rules[{position}]", f"{path}: no such rule file or directory")
    directory = settings.config.cache_dir
    plugins = settings.plugins
    rules = load_rules(
        [builtin_rules_path(), *([] if plugins is None else plugins.rule_paths), *([] if own is UNSET else own)],
        get_kind,
        cache=cache,
        cache_directory=None if directory is UNSET else directory,
        salt="" if plugins is None else plugins.salt,
    )
    own_schema = [] if settings.config.schema is UNSET else [_schema_rule(settings)]
    return settings.adjust([*rules, *own_schema], get_kind)


def _schema_rule(settings: Settings) -> Rule:
    """The rule that the key ``schema`` makes."""
    from newslint.config.settings import SCHEMA_RULE
    from newslint.integrations.pandera.kind import CONFIGURED
    from newslint.integrations.pandera.schema import is_model
    from newslint.model import Rule

    source = str(settings.config.schema)
    origin = settings.origins["schema"]
    path = "" if origin.file is None else origin.file.path
    if is_model(source):
        path = path if settings.trusted else ""
    elif not os.path.isfile(os.path.join(os.path.dirname(path), source)):
        raise settings.fault("schema", f"there is no file {source!r} beside the configuration")
    return Rule(
        id=SCHEMA_RULE,
        title="Record that does not meet the schema",
        why="Whoever reads these records relies on the schema: what it does not allow breaks there, later and farther from its cause.",
        severity="error",
        fields=(),
        kind="pandera",
        message="{reason}",
        params={"schema": source},
        profile=None,
        pack=CONFIGURED,
        path=path,
    )


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
    running = [rule for rule in known if rule.id in ids | wanted]
    return Chosen(known, running, overrides, only_selected, settings.mandatory(known))


def rules_of(options: Namespace) -> list[Rule]:
    """The rules of the paths that were named, else every rule there is, as far as the selectors choose among them.

    Raises:
        NewslintError: A rule file cannot be loaded, or a selector matches nothing.
    """
    if options.paths:
        from newslint.gate.selection import resolve, split
        from newslint.kinds.registry import get_kind
        from newslint.rulefile.load import builtin_rules_path, load_rules

        settings_of(options)  # plugins bring kinds
        loaded: list[Rule] = load_rules(options.paths, get_kind, known=[builtin_rules_path()], cache=False)
        if options.profile:
            raise UsageError("--profile chooses among the rules of a run: it does not go with PATH")
        return resolve(loaded, select=split(options.select or ["ALL"]), ignore=split(options.ignore or ()))
    settings = settings_of(options)
    known = known_rules(settings, cache=not options.no_cache)
    named = options.select or options.profile or options.extend_select or options.ignore
    return choose(settings, known).running if named else known
