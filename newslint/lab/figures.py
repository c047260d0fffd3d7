"""What was measured of newslint's own rules: figures that are kept beside the packs, and no text of any article."""

from __future__ import annotations

import os
from functools import lru_cache

import msgspec

from newslint.errors import InputError
from newslint.lab.measurement import Dirty, DirtyData, Measurement
from newslint.model.severity import SEVERITIES, Severity

VERSION = 1
NAME = "figures.json"
"""File of the figures, in the folder of the packs."""


class Data(msgspec.Struct):
    """The data behind some figures.

    Attributes:
        description: Whose texts they are, and how they were chosen.
        clean_articles: Number of articles without faults.
        dirty: Size of the articles whose bodies hold lines that do not belong there, where there were any.
    """

    description: str
    clean_articles: int
    dirty: DirtyData | None = None


class RuleFigures(msgspec.Struct):
    """What was measured of one rule.

    Attributes:
        data: Key of the data in :attr:`FiguresFile.data`.
        per_1000: Findings per 1,000 clean articles, by severity.
        dirty: What the rule flags in dirty bodies.
    """

    data: str
    per_1000: dict[Severity, float]
    dirty: Dirty | None = None


class FiguresFile(msgspec.Struct):
    """The kept figures.

    Attributes:
        version: Of this format.
        newslint: Version of newslint that measured.
        data: The data sets, by key.
        rules: By rule id.
    """

    version: int
    newslint: str
    data: dict[str, Data]
    rules: dict[str, RuleFigures]


def merged(measurements: dict[str, Measurement], data_of: dict[str, str]) -> FiguresFile:
    """The figures to keep of some measurements.

    Args:
        measurements: By key of the data.
        data_of: Key of the data that tell about a rule, by rule id.
    """
    rules = {}
    for rule, key in sorted(data_of.items()):
        figures = measurements[key].rules[rule]
        rules[rule] = RuleFigures(key, figures.per_1000, figures.dirty)
    data = {key: Data(one.description, one.clean_articles, one.dirty) for key, one in measurements.items()}
    return FiguresFile(VERSION, next(iter(measurements.values())).newslint, data, rules)


def read(path: str) -> FiguresFile:
    """The figures of a file.

    Raises:
        InputError: It cannot be read, or holds something else.
    """
    try:
        with open(path, "rb") as file:
            found = msgspec.json.decode(file.read(), type=FiguresFile)
    except OSError as error:
        raise InputError(f"cannot be read: {(error.strerror or str(error)).lower()}", path=path) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"no figures of `newslint rules measure`: {error}", path=path) from None
    if found.version != VERSION:
        raise InputError(f"figures of version {found.version}, not {VERSION}", path=path)
    return found


@lru_cache(maxsize=1)
def shipped() -> FiguresFile | None:
    """The figures of newslint's own rules; None where they have been taken away."""
    from newslint.rulefile.load import builtin_rules_path

    path = os.path.join(builtin_rules_path(), NAME)
    return read(path) if os.path.exists(path) else None


def in_words(rule: str, figures: FiguresFile | None) -> str:
    """What was measured of a rule in one line; empty where nothing was."""
    found = None if figures is None else figures.rules.get(rule)
    if found is None or figures is None:
        return ""
    data = figures.data[found.data]
    text = f"{noise(found)} findings per 1,000 of {data.clean_articles:,} clean articles"
    if found.dirty is not None and data.dirty is not None and found.dirty.caught + found.dirty.wrong:
        text += f"; {found.dirty.caught:,} of {data.dirty.dirty_blocks:,} blocks caught that do not belong in a body"
    return text


def noise(figures: RuleFigures) -> str:
    """Findings per 1,000 clean articles, of any severity, as written: ``0``, ``0.6``."""
    return f"{sum(figures.per_1000.get(name, 0.0) for name in SEVERITIES):.1f}".removesuffix(".0")
