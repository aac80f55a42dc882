"""What to answer: a request becomes a neutral reply."""
