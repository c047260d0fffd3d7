"""What the names mean in the formats of JSON that news comes in, one module each."""
