"""What a plugin can do wrong while articles are checked, and every word that is said about it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ACME = "plugin 'acme' (newslint-acme 1.0)"
NOT_THE_DATA = "help: this is a fault of the plugin, not of the data\n"
KIND = """
from newslint.kinds.base import Check, DatasetCheck, Kind, Params, Verdict
from newslint.plugins import hookimpl
from newslint.readers.base import Unit
from newslint.reporters.base import Reporter

class P(Params, frozen=True):
    pass

"""
CRASHES = {
    "compile": (
        "class C(Check[P]):\n    def __init__(self, rule, params): raise RuntimeError('out of ink')\n",
        (
            f"error: rules/acme.yaml:8:11: {ACME}: kind 'acme:loud' raised RuntimeError: out of ink\n"
            "8 |     kind: acme:loud\n  |           ^\n"
            "help: this is a fault of the rule's kind, not of the rule\n"
        ),
        "",
    ),
    "patterns": (
        "class C(Check[P]):\n    def patterns(self): raise RuntimeError('out of ink')\n",
        (
            f"error: rules/acme.yaml:3: {ACME}: kind 'acme:loud' raised RuntimeError: out of ink, on rule 'acme.loud'\n"
            "help: this is a fault of the rule's kind, not of the rule\n"
        ),
        "",
    ),
    "run": (
        "class C(Check[P]):\n    def run(self, record, fields): raise RuntimeError('out of ink')\n",
        (
            f"error: story.jsonl: {ACME}: rule 'acme.loud' (kind 'acme:loud') crashed on record 0: RuntimeError: out of ink\n"
            "help: this is a fault of the rule's kind, not of the data; the other rules ran\n"
        ),
        "title.missing",
    ),
    "map": (
        "class C(DatasetCheck[P]):\n    def map(self, record): raise RuntimeError('out of ink')\n",
        (
            f"error: story.jsonl: {ACME}: rule 'acme.loud' (kind 'acme:loud') crashed on record 0: RuntimeError: out of ink\n"
            "help: this is a fault of the rule's kind, not of the data; the other rules ran\n"
        ),
        "title.missing",
    ),
    "judge": (
        "class C(DatasetCheck[P]):\n    def map(self, record): return [(1, b'')]\n    def judge(self, rows): raise RuntimeError('no ink')\n",
        (
            f"error: story.jsonl: {ACME}: rule 'acme.loud' (kind 'acme:loud') crashed on record 0: RuntimeError: no ink\n"
            "help: this is a fault of the rule's kind, not of the data; the other rules ran\n"
        ),
        "title.missing",
    ),
    "confirm": (
        (
            "class C(DatasetCheck[P]):\n    def map(self, record): return [(1, b'')]\n"
            "    def judge(self, rows): return [Verdict(rows[1], (rows[0],), 'title')]\n"
            "    def confirm(self, verdict, record, others): raise RuntimeError('no ink')\n"
        ),
        (
            f"error: story.jsonl: {ACME}: rule 'acme.loud' (kind 'acme:loud') crashed on record 1: RuntimeError: no ink\n"
            "help: this is a fault of the rule's kind, not of the data; the other rules ran\n"
        ),
        "title.missing",
    ),
}
RECORDS = '{"title": "Port reopens", "body": "It did."}\n{"title": "", "body": "It did."}\n'


@pytest.mark.parametrize("name", CRASHES)
def test_a_kind_that_raises_names_plugin_rule_and_record(site: Any, work: Path, newslint: Any, name: str) -> None:
    code, said, found = CRASHES[name]
    scope = "dataset" if "DatasetCheck" in code else "record"
    site.install(f"{KIND}{code}@hookimpl\ndef newslint_kinds(): return {{'acme:loud': Kind('acme:loud', '{scope}', P, C)}}\n")
    (work / "story.jsonl").write_text(RECORDS, encoding="utf-8")
    options = ("--rules", "rules", "--select", "acme,title.missing", "--format", "concise", "--quiet")
    status, out, err = newslint("check", "story.jsonl", *options)
    assert (status, err) == (2, said)
    assert out.count("\n") == bool(found)
    assert found in out


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("1 / 0", f"error: {ACME}: the kind 'acme:loud' raised ZeroDivisionError: division by zero\n{NOT_THE_DATA}"),
        ("17", f"error: {ACME}: the kind 'acme:loud' is made as 17, which is no Kind\n"),
    ],
)
def test_a_kind_that_cannot_be_made(site: Any, work: Path, newslint: Any, made: str, said: str) -> None:
    site.install(f"{KIND}@hookimpl\ndef newslint_kinds(): return {{'acme:loud': lambda: {made}}}\n")
    assert newslint("check", "story.jsonl", "--rules", "rules") == (2, "", said)


READER = """
class R:
    name = "acme"
    suffixes = (".acme",)
    def units(self, path, size, target):
        {units}
        return [Unit(path, self.name, size=size)]
    def read(self, unit, mapping, wanted):
        raise RuntimeError("no light")
        yield
    def lines(self, unit): return 0
    def fetch(self, *rest): return iter(())

@hookimpl
def newslint_readers(): return [R()]
"""


def test_a_reader_that_raises_names_plugin_and_file_and_the_other_files_are_checked(site: Any, work: Path, newslint: Any) -> None:
    site.install(KIND + READER.format(units="pass"))
    (work / "story.jsonl").write_text(RECORDS, encoding="utf-8")
    (work / "a.acme").write_text("x", encoding="utf-8")
    status, out, err = newslint("check", "a.acme", "story.jsonl", "--select", "title.missing", "--format", "concise", "--quiet")
    assert (status, out.count("title.missing")) == (2, 1)
    assert err == f"error: a.acme: {ACME}: the reader 'acme' raised RuntimeError: no light, on record 0\n{NOT_THE_DATA}"


def test_a_reader_that_raises_before_it_reads(site: Any, work: Path, newslint: Any) -> None:
    site.install(KIND + READER.format(units="raise OSError('no disk')"))
    (work / "a.acme").write_text("x", encoding="utf-8")
    assert newslint("check", "a.acme") == (
        2,
        "",
        f"error: a.acme: {ACME}: the reader 'acme' raised OSError: no disk\n{NOT_THE_DATA}",
    )


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("begin(self, rules)", "raised RuntimeError: no paper"),
        ("files(self, paths)", "raised RuntimeError: no paper"),
        ("finding(self, finding)", "raised RuntimeError: no paper, on a finding in record 1 of story.jsonl"),
        ("end(self, totals)", "raised RuntimeError: no paper"),
    ],
)
def test_a_reporter_that_raises_names_plugin_and_finding(site: Any, work: Path, newslint: Any, method: str, said: str) -> None:
    code = "class R(Reporter):\n    def finding(self, finding): pass\n" + f"    def {method}: raise RuntimeError('no paper')\n"
    site.install(f"{KIND}{code}@hookimpl\ndef newslint_reporters(): return {{'acme': R}}\n")
    (work / "story.jsonl").write_text(RECORDS, encoding="utf-8")
    status, _, err = newslint("check", "story.jsonl", "--select", "title.missing", "--format", "acme")
    assert (status, err) == (2, f"error: {ACME}: the reporter 'acme' {said}\n{NOT_THE_DATA}")


LEAVE_OUT = "help: upgrade or uninstall it, or leave it out with --no-plugin acme\n"
GIVEN = {
    "paths that are one path": (
        "newslint_rule_paths(): return 'rules'",
        "newslint_rule_paths gave one path and no list of paths",
        LEAVE_OUT,
    ),
    "a reporter that is none": (
        "newslint_reporters(): return {'acme': len}",
        "newslint_reporters gave <built-in function len> for 'acme', which is no class of reporters",
        LEAVE_OUT,
    ),
    "a hook that is misspelt": (
        "newslint_kindz(): pass",
        "there is no hook 'newslint_kindz'",
        "help: did you mean 'newslint_kinds'?\n",
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_hook_that_gives_something_else(site: Any, work: Path, newslint: Any, name: str) -> None:
    code, said, hint = GIVEN[name]
    site.install(f"{KIND}@hookimpl\ndef {code}\n")
    assert newslint("check", "story.jsonl") == (2, "", f"error: {ACME}: {said}\n{hint}")


def test_two_plugins_that_add_the_same(site: Any, work: Path, newslint: Any, kind: str) -> None:
    site.install(kind + KIND + READER.format(units="pass"))
    site.install(kind, name="other", distribution="newslint-other")
    site.install(KIND + READER.format(units="pass"), name="third", distribution="newslint-third")
    assert newslint("check", "story.jsonl")[2] == dedent("""\
        error: plugin 'other' (newslint-other 1.0): two plugins add the kind 'acme:loud'
        help: upgrade or uninstall it, or leave it out with --no-plugin other

        error: plugin 'third' (newslint-third 1.0): another plugin adds the input format 'acme', too
        help: upgrade or uninstall it, or leave it out with --no-plugin third
        """)


def test_a_record_that_is_none(site: Any, work: Path, newslint: Any) -> None:
    site.install(f"{KIND}@hookimpl\ndef newslint_record(record): return 'x'\n")
    assert newslint("check", "story.jsonl", "--select", "title", "--quiet") == (
        2,
        "",
        f"error: story.jsonl: {ACME}: newslint_record gave str, and no Article, on record 0\n{NOT_THE_DATA}",
    )


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("acme", None),
        ("newslint_acme", None),
        ("acme>=1.0", None),
        ("acme>=0.9,<2", None),
        ("acme==1", None),
        ("acme!=1.0", "error: newslint.yaml:3:13: plugin 'acme' (newslint-acme 1.0) is loaded, and 'acme!=1.0' is required"),
        ("acme>=1.0.1", "error: newslint.yaml:3:13: plugin 'acme' (newslint-acme 1.0) is loaded, and 'acme>=1.0.1' is required"),
        ("acne", "error: newslint.yaml:3:13: the plugin 'acne' is required and not loaded"),
    ],
)
def test_a_plugin_may_be_required_with_a_version(
    site: Any, work: Path, newslint: Any, kind: str, requirement: str, said: str | None
) -> None:
    site.install(kind)
    (work / "newslint.yaml").write_text(f"version: 1\nplugins:\n  require: ['{requirement}']\n", encoding="utf-8")
    status, _, err = newslint("plugins")
    assert status == (0 if said is None else 2)
    assert err.splitlines()[:1] == ([] if said is None else [said])


def test_what_comes_before_a_release_is_earlier(site: Any, work: Path, newslint: Any, kind: str) -> None:
    site.install(kind, version="2.0rc1")
    (work / "newslint.yaml").write_text("version: 1\nplugins:\n  require: ['acme>=2']\n", encoding="utf-8")
    assert newslint("plugins")[0] == 2
    (work / "newslint.yaml").write_text("version: 1\nplugins:\n  require: ['acme>=1.9']\n", encoding="utf-8")
    assert newslint("plugins")[0] == 0
