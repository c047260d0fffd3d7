"""`one_of`: a value that is not among those allowed, or is among those ruled out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, field

from newslint.errors import did_you_mean
from newslint.kinds.base import Kind, Params
from newslint.kinds.columns import ColumnCheck
from newslint.kinds.fields import getter, listed, trimmed
from newslint.model import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newslint.kinds.base import Record
    from newslint.kinds.columns import Columns
    from newslint.model import Rule

# RFC 5646 section 2.1, without the irregular tags that it grandfathers.
_LANGUAGE_TAG = (
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+"
)
FORMS: dict[str, str] = {
    "language_tag": rf"(?i:{_LANGUAGE_TAG})",
    "uuid": r"(?i:(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    "slug": r"[a-z0-9]+(?:-[a-z0-9]+)*",
}
_FORM_NAMES = {"language_tag": "a BCP 47 language tag", "uuid": "a UUID", "slug": "a slug"}
_MEMO = 4096


class OneOfParams(Params, frozen=True):
    """Params of `one_of`: ``values``, ``forms`` or both."""

    values: Annotated[list[str], Meta(description="Values allowed.")] = []
    forms: Annotated[
        list[Literal["language_tag", "uuid", "slug"]],
        Meta(description="Forms allowed besides: a well-formed BCP 47 language tag (`en`, `pt-BR`), a UUID, a slug."),
    ] = []
    normalize: Annotated[
        list[Literal["strip", "casefold"]],
        Meta(description="What does not count when values are compared: outer white space, case."),
    ] = []
    blank: Annotated[bool, Meta(description="A blank value is looked at like any other, not left to `required`.")] = False
    not_: Annotated[bool, Meta(description="These are the values and forms ruled out.")] = field(default=False, name="not")


class OneOfCheck(ColumnCheck[OneOfParams]):
    """Reports the whole value; blank ones are the business of `required`, unless the rule says otherwise."""

    def __init__(self, rule: Rule, params: OneOfParams) -> None:
        super().__init__(rule, params)
        self.getters = [getter(name) for name in rule.fields]
        steps: dict[str, Callable[[str], str]] = {"strip": str.strip, "casefold": str.casefold}
        self.steps = [steps[name] for name in params.normalize]
        self.values = frozenset(map(self._normalised, params.values))
        self.form: re.Pattern[str] | None = None
        # Most values of such fields are few and come again and again.
        self.passed: set[str] = set()

    def validate(self) -> None:
        if not self.params.values and not self.params.forms:
            raise ValueError("params: say `values`, `forms` or both")

    def _normalised(self, value: str) -> str:
        for step in self.steps:
            value = step(value)
        return value

    def passes(self, value: str) -> bool:
        """Whether the rule lets ``value`` stand."""
        if value in self.passed:
            return True
        known = self._normalised(value) in self.values
        if not known and self.params.forms:
            if self.form is None:
                self.form = re.compile("|".join(FORMS[name] for name in self.params.forms))
            known = self.form.fullmatch(self._normalised(value)) is not None
        if known is self.params.not_ and (self.params.blank or trimmed(value) != (0, 0)):
            return False
        if len(self.passed) < _MEMO and len(value) < 100:
            self.passed.add(value)
        return True

    def suspects(self, columns: Columns) -> Iterable[int]:
        passed = self.passed
        blank = self.params.blank
        return {
            index
            for field in self.rule.fields
            for index, value in enumerate(columns.values(field))
            if (value or (blank and value == "")) and not (type(value) is str and value in passed)
        }

    def run(self, record: Record, fields: Sequence[str]) -> Iterable[Hit]:
        hits: list[Hit] = []
        for label, value in record.values(fields):
            if not self.passes(value):
                start, end = trimmed(value)
                hit = Hit(label, values=self._values(value))
                if value:
                    hit.start, hit.end = (start, end) if end else (0, len(value))
                hits.append(hit)
        return hits

    def _values(self, value: str) -> dict[str, object]:
        names = [*self.params.values, *(_FORM_NAMES[name] for name in self.params.forms)]
        shown = listed(names) if len(names) <= 12 else f"{', '.join(names[:12])} …"
        near = None if self.params.not_ else did_you_mean(value.strip().lower(), self.params.values)
        return {"values": shown, "hint": f" ({near})" if near else ""}


KIND = Kind(
    "one_of",
    "record",
    OneOfParams,
    OneOfCheck,
    placeholders=frozenset({"values", "hint"}),
    summary="A value that is not among those allowed.",
)
