"""``newslint explain``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from newslint.cli.arguments import Parser, add_color_option, add_config_options, add_rule_options, one_of
from newslint.cli.console import wants_color
from newslint.cli.setup import known_rules, settings_of
from newslint.errors import UsageError, did_you_mean
from newslint.lab.describe import describe, fix_in_words, one_line, shown_example
from newslint.lab.figures import in_words, shipped
from newslint.lab.pages import markdown
from newslint.reporters.remarks import REMARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.model import Rule


def run(argv: Sequence[str]) -> int:
    """Print what rules are for; returns the exit status."""
    parser = Parser(
        "explain",
        "ID [--format text|json|md]",
        "Say what a rule is for, how it can be set, and what it takes for good and for bad.",
        ("newslint explain boilerplate.related-links", "newslint explain --all --format md > rules.md"),
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="a rule's id, or one of its old names")
    parser.add_argument("--all", action="store_true", help="every rule")
    parser.add_argument(
        "--format", default="text", metavar="NAME", type=one_of("--format", ("text", "json", "md")), help="text, json or md"
    )
    add_color_option(parser)
    add_rule_options(parser, selection=False)
    add_config_options(parser)
    options = parser.read(argv)
    if bool(options.ids) == options.all:
        raise UsageError("explain takes the id of a rule, or --all", hint=f"usage: {parser.usage}")
    known = known_rules(settings_of(options), cache=not options.no_cache)
    if len(options.ids) == 1 and options.ids[0] in REMARKS:
        sys.stdout.write(_remark(options.ids[0], options.format, color=wants_color(sys.stdout, options.color)))
        return 0
    rules = known if options.all else [_find(known, name) for name in options.ids]
    if options.format == "json":
        sys.stdout.write(_json([describe(rule) for rule in rules], alone=not options.all and len(rules) == 1))
    elif options.format == "md":
        sys.stdout.write("\n".join(markdown(rule) for rule in rules))
    else:
        color = wants_color(sys.stdout, options.color)
        sys.stdout.write("\n\n".join(_text(rule, color=color) for rule in rules))
    return 0


def _find(known: Sequence[Rule], name: str) -> Rule:
    for rule in known:
        if name == rule.id or name in rule.aliases:
            return rule
    names = [*REMARKS, *(rule.id for rule in known), *(alias for rule in known for alias in rule.aliases)]
    # A person who remembers half of an id remembers the last half.
    tails = [rule.id for rule in known if rule.id.rpartition(".")[2] == name.rpartition(".")[2]]
    near = f"did you mean {tails[0]!r}?" if tails else did_you_mean(name, names)
    raise UsageError(f"no rule {name!r}", hint=near or "`newslint rules list` shows the rules")


def _remark(name: str, output_format: str, *, color: bool) -> str:
    """What there is to say about a finding that newslint makes without a rule file."""
    from textwrap import fill

    from newslint.reporters.text import RESET, STYLES

    remark = REMARKS[name]
    if output_format == "json":
        return _json([{"id": name, **remark._asdict()}], alone=True)
    if output_format == "md":
        return f"## {name}\n\n**{remark.title}**\n\n{remark.why}\n\n| | |\n|---|---|\n| Severity | {remark.severity} |\n\nHelp: {remark.help}\n"
    heading = f"{STYLES['bold']}{name}{RESET}" if color else name
    why, how = (fill(text, 98, initial_indent="  ", subsequent_indent="  ") for text in (remark.why, remark.help))
    return f"{heading}: {remark.title}\n\n{why}\n\n  severity:   {remark.severity}\n\n{how}\n"


def _json(rules: list[dict[str, Any]], *, alone: bool) -> str:
    import json

    return json.dumps(rules[0] if alone else rules, indent=2, ensure_ascii=False) + "\n"


def _text(rule: Rule, *, color: bool) -> str:
    from textwrap import fill

    from newslint.reporters.text import RESET, STYLES

    def heading(text: str) -> str:
        return f"{STYLES['bold']}{text}{RESET}" if color else text

    def prose(text: str, indent: str = "  ") -> str:
        return fill(" ".join(text.split()), 98, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)

    data = describe(rule)
    profile = rule.profile or "none: runs where a selector names it"
    facts = [
        ("severity", rule.severity),
        ("profile", profile),
        ("fields", ", ".join(rule.fields)),
        ("languages", ", ".join(rule.languages) or "all"),
        ("kind", f"{rule.kind}: {data['kind_summary']}" if data["kind_summary"] else rule.kind),
        ("message", rule.message),
        ("help", rule.help or ""),
        ("fix", fix_in_words(rule)),
        ("tags", ", ".join(rule.tags)),
        ("old names", ", ".join(rule.aliases)),
        ("since", rule.since or ""),
        ("measured", in_words(rule.id, shipped())),
        ("defined in", f"{rule.pack}, line {rule.line}" if rule.line else rule.pack),
    ]
    lines = [f"{heading(rule.id)}: {rule.title}", "", prose(rule.why), ""]
    lines += [f"  {name + ':':<12}{text}" for name, text in facts if text]
    lines += ["", heading("Params")]
    for param in data["params"]:
        shown = one_line(param["value"] if param["set"] else param["default"])
        lines.append(f"  {param['name']}: {shown}" + ("" if param["set"] else " (default)"))
        if param["description"]:
            lines.append(prose(param["description"], "      "))
    for sort in ("good", "bad"):
        lines += ["", heading(f"{sort.capitalize()} examples")]
        lines += [shown_example(example) for example in rule.examples.get(sort, ())]
    if rule.links:
        lines += ["", heading("Links"), *(f"  {link}" for link in rule.links)]
    return "\n".join(lines) + "\n"
