"""``newslint rules measure``."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from newslint.cli.arguments import Parser, add_config_options, add_rule_options, one_of
from newslint.cli.console import complain
from newslint.cli.setup import choose, known_rules, settings_of
from newslint.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from newslint.config.settings import Settings
    from newslint.engine.workers import Setup
    from newslint.lab.measurement import Figures, Measurement
    from newslint.model import Rule


def run(argv: Sequence[str]) -> int:
    """Measure rules on data; returns the exit status."""
    options = _parser().read(argv)
    if not options.clean:
        raise UsageError("rules measure needs --clean FILE", hint="articles that are known to be sound")
    if options.gold and not options.dirty:
        raise UsageError(
            "--gold goes with --dirty", hint="the gold bodies tell which lines of the dirty ones do not belong there"
        )
    settings = settings_of(options, said={} if options.now is None else {"now": options.now})
    chosen = choose(settings, known_rules(settings, cache=not options.no_cache))
    rules = [rule for rule in chosen.running if rule.id not in chosen.only_selected]
    from newslint.lab.measure import measure
    from newslint.readers.discover import find_inputs

    sets = [find_inputs(paths, input_format=options.input_format) for paths in (options.clean, options.dirty, options.gold)]
    setup = setup_of(settings, rules, cache=not options.no_cache)
    measured, errors = measure(setup, *sets, key=options.key, description=options.description)
    text = to_json(measured) if options.format == "json" else _table(measured, options.sort)
    _write(options, text)
    sys.stdout.flush()
    for error in errors:
        complain(error)
    return 3 if errors else 0


def setup_of(settings: Settings, rules: Sequence[Rule], *, cache: bool) -> Setup:
    """How the settings have these rules run."""
    from msgspec import UNSET

    from newslint.engine.workers import Setup
    from newslint.kinds.base import Context
    from newslint.kinds.registry import get_kind
    from newslint.readers.registry import get_reader
    from newslint.store import default_directory

    directory = settings.config.cache_dir
    return Setup(
        rules,
        Context(settings.now() or datetime.now(timezone.utc), settings.default_tz()),
        get_kind,
        get_reader,
        mapping=settings.mapping(),
        cache=None if not cache else default_directory() if directory is UNSET else directory,
        plugins=settings.plugins or None,
    )


def to_json(measured: Measurement) -> str:
    """The measurement as it is kept in a file: one rule a line, in order of id, so that a change of one is a change of a line."""
    import json

    from msgspec import to_builtins

    data = to_builtins(measured)
    rules = data.pop("rules")
    head = json.dumps(data, indent=2, ensure_ascii=False).removesuffix("\n}")
    lines = ",\n".join(f"    {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in rules.items())
    return f'{head},\n  "rules": {{\n{lines}\n  }}\n}}\n'


def _write(options: Namespace, text: str) -> None:
    if options.output is None:
        sys.stdout.write(text)
        return
    try:
        with open(options.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"--output: {options.output} cannot be written: {error.strerror or error}") from None


_ORDERS = {
    "noise": lambda item: (-item[1].noise, -item[1].per_1000["info"], item[0]),
    "id": lambda item: item[0],
    "time": lambda item: (-item[1].microseconds, item[0]),
    "caught": lambda item: (-(item[1].dirty.caught if item[1].dirty else 0), item[0]),
}


def _table(measured: Measurement, order: str) -> str:
    rows = sorted(measured.rules.items(), key=_ORDERS[order])
    dirty = measured.dirty is not None
    heads = ["error", "warning", "info", "articles", "us", "idle"] + (["caught", "share", "wrong"] if dirty else [])
    body = [(name, _cells(figures)) for name, figures in [*rows, ("all rules", measured.total)]]
    widths = [max(len(head), *(len(cells[index]) for _, cells in body)) for index, head in enumerate(heads)]
    names = max(len("rule"), *(len(name) for name, _ in body))

    def line(name: str, cells: Sequence[str]) -> str:
        columns = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        return f"{name:<{names}}  {'  '.join(columns)}".rstrip()

    lines = [line("rule", heads), *(line(name, cells) for name, cells in body), ""]
    lines.append(
        f"{measured.clean_articles:,} clean articles; error, warning, info: findings per 1,000 of them; articles: those concerned"
    )
    lines.append("us: microseconds of CPU per article; idle: share of the articles in which the rule was run and found nothing")
    if measured.dirty is not None:
        size = measured.dirty
        lines.append(
            f"{size.articles:,} dirty articles with {size.dirty_blocks:,} dirty and {size.sound_blocks:,} sound blocks;"
            " caught, share: of the dirty ones; wrong: sound ones flagged"
        )
    lines.append(f"the scan that all patterns share takes {measured.scan_microseconds:.1f} us per article")
    if measured.description:
        lines.append(measured.description)
    return "\n".join(lines) + "\n"


def _cells(figures: Figures) -> list[str]:
    cells = [_rate(figures.per_1000[name]) for name in ("error", "warning", "info")]
    cells += [f"{figures.articles:,}", f"{figures.microseconds:.2f}", f"{figures.idle:.1%}"]
    if figures.dirty is not None:
        cells += [f"{figures.dirty.caught:,}", f"{figures.dirty.share_caught:.1%}", f"{figures.dirty.wrong:,}"]
    return cells


def _rate(value: float) -> str:
    return f"{value:.1f}" if value else "-"


def _parser() -> Parser:
    parser = Parser(
        "rules measure",
        "--clean FILE [--dirty FILE [--gold FILE]] [options]",
        "Measure rules: findings in sound articles, leftovers caught in dirty ones, time per article.",
        (
            "newslint rules measure --clean sound.jsonl",
            "newslint rules measure --clean sound.jsonl --dirty scraped.jsonl --gold sound.jsonl --select tag:leftover",
            "newslint rules measure --clean sound.jsonl --rules house.yaml --select house --format json",
        ),
    )
    parser.add_argument("--clean", metavar="FILE", action="append", default=[], help="articles that are known to be sound")
    parser.add_argument(
        "--dirty", metavar="FILE", action="append", default=[], help="articles whose bodies hold lines that do not belong there"
    )
    parser.add_argument(
        "--gold",
        metavar="FILE",
        action="append",
        default=[],
        help="their sound bodies; not needed where a dirty record lists the lines at fault as `leftover`",
    )
    parser.add_argument("--key", metavar="FIELD", default="id", help="field of a dirty record with the id of its gold one (id)")
    parser.add_argument("--description", metavar="TEXT", default="", help="what the data are; kept with the figures")
    parser.add_argument("--input-format", metavar="NAME", help="read every file in this format")
    parser.add_argument("--now", metavar="TIME", help="clock of the rules about dates")
    parser.add_argument(
        "--format", default="text", type=one_of("--format", ("text", "json")), metavar="NAME", help="text or json"
    )
    parser.add_argument(
        "--sort", default="noise", type=one_of("--sort", _ORDERS), metavar="ORDER", help="of the text: noise, id, time or caught"
    )
    parser.add_argument("--output", metavar="FILE", help="write there, not to standard output")
    add_rule_options(parser)
    add_config_options(parser)
    return parser
