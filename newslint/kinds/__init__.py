"""The kinds: one module for each sort of rule, with its params, its check and its documentation."""
