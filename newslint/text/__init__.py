"""What the field knows about prose: blocks, sentences, quotations, folding, positions, patterns."""
