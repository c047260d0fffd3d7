"""``newslint plugins``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from newslint.cli.arguments import Parser, add_config_options, one_of
from newslint.cli.console import complain
from newslint.cli.setup import choice_of, placed, read_settings, require
from newslint.errors import PluginError, PluginErrors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.errors import NewslintError
    from newslint.plugins.manager import Plugin


def run(argv: Sequence[str]) -> int:
    """List the plugins; returns 2 when one of them failed."""
    parser = Parser(
        "plugins",
        "[options]",
        "List the plugins, the hooks they implement, and what is wrong with them; exit status 2 when something is.",
        ("newslint plugins", "newslint plugins --format json", "newslint plugins -p my_rules.plugin"),
    )
    parser.add_argument(
        "--format", default="text", type=one_of("--format", ("text", "json")), metavar="NAME", help="text or json"
    )
    add_config_options(parser)
    options = parser.read(argv)
    settings = read_settings(options)
    from newslint.plugins import manager
    from newslint.plugins.found import find

    choice = choice_of(options, settings)
    plugins = manager.collect(choice, find(choice.cache), settings.config)
    errors: list[NewslintError] = []
    try:
        plugins.check()
    except PluginErrors as several:
        errors.extend(placed(settings, error) for error in several.errors)
    except PluginError as error:
        errors.append(placed(settings, error))
    settings.plugins = plugins
    try:
        require(settings)
    except PluginError as error:
        errors.append(error)
    if options.format == "json":
        import json

        sys.stdout.write(json.dumps([_row(plugin) for plugin in plugins.all], indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(_table(plugins.all))
    sys.stdout.flush()
    for fault in errors:
        complain(fault)
    return 2 if errors else 0


def _row(plugin: Plugin) -> dict[str, Any]:
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "target": plugin.target,
        "hooks": [f"newslint_{hook}" for hook in plugin.hooks],
        "failure": plugin.failure,
    }


def _table(plugins: Sequence[Plugin]) -> str:
    from newslint.reporters.text import clean, counted

    rows = [
        (
            plugin.name,
            f"{plugin.distribution} {plugin.version}" if plugin.distribution else plugin.target,
            f"FAILED: {plugin.failure}" if plugin.failure is not None else ", ".join(plugin.hooks) or "no hooks",
        )
        for plugin in plugins
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    lines = [clean(f"{name:<{widths[0]}}  {origin:<{widths[1]}}  {state}") for name, origin, state in rows]
    failed = sum(plugin.failure is not None for plugin in plugins)
    lines.append(counted(len(plugins), "plugin") + (f", {failed} failed" if failed else ""))
    return "\n".join(lines) + "\n"
