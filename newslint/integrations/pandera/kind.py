"""`pandera`: the data set as a user's own schema of pandera has it."""

from __future__ import annotations

import os
from copy import copy
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from newslint.kinds.base import FrameCheck, Kind, Params
from newslint.model import Article, Hit
from newslint.model.severity import at_least
from newslint.readers.fields import FieldMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newslint.kinds.base import Context
    from newslint.model import Finding

CONFIGURED = "newslint:configuration"
"""Pack of the rule that the key ``schema`` of a configuration makes."""
_ARTICLE = "article:"
"""Before the names of the columns that newslint's own checks of the frame need."""
_SPAN = 400
"""Code points up to which the whole value is shown as the place of a fault."""


class PanderaParams(Params, frozen=True):
    """Params of `pandera`."""

    schema: Annotated[
        str,
        Meta(
            description="YAML or JSON file of a schema, relative to the rule file; or `package.module:Model`, which has to be installed: "
            "for a module beside the configuration there is the key `schema` of the configuration."
        ),
    ]


class PanderaCheck(FrameCheck[PanderaParams]):
    """Reports each failure case of the schema, and each finding of newslint's checks in it."""

    _schema: Any = None

    def validate(self) -> None:
        from newslint.integrations.pandera.schema import is_model

        path = self._path()
        if not is_model(self.params.schema) and not os.path.isfile(path):
            raise ValueError(f"params.schema: there is no file {self.params.schema!r} beside the rule file")

    def prepare(self) -> None:
        from newslint.integrations.pandera.schema import is_model, load_model

        source = self.params.schema
        if not is_model(source):
            return
        configured = self.rule.pack == CONFIGURED
        folder = os.path.dirname(os.path.abspath(self.rule.path)) if configured and self.rule.path else None
        self._schema = load_model(source, folder)

    def columns(self) -> Mapping[str, str]:
        from newslint.integrations.pandera.door import door_in

        schema = self._loaded(None)
        columns = self._labels(schema)
        if any(map(door_in, schema.checks)):
            columns.update({f"{_ARTICLE}{field}": field for field in Article.fields})
        return columns

    def judge(self, values: Mapping[str, Sequence[Any]], context: Context) -> Iterator[tuple[int | None, Hit]]:
        from newslint.integrations.pandera.build import frame_of
        from newslint.integrations.pandera.cases import findings
        from newslint.integrations.pandera.door import door_in
        from newslint.integrations.pandera.schema import failure_of

        schema = self._loaded(context)
        labels = self._labels(schema)
        doors = [door for door in map(door_in, schema.checks) if door is not None]
        if doors:
            # Its columns need not hold the whole record, which is what newslint's checks of a frame look at.
            schema = copy(schema)
            schema.checks = [check for check in schema.checks if door_in(check) is None]
        error = failure_of(schema, frame_of(schema, {name: values[name] for name in labels}))
        for finding in () if error is None else findings(error):
            yield finding.record, _hit(finding, values)
        for door in doors:
            for finding in door.linter.check_articles(_articles(values)):
                if at_least(finding.severity, door.fail_on):
                    yield finding.record, _hit(finding, values)

    @staticmethod
    def _labels(schema: Any) -> dict[str, str]:
        fields = FieldMap({})
        return {name: fields.target(name) or name for name in map(str, schema.columns)}

    def _path(self) -> str:
        return os.path.join(os.path.dirname(self.rule.path), self.params.schema)

    def _loaded(self, context: Context | None) -> Any:
        """The schema; with the clock of the run, once that is known."""
        from newslint.integrations.pandera.schema import is_model, load_file

        if is_model(self.params.schema):
            return self._schema
        if self._schema is None or context is not None:
            self._schema = load_file(self._path(), None if context is None else context.now)
        return self._schema


def _hit(finding: Finding, values: Mapping[str, Sequence[Any]]) -> Hit:
    reason = finding.message
    if not finding.rule.startswith("pandera."):
        said = {"check": finding.rule, "reason": f"{reason} ({finding.rule})"}
        return Hit(finding.field, finding.start, finding.end, said, related=finding.related, severity=finding.severity)
    column = finding.field
    made = Hit(column, values={"check": finding.rule.partition(".")[2], "reason": reason})
    value = values[column][finding.record] if column is not None and column in values and finding.record is not None else None
    if isinstance(value, str) and len(value) <= _SPAN:
        made.start, made.end = 0, len(value)
    return made


def _articles(values: Mapping[str, Sequence[Any]]) -> Iterator[Article]:
    fields = FieldMap({})
    names = sorted(Article.fields)
    for row in zip(*(values[f"{_ARTICLE}{name}"] for name in names), strict=True):
        yield fields.article({name: value for name, value in zip(names, row, strict=True) if value is not None})


KIND = Kind(
    "pandera",
    "dataset",
    PanderaParams,
    PanderaCheck,
    placeholders=frozenset({"check", "reason"}),
    summary="The data set as a schema of pandera has it: what fails there is a finding. Needs the extra `newslint[pandera]`.",
)
