"""The keys of a configuration file: this struct is their check, their documentation and their JSON Schema.

A new key is one more field here, and whoever uses it.  A key that is absent is ``UNSET``, so that a file that ``extends`` another
takes only what it says.  ``extra`` of a field's ``Meta`` tells how its values behave: ``path`` values are relative to the file that
holds them, ``join`` lists are added to those of the file that is extended (other lists replace them; mappings are merged key by
key), ``selection`` keys are read layer by layer in :mod:`newslint.gate.selection`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from newslint.gate.gate import FailOn
from newslint.model.severity import Severity

Profile: TypeAlias = Literal["minimal", "recommended", "strict"]
Selectors: TypeAlias = list[str]


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """Base of every mapping whose keys are fixed."""


class Inputs(Section, frozen=True):
    """Which files are read, and how."""

    paths: Annotated[
        list[str] | UnsetType,
        Meta(description="Files and folders that are checked where the command line names none.", extra={"path": True}),
    ] = UNSET
    include: Annotated[list[str] | UnsetType, Meta(description="Globs of the files that a folder gives.")] = UNSET
    exclude: Annotated[
        list[str] | UnsetType,
        Meta(description="Globs of files and folders that are left out.", extra={"join": True}),
    ] = UNSET
    map: Annotated[
        dict[str, str] | UnsetType,
        Meta(description="Name of a field in the input to the canonical field it fills: `{headline: title}`."),
    ] = UNSET
    format: Annotated[str | UnsetType, Meta(description="Input format of every file, where the suffix does not tell.")] = UNSET
    encoding: Annotated[
        str | UnsetType, Meta(description="Encoding of text files that are not UTF-8: `windows-1252`, `utf-16`.")
    ] = UNSET
    id: Annotated[str | UnsetType, Meta(description="Field of the input that identifies a record.")] = UNSET
    default_tz: Annotated[str | UnsetType, Meta(description="UTC offset of times that state none: `Z` or `+01:00`.")] = UNSET


class PluginSettings(Section, frozen=True):
    """Which plugins take part, and what they are told."""

    require: Annotated[
        list[str] | UnsetType,
        Meta(description="Plugins without which nothing is checked, with versions: `acme>=1.2,<2`.", extra={"join": True}),
    ] = UNSET
    load: Annotated[
        list[str] | UnsetType,
        Meta(description="Modules loaded as plugins, beside this file or installed.", extra={"join": True}),
    ] = UNSET
    options: Annotated[
        dict[str, dict[str, Any]] | UnsetType, Meta(description="What plugins are told, by the plugin's name.")
    ] = UNSET


class PerPath(Section, frozen=True):
    """What holds for some files."""

    files: Annotated[
        list[str] | str, Meta(description="Globs of the files, as .gitignore writes them, from the configuration file.")
    ]
    select: Annotated[Selectors | UnsetType, Meta(description="The only rules that count there.")] = UNSET
    ignore: Annotated[Selectors | UnsetType, Meta(description="Rules that do not count there.")] = UNSET
    severity: Annotated[dict[str, Severity] | UnsetType, Meta(description="Severities there, by selector.")] = UNSET


class PerSource(Section, frozen=True):
    """What holds for the records of some publishers."""

    source: Annotated[list[str] | str, Meta(description="Globs of the record's `source`; letters in either case.")]
    ignore: Annotated[Selectors | UnsetType, Meta(description="Rules that do not count there.")] = UNSET
    severity: Annotated[dict[str, Severity] | UnsetType, Meta(description="Severities there, by selector.")] = UNSET


class Config(Section, frozen=True):
    """Configuration of newslint: `newslint.yaml`, `.newslint.yaml`, or `[tool.newslint]` in pyproject.toml."""

    version: Annotated[Literal[1] | UnsetType, Meta(description="Version of this format; required in a file of its own.")] = UNSET
    extends: Annotated[
        list[str] | str | UnsetType,
        Meta(description="Configuration files to start from, relative to this one; the last wins.", extra={"path": True}),
    ] = UNSET
    rules: Annotated[
        list[str] | UnsetType,
        Meta(description="Rule files and folders of rule files beside the built-in ones.", extra={"path": True, "join": True}),
    ] = UNSET
    schema: Annotated[
        str | UnsetType,
        Meta(
            description="Schema of pandera that the records have to meet: a YAML or JSON file beside this one, or `package.module:Model`. "
            "What fails is a finding of the rule `schema.pandera`."
        ),
    ] = UNSET
    profile: Annotated[
        Profile | UnsetType,
        Meta(description="How much is asked: each profile holds the rules of those before it.", extra={"selection": True}),
    ] = UNSET
    select: Annotated[
        Selectors | UnsetType,
        Meta(description="Selectors of the rules that run, in the place of a profile.", extra={"selection": True}),
    ] = UNSET
    extend_select: Annotated[
        Selectors | UnsetType, Meta(description="Selectors of rules that run besides.", extra={"selection": True})
    ] = UNSET
    ignore: Annotated[
        Selectors | UnsetType, Meta(description="Selectors of rules that do not run.", extra={"selection": True})
    ] = UNSET
    severity: Annotated[
        dict[str, Severity] | UnsetType,
        Meta(description="Severities in the place of the rules' own, by selector; the last that matches wins."),
    ] = UNSET
    params: Annotated[
        dict[str, dict[str, Any]] | UnsetType,
        Meta(description="Params in the place of the rules' own, by rule id; `name+` adds to a list and `name-` takes from it."),
    ] = UNSET
    per_path: Annotated[
        list[PerPath] | UnsetType,
        Meta(description="What holds for some files; where several apply, the last wins.", extra={"join": True}),
    ] = UNSET
    per_source: Annotated[
        list[PerSource] | UnsetType,
        Meta(description="What holds for some publishers; where several apply, the last wins.", extra={"join": True}),
    ] = UNSET
    inputs: Annotated[Inputs | UnsetType, Meta(description="Which files are read, and how.")] = UNSET
    plugins: Annotated[PluginSettings | UnsetType, Meta(description="Which plugins take part, and what they are told.")] = UNSET
    exceptions: Annotated[
        str | UnsetType,
        Meta(
            description="File of findings that are accepted one by one; newslint.exceptions.yaml where that is there.",
            extra={"path": True},
        ),
    ] = UNSET
    exceptions_key: Annotated[
        str | UnsetType, Meta(description="Field of JSON and CSV records that may state exceptions: `_newslint`, say.")
    ] = UNSET
    mandatory: Annotated[
        Selectors | UnsetType, Meta(description="Selectors of rules whose findings are never accepted.", extra={"join": True})
    ] = UNSET
    baseline: Annotated[
        str | UnsetType, Meta(description="File of the findings that are accepted as they are.", extra={"path": True})
    ] = UNSET
    fail_on: Annotated[FailOn | UnsetType, Meta(description="Mildest severity of a finding that makes the exit status 1.")] = (
        UNSET
    )
    max_warnings: Annotated[
        Annotated[int, Meta(ge=0)] | UnsetType, Meta(description="Warnings that do not make the exit status 1.")
    ] = UNSET
    budgets: Annotated[
        dict[str, str | int] | UnsetType,
        Meta(description="Records that may have a finding, by selector: `2%` of all, or a number. More make the exit status 1."),
    ] = UNSET
    format: Annotated[str | UnsetType, Meta(description="Format of the findings on standard output.")] = UNSET
    reports: Annotated[
        list[dict[str, str]] | UnsetType,
        Meta(description="Reports written besides, format to file: `[{json: report.json}]`.", extra={"path": True}),
    ] = UNSET
    jobs: Annotated[
        Annotated[int, Meta(ge=0)] | Literal["auto"] | UnsetType,
        Meta(description="Worker processes; `auto`, or 0, is one for each core."),
    ] = UNSET
    cache_dir: Annotated[str | UnsetType, Meta(description="Folder of the compiled rules.", extra={"path": True})] = UNSET
    now: Annotated[str | UnsetType, Meta(description="The time that date rules take for the present, ISO 8601.")] = UNSET


def extra(field: msgspec.structs.FieldInfo) -> dict[str, Any]:
    """``extra`` of the ``Meta`` that annotates a field."""
    for meta in getattr(field.type, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.extra:
            return meta.extra
    return {}
