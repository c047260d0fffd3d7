"""Findings written down: one module per format."""

from newslint.reporters.base import Options, Reporter, Totals
from newslint.reporters.registry import get_reporter, reporter_names

__all__ = ["Options", "Reporter", "Totals", "get_reporter", "reporter_names"]
