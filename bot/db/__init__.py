"""The database of either engine: it knows no feature."""
