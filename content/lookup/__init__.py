"""Find the entry that a query means."""
