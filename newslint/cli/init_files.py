"""What ``newslint init`` writes: the configuration, the hook, the workflow."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from newslint._version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from newslint.readers.discover import InputFile
    from newslint.readers.proposal import Proposal

CONFIG = "newslint.yaml"
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/newslint.yml"
_MANY = 5
"""More folders than that are not listed one by one."""


class Layout(NamedTuple):
    """Where the articles are.

    Attributes:
        paths: Files and folders that hold them; empty for the whole folder.
        exclude: Globs of what lies in those and is none.
        suffixes: Suffixes of their files, without the dot.
    """

    paths: list[str]
    exclude: list[str]
    suffixes: list[str]

    @classmethod
    def of(cls, articles: Sequence[InputFile], others: Sequence[str], named: Sequence[str]) -> Self:
        """The layout of some files.

        Args:
            articles: The files with articles.
            others: Paths of the files without.
            named: Paths that the user named.
        """
        if named:
            paths = [os.path.normpath(path) for path in named]
        else:
            tops = {_parts(item.path)[0] if len(_parts(item.path)) > 1 else "" for item in articles}
            paths = sorted(tops) if "" not in tops and len(tops) <= _MANY else []
        within = [path for path in others if not paths or any(_below(path, top) for top in paths)]
        globs = [f"/{'/'.join(_parts(path))}" for path in within]
        if len(within) > _MANY:
            # A name stands for all files that bear it, unless an article does.
            taken = {os.path.basename(item.path) for item in articles}
            names = {path: os.path.basename(path) for path in within}
            globs = sorted(
                {name if (name := names[path]) not in taken else glob for path, glob in zip(within, globs, strict=True)}
            )
        suffixes = sorted({"".join(re.findall(r"\.(\w+)", os.path.basename(item.path))[-1:]).lower() for item in articles})
        return cls(paths, globs, [suffix for suffix in suffixes if suffix])

    def regex(self) -> str:
        """The files, as pre-commit selects them."""
        places = [re.escape("/".join(_parts(path))) + ("" if os.path.isfile(path) else "/") for path in self.paths]
        start = f"^({'|'.join(places)})" if len(places) > 1 else f"^{places[0]}" if places else ""
        if self.paths and all(map(os.path.isfile, self.paths)):
            return f"{start}$"
        end = rf"\.({'|'.join(self.suffixes)})$"
        return f"{start}.*{end}" if start else end


def _parts(path: str) -> list[str]:
    return os.path.normpath(path).split(os.sep)


def _below(path: str, top: str) -> bool:
    return _parts(path)[: len(_parts(top))] == _parts(top)


def config_text(profile: str, proposals: Sequence[Proposal], layout: Layout, baseline: str | None) -> str:
    """``newslint.yaml``."""
    lines = ["version: 1", f"profile: {profile}"]
    if proposals or layout.paths or layout.exclude:
        lines.append("inputs:")
    if layout.paths:
        lines.append(f"  paths: [{', '.join(map(_quoted, layout.paths))}]")
    if layout.exclude:
        lines.append(f"  exclude: [{', '.join(map(_quoted, layout.exclude))}]")
    if proposals:
        lines.append("  map:  # proposed from the data: read it before you trust it")
        lines.extend(f"    {_quoted(proposal.name)}: {proposal.field}" for proposal in proposals)
    if baseline is not None:
        lines.append(f"baseline: {baseline}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def requirement(*, elsewhere: bool) -> str:
    """What pip installs to get this newslint: where it was installed from, else the release of this version.

    Args:
        elsewhere: Whether it is to be installed on another machine, which has no folder of this one.
    """
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        origin = json.loads(distribution("newslint").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    version = origin.get("vcs_info")  # https://packaging.python.org/en/latest/specifications/direct-url/
    if version:
        return f"newslint @ {version['vcs']}+{origin['url']}@{version['commit_id']}"
    if "dir_info" in origin and not elsewhere:
        return f"newslint @ {origin['url']}"
    return f"newslint=={__version__}"


def hooks_text(layout: Layout) -> str:
    """The stanza of ``.pre-commit-config.yaml``."""
    package = requirement(elsewhere=False)
    note = "  # a folder of this machine: others need an address" if "@ file:" in package else ""
    return f"""\
repos:
  - repo: local
    hooks:
      - id: newslint
        name: newslint
        entry: newslint check --force-exclude
        language: python
        additional_dependencies: [{_quoted(package)}]{note}
        files: {_quoted(layout.regex())}
        require_serial: true
"""


def workflow_text() -> str:
    """The workflow of GitHub Actions."""
    return f"""\
name: newslint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  newslint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install {_quoted(requirement(elsewhere=True))}
      - run: newslint check
"""


def gitlab_text() -> str:
    """The job of GitLab CI."""
    return f"""\
newslint:
  image: python:3.12
  script:
    - pip install {_quoted(requirement(elsewhere=True))}
    - newslint check --report gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""
