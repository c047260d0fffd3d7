"""The findings that newslint makes without a rule file: of records that cannot be read, and of exceptions that are wrong."""

from __future__ import annotations

from typing import NamedTuple

from newslint.model.severity import Severity  # noqa: TC001  # NamedTuple's annotations are looked at


class Remark(NamedTuple):
    """What there is to say about such a finding, in the words that a rule has for it."""

    severity: Severity
    title: str
    why: str
    help: str


REMARKS = {
    "record.unreadable": Remark(
        "error",
        "Record that cannot be read",
        "What cannot be read was not checked, and whatever reads the file next will stumble over it too or, worse, leave it out "
        "without a word.",
        "Have the record written anew, or mend the file at the place that is named. Text is read as UTF-8; --encoding names another.",
    ),
    "exceptions.expired": Remark(
        "error",
        "Exception whose last day has passed",
        "What was to be looked at again on that day has not been; an exception that nobody ends hides the finding for good.",
        "Mend the finding, or give the exception a new day and say why in `reason`.",
    ),
    "exceptions.no-end": Remark(
        "error",
        "Exception without an end",
        "An exception that never ends is forgotten, and hides the finding for good.",
        "Give it `until`, a day at most 366 days ahead.",
    ),
    "exceptions.no-reason": Remark(
        "error",
        "Exception without a reason",
        "Whoever meets the exception next cannot tell whether it still holds.",
        "Say in `reason`, in ten characters or more, why the finding is accepted.",
    ),
    "exceptions.unknown-rule": Remark(
        "error",
        "Exception for a rule that there is not",
        "It accepts nothing: the finding that it was written for counts.",
        "Correct the id; `newslint rules list` shows the rules.",
    ),
    "exceptions.mandatory": Remark(
        "error",
        "Exception for a mandatory rule",
        "The configuration says that findings of this rule are never accepted.",
        "Mend the finding, or take the rule out of `mandatory`.",
    ),
    "exceptions.unused": Remark(
        "warning",
        "Exception that nothing needs",
        "It would accept the finding silently if it came back.",
        "Take it out.",
    ),
}
