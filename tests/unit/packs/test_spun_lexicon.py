"""The lexicon of spun terms: every entry is found, mended, and covered by a sound sentence that holds the right term."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest

from newslint.engine.plan import Plan
from newslint.engine.unit import check_article
from newslint.kinds.base import Context
from newslint.kinds.registry import get_kind
from newslint.model import Article
from newslint.rulefile.examples import read_example
from newslint.rulefile.load import builtin_rules_path, load_rules
from newslint.text.fold import fold

if TYPE_CHECKING:
    from newslint.model import Rule

RULES = [
    rule for rule in load_rules([os.path.join(builtin_rules_path(), "spun.yaml")], cache=False) if rule.kind == "substitution"
]
ENTRIES = [(rule, phrase, term) for rule in RULES for phrase, term in rule.params["swap"].items()]


def plan_of(rule: Rule) -> Plan:
    return Plan([rule], get_kind, Context(datetime(2026, 1, 1, tzinfo=timezone.utc)))


def test_the_lexicon_is_large_enough() -> None:
    assert len(ENTRIES) >= 200


def test_no_phrase_stands_in_two_rules() -> None:
    phrases = [phrase.casefold() for _, phrase, _ in ENTRIES]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_term_stands_in_a_good_example(rule: Rule) -> None:
    sound = fold(
        "\n".join(
            " ".join(value.split())
            for example in map(read_example, rule.examples["good"])
            for article in example.articles()
            for value in (article.title or "", article.body or "")
        )
    )
    assert [term for term in rule.params["swap"].values() if fold(term) not in sound] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_phrase_is_found_and_mended(rule: Rule) -> None:
    plan = plan_of(rule)
    for phrase, term in rule.params["swap"].items():
        spun = phrase.replace("*", "more than 900")
        body = f"It was so: {spun} was named."
        found, crashes = check_article(plan, Article(body=body), path="p", number=0)
        assert not crashes
        assert [finding.excerpt for finding in found] == [spun], phrase
        fix = found[0].fix
        assert fix is not None
        assert [edit.text for edit in fix.edits] == [term], phrase


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_right_terms_are_left_alone(rule: Rule) -> None:
    plan = plan_of(rule)
    for term in rule.params["swap"].values():
        found, _ = check_article(plan, Article(body=f"It was so: {term} was named."), path="p", number=0)
        assert found == [], term
