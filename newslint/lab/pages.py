"""Pages about rules, in Markdown: one for each, and an index of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslint.lab.describe import describe, fix_in_words, one_line, shown_example
from newslint.lab.figures import noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newslint.lab.figures import FiguresFile, RuleFigures
    from newslint.model import Rule

INDEX = "index.md"
"""File of the index."""

MADE = "<!-- Made by `newslint rules docs`: change the rule, and write the pages again. -->"
"""Second line of every page, and what tells a page from a file that somebody else wrote."""


def pages(rules: Sequence[Rule], figures: FiguresFile | None = None) -> dict[str, str]:
    """Every page by file name: ``boilerplate.share.md``, and :data:`INDEX`.

    Args:
        rules: The rules, in the order of their files.
        figures: What was measured of them.
    """
    found = {file_name(rule.id): page(rule, figures) for rule in rules}
    found[INDEX] = index(rules, figures)
    return found


def file_name(rule_id: str) -> str:
    """Name of the page about a rule."""
    return f"{rule_id.replace('/', '.')}.md"


def page(rule: Rule, figures: FiguresFile | None) -> str:
    """The page about a rule."""
    body = markdown(rule, level=1, note=MADE, defaults=False)
    return body + "\n## Measured\n\n" + "\n".join(_measured(rule, figures)) + "\n"


def markdown(rule: Rule, *, level: int = 2, note: str = "", defaults: bool = True) -> str:
    """What there is to say about a rule.

    Args:
        rule: The rule.
        level: Level of its heading.
        note: Put below the heading.
        defaults: Whether the params that the rule leaves alone are listed, too.
    """
    data = describe(rule)
    rows = [
        ("Severity", rule.severity),
        ("Profile", rule.profile or "none: runs where a selector names it"),
        ("Fields", ", ".join(f"`{field}`" for field in rule.fields)),
        ("Languages", ", ".join(rule.languages) or "all"),
        ("Kind", f"`{rule.kind}`"),
        ("Fix", fix_in_words(rule) or "none"),
        ("Tags", ", ".join(f"`{tag}`" for tag in rule.tags)),
        ("Old names", ", ".join(f"`{name}`" for name in rule.aliases)),
        ("Pack", f"`{rule.pack}`"),
    ]
    lines = [f"{'#' * level} {rule.id}", ""]
    if note:
        lines += [note, ""]
    lines += [f"**{rule.title}**", "", " ".join(rule.why.split()), "", "| | |", "|---|---|"]
    lines += [f"| {name} | {text} |" for name, text in rows if text]
    lines += ["", f"Message: {_code(rule.message)}", ""]
    if rule.help:
        lines += [f"Help: {rule.help}", ""]
    params = [param for param in data["params"] if defaults or param["set"]]
    if params:
        lines += ["| Param | Value | Meaning |", "|---|---|---|"]
    for param in params:
        value = one_line(param["value"] if param["set"] else param["default"])
        mark = "" if param["set"] else " (default)"
        lines.append(f"| `{param['name']}` | {_cell(value)}{mark} | {param['description'].replace('|', chr(92) + '|')} |")
    for sort in ("good", "bad"):
        examples = [shown_example(example).replace("\n  ", "\n")[2:] for example in rule.examples.get(sort, ())]
        fence = _fence("\n".join(examples))
        lines += ["", f"{sort.capitalize()}:", "", f"{fence}yaml", *examples, fence]
    if rule.links:
        lines += ["", *(f"- <{link}>" for link in rule.links)]
    return "\n".join(lines) + "\n"


def _measured(rule: Rule, figures: FiguresFile | None) -> Iterator[str]:
    found = None if figures is None else figures.rules.get(rule.id)
    if found is None or figures is None:
        yield "Not measured yet."
        return
    data = figures.data[found.data]
    yield "| | |"
    yield "|---|---|"
    for severity, value in found.per_1000.items():
        if value or severity == rule.severity:
            yield f"| Findings of severity {severity} per 1,000 clean articles | {value:g} |"
    if found.dirty is not None and data.dirty is not None and "leftover" in rule.tags:
        size = data.dirty
        yield f"| Dirty blocks caught, of {size.dirty_blocks:,} | {found.dirty.caught:,} ({found.dirty.share_caught:.2%}) |"
        yield f"| Sound blocks flagged, of {size.sound_blocks:,} | {found.dirty.wrong:,} |"
    yield ""
    yield data.description


def index(rules: Sequence[Rule], figures: FiguresFile | None) -> str:
    """The page that lists all rules, by family."""
    families: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        families.setdefault(rule.id.partition(".")[0], []).append(rule)
    lines = ["# Rules", "", MADE, ""]
    lines.append(
        "The profile is the lowest that holds the rule (minimal < recommended < strict); a rule of none runs where a selector names it."
        " ✎ marks a fix, safe or to be looked at. The last column has the findings per 1,000 clean articles."
    )
    for name, members in families.items():
        lines += ["", f"## {name}", "", "| rule | | severity | profile | fix | noise |", "|---|---|---|---|---|---|"]
        lines += [_row(rule, None if figures is None else figures.rules.get(rule.id)) for rule in members]
    if figures is not None:
        lines += ["", "## What the figures were measured on"]
        lines += [line for data in figures.data.values() for line in ("", data.description)]
    return "\n".join(lines) + "\n"


def _row(rule: Rule, figures: RuleFigures | None) -> str:
    fix = "" if rule.fix is None else "✎ safe" if rule.fix.safe else "✎"
    title = rule.title.replace("|", "\\|")
    measured = "" if figures is None else noise(figures)
    return f"| [{rule.id}]({file_name(rule.id)}) | {title} | {rule.severity} | {rule.profile or '–'} | {fix} | {measured} |"


def _code(text: str) -> str:
    """Text as code: a longer fence than any run of backticks in it."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _cell(text: str) -> str:
    """Text as code in a cell of a table."""
    return _code(text).replace("|", "\\|")


def _fence(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return fence
