"""Suites of Great Expectations, read without it: the file, and the native checks that its expectations come to.

A suite file is JSON: what a file context keeps in its ``expectations`` folder, or ``ExpectationSuite.to_json_dict()`` written out; files
of Great Expectations 0.x (``expectation_type``, ``expectation_suite_name``) are read too.  Only an expectation about each value of one
column has a native check, and only where it means the same; :class:`UnmappedError` says why another has none.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import msgspec

from newslint.model import LIST_FIELDS, Article, Severity
from newslint.text.python_regex import UntranslatableError, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SEVERITIES: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "info"}
"""Severities of Great Expectations and newslint's for them."""
_ADMINISTRATIVE = frozenset({"batch_id", "column", "mostly", "result_format", "catch_exceptions", "include_config", "meta"})
_TYPES = {
    **dict.fromkeys(("str", "string", "STRING", "VARCHAR", "TEXT", "StringType", "String"), "text"),
    **dict.fromkeys(("bool", "boolean", "BOOLEAN", "BooleanType"), "boolean"),
    "list": "list",
    "dict": "mapping",
}


class UnmappedError(ValueError):
    """An expectation has no native check of the same meaning; the text says why."""


class SuiteError(ValueError):
    """A file is no suite of expectations.

    Args:
        reason: What is wrong with it.
        line: 1-based line of the fault, where it has one.
        column: 1-based column.
    """

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column


class Expectation(msgspec.Struct, frozen=True):
    """One expectation of a suite, as its file states it.

    Attributes:
        number: Its place in the suite, counted from 1.
        type: ``expect_column_values_to_not_be_null``.
        kwargs: Its arguments.
        severity: ``error``, ``warning`` or ``info``; None when the file states none.
        description: What its author wrote about it, or empty.
    """

    number: int
    type: str
    kwargs: dict[str, Any]
    severity: Severity | None = None
    description: str = ""

    @property
    def column(self) -> str | None:
        """The column it is about, when it is about one."""
        column = self.kwargs.get("column")
        return column if isinstance(column, str) else None

    @property
    def mostly(self) -> float | None:
        """Share of values that have to pass, when that is not all of them."""
        mostly = self.kwargs.get("mostly")
        return float(mostly) if isinstance(mostly, (int, float)) and not isinstance(mostly, bool) and mostly != 1 else None


class Suite(msgspec.Struct, frozen=True):
    """A suite of expectations.

    Attributes:
        name: Its name, or that of the file.
        version: Version of Great Expectations that wrote it, or empty.
        expectations: In the order of the file.
    """

    name: str
    version: str
    expectations: tuple[Expectation, ...]


class Native(msgspec.Struct, frozen=True):
    """A check of newslint's that an expectation comes to.

    Attributes:
        kind: Name of the kind.
        params: Its params.
        fault: A word or two for a rule id: ``null``, ``not-in-set``.
        expected: What a value should be: ``not null``, ``one of 'a', 'b'``.
        message: A rule's message, for a finding of this kind.
        good: Values that pass, the likeliest first; None stands for an absent one.
        bad: Values that do not.
        note: Where the check differs from the expectation, or empty.
    """

    kind: str
    params: dict[str, Any]
    fault: str
    expected: str
    message: str
    good: tuple[Any, ...]
    bad: tuple[Any, ...]
    note: str = ""


def read_suite(path: str) -> Suite:
    """Read a suite file.

    Raises:
        OSError: The file cannot be read.
        SuiteError: It is no suite.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except json.JSONDecodeError as error:
        raise SuiteError(f"no JSON: {error.msg}", error.lineno, error.colno) from None
    except UnicodeDecodeError:
        raise SuiteError("no UTF-8") from None
    except RecursionError:
        raise SuiteError("nested too deeply") from None
    if not isinstance(data, dict) or not isinstance(data.get("expectations"), list):
        raise SuiteError("no suite of expectations: a mapping with a list `expectations`")
    name = data.get("name") or data.get("expectation_suite_name") or os.path.splitext(os.path.basename(path))[0]
    meta = data.get("meta")
    version = meta.get("great_expectations_version", "") if isinstance(meta, dict) else ""
    expectations = tuple(_expectation(number, item) for number, item in enumerate(data["expectations"], start=1))
    return Suite(str(name), str(version), expectations)


def _expectation(number: int, item: Any) -> Expectation:
    kind = item.get("type", item.get("expectation_type")) if isinstance(item, dict) else None
    kwargs = item.get("kwargs", {}) if isinstance(item, dict) else None
    if not isinstance(kind, str) or not isinstance(kwargs, dict):
        raise SuiteError(f"expectation {number} lacks its type or its kwargs")
    stated = item.get("severity")
    if stated is not None and (not isinstance(stated, str) or stated not in SEVERITIES):
        raise SuiteError(f"expectation {number} has the severity {stated!r}, which is none of {', '.join(SEVERITIES)}")
    description = item.get("description")
    if not description and isinstance(item.get("meta"), dict):
        notes = item["meta"].get("notes")
        description = notes.get("content") if isinstance(notes, dict) else notes
        description = " ".join(map(str, description)) if isinstance(description, list) else description
    severity = None if stated is None else SEVERITIES[stated]
    return Expectation(number, kind, kwargs, severity, " ".join(str(description or "").split()))


def natives(expectation: Expectation, field: str) -> list[Native]:
    """The native checks that an expectation comes to: each has to hold.

    Args:
        expectation: What is expected.
        field: The field that its column is read as.

    Raises:
        UnmappedError: None would mean the same.
    """
    convert = _CONVERTERS.get(expectation.type)
    if convert is None:
        raise UnmappedError(_no_counterpart(expectation.type))
    kwargs = expectation.kwargs
    if kwargs.get("row_condition"):
        raise UnmappedError("row_condition: it is about some rows only")
    mostly = kwargs.get("mostly", 1)
    if isinstance(mostly, bool) or not isinstance(mostly, (int, float)) or not 0 <= mostly <= 1:
        raise UnmappedError(f"mostly: {mostly!r} is known when it runs, if at all")
    if field in LIST_FIELDS:
        raise UnmappedError(f"newslint reads {field} as a list, and an empty list is an absent one")
    names, function = convert
    given = {key: value for key, value in kwargs.items() if key not in _ADMINISTRATIVE and value is not None}
    given.pop("condition_parser", None)  # it says how to read a row_condition, and there is none
    unknown = sorted(given.keys() - set(names))
    if unknown:
        raise UnmappedError(f"{unknown[0]}: an argument that newslint does not know")
    run_time = next((key for key, value in given.items() if isinstance(value, dict)), None)
    if run_time is not None:
        raise UnmappedError(f"{run_time}: its value is known only when the suite runs")
    try:
        return function(given, field)
    except UntranslatableError as error:
        raise UnmappedError(f"regex: {error}") from None


def _no_counterpart(kind: str) -> str:
    if kind.startswith("expect_column_values_"):
        return "no native kind means the same"
    if kind.startswith("expect_column_pair_"):
        return "it compares two columns"
    if kind.startswith(("expect_table_", "expect_column_to_exist")):
        return "it is about the table, not about values"
    if kind.startswith(("expect_multicolumn_", "expect_compound_", "expect_select_column_values")):
        return "it is about several columns"
    if kind.startswith(("expect_query_", "unexpected_rows")):
        return "it is a query, and newslint runs none"
    if kind.startswith("expect_column_"):
        return "it is about all values of a column together"
    return "newslint does not know it"


def _not_null(_kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    return [Native("required", {"blank": True}, "null", "not null", "{field} is {reason}", ("x", ""), (None,))]


def _null(_kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    message = "{field} has a value, and should have none: {value!r}"
    return [Native("forbidden", {"blank": True}, "not-null", "null", message, (None,), ("x", ""))]


def _in_set(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    values = _texts(kwargs, "value_set")
    params = {"values": values, "blank": True}
    message = "{field} is {value!r}, not {values}{hint}"
    good = tuple(values[:2])
    return [Native("one_of", params, "not-in-set", f"one of {_listed(values)}", message, good, _others(values))]


def _not_in_set(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    values = _texts(kwargs, "value_set")
    params = {"values": values, "not": True, "blank": True}
    expected = f"none of {_listed(values)}"
    return [Native("one_of", params, "in-set", expected, "{field} is {value!r}", _others(values), tuple(values[:2]))]


def _texts(kwargs: Mapping[str, Any], name: str) -> list[str]:
    values = kwargs.get(name)
    if not isinstance(values, list) or not values:
        raise UnmappedError(f"{name}: it names no values")
    values = [value for value in values if value is not None]  # a null is never looked at
    if not all(isinstance(value, str) for value in values):
        raise UnmappedError(f"{name}: it holds other values than text")
    return list(dict.fromkeys(values))


def _others(values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in ("something else", "another value", "x", "7", "") if value not in values)


def _listed(values: list[str]) -> str:
    shown = ", ".join(map(repr, values[:8]))
    return f"{shown} …" if len(values) > 8 else shown


_NO_MATCHES = ("something else", "x", "7", "-", "A", "…", " ", "x" * 300, "\n", "")
"""Texts of which a pattern that is of any use leaves one alone."""


def _match_regex(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    return [_matching(_one_regex(kwargs))]


def _not_match_regex(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    return [_not_matching([_one_regex(kwargs)])]


def _match_regex_list(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    regexes = _regexes(kwargs)
    how = kwargs.get("match_on", "any")
    if how == "all":
        return [_matching(regex) for regex in regexes]
    if how != "any":
        raise UnmappedError(f"match_on: {how!r} is neither any nor all")
    return [_matching(*regexes)]


def _not_match_regex_list(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    return [_not_matching(_regexes(kwargs))]


def _one_regex(kwargs: Mapping[str, Any]) -> str:
    regex = kwargs.get("regex")
    if not isinstance(regex, str):
        raise UnmappedError("regex: it is no text")
    return regex


def _regexes(kwargs: Mapping[str, Any]) -> list[str]:
    regexes = kwargs.get("regex_list")
    if not isinstance(regexes, list) or not regexes or not all(isinstance(regex, str) for regex in regexes):
        raise UnmappedError("regex_list: it is no list of texts")
    return regexes


def _matching(*regexes: str) -> Native:
    translated = [translate(regex) for regex in regexes]
    params = {"match": _one_or_all([item.pattern for item in translated]), "ignore_case": False, "min": 1}
    samples = tuple(sample for item in translated for sample in item.samples)
    message = f"{{field}} does not match {_braced(_listed(list(regexes)))}: {{value!r}}"
    return Native("occurrence", params, "no-match", f"text that matches {_listed(list(regexes))}", message, samples, _NO_MATCHES)


def _not_matching(regexes: list[str]) -> Native:
    translated = [translate(regex) for regex in regexes]
    params = {"match": _one_or_all([item.pattern for item in translated]), "ignore_case": False, "once": True}
    samples = tuple(sample for item in translated for sample in item.samples)
    return Native(
        "pattern",
        params,
        "match",
        f"text that does not match {_listed(regexes)}",
        "{field} holds {match!r}",
        _NO_MATCHES,
        samples,
    )


def _one_or_all(patterns: list[str]) -> str | list[str]:
    return patterns[0] if len(patterns) == 1 else patterns


def _braced(text: str) -> str:
    """``text`` as a message has it, in which a brace is doubled."""
    return text.replace("{", "{{").replace("}", "}}")


def _lengths_between(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    low, high = (_whole(kwargs, name) for name in ("min_value", "max_value"))
    if low is not None and kwargs.get("strict_min"):
        low += 1
    if high is not None and kwargs.get("strict_max"):
        high -= 1
    if not low:
        low = None
    if low is None and high is None:
        raise UnmappedError("it has no bound")
    return [_lengths(low, high)]


def _lengths_equal(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    value = _whole(kwargs, "value")
    if value is None:
        raise UnmappedError("value: it is missing")
    return [_lengths(value or None, value)]


def _lengths(low: int | None, high: int | None) -> Native:
    if high is not None and (high < 0 or (low is not None and low > high)):
        raise UnmappedError("no length is between its bounds")
    bounds = {name: bound for name, bound in (("min", low), ("max", high)) if bound is not None}
    message = "{field} has {count} characters; the limit is {limit}"
    sizes = [size for size in (low, high) if size is not None]
    good = tuple("x" * size for size in sizes)
    bad = (*(("x" * (low - 1),) if low is not None else ()), *(("x" * (high + 1),) if high is not None else ()))
    limits = " and ".join(f"{'at least' if name == 'min' else 'at most'} {bound}" for name, bound in bounds.items())
    expected = f"{f'exactly {low}' if low == high else limits} characters long"
    return Native("length", {"unit": "code_points", **bounds}, "length", expected, message, good, bad)


def _whole(kwargs: Mapping[str, Any], name: str) -> int | None:
    value = kwargs.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise UnmappedError(f"{name}: {value!r} is no length")
    return int(value)


def _unique(_kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    note = "newslint reports all but the first of equal values, and compares no blank ones"
    message = "{field} {value!r} stands in another record, too"
    return [Native("unique", {"normalize": []}, "not-unique", "unique", message, ("x",), ("x",), note)]


def _between(kwargs: Mapping[str, Any], _field: str) -> list[Native]:
    bounds: dict[str, float] = {}
    for name, loose, strict in (("min", "min", "above"), ("max", "max", "below")):
        value = kwargs.get(f"{name}_value")
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UnmappedError(f"{name}_value: {value!r} is no number")
        bounds[strict if kwargs.get(f"strict_{name}") else loose] = value
    if not bounds:
        raise UnmappedError("it has no bound")
    low, high = bounds.get("min", bounds.get("above")), bounds.get("max", bounds.get("below"))
    if low is not None and high is not None and low > high:
        raise UnmappedError("no number is between its bounds")
    middle = (low + high) / 2 if low is not None and high is not None else low + 1 if low is not None else (high or 0) - 1
    good = (*(value for value in (low, high) if value is not None), middle)
    bad = (*(() if low is None else (low - 1,)), *(() if high is None else (high + 1,)))
    words = {"min": "at least", "above": "more than", "max": "at most", "below": "less than"}
    expected = " and ".join(f"{words[name]} {value:g}" for name, value in bounds.items())
    return [Native("range", dict(bounds), "range", expected, "{field} is {number}, not {limits}", good, bad)]


def _of_type(kwargs: Mapping[str, Any], field: str) -> list[Native]:
    return _typed([kwargs.get("type_")], field)


def _in_type_list(kwargs: Mapping[str, Any], field: str) -> list[Native]:
    types = kwargs.get("type_list")
    if not isinstance(types, list) or not types:
        raise UnmappedError("type_list: it names no types")
    return _typed(types, field)


def _typed(types: list[Any], field: str) -> list[Native]:
    names = [_TYPES.get(name) if isinstance(name, str) else None for name in types]
    if None in names:
        unknown = types[names.index(None)]
        raise UnmappedError(f"type {unknown!r}: newslint tells text, booleans, lists and mappings apart, and one sort of number")
    expected = list(dict.fromkeys(name for name in names if name is not None))
    samples: dict[str, Any] = {"text": "x", "boolean": True, "list": ["x"], "mapping": {"x": "y"}}
    good = tuple(samples[name] for name in expected)
    bad = (7, *(value for name, value in samples.items() if name not in expected))
    if field in Article.fields:
        # A canonical field is text by itself, so the param says what it may be besides.
        if "text" not in expected:
            raise UnmappedError(f"newslint reads {field} as text")
        params: dict[str, Any] = {"stringified": False, "allow": [name for name in expected if name != "text"]}
    else:
        params = {"stringified": False, "expect": expected[0], "allow": expected[1:]}
    if not params["allow"]:
        del params["allow"]
    return [
        Native(
            "type", params, "type", f"of type {' or '.join(map(str, types))}", "{field} is {actual}, not {expected}", good, bad
        )
    ]


_CONVERTERS: dict[str, tuple[tuple[str, ...], Callable[[Mapping[str, Any], str], list[Native]]]] = {
    "expect_column_values_to_not_be_null": ((), _not_null),
    "expect_column_values_to_be_null": ((), _null),
    "expect_column_values_to_be_in_set": (("value_set",), _in_set),
    "expect_column_values_to_not_be_in_set": (("value_set",), _not_in_set),
    "expect_column_values_to_match_regex": (("regex",), _match_regex),
    "expect_column_values_to_not_match_regex": (("regex",), _not_match_regex),
    "expect_column_values_to_match_regex_list": (("regex_list", "match_on"), _match_regex_list),
    "expect_column_values_to_not_match_regex_list": (("regex_list",), _not_match_regex_list),
    "expect_column_value_lengths_to_be_between": (("min_value", "max_value", "strict_min", "strict_max"), _lengths_between),
    "expect_column_value_lengths_to_equal": (("value",), _lengths_equal),
    "expect_column_values_to_be_unique": ((), _unique),
    "expect_column_values_to_be_between": (("min_value", "max_value", "strict_min", "strict_max"), _between),
    "expect_column_values_to_be_of_type": (("type_",), _of_type),
    "expect_column_values_to_be_in_type_list": (("type_list",), _in_type_list),
}
"""By type: the arguments that are understood, and what makes native checks of them."""

MAPPED: tuple[str, ...] = tuple(_CONVERTERS)
"""Types of expectations that have native checks."""
