"""``html``: one file for people, with plots, a table of the findings, and the articles with the findings marked in their text.

Importing it raises a :class:`newslint.errors.UsageError` where Jinja2, which the extra ``report`` brings, is not installed: better
before the check than after it.
"""

from newslint.errors import UsageError

try:
    import jinja2  # noqa: F401
except ImportError:
    raise UsageError(
        "the format html needs Jinja2, which is not installed", hint="install it: pip install 'newslint[report]'"
    ) from None

from newslint.reporters.html.reporter import HtmlReporter

REPORTER = HtmlReporter
