"""Rules over records: plan, scan, run.  It knows no files, prints nothing, and imports no integration."""
