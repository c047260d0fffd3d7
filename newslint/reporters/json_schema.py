"""The JSON Schema of what ``json`` and ``jsonl`` write, made of the structs they are written from."""

from __future__ import annotations

from typing import Any

from newslint.json_schema import components
from newslint.model import SEVERITIES, Finding
from newslint.reporters.base import Totals
from newslint.reporters.json import VERSION
from newslint.reporters.jsonl import summary_of

FIELDS = {
    "rule": "Id of the rule.",
    "severity": "How grave it is, after the configuration and the context have had their say.",
    "message": "What is wrong, in one line.",
    "path": "The file, as it was named; `-` is standard input.",
    "record": "0-based number of the record in the file.",
    "record_id": "What identifies the record: its id, else its URL, else a hash of title and body.",
    "field": "The field: `body`, `authors[0]`, or a dotted path for a field that is not canonical.",
    "start": "First code point of the span in the field's value.",
    "end": "Code point after the span: value[start:end] is `excerpt`.",
    "line": "1-based line of the file; null where the format has none.",
    "column": "1-based column of that line, in code points.",
    "end_line": "Line of the end of the span.",
    "end_column": "Column after the end of the span.",
    "excerpt": "The span itself.",
    "block": "0-based number of the body's block that the span begins in.",
    "fix": "Edits that mend it.",
    "related": "Other records that the finding speaks of.",
    "fingerprint": "The same for the same fault wherever the record moves.",
    "suppressed": "Why the finding does not count; null when it does.",
}
"""What each field of a finding means."""

_SUMMARY = {
    "findings": "Findings that count.",
    "files": "Files read.",
    "records": "Records read, the unreadable ones among them.",
    "unreadable": "Records and files that could not be read.",
    "by_severity": "Findings that count, by severity.",
    "by_rule": "Findings that count, by rule.",
    "errors": "Crashed checks, inputs that could not be opened, and stale entries of the baseline.",
    "exceeded": "Budgets, and the number of warnings, that the run exceeded.",
    "fixed": "Findings that --fix mended.",
    "fixable": "Findings that --fix would mend.",
    "fixable_unsafe": "Findings that only --unsafe-fixes would mend.",
}


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a report of ``json``, and of each line of ``jsonl``."""
    (finding, totals), defs = components([Finding, Totals])
    del totals
    defs["Finding"] = _described(defs["Finding"], FIELDS, list(FIELDS))
    summary = defs.pop("Totals")
    summary["title"] = "Summary"
    summary["properties"]["findings"] = {"type": "integer"}
    summary["properties"]["by_severity"]["propertyNames"] = {"enum": list(SEVERITIES)}
    defs["Summary"] = _described(summary, _SUMMARY, list(summary_of(Totals())))
    for definition in defs.values():
        definition.setdefault("additionalProperties", False)
        definition["required"] = list(definition["properties"])
        for value in definition["properties"].values():
            value.pop("default", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newslint:findings:{VERSION}",
        "title": "A report of `--format json`, or a line of `--format jsonl`",
        "anyOf": [{"$ref": "#/$defs/Report"}, finding, {"$ref": "#/$defs/SummaryLine"}],
        "$defs": {"Report": _report(), "SummaryLine": _summary_line(), **defs},
    }


def _described(definition: dict[str, Any], words: dict[str, str], order: list[str]) -> dict[str, Any]:
    properties = definition["properties"]
    definition["properties"] = {name: {"description": words[name], **properties[name]} for name in order}
    return definition


def _report() -> dict[str, Any]:
    return {
        "title": "Report",
        "description": "The object that `--format json` writes.",
        "type": "object",
        "properties": {
            "version": {"description": "Version of this format.", "const": VERSION},
            "tool": {
                "type": "object",
                "properties": {"name": {"const": "newslint"}, "version": {"type": "string"}},
                "required": ["name", "version"],
                "additionalProperties": False,
            },
            "findings": {
                "description": "In the order path, record, field, start, rule.",
                "type": "array",
                "items": {"$ref": "#/$defs/Finding"},
            },
            "summary": {"$ref": "#/$defs/Summary"},
        },
        "required": ["version", "tool", "findings", "summary"],
        "additionalProperties": False,
    }


def _summary_line() -> dict[str, Any]:
    return {
        "title": "SummaryLine",
        "description": "The last line of `--format jsonl`.",
        "type": "object",
        "properties": {"summary": {"$ref": "#/$defs/Summary"}},
        "required": ["summary"],
        "additionalProperties": False,
    }
