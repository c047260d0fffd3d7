"""Rule files: YAML in, checked rules out."""

from newslint.rulefile.load import RuleSet, builtin_rules_path, load_rules

__all__ = ["RuleSet", "builtin_rules_path", "load_rules"]
