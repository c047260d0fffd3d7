"""newslint inside Great Expectations 1.x: findings as columns, rules as a suite, results as findings again.

::

    import newslint
    from newslint.integrations import great_expectations as newslint_gx

    linter = newslint.Linter(profile="recommended")
    checkpoint = newslint_gx.checkpoint(linter, context="quality")
    result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(articles, linter)})
    for finding in newslint_gx.findings(result):
        print(finding.record_id, finding.rule, finding.excerpt)

newslint's engine judges; Great Expectations is told what it found, through what it documents and nothing else.  The suite expects the
columns that :func:`annotate` adds to be null.  All of it comes with the extra ``newslint[gx]``.
"""

from __future__ import annotations

from newslint.integrations.great_expectations.checkpoint import checkpoint
from newslint.integrations.great_expectations.columns import FINDINGS, annotate
from newslint.integrations.great_expectations.results import findings
from newslint.integrations.great_expectations.suite import suite

__all__ = ["FINDINGS", "annotate", "checkpoint", "findings", "suite"]
