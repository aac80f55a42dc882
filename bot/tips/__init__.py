"""The term of the day: when it is due, and how it arrives exactly once."""
