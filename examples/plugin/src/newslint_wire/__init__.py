"""A plugin for newslint: rules, a kind, a reader and a reporter for wire copy."""
