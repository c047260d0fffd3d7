"""Configuration: found, checked, and resolved into the settings of a run."""
