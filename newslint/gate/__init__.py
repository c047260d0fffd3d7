"""Which rules run, and which of their findings count."""
