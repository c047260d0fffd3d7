"""The settings of a run: defaults, configuration files and the command line laid over one another, each value with its origin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from newslint.config.schema import Config, Inputs, PluginSettings, Section, extra
from newslint.errors import ConfigError, NewslintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from newslint.config.files import ConfigFile
    from newslint.gate.gate import Override
    from newslint.gate.limits import Budget
    from newslint.gate.selection import Layer
    from newslint.kinds.base import Kind
    from newslint.model import Rule
    from newslint.plugins.manager import Plugins

DEFAULTS = Config(
    rules=[],
    profile="recommended",
    severity={},
    params={},
    per_path=[],
    per_source=[],
    inputs=Inputs(include=[], exclude=[], map={}, default_tz="Z"),
    plugins=PluginSettings(require=[], load=[], options={}),
    fail_on="warning",
    reports=[],
    jobs="auto",
)
"""What holds where nothing is said.  Keys that are absent here follow from the run: the format from where standard output goes."""

SCHEMA_RULE = "schema.pandera"
"""Id of the rule that the key ``schema`` makes.  It runs wherever that key stands, whatever the profile."""


class Origin:
    """Where a value was said: in a configuration file, on the command line, or nowhere.

    Args:
        file: The configuration file, or None.
        steps: The way to the value in it.
        given: Whether it was said at all.
    """

    __slots__ = ("file", "given", "steps")

    def __init__(self, file: ConfigFile | None = None, steps: tuple[str | int, ...] = (), *, given: bool = True) -> None:
        self.file = file
        self.steps = steps
        self.given = given

    def __str__(self) -> str:
        if self.file is not None:
            return f"{self.file.path}:{self.file.node.find(list(self.steps)).line}"
        return "command line" if self.given else "default"

    def inside(self, *steps: str | int) -> Origin:
        """The origin of a part of the value."""
        return Origin(self.file, (*self.steps, *steps), given=self.given)

    def fault(self, reason: str, hint: str | None = None) -> NewslintError:
        """An error about the value, at its place."""
        if self.file is not None:
            return self.file.fault(list(self.steps), reason, hint)
        return UsageError(f"--{_flag(self.steps)}: {reason}", hint=hint)


def _flag(steps: tuple[str | int, ...]) -> str:
    """The command line's name of the key that ``steps`` lead to."""
    if steps[0] == "inputs":
        return {"format": "input-format"}.get(str(steps[1]), str(steps[1]))
    return {"reports": "report"}.get(str(steps[0]), str(steps[0]))


class Settings:
    """The settings of a run.

    Args:
        files: Configuration files, the farthest first.
        command_line: What the command line says, by the same keys.

    Attributes:
        config: Every value that is known.
        origins: Where each was said, by dotted key: ``inputs.map.headline``, ``per-path[0]``.
        plugins: The plugins of the run, once they are loaded.
        trusted: Whether the configuration was chosen by whoever runs newslint: named, or found in the working directory and not above
            it.  Only then may it have a module imported that lies beside it.
    """

    plugins: Plugins | None = None
    trusted: bool = False

    def __init__(self, files: Sequence[ConfigFile] = (), command_line: Config | None = None) -> None:
        self.files = tuple(files)
        self.command_line = Config() if command_line is None else command_line
        self.origins: dict[str, Origin] = {}
        merged: Config = DEFAULTS
        self._note(DEFAULTS, Origin(given=False), "")
        for file in self.files:
            merged = self._lay(merged, file.config, Origin(file), "")
        self.config = self._lay(merged, self.command_line, Origin(), "")

    # -- merging ---------------------------------------------------------------------------------------------------

    def _lay(self, below: Any, above: Any, origin: Origin, prefix: str) -> Any:
        """``below`` with what ``above`` says laid over it."""
        changes: dict[str, Any] = {}
        for field in msgspec.structs.fields(type(above)):
            value = getattr(above, field.name)
            if value is UNSET or (not value and isinstance(value, (list, dict))):
                continue
            old = getattr(below, field.name)
            key = f"{prefix}{field.encode_name}"
            if isinstance(value, Section) and isinstance(old, Section):
                changes[field.name] = self._lay(old, value, origin, f"{key}.")
                continue
            if isinstance(value, dict) and old is not UNSET:
                # What is said last comes last: of the selectors that match a rule, the last decides.
                changes[field.name] = {name: item for name, item in old.items() if name not in value} | value
            elif isinstance(value, list) and old is not UNSET and _joins(field):
                changes[field.name] = [*old, *value]
            else:
                changes[field.name] = value
            self._note_value(key, value, origin, len(old) if isinstance(old, list) and _joins(field) else 0)
        return msgspec.structs.replace(below, **changes)

    def _note(self, section: Section, origin: Origin, prefix: str) -> None:
        for field in msgspec.structs.fields(type(section)):
            value = getattr(section, field.name)
            key = f"{prefix}{field.encode_name}"
            if isinstance(value, Section):
                self._note(value, origin, f"{key}.")
            elif value is not UNSET:
                self.origins[key] = origin

    def _note_value(self, key: str, value: Any, origin: Origin, offset: int) -> None:
        steps = tuple(key.split("."))
        self.origins[key] = Origin(origin.file, steps, given=origin.given)
        if isinstance(value, dict):
            for name in value:
                self.origins[f"{key}.{name}"] = self.origins[key].inside(name)
        elif isinstance(value, list):
            for index in range(len(value)):
                self.origins[f"{key}[{index + offset}]"] = self.origins[key].inside(index)

    def rows(self) -> list[tuple[str, Any, str]]:
        """``(key, value, origin)`` of every value, one row per item of lists and mappings; what ``config show`` prints."""
        found: list[tuple[str, Any, str]] = []
        self._rows(self.config, "", found)
        return found

    def _rows(self, section: Section, prefix: str, found: list[tuple[str, Any, str]]) -> None:
        for field in msgspec.structs.fields(type(section)):
            value = getattr(section, field.name)
            key = f"{prefix}{field.encode_name}"
            if isinstance(value, Section):
                self._rows(value, f"{key}.", found)
            elif value is UNSET or field.name in {"version", "extends"}:
                continue
            elif isinstance(value, dict) and value:
                found.extend((f"{key}.{name}", item, str(self.origins[f"{key}.{name}"])) for name, item in value.items())
            elif isinstance(value, list) and value:
                found.extend(
                    (f"{key}[{index}]", item, str(self.origins.get(f"{key}[{index}]", self.origins[key])))
                    for index, item in enumerate(value)
                )
            else:
                found.append((key, value, str(self.origins[key])))

    # -- what the run asks for --------------------------------------------------------------------------------------

    def fault(self, key: str, reason: str, hint: str | None = None) -> NewslintError:
        """An error about the value of ``key``, at the place where it was said."""
        return self.origins.get(key, Origin(None, (key,))).fault(reason, hint)

    def now(self) -> datetime | None:
        """The clock of date rules, with a time zone; None for that of the machine.

        Raises:
            NewslintError: It is no time.
        """
        value = self.config.now
        if value is UNSET:
            return None
        from newslint.rulefile.examples import parse_now  # only with a clock of its own

        try:
            return parse_now(value)
        except ValueError:
            hint = "write it as 2026-01-31T12:00:00Z, or 2026-01-31 for noon UTC"
            raise self.fault("now", f"{value!r} is no ISO 8601 time", hint) from None

    def default_tz(self) -> int:
        """UTC offset, in minutes, of times that state none.

        Raises:
            NewslintError: It is no offset.
        """
        inputs = self.config.inputs
        assert isinstance(inputs, Inputs)
        value = inputs.default_tz
        assert isinstance(value, str)
        from newslint.config.zones import parse_offset

        try:
            return parse_offset(value)
        except ValueError:
            raise self.fault("inputs.default-tz", f"{value!r} is no UTC offset", "write it as Z, +01:00 or -05:00") from None

    def jobs(self) -> int:
        """Worker processes."""
        value = self.config.jobs
        if isinstance(value, int) and value > 0:
            return value
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    def mapping(self) -> dict[str, str]:
        """Input field name to canonical field: ``inputs.map``, and ``inputs.id`` to ``id``.

        Raises:
            NewslintError: A name maps to what is no canonical field, or ``inputs.id`` contradicts ``inputs.map``.
        """
        from newslint.errors import did_you_mean
        from newslint.model import Article

        inputs = self.config.inputs
        assert isinstance(inputs, Inputs)
        mapping: dict[str, str] = {} if inputs.map is UNSET else dict(inputs.map)
        for name, field in mapping.items():
            if field not in Article.fields:
                hint = did_you_mean(field, Article.fields) or f"fields: {', '.join(sorted(Article.fields))}"
                raise self.fault(f"inputs.map.{name}", f"{field!r} is no canonical field", hint)
        if inputs.id is not UNSET and mapping.setdefault(inputs.id, "id") != "id":
            raise self.fault("inputs.id", f"inputs.map maps {inputs.id!r} to {mapping[inputs.id]!r} already")
        return mapping

    def paths(self) -> list[str]:
        """Files and folders that are checked where the command line names none; the working directory, where nothing is said.

        Raises:
            NewslintError: One does not exist, or is an address: a file of the checked tree does not decide what is fetched.
        """
        inputs = self.config.inputs
        if inputs is UNSET or inputs.paths is UNSET or not inputs.paths:
            return [os.curdir]
        for position, path in enumerate(inputs.paths):
            if "://" in path:
                raise self.fault(
                    f"inputs.paths[{position}]", f"{path} is no file or folder", "name addresses on the command line"
                )
            if not os.path.lexists(path):
                raise self.fault(
                    f"inputs.paths[{position}]", f"{path} does not exist", "paths are relative to the file that names them"
                )
        return [path if os.path.isabs(path) else os.path.relpath(path) for path in inputs.paths]

    def globs(self) -> tuple[list[str], list[str], str]:
        """``inputs.include`` and ``inputs.exclude``, and the folder they count from: that of the nearest configuration file.

        Globs of the command line count from the working directory; one that holds a slash is written anew to say so.
        """
        inputs = self.config.inputs
        assert isinstance(inputs, Inputs)
        include = [] if inputs.include is UNSET else inputs.include
        exclude = [] if inputs.exclude is UNSET else inputs.exclude
        said = [
            self.origins.get(f"inputs.{key}[{index}]")
            for key, globs in (("include", include), ("exclude", exclude))
            for index, _ in enumerate(globs)
        ]
        if not any(origin is not None and origin.file is not None for origin in said):
            return include, exclude, ""
        root = os.path.dirname(self.files[-1].path)
        below = os.path.relpath(os.curdir, root or os.curdir).replace(os.sep, "/")
        if below == os.curdir or below.startswith(os.pardir):
            return include, exclude, root
        anew = [
            f"/{below}/{glob.lstrip('/')}" if origin is not None and origin.file is None and "/" in glob.rstrip("/") else glob
            for glob, origin in zip([*include, *exclude], said, strict=True)
        ]
        return anew[: len(include)], anew[len(include) :], root

    def selection(self) -> tuple[list[Layer], list[Callable[[str, str, str, str | None], NewslintError]]]:
        """The layers of :func:`newslint.gate.selection.resolve_layers`, and what makes the errors of each."""
        from newslint.gate.selection import Layer, split, usage_error

        layers: list[Layer] = []
        faults: list[Callable[[str, str, str, str | None], NewslintError]] = []
        for file, config in [*((file, file.config) for file in self.files), (None, self.command_line)]:
            layers.append(
                Layer(
                    None if config.profile is UNSET else config.profile,
                    None if config.select is UNSET else split(config.select),
                    (
                        *(() if config.extend_select is UNSET else split(config.extend_select)),
                        *(() if config.schema is UNSET else (SCHEMA_RULE,)),
                    ),
                    () if config.ignore is UNSET else split(config.ignore),
                )
            )
            faults.append(usage_error if file is None else _selector_fault(file))
        return layers, faults

    def adjust(self, rules: Sequence[Rule], get_kind: Callable[[str], Kind]) -> list[Rule]:
        """``rules`` with the severities and params of the configuration.

        Raises:
            NewslintError: A selector matches nothing, or a rule does not take such params.
        """
        severity, params = self.config.severity, self.config.params
        if not severity and not params:
            return list(rules)
        from newslint.gate.selection import Index
        from newslint.rulefile.inherit import override

        index = Index(rules)
        by_id: dict[str, Rule] = {rule.id: rule for rule in rules}
        for selector, wanted in ({} if severity is UNSET else severity).items():
            for rule_id in index.expand([selector], "severity", self._fault_at("severity")):
                by_id[rule_id] = override(by_id[rule_id], get_kind, severity=wanted)
        for name, values in ({} if params is UNSET else params).items():
            key = f"params.{name}"
            if name not in by_id:
                from newslint.errors import did_you_mean

                raise self.fault(key, f"no rule {name!r}", did_you_mean(name, by_id) or "params are set by rule id")
            added = {param[:-1]: value for param, value in values.items() if param.endswith("+")}
            removed = {param[:-1]: value for param, value in values.items() if param.endswith("-")}
            own = {param: value for param, value in values.items() if not param.endswith(("+", "-"))}
            try:
                by_id[name] = override(by_id[name], get_kind, params=own, params_add=added, params_remove=removed)
            except ConfigError as error:
                raise self.fault(key, error.reason, error.hint) from None
        return [by_id[rule.id] for rule in rules]

    def _fault_at(self, key: str) -> Callable[[str, str, str, str | None], NewslintError]:
        def fault(option: str, selector: str, reason: str, hint: str | None) -> NewslintError:
            del option
            return self.fault(f"{key}.{selector}", reason, hint)

        return fault

    def overrides(self, rules: Sequence[Rule]) -> list[Override]:
        """What holds for some paths and sources, by rule id.

        Raises:
            NewslintError: A selector matches nothing.
        """
        if not self.config.per_path and not self.config.per_source:
            return []
        from newslint.config.overrides import overrides

        return overrides(self, rules)

    def budgets(self, rules: Sequence[Rule]) -> list[Budget]:
        """The budgets, by rule id.

        Raises:
            NewslintError: A selector matches nothing, or a budget is neither a share nor a number.
        """
        written = self.config.budgets
        if written is UNSET or not written:
            return []
        from newslint.gate.limits import Budget, parse_budget
        from newslint.gate.selection import Index

        index = Index(rules)
        found: list[Budget] = []
        for name, value in written.items():
            try:
                share, records = parse_budget(value)
            except ValueError:
                raise self.fault(
                    f"budgets.{name}", f"{value!r} is no budget", "write a share of the records, 2%, or a number of records, 20"
                ) from None
            ids = frozenset(index.expand([name], "budgets", self._fault_at("budgets")))
            found.append(Budget(name, ids, str(value), share, records))
        return found

    def mandatory(self, rules: Sequence[Rule]) -> frozenset[str]:
        """Ids of the rules whose findings are never accepted.

        Raises:
            NewslintError: A selector matches nothing.
        """
        named = self.config.mandatory
        if named is UNSET or not named:
            return frozenset()
        from newslint.gate.selection import Index, split

        return frozenset(Index(rules).expand(split(named), "mandatory", self._mandatory_fault))

    def _mandatory_fault(self, option: str, selector: str, reason: str, hint: str | None) -> NewslintError:
        named = self.config.mandatory
        position = 0 if named is UNSET else next((i for i, item in enumerate(named) if selector in item), 0)
        return self.fault(f"{option}[{position}]", reason, hint)


def _joins(field: msgspec.structs.FieldInfo) -> bool:
    return "join" in extra(field)


def _selector_fault(file: ConfigFile) -> Callable[[str, str, str, str | None], NewslintError]:
    def fault(option: str, selector: str, reason: str, hint: str | None) -> NewslintError:
        steps: list[str | int] = [option]
        listed = file.node.find([option]).value
        if isinstance(listed, list):
            steps.extend(index for index, item in enumerate(listed) if selector in str(item.value))
        return file.fault(steps[:2], reason, hint)

    return fault
