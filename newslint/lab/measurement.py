"""What a measurement of rules holds: figures and a description of the data, no text of it."""

from __future__ import annotations

import msgspec

from newslint.model.severity import Severity

VERSION = 1
"""Version of the format; raised when a reader of the old one would misread the new."""


class Dirty(msgspec.Struct, omit_defaults=False):
    """What rules flag in dirty bodies, counted in blocks: lines that are not blank.

    Attributes:
        caught: Dirty blocks that a finding touches.
        share_caught: Their share of all dirty blocks.
        wrong: Sound blocks that a finding touches.
    """

    caught: int
    share_caught: float
    wrong: int


class Figures(msgspec.Struct, omit_defaults=False):
    """What was measured of one rule, or of all rules together.

    Attributes:
        per_1000: Findings per 1,000 clean articles, by severity.
        articles: Clean articles with a finding.
        microseconds: CPU time per clean article: the cheap test and the run, without the shared scan.
        idle: Share of the articles that were timed in which the rule was run and found nothing.
        dirty: What it flags in dirty bodies, where there were any.
    """

    per_1000: dict[Severity, float]
    articles: int
    microseconds: float
    idle: float
    dirty: Dirty | None = None

    @property
    def noise(self) -> float:
        """Findings that fail a run, per 1,000 clean articles."""
        return self.per_1000["error"] + self.per_1000["warning"]


class DirtyData(msgspec.Struct):
    """Size of the dirty data: articles, and blocks that do not and do belong there."""

    articles: int
    dirty_blocks: int
    sound_blocks: int


class Measurement(msgspec.Struct):
    """A measurement: figures and a description of the data, no text of it.

    Attributes:
        version: Of this format.
        newslint: Version of newslint that measured.
        description: Whose texts they were, and how they were chosen.
        clean_articles: Number of clean articles.
        scan_microseconds: CPU time per clean article of the one pass that all patterns share.
        total: All rules together; an article, or a block, that two rules speak of counts once.
        rules: By rule id.
        dirty: Size of the dirty data, where there was any.
    """

    version: int
    newslint: str
    description: str
    clean_articles: int
    scan_microseconds: float
    total: Figures
    rules: dict[str, Figures]
    dirty: DirtyData | None = None
