"""Finding the entry that a query means."""
