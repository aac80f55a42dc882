"""What to answer: turn a request into a neutral reply."""
