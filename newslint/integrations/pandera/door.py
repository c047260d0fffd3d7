"""newslint's rules as a check of pandera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.api import RECORDS, Linter
from newslint.errors import CheckError, NewslintError, UsageError, did_you_mean
from newslint.integrations.pandera.frames import digest_of, found_in, is_polars, need_pandera
from newslint.model import Article
from newslint.model.severity import SEVERITIES, Severity, at_least
from newslint.readers.fields import FieldMap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandera

    from newslint.model import Finding

NAME = "newslint"
"""Name of the check in pandera's failure cases and in schema files."""


class NewslintFailure(BaseException):  # it is no Exception on purpose
    """A rule crashed, or was asked for what it cannot do, inside a check of pandera.

    pandera takes every ``Exception`` that a check raises for one more fault of the data.  This one is none, and so reaches whoever
    called ``validate``.

    Args:
        error: What happened; a :class:`newslint.errors.CheckError` names the rule.

    Attributes:
        error: The same.
    """

    def __init__(self, error: NewslintError) -> None:
        super().__init__(str(error))
        self.error = error


def check(
    select: Sequence[str] | None = None,
    *,
    field: str | None = None,
    fail_on: Severity = "warning",
    linter: Linter | None = None,
    raise_warning: bool = False,
    **options: Any,
) -> pandera.Check:
    """A check for a schema of pandera, of polars or of pandas.

    For the whole frame (``DataFrameSchema(…, checks=[check(…)])``) every row is an article.  For a column, the values of that column
    alone are looked at, by those of the rules that look at its field; what another column says (a language, a section) is not known
    there.  A null is a value like any other: ``nullable=False`` says whether it may be there, the rules what it comes to.

    Args:
        select: Selectors of the rules, in the place of a profile.
        field: Field of the article that a column holds, where its name does not tell.
        fail_on: Mildest severity of a finding that makes its row fail: ``error``, ``warning`` or ``info``.
        linter: A linter to use, in the place of ``select`` and ``options``.
        raise_warning: As pandera has it: a failure is a Python warning and no error.  The findings are lost then.
        options: Those of :class:`newslint.Linter`: ``profile``, ``ignore``, ``rules``, ``mapping``, …

    Returns:
        An inline check, of which pandera's registry knows nothing.  :func:`newslint.integrations.pandera.findings` gives the findings
        of an error that it led to.

    Raises:
        UsageError: pandera is not installed, ``field`` is none, or a selector matches nothing.
    """
    return as_check(Door(linter_for(select, linter, options), field, fail_on), raise_warning=raise_warning)


def as_check(door: Door, *, raise_warning: bool = False) -> pandera.Check:
    """The check of pandera whose function is ``door``."""
    made: pandera.Check = need_pandera().Check(
        door,
        name=NAME,
        error=door.title,
        # A null is for the rules to judge.
        ignore_na=False,
        raise_warning=raise_warning,
        # From here the findings are found again, also where a model has wrapped the function.
        statistics={NAME: door},
    )
    return made


def door_in(check: Any) -> Door | None:
    """The function of a check, where it is newslint's; None for any other, and for what is no check."""
    statistics = getattr(check, "statistics", None)
    door = statistics.get(NAME) if isinstance(statistics, dict) else None
    return door if isinstance(door, Door) else None


def linter_for(select: Sequence[str] | None, linter: Linter | None, options: dict[str, Any]) -> Linter:
    """The linter given, or one of these options."""
    if linter is None:
        return Linter(select=select, **options)
    if select is not None or options:
        raise TypeError("a linter has its options already: give one or the other")
    return linter


class Door:
    """The function of a check: called with what pandera gives, it tells which rows pass.

    Args:
        linter: The rules.
        field: Field of a column, where its name does not tell; None for frames.
        fail_on: Mildest severity that makes a row fail.

    Raises:
        UsageError: There is no such field or severity.
    """

    def __init__(self, linter: Linter, field: str | None = None, fail_on: Severity = "warning") -> None:
        if field is not None and field not in Article.fields:
            raise UsageError(f"an article has no field {field!r}", hint=did_you_mean(field, Article.fields))
        if fail_on not in SEVERITIES:
            raise UsageError(f"fail_on: unknown severity {fail_on!r}", hint=did_you_mean(fail_on, SEVERITIES))
        self.linter = linter
        self.fail_on: Severity = fail_on
        self._field = field
        self._narrow: dict[str, Linter] = {}
        self._last: tuple[bytes | None, list[Finding]] = (None, [])
        ids = [rule.id for rule in linter.rules]
        self.title = f"{NAME}: {', '.join(ids[:3])}" + (f" and {len(ids) - 3} more rules" if len(ids) > 3 else "")

    def __call__(self, data: Any) -> Any:
        """Whether each row passes: a lazy frame of polars with one column, or a series of pandas.

        Raises:
            NewslintFailure: A rule crashed, or the column is none that the rules know.
        """
        try:
            if hasattr(data, "lazyframe"):  # pandera.polars.PolarsData
                import polars as pl

                key = None if data.key in {None, "*"} else data.key
                frame = (data.lazyframe if key is None else data.lazyframe.select(key)).collect()
                return pl.LazyFrame({NAME: self._passed(frame, key, frame.height)})
            import pandas as pd

            if isinstance(data, pd.DataFrame):
                return pd.Series(self._passed(data, None, len(data)), index=data.index, dtype=bool)
            key = str(data.name)
            return pd.Series(self._passed(data.to_frame(key), key, len(data)), index=data.index, dtype=bool)
        except NewslintError as error:
            raise NewslintFailure(error) from error
        except Exception as error:
            crash = CheckError(f"newslint's check crashed: {type(error).__name__}: {error}", hint="this is no fault of the data")
            crash.rule = NAME
            raise NewslintFailure(crash) from error

    def _passed(self, frame: Any, key: str | None, rows: int) -> list[bool]:
        passed = [True] * rows
        found = self.findings(frame, key)
        # Whoever asks for the findings behind an error would else have all rules run once more.
        self._last = (digest_of(self.linter, frame), found) if key is None and found else (None, [])
        for finding in found:
            if finding.record is not None:
                passed[finding.record] = False
        return passed

    def findings(self, frame: Any, key: str | None = None, path: str = RECORDS) -> list[Finding]:
        """Findings that make rows fail.

        Args:
            frame: Of polars or of pandas.
            key: The column, of a check of a column.
            path: What stands in the findings.

        Raises:
            NewslintError: A rule crashed, or the column is none that the rules know.
        """
        if key is None:
            found = found_in(self.linter, frame, path)
            return [finding for finding in found if at_least(finding.severity, self.fail_on)]
        field = self.field_of(key)
        frame = frame.select(key).rename({key: field}) if is_polars(frame) else frame[[key]].rename(columns={key: field})
        fields = {rule.id: rule.fields for rule in self._narrowed(field).rules}
        return [
            finding
            for finding in found_in(self._narrowed(field), frame, path)
            if at_least(finding.severity, self.fail_on) and _is_about(finding, field, fields.get(finding.rule, ()))
        ]

    def remembered(self, frame: Any) -> list[Finding] | None:
        """The findings of the last call, where that was for the same data; None where it was not."""
        digest, found = self._last
        return list(found) if digest is not None and digest == digest_of(self.linter, frame) else None

    @property
    def compares(self) -> bool:
        """Whether a rule compares records: then the findings in some rows depend on the others."""
        return self.linter.compares

    def field_of(self, key: str) -> str:
        """The field that a column holds.

        Raises:
            UsageError: Neither its name nor the check tells.
        """
        field = self._field or FieldMap(self.linter.mapping).target(key)
        if field is None:
            raise UsageError(f"column {key!r} is no field of an article", hint="say which: check(…, field='body')")
        return field

    def _narrowed(self, field: str) -> Linter:
        """The rules that look at a field."""
        if field not in self._narrow:
            rules = [rule for rule in self.linter.rules if field in rule.fields]
            if not rules:
                raise UsageError(f"none of the selected rules looks at {field}", hint="check the frame, or select others")
            self._narrow[field] = self.linter.with_rules(rules)
        return self._narrow[field]


def _is_about(finding: Finding, field: str, fields: Sequence[str]) -> bool:
    """Whether a finding in records of one field is about that field, and not about the others that are not there."""
    if finding.field is None:
        return len(fields) <= 1
    return finding.field.partition("[")[0] == field
