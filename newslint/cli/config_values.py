"""``--config KEY=VALUE``: one setting on the command line, by the name it has in a configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslint.config.files import parse_value, values_of
from newslint.config.schema import Config, Section
from newslint.errors import NewslintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def settings_from(pairs: Sequence[str]) -> dict[str, Any]:
    """The settings by the names of :class:`newslint.config.schema.Config`.

    A value is read as YAML would read it.  What a key says last holds; mappings are joined.

    Raises:
        UsageError: There is no such key, or its value is not of its kind.
    """
    document: dict[str, Any] = {}
    for pair in pairs:
        key, _, text = pair.partition("=")
        inner = document
        steps = _steps(key.strip())
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})
        try:
            inner[steps[-1]] = parse_value(text)
        except NewslintError as error:
            raise UsageError(f"--config: {key}: {error.reason}", hint=error.hint) from None
    try:
        return values_of(document)
    except NewslintError as error:
        named = ", ".join(pair.partition("=")[0] for pair in pairs)
        raise UsageError(f"--config: {named}: {error.reason}", hint=error.hint) from None


def overlaid(below: Any, above: Any) -> Any:
    """``above``, with what it leaves unsaid taken from ``below`` where both are sections of a configuration."""
    import msgspec

    if not isinstance(below, Section) or not isinstance(above, Section):
        return above
    return msgspec.structs.replace(
        below, **{name: value for name, value in msgspec.structs.asdict(above).items() if value is not msgspec.UNSET}
    )


def _steps(key: str) -> list[str]:
    """The way that a dotted key names: ids of rules hold dots of their own."""
    import msgspec

    first, _, rest = key.partition(".")
    field = next((field for field in msgspec.structs.fields(Config) if field.encode_name == first), None)
    if not rest or field is None:
        return [key] if field is None else [first]
    if first == "params":
        rule, _, param = rest.rpartition(".")
        return [first, rule, param] if rule else [first, rest]
    section = next((kind for kind in _kinds(field.type) if isinstance(kind, type) and issubclass(kind, Section)), None)
    if section is None:
        return [first, rest]
    return [first, *rest.split(".", 1)] if rest.startswith(("map.", "options.")) else [first, rest]


def _kinds(kind: Any) -> tuple[Any, ...]:
    from typing import get_args

    found: list[Any] = [kind]
    for inner in get_args(kind):
        found.extend(_kinds(inner))
    return tuple(found)
