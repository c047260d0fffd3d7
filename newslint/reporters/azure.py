"""``azure``: logging commands, which Azure Pipelines shows on the page of a run.

Format: https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands, escapes: ``taskcommand.ts`` of
``azure-pipelines-task-lib``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.reporters.text import TextReporter, about, clean, place

if TYPE_CHECKING:
    from newslint.model import Finding
    from newslint.reporters.base import Totals


def escape_data(text: str) -> str:
    """``text`` as the message of a command."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """``text`` as a property of a command."""
    return escape_data(text).replace("]", "%5D").replace(";", "%3B")


class AzureReporter(TextReporter):
    """``##vso[task.logissue type=warning;sourcepath=…;linenumber=…;code=rule;]message``; the summary is a plain line.

    There are no notices: a finding of severity info is a plain line, which belongs to no list.
    """

    def finding(self, finding: Finding) -> None:
        """Write one command."""
        if finding.suppressed is not None:
            return
        what = about(finding)
        message = f"{finding.rule} [{what}] {clean(finding.message)}" if what else f"{finding.rule} {clean(finding.message)}"
        if finding.severity == "info":
            self.write(f"{place(finding)}: info {message}\n")
            return
        properties: dict[str, object] = {"type": finding.severity}
        if finding.path != "-":
            properties["sourcepath"] = finding.path
        if finding.line is not None:
            properties["linenumber"] = finding.line
        if finding.column is not None:
            properties["columnnumber"] = finding.column
        properties["code"] = finding.rule
        listed = "".join(f"{name}={escape_property(clean(str(value)))};" for name, value in properties.items())
        self.write(f"##vso[task.logissue {listed}]{escape_data(message)}\n")

    def end(self, totals: Totals) -> None:
        """Write the summary line."""
        self.summarise(totals)


REPORTER = AzureReporter
