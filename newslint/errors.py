"""The errors newslint raises.

::

    NewslintError
    ├── UsageError          a command line that cannot be carried out
    ├── ConfigError         a configuration file that does not say what it means
    │   └── ConfigErrors    all the faults of a configuration, in ``errors``
    ├── RuleFileError       a rule file that cannot be loaded
    │   └── RuleFileErrors  all the faults of the rule files of a run, in ``errors``
    ├── PluginError         a plugin that cannot be loaded, or a hook that raised
    │   └── PluginErrors    everything that went wrong with the plugins of a run, in ``errors``
    ├── CheckError          a check that crashed on a record: a fault of newslint or of a plugin, never of the data
    └── InputError          an input that cannot be opened or told apart
        └── EmptyInputError     a folder that holds nothing to check

Every one carries the place it speaks of (``path``, ``line``, ``column``: 1-based, absent where there is none), the
``reason``, and a ``hint`` that says what to do.  ``str(error)`` is the first line a user sees; :meth:`NewslintError.render`
adds the source line, a caret and the hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class NewslintError(Exception):
    """Base of every error that newslint raises on purpose.

    Args:
        reason: What is wrong, in one line, without a full stop.
        path: File that holds the fault, as the user named it.
        line: 1-based line in that file.
        column: 1-based column, in code points.
        source: The text of that line, shown above the caret.
        hint: What to do about it.
    """

    def __init__(
        self,
        reason: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        source: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column
        self.source = source
        self.hint = hint

    @property
    def place(self) -> str:
        """``path:line:column`` as far as it is known; empty when nothing is."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.reason, self.path, self.line, self.column, self.source, self.hint))

    def render(self) -> str:
        """The whole error as plain text: the place, the source line with a caret under the fault, the hint."""
        lines = [f"error: {self}"]
        if self.source is not None and self.column is not None:
            text = self.source.rstrip("\n").replace("\t", " ")
            gutter = str(self.line) if self.line is not None else ""
            lines.append(f"{gutter} | {text}")
            lines.append(f"{' ' * len(gutter)} | {' ' * (self.column - 1)}^")
        if self.hint:
            lines.append(f"help: {self.hint}")
        return "\n".join(lines)


def _rebuild(
    cls: type[NewslintError],
    reason: str,
    path: str | None,
    line: int | None,
    column: int | None,
    source: str | None,
    hint: str | None,
) -> NewslintError:
    return cls(reason, path=path, line=line, column=column, source=source, hint=hint)


class UsageError(NewslintError):
    """The command line cannot be carried out."""


class ConfigError(NewslintError):
    """A configuration file does not say what it means."""


class RuleFileError(NewslintError):
    """A rule file cannot be loaded."""


class _Several(NewslintError):  # noqa: N818  # it holds errors
    """Several errors in one; it stands at the place of the first.

    Args:
        errors: The faults, at least one.
    """

    def __init__(self, errors: Iterable[NewslintError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(
            first.reason, path=first.path, line=first.line, column=first.column, source=first.source, hint=first.hint
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.errors,))

    def render(self) -> str:
        """Every fault as :meth:`NewslintError.render` shows it, with a blank line between."""
        return "\n\n".join(error.render() for error in self.errors)


class ConfigErrors(_Several, ConfigError):  # noqa: N818  # it holds errors
    """Every fault found in a configuration, in order of file and line."""


class RuleFileErrors(_Several, RuleFileError):  # noqa: N818  # it holds errors
    """Every fault found in the rule files, in order of file and line."""


class PluginError(NewslintError):
    """A plugin cannot be loaded, or one of its hooks raised.

    Attributes:
        about: Key of the configuration that it is about, ``plugins.options.acme``; empty when it is about none.
    """

    about: str = ""


class PluginErrors(_Several, PluginError):  # noqa: N818  # it holds errors
    """Everything that went wrong with the plugins of a run, in the order they were loaded."""


class CheckError(NewslintError):
    """A check crashed on a record: a fault of newslint or of a plugin, never of the data.

    Attributes:
        rule: Id of the check's rule.
    """

    rule: str = ""


class InputError(NewslintError):
    """An input cannot be opened, or its format cannot be told."""


class EmptyInputError(InputError):
    """A folder holds no file to check."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """``did you mean 'severity'?`` for the known word nearest to ``word``, or None when none is near."""
    from difflib import get_close_matches  # a run without errors goes without it

    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else None
