"""newslint's rules inside schemas of pandera, and the way back from its errors to findings."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import polars as pl
import pytest

import newslint
from newslint.cli import main
from newslint.errors import CheckError, NewslintError, UsageError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what pandera's import warns of is its own affair
    import pandera
    import pandera.pandas
    import pandera.polars
    from pandera.errors import SchemaError, SchemaErrors

    from newslint.integrations.pandera import NewslintFailure, check, findings, split, validate
    from newslint.integrations.pandera.pandas import Article as PandasArticle
    from newslint.integrations.pandera.pandas import newslint_check as pandas_check
    from newslint.integrations.pandera.polars import Article as PolarsArticle
    from newslint.integrations.pandera.polars import newslint_check as polars_check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newslint.model import Finding

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "headline": "Ferry crews walk out", "text": "The crews left.\n\nRelated Articles", "stars": 1},
    {"id": "b", "headline": "Untitled", "text": "The harbour reopened on Tuesday.", "stars": 5},
    {"id": "c", "headline": "Harbour reopens", "text": None, "stars": 5},
    {"id": "d", "headline": "Council votes", "text": "The council voted.", "stars": 4},
]


class Backend(NamedTuple):
    module: Any
    frame: Callable[[list[dict[str, Any]]], Any]
    model: Any
    rules: Any


def labelled(records: list[dict[str, Any]]) -> pd.DataFrame:
    """A frame whose labels are no numbers."""
    return pd.DataFrame(records, index=[f"label {number}" for number in range(len(records))])


BACKENDS = {
    "polars": Backend(pandera.polars, pl.DataFrame, PolarsArticle, polars_check),
    "pandas": Backend(pandera.pandas, labelled, PandasArticle, pandas_check),
}


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    return BACKENDS[request.param]


def failed(schema: Any, frame: Any) -> SchemaErrors:
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    return caught.value


def told(found: list[Finding]) -> list[tuple[Any, ...]]:
    return [(item.record, item.record_id, item.rule, item.field, item.start, item.end, item.excerpt) for item in found]


RELATED = (0, "a", "boilerplate.related-links", "body", 17, 33, "Related Articles")
UNTITLED = (1, "b", "title.is-error-page", "title", 0, 8, "Untitled")
SELECT = ["boilerplate", "title.is-error-page"]


def test_a_check_of_the_frame_sees_records(backend: Backend) -> None:
    schema = backend.module.DataFrameSchema(checks=[check(SELECT)])
    assert told(findings(failed(schema, backend.frame(RECORDS)))) == [RELATED, UNTITLED]
    schema.validate(backend.frame(RECORDS[2:]), lazy=True)


def test_a_check_of_a_column_sees_that_field(backend: Backend) -> None:
    columns = {
        "headline": backend.module.Column(str, check(["title", "boilerplate"])),
        "text": backend.module.Column(str, check(["boilerplate"]), nullable=True),
    }
    assert told(findings(failed(backend.module.DataFrameSchema(columns), backend.frame(RECORDS)))) == [RELATED, UNTITLED]


def test_a_column_may_say_which_field_it_holds(backend: Backend) -> None:
    frame = backend.frame([{"kicker": "Untitled"}, {"kicker": "Harbour reopens"}])
    schema = backend.module.DataFrameSchema({"kicker": backend.module.Column(str, check(SELECT, field="title"))})
    (finding,) = findings(failed(schema, frame))
    assert (finding.record, finding.rule, finding.field, finding.end) == (0, "title.is-error-page", "title", 8)


def test_the_cases_of_pandera_name_the_check(backend: Backend) -> None:
    error = failed(backend.module.DataFrameSchema(checks=[check(["title.is-error-page"])]), backend.frame(RECORDS))
    assert set(error.failure_cases["check"]) == {"newslint: title.is-error-page"}


def test_nulls_are_for_the_rules_to_judge(backend: Backend) -> None:
    column = backend.module.Column(str, check(["body.missing"]), nullable=True)
    (finding,) = findings(failed(backend.module.DataFrameSchema({"text": column}), backend.frame(RECORDS)))
    assert (finding.record, finding.rule, finding.field) == (2, "body.missing", "body")


def test_mild_findings_fail_no_row_unless_they_are_asked_to(backend: Backend) -> None:
    frame = backend.frame([{"id": "a", "title": " Harbour reopens after the storm", "body": "x"}])
    rule = ["record.outer-whitespace"]
    backend.module.DataFrameSchema(checks=[check(rule)]).validate(frame, lazy=True)
    error = failed(backend.module.DataFrameSchema(checks=[check(rule, fail_on="info")]), frame)
    assert [finding.severity for finding in findings(error)] == ["info"]


def test_rules_that_compare_records_do_so(backend: Backend) -> None:
    frame = backend.frame([*RECORDS, {**RECORDS[3], "headline": "Council votes again"}])
    (finding,) = findings(failed(backend.module.DataFrameSchema(checks=[check(["duplicate.id"])]), frame))
    assert (finding.record, finding.related[0].record) == (4, 3)


def test_failures_of_other_checks_are_findings_too(backend: Backend) -> None:
    module = backend.module
    schema = module.DataFrameSchema(
        {
            "headline": module.Column(str, check(SELECT)),
            "text": module.Column(str),
            "stars": module.Column(int, pandera.Check.ge(2)),
            "section": module.Column(str),
        }
    )
    found = findings(failed(schema, backend.frame(RECORDS)))
    assert sorted((item.rule, item.severity, item.record, item.field) for item in found if item.rule.startswith("pandera.")) == [
        ("pandera.column_in_dataframe", "error", None, "section"),
        ("pandera.greater_than_or_equal_to", "error", 0, "stars"),
        ("pandera.not_nullable", "error", 2, "text"),
    ]
    assert [item.message for item in found if item.field == "stars"] == ["stars fails greater_than_or_equal_to(2): 1"]
    assert UNTITLED in told(found)


def test_an_error_that_was_not_gathered_has_its_findings(backend: Backend) -> None:
    with pytest.raises(SchemaError) as caught:
        backend.module.DataFrameSchema(checks=[check(SELECT)]).validate(backend.frame(RECORDS))
    assert told(findings(caught.value)) == [RELATED, UNTITLED]


def test_a_model_inherits_the_record_and_brings_the_rules(backend: Backend) -> None:
    class Story(backend.model):
        rules = backend.rules(SELECT)

    frame = backend.frame([{"id": r["id"], "title": r["headline"], "body": r["text"], "stars": r["stars"]} for r in RECORDS])
    assert told(findings(failed(Story, frame))) == [RELATED, UNTITLED]
    Story.validate(frame[2:], lazy=True)
    error = failed(Story, frame.drop("body") if backend.module is pandera.polars else frame.drop(columns="body"))
    assert ("pandera.column_in_dataframe", "body") in {(item.rule, item.field) for item in findings(error)}


def test_the_model_knows_every_field(backend: Backend) -> None:
    columns = backend.model.to_schema().columns
    assert set(columns) == newslint.Article.fields
    assert {name for name, column in columns.items() if column.required} == {"title", "body"}


def test_lists_of_the_model_are_checked() -> None:
    good = {"title": ["A"], "body": ["B"], "authors": [["Ada Lo", "Bo Li"]], "keywords": [None]}
    PolarsArticle.validate(pl.DataFrame(good, schema_overrides={"keywords": pl.List(pl.String)}), lazy=True)
    error = failed(PolarsArticle, pl.DataFrame({**good, "keywords": [["a"]], "authors": ["Ada Lo"]}))
    assert [(item.rule, item.field) for item in findings(error)] == [("pandera.dtype", "authors")]


def crash(*_: object) -> None:
    raise RuntimeError("a bug in the rule")


def test_a_crash_is_no_fault_of_the_data(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    linter = newslint.Linter(select=["title.is-error-page"])
    monkeypatch.setattr(type(linter._plan.check(0)), "run", crash)
    schema = backend.module.DataFrameSchema(checks=[check(linter=linter)])
    with pytest.raises(NewslintFailure, match=r"rule 'title\.is-error-page' crashed on record 1: RuntimeError") as caught:
        schema.validate(backend.frame(RECORDS), lazy=True)
    assert isinstance(caught.value.error, CheckError)
    with pytest.raises(CheckError, match=r"title\.is-error-page"):
        validate(schema, backend.frame(RECORDS))
    with pytest.raises(CheckError, match=r"title\.is-error-page"):
        split(backend.frame(RECORDS), linter=linter)


def test_a_crash_of_another_check_is_none_either(backend: Backend) -> None:
    schema = backend.module.DataFrameSchema({"stars": backend.module.Column(int, pandera.Check(crash, name="rated"))})
    with pytest.raises(CheckError, match="check 'rated' of column 'stars' crashed: RuntimeError") as caught:
        validate(schema, backend.frame(RECORDS))
    assert caught.value.rule == "pandera.rated"


def test_a_column_that_no_rule_looks_at_is_no_success(backend: Backend) -> None:
    for column, select, reason in (("stars", SELECT, "no field of an article"), ("id", ["boilerplate"], "looks at id")):
        schema = backend.module.DataFrameSchema({column: backend.module.Column(checks=check(select))})
        with pytest.raises(UsageError, match=reason):
            validate(schema, backend.frame(RECORDS))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"field": "titel"}, "no field 'titel'"),
        ({"fail_on": "fatal"}, "unknown severity 'fatal'"),
        ({"select": ["tittle"]}, "no rule matches 'tittle'"),
    ],
)
def test_options_that_are_wrong_are_errors(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        check(**options)


def test_a_linter_and_options_do_not_go_together() -> None:
    with pytest.raises(TypeError, match="one or the other"):
        check(["title"], linter=newslint.Linter(select=["title"]))


def test_lazy_frames_are_validated_with_their_data() -> None:
    schema = pandera.polars.DataFrameSchema({"stars": pandera.polars.Column(int, pandera.Check.ge(2))}, checks=[check(SELECT)])
    lazy = pl.DataFrame(RECORDS).lazy()
    assert schema.validate(lazy, lazy=True) is not None  # pandera alone looks at no data
    assert [item.rule for item in validate(schema, lazy)] == [RELATED[2], "pandera.greater_than_or_equal_to", UNTITLED[2]]


def test_columns_of_several_types_are_judged_and_do_not_crash() -> None:
    frame = pd.DataFrame(
        {"id": ["a", "b"], "title": ["Untitled", ["Ferry", "crews"]], "authors": [["Ada"], float("nan")]}, dtype=object
    )
    found = validate(pandera.pandas.DataFrameSchema(checks=[check(["title.is-error-page", "record"], fail_on="info")]), frame)
    assert (0, "title.is-error-page") in {(item.record, item.rule) for item in found}
    assert any(item.record == 1 and item.rule == "record.field-type" for item in found)


def test_split_gives_good_rows_and_bad_rows_with_reasons(backend: Backend) -> None:
    frame = backend.frame(RECORDS)
    good, bad = split(frame, SELECT)
    assert list(good["id"]) == ["c", "d"]
    assert list(bad["id"]) == ["a", "b"]
    assert list(good.columns) == list(frame.columns)
    assert [[dict(reason) for reason in reasons] for reasons in bad["reasons"]] == [
        [
            {
                "rule": "boilerplate.related-links",
                "severity": "warning",
                "message": "the body still carries a link to other stories: 'Related Articles'",
                "field": "body",
                "start": 17,
                "end": 33,
                "excerpt": "Related Articles",
            }
        ],
        [
            {
                "rule": "title.is-error-page",
                "severity": "error",
                "message": "the title is that of an error page: 'Untitled'",
                "field": "title",
                "start": 0,
                "end": 8,
                "excerpt": "Untitled",
            }
        ],
    ]


def test_split_takes_a_schema_as_well(backend: Backend) -> None:
    schema = backend.module.DataFrameSchema({"stars": backend.module.Column(int, pandera.Check.ge(5))})
    good, bad = split(backend.frame(RECORDS), SELECT, schema=schema)
    assert list(good["id"]) == ["c"]
    assert [[reason["rule"] for reason in reasons] for reasons in bad["reasons"]] == [
        ["boilerplate.related-links", "pandera.greater_than_or_equal_to"],
        ["title.is-error-page"],
        ["pandera.greater_than_or_equal_to"],
    ]


def test_split_refuses_what_it_cannot_tell_apart(backend: Backend) -> None:
    schema = backend.module.DataFrameSchema({"section": backend.module.Column(str)})
    with pytest.raises(UsageError, match="column 'section' is missing"):
        split(backend.frame(RECORDS), SELECT, schema=schema)
    with pytest.raises(UsageError, match="'stars' already"):
        split(backend.frame(RECORDS), SELECT, reasons="stars")


def test_nothing_bad_is_an_empty_frame(backend: Backend) -> None:
    good, bad = split(backend.frame(RECORDS[2:]), SELECT)
    assert (len(good), len(bad)) == (2, 0)
    assert list(bad.columns)[-1] == "reasons"
    good, bad = split(backend.frame(RECORDS[:2]), SELECT)
    assert (len(good), len(bad)) == (0, 2)


SCHEMA = """\
schema_type: {kind}
columns:
  headline:
    dtype: {dtype}
    checks:
      newslint: {{select: title.is-error-page}}
      str_length: {{min_value: 5, max_value: null}}
  text:
    dtype: {dtype}
    nullable: true
checks:
  newslint: {{select: [boilerplate]}}
"""


@pytest.fixture
def schema_file(backend: Backend, tmp_path: Path) -> Path:
    kind, dtype = ("polars_dataframe", "String") if backend.module is pandera.polars else ("dataframe", "str")
    path = tmp_path / "article.pandera.yaml"
    path.write_text(SCHEMA.format(kind=kind, dtype=dtype), encoding="utf-8")
    return path


def test_checks_named_in_a_file_are_newslints(backend: Backend, schema_file: Path) -> None:
    found = validate(schema_file, backend.frame([*RECORDS, {**RECORDS[3], "id": "e", "headline": "Oh"}]))
    assert told(found)[:2] == [RELATED, UNTITLED]
    assert [(item.rule, item.record) for item in found[2:]] == [("pandera.str_length", 4)]
    assert not hasattr(pandera.Check, "newslint")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("select: title.is-error-page", "selcet: title", "did you mean 'select'"),
        ("title.is-error-page", "tittle", "no rule matches 'tittle'"),
        ("str_length", "str_lenght", "pandera cannot make a schema of the file"),
        ("columns:", "colums:", "no `columns`"),
        ("schema_type", "\tschema_type", "cannot be read"),
        ("{select: title.is-error-page}", "title", "is a mapping"),
    ],
)
def test_a_file_that_is_wrong_is_an_error_with_its_path(
    schema_file: Path, before: str, after: str, reason: str, backend: Backend
) -> None:
    text = schema_file.read_text(encoding="utf-8")
    assert before in text
    schema_file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(NewslintError) as caught:
        validate(schema_file, backend.frame(RECORDS))
    assert reason in caught.value.render()
    assert caught.value.path == str(schema_file)


def test_a_file_that_is_not_there_is_an_error(backend: Backend, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the schema cannot be read: No such file"):
        validate(tmp_path / "none.yaml", backend.frame(RECORDS))


def test_an_exported_schema_finds_what_its_rules_find(
    backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = "polars" if backend.module is pandera.polars else "pandas"
    path = tmp_path / "article.pandera.yaml"
    options = ["--isolated", "--library", library, "--profile", "minimal", "-o", str(path)]
    assert main(["export", "pandera", *options]) == 0
    assert "rules, written to" in capsys.readouterr().err
    records = [{**record, "title": record["headline"], "body": record["text"]} for record in RECORDS]
    fields = [{key: record[key] for key in ("id", "title", "body")} for record in records]
    expected = [item for item in newslint.Linter(profile="minimal").check_records(fields) if item.severity != "info"]
    assert len(expected) > 2
    assert told(validate(path, backend.frame(fields))) == told(expected)
    assert main(["export", "pandera", *options]) == 2
    assert "is there already" in capsys.readouterr().err


def test_export_says_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "pandra"]) == 2
    assert "did you mean 'pandera'" in capsys.readouterr().err
    assert main(["export", "pandera", "--library", "dask"]) == 2
    assert main(["export", "--help"]) == 0
