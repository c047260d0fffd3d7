"""Configuration files read, with those they extend."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.config.schema import Config, Inputs, extra
from newslint.errors import ConfigError, ConfigErrors, NewslintError, RuleFileError
from newslint.rulefile.nodes import Node, Source
from newslint.rulefile.structure import Wording, read_struct
from newslint.rulefile.yaml_source import compose, decode

if TYPE_CHECKING:
    from collections.abc import Iterable


class ConfigFile(msgspec.Struct, frozen=True):
    """One configuration file.

    Attributes:
        path: As the user named it, or as it was found.
        config: What it says, its paths made relative to the working directory.
        node: The same with places.
    """

    path: str
    config: Config
    node: Node

    def fault(self, steps: list[str | int], reason: str, hint: str | None = None) -> ConfigError:
        """An error about the value at ``steps`` of this file."""
        return as_config_error(self.node.find(steps).fault(reason, hint))


def load(path: str) -> list[ConfigFile]:
    """A configuration file and those it extends, the farthest first.

    Raises:
        ConfigError: A file cannot be read, does not say what it means, or extends itself.
    """
    files: list[ConfigFile] = []
    _load(path, [], files)
    return files


def _load(path: str, chain: list[str], files: list[ConfigFile]) -> None:
    node = _read(path)
    config = _convert(path, node)
    file = ConfigFile(path, config, node)
    chain = [*chain, os.path.realpath(path)]
    extends = [] if config.extends is msgspec.UNSET else config.extends
    for position, base in enumerate([extends] if isinstance(extends, str) else extends):
        steps: list[str | int] = ["extends"] if isinstance(extends, str) else ["extends", position]
        if os.path.realpath(base) in chain:
            raise file.fault(steps, f"{base} extends itself", "a chain of `extends` has to end")
        if not os.path.isfile(base):
            raise file.fault(steps, f"{base} does not exist", "paths are relative to the file that names them")
        _load(base, chain, files)
    if all(known.path != path for known in files):
        files.append(file)


def _read(path: str) -> Node:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror or error}", path=path) from None
    if path.endswith(".toml"):
        from newslint.config.toml_source import table_of  # a TOML parser takes 5 ms to import

        table = table_of(path, data)
        if table is None:
            raise ConfigError("no [tool.newslint] in it", path=path)
        return table
    faults: list[RuleFileError] = []
    source = decode(path, data, faults)
    node = None if source is None else compose(source, faults)
    _raise(faults)
    if node is None:
        raise ConfigError("the file is empty", path=path, hint="it begins with `version: 1`")
    if not node.is_mapping:
        raise as_config_error(node.fault("a configuration is a mapping of keys to values"))
    if node.get("version") is None:
        raise as_config_error(node.fault("missing key 'version'", "it begins with `version: 1`"))
    return node


def _convert(path: str, node: Node) -> Config:
    faults: list[RuleFileError] = []
    values = read_struct(node, Config, faults, Wording("a configuration"))
    _raise(faults)
    folder = os.path.dirname(path)
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Config):
        if field.encode_name in values:
            value = values[field.encode_name]
            found[field.name] = _relative(value, folder) if "path" in extra(field) else value
    inputs = found.get("inputs")
    if isinstance(inputs, Inputs) and inputs.paths is not msgspec.UNSET:
        found["inputs"] = msgspec.structs.replace(inputs, paths=_relative(inputs.paths, folder))
    return Config(**found)


def parse_value(text: str) -> Any:
    """What YAML takes ``text`` for; the empty string where there is none.

    Raises:
        ConfigError: It is no YAML.
    """
    faults: list[RuleFileError] = []
    node = compose(Source("", text), faults)
    _raise(faults)
    return "" if node is None else node.plain


def values_of(document: dict[str, Any]) -> dict[str, Any]:
    """What a configuration of these keys says, by the names of :class:`Config`; paths are left as they are.

    Raises:
        ConfigError: There is no such key, or a value is not of its kind.
    """
    faults: list[RuleFileError] = []
    values = read_struct(Node.of(document), Config, faults, Wording("a configuration"))
    _raise(faults)
    return {field.name: values[field.encode_name] for field in msgspec.structs.fields(Config) if field.encode_name in values}


def _relative(value: Any, folder: str) -> Any:
    """Paths of a file in ``folder``, seen from the working directory."""
    if isinstance(value, str):
        return value if "://" in value else os.path.normpath(os.path.join(folder, value))
    if isinstance(value, dict):
        return {key: _relative(item, folder) for key, item in value.items()}
    return [_relative(item, folder) for item in value]


def _raise(faults: Iterable[NewslintError]) -> None:
    errors = [as_config_error(fault) for fault in faults]
    if len(errors) > 1:
        raise ConfigErrors(errors)
    if errors:
        raise errors[0]


def as_config_error(error: NewslintError) -> ConfigError:
    """The same error as one of a configuration file: the YAML layer makes those of rule files."""
    return ConfigError(error.reason, path=error.path, line=error.line, column=error.column, source=error.source, hint=error.hint)
