"""``newslint config check|show|schema``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.config.settings import Settings

_HELP = """\
usage: newslint config COMMAND

commands:
  check   load the configuration and the rules it names, and say what is wrong
  show    print every setting with its origin
  schema  print the JSON Schema of the configuration, of rule files, or of findings
"""
SCHEMAS = ("config", "rules", "findings")


def run(argv: Sequence[str]) -> int:
    """Run a subcommand; returns the exit status."""
    commands = {"check": _check, "show": _show, "schema": _schema}
    command = argv[0] if argv else ""
    if command in {"--help", "-h"}:
        sys.stdout.write(_HELP)
        return 0
    if command not in commands:
        hint = did_you_mean(command, commands) or f"commands: {', '.join(commands)}"
        raise UsageError(f"unknown command 'config {command}'" if command else "config needs a command", hint=hint)
    return commands[command](argv[1:])


def _check(argv: Sequence[str]) -> int:
    parser = Parser("config check", "[options]", "Load the configuration and the rules it names; exit status 2 when it is wrong.")
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    settings = settings_of(options)
    known = known_rules(settings, cache=not options.no_cache)
    chosen = choose(settings, known)
    settings.now()
    settings.default_tz()
    settings.mapping()
    used = ", ".join(file.path for file in settings.files) or "no configuration file"
    sys.stdout.write(f"{used}: {len(chosen.running)} of {len(known)} rules run\n")
    return 0


def _show(argv: Sequence[str]) -> int:
    parser = Parser(
        "config show", "[options]", "Print every setting, and where it was said: a file, the command line, or nowhere."
    )
    parser.add_argument(
        "--format", default="text", type=one_of("--format", ("text", "json")), metavar="NAME", help="text or json"
    )
    add_rule_options(parser)
    add_config_options(parser)
    options = parser.read(argv)
    settings = settings_of(options)
    if options.format == "json":
        import json

        rows = [{"key": key, "value": _plain(value), "origin": origin} for key, value, origin in settings.rows()]
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(table(settings))
    return 0


def table(settings: Settings) -> str:
    """One line per value: key, value, origin."""
    rows = [(key, _shown(value), origin) for key, value, origin in settings.rows()]
    keys = max(len(key) for key, _, _ in rows)
    values = min(60, max(len(value) for _, value, _ in rows))
    return "".join(f"{key:<{keys}}  {value:<{values}}  ({origin})\n" for key, value, origin in rows)


def _plain(value: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(value)


def _shown(value: Any) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)


def _schema(argv: Sequence[str]) -> int:
    parser = Parser("config schema", "[config|rules|findings]", "Print a JSON Schema.")
    parser.add_argument("name", nargs="?", default="config", type=one_of("schema", SCHEMAS), help="of what; the configuration")
    options = parser.read(argv)
    sys.stdout.write(schema_text(options.name))
    return 0


def schema_text(name: str) -> str:
    """The JSON Schema of ``config``, ``rules`` or ``findings``, as newslint ships it in ``newslint/schemas``."""
    if name == "rules":
        from newslint.rulefile.schema import text

        return text()
    import msgspec

    if name == "findings":
        from newslint.reporters.json_schema import schema
    else:
        from newslint.config.json_schema import schema
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"
