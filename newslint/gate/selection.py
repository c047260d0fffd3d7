"""Which rules run: profiles, and the selectors that change what a profile says.

A selector is a rule id, an alias, a dotted prefix (``boilerplate``), a glob (``*.missing-*``), ``tag:scrape``, ``sev:error`` or
``ALL``.  It takes every rule it matches, those outside all profiles too.  One that matches nothing is an error: a misspelt
``--ignore`` must not pass for one that was obeyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newslint.errors import NewslintError, UsageError, did_you_mean
from newslint.model.severity import PROFILES, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.model import Rule

    Unmatched = Callable[[str, str, str, "str | None"], NewslintError]
    """Makes the error for ``(option, selector, reason, hint)``; whoever knows where the selector is written adds the place."""

DEFAULT_PROFILE = "recommended"


class Layer(msgspec.Struct, frozen=True):
    """What one source of settings (a configuration file, the command line) says about selection.

    ``profile`` and ``select`` both say where to start, so a layer gives at most one of them.
    """

    profile: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def resolve(
    rules: Sequence[Rule],
    profile: str | None = None,
    select: Iterable[str] | None = None,
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    *,
    warn: Callable[[str], None] | None = None,
) -> list[Rule]:
    """The rules that run, in the order of ``rules``; :func:`resolve_layers` with one layer.

    Raises:
        UsageError: A selector matches nothing, both ``profile`` and ``select`` are given, or no rule is left.
    """
    layer = Layer(profile, None if select is None else tuple(select), tuple(extend_select), tuple(ignore))
    return resolve_layers(rules, [layer], warn=warn)


def resolve_layers(
    rules: Sequence[Rule],
    layers: Sequence[Layer],
    *,
    warn: Callable[[str], None] | None = None,
    unmatched: Sequence[Unmatched] | None = None,
) -> list[Rule]:
    """The rules that run, in the order of ``rules``.

    Layers are taken in order, the command line last.  In each, ``profile`` replaces the profile of those before it and keeps
    what they added and took away; ``select`` replaces everything before it; then ``extend_select`` adds; then ``ignore`` takes
    away.  Without a ``profile`` or a ``select`` anywhere the profile is ``recommended``.

    Args:
        rules: Every rule that is known.
        layers: What each source of settings says.
        warn: Told of selectors that use an old name of a rule.
        unmatched: For each layer, what makes the error of a selector that cannot be used; default :func:`usage_error`.

    Raises:
        NewslintError: A selector matches nothing; what ``unmatched`` makes, by default a :class:`UsageError`.
        UsageError: A layer gives both ``profile`` and ``select``, names no known profile, or no rule is left.
    """
    index = Index(rules, warn)
    chosen = in_profile(rules, DEFAULT_PROFILE)
    added: set[str] = set()
    removed: set[str] = set()
    for position, layer in enumerate(layers):
        fault = usage_error if unmatched is None else unmatched[position]
        if layer.profile is not None and layer.select is not None:
            raise fault("select", ",".join(layer.select), "select replaces the profile: give one of the two", _EXTEND_HINT)
        if layer.profile is not None:
            if layer.profile not in PROFILES:
                reason = f"unknown profile {layer.profile!r}"
                raise fault("profile", layer.profile, reason, did_you_mean(layer.profile, PROFILES) or _profiles_hint())
            chosen = in_profile(rules, layer.profile)
        if layer.select is not None:
            chosen = index.expand(layer.select, "select", fault)
            added, removed = set(), set()
        new = index.expand(layer.extend_select, "extend-select", fault)
        gone = index.expand(layer.ignore, "ignore", fault)
        added = (added | new) - gone
        removed = (removed - new) | gone
    ids = (chosen | added) - removed
    if not ids:
        raise UsageError("no rule is selected", hint="`newslint rules list` shows the rules and what selects them")
    return [rule for rule in rules if rule.id in ids]


def usage_error(option: str, selector: str, reason: str, hint: str | None) -> UsageError:
    """The error of a selector on the command line: ``--select: no rule matches 'titel'``."""
    del selector
    return UsageError(f"--{option}: {reason}", hint=hint)


def in_profile(rules: Iterable[Rule], profile: str) -> set[str]:
    """Ids of the rules on the rungs of the ladder up to ``profile``."""
    rungs = PROFILES[: PROFILES.index(profile) + 1]
    return {rule.id for rule in rules if rule.profile in rungs}


def split(values: Iterable[str]) -> tuple[str, ...]:
    """Selectors of repeated, comma-separated options: ``["a,b", "c"]`` gives ``("a", "b", "c")``."""
    return tuple(part for value in values for piece in value.split(",") if (part := piece.strip()))


class Index:
    """Finds the rules that a selector matches.

    Args:
        rules: The rules to choose from.
        warn: Told of selectors that use an old name of a rule.
    """

    def __init__(self, rules: Sequence[Rule], warn: Callable[[str], None] | None = None) -> None:
        self.rules = rules
        self.ids = {rule.id for rule in rules}
        self.aliases = {alias: rule.id for rule in rules for alias in rule.aliases}
        self._warn = warn

    def expand(self, selectors: Iterable[str], option: str, fault: Unmatched = usage_error) -> set[str]:
        """Ids of the rules that any of ``selectors`` matches.

        Raises:
            NewslintError: What ``fault`` makes, for a selector that matches no rule.
        """
        found: set[str] = set()
        for selector in selectors:
            matched = self.match(selector)
            if not matched:
                raise fault(option, selector, *self._explain(selector))
            found |= matched
        return found

    def match(self, selector: str) -> set[str]:
        """Ids of the rules that one selector matches; empty when it matches none."""
        if selector in self.ids:
            return {selector}
        if selector in self.aliases:
            current = self.aliases[selector]
            if self._warn is not None:
                self._warn(f"{selector!r} is an old name of rule {current!r}: use the new one")
            return {current}
        if selector == "ALL":
            return set(self.ids)
        prefix, colon, name = selector.partition(":")
        if colon and prefix == "tag":
            return {rule.id for rule in self.rules if name in rule.tags}
        if colon and prefix == "sev":
            return {rule.id for rule in self.rules if rule.severity == name}
        if any(character in selector for character in "*?["):
            # fnmatch brings re's compiler in; only globs need it.
            from fnmatch import fnmatchcase

            return {rule_id for rule_id in self.ids if fnmatchcase(rule_id, selector)}
        # `acme/` and `acme/title` are prefixes as `title` is: namespaces end in a slash.
        return {rule_id for rule_id in self.ids if rule_id.startswith((f"{selector}.", f"{selector}/"))}

    def _explain(self, selector: str) -> tuple[str, str | None]:
        """Reason and hint for a selector that matches nothing."""
        prefix, colon, name = selector.partition(":")
        if colon and prefix == "tag":
            tags = {tag for rule in self.rules for tag in rule.tags}
            return f"no rule has the tag {name!r}", did_you_mean(name, tags) or "`newslint rules list` shows the tags"
        if colon and prefix == "sev":
            if name in SEVERITIES:
                return f"no rule has the severity {name!r}", None
            return f"unknown severity {name!r}", did_you_mean(name, SEVERITIES) or f"one of {', '.join(SEVERITIES)}"
        if colon:
            return f"unknown selector {selector!r}", did_you_mean(prefix, ("tag", "sev")) or "prefixes are tag: and sev:"
        families = {rule_id[:dot] for rule_id in self.ids for dot in range(len(rule_id)) if rule_id[dot] in "./"}
        known = self.ids | set(self.aliases) | families | {"ALL"}
        return f"no rule matches {selector!r}", did_you_mean(selector, known) or "`newslint rules list` shows the rules"


_EXTEND_HINT = "extend-select adds rules to a profile"


def _profiles_hint() -> str:
    return f"one of {', '.join(PROFILES)}"
