"""`allowance`: exceptions that a record itself states.  newslint adds one such rule to a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from newslint.kinds.base import Kind, Params, lookup
from newslint.kinds.columns import ColumnCheck
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns

FRONT_MATTER = "newslint"
"""Key of the front matter that holds exceptions."""
SEPARATOR = "\x1f"
"""Stands between the rule, the reason and the date in the message of a hit, which is for the gate and not for people."""


class AllowanceParams(Params, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Params of `allowance`."""

    key: Annotated[
        str | None, Meta(description="Field of JSON and CSV records that holds exceptions, where that is allowed.")
    ] = None


class Verbatim:
    """Text that a message shows whole."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


class AllowanceCheck(ColumnCheck[AllowanceParams]):
    """Finds comments (``<!-- newslint: allow RULE -- reason (until 2026-12-01) -->``) and the keys that hold the same."""

    def suspects(self, columns: Columns) -> Iterable[int]:
        key = self.params.key
        return [
            index
            for index, article in enumerate(columns.articles)
            if (
                key in article.extra
                if article.body_format == "lines"
                else FRONT_MATTER in article.extra or "newslint:" in (article.body or "")
            )
        ]

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        article = record.article
        if article.body_format == "lines":
            stated = lookup(article.extra, self.params.key) if self.params.key else None
            found = list(_from_key(stated))
        else:
            found = [*_from_key(lookup(article.extra, FRONT_MATTER)), *_from_comments(article.body or "")]
        return [Hit(values={"allowance": Verbatim(SEPARATOR.join(parts))}) for parts in found]


def _from_comments(body: str) -> Iterator[tuple[str, str, str]]:
    # Compiled when a body holds a comment: hardly any does.
    for comment in re.finditer(r"<!--\s*newslint:\s*(.*?)-->", body, re.DOTALL):
        yield from _parsed(" ".join(comment.group(1).split()))


def _from_key(stated: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(stated, dict):
        stated = stated.get("allow")
    for item in stated if isinstance(stated, list) else [stated]:
        if isinstance(item, str):
            yield from _parsed(item if item.startswith("allow") else f"allow {item}")
        elif isinstance(item, dict):
            rules = item.get("rule", "")
            for rule in rules if isinstance(rules, list) else [rules]:
                yield str(rule), str(item.get("reason") or ""), str(item.get("until") or "")


def _parsed(text: str) -> Iterator[tuple[str, str, str]]:
    """``allow RULE, RULE -- reason (until DATE)``."""
    word, _, rest = text.strip().partition(" ")
    if word != "allow":
        yield word, "", ""
        return
    rules, _, reason = rest.partition(" -- ")
    until = re.search(r"\(until ([^)]*)\)\s*\Z", reason)
    if until:
        reason = reason[: until.start()]
    for rule in rules.split(","):
        yield rule.strip(), reason.strip(), until.group(1).strip() if until else ""


KIND = Kind(
    "allowance",
    "record",
    AllowanceParams,
    AllowanceCheck,
    placeholders=frozenset({"allowance"}),
    summary="Exceptions that a record itself states.",
)
