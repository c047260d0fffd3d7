"""Severities and profiles, each an ordered ladder."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""Severities, mildest first."""

PROFILES: tuple[str, ...] = ("minimal", "recommended", "strict")
"""Profiles, smallest first: each holds the rules of those before it."""

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def at_least(severity: Severity, threshold: Severity) -> bool:
    """Whether ``severity`` is as grave as ``threshold``, or graver."""
    return _RANK[severity] >= _RANK[threshold]
