"""Findings mended: edits of values chosen, written back into their files without touching anything else, shown as a diff."""
