"""One term a day for a channel: when it is due, and how it is delivered exactly once."""
