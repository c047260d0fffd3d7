"""What a rule file may hold: the structs that the loader checks it against, and that its JSON Schema is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import Meta

NAMESPACE = r"[a-z][a-z0-9-]*"
RULE_ID = rf"^({NAMESPACE}/)?[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LINK = r"^https?://[^\s/]+"
FIELD = r"^[^\s\[\]]+$"
MIN_WHY = 40
"""Fewest characters of a ``why``."""

SeverityName = Literal["error", "warning", "info"]
ProfileName = Literal["minimal", "recommended", "strict"]
Format = Literal["lines", "paragraphs", "markdown"]

# The patterns and lengths below stand in `extra_json_schema`, not in `Meta` itself: the schema states them, and
# newslint.rulefile.semantics checks them with errors that say more than a pattern does.
RuleId = Annotated[str, Meta(extra_json_schema={"pattern": RULE_ID, "not": {"pattern": "^core/"}})]
Field = Annotated[str, Meta(extra_json_schema={"pattern": FIELD})]
LanguageTag = Annotated[str, Meta(extra_json_schema={"pattern": LANGUAGE})]
Link = Annotated[str, Meta(extra_json_schema={"pattern": LINK})]
Record = dict[str, Any]


class ConditionEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename={"is_": "is"}):
    """A condition on another field of the same record; every test that is given has to hold, and one is needed."""

    field: Annotated[Field, Meta(description="The field that is looked at.")]
    present: Annotated[bool, Meta(description="Whether the field has a value.")] = True
    is_: Annotated[list[str], Meta(description="The value is one of these, whatever its case.", min_length=1)] = []
    is_not: Annotated[list[str], Meta(description="The value is none of these.", min_length=1)] = []
    matches: Annotated[str, Meta(description="A regular expression found in the value.", min_length=1)] = ""
    min_words: Annotated[int, Meta(description="The value has at least so many words.", ge=0)] = 0
    max_words: Annotated[int, Meta(description="The value has at most so many words.", ge=0)] = 0


class FixEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename={"with_": "with"}):
    """How the findings are mended."""

    op: Annotated[
        Literal["delete", "delete_block", "replace", "strip", "map", "normalise_unicode", "unescape", "kind"],
        Meta(
            description="`delete` the span, `delete_block` it lies in, `replace` it by `with`, `strip` white space round the value, "
            "`map` the value by `table`, `normalise_unicode` to NFC, `unescape` HTML entities, or what the `kind` itself proposes."
        ),
    ]
    safe: Annotated[bool, Meta(description="The fix never changes what the text says.")] = False
    with_: Annotated[str, Meta(description="The replacement; `\\g<name>` stands for a named group of the match.")] = ""
    table: Annotated[dict[str, str], Meta(description="Replacement by value, for `map`.", min_length=1)] = {}


class PlaceEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where the finding of an example lies."""

    field: Annotated[str, Meta(description="Field of the finding.", min_length=1)]
    text: Annotated[str, Meta(description="The text it covers.")]


class ExampleEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An example that says more than its record."""

    record: Annotated[
        Union[Record, list[Record]], Meta(description="The record; a list of records for a kind that compares them.")
    ]
    at: Annotated[Union[str, PlaceEntry], Meta(description="Text that some finding covers exactly (bad examples).")] = ""
    fixed: Annotated[Record, Meta(description="Fields as the fix leaves them (bad examples).", min_length=1)] = {}
    count: Annotated[int, Meta(description="How many findings there are, exactly (bad examples).", ge=1)] = 1
    now: Annotated[
        str,
        Meta(
            description="The clock: a date, or a date and time, in ISO 8601.", extra_json_schema={"pattern": r"^\d{4}-\d\d-\d\d"}
        ),
    ] = ""
    format: Annotated[Format, Meta(description="How the body divides into blocks; `lines` if not said.")] = "lines"
    also: Annotated[
        list[RuleId], Meta(description="Rules of the same pack that rightly speak of this record (good examples).", min_length=1)
    ] = []


Example = Annotated[
    Union[dict[str, Any], list[Record]],
    Meta(description="A record by canonical field names, a list of records, or a mapping with `record` and what is expected."),
]


class ExamplesEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Records that show the rule, run by `newslint rules test` and printed by `newslint explain`."""

    good: Annotated[
        list[Example], Meta(description="Records in which the rule finds nothing.", extra_json_schema={"minItems": 1})
    ] = []
    bad: Annotated[
        list[Example], Meta(description="Records in which the rule finds something.", extra_json_schema={"minItems": 1})
    ] = []


class DefaultsEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the rules of this file have where they do not say otherwise."""

    severity: Annotated[SeverityName, Meta(description="Severity.")] = "warning"
    profile: Annotated[Union[ProfileName, None], Meta(description="Lowest profile.")] = "recommended"
    languages: Annotated[list[LanguageTag], Meta(description="Languages.")] = []
    tags: Annotated[list[str], Meta(description="Tags.")] = []
    fields: Annotated[list[Field], Meta(description="Fields.", min_length=1)] = []
    params: Annotated[dict[str, Any], Meta(description="Params, merged key by key.")] = {}


class RuleEntry(
    msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename={"params_add": "params+", "params_remove": "params-"}
):
    """A rule."""

    id: Annotated[
        RuleId, Meta(description="family.fault in lower case with hyphens. Names the fault; is never used again for another.")
    ]
    title: Annotated[
        str, Meta(description="One line, without full stop.", extra_json_schema={"pattern": r"^\s*[^\n]*[^.\s]\s*$"})
    ]
    why: Annotated[
        str,
        Meta(
            description="What breaks downstream, for a person who has never seen the rule.",
            extra_json_schema={"minLength": MIN_WHY},
        ),
    ]
    severity: Annotated[SeverityName, Meta(description="How grave a finding is.")]
    fields: Annotated[
        list[Field],
        Meta(description="Fields to look at: canonical ones, or dotted paths into the record's others.", min_length=1),
    ]
    kind: Annotated[str, Meta(description="The kind of check.", min_length=1)]
    message: Annotated[str, Meta(description="What a finding says. Named placeholders in braces.", min_length=1)]
    examples: Annotated[ExamplesEntry, Meta(description="At least one good and one bad example.")]
    profile: Annotated[
        Union[ProfileName, None], Meta(description="Lowest profile that has the rule; null: only when selected by id.")
    ] = "recommended"
    languages: Annotated[
        list[LanguageTag], Meta(description="BCP 47 tags: runs on records in these languages, or that state none.")
    ] = []
    params: Annotated[dict[str, Any], Meta(description="Params of the kind.")] = {}
    params_add: Annotated[dict[str, Any], Meta(description="Items to add to lists of the params.")] = {}
    params_remove: Annotated[dict[str, Any], Meta(description="Items to take from lists of the params.")] = {}
    when: Annotated[Union[ConditionEntry, list[ConditionEntry]], Meta(description="Conditions on other fields.")] = []
    help: Annotated[
        str, Meta(description="One line that says how to mend it.", min_length=1, extra_json_schema={"pattern": r"^[^\n]*\s*$"})
    ] = ""
    fix: Annotated[FixEntry, Meta(description="How it is mended.")] = msgspec.field(default_factory=lambda: FixEntry(op="strip"))
    tags: Annotated[list[Annotated[str, Meta(min_length=1)]], Meta(description="Words to select rules by.")] = []
    links: Annotated[list[Link], Meta(description="Where to read more.")] = []
    aliases: Annotated[list[RuleId], Meta(description="Former ids, which keep working.")] = []
    since: Annotated[str, Meta(description="Version that brought the rule.", min_length=1)] = ""
    extends: Annotated[RuleId, Meta(description="Rule that this one takes everything from but id, examples and aliases.")] = ""
    report: Annotated[Literal["record", "file"], Meta(description="`file`: one finding per file, which counts the records.")] = (
        "record"
    )
    abstract: Annotated[bool, Meta(description="Only there to be extended.")] = False


class RuleFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A file of newslint rules."""

    version: Annotated[Literal[1], Meta(description="Version of the rule language.")]
    rules: Annotated[list[Any], Meta(description="The rules.", min_length=1)]
    namespace: Annotated[
        str,
        Meta(
            description="Put before the ids of this file: `acme` makes `acme/dates.odd`.",
            extra_json_schema={"pattern": f"^{NAMESPACE}$", "not": {"const": "core"}},
        ),
    ] = ""
    defaults: Annotated[DefaultsEntry, Meta(description="What its rules have where they do not say otherwise.")] = msgspec.field(
        default_factory=DefaultsEntry
    )


CONCRETE = ("title", "why", "severity", "fields", "kind", "message", "examples")
"""Keys besides ``id`` that a rule has in the end: of its own, inherited, or by default."""

DEFAULTED = frozenset(field.name for field in msgspec.structs.fields(DefaultsEntry))
"""Keys that ``defaults`` may give."""

NOT_INHERITED = frozenset({"id", "examples", "aliases", "abstract", "extends", "params+", "params-"})
"""Keys that ``extends`` does not hand on."""
