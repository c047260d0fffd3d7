from __future__ import annotations

import pytest

from newslint.errors import UsageError
from newslint.gate.selection import Layer, resolve, resolve_layers, split
from newslint.model import Rule


def rule(rule_id: str, profile: str | None = "recommended", severity: str = "warning", **more: object) -> Rule:
    return Rule(
        id=rule_id,
        title="t",
        why="w",
        severity=severity,
        fields=("title",),
        kind="pattern",
        message="m",
        profile=profile,
        **more,
    )


RULES = [
    rule("title.empty", "minimal", "error", tags=("missing",)),
    rule("title.shouting", tags=("style",), aliases=("title.upper-case",)),
    rule("boilerplate.share", "recommended", tags=("leftover",)),
    rule("boilerplate.related-links", "strict", tags=("leftover",)),
    rule("attribution.missing-byline", "recommended", "info", tags=("missing",)),
    rule("style.oxford-comma", None, "info"),
    rule("acme/title.slogan", "recommended"),
]


def ids(**options: object) -> list[str]:
    return [found.id for found in resolve(RULES, **options)]


def test_the_default_is_the_recommended_profile() -> None:
    assert ids() == ids(profile="recommended")
    assert "boilerplate.related-links" not in ids()


def test_profiles_are_a_ladder() -> None:
    assert ids(profile="minimal") == ["title.empty"]
    assert set(ids(profile="minimal")) < set(ids(profile="recommended")) < set(ids(profile="strict"))
    assert "style.oxford-comma" not in ids(profile="strict")


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("title.empty", ["title.empty"]),
        ("boilerplate", ["boilerplate.share", "boilerplate.related-links"]),
        ("acme", ["acme/title.slogan"]),
        ("acme/title", ["acme/title.slogan"]),
        ("*.missing-*", ["attribution.missing-byline"]),
        ("title.[es]*", ["title.empty", "title.shouting"]),
        ("tag:missing", ["title.empty", "attribution.missing-byline"]),
        ("sev:error", ["title.empty"]),
        ("style.oxford-comma", ["style.oxford-comma"]),
        ("style", ["style.oxford-comma"]),
        ("ALL", [found.id for found in RULES]),
    ],
)
def test_a_selector_takes_every_rule_it_matches(selector: str, expected: list[str]) -> None:
    assert ids(select=[selector]) == expected


def test_a_prefix_ends_at_a_dot() -> None:
    with pytest.raises(UsageError, match="no rule matches 'titl'"):
        ids(select=["titl"])


def test_the_order_is_that_of_the_rules_not_of_the_selectors() -> None:
    assert ids(select=["boilerplate.share", "title.empty"]) == ["title.empty", "boilerplate.share"]


def test_an_alias_works_and_warns() -> None:
    said: list[str] = []
    found = resolve(RULES, select=["title.upper-case"], warn=said.append)
    assert [r.id for r in found] == ["title.shouting"]
    assert said == ["'title.upper-case' is an old name of rule 'title.shouting': use the new one"]


def test_extend_select_adds_and_ignore_takes_away() -> None:
    assert ids(profile="minimal", extend_select=["style"]) == ["title.empty", "style.oxford-comma"]
    assert "boilerplate.share" not in ids(ignore=["boilerplate"])
    assert ids(profile="minimal", extend_select=["boilerplate"], ignore=["tag:leftover"]) == ["title.empty"]


@pytest.mark.parametrize(
    ("option", "selector", "reason", "hint"),
    [
        ("select", "titel.empty", "no rule matches 'titel.empty'", "did you mean 'title.empty'?"),
        ("extend-select", "boilerplat", "no rule matches 'boilerplat'", "did you mean 'boilerplate'?"),
        ("ignore", "tag:mising", "no rule has the tag 'mising'", "did you mean 'missing'?"),
        ("select", "sev:eror", "unknown severity 'eror'", "did you mean 'error'?"),
        ("select", "tga:missing", "unknown selector 'tga:missing'", "did you mean 'tag'?"),
        ("ignore", "zzz", "no rule matches 'zzz'", "`newslint rules list` shows the rules"),
    ],
)
def test_a_selector_that_matches_nothing_is_an_error(option: str, selector: str, reason: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        ids(**{option.replace("-", "_"): [selector]})
    assert caught.value.reason == f"--{option}: {reason}"
    assert caught.value.hint == hint


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(UsageError, match="unknown profile 'stict'") as caught:
        ids(profile="stict")
    assert caught.value.hint == "did you mean 'strict'?"


def test_profile_and_select_in_one_layer_are_an_error() -> None:
    with pytest.raises(UsageError, match="give one of the two"):
        ids(profile="minimal", select=["title"])


def test_nothing_left_is_an_error() -> None:
    with pytest.raises(UsageError, match="no rule is selected"):
        ids(select=["title"], ignore=["title"])


def test_a_later_profile_keeps_what_earlier_layers_added_and_took_away() -> None:
    found = resolve_layers(RULES, [Layer(extend_select=("style",), ignore=("boilerplate",)), Layer(profile="strict")])
    assert "style.oxford-comma" in [r.id for r in found]
    assert not [r for r in found if r.id.startswith("boilerplate")]


def test_a_later_select_replaces_everything_before_it() -> None:
    found = resolve_layers(
        RULES, [Layer(extend_select=("style",), ignore=("boilerplate",)), Layer(select=("boilerplate.share",))]
    )
    assert [r.id for r in found] == ["boilerplate.share"]


def test_a_later_extend_select_beats_an_earlier_ignore() -> None:
    found = resolve_layers(RULES, [Layer(ignore=("boilerplate",)), Layer(extend_select=("boilerplate.share",))])
    assert "boilerplate.share" in [r.id for r in found]


def test_split_takes_commas_and_repeats() -> None:
    assert split(["a, b", "c", ",d,"]) == ("a", "b", "c", "d")
