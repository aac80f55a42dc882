"""A term a day for a channel: when it is due, and how it arrives exactly once."""
