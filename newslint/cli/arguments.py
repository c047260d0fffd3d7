"""argparse with newslint's errors, and the options that several commands share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from newslint.cli.console import COLOR_CHOICES
from newslint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of a fixed width: argparse would import shutil at every start to ask the terminal's."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **{"max_help_position": 30, "width": 100, **options})


class Parser(argparse.ArgumentParser):
    """A parser whose errors are :class:`UsageError` and say what was meant.

    Args:
        command: ``check``, ``rules list``.
        usage: What follows it: ``[options] [PATH …]``.
        description: One line.
        examples: Command lines, one a line.
    """

    def __init__(self, command: str, usage: str, description: str, examples: Sequence[str] = ()) -> None:
        self.command = command
        super().__init__(
            prog=f"newslint {command}",
            usage=f"newslint {command} {usage}",
            description=description,
            epilog="examples:\n" + "\n".join(f"  {line}" for line in examples) if examples else None,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """The options in ``argv``, paths and options in any order; what follows ``--`` is a path.

        Raises:
            UsageError: An option is unknown, or lacks its value.
        """
        words = list(argv)
        end = words.index("--") if "--" in words else len(words)
        namespace, unknown = self.parse_known_intermixed_args(words[:end])
        rest = [*unknown, *words[end + 1 :]]
        if hasattr(namespace, "paths") and not unknown:
            namespace.paths.extend(rest)
        elif rest:
            option = next((word for word in unknown if word.startswith("-")), None)
            if option is None:
                raise UsageError(f"unexpected argument {rest[0]!r}", hint=f"usage: {self.usage}")
            name = option.partition("=")[0]
            hint = did_you_mean(name, self._option_string_actions) or f"`newslint {self.command} --help` lists the options"
            raise UsageError(f"unknown option {name!r}", hint=hint)
        return namespace

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong."""
        raise UsageError(message.removeprefix("argument "), hint=f"usage: {self.usage}")


def one_of(option: str, choices: Iterable[str]) -> Callable[[str], str]:
    """A converter of an option that takes one of some words."""
    known = tuple(choices)

    def convert(value: str) -> str:
        if value not in known:
            raise UsageError(
                f"{option}: unknown value {value!r}", hint=did_you_mean(value, known) or f"one of {', '.join(known)}"
            )
        return value

    return convert


def add_config_options(parser: argparse.ArgumentParser) -> None:
    """``--config`` and ``--isolated``."""
    group = parser.add_argument_group("configuration")
    group.add_argument(
        "--config",
        metavar="FILE|KEY=VALUE",
        action="append",
        default=[],
        help="use this configuration, not the nearest one; or set one of its keys",
    )
    group.add_argument("--isolated", action="store_true", help="use no configuration file")
    plugins = parser.add_argument_group("plugins")
    plugins.add_argument("-p", metavar="NAME", action="append", default=[], dest="plugin", help="load this module as a plugin")
    plugins.add_argument("--no-plugins", action="store_true", help="load no plugin but those of -p")
    plugins.add_argument("--no-plugin", metavar="NAME", action="append", default=[], help="do not load this plugin")


def add_rule_options(parser: argparse.ArgumentParser, *, selection: bool = True) -> None:
    """``--rules`` and what chooses among them."""
    group = parser.add_argument_group("rules", "A SELECTOR is an id, a dotted prefix, a glob, tag:NAME, sev:LEVEL, or ALL.")
    group.add_argument(
        "--rules", metavar="PATH", action="append", default=[], help="rule file or folder, besides the built-in rules"
    )
    if selection:
        group.add_argument("--profile", metavar="NAME", help="minimal, recommended (the default) or strict")
        for option, text in (
            ("--select", "run these rules only, in the place of a profile"),
            ("--extend-select", "run these rules besides"),
            ("--ignore", "do not run these rules"),
        ):
            group.add_argument(option, metavar="SELECTOR", action="append", help=text)
    group.add_argument("--no-cache", action="store_true", help="read rule files anew, and keep nothing")
    group.add_argument("--cache-dir", metavar="DIR", help="keep compiled rules there")


def add_color_option(parser: argparse.ArgumentParser) -> None:
    """``--color``."""
    parser.add_argument(
        "--color",
        metavar="WHEN",
        default="auto",
        type=one_of("--color", COLOR_CHOICES),
        help="auto, always or never; NO_COLOR and FORCE_COLOR are honoured",
    )
