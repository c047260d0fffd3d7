"""The page itself: a template of Jinja2, which escapes all it is given, with the style and the script inside."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from newslint.model.severity import SEVERITIES
from newslint.reporters.text import clean, counted, fixes_line, summary_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newslint.reporters.base import Totals
    from newslint.reporters.html.reporter import HtmlReporter
    from newslint.reporters.html.tallies import Bar

STYLES = ("page.css", "parts.css", "articles.css", "print.css")
SCRIPTS = ("data.js", "text.js", "filters.js", "plots.js", "table.js", "articles.js", "main.js")
"""Parts of the script in the order they are put together."""

_MISSING = {"rule": "", "field": "the whole record", "source": "none given"}
"""What a plot calls the findings that have no such property."""


def render(report: HtmlReporter, totals: Totals) -> bytes:
    """The page, in UTF-8.

    Args:
        report: What was gathered.
        totals: What the run came to.
    """
    from newslint import __version__

    style = "".join(map(_read, STYLES))
    script = f"'use strict';\n(() => {{\n{''.join(map(_read, SCRIPTS))}}})();\n"
    bars = {name: tally.bars() for name, tally in report.tallies.items()}
    page = (
        _environment()
        .get_template("page.html.jinja")
        .render(
            version=__version__,
            style=Markup(style),  # noqa: S704  files of this package
            script=Markup(script),  # noqa: S704  the same
            policy=_policy(style, script),
            data=Markup(report.data(bars).decode()),  # noqa: S704  escaped for a script element
            totals=totals,
            severities=tuple(reversed(SEVERITIES)),
            facets=[
                (name, name.capitalize(), missing, bars[name], report.tallies[name].others) for name, missing in _MISSING.items()
            ],
            days=report.by_day.plot(),
            accepted=report.accepted,
            omitted=report.omitted,
            listed=len(report.contents.rows),
            rules=report.rules,
            summary=summary_line(totals),
            fixes=fixes_line(totals),
            counted=counted,
            tail=_tail,
        )
    )
    return page.encode("utf-8", "backslashreplace")


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["clean"] = clean
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def _read(name: str) -> str:
    return (files("newslint.reporters.html") / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """A content security policy that lets the page load nothing, and run and apply only its own script and style."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _tail(bars: Sequence[Bar], shown: int) -> int:
    """Findings of the bars that are not shown."""
    return sum(bar.total for bar in bars[shown:])
