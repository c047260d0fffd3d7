"""The rule lab: what an author of rules works with.  Nothing here takes part in a check."""
