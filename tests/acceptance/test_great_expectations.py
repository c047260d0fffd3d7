"""newslint in Great Expectations: findings as columns, rules as a suite, results as findings again; and suites as rules.

The modules that need the package stand here, so that a run of all tests imports it once in each worker.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import newslint
from newslint.cli import main
from newslint.errors import CheckError, InputError, UsageError
from newslint.integrations import great_expectations as newslint_gx
from newslint.kinds.gx_suite import MAPPED, Expectation, natives
from newslint.model import Rule
from newslint.model.convert import article_from_mapping

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

pytestmark = pytest.mark.filterwarnings("ignore")
"""Great Expectations warns of what it does itself."""

RECORDS = [
    {"id": "a", "title": "Port reopens after storm", "body": "The port reopened on Monday.\n\nRelated Articles"},
    {"id": "b", "title": "", "body": "Ferries sailed again at noon."},
    {"id": "c", "title": "Council votes on pool", "body": "The council voted on the swimming pool."},
    {"id": "d", "title": "Council votes on pool ", "body": "A second vote follows.\n\nRelated Articles\n\nRead more"},
]
SELECT = ["boilerplate.related-links", "title.missing", "duplicate.title-exact"]


@pytest.fixture(scope="session")
def gx() -> ModuleType:
    pytest.importorskip("pandas")
    return pytest.importorskip("great_expectations")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def linter() -> newslint.Linter:
    return newslint.Linter(select=SELECT)


@pytest.fixture
def frame(gx: ModuleType) -> Any:
    import pandas as pd

    return pd.DataFrame(RECORDS, index=["w", "x", "y", "z"])


def cells(annotated: Any) -> dict[str, list[Any]]:
    columns = [name for name in annotated.columns if name.startswith("newslint.")]
    return {name: [cell if isinstance(cell, str) else None for cell in annotated[name]] for name in columns}


def test_a_column_for_every_rule_tells_what_was_found(frame: Any, linter: newslint.Linter) -> None:
    annotated = newslint_gx.annotate(frame, linter, by="rule")
    found = cells(annotated)
    assert list(found) == [*(f"newslint.{rule.id}" for rule in linter.rules), newslint_gx.FINDINGS]
    assert list(annotated.index) == list(frame.index)
    assert list(annotated["title"]) == list(frame["title"])
    assert found["newslint.boilerplate.related-links"] == [
        "record 0 (a): body 30–46 “Related Articles”: the body still carries a link to other stories: 'Related Articles'",
        None,
        None,
        (
            "record 3 (d): body 24–40 “Related Articles”: the body still carries a link to other stories: 'Related Articles'; "
            "body 42–51 “Read more”: the body still carries a link to other stories: 'Read more'"
        ),
    ]
    assert found["newslint.title.missing"] == [None, "record 1 (b): the record has no title (blank)", None, None]
    assert [bool(cell) for cell in found["newslint.duplicate.title-exact"]] == [False, False, False, True]
    read = [json.loads(cell) for cell in found[newslint_gx.FINDINGS] if cell]
    assert [finding["rule"] for findings in read for finding in findings] == [
        "boilerplate.related-links",
        "title.missing",
        "boilerplate.related-links",
        "boilerplate.related-links",
        "duplicate.title-exact",
    ]


def test_a_column_for_every_family_and_severity(frame: Any, linter: newslint.Linter) -> None:
    annotated = newslint_gx.annotate(frame, linter)
    severities = {rule.id: rule.severity for rule in linter.rules}
    assert list(cells(annotated)) == [
        *dict.fromkeys(f"newslint.{name.partition('.')[0]}.{severity}" for name, severity in severities.items()),
        newslint_gx.FINDINGS,
    ]
    two = newslint.Linter(select=["boilerplate.related-links", "boilerplate.share"])
    shared = cells(newslint_gx.annotate(frame, two))["newslint.boilerplate.warning"]
    assert shared[0].startswith("record 0 (a): boilerplate.related-links: body 30–46 ")
    # A second call takes the place of the first.
    again = newslint_gx.annotate(annotated, linter)
    assert cells(again) == cells(annotated)


@pytest.mark.parametrize("make", ["polars", "table", "batch"])
def test_other_frames_are_converted(make: str, frame: Any, linter: newslint.Linter) -> None:
    pa = pytest.importorskip("pyarrow")
    if make == "polars":
        data = pytest.importorskip("polars").DataFrame(RECORDS)
    else:
        data = pa.Table.from_pylist(RECORDS) if make == "table" else pa.RecordBatch.from_pylist(RECORDS)
    assert cells(newslint_gx.annotate(data, linter)) == cells(newslint_gx.annotate(frame, linter))


def test_a_frame_that_is_no_table(frame: Any, linter: newslint.Linter) -> None:
    frame["mixed"] = ["a", 1, None, ["b"]]
    with pytest.raises(InputError, match="cannot be read as a table") as caught:
        newslint_gx.annotate(frame, linter)
    assert "mixed" in str(caught.value)


def test_a_suite_says_what_newslint_knows(gx: ModuleType, linter: newslint.Linter) -> None:
    suite = newslint_gx.suite(linter, name="articles", by="rule", fail_on="error")
    by_column = {expectation.column: expectation for expectation in suite.expectations}
    rule = next(rule for rule in linter.rules if rule.id == "title.missing")
    empty = by_column["newslint.title.missing"]
    assert (suite.name, len(suite.expectations)) == ("articles", len(linter.rules) + 1)
    assert (str(getattr(empty.severity, "value", empty.severity)), empty.mostly) == ("critical", 1)
    assert empty.description.startswith(f"title.missing (error): {rule.title}. ")
    (told,) = empty.meta["newslint"]["rules"]
    assert (told["id"], told["severity"], told["title"]) == ("title.missing", "error", rule.title)
    assert by_column["newslint.boilerplate.related-links"].mostly == 0
    assert by_column[newslint_gx.FINDINGS].mostly == 0


def test_budgets_are_mostly_and_their_rules_have_a_column_together(gx: ModuleType, frame: Any, linter: newslint.Linter) -> None:
    budgets: dict[str, str | int] = {"boilerplate": "7%", "title": 1}
    suite = newslint_gx.suite(linter, budgets=budgets, records=4)
    assert {expectation.column: expectation.mostly for expectation in suite.expectations} == {
        "newslint.boilerplate": 0.93,
        "newslint.title": 0.75,
        "newslint.duplicate.warning": 1,
        newslint_gx.FINDINGS: 0,
    }
    assert suite.expectations[0].meta["newslint"]["budget"] == 0.07
    annotated = newslint_gx.annotate(frame, linter, budgets=budgets)
    assert [bool(cell) for cell in cells(annotated)["newslint.boilerplate"]] == [True, False, False, True]
    for allowed, success in (("25%", False), ("50%", True)):
        some = newslint.Linter(select=["boilerplate.related-links"])
        options: Any = {"budgets": {"boilerplate": allowed}}
        checkpoint = newslint_gx.checkpoint(some, data_docs=False, **options)
        result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(frame, some, **options)})
        assert result.success is success
        assert len(newslint_gx.findings(result)) == 3


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"budgets": {"titel": "2%"}}, "no rule matches 'titel'"),
        ({"budgets": {"title": "few"}}, "'few' is neither a share nor a number"),
        ({"budgets": {"title": 3}}, "is a number of records"),
        ({"by": "rules"}, "unknown value 'rules'"),
        ({"fail_on": "warn"}, "unknown value 'warn'"),
    ],
)
def test_options_that_are_wrong(gx: ModuleType, linter: newslint.Linter, options: Any, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        newslint_gx.suite(linter, **options)


def test_a_linter_and_its_options_do_not_go_together(gx: ModuleType, linter: newslint.Linter) -> None:
    with pytest.raises(TypeError, match="give one or the other"):
        newslint_gx.suite(linter, select=["title"])


def test_every_finding_is_in_the_result(gx: ModuleType, frame: Any, linter: newslint.Linter, tmp_path: Path) -> None:
    class Note(gx.checkpoint.ValidationAction):  # type: ignore[misc, name-defined]
        type: str = "note"

        def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
            (tmp_path / "note").write_text(str(checkpoint_result.success), encoding="utf-8")
            return {}

    checkpoint = newslint_gx.checkpoint(linter, actions=[Note(name="note")], data_docs=False)
    result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(frame, linter)})
    assert result.success is False
    assert (tmp_path / "note").read_text(encoding="utf-8") == "False"
    expected = list(linter.check_records(RECORDS))
    assert len(expected) == 5
    assert [finding.public() for finding in newslint_gx.findings(result)] == [finding.public() for finding in expected]

    clean = frame.loc[["y"]]
    result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(clean, linter)})
    assert (result.success, newslint_gx.findings(result)) == (True, [])


def test_many_rows_are_all_in_the_result(gx: ModuleType, linter: newslint.Linter, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame([{"id": str(number), "title": "", "body": f"Ferry {number} sailed."} for number in range(450)])
    checkpoint = newslint_gx.checkpoint(linter, context=tmp_path, data_docs=False)
    result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(frame, linter)})
    assert [finding.record for finding in newslint_gx.findings(result)] == list(range(450))
    (stored,) = (tmp_path / "gx" / "uncommitted" / "validations").rglob("*.json")
    assert len(newslint_gx.findings(json.loads(stored.read_text(encoding="utf-8")))) == 450


def test_data_docs_and_stored_results(
    gx: ModuleType,
    frame: Any,
    linter: newslint.Linter,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules["newslint.integrations.great_expectations.checkpoint"], "_said", set())
    annotated = newslint_gx.annotate(frame, linter, by="rule")
    with caplog.at_level(logging.WARNING, "newslint"):
        for _ in range(2):  # a second run brings up to date what the first has left
            checkpoint = newslint_gx.checkpoint(linter, context=tmp_path, by="rule")
            checkpoint.run(batch_parameters={"dataframe": annotated})
    assert [record.message[:9] for record in caplog.records if record.name == "newslint"] == ["Data Docs"]

    stored = sorted((tmp_path / "gx" / "uncommitted" / "validations").rglob("*.json"))
    assert len(stored) == 2
    result = json.loads(stored[0].read_text(encoding="utf-8"))
    assert len(newslint_gx.findings(result)) == 5
    pages = sorted((tmp_path / "gx" / "uncommitted" / "data_docs").rglob("validations/**/*.html"))
    page = pages[0].read_text(encoding="utf-8")
    for shown in ("boilerplate.related-links", "the body still carries a link", "record 3 (d)", "(warning)", "title.missing"):
        assert shown in page


def test_markup_in_an_article_is_none_in_data_docs(gx: ModuleType, tmp_path: Path) -> None:
    import pandas as pd

    script = "<script>alert('x')</script>"
    frame = pd.DataFrame([{"id": f"{script}a & b", "title": script, "body": f"The port reopened. {script}"}])
    linter = newslint.Linter(select=["markup"])
    annotated = newslint_gx.annotate(frame, linter)
    result = newslint_gx.checkpoint(linter, context=tmp_path).run(batch_parameters={"dataframe": annotated})
    found = newslint_gx.findings(result)
    assert [finding.public() for finding in found] == [
        finding.public() for finding in linter.check_records(frame.to_dict("records"))
    ]
    assert any("<script>" in (finding.excerpt or "") for finding in found)
    for page in (tmp_path / "gx" / "uncommitted" / "data_docs").rglob("*.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8")


def test_a_crash_of_a_rule_names_it_and_blames_no_record(gx: ModuleType, frame: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from newslint.kinds.required import RequiredCheck

    def broken(*_arguments: Any) -> Any:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(RequiredCheck, "run", broken)
    with pytest.raises(CheckError, match=r"rule 'title\.missing' crashed on record 1: RuntimeError: no such luck") as caught:
        newslint_gx.annotate(frame, newslint.Linter(select=["title.missing"]))
    assert caught.value.rule == "title.missing"


def test_an_expectation_that_cannot_be_computed_is_an_error(gx: ModuleType, frame: Any, linter: newslint.Linter) -> None:
    checkpoint = newslint_gx.checkpoint(linter, by="rule", data_docs=False)
    result = checkpoint.run(batch_parameters={"dataframe": newslint_gx.annotate(frame, linter, by="family")})
    assert result.success is False
    with pytest.raises(CheckError, match=r"expectation expect_column_values_to_be_null of column 'newslint\.") as caught:
        newslint_gx.findings(result)
    assert "could not be computed" in caught.value.reason
    assert caught.value.rule in SELECT
    assert caught.value.hint is not None
    assert "annotate()" in caught.value.hint


def test_results_that_do_not_hold_the_findings(gx: ModuleType, frame: Any, linter: newslint.Linter) -> None:
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
    batch = asset.add_batch_definition_whole_dataframe("b").get_batch({"dataframe": newslint_gx.annotate(frame, linter)})
    result = batch.validate(newslint_gx.suite(linter), result_format="BOOLEAN_ONLY")
    with pytest.raises(UsageError, match="a part of the findings only"):
        newslint_gx.findings(result)
    result = batch.validate(gx.ExpectationSuite("own", expectations=[gx.expectations.ExpectColumnToExist(column="title")]))
    with pytest.raises(UsageError, match=r"no expectation on newslint\.findings"):
        newslint_gx.findings(result)
    with pytest.raises(UsageError, match="DataFrame is no result"):
        newslint_gx.findings(frame)


@pytest.mark.parametrize("name", ["pandas", "great_expectations"])
def test_a_missing_package_names_the_extra(name: str, linter: newslint.Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=f"needs the package {name}") as caught:
        newslint_gx.annotate([], linter) if name == "pandas" else newslint_gx.suite(linter)
    assert caught.value.hint == "pip install 'newslint[gx]'"


def test_importing_the_adapter_loads_none_of_it() -> None:
    code = (
        "import sys, newslint.integrations.great_expectations\n"
        "print([name for name in ('great_expectations', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- suites as rules: Great Expectations itself says which rows they have to report ------------------------------------------

TEXTS = [
    "usable", "draft", "Draft", "", " ", "\n", "TBC", "tbc", "untitled", "Untitled 2", "ab", "abc", "x" * 9, "https://n.example/a", "ftp://x",
    "naïve café", "cafe\u0301", "٣٤", "7", "İ", "ſ", "\u212a", "a\nb", "a\n", "\u2028", "\x1c", "{x}", "<b>", "😀😀", None, None,
]  # fmt: skip
NUMBERS = [0, 1, 1.5, 2, -3, 9000, 8999.9, None]
CASES: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_not_be_null", {}),
    ("expect_column_values_to_be_null", {}),
    ("expect_column_values_to_be_in_set", {"value_set": ["usable", "TBC", ""]}),
    ("expect_column_values_to_not_be_in_set", {"value_set": ["draft", " ", "😀😀"]}),
    ("expect_column_values_to_match_regex", {"regex": r"^https?://[\w.-]+/"}),
    ("expect_column_values_to_match_regex", {"regex": r"^\w+$"}),
    ("expect_column_values_to_match_regex", {"regex": r"\d"}),
    ("expect_column_values_to_not_match_regex", {"regex": "(?i)^(tbc|untitled|k|s|i)$"}),
    ("expect_column_values_to_not_match_regex", {"regex": r"\s"}),
    ("expect_column_values_to_match_regex_list", {"regex_list": ["^[a-z]", "[a-z]$"], "match_on": "any"}),
    ("expect_column_values_to_match_regex_list", {"regex_list": ["^[a-z]", "[a-z]$"], "match_on": "all"}),
    ("expect_column_values_to_not_match_regex_list", {"regex_list": ["<[a-z]+>", r"\{"]}),
    ("expect_column_value_lengths_to_be_between", {"min_value": 1, "max_value": 6}),
    ("expect_column_value_lengths_to_be_between", {"min_value": 2, "max_value": 6, "strict_min": True, "strict_max": True}),
    ("expect_column_value_lengths_to_equal", {"value": 2}),
    ("expect_column_values_to_be_of_type", {"type_": "str"}),
    ("expect_column_values_to_be_in_type_list", {"type_list": ["str"]}),
    ("expect_column_values_to_be_between", {"min_value": 1, "max_value": 9000}),
    ("expect_column_values_to_be_between", {"min_value": 1, "max_value": 9000, "strict_min": True, "strict_max": True}),
    ("expect_column_values_to_be_between", {"max_value": 1.5}),
]


@pytest.fixture(scope="session")
def batches(gx: ModuleType) -> dict[str, Any]:
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("values")
    frames = {
        "status": pd.DataFrame({"status": pd.Series(TEXTS, dtype=object)}),
        "pages": pd.DataFrame({"pages": pd.Series(NUMBERS, dtype="float64")}),
    }
    return {
        name: source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
        for name, frame in frames.items()
    }


@pytest.mark.parametrize(("name", "kwargs"), CASES)
def test_native_rules_report_the_rows_that_the_expectation_does(
    gx: ModuleType, batches: dict[str, Any], name: str, kwargs: dict[str, Any]
) -> None:
    column = "pages" if name.endswith("to_be_between") and "lengths" not in name else "status"
    made = getattr(gx.expectations, "".join(part.title() for part in name.split("_")))(column=column, **kwargs)
    result = batches[column].validate(made, result_format="COMPLETE")
    assert not any(
        part.get("raised_exception")
        for part in (result.exception_info, *result.exception_info.values())
        if isinstance(part, dict)
    )
    expected = set(result.result.get("unexpected_index_list") or ())
    if "_type" in name and not expected:
        assert result.success  # GX asks the type of the column, not of its values, where it can

    rules = [
        Rule(f"gx.rule-{number}", "t", "w", "error", (column,), native.kind, "m", native.params)
        for number, native in enumerate(natives(Expectation(1, name, {"column": column, **kwargs}), column))
    ]
    values = TEXTS if column == "status" else NUMBERS
    articles = [article_from_mapping({} if value is None else {column: value}) for value in values]
    found = {finding.record for finding in newslint.Linter(rules=rules).check_articles(articles)}
    assert found == expected


def test_every_mapped_type_but_unique_is_compared_with_the_original() -> None:
    assert {name for name, _ in CASES} == set(MAPPED) - {"expect_column_values_to_be_unique"}


def test_a_suite_of_a_file_context_is_imported(gx: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = gx.get_context(mode="file", project_root_dir=tmp_path)
    expectations = gx.expectations
    context.suites.add(
        gx.ExpectationSuite(
            name="articles",
            expectations=[
                expectations.ExpectColumnValuesToNotBeNull(column="headline", mostly=0.98, severity="critical"),
                expectations.ExpectColumnValuesToMatchRegex(column="url", regex="^https?://", severity="warning"),
                expectations.ExpectColumnValuesToBeUnique(column="url"),
                expectations.ExpectTableRowCountToBeBetween(min_value=1),
            ],
        )
    )
    output = tmp_path / "articles.yaml"
    assert main(["import", "gx", str(tmp_path / "gx" / "expectations" / "articles.json"), "-o", str(output)]) == 0
    said = capsys.readouterr().err
    assert "3 rules of 3 of 4 expectations" in said
    assert "4. expect_table_row_count_to_be_between: it is about the table" in said
    assert "gx-articles.headline-null: 2%" in said
    assert main(["rules", "test", str(output)]) == 0
