"""What to answer: one command a file, each turning a request into a neutral reply."""
