"""``newslint init``: a first configuration, made from the data that is there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from newslint.cli.arguments import Parser, one_of
from newslint.cli.console import complain, warn
from newslint.cli.init_files import CONFIG, HOOKS, WORKFLOW, Layout, config_text, gitlab_text, hooks_text, workflow_text
from newslint.errors import InputError, UsageError
from newslint.gate.baseline import DEFAULT_NAME as BASELINE

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from newslint.model import Article
    from newslint.readers.discover import InputFile
    from newslint.readers.proposal import Proposal

SAMPLE = 300
"""Records looked at to tell what a field holds."""
_PER_FILE = 20
"""Records of one file that are looked at before the next one is, where there are several."""
_SHOWN = ("id", "title", "body", "authors", "byline", "source", "url", "published_at", "language")
# Files that lie in most repositories, or beside the articles of a site, and are none.
_OTHERS = frozenset(
    {
        "_index",
        "authors",
        "changelog",
        "code_of_conduct",
        "composer",
        "constraints",
        "contributing",
        "contributors",
        "copying",
        "governance",
        "licence",
        "license",
        "maintainers",
        "notice",
        "package",
        "package-lock",
        "readme",
        "requirements",
        "requirements-dev",
        "robots",
        "security",
        "tsconfig",
    }
)


class Looked(NamedTuple):
    """What the data look like.

    Attributes:
        articles: The files that seem to hold articles.
        others: Paths of those that do not.
        records: Number of records that were looked at.
        filled: Share of them that have each canonical field.
        proposals: What else is to be mapped.
    """

    articles: list[InputFile]
    others: list[str]
    records: int
    filled: dict[str, float]
    proposals: list[Proposal]


def run(argv: Sequence[str]) -> int:
    """Write the first configuration; returns the exit status."""
    options = _parser().read(argv)
    looked = _look(_inputs(options.paths), options.sample_file)
    _show(looked)
    layout = Layout.of(looked.articles, looked.others, options.paths)
    ci = _ci(options.ci)
    files = {CONFIG: config_text(options.profile, looked.proposals, layout, None if options.no_baseline else BASELINE)}
    files[HOOKS] = hooks_text(layout)
    if ci == "github":
        files[WORKFLOW] = workflow_text()
    if not options.force and not options.dry_run:
        _refuse_second_configuration()
    for path, text in files.items():
        if os.path.exists(path) and not options.force:
            sys.stdout.write(f"\n{path} is there; add this to it:\n\n{_indented(text)}")
        elif options.dry_run:
            sys.stdout.write(f"\nwould write {path}:\n\n{_indented(text)}")
        else:
            _write(path, text)
    if ci == "gitlab":
        sys.stdout.write(f"\nfor .gitlab-ci.yml:\n\n{_indented(gitlab_text())}")
    if options.dry_run:
        return 0
    status = 0 if options.no_baseline else _baseline(options)
    if not status:
        _say_what_next(options, ci)
    return status


def _parser() -> Parser:
    parser = Parser(
        "init",
        "[options] [PATH ...]",
        "Look at the data, propose how its fields map on to newslint's, and write a configuration, a hook and a first baseline.",
        ("newslint init", "newslint init exports/ --profile minimal --ci gitlab", "newslint init --dry-run"),
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="where the data is; without one, this folder")
    parser.add_argument(
        "--profile",
        default="recommended",
        type=one_of("--profile", ("minimal", "recommended", "strict")),
        metavar="NAME",
        help="minimal, recommended or strict",
    )
    parser.add_argument("--from", metavar="FILE", dest="sample_file", help="tell the fields from this file only")
    parser.add_argument(
        "--ci",
        default="auto",
        type=one_of("--ci", ("auto", "github", "gitlab", "none")),
        metavar="NAME",
        help="github, gitlab or none; auto looks at the folder",
    )
    parser.add_argument("--no-baseline", action="store_true", help="accept none of the findings there are now")
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    return parser


def _inputs(paths: Sequence[str]) -> list[InputFile]:
    from newslint.readers.discover import find_inputs

    errors: list[Any] = []
    found = find_inputs(paths or [os.curdir], errors=errors)
    if errors:
        raise errors[0]
    own = {BASELINE, CONFIG, HOOKS}
    found = [item for item in found if os.path.basename(item.path) not in own]
    if not found:
        raise InputError("no file to look at", hint="name a folder with articles: newslint init exports/")
    return found


def _look(inputs: Sequence[InputFile], sample_file: str | None) -> Looked:
    """Read some records of every file, and tell what they are."""
    from newslint.model import LIST_FIELDS, SCALAR_FIELDS
    from newslint.readers.proposal import propose

    fields = (*SCALAR_FIELDS, *LIST_FIELDS)
    sampled = _inputs([sample_file]) if sample_file is not None else inputs
    limit = SAMPLE if len(sampled) == 1 else _PER_FILE
    articles: list[Article] = []
    others = [item.path for item in inputs if _stem(item.path) in _OTHERS]
    for item in sampled:
        if item.path in others:
            continue
        records = _records(item, limit if len(articles) < SAMPLE else 1)
        if sample_file is None and records and not any(map(_may_be_article, records)):
            others.append(item.path)
        else:
            articles.extend(records)
    if not articles:
        raise InputError("no record that looks like an article", hint="name the file to go by: newslint init --from FILE")
    filled = {field: sum(bool(getattr(article, field)) for article in articles) / len(articles) for field in fields}
    kept = [item for item in inputs if item.path not in others]
    return Looked(kept, sorted(others), len(articles), filled, propose(articles, filled))


def _records(item: InputFile, limit: int) -> list[Article]:
    from newslint.readers.registry import get_reader

    found: list[Article] = []
    reader = get_reader(item.format)
    for unit in item.units(get_reader, 1 << 62):
        for batch in reader.read(unit, {}, None):
            found.extend(batch.articles[: limit - len(found)])
            if len(found) >= limit:
                return found
    return found


def _stem(path: str) -> str:
    return os.path.basename(path).partition(".")[0].lower()


def _may_be_article(article: Article) -> bool:
    """Whether there is some prose in a record, under whatever name."""
    texts = [article.title, article.body, article.summary, *_texts(article.extra)]
    return sum(len(text.split()) for text in texts if text) >= 5


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _show(looked: Looked) -> None:
    from newslint.reporters.text import clean, counted

    sys.stdout.write(f"{counted(looked.records, 'record')} of {counted(len(looked.articles), 'file')} looked at\n\n")
    proposed = {proposal.field: proposal for proposal in looked.proposals}
    for field in dict.fromkeys((*_SHOWN, *proposed)):
        note = ""
        if field in proposed:
            name, _, by_name, sample = proposed[field]
            short = sample if len(sample) <= 40 else f"{sample[:39]}…"
            how = "" if by_name else ", by what it holds"
            note = f"proposed: the input's {name!r}{how}: {clean(short)}"
        sys.stdout.write(f"  {field:<14}{looked.filled[field]:>5.0%}  {note}".rstrip() + "\n")
    if looked.others:
        named = ", ".join(looked.others[:5]) + (f" and {len(looked.others) - 5:,} more" if len(looked.others) > 5 else "")
        sys.stdout.write(f"\nno articles: {clean(named)}\n")
    sys.stdout.write("\n")


def _refuse_second_configuration() -> None:
    """Stop where there is a configuration in this folder already.

    Raises:
        UsageError: There is one.
    """
    from newslint.config.discovery import discover

    found = discover()
    if found is not None and not os.path.dirname(found):
        if os.path.basename(found) == CONFIG:
            raise UsageError(f"{CONFIG} is there already", hint="--force overwrites it, --dry-run shows what would be written")
        raise UsageError(f"{found} configures newslint already", hint="--dry-run shows what could be added to it")


def _ci(wanted: str) -> str:
    """Which system the repository seems to use: told from its files, else from where it is pushed to."""
    if wanted != "auto":
        return wanted
    if os.path.exists(".gitlab-ci.yml"):
        return "gitlab"
    if os.path.isdir(".github"):
        return "github"
    try:
        with open(os.path.join(".git", "config"), encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return "none"
    return next((name for name in ("github", "gitlab") if f"{name}." in text), "none")


def _write(path: str, text: str) -> None:
    folder = os.path.dirname(path)
    try:
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
    sys.stdout.write(f"wrote {path}\n")


def _baseline(options: Namespace) -> int:
    """Accept what there is now, so that the first run in CI is green."""
    from newslint.cli import baseline

    if os.path.exists(BASELINE) and not options.force:
        sys.stdout.write(f"{BASELINE} is there; it is left as it is\n")
        return 0
    try:
        arguments = ["write", "--config", CONFIG, "--file", BASELINE, *(["--force"] if options.force else [])]
        status = baseline.run(arguments)
    except UsageError as error:
        complain(error)
        return 2
    if status:
        warn("what cannot be read is never accepted: mend it, then: newslint baseline write --force")
    return status


def _say_what_next(options: Namespace, ci: str) -> None:
    steps = [
        (f"read {CONFIG}", "see that it says what you mean"),
        ("newslint check", "what is new since today" if not options.no_baseline else "what there is to report"),
    ]
    if not options.no_baseline:
        steps.append(("newslint check --no-baseline", "all there is to report"))
    if os.path.isdir(".git"):
        steps.append(("pre-commit install", f"refuse commits with new findings, as {HOOKS} says"))
    if ci == "none":
        steps.append(("newslint init --ci github --dry-run", "show a workflow for GitHub Actions; --ci gitlab a job for GitLab"))
    width = max(len(command) for command, _ in steps)
    sys.stdout.write("\nnext:\n" + "".join(f"  {command:<{width}}  {text}\n" for command, text in steps))


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
