"""Plain data that every other room shares: no input or output, nothing of newslint's imported."""

from newslint.model.article import LIST_FIELDS, SCALAR_FIELDS, TEXT_FIELDS, Article
from newslint.model.finding import Edit, Finding, Fix, Hit, Place, Related, Snippet, Suppression
from newslint.model.rule import Condition, FixSpec, Rule
from newslint.model.severity import PROFILES, SEVERITIES, Severity, at_least

__all__ = [
    "LIST_FIELDS",
    "PROFILES",
    "SCALAR_FIELDS",
    "SEVERITIES",
    "TEXT_FIELDS",
    "Article",
    "Condition",
    "Edit",
    "Finding",
    "Fix",
    "FixSpec",
    "Hit",
    "Place",
    "Related",
    "Rule",
    "Severity",
    "Snippet",
    "Suppression",
    "at_least",
]
