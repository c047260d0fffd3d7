"""A checkpoint over annotated frames, with all that Great Expectations wants round it."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from newslint.integrations.great_expectations.groups import RECORD, linter_of, package
from newslint.integrations.great_expectations.suite import suite

if TYPE_CHECKING:
    from collections.abc import Sequence

    import great_expectations as gx

    from newslint.api import Linter
    from newslint.gate.gate import FailOn
    from newslint.integrations.great_expectations.groups import Budgets, By

_ASSET = "articles"
_BATCH = "frame"
_NOTICE = (
    "Data Docs pages of Great Expectations load scripts, styles and a logo from public servers when they are opened, and look bare "
    "without a network; `newslint check --report html=report.html` writes one page that needs none"
)
_logger = logging.getLogger("newslint")
_said: set[str] = set()


def checkpoint(
    linter: Linter | None = None,
    *,
    context: Any = None,
    name: str = "newslint",
    actions: Sequence[Any] = (),
    data_docs: bool = True,
    by: By = "family",
    budgets: Budgets | None = None,
    records: int | None = None,
    fail_on: FailOn = "warning",
    **options: Any,
) -> gx.Checkpoint:
    """A checkpoint of one validation: the frame it is run on against :func:`suite`.

    ``checkpoint.run(batch_parameters={"dataframe": annotate(frame, linter)})`` runs it.  The results are complete: they hold every
    finding, for :func:`newslint.integrations.great_expectations.findings`.  What it needs in the context, a pandas data source, an
    asset, a batch definition, a suite and a validation definition, is added to it under ``name``, or brought up to date.

    Args:
        linter: The linter; made of ``options`` when not given.
        context: A data context; the folder of a project, for one that keeps suites, results and Data Docs in files; or None for
            one that keeps them for this process only.
        name: Name of the data source, suite, validation definition and checkpoint.
        actions: What is done with the results: any ``ValidationAction`` of Great Expectations, such as ``SlackNotificationAction``.
        data_docs: Whether the Data Docs of the context are brought up to date.
        by: What :func:`annotate` was told.
        budgets: What :func:`annotate` was told; see :func:`suite`.
        records: See :func:`suite`.
        fail_on: See :func:`suite`.
        options: Those of :class:`newslint.Linter`.

    Raises:
        UsageError: Great Expectations is not installed, or an option is wrong.
    """
    linter = linter_of(linter, options)
    package("great_expectations")
    import great_expectations as gx
    from great_expectations.checkpoint import UpdateDataDocsAction

    if context is None:
        context = gx.get_context(mode="ephemeral")
    elif isinstance(context, (str, os.PathLike)):
        context = gx.get_context(mode="file", project_root_dir=os.fspath(context))
    expected = suite(linter, name=name, by=by, budgets=budgets, records=records, fail_on=fail_on)
    validation = gx.ValidationDefinition(
        name=name, data=_batch_definition(context, name), suite=context.suites.add_or_update(expected)
    )
    chosen = list(actions)
    if data_docs:
        _say_once(_NOTICE)
        chosen.append(UpdateDataDocsAction(name=f"{name}_data_docs"))
    made = gx.Checkpoint(
        name=name,
        validation_definitions=[context.validation_definitions.add_or_update(validation)],
        actions=chosen,
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [RECORD]},
    )
    return context.checkpoints.add_or_update(made)


def _batch_definition(context: Any, name: str) -> Any:
    """The definition of a batch that is a whole frame, in the context's source of this name."""
    source = context.data_sources.add_or_update_pandas(name)
    asset = next((asset for asset in source.assets if asset.name == _ASSET), None) or source.add_dataframe_asset(name=_ASSET)
    known = next((batch for batch in asset.batch_definitions if batch.name == _BATCH), None)
    return known or asset.add_batch_definition_whole_dataframe(_BATCH)


def _say_once(text: str) -> None:
    if text not in _said:
        _said.add(text)
        _logger.warning(text)
