"""What a plan knows of its rules before any check is made, and how it is kept from one run to the next.

Two things are kept: the outlines of whole plans, which a start reads and nothing else; and what was found out about single rules, so
that after one rule was edited only that one is looked at again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from newslint import store
from newslint.digest import blake2b
from newslint.engine.params import are_plain
from newslint.engine.scan import PatternEntry
from newslint.errors import NewslintError, PluginError
from newslint.kinds.base import DatasetCheck, FrameCheck, GroupCheck
from newslint.kinds.registry import origin_of
from newslint.text.pattern import Pattern
from newslint.text.regex_syntax import Rewritten, recall, rewrite, rewriting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Check
    from newslint.model import Rule

_PLAN, _PATTERNS, _RULES = "plan", "patterns", "compiled"
"""Sorts of entries: outlines, the rewritten patterns of each, and what is known of single rules."""


class Outline(msgspec.Struct, array_like=True):
    """What a plan knows of its rules before any check is made; this is what the cache holds.

    ``entries`` are the patterns to look for, each with the number of its rule, and ``fields`` the numbers of those that are looked
    for in each field; ``quick`` the rules asked about every record, ``frames`` those about the data set as columns, ``dataset`` those
    that compare records, ``groups`` those about what others found; ``plain`` those whose params are as their file states them.
    """

    entries: list[PatternEntry] = []
    fields: dict[str, list[int]] = {}
    quick: list[int] = []
    dataset: list[int] = []
    groups: list[int] = []
    frames: list[int] = []
    plain: list[int] = []

    def patterns(self) -> dict[str, list[PatternEntry]]:
        """The patterns by field."""
        return {field: [self.entries[index] for index in indexes] for field, indexes in self.fields.items()}


class Compiled(msgspec.Struct, array_like=True):
    """What is known of one rule.

    ``sort`` is that of its check: ``quick``, ``dataset``, ``groups``, ``frames``, or ``patterns``; ``plain`` whether its params are as
    its file states them; ``entries`` and ``fields`` as in :class:`Outline`; ``forms`` its patterns, rewritten.
    """

    sort: str
    plain: bool
    entries: list[PatternEntry]
    fields: dict[str, list[int]]
    forms: dict[str, Rewritten]


def outline_of(rules: Sequence[Rule], check: Callable[[int], Check[Any]], cache: str | None, salt: str) -> Outline:
    """The outline of some rules.

    Args:
        rules: The rules of a plan.
        check: Makes the check of the rule with a number.
        cache: Folder of cached outlines, or None.
        salt: What else an outline depends on: the plugins that add kinds, and their state.

    Raises:
        PluginError: A plugin's kind failed on a rule.
    """
    if cache is None:
        return _assembled(_compiled(rule, check(number)) for number, rule in enumerate(rules))
    stamp = store.stamp()
    contents = [msgspec.msgpack.encode(_content(rule, salt)) for rule in rules]
    key = blake2b(stamp, digest_size=16, person=b"newslint-plan")
    for content in contents:
        key.update(content)
    name = key.hexdigest()
    kept = store.read(cache, _PLAN, name)
    if kept is not None:
        recall(store.Lookup(cache, _PATTERNS, name))
        try:
            return msgspec.msgpack.decode(kept, type=Outline)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
    compiled = _of_all(rules, contents, check, cache, blake2b(stamp, digest_size=16).hexdigest())
    outline = _assembled(compiled)
    forms = {source: msgspec.msgpack.encode(form) for rule in compiled for source, form in rule.forms.items()}
    store.Lookup(cache, _PATTERNS, name).write(forms)
    store.write(cache, _PLAN, name, msgspec.msgpack.encode(outline))
    return outline


def _content(rule: Rule, salt: str) -> tuple[Any, ...]:
    """What a compiled rule depends on: all that is no text for people, and for the kinds of plugins the plugins."""
    own = (rule.id, rule.path, salt) if ":" in rule.kind else ()
    return (rule.kind, rule.fields, rule.params, rule.when, rule.languages, rule.severity, rule.message, rule.fix, rule.tags, own)


def _of_all(
    rules: Sequence[Rule], contents: Sequence[bytes], check: Callable[[int], Check[Any]], cache: str, name: str
) -> list[Compiled]:
    """What is known of each rule; what was not is found out and kept."""
    parts = store.Parts(cache, _RULES, name)
    decoder = msgspec.msgpack.Decoder(Compiled)
    found: list[Compiled] = []
    for number, (rule, content) in enumerate(zip(rules, contents, strict=True)):
        digest = blake2b(content, digest_size=16).digest()
        compiled: Compiled | None = None
        part = parts.get(digest)
        if part is not None:
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                compiled = decoder.decode(part)
        if compiled is None:
            compiled = _compiled(rule, check(number))
            parts.add(digest, msgspec.msgpack.encode(compiled))
        found.append(compiled)
    parts.write()
    return found


def _compiled(rule: Rule, check: Check[Any]) -> Compiled:
    made = Compiled("patterns", are_plain(check.params, rule.params), [], {}, {})
    for sort, base in (("dataset", DatasetCheck), ("frames", FrameCheck), ("groups", GroupCheck)):
        if isinstance(check, base):
            made.sort = sort
            return made
    with rewriting() as made.forms:
        if ":" not in rule.kind:  # what the check of a plugin holds may be large
            _rewrite_all(list(vars(check).values()))
        for condition in rule.when:
            if condition.matches is not None:
                with suppress(ValueError):  # which the condition itself will tell of
                    rewrite(condition.matches)
        try:
            patterns = check.patterns()
        except Exception as error:
            if not origin_of(rule.kind) or isinstance(error, NewslintError):
                raise
            raise not_ready(rule, error) from error
    if patterns is None:
        made.sort = "quick"
        return made
    if not set(rule.fields) >= set(patterns):
        raise ValueError(f"kind {rule.kind!r} names patterns for fields that rule {rule.id!r} does not have")
    known: dict[str, int] = {}
    for field, sources in patterns.items():
        for source in sources:
            if source not in known:
                known[source] = len(made.entries)
                made.entries.append(PatternEntry.of(source, 0))
        made.fields[field] = [known[source] for source in sources]
    return made


def _rewrite_all(value: Any, depth: int = 4) -> None:
    """Rewrite the patterns that a check holds, in lists and in other objects, so that no run that meets them has to."""
    if isinstance(value, Pattern):
        with suppress(ValueError):  # which the loader of rules tells of
            value.rewritten  # noqa: B018
    elif isinstance(value, (list, tuple)):
        for item in value:
            _rewrite_all(item, depth)
    elif isinstance(value, dict):
        _rewrite_all(list(value.values()), depth)
    elif depth and hasattr(value, "__dict__") and not isinstance(value, type):
        _rewrite_all(list(vars(value).values()), depth - 1)


def _assembled(compiled: Iterable[Compiled]) -> Outline:
    outline = Outline()
    for number, rule in enumerate(compiled):
        if rule.plain:
            outline.plain.append(number)
        if rule.sort != "patterns":
            getattr(outline, rule.sort).append(number)
            continue
        first = len(outline.entries)
        outline.entries.extend(msgspec.structs.replace(entry, number=number) for entry in rule.entries)
        for field, indexes in rule.fields.items():
            outline.fields.setdefault(field, []).extend(first + index for index in indexes)
    return outline


def not_ready(rule: Rule, error: Exception) -> PluginError:
    """The error of a plugin's kind that fails on a rule before any record is read."""
    return PluginError(
        f"{origin_of(rule.kind)}: kind {rule.kind!r} raised {type(error).__name__}: {error}, on rule {rule.id!r}",
        path=rule.path or None,
        line=rule.line or None,
        hint="this is a fault of the rule's kind, not of the rule",
    )
