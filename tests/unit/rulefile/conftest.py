"""A kind of each scope that belongs to these tests, and rule files written in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import pytest
import re2
from msgspec import Meta, field

from newslint.kinds.base import Check, Kind, Params
from newslint.model import Edit, Hit
from newslint.rulefile import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from newslint.kinds.base import Record


class WordsParams(Params, frozen=True):
    match: Annotated[str | list[str], Meta(description="Regular expressions.")]
    whole: Annotated[bool, Meta(description="The whole value.")] = False
    max_words: Annotated[int, Meta(description="Longest value.", ge=1)] = 100
    skip: Annotated[list[str], Meta(description="Values left alone.")] = field(default_factory=lambda: ["n/a"])
    table: Annotated[dict[str, str], Meta(description="Replacements.")] = {}


class WordsCheck(Check[WordsParams]):
    def sources(self) -> list[str]:
        match = self.params.match
        return [match] if isinstance(match, str) else match

    def validate(self) -> None:
        options = re2.Options()
        options.log_errors = False
        for index, source in enumerate(self.sources()):
            try:
                re2.compile(source, options)
            except re2.error as error:
                raise ValueError(f"params.match[{index}]: {error.args[0].decode()}") from None

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        for label, value in record.values(fields):
            for source in self.sources():
                if value not in self.params.skip:
                    for found in re2.finditer(source, value):
                        yield Hit(label, *found.span(), edits=(Edit(*found.span(), self.params.table.get(found.group(), "")),))


class SameParams(Params, frozen=True):
    fold: Annotated[bool, Meta(description="Whether case is ignored.")] = True


KINDS = {
    "pattern": Kind("pattern", "record", WordsParams, WordsCheck, computes_fix=True),
    "length": Kind("length", "record", SameParams, Check, placeholders=frozenset({"words"})),
    "unique": Kind("unique", "dataset", SameParams, Check),
}


@pytest.fixture(scope="session")
def kinds() -> Callable[[str], Kind]:
    return KINDS.__getitem__


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., RuleSet]:
    """Write ``rules.yaml``, and others by name, and load them all."""
    monkeypatch.chdir(tmp_path)

    def run(text: str = "", **others: str) -> RuleSet:
        files = {"rules": text, **others} if text else others
        for name, content in files.items():
            (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8", newline="")
        return load_rules([f"{name}.yaml" for name in files], KINDS.__getitem__, cache=False)

    return run


WHOLE = {
    "id": "title.placeholder",
    "title": "Title is a placeholder",
    "why": "Text left by a template passes for a headline and ends up on a front page.",
    "severity": "error",
    "fields": ["title"],
    "kind": "pattern",
    "params": {"match": ["TBC"]},
    "message": "{field} is {match!r}",
    "examples": {"good": [{"title": "Harbour reopens"}], "bad": [{"title": "TBC"}]},
}


@pytest.fixture
def rule() -> dict[str, Any]:
    """A rule that loads; tests change it."""
    return {key: value.copy() if isinstance(value, (dict, list)) else value for key, value in WHOLE.items()}
