"""Params of rules without :func:`msgspec.convert`, where it would change nothing: to learn a struct's types takes it a millisecond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newslint.kinds.base import Params


def made_of(params: type[Params], values: Mapping[str, Any]) -> Params:
    """The struct of values that :func:`are_plain` has told to be of its types."""
    names = dict(zip(params.__struct_encode_fields__, params.__struct_fields__, strict=True))
    return params(**{names[key]: value for key, value in values.items()})


def are_plain(converted: Params, values: Mapping[str, Any]) -> bool:
    """Whether ``converted`` holds ``values`` just as a rule file states them: no tuples, sets or structs made of them."""
    names = dict(zip(converted.__struct_encode_fields__, converted.__struct_fields__, strict=True))
    return all(key in names and _same(getattr(converted, names[key]), value) for key, value in values.items())


def _same(made: Any, given: Any) -> bool:
    if type(made) is not type(given):
        return False
    if isinstance(made, list):
        return len(made) == len(given) and all(map(_same, made, given))
    if isinstance(made, dict):
        return made.keys() == given.keys() and all(_same(value, given[key]) for key, value in made.items())
    return bool(made == given)
