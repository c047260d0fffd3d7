"""The article record as a model of pandera, for polars.

::

    import pandera.polars as pa
    from newslint.integrations.pandera.polars import Article, newslint_check


    class Story(Article):
        section: str = pa.Field(isin=["city", "sport"])

        rules = newslint_check(profile="recommended")


    Story.validate(frame, lazy=True)
"""

# No `from __future__ import annotations`: pandera reads the annotations of a model.

from collections.abc import Sequence
from typing import Any, Optional

import polars as pl
from pandera.api.dataframe.model_components import dataframe_check
from pandera.polars import DataFrameModel, Field

from newslint.api import Linter
from newslint.integrations.pandera.door import NAME, Door, linter_for
from newslint.model.severity import Severity

__all__ = ["Article", "newslint_check"]


class Article(DataFrameModel):
    """The canonical record: a title and a body, and whatever else there is of the other fields.

    Values may be null, since the rules say what a null comes to; a model that inherits from this one may ask for more.  Further
    columns may be there.
    """

    title: str = Field(nullable=True)
    body: str = Field(nullable=True)
    id: Optional[str] = Field(nullable=True)
    subtitle: Optional[str] = Field(nullable=True)
    summary: Optional[str] = Field(nullable=True)
    byline: Optional[str] = Field(nullable=True)
    source: Optional[str] = Field(nullable=True)
    agency: Optional[str] = Field(nullable=True)
    url: Optional[str] = Field(nullable=True)
    canonical_url: Optional[str] = Field(nullable=True)
    source_url: Optional[str] = Field(nullable=True)
    published_at: Optional[str] = Field(nullable=True)
    updated_at: Optional[str] = Field(nullable=True)
    embargoed_until: Optional[str] = Field(nullable=True)
    expires_at: Optional[str] = Field(nullable=True)
    dateline: Optional[str] = Field(nullable=True)
    language: Optional[str] = Field(nullable=True)
    section: Optional[str] = Field(nullable=True)
    genre: Optional[str] = Field(nullable=True)
    status: Optional[str] = Field(nullable=True)
    access: Optional[str] = Field(nullable=True)
    rights: Optional[str] = Field(nullable=True)
    word_count: Optional[str] = Field(nullable=True)
    version: Optional[str] = Field(nullable=True)
    digital_source_type: Optional[str] = Field(nullable=True)
    alt_titles: Optional[pl.List] = Field(nullable=True, dtype_kwargs={"inner": pl.String()})
    authors: Optional[pl.List] = Field(nullable=True, dtype_kwargs={"inner": pl.String()})
    keywords: Optional[pl.List] = Field(nullable=True, dtype_kwargs={"inner": pl.String()})
    corrections: Optional[pl.List] = Field(nullable=True, dtype_kwargs={"inner": pl.String()})
    captions: Optional[pl.List] = Field(nullable=True, dtype_kwargs={"inner": pl.String()})


def newslint_check(
    select: Optional[Sequence[str]] = None, *, fail_on: Severity = "warning", linter: Optional[Linter] = None, **options: Any
) -> Any:
    """The rules as an attribute of a model: :func:`newslint.integrations.pandera.check` for the whole frame.

    Args:
        select: Selectors of the rules, in the place of a profile.
        fail_on: Mildest severity of a finding that makes its row fail.
        linter: A linter to use, in the place of ``select`` and ``options``.
        options: Those of :class:`newslint.Linter`.

    Raises:
        UsageError: A selector matches nothing.
    """
    door = Door(linter_for(select, linter, options), None, fail_on)

    def newslint(_: Any, data: Any) -> Any:
        return door(data)

    return dataframe_check(newslint, name=NAME, error=door.title, ignore_na=False, statistics={NAME: door})
