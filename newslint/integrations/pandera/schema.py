"""A user's schema of pandera: loaded from a file or a module, and run whole."""

from __future__ import annotations

import os
import re
import sys
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from newslint.api import RECORDS, Linter
from newslint.errors import NewslintError, UsageError, did_you_mean
from newslint.integrations.pandera.cases import findings as findings_of
from newslint.integrations.pandera.door import NAME, Door, NewslintFailure, as_check
from newslint.integrations.pandera.frames import collected, need_pandera

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newslint.model import Finding

_MODEL = re.compile(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<name>[^\W\d]\w*)")
OPTIONS = ("select", "ignore", "profile", "fail_on", "field")
"""What a schema file may say of a check that is newslint's."""


def is_model(source: str) -> bool:
    """Whether ``source`` names a model in a module (``package.module:Model``), and no file."""
    return _MODEL.fullmatch(source) is not None


def validate(schema: Any, frame: Any, *, path: str = RECORDS) -> list[Finding]:
    """Findings of a schema in a frame; those of newslint's checks in it among them.

    Everything is checked, and everything is told: ``lazy=True``, and the data of a lazy frame of polars too, which pandera passes over
    unless it is told otherwise.

    Args:
        schema: A schema or model of pandera, or the path of a YAML or JSON file that holds a schema.
        frame: Of the library that the schema is for: polars, lazy or not, or pandas.
        path: What stands in the findings.

    Raises:
        CheckError: A rule, or a check of the schema, crashed.
        UsageError: The file cannot be read, or pandera is not installed.
    """
    need_pandera()
    if isinstance(schema, (str, os.PathLike)):
        schema = load_file(os.fspath(schema))
    error = failure_of(schema, collected(frame))
    return [] if error is None else findings_of(error, path)


def failure_of(schema: Any, frame: Any) -> Any:
    """What pandera finds wrong with a frame, a ``SchemaErrors``; None when there is nothing.

    Raises:
        CheckError: A rule of newslint's crashed.
    """
    from pandera.config import ValidationDepth, config_context
    from pandera.errors import SchemaErrors

    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        return error
    except NewslintFailure as failure:
        raise failure.error from None
    return None


def load_model(source: str, folder: str | None = None) -> Any:
    """The schema of ``package.module:Model``; the name may be that of a model, of a schema, or of a function that gives one.

    Args:
        source: What to load.
        folder: Folder in which the module may lie, besides the places where packages are installed.  Nothing is imported from the
            working directory, which may hold whatever is being checked, unless it is this folder.

    Raises:
        UsageError: There is no such module, or nothing of that name in it.
    """
    match = _MODEL.fullmatch(source)
    assert match is not None, "is_model() has been asked"
    module, name = match.group("module", "name")
    need_pandera()
    loaded = _imported(module, folder)
    try:
        made = getattr(loaded, name)
    except AttributeError:
        hint = did_you_mean(name, [known for known in vars(loaded) if not known.startswith("_")])
        raise UsageError(f"the module {module!r} has no {name!r}", hint=hint) from None
    if hasattr(made, "to_schema"):
        return deepcopy(made.to_schema())  # pandera keeps one for all who ask
    if not hasattr(made, "validate") and callable(made):
        made = made()
    if not hasattr(made, "validate"):
        raise UsageError(f"{source} is no schema of pandera, but {type(made).__name__}")
    return made


def _imported(module: str, folder: str | None) -> Any:
    from importlib import import_module

    here = os.path.realpath(os.curdir)
    before = sys.path[:]
    sys.path[:] = [path for path in before if os.path.realpath(path) != here]
    if folder is not None:
        sys.path.insert(0, folder)
    try:
        return import_module(module)
    except ImportError as error:
        hint = None
        if folder is None:
            hint = "install it, or name it under `schema` in a configuration in the working directory, or in that of --config"
        raise UsageError(f"the module {module!r} of the schema cannot be imported: {error}", hint=hint) from None
    finally:
        sys.path[:] = before


def load_file(path: str, now: datetime | None = None) -> Any:
    """The schema of a YAML or JSON file, as ``to_yaml`` and ``to_json`` of pandera write them, with the checks of newslint's that it names.

    Among the checks of a column or of the frame, ``newslint`` stands for the rules that it selects::

        columns:
          body:
            dtype: str
            checks:
              newslint: {select: [boilerplate]}

    Args:
        path: The file.
        now: Clock of newslint's checks; the present when None.

    Raises:
        UsageError: The file cannot be read, or does not say what it means.
    """
    import yaml

    need_pandera()
    try:
        with open(path, encoding="utf-8") as file:
            document = yaml.safe_load(file)
    except OSError as error:
        raise UsageError(f"the schema cannot be read: {error.strerror or error}", path=path) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        reason = getattr(error, "problem", None) or "it is no UTF-8"
        raise UsageError(f"the schema cannot be read: {reason}", path=path, line=line, column=column) from None
    if not isinstance(document, dict) or not isinstance(document.get("columns"), dict):
        raise UsageError("the file holds no schema of pandera: it has no `columns`", path=path)
    try:
        doors = list(_doors(document, now))
    except NewslintError as error:
        raise UsageError(error.reason, path=path, hint=error.hint) from None
    schema = _deserialized(document, path)
    for column, door in doors:
        part = schema if column is None else schema.columns[column]
        part.checks = [*part.checks, as_check(door)]
    return schema


def _deserialized(document: dict[str, Any], path: str) -> Any:
    from importlib import import_module

    said = f"{document.get('api', '')} {document.get('schema_type', '')}"
    try:
        library = import_module(f"pandera.io.{'polars' if 'polars' in said else 'pandas'}_io")
        return library.deserialize_schema(document)
    except ImportError as error:
        raise UsageError(f"the schema cannot be read without {error.name}", path=path, hint="pip install 'pandera[io]'") from None
    except Exception as error:  # noqa: BLE001  pandera raises whatever it stumbles over
        raise UsageError(f"pandera cannot make a schema of the file: {type(error).__name__}: {error}", path=path) from None


def _doors(document: dict[str, Any], now: datetime | None) -> Iterator[tuple[str | None, Door]]:
    """The checks of newslint's in a document, from which they are taken: pandera would not know them."""
    parts: list[tuple[str | None, Any]] = [(None, document), *document["columns"].items()]
    for column, part in parts:
        if not isinstance(part, dict):
            continue
        if NAME in part:
            yield column, _door(part.pop(NAME), column, now)
        checks = part.get("checks")
        if isinstance(checks, dict) and NAME in checks:
            yield column, _door(checks.pop(NAME), column, now)
        elif isinstance(checks, list):
            for entry in [entry for entry in checks if isinstance(entry, dict) and NAME in entry]:
                checks.remove(entry)
                yield column, _door(entry[NAME], column, now)


def _door(said: Any, column: str | None, now: datetime | None) -> Door:
    options = {} if said is None else said
    where = "the frame" if column is None else f"column {column!r}"
    if not isinstance(options, dict):
        raise UsageError(f"newslint of {where} is a mapping: {{select: [boilerplate]}}")
    for name in options:
        if name not in OPTIONS:
            hint = did_you_mean(str(name), OPTIONS) or f"there are {', '.join(OPTIONS)}"
            raise UsageError(f"newslint of {where} has no option {name!r}", hint=hint)
    select, ignore = (_words(options.get(name)) for name in ("select", "ignore"))
    linter = Linter(select=select, ignore=ignore or (), profile=options.get("profile"), now=now)
    return Door(linter, options.get("field"), options.get("fail_on", "warning"))


def _words(said: Any) -> list[str] | None:
    return [said] if isinstance(said, str) else said
