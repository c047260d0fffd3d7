"""``sarif``: SARIF 2.1.0, for code scanning.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.reporters.jsonl import JsonlReporter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Finding, Related, Rule
    from newslint.reporters.base import Totals

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "newslint/v1"
"""Key of the fingerprint; its number is raised when the same finding would get another one."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_KINDS = {"record": "inSource", "exception": "external", "baseline": "external"}


class SarifReporter(JsonlReporter):
    """One run; its results are written as they come."""

    _separator = b"\n"

    def begin(self, rules: Sequence[Rule]) -> None:
        """Write the tool and its rules, and open the list of results."""
        from newslint import __version__

        self._index = {rule.id: index for index, rule in enumerate(rules)}
        driver = {
            "name": "newslint",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [_descriptor(rule) for rule in rules],
        }
        schema, tool = self.encode(SCHEMA), self.encode({"driver": driver})
        self.stream.write(
            b'{"$schema": %b, "version": "2.1.0", "runs": [{"tool": %b, "columnKind": "unicodeCodePoints", "results": ['
            % (schema, tool)
        )

    def finding(self, finding: Finding) -> None:
        """Write one result; one that is suppressed has its justification."""
        result: dict[str, Any] = {"ruleId": finding.rule}
        if finding.rule in self._index:
            result["ruleIndex"] = self._index[finding.rule]
        result |= {
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [_location(finding)],
        }
        if finding.related:
            result["relatedLocations"] = [_related(number, other) for number, other in enumerate(finding.related, start=1)]
        if finding.fingerprint:
            result["partialFingerprints"] = {FINGERPRINT: finding.fingerprint}
        if finding.suppressed is not None:
            result["suppressions"] = [_suppression(finding)]
        given = {"record": finding.record, "recordId": finding.record_id, "field": finding.field}
        properties = {name: value for name, value in given.items() if value is not None}
        if properties:
            result["properties"] = properties
        self.stream.write(self._separator + self.encode(result))
        self._separator = b",\n"

    def end(self, totals: Totals) -> None:
        """Close the list and say how the run went."""
        invocation: dict[str, Any] = {"executionSuccessful": not totals.errors}
        told = [("error", text) for text in totals.errors] + [("warning", text) for text in totals.exceeded]
        if told:
            invocation["toolExecutionNotifications"] = [{"level": level, "message": {"text": text}} for level, text in told]
        self.stream.write(b'\n], "invocations": [%b]}]}\n' % self.encode(invocation))


def _descriptor(rule: Rule) -> dict[str, Any]:
    text = rule.why if rule.help is None else f"{rule.why}\n\n{rule.help}"
    text += f"\n\n`newslint explain {rule.id}` shows its params and examples."
    descriptor: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.links:
        descriptor["helpUri"] = rule.links[0]
    if rule.tags:
        descriptor["properties"] = {"tags": sorted(set(rule.tags))}
    return descriptor


def _location(finding: Finding) -> dict[str, Any]:
    location = _physical(finding.path)
    region: dict[str, Any] = {}
    if finding.line is not None:
        region["startLine"] = finding.line
        if finding.column is not None:
            region["startColumn"] = finding.column
        if finding.end_line is not None and finding.end_column is not None:
            region |= {"endLine": finding.end_line, "endColumn": finding.end_column}
        if finding.excerpt:
            region["snippet"] = {"text": finding.excerpt}
        location["physicalLocation"]["region"] = region
    if finding.record is not None:
        name = f"records[{finding.record}]" + (f".{finding.field}" if finding.field else "")
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "member" if finding.field else "element"}]
    return location


def _related(number: int, other: Related) -> dict[str, Any]:
    location: dict[str, Any] = {"id": number, **_physical(other.path)}
    if other.line is not None:
        location["physicalLocation"]["region"] = {"startLine": other.line}
    location["logicalLocations"] = [{"fullyQualifiedName": f"records[{other.record}]", "kind": "element"}]
    location["message"] = {"text": other.record_id or f"record {other.record}"}
    return location


def _physical(path: str) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri_of(path)}}}


def uri_of(path: str) -> str:
    """A path as a URI reference: relative paths stay relative, to wherever the run was started."""
    from urllib.parse import quote  # 3 ms that only this format pays

    slashed = path.replace("\\", "/") if path[1:3] == ":\\" else path
    quoted = quote(slashed.encode("utf-8", "surrogatepass"), safe="/~")
    if slashed.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if slashed != path else quoted.removeprefix("./")


def _suppression(finding: Finding) -> dict[str, Any]:
    assert finding.suppressed is not None, "asked about a suppressed finding"
    given = finding.suppressed
    suppression: dict[str, Any] = {"kind": _KINDS.get(given.kind, "external"), "status": "accepted"}
    reason = given.reason or ("in the baseline" if given.kind == "baseline" else None)
    if reason is not None:
        suppression["justification"] = reason if given.until is None else f"{reason} (until {given.until})"
    return suppression


REPORTER = SarifReporter
